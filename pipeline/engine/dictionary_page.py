"""The data dictionary as a page, written from the declarations: ``python -m pipeline.engine.dictionary_page``.

Every table, its grain and keys, and what each of its columns means. Nothing on the page is written by hand; a test
holds that the page is what the declarations say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.contracts import StagedTable, staged_tables
from pipeline.engine.sql_model import Model, load_models
from pipeline.forms import Text
from pipeline.forms.measures import BLANKS, MEASURES
from pipeline.storage import write_bytes

PAGE = Path(__file__).parents[2] / "docs" / "dictionary.md"
LAYERS = {"marts": "Marts", "dimensions": "Dimensions", "facts": "Facts"}


def page() -> str:
    """The whole page."""
    models, staged = load_models(), staged_tables().values()
    return "\n".join((*_opening(models, staged), *_measures(), *_models(models), *_staged(staged)))


def _opening(models: Iterable[Model], staged: Iterable[StagedTable]) -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Every table of the warehouse and what each of its columns means. This page is written by `make dictionary`"
    yield "from the declarations; the same words stand as comments in `gouji.duckdb`. How the tables hang together says"
    yield "[the warehouse](warehouse.md), what to ask of them the [cookbook](cookbook.md)."
    yield ""
    for layer, title in LAYERS.items():
        links = " · ".join(f"[{model.name}](#{model.name})" for model in _of(models, layer))
        yield f"- {title}: {links}"
    yield f"- Stages before: {' · '.join(f'[{table.name}](#{table.name})' for table in staged)}"
    yield ""


def _measures() -> Iterator[str]:
    yield "## Measures"
    yield ""
    yield f"{_both(BLANKS)}."
    yield ""
    yield "| measure | | above the line | below the line | unit | left out where inconsistent |"
    yield "|---|---|---|---|---|---|"
    for measure in MEASURES:
        cells = (measure.above, measure.below)
        counted = ", ".join(f"`{table}`" for table in measure.tables)
        formula = " | ".join(f"`{cell}`" for cell in cells)
        yield f"| `{measure.key}` | {_both(measure.description)} | {formula} | {_both(measure.unit)} | {counted} |"
    yield ""


def _models(models: Iterable[Model]) -> Iterator[str]:
    for layer, title in LAYERS.items():
        yield f"## {title}"
        yield ""
        for model in _of(models, layer):
            yield f"### {model.name}"
            yield ""
            yield f"{_both(model.text)}."
            yield ""
            yield model.description
            yield ""
            stored = "a view" if model.view else "a table by report year" if model.by_year else "a table"
            keys = "; ".join(", ".join(f"`{column}`" for column in key) for key in model.keys)
            yield f"Grain: {model.grain}. Key: {keys}. Stored as {stored}."
            yield ""
            yield from _columns((column.name, column.text, column.name in model.required) for column in model.columns)


def _staged(tables: Iterable[StagedTable]) -> Iterator[str]:
    yield "## Stages before"
    yield ""
    for table in tables:
        yield f"### {table.name}"
        yield ""
        key = ", ".join(f"`{column}`" for column in table.key)
        yield f"{_both(table.text)}. Key: {key}. Stored as a table{' by report year' if table.by_year else ''}."
        yield ""
        yield from _columns((column.name, column.text, not column.nullable) for column in table.columns)


def _columns(columns: Iterable[tuple[str, Text, bool]]) -> Iterator[str]:
    yield "| column | | never null |"
    yield "|---|---|---|"
    for name, text, required in columns:
        yield f"| `{name}` | {_both(text)} | {'yes' if required else ''} |"
    yield ""


def _of(models: Iterable[Model], layer: str) -> list[Model]:
    return sorted((model for model in models if model.layer == layer), key=lambda model: model.name)


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}".replace("|", "\\|")


if __name__ == "__main__":
    write_bytes(PAGE, page().encode())
