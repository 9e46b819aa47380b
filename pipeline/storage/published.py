"""``gouji.duckdb``: every table of the warehouse in one file for analysts, with a comment on each table and column.

The file is made aside from the Parquet files, or from a copy of itself and those that changed, and swapped in. Whoever
has the old one open keeps its snapshot; whoever opens it anew gets the new one. (A process that still has the old file
open and connects to it again gets the old one: DuckDB shares one instance a path and process.) It is never written to
where it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.storage.atomic import atomic_path
from pipeline.storage.filling import (
    META,
    STORAGE_VERSION,
    Comments,
    Content,
    View,
    fill,
    part_of,
    refill,
    scalars,
)
from pipeline.storage.quoting import quoted
from pipeline.storage.tables import Warehouse


class NotPublishedError(Exception):
    """There is no published file yet."""


@dataclass(frozen=True, slots=True)
class Published:
    """The published file, the rows of each table in it, and whether it had to be built."""

    path: Path
    rows: Mapping[str, int]
    built: bool


def publish(warehouse: Warehouse, comments: Mapping[str, Comments], views: Sequence[View] = ()) -> Published:
    """Make the published file hold all Parquet tables as they stand, and swap it in; do nothing if it is up to date.

    Takes the comments by table name, and the `views`, each after those it reads. A comment on a table or column that
    does not exist is left out, and so is a view over a table that does not.
    """
    content = _content(warehouse, comments, views)
    before = _marks_of(warehouse.published)
    if before == content.marks:
        return Published(warehouse.published, _count(warehouse.published, content.names), built=False)
    with atomic_path(warehouse.published) as temporary:
        if not (before and refill(warehouse, temporary, content, before)):
            fill(warehouse, temporary, content)
        rows = _count(temporary, content.names)
    return Published(warehouse.published, rows, built=True)


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the published file to read. Raises NotPublishedError if there is none."""
    if not path.exists():
        raise NotPublishedError(f"{path} does not exist: nothing was published yet")
    return duckdb.connect(str(path), read_only=True)


def _content(warehouse: Warehouse, comments: Mapping[str, Comments], views: Sequence[View]) -> Content:
    files = _files(warehouse.parquet)
    shown: list[View] = []
    for view in views:
        if view.reads <= files.keys() | {other.name for other in shown}:
            shown.append(view)
    marks = {"format": STORAGE_VERSION}
    for paths in files.values():
        for path in paths:
            stat = path.stat()
            marks[part_of(warehouse, path)] = f"{stat.st_size} {stat.st_mtime_ns}"
    for place, view in enumerate(shown):
        marks[f"view {view.name}"] = _hashed((place, view.sql))
    for name, words in comments.items():
        marks[f"words {name}"] = _hashed((words.table, sorted(words.columns.items())))
    return Content(files, shown, comments, marks)


def _files(parquet: Path) -> dict[str, list[Path]]:
    folders = sorted(folder for folder in parquet.iterdir() if folder.is_dir()) if parquet.is_dir() else []
    found = {folder.name: sorted(folder.glob("**/*.parquet")) for folder in folders}
    return {
        name: kept
        for name, files in found.items()
        if (kept := [file for file in files if not file.name.startswith(".")])
    }


def _marks_of(published: Path) -> dict[str, str]:
    """What the file was filled from; nothing if there is none that this version can read."""
    if not published.exists():
        return {}
    try:
        with open_published(published) as connection:
            return dict(connection.execute(f"SELECT part, mark FROM {META}").fetchall())
    except duckdb.Error:
        return {}


def _hashed(what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()


def _count(published: Path, names: Sequence[str]) -> dict[str, int]:
    with open_published(published) as connection:
        return {name: scalars(connection, f"SELECT count(*) FROM {quoted(name)}")[0] for name in names}
