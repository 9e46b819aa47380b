"""The stages over a folder of files good and bad: what each gives, and that nothing is done twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pytest

from pipeline.contracts import ContractError
from pipeline.engine import batches, containing, stages
from pipeline.engine.intake import ingest
from pipeline.engine.reading import READER_VERSION, Reader
from pipeline.engine.results import NoReportsError
from pipeline.engine.settings import Settings
from pipeline.engine.stages import check, read_documents, read_tables, settle, type_tables, years
from pipeline.storage import open_published, replace_table
from tests.known import RAW
from tests.readers_for_tests import contradicting, dying, forbidden, raising
from tests.warehouses import TABLES, contents, ledger, rows, run

WHOLE = ("qingtang_health_2021.txt", "qiwu_government_2023.txt", "shuyu_government_2020.txt")
IMAGES = {"png": b"\x89PNG\r\n\x1a\n\x00\x00", "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"}


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    for name in WHOLE:
        shutil.copy(RAW / name, tmp_path / "raw" / name)
    return Settings(tmp_path / "raw", tmp_path / "warehouse")


def test_a_run_fills_every_table(here: Settings) -> None:
    assert run(here) == 6
    assert ledger(here) == dict.fromkeys(WHOLE, "complete")
    reports = rows(here, "reports")
    assert reports["report_year"].to_list() == [2020, 2021, 2023]
    assert reports["form"].to_list() == ["2019", "2021", "2021"]
    assert set(reports["reader_version"]) == {READER_VERSION}
    counted = rows(here, "cells").group_by("report_id").agg(reported=(pl.col("status") == "reported").sum())
    assert dict(counted.iter_rows()) == dict(reports.select("report_id", "n_reported").iter_rows())
    assert len(rows(here, "checks")) == 40 + 42 + 42
    assert len(rows(here, "typed_requests")) == 23 + 25 + 25
    assert years(here) == (2020, 2021, 2023)


def test_a_second_run_reads_nothing_and_changes_no_file(here: Settings) -> None:
    (here.raw / "bad.bin").write_bytes(b"\x00\x01" * 100)
    run(here)
    before = contents(here.warehouse)
    assert read_documents(here, forbidden).read == 0
    assert all(read_tables(here, year, forbidden).read == 0 for year in years(here))
    assert run(here) == 0
    assert contents(here.warehouse) == before


def test_a_year_is_checked_and_laid_out_again_when_its_files_or_the_code_are_others(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(here)
    done: list[str] = []

    def told(name: str) -> None:
        real = getattr(stages, name)

        def heard(*given: object) -> object:
            done.append(name)
            return real(*given)

        monkeypatch.setattr(stages, name, heard)

    for name in ("evaluate", "type_cells"):
        told(name)
    first = check(here, 2020)
    assert first.verdicts == check(here, 2020).verdicts != {}
    assert type_tables(here, 2020).tables["typed_requests"].rows == 23
    assert done == []
    path = here.warehouse / "parquet" / "cells" / "report_year=2020" / "data.parquet"
    os.utime(path, ns=(1, 1))
    check(here, 2020), type_tables(here, 2020)
    assert done == ["evaluate", *["type_cells"] * 3]
    check(here, 2021), type_tables(here, 2021)
    assert len(done) == 4
    (here.warehouse / "parquet" / "typed_review" / "report_year=2020" / "data.parquet").unlink()
    assert type_tables(here, 2020).tables["typed_review"].written > 0
    monkeypatch.setattr(stages, "code_mark", lambda *sources: "other")
    again = check(here, 2020)
    assert (again.verdicts, done[-1]) == (first.verdicts, "evaluate")


def test_only_what_is_new_is_read(here: Settings) -> None:
    run(here)
    shutil.copy(RAW / "qingtang_health_2022.txt", here.raw)
    before = contents(here.warehouse / "parquet")
    assert run(here) == 2
    after = contents(here.warehouse / "parquet")
    changed = {path for path in before if after[path] != before[path]}
    assert changed == {"ingest_ledger/data.parquet"}
    assert years(here) == (2020, 2021, 2022, 2023)


def test_bad_input_gives_rows_and_stops_nothing(here: Settings) -> None:
    text = (here.raw / WHOLE[0]).read_text(encoding="utf-8")
    for name, data in {
        "empty.txt": b"",
        "noise.bin": bytes(range(256)) * 20,
        "gb.txt": text.replace("2021年", "2022年").encode("gb18030"),
        "wide.txt": text.replace("2021年", "2023年").encode("utf-16"),
        "cut.txt": text[: len(text) // 2].encode(),
        "again.txt": text.encode(),
        "other.txt": "会议纪要。".encode(),
        **{f"scans/page.{kind}": data for kind, data in IMAGES.items()},
    }.items():
        (here.raw / name).parent.mkdir(exist_ok=True)
        (here.raw / name).write_bytes(data)
    run(here)
    found = ledger(here)
    assert found == {
        **dict.fromkeys(WHOLE, "complete"),
        "again.txt": "complete",
        WHOLE[0]: "duplicate",
        "cut.txt": found["cut.txt"],
        "empty.txt": "unreadable",
        "gb.txt": "complete",
        "noise.bin": "unreadable",
        "other.txt": "not_a_report",
        "scans/page.jpg": "unsupported",
        "scans/page.png": "unsupported",
        "wide.txt": "complete",
    }
    assert found["cut.txt"] in {"partial", "no_tables"}
    told = rows(here, "ingest_ledger").filter(pl.col("status").is_in(["unreadable", "unsupported"]))
    assert told["message"].null_count() == 0


def test_two_versions_of_a_report_are_both_kept(here: Settings) -> None:
    run(here)
    path = here.raw / WHOLE[0]
    path.write_text(path.read_text(encoding="utf-8") + "\n(更正)\n", encoding="utf-8")
    run(here)
    versions = rows(here, "reports").filter(pl.col("report_year") == 2021)
    assert len(versions) == 2
    assert versions["agency"].n_unique() == 1
    old = rows(here, "ingest_ledger").filter(pl.col("superseded_by").is_not_null())
    assert old["superseded_by"].item() in versions["report_id"].to_list()


@pytest.mark.parametrize(
    ("of_documents", "of_tables", "message"),
    [
        (raising, raising, "RuntimeError: not foreseen"),
        (None, raising, "RuntimeError: not foreseen"),
        (None, contradicting, "contract broken: cells: value is there exactly where status is reported or decoded"),
    ],
)
def test_a_reader_that_fails_costs_one_file(
    here: Settings, of_documents: Reader | None, of_tables: Reader, message: str
) -> None:
    (here.raw / "bad.txt").write_bytes((RAW / "qiwu_government_2023.txt").read_bytes() + b"CRASH")
    ingest(here)
    read_documents(here, of_documents)
    for year in years(here):
        read_tables(here, year, of_tables)
        check(here, year)
        type_tables(here, year)
    settle(here)
    assert ledger(here) == {**dict.fromkeys(WHOLE, "complete"), "bad.txt": "unreadable"}
    problem = rows(here, "problems").filter(pl.col("code") == "reader_crash").row(0, named=True)
    assert problem["message"] == message


def test_a_reader_that_takes_its_process_down_costs_one_file(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    (here.raw / "bad.txt").write_bytes(b"CRASH")
    ingest(here)
    here = Settings(here.raw, here.warehouse, workers=2)
    result = read_documents(here, dying)
    assert result.statuses == {"report": 3, "unreadable": 1}


def test_processes_give_what_one_gives(here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(here)
    alone = {table: rows(here, table).drop("first_seen", strict=False) for table in ("documents", "cells", "problems")}
    monkeypatch.setattr(batches, "BATCH", 1)
    several = Settings(here.raw, tmp_path / "other", workers=2)
    run(several)
    for table, frame in alone.items():
        assert rows(several, table).equals(frame)


def test_reading_moves_to_other_processes_when_that_is_worth_it(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 1)
    ingest(here)
    given: list[int] = []

    def pool(tasks: Sequence[batches.Task], workers: int) -> Iterator[batches.Frames]:
        given.append(len(tasks))
        return map(batches.read_task, tasks)

    monkeypatch.setattr(batches, "_with", pool)
    monkeypatch.setattr(batches, "POOL_WORTH", 1e9)
    assert read_documents(here).read == 3
    assert given == []
    monkeypatch.setattr(batches, "POOL_WORTH", 0.0)
    documents = rows(here, "documents").select("sha256", "source_path")
    sources = [batches.Source(*row) for row in documents.iter_rows()]
    assert len(batches.read_contents(sources, here.house.blobs, tables=True)["readings"]) == 3
    assert given == [2]


def test_a_better_reader_reads_again_without_the_landing_folder(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(here)
    shutil.rmtree(here.raw)
    for module in (stages, batches):
        monkeypatch.setattr(module, "READER_VERSION", "next")
    assert read_documents(here).read == 3
    assert sum(read_tables(here, year).read for year in years(here)) == 3
    assert set(rows(here, "documents")["reader_version"]) == {"next"}
    assert len(rows(here, "readings")) == 3


def test_a_file_that_was_deleted_is_made_anew_from_the_bytes_that_are_kept(here: Settings) -> None:
    """What is to be done with one that is damaged. Other tables still say that these reports were read."""
    shutil.copy(RAW / "qiwu_transport_2024.txt", here.raw)
    (here.raw / "no_year.txt").write_text("会议纪要。", encoding="utf-8")
    run(here)
    parquet = here.warehouse / "parquet"
    before = {path: of_file for path, (of_file, _) in contents(parquet).items()}
    for table in (*stages.TOLD, *stages.READ):
        for year in ("2024", "__HIVE_DEFAULT_PARTITION__"):
            (parquet / table / f"report_year={year}" / "data.parquet").unlink()
        assert read_documents(here).read + sum(read_tables(here, year).read for year in years(here)) == 2, table
        assert {path: of_file for path, (of_file, _) in contents(parquet).items()} == before, table
    assert run(here) == 0


def test_a_report_that_changes_its_year_leaves_no_rows_behind(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run(here)
    before = rows(here, "cells").drop("report_year")
    stored = rows(here, "documents")
    wrong = stored.with_columns(
        report_year=pl.when(pl.col("report_year") == 2021).then(2022).otherwise("report_year").cast(pl.Int32),
        reader_version=pl.lit("before"),
    )
    for moved in (2020, 2021, 2022, 2023):
        part = wrong.filter(pl.col("report_year") == moved)
        replace_table(here.house, TABLES["documents"], part, moved)
    for year in years(here):
        read_tables(here, year), check(here, year), type_tables(here, year)
    assert dict(rows(here, "cells").group_by("report_year").len().iter_rows()).keys() == {2020, 2022, 2023}
    run(here)
    assert rows(here, "documents").equals(stored)
    assert rows(here, "cells").drop("report_year").equals(before)
    assert 2022 not in rows(here, "reports")["report_year"].to_list()


@pytest.mark.parametrize("files", [{}, {"a.bin": b"\x00\x01\x02" * 50}, {"a.txt": "会议纪要。".encode()}])
def test_no_report_at_all(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "raw").mkdir()
    for name, data in files.items():
        (tmp_path / "raw" / name).write_bytes(data)
    here = Settings(tmp_path / "raw", tmp_path / "warehouse")
    ingest(here)
    with pytest.raises(NoReportsError, match="no report found"):
        read_documents(here)


def test_what_breaks_a_contract_never_reaches_the_warehouse(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(here)
    read_documents(here)
    (year, *_) = years(here)

    def short(*arguments: object) -> dict[str, pl.DataFrame]:
        frames = batches.read_contents(*arguments)  # type: ignore[arg-type]
        return {**frames, "cells": frames["cells"].drop("unit")}

    monkeypatch.setattr(containing, "read_contents", short)
    with pytest.raises(ContractError, match="unit"):
        read_tables(here, year)
    assert rows(here, "cells").is_empty()
    assert rows(here, "readings").is_empty()


def test_a_year_without_reports_is_no_error(here: Settings) -> None:
    run(here)
    assert read_tables(here, 2010).read == 0
    assert check(here, 2010).verdicts == {}
    assert all(change.rows == 0 for change in type_tables(here, 2010).tables.values())


def test_published_figures_are_those_of_the_cells(here: Settings) -> None:
    run(here)
    with open_published(here.house.published) as connection:
        (total,) = connection.execute("SELECT sum(total) FROM typed_requests WHERE outcome = 'new_received'").fetchall()
        comment = "SELECT comment FROM duckdb_columns() WHERE table_name = 'typed_requests' AND column_name = 'outcome'"
        assert connection.execute(comment).fetchall() != [(None,)]
    of_cells = rows(here, "cells").filter(pl.col("row") == "new_received", pl.col("column") == "total")["value"].sum()
    assert total[0] == of_cells
