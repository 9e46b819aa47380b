"""The published file: all tables, all comments, swapped in, never written to by whoever reads it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipeline.storage import (
    Comments,
    NotPublishedError,
    View,
    Warehouse,
    filling,
    open_published,
    publish,
    write_parquet,
)

COMMENTS = {
    "fact": Comments("figures, it's said", {"n": 'how "many"', "gone": "no such column"}),
    "nothing": Comments("no such table"),
}
VIEWS = [View("late", "SELECT report_year, n FROM fact WHERE n > 2", frozenset({"fact"}))]


@pytest.fixture
def house(tmp_path: Path) -> Warehouse:
    house = Warehouse(tmp_path / "it's a warehouse")
    write_parquet(house.parquet / "dim" / "data.parquet", pl.DataFrame({"report_id": ["r1"]}))
    for year in (2022, 2023):
        part = house.parquet / "fact" / f"report_year={year}" / "data.parquet"
        write_parquet(part, pl.DataFrame({"report_year": [year], "n": [year - 2020]}, schema_overrides={"n": pl.Int32}))
    return house


def query(house: Warehouse, sql: str) -> list[tuple[object, ...]]:
    with open_published(house.published) as connection:
        return connection.execute(sql).fetchall()


def test_tables_rows_and_comments(house: Warehouse) -> None:
    done = publish(house, COMMENTS)
    assert (done.rows, done.built) == ({"dim": 1, "fact": 2}, True)
    assert query(house, "SELECT report_year, n FROM fact ORDER BY 1") == [(2022, 2), (2023, 3)]
    tables = "SELECT table_name, comment FROM duckdb_tables() WHERE table_name IN ('dim', 'fact') ORDER BY 1"
    assert query(house, tables) == [("dim", None), ("fact", "figures, it's said")]
    columns = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'fact' ORDER BY column_index"
    assert query(house, columns) == [("report_year", None), ("n", 'how "many"')]


def test_a_view_is_published_as_a_view_with_its_comments(house: Warehouse) -> None:
    views = [
        View("late", "SELECT report_year, n FROM fact WHERE n > 2", frozenset({"fact"})),
        View("later", "SELECT n FROM late", frozenset({"late"})),
        View("lost", "SELECT * FROM gone", frozenset({"gone"})),
    ]
    comments = {"late": Comments("what is late", {"n": "how many"}), "lost": Comments("nothing")}
    assert publish(house, comments, views).rows == {"dim": 1, "fact": 2, "late": 1, "later": 1}
    assert query(house, "SELECT n FROM later") == [(3,)]
    assert query(house, "SELECT comment FROM duckdb_views() WHERE view_name = 'late'") == [("what is late",)]
    columns = "SELECT comment FROM duckdb_columns() WHERE table_name = 'late' AND column_name = 'n'"
    assert query(house, columns) == [("how many",)]
    assert not publish(house, comments, views).built
    assert publish(house, comments, views[:1]).built


def test_an_up_to_date_file_is_left_alone(house: Warehouse) -> None:
    publish(house, COMMENTS)
    before = house.published.stat()
    again = publish(house, COMMENTS)
    assert (again.built, again.rows) == (False, {"dim": 1, "fact": 2})
    assert house.published.stat().st_ino == before.st_ino


def test_new_words_and_new_rows_are_published(house: Warehouse) -> None:
    publish(house, COMMENTS)
    assert publish(house, {}).built
    write_parquet(house.parquet / "dim" / "data.parquet", pl.DataFrame({"report_id": ["r1", "r2"]}))
    assert publish(house, {}).rows["dim"] == 2


def test_a_table_that_is_gone_is_gone(house: Warehouse) -> None:
    publish(house, {})
    shutil.rmtree(house.parquet / "fact")
    assert publish(house, {}).rows == {"dim": 1}


def test_a_reader_keeps_its_snapshot_and_a_new_one_sees_the_new_rows(house: Warehouse) -> None:
    publish(house, {})
    old = house.published.with_name("old.duckdb")
    old.hardlink_to(house.published)  # the same file by another name: one process shares one instance a path
    with duckdb.connect(str(old), read_only=True) as reader:
        write_parquet(house.parquet / "dim" / "data.parquet", pl.DataFrame({"report_id": ["r1", "r2"]}))
        assert publish(house, {}).built
        assert reader.execute("SELECT count(*) FROM dim").fetchall() == [(1,)]
        assert query(house, "SELECT count(*) FROM dim") == [(2,)]


def test_what_is_no_database_is_replaced(house: Warehouse) -> None:
    house.published.write_bytes(b"not a database")
    assert publish(house, {}).built
    assert query(house, "SELECT count(*) FROM dim") == [(1,)]


def test_nobody_writes_to_it(house: Warehouse) -> None:
    publish(house, {})
    with open_published(house.published) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DELETE FROM dim")


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError):
        open_published(tmp_path / "gouji.duckdb")


def test_no_tables_at_all(tmp_path: Path) -> None:
    assert publish(Warehouse(tmp_path), {}).rows == {}


def test_clients_of_the_version_before_can_read_it(house: Warehouse) -> None:
    publish(house, COMMENTS)
    # Bytes 12 to 19 of a DuckDB file are the version of its format; DuckDB 1.2 reads 64 and 65, and DuckDB 2 writes 69.
    assert 64 <= int.from_bytes(house.published.read_bytes()[12:20], "little") <= 65


def everything(house: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    names = [str(name) for (name,) in query(house, "SELECT table_name FROM duckdb_tables() ORDER BY 1")]
    found = {name: sorted(query(house, f'SELECT * FROM "{name}"'), key=repr) for name in names}
    for kind in ("tables", "columns", "views"):
        named = "table_name" if kind == "columns" else kind.removesuffix("s") + "_name"
        found[kind] = query(
            house, f"SELECT {named}, comment FROM duckdb_{kind}() WHERE comment IS NOT NULL ORDER BY ALL"
        )
    return found


def part(house: Warehouse, year: int | str, **columns: object) -> None:
    frame = pl.DataFrame(columns, schema_overrides={"n": pl.Int32, "report_year": pl.Int32})
    write_parquet(house.parquet / "fact" / f"report_year={year}" / "data.parquet", frame)


@pytest.fixture
def filled(house: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A published file, and what is then filled from nothing."""
    for year in (2022, 2023):
        part(house, year, report_year=[year, year], n=[1, year - 2020])
    publish(house, COMMENTS, VIEWS)
    made: list[str] = []

    def noted(*given: Any) -> None:
        made.append("from nothing")
        filling.fill(*given)

    monkeypatch.setattr("pipeline.storage.published.fill", noted)
    yield made
    now = everything(house)
    house.published.unlink()
    publish(house, COMMENTS, VIEWS)
    assert now == everything(house)


def test_only_the_years_that_changed_are_filled_again(house: Warehouse, filled: list[str]) -> None:
    part(house, 2023, report_year=[2023], n=[9])
    part(house, 2024, report_year=[2024, 2024], n=[None, 5])
    part(house, "__HIVE_DEFAULT_PARTITION__", report_year=[None], n=[7])
    shutil.rmtree(house.parquet / "fact" / "report_year=2022")
    write_parquet(house.parquet / "dim" / "data.parquet", pl.DataFrame({"report_id": ["r1", "r2"]}))
    assert publish(house, COMMENTS, VIEWS).rows == {"dim": 2, "fact": 4, "late": 3}
    assert query(house, "SELECT * FROM fact ORDER BY ALL") == [(2023, 9), (2024, 5), (2024, None), (None, 7)]
    part(house, "__HIVE_DEFAULT_PARTITION__", report_year=[None, None], n=[8, None])
    assert publish(house, COMMENTS, VIEWS).rows["fact"] == 5
    assert filled == []


@pytest.mark.parametrize("change", ["columns", "type", "other year", "new table", "words", "no such year"])
def test_what_cannot_be_brought_up_to_date_is_filled_from_nothing(
    house: Warehouse, filled: list[str], change: str
) -> None:
    if change == "columns":
        part(house, 2023, report_year=[2023], n=[9], more=["a"])
    elif change == "type":
        write_parquet(
            house.parquet / "fact" / "report_year=2022" / "data.parquet",
            pl.DataFrame({"report_year": [2022], "n": [1]}),
        )
    elif change == "other year":
        part(house, 2023, report_year=[2023, 2022], n=[9, 9])
    elif change == "new table":
        write_parquet(house.parquet / "also" / "data.parquet", pl.DataFrame({"report_id": ["r1"]}))
    elif change == "words":
        write_parquet(house.parquet / "nothing" / "data.parquet", pl.DataFrame({"report_id": ["r1"]}))
    else:
        part(house, "old", report_year=[2021], n=[9])
    publish(house, COMMENTS, VIEWS)
    assert filled == ["from nothing"]


def test_a_table_that_is_gone_goes_and_nothing_else(house: Warehouse, filled: list[str]) -> None:
    shutil.rmtree(house.parquet / "dim")
    assert publish(house, COMMENTS, VIEWS).rows == {"fact": 4, "late": 1}
    assert filled == []


def test_the_file_does_not_grow_night_by_night(house: Warehouse, filled: list[str]) -> None:
    sizes = []
    for night in range(12):
        part(house, 2023, report_year=[2023] * 200_000, n=[(night + i * 7919) % 1_000_003 for i in range(200_000)])
        publish(house, COMMENTS, VIEWS)
        sizes.append(house.published.stat().st_size)
    assert max(sizes) < 2 * sizes[0]
    assert filled == []


def test_a_published_file_that_cannot_be_copied_is_filled_from_nothing(
    house: Warehouse, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    part(house, 2023, report_year=[2023], n=[9])

    def cut(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:5000])

    monkeypatch.setattr("shutil.copyfile", cut)
    publish(house, COMMENTS, VIEWS)
    assert filled == ["from nothing"]
