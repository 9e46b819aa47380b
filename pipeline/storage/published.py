"""``gouji.duckdb``: every table of the warehouse in one file for analysts, with a comment on each table and column.

The file is built aside from the Parquet files and swapped in. Whoever has the old one open keeps its snapshot; whoever
opens it anew gets the new one. (A process that still has the old file open and connects to it again gets the old one:
DuckDB shares one instance a path and process.) It is never opened for writing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipeline.storage.atomic import atomic_path
from pipeline.storage.memory import open_memory
from pipeline.storage.tables import Warehouse

STORAGE_VERSION = "v1.2.0"
"""Format of the file: DuckDB 1.2 and everything later can read it, although DuckDB 2 writes a newer one by default."""

_META = "publication"


class NotPublishedError(Exception):
    """There is no published file yet."""


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
class Published:
    """The published file, the rows of each table in it, and whether it had to be built."""

    path: Path
    rows: Mapping[str, int]
    built: bool


def publish(warehouse: Warehouse, comments: Mapping[str, Comments], views: Sequence[View] = ()) -> Published:
    """Build the published file from all Parquet tables and swap it in; do nothing if it is up to date.

    Takes the comments by table name, and the `views`, each after those it reads. A comment on a table or column that
    does not exist is left out, and so is a view over a table that does not.
    """
    files = _files(warehouse.parquet)
    shown: list[View] = []
    for view in views:
        if view.reads <= files.keys() | {other.name for other in shown}:
            shown.append(view)
    fingerprint = _fingerprint(warehouse.parquet, files, comments, shown)
    names = [*files, *(view.name for view in shown)]
    if warehouse.published.exists():
        try:
            with open_published(warehouse.published) as connection:
                if _scalars(connection, f"SELECT fingerprint FROM {_META}") == [fingerprint]:
                    return Published(warehouse.published, _count(connection, names), built=False)
        except duckdb.Error:
            pass  # not a file this version can read: build it anew
    with atomic_path(warehouse.published) as temporary:
        _build(warehouse, temporary, files, shown, comments, fingerprint)
        with open_published(temporary) as connection:
            rows = _count(connection, names)
    return Published(warehouse.published, rows, built=True)


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the published file to read. Raises NotPublishedError if there is none."""
    if not path.exists():
        raise NotPublishedError(f"{path} does not exist: nothing was published yet")
    return duckdb.connect(str(path), read_only=True)


def _files(parquet: Path) -> dict[str, list[Path]]:
    folders = sorted(folder for folder in parquet.iterdir() if folder.is_dir()) if parquet.is_dir() else []
    found = {folder.name: sorted(folder.glob("**/*.parquet")) for folder in folders}
    return {
        name: kept
        for name, files in found.items()
        if (kept := [file for file in files if not file.name.startswith(".")])
    }


def _fingerprint(
    parquet: Path, files: Mapping[str, list[Path]], comments: Mapping[str, Comments], views: Sequence[View]
) -> str:
    """Changes whenever the published file would: a file replaced, a comment reworded, a format chosen anew."""
    digest = hashlib.sha256(STORAGE_VERSION.encode())
    for paths in files.values():
        for path in paths:
            stat = path.stat()
            digest.update(f"{path.relative_to(parquet)}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    for view in views:
        digest.update(repr((view.name, view.sql)).encode())
    for name in sorted(comments):
        digest.update(repr((name, comments[name].table, sorted(comments[name].columns.items()))).encode())
    return digest.hexdigest()


def _build(
    warehouse: Warehouse,
    path: Path,
    files: Mapping[str, list[Path]],
    views: Sequence[View],
    comments: Mapping[str, Comments],
    fingerprint: str,
) -> None:
    with open_memory(warehouse) as connection:
        connection.execute(f"ATTACH {_string(str(path))} AS published (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE published")
        for name, paths in files.items():
            listed = ", ".join(_string(str(path)) for path in paths)
            connection.execute(
                f"CREATE TABLE {_name(name)} AS SELECT * FROM "
                f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
            )
            if name in comments:
                _comment(connection, "TABLE", name, comments[name])
        for view in views:
            connection.execute(f"CREATE VIEW {_name(view.name)} AS {view.sql}")
            if view.name in comments:
                _comment(connection, "VIEW", view.name, comments[view.name])
        connection.execute(f"CREATE TABLE {_META} AS SELECT {_string(fingerprint)} AS fingerprint")
        connection.execute(f"COMMENT ON TABLE {_META} IS 'What this file was built from, as one hash'")
        connection.execute(f"COMMENT ON COLUMN {_META}.fingerprint IS 'SHA-256 of what it was built from'")
        connection.execute("CHECKPOINT published")
        connection.execute("USE memory")
        connection.execute("DETACH published")


def _comment(connection: duckdb.DuckDBPyConnection, kind: str, table: str, comments: Comments) -> None:
    connection.execute(f"COMMENT ON {kind} {_name(table)} IS {_string(comments.table)}")
    there = _scalars(connection, f"SELECT column_name FROM (DESCRIBE {_name(table)})")
    for column, words in comments.columns.items():
        if column in there:
            connection.execute(f"COMMENT ON COLUMN {_name(table)}.{_name(column)} IS {_string(words)}")


def _count(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> dict[str, int]:
    return {name: _scalars(connection, f"SELECT count(*) FROM {_name(name)}")[0] for name in tables}


def _scalars(connection: duckdb.DuckDBPyConnection, sql: str) -> list:  # type: ignore[type-arg]
    return [row[0] for row in connection.execute(sql).fetchall()]


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
