"""Partitions: rows exchanged by report, nothing written when nothing changed, old declarations made to fit."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.contracts import staged_tables
from pipeline.storage import (
    Change,
    DamagedTableError,
    Warehouse,
    partitions,
    read_rows,
    rename_partitions,
    replace_rows,
    replace_table,
    table_path,
    write_parquet,
)
from tests.cells import cells

CELLS = staged_tables()["cells"]
LEDGER = staged_tables()["ingest_ledger"]


@pytest.fixture
def house(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)


def ids(*names: str) -> pl.Series:
    return pl.Series(names, dtype=pl.String)


def test_places(house: Warehouse) -> None:
    def place(table: str, year: int | None) -> str:
        return table_path(house, staged_tables()[table], year).relative_to(house.root).as_posix()

    assert place("cells", 2023) == "parquet/cells/report_year=2023/data.parquet"
    assert place("cells", None) == "parquet/cells/report_year=__HIVE_DEFAULT_PARTITION__/data.parquet"
    assert place("ingest_ledger", None) == "parquet/ingest_ledger/data.parquet"


def test_partitions_come_in_order_the_unknown_last(house: Warehouse) -> None:
    for year in (None, 2023, 2019):
        replace_table(house, CELLS, CELLS.empty(), year)
    assert partitions(house, CELLS) == (2019, 2023, None)


def test_partitions_are_read_as_such_by_what_people_use(house: Warehouse) -> None:
    for year in (None, 2023):
        replace_table(house, CELLS, cells(report=f"r{year}", year=year), year)
    folder = house.parquet / "cells"
    for place in (folder, folder / "*" / "*.parquet"):
        assert set(pl.read_parquet(place)["report_year"].unique().to_list()) == {2023, None}
    with duckdb.connect() as connection:
        of_year = f"select count(*) from read_parquet('{folder}/*/*.parquet') where report_year = 2023"
        assert connection.execute(of_year).fetchall() == [(200,)]


def test_partitions_of_an_earlier_version_get_their_new_name(house: Warehouse) -> None:
    replace_table(house, CELLS, cells(), None)
    path = table_path(house, CELLS, None)
    path.parent.rename(path.parent.with_name("report_year=unknown"))
    assert partitions(house, CELLS) == ()
    rename_partitions(house)
    assert partitions(house, CELLS) == (None,)
    assert len(read_rows(house, CELLS)) == 200
    rename_partitions(house)
    assert partitions(house, CELLS) == (None,)


def test_a_damaged_file_is_named(house: Warehouse) -> None:
    replace_table(house, CELLS, cells(), 2023)
    path = table_path(house, CELLS, 2023)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DamagedTableError, match=re.escape(str(path))) as told:
        read_rows(house, CELLS, 2023)
    assert told.value.__cause__ is None, "`gouji run` tells the first cause, which must name the file"


def test_rows_of_a_report_are_exchanged_and_others_stay(house: Warehouse) -> None:
    one, two = cells(report="r1"), cells(report="r2")
    assert replace_rows(house, CELLS, pl.concat([two, one]), ids("r1", "r2"), 2023) == Change(400, 400, 0)
    new = cells({("requests", "granted", "total"): (5, "reported")}, report="r1").head(150)
    assert replace_rows(house, CELLS, new, ids("r1"), 2023) == Change(350, 1, 50)
    stored = read_rows(house, CELLS, 2023)
    assert stored.filter(pl.col("report_id") == "r2").equals(two.sort(CELLS.key))
    assert stored["report_id"].is_sorted()


def test_rows_leave_with_their_report(house: Warehouse) -> None:
    replace_table(house, CELLS, cells(report="r1"), 2023)
    assert replace_rows(house, CELLS, CELLS.empty(), ids("r1"), 2023) == Change(0, 0, 200)
    assert read_rows(house, CELLS, 2023).is_empty()


def test_nothing_is_written_when_nothing_changed(house: Warehouse) -> None:
    frame = cells()
    replace_table(house, CELLS, frame, 2023)
    path = table_path(house, CELLS, 2023)
    before = path.stat()
    assert replace_table(house, CELLS, frame.sample(fraction=1, shuffle=True, seed=1), 2023) == Change(200)
    assert replace_rows(house, CELLS, frame, ids("r0"), 2023).changed == 0
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_the_first_file_is_written_even_without_rows(house: Warehouse) -> None:
    assert replace_table(house, CELLS, CELLS.empty(), 2023) == Change(0)
    assert pl.read_parquet_schema(table_path(house, CELLS, 2023)) == CELLS.schema


def test_a_file_of_an_older_declaration_is_read_and_rewritten(house: Warehouse) -> None:
    frame = cells()
    path = table_path(house, CELLS, 2023)
    write_parquet(path, frame.drop("unit").with_columns(gone=pl.lit(1), start=pl.lit(None, pl.Int64)))
    assert read_rows(house, CELLS, 2023).equals(frame)
    assert replace_table(house, CELLS, frame, 2023) == Change(200)
    assert pl.read_parquet_schema(path) == CELLS.schema


def test_no_file_is_no_rows(house: Warehouse) -> None:
    assert read_rows(house, LEDGER).schema == LEDGER.schema
    assert read_rows(house, CELLS, 2023, ("report_id",)).columns == ["report_id"]
    assert partitions(house, CELLS) == ()


def put_reports(root: Path, names: Sequence[str]) -> None:
    for name in names:
        replace_rows(Warehouse(root), CELLS, cells(report=name), ids(name), 2023)


def test_two_writers_of_one_table_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    halves = [[f"r{i}" for i in range(start, 12, 2)] for start in (0, 1)]
    writers = [context.Process(target=put_reports, args=(tmp_path, half)) for half in halves]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    stored = read_rows(Warehouse(tmp_path), CELLS, 2023, ("report_id",))
    assert stored.group_by("report_id").len().sort("report_id").rows() == [
        (f"r{i}", 200) for i in sorted(range(12), key=str)
    ]
