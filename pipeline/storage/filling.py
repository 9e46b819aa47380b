"""What goes into the published file: tables from their Parquet files, views, comments.

A file is filled from nothing, or a copy of the one before is brought up to date: of a table by report year the years
whose files changed, of another all its rows. Both come to the same rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipeline.storage.memory import open_memory
from pipeline.storage.quoting import literal, quoted
from pipeline.storage.tables import Warehouse, year_of

STORAGE_VERSION = "v1.2.0"
"""Format of the file: DuckDB 1.2 and everything later can read it, although DuckDB 2 writes a newer one by default."""

META = "publication"
"""The table that says what the file was filled from."""

_WORDS = {
    f"TABLE {META}": "What this file was filled from, part by part",
    f"COLUMN {META}.part": "A Parquet file, a view, the words of a table, the format of this file",
    f"COLUMN {META}.mark": "Changes whenever the part does",
}


@dataclass(frozen=True, slots=True)
class Comments:
    """What a table means, and each of its columns."""

    table: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """A table that is not stored: `sql` over the tables and views that it `reads`."""

    name: str
    sql: str
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Content:
    """What a published file holds: files by table, views, comments by table, and a mark of each of its parts."""

    files: Mapping[str, Sequence[Path]]
    views: Sequence[View]
    comments: Mapping[str, Comments]
    marks: Mapping[str, str]

    @property
    def names(self) -> list[str]:
        """Tables and views."""
        return [*self.files, *(view.name for view in self.views)]


class _UnlikeError(Exception):
    """A table is not what its rows can simply be exchanged in."""


def fill(warehouse: Warehouse, path: Path, content: Content) -> None:
    """Make the file at `path` from nothing."""
    with _attached(warehouse, path) as connection:
        for name, files in content.files.items():
            connection.execute(f"CREATE TABLE {quoted(name)} AS {_rows(files)}")
            if name in content.comments:
                _comment(connection, "TABLE", name, content.comments[name])
        for view in content.views:
            connection.execute(f"CREATE VIEW {quoted(view.name)} AS {view.sql}")
            if view.name in content.comments:
                _comment(connection, "VIEW", view.name, content.comments[view.name])
        _leave_marks(connection, content.marks)


def refill(warehouse: Warehouse, path: Path, content: Content, before: Mapping[str, str]) -> bool:
    """Make the file at `path` a copy of the published one, brought up to date from the marks it had `before`.

    False, and no file, where that cannot be: another format, other words, views or columns. The room of rows that are
    gone is taken by those of a later night.
    """
    parts = {file: part_of(warehouse, file) for files in content.files.values() for file in files}
    words = {*content.marks, *before} - {part for part in (*content.marks, *before) if part.endswith(".parquet")}
    if any(content.marks.get(part) != before.get(part) for part in words):
        return False
    try:
        shutil.copyfile(warehouse.published, path)
        with _attached(warehouse, path) as connection:
            _drop_gone(connection, content)
            for name, files in content.files.items():
                had = {part for part in before if part.startswith(f"{name}/")}
                now = {parts[file]: file for file in files}
                due = {part for part in had | now.keys() if before.get(part) != content.marks.get(part)}
                if not had:
                    raise _UnlikeError  # a table that is new has its place in the order
                if due:
                    _exchange(connection, name, files, {part: now.get(part) for part in due})
            _leave_marks(connection, content.marks)
    except (_UnlikeError, duckdb.Error):
        path.unlink(missing_ok=True)
        return False
    return True


def part_of(warehouse: Warehouse, file: Path) -> str:
    """The name of a Parquet file among the parts of a published file."""
    return file.relative_to(warehouse.parquet).as_posix()


@contextmanager
def _attached(warehouse: Warehouse, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_memory(warehouse) as connection:
        connection.execute(f"ATTACH {literal(path)} AS published (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE published")
        yield connection
        connection.execute("CHECKPOINT published")
        connection.execute("USE memory")
        connection.execute("DETACH published")


def _exchange(
    connection: duckdb.DuckDBPyConnection, table: str, files: Sequence[Path], due: Mapping[str, Path | None]
) -> None:
    """Exchange what stands in the files that are `due`, None for one that is gone. Raises _UnlikeError."""
    described = connection.execute(f"DESCRIBE {_rows(files)}").fetchall()
    if described != connection.execute(f"DESCRIBE {quoted(table)}").fetchall():
        raise _UnlikeError
    columns = [name for name, *_ in described]
    for part, file in due.items():
        where = ""
        if "/" in part.removeprefix(f"{table}/"):
            try:
                year = year_of(Path(part).parent.name)
            except ValueError:
                raise _UnlikeError from None
            where = f"WHERE report_year IS NOT DISTINCT FROM {'NULL' if year is None else year}"
            if "report_year" not in columns or (file and _others(connection, file, where)):
                raise _UnlikeError
        connection.execute(f"DELETE FROM {quoted(table)} {where}")
        if file is not None:
            connection.execute(f"INSERT INTO {quoted(table)} BY NAME {_rows([file])}")
    counted = f"SELECT (SELECT count(*) FROM {quoted(table)}) = (SELECT count(*) FROM ({_rows(files)}))"
    if scalars(connection, counted) != [True]:
        raise _UnlikeError


def _others(connection: duckdb.DuckDBPyConnection, file: Path, where: str) -> bool:
    """Whether a file has rows that are not as `where` says."""
    [same, every] = connection.execute(
        f"SELECT (SELECT count(*) FROM ({_rows([file])}) {where}), (SELECT count(*) FROM ({_rows([file])}))"
    ).fetchall()[0]
    return bool(same != every)


def _drop_gone(connection: duckdb.DuckDBPyConnection, content: Content) -> None:
    there = scalars(connection, "SELECT table_name FROM duckdb_tables() WHERE database_name = 'published'")
    for name in sorted({*there} - {*content.files, META}):
        connection.execute(f"DROP TABLE {quoted(name)}")


def _leave_marks(connection: duckdb.DuckDBPyConnection, marks: Mapping[str, str]) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {META} (part VARCHAR, mark VARCHAR)")
    connection.executemany(f"INSERT INTO {META} VALUES (?, ?)", sorted(marks.items()))
    for what, words in _WORDS.items():
        connection.execute(f"COMMENT ON {what} IS {literal(words)}")


def _comment(connection: duckdb.DuckDBPyConnection, kind: str, table: str, comments: Comments) -> None:
    connection.execute(f"COMMENT ON {kind} {quoted(table)} IS {literal(comments.table)}")
    there = scalars(connection, f"SELECT column_name FROM (DESCRIBE {quoted(table)})")
    for column, words in comments.columns.items():
        if column in there:
            connection.execute(f"COMMENT ON COLUMN {quoted(table)}.{quoted(column)} IS {literal(words)}")


def _rows(files: Sequence[Path]) -> str:
    listed = ", ".join(literal(file) for file in files)
    return f"SELECT * FROM read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"


def scalars(connection: duckdb.DuckDBPyConnection, sql: str) -> list:  # type: ignore[type-arg]
    """The first column of a query."""
    return [row[0] for row in connection.execute(sql).fetchall()]
