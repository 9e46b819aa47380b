"""``gouji export``: a published table, or the answer to a query, as a file for other programs: CSV, XLSX or Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline.cli.query import LOCKED
from pipeline.cli.settings import refuse

if TYPE_CHECKING:
    import duckdb
    import polars as pl

XLSX_ROWS = 1_048_575
"""Rows that a sheet holds below its heading."""

XLSX_CHARACTERS = 32_767
"""Characters that a cell of a sheet holds."""

QUERY = "query"
"""What a file is called that holds the answer to a query."""

WIDTHS = 20_000
"""Rows up to which the widths of columns are made to fit."""

_NAMES = (
    "select table_name from duckdb_tables() where not internal union all "
    "select view_name from duckdb_views() where not internal order by 1"
)
_COLUMNS = "select column_name, data_type, comment from duckdb_columns() where table_name = ? order by column_index"


def export(asked: str, database: Path, exported_as: str, out: Path | None) -> None:
    """Write the rows of a table of the file `database`, or of a query on it, to `out`.

    By default that is ``<table>.<format>``, or ``query.<format>``, in this folder. Leaves with exit code 2 where there
    is no such file or table, or the rows do not fit the format. What stood at `out` is replaced as a whole or not at
    all.
    """
    import duckdb

    if not database.is_file():
        refuse(f"{database} 不存在，请先运行 gouji run (no published file there; run `gouji run` first)")
    query = len(asked.split()) > 1
    target = out or Path(f"{QUERY if query else asked}.{exported_as}")
    if target.is_dir():
        refuse(f"{target} 是目录，请给出文件名 (a folder: name the file)")
    try:
        with duckdb.connect(str(database), read_only=True, config=LOCKED if query else {}) as connection:
            write = _export_query if query else _export_table
            rows = write(connection, asked, exported_as, target)
    except (duckdb.Error, OSError) as error:
        refuse(str(error))
    typer.echo(f"{QUERY if query else asked}: {rows} 行 rows -> {target}", err=True)


def _export_table(connection: duckdb.DuckDBPyConnection, table: str, exported_as: str, target: Path) -> int:
    from pipeline.storage import atomic_path, literal, quoted

    names = [name for (name,) in connection.execute(_NAMES).fetchall()]
    if table not in names:
        near = get_close_matches(table, names) or [name for name in names if name.startswith("mart_")]
        refuse(f"没有表 {table} (no such table); 可选 try: {', '.join(near)}")
    [[n]] = connection.execute(f"select count(*) from {quoted(table)}").fetchall()
    _fits(int(n), table, exported_as)
    with atomic_path(target) as temporary:
        if exported_as == "parquet":
            connection.execute(f"copy {quoted(table)} to {literal(temporary)} (format parquet, compression zstd)")
        else:
            columns = connection.execute(_COLUMNS, [table]).fetchall()
            _write(_frame(connection, f"from {quoted(table)}"), columns, table, exported_as, temporary)
    return int(n)


def _export_query(connection: duckdb.DuckDBPyConnection, statement: str, exported_as: str, target: Path) -> int:
    from pipeline.storage import atomic_path

    if len(connection.extract_statements(statement)) != 1:
        refuse("一次只执行一条语句 (one statement at a time)")
    frame = _frame(connection, statement)
    _fits(len(frame), QUERY, exported_as)
    with atomic_path(target) as temporary:
        if exported_as == "parquet":
            frame.write_parquet(temporary)
        else:
            columns = [(name, str(dtype), "") for name, dtype in frame.schema.items()]
            _write(frame, columns, QUERY, exported_as, temporary)
    return len(frame)


def _fits(rows: int, name: str, exported_as: str) -> None:
    if exported_as == "xlsx" and rows > XLSX_ROWS:
        refuse(f"{name} 有 {rows} 行，XLSX 最多 {XLSX_ROWS} 行，请改用 csv 或 parquet (too many rows for XLSX)")


def _write(frame: pl.DataFrame, columns: Sequence[tuple[str, ...]], name: str, exported_as: str, path: Path) -> None:
    if exported_as == "csv":
        # With a byte order mark, or Excel takes the Chinese for something else.
        frame.write_csv(path, include_bom=True)
    else:
        _write_xlsx(frame, columns, name, path)


def _write_xlsx(frame: pl.DataFrame, columns: Sequence[tuple[str, ...]], table: str, path: Path) -> None:
    import polars as pl
    from polars import selectors
    from polars.datatypes.group import FLOAT_DTYPES, INTEGER_DTYPES
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
        plain.write_excel(
            book,
            worksheet="data",
            table_style="Table Style Light 1",
            # As they are: 2023 is a year, and a rate of 0.9459 is not 0.95.
            dtype_formats={INTEGER_DTYPES: "0", FLOAT_DTYPES: "General"},
            freeze_panes=(1, 0),
            autofit=len(plain) <= WIDTHS,
        )
        meanings.write_excel(book, worksheet="columns", autofit=True)


def _frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    import polars as pl

    relation = connection.sql(sql)
    if relation is None:
        refuse("没有语句 (no statement given)")
    frame = pl.from_arrow(relation.to_arrow_table())
    assert isinstance(frame, pl.DataFrame)
    return frame
