"""The claims of a report's prose, and claims as rows of their staged table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from pipeline.contracts import staged_tables
from pipeline.contracts.statuses import VALUE_DECIMALS, VALUE_LIMIT
from pipeline.forms import FORMS, Forms
from pipeline.narrative import Judged, contradictions, extract, judge
from pipeline.readers import Document
from pipeline.reports import Kind, Report
from pipeline.tables import Cell

if TYPE_CHECKING:
    from pipeline.engine.reading import Reading

SCHEMA = staged_tables()["claims"].schema


def claims_of(document: Document, report: Report, cells: tuple[Cell, ...], forms: Forms = FORMS) -> tuple[Judged, ...]:
    """The claims of one report, compared with its cells. What a table cannot hold to the last digit is left out."""
    if report.kind is not Kind.REPORT:
        return ()
    claims = [claim for claim in extract(document, report, cells, forms) if _fits(claim.number)]
    return tuple(
        one if _fits(one.value) and _fits(one.at_least) else replace(one, value=None, at_least=None)
        for one in judge(claims, cells, forms)
    )


def _fits(number: Decimal | None) -> bool:
    """Whether a table holds the number to its last digit; nothing always fits."""
    if number is None or number == 0:
        return True
    return abs(number) < VALUE_LIMIT and (
        number == number.to_integral_value() or number == round(number, VALUE_DECIMALS)
    )


def claims_frame(readings: Iterable[Reading]) -> pl.DataFrame:
    """The table ``claims``."""
    rows = []
    for reading in readings:
        if not reading.claims:
            continue
        earlier = {found.second: found.first + 1 for found in reversed(contradictions(reading.claims))}
        year = None if reading.report is None else reading.report.report_year
        for i, one in enumerate(reading.claims):
            claim = one.claim
            rows.append(
                (
                    reading.report_id, year, i + 1, claim.concept, claim.number, claim.unit, str(claim.exactness),
                    str(claim.scope), claim.closed, claim.start, claim.end, claim.sentence_start, claim.sentence_end,
                    claim.sentence, one.cells, one.value, one.at_least, str(one.verdict), earlier.get(i),
                )
            )  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
