"""Suggestions for reports that were read: which values count, what is known from elsewhere, rows for a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from pipeline.forms import CellKey, Domain
from pipeline.ledger import Hints, Said, Suggestion, in_domain
from pipeline.narrative import Exactness, Scope, reading_of
from pipeline.tables.model import CellStatus

CARRIED_OVER, CARRIED_FORWARD = "carried_over", "carried_forward"
"""Rows of the ledger of requests: what came from last year, and what goes to the next."""

LEDGER = "requests"


def counts_of(
    cells: Iterable[tuple[tuple[str, str, str, Decimal | None], str]],
) -> dict[CellKey, int | None]:
    """The count of each cell that was reported as one, from table, row, column and value, and status."""
    return {
        CellKey(table, row, column): int(value) if _counts(value, status) else None
        for (table, row, column, value), status in cells
        if value is not None
    }


def _counts(value: Decimal, status: str) -> bool:
    return status == CellStatus.REPORTED and in_domain(value, Domain.COUNT)


def carried(forward: Iterable[tuple[str, int | None]]) -> Hints:
    """What last year's report says of this one, from its columns and what they carried forward.

    Where versions of last year's report disagree, it says nothing.
    """
    said: dict[str, set[int]] = {}
    for column, value in forward:
        if value is not None:
            said.setdefault(column, set()).add(value)
    return Hints({CellKey(LEDGER, CARRIED_OVER, column): min(told) for column, told in said.items() if len(told) == 1})


def claimed(claims: Iterable[tuple[str | None, Decimal | None, str, str, bool]], of_last_year: Hints) -> Hints:
    """The hints of last year with what the text says, of single cells and of several together.

    From the cells compared, number, exactness, scope and closedness of claims. Only exact numbers for the whole report
    count, in words that can be read in one way.
    """
    told: dict[CellKey, set[int]] = {}
    sums: dict[Said, None] = {}
    for cells, number, exactness, scope, closed in claims:
        sure = closed and exactness == Exactness.EXACT and scope == Scope.REPORT
        if cells is None or not sure or number is None or not in_domain(number, Domain.COUNT):
            continue
        parts = reading_of(cells)
        if len(parts) == 1:
            told.setdefault(parts[0][1], set()).add(int(number))
        else:
            sums[Said(parts, int(number))] = None
    return replace(of_last_year, text={key: frozenset(numbers) for key, numbers in told.items()}, sums=tuple(sums))


def rows(report_id: str, suggestions: Iterable[Suggestion]) -> Iterator[dict[str, object]]:
    """The rows of the table ``suggestions`` of one report, one a changed cell, without the year."""
    for number, suggestion in enumerate(suggestions, 1):
        for edit in suggestion.edits:
            yield {
                "report_id": report_id,
                "suggestion": number,
                "rank": suggestion.rank,
                "slips": suggestion.slips,
                "operation": edit.operation,
                "table": edit.cell.table,
                "row": edit.cell.row,
                "column": edit.cell.column,
                "old": edit.old,
                "new": edit.new,
                "unique": suggestion.unique,
                "n_alternatives": suggestion.alternatives,
                "undecidable": suggestion.undecidable,
                "evidence": suggestion.evidence,
                "truncated": suggestion.truncated,
            }


def as_answer(suggestion: Suggestion) -> Mapping[str, object]:
    """A suggestion as ``gouji parse`` gives it."""
    return {
        "rank": suggestion.rank,
        "operation": suggestion.operation,
        "cells": [
            {
                "table": edit.cell.table,
                "row": edit.cell.row,
                "column": edit.cell.column,
                "old": edit.old,
                "new": edit.new,
                "operation": edit.operation,
            }
            for edit in suggestion.edits
        ],
        "unique": suggestion.unique,
        "alternatives": suggestion.alternatives,
        "undecidable": suggestion.undecidable,
        "evidence": suggestion.evidence,
        "truncated": suggestion.truncated,
    }
