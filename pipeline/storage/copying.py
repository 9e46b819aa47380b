"""Tables made by DuckDB, put in their place without passing through memory as a whole.

The same promises as for rows that polars writes: a reader never sees half a file, and a file whose rows would not
change is left as it is. Rows stand in the order of the key.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from pipeline.contracts.model import StagedTable
from pipeline.storage.atomic import atomic_path
from pipeline.storage.lock import table_lock
from pipeline.storage.quoting import literal, quoted
from pipeline.storage.tables import Change, Warehouse, Year, table_path


class _SameError(Exception):
    """The rows are as they were: the new file is not wanted."""


def replace_file(
    warehouse: Warehouse, table: StagedTable, connection: duckdb.DuckDBPyConnection, sql: str, year: Year = None
) -> Change:
    """Make the rows of the query `sql` the content of a table, or of one year of it. Raises duckdb.Error.

    The connection must know the tables that the query reads.
    """
    target = table_path(warehouse, table, year)
    with table_lock(warehouse.parquet / table.name):
        change = Change(0)
        try:
            with atomic_path(target) as temporary:
                order = ", ".join(map(quoted, table.key))
                connection.execute(
                    f"copy (from ({sql}) order by {order}) to {literal(temporary)} (format parquet, compression zstd)"
                )
                change, same = _compared(connection, target, temporary, table.key)
                if same:
                    raise _SameError
        except _SameError:
            pass
        return change


def drop_table(warehouse: Warehouse, table: StagedTable) -> None:
    """Remove the files of a table that is not stored any more."""
    folder = warehouse.parquet / table.name
    if folder.exists():
        shutil.rmtree(folder)


def _compared(connection: duckdb.DuckDBPyConnection, old: Path, new: Path, key: tuple[str, ...]) -> tuple[Change, bool]:
    """What the new file changes, and whether that is nothing at all. Rows are compared by their hashes."""
    [[rows]] = connection.execute(f"select count(*) from {_rows(new)}").fetchall()
    if not old.exists():
        return Change(rows, rows), False
    schema = connection.execute(f"describe from {_rows(new)}").fetchall()
    if connection.execute(f"describe from {_rows(old)}").fetchall() != schema:
        [[gone]] = connection.execute(f"select count(*) from {_rows(old)}").fetchall()
        return Change(rows, rows, gone), False
    columns = [name for name, *_ in schema]
    [[before]] = connection.execute(f"select count(*) from {_rows(old)}").fetchall()
    written = _missing(connection, new, old, columns)
    removed = _missing(connection, old, new, list(key))
    return Change(rows, written, removed), (before, written, removed) == (rows, 0, 0)


def _missing(connection: duckdb.DuckDBPyConnection, these: Path, those: Path, columns: list[str]) -> int:
    """How many rows of one file have no row in the other that is equal in these columns."""
    named = ", ".join(map(quoted, columns))
    hashed = "(select hash({}) as h from {})"
    [[n]] = connection.execute(
        f"select count(*) from {hashed.format(named, _rows(these))} anti join {hashed.format(named, _rows(those))} "
        "using (h)"
    ).fetchall()
    return int(n)


def _rows(path: Path) -> str:
    return f"read_parquet({literal(path)}, hive_partitioning = false)"
