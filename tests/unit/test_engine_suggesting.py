"""The stage that suggests: rows for what fails, last year's report as evidence, nothing done twice."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from pipeline.engine import suggesting
from pipeline.engine.localisation import carried
from pipeline.engine.settings import Settings
from pipeline.engine.suggesting import suggest
from pipeline.forms import CellKey
from pipeline.ledger import Hints, Suggestion, localise
from tests.known import RAW
from tests.warehouses import contents, rows, run

SINCE, FAILING = "qingtang_health_2021.txt", "qingtang_health_2022.txt"


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """Two years of one body; in the second, five were carried over where two were carried forward."""
    (tmp_path / "raw").mkdir()
    shutil.copy(RAW / SINCE, tmp_path / "raw")
    text = (RAW / FAILING).read_text(encoding="utf-8")
    right = "申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |"
    assert right in text
    (tmp_path / "raw" / FAILING).write_text(text.replace(right, right.replace("2", "5", 1)), encoding="utf-8")
    return Settings(tmp_path / "raw", tmp_path / "warehouse")


def test_what_fails_is_explained_and_last_year_speaks_for_it(here: Settings) -> None:
    run(here)
    [only] = rows(here, "suggestions").iter_rows(named=True)
    reports = rows(here, "reports").filter(pl.col("tier") == "inconsistent")
    assert only == {
        "report_id": reports["report_id"].item(),
        "report_year": 2022,
        "suggestion": 1,
        "rank": 1,
        "slips": 1,
        "operation": "digit_mistyped",
        "table": "requests",
        "row": "carried_over",
        "column": "natural_person",
        "old": 5,
        "new": 2,
        "unique": True,
        "n_alternatives": 0,
        "undecidable": False,
        "evidence": "carry_over",
        "truncated": False,
    }
    cells = rows(here, "cells").join(pl.DataFrame([only]), on=["report_id", "table", "row", "column"], how="semi")
    assert cells["value"].to_list() == [5]


def test_without_last_year_the_identities_speak_alone(here: Settings) -> None:
    (here.raw / SINCE).unlink()
    run(here)
    assert rows(here, "suggestions")["evidence"].to_list() == ["identities"]


def test_the_text_speaks_too(here: Settings) -> None:
    path = here.raw / FAILING
    text = (RAW / FAILING).read_text(encoding="utf-8")
    right = "申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |"
    path.write_text(text.replace(right, right.removesuffix("2 |") + "5 |"), encoding="utf-8")
    run(here)
    assert rows(here, "suggestions").select("column", "old", "new", "evidence").rows() == [
        ("total", 5, 2, "carry_over+narrative")
    ]
    (here.raw / SINCE).unlink()
    shutil.rmtree(here.warehouse)
    run(here)
    assert rows(here, "suggestions")["evidence"].to_list() == ["narrative"]


def test_a_year_is_localised_again_only_when_its_files_or_the_code_are_others(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(here)
    before = contents(here.warehouse)
    first = suggest(here, 2022)
    assert (first.failing, first.explained, first.single) == (1, 1, 1)
    assert first.operations == {"digit_mistyped": 1}
    done: list[str] = []

    def heard(values: Mapping[CellKey, int | None], forms: Mapping[str, str], hints: Hints) -> tuple[Suggestion, ...]:
        done.append("localise")
        return localise(values, forms, hints)

    monkeypatch.setattr(suggesting, "localise", heard)
    assert suggest(here, 2022).tables["suggestions"].changed == 0
    assert (done, contents(here.warehouse)) == ([], before)
    monkeypatch.setattr(suggesting, "code_mark", lambda *sources: "other")
    assert suggest(here, 2022).tables["suggestions"].changed == 0
    assert len(done) == 1


def test_only_reports_with_other_figures_are_localised_again(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run(here)
    done: list[Mapping[CellKey, int | None]] = []

    def heard(values: Mapping[CellKey, int | None], forms: Mapping[str, str], hints: Hints) -> tuple[Suggestion, ...]:
        done.append(values)
        return localise(values, forms, hints)

    monkeypatch.setattr(suggesting, "localise", heard)
    text = (here.raw / FAILING).read_text(encoding="utf-8")
    (here.raw / "another.txt").write_text(text.replace("青棠", "白棠"), encoding="utf-8")
    run(here)
    assert (len(done), rows(here, "suggestions")["report_id"].n_unique()) == (1, 2)
    # They come out as when nothing is remembered.
    shutil.rmtree(here.warehouse / "receipts")
    assert suggest(here, 2022).tables["suggestions"].changed == 0
    assert len(done) == 3


def test_a_table_that_was_touched_is_made_again_as_a_whole(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run(here)
    [path] = (here.warehouse / "parquet" / "suggestions").glob("report_year=2022/*.parquet")
    before = pl.read_parquet(path)
    before.with_columns(new=pl.col("new") + 1).write_parquet(path)
    assert suggest(here, 2022).tables["suggestions"].changed == 1
    assert pl.read_parquet(path).equals(before)


def test_a_year_in_which_nothing_fails_has_an_empty_table(here: Settings) -> None:
    run(here)
    result = suggest(here, 2021)
    assert (result.failing, result.explained, result.operations) == (0, 0, {})
    assert suggest(here, None).failing == 0


def test_versions_of_last_year_that_disagree_say_nothing() -> None:
    hints = carried([("total", 2), ("total", 3), ("natural_person", 1), ("natural_person", 1), ("other", None)])
    assert hints.last_year == {CellKey("requests", "carried_over", "natural_person"): 1}
