"""``gouji export``: one published table as a file for other programs: CSV, XLSX or Parquet."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline.cli.settings import refuse

if TYPE_CHECKING:
    import duckdb
    import polars as pl

XLSX_ROWS = 1_048_575
"""Rows that a sheet holds below its heading."""

XLSX_CHARACTERS = 32_767
"""Characters that a cell of a sheet holds."""

_NAMES = (
    "select table_name from duckdb_tables() where not internal union all "
    "select view_name from duckdb_views() where not internal order by 1"
)
_COLUMNS = "select column_name, data_type, comment from duckdb_columns() where table_name = ? order by column_index"


def export(table: str, database: Path, exported_as: str, out: Path | None) -> None:
    """Write the rows of `table` of the file `database` to `out`, by default ``<table>.<format>`` in this folder.

    Leaves with exit code 2 where there is no such file or table, or the rows do not fit the format. What stood at `out`
    is replaced as a whole or not at all.
    """
    import duckdb

    if not database.is_file():
        refuse(f"{database} 不存在，请先运行 gouji run (no published file there; run `gouji run` first)")
    target = out or Path(f"{table}.{exported_as}")
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            rows = _export(connection, table, exported_as, target)
    except (duckdb.Error, OSError) as error:
        refuse(str(error))
    typer.echo(f"{table}: {rows} 行 rows -> {target}", err=True)


def _export(connection: duckdb.DuckDBPyConnection, table: str, exported_as: str, target: Path) -> int:
    from pipeline.storage import atomic_path

    names = [name for (name,) in connection.execute(_NAMES).fetchall()]
    if table not in names:
        near = get_close_matches(table, names) or [name for name in names if name.startswith("mart_")]
        refuse(f"没有表 {table} (no such table); 可选 try: {', '.join(near)}")
    quoted = '"' + table.replace('"', '""') + '"'
    [[n]] = connection.execute(f"select count(*) from {quoted}").fetchall()
    if exported_as == "xlsx" and n > XLSX_ROWS:
        refuse(f"{table} 有 {n} 行，XLSX 最多 {XLSX_ROWS} 行，请改用 csv 或 parquet (too many rows for XLSX)")
    with atomic_path(target) as temporary:
        if exported_as == "parquet":
            path = str(temporary).replace("'", "''")
            connection.execute(f"copy {quoted} to '{path}' (format parquet, compression zstd)")
        else:
            frame = _frame(connection, f"from {quoted}")
            if exported_as == "csv":
                # With a byte order mark, or Excel takes the Chinese for something else.
                frame.write_csv(temporary, include_bom=True)
            else:
                _write_xlsx(frame, connection.execute(_COLUMNS, [table]).fetchall(), table, temporary)
    return int(n)


def _write_xlsx(frame: pl.DataFrame, columns: list[tuple[str, ...]], table: str, path: Path) -> None:
    import polars as pl
    from polars import selectors
    from xlsxwriter import Workbook

    longest = frame.select(selectors.string().str.len_chars().max()).row(0) if frame.width else ()
    if any(length is not None and length > XLSX_CHARACTERS for length in longest):
        refuse(
            f"{table} 中有超过 {XLSX_CHARACTERS} 字的文字，XLSX 装不下，请改用 csv 或 parquet "
            "(a text too long for a cell of XLSX)"
        )
    # A sheet knows no time zones, and what a report prints is text even where it begins like a formula.
    plain = frame.with_columns(selectors.datetime(time_zone="*").dt.convert_time_zone("UTC").dt.replace_time_zone(None))
    meanings = pl.DataFrame(columns, schema=["列 column", "类型 type", "含义 meaning"], orient="row")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with path.open("wb") as file, Workbook(file, options) as book:
        plain.write_excel(book, worksheet="data", table_style="Table Style Light 1", freeze_panes=(1, 0))
        meanings.write_excel(book, worksheet="columns", autofit=True)


def _frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    import polars as pl

    frame = pl.from_arrow(connection.sql(sql).to_arrow_table())
    assert isinstance(frame, pl.DataFrame)
    return frame
