"""Publishing: the words of the declarations go into the file with the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.contracts import dictionary
from pipeline.engine.settings import Settings
from pipeline.engine.sql_model import Model
from pipeline.storage import Comments, Published, View
from pipeline.storage import publish as publish_file


def publish(
    settings: Settings, comments: Mapping[str, Comments] | None = None, models: Iterable[Model] = ()
) -> Published:
    """Build ``gouji.duckdb`` from all tables of the warehouse, if it is not up to date.

    Staged tables are described by their declarations, all others by `comments`. Those of the `models` that are views
    become views of the file; each comes after those it reads.
    """
    views = [View(model.name, model.sql, model.reads) for model in models if model.view]
    return publish_file(settings.house, {**staged_comments(), **(comments or {})}, views)


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
