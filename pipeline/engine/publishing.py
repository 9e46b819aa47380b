"""Publishing: the words of the declarations go into the file with the rows."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.contracts import dictionary
from pipeline.engine.settings import Settings
from pipeline.storage import Comments, Published
from pipeline.storage import publish as publish_file


def publish(settings: Settings, comments: Mapping[str, Comments] | None = None) -> Published:
    """Build ``gouji.duckdb`` from all tables of the warehouse, if it is not up to date.

    Staged tables are described by their declarations, all others by `comments`.
    """
    return publish_file(settings.house, {**staged_comments(), **(comments or {})})


def staged_comments() -> dict[str, Comments]:
    """What the staged tables and their columns mean, in both languages."""
    tables: dict[str, str] = {}
    columns: dict[str, dict[str, str]] = {}
    for line in dictionary():
        words = f"{line.zh} ({line.en})"
        if line.column:
            columns[line.table][line.column] = words
        else:
            tables[line.table], columns[line.table] = words, {}
    return {table: Comments(words, columns[table]) for table, words in tables.items()}
