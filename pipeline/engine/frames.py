"""Readings as rows of the staged tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.contracts import staged_tables
from pipeline.forms import FORMS

if TYPE_CHECKING:
    from pipeline.engine.reading import Reading
    from pipeline.readers import Document
    from pipeline.tables.model import Cell

STAGED = staged_tables()


def cells_frame(readings: Iterable[Reading]) -> pl.DataFrame:
    """The table ``cells``."""
    ids: list[str] = []
    years: list[int | None] = []
    tables: list[str] = []
    rows: list[str] = []
    columns: list[str] = []
    values: list[Decimal | None] = []
    raws: list[str | None] = []
    units: list[str | None] = []
    statuses: list[str] = []
    starts: list[int | None] = []
    ends: list[int | None] = []
    places: list[str | None] = []
    for reading in readings:
        cells = () if reading.tables is None else reading.tables.cells
        ids += [reading.report_id] * len(cells)
        years += [_year(reading)] * len(cells)
        tables += [cell.table for cell in cells]
        rows += [cell.row for cell in cells]
        columns += [cell.column for cell in cells]
        values += [cell.value for cell in cells]
        raws += [cell.raw for cell in cells]
        units += [cell.unit for cell in cells]
        statuses += [cell.status for cell in cells]
        starts += [cell.start for cell in cells]
        ends += [cell.end for cell in cells]
        places += places_of(reading.document, cells)
    data: tuple[Sequence[Any], ...] = (
        ids,
        years,
        tables,
        rows,
        columns,
        values,
        raws,
        units,
        statuses,
        starts,
        ends,
        places,
    )
    schema = STAGED["cells"].schema
    return pl.DataFrame(
        [pl.Series(name, column, dtype) for (name, dtype), column in zip(schema.items(), data, strict=True)]
    )


def places_of(document: Document | None, cells: Sequence[Cell]) -> list[str | None]:
    """The page or element of each cell; None where the file has none, as text, and for what is not in it."""
    if document is None or not document.places:
        return [None] * len(cells)
    return [None if cell.start is None else document.where(cell.start) for cell in cells]


def table_forms_frame(readings: Iterable[Reading]) -> pl.DataFrame:
    """The form of each table of each reading that has one: report_id, table, form."""
    return pl.DataFrame(
        [
            (reading.report_id, table, form)
            for reading in readings
            if reading.tables is not None
            for table, form in reading.tables.table_forms.items()
        ],
        schema={"report_id": pl.String, "table": pl.String, "form": pl.String},
        orient="row",
    )


def documents_frame(readings: Iterable[Reading], version: str) -> pl.DataFrame:
    """The table ``documents`` without ``source_path``, which only the ledger knows."""
    return _frame(
        "documents",
        (
            {
                "report_id": reading.report_id,
                "report_year": _year(reading),
                "sha256": reading.sha256,
                "charset": reading.document and reading.document.charset,
                "reader_version": version,
                "text": reading.document and reading.document.text,
                "kind": reading.kind,
                "n_characters": len(reading.document.text) if reading.document else 0,
                **_who_and_when(reading),
            }
            for reading in readings
        ),
        without=("source_path",),
    )


def sections_frame(readings: Iterable[Reading]) -> pl.DataFrame:
    """The table ``sections``."""
    return _frame(
        "sections",
        (
            {
                "report_id": reading.report_id,
                "report_year": _year(reading),
                "section": span.key,
                "heading": span.heading,
                "start": span.start,
                "end": span.end,
            }
            for reading in readings
            if reading.report is not None
            for span in reading.report.sections
        ),
    )


def places_frame(readings: Iterable[Reading]) -> pl.DataFrame:
    """The table ``places``."""
    return _frame(
        "places",
        (
            {"report_id": reading.report_id, "report_year": _year(reading), "start": start, "place": place or None}
            for reading in readings
            if reading.document is not None
            for start, place in reading.document.places
        ),
    )


def readings_frame(readings: Iterable[Reading], version: str) -> pl.DataFrame:
    """The table ``readings``."""
    return _frame(
        "readings",
        (
            {
                "report_id": reading.report_id,
                "report_year": _year(reading),
                "reader_version": version,
                "form": reading.tables and reading.tables.form,
                "status": reading.status,
                **{
                    f"form_{table}": reading.tables.table_forms.get(table) if reading.tables else None
                    for table in FORMS.table_keys
                },
            }
            for reading in readings
        ),
    )


def problems_frame(readings: Iterable[Reading]) -> pl.DataFrame:
    """The table ``problems``, a problem said twice standing once."""
    return _frame(
        "problems",
        (
            {
                "report_id": reading.report_id,
                "report_year": _year(reading),
                "code": problem.code,
                "message": problem.message,
                "table": problem.table,
                "row": problem.row,
                "column": problem.column,
            }
            for reading in readings
            for problem in reading.problems
        ),
    ).unique(maintain_order=True)


def _frame(table: str, rows: Iterable[dict[str, object]], without: tuple[str, ...] = ()) -> pl.DataFrame:
    schema = {name: dtype for name, dtype in STAGED[table].schema.items() if name not in without}
    return pl.DataFrame(list(rows), schema=schema)


def _year(reading: Reading) -> int | None:
    return None if reading.report is None else reading.report.report_year


def _who_and_when(reading: Reading) -> dict[str, object]:
    names = ("title", "agency", "agency_source", "year_source", "period_start", "period_end", "published")
    return {name: getattr(reading.report, name, None) for name in names}
