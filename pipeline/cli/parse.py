"""``gouji parse``: one line of JSON a file, in the order given.

Files are read one by one and their identities evaluated a batch at a time, since adding up many reports costs hardly
more than adding up one. What is held in memory is one batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from pipeline.agencies.model import Resolution
from pipeline.cli.encoding import line
from pipeline.cli.opening import body_at, read_path
from pipeline.engine.frames import places_of
from pipeline.engine.guard import Guard
from pipeline.engine.localisation import as_answer
from pipeline.engine.reading import Reading, checks_of
from pipeline.engine.suggested import suggest
from pipeline.narrative import Exactness, Judged
from pipeline.readers import Problem
from pipeline.tables.model import Cell

BATCH = 64
"""Files whose identities are evaluated together."""

_CHECK = ("report_id", "rule", "instance", "status", "lhs", "rhs", "delta")


def answers(paths: Iterable[Path]) -> Iterator[bytes]:
    """The answer for each path, as a line of JSON. Never fails for what a path names or a file holds."""
    with Guard() as guard:
        yield from _answers(paths, guard)


def _answers(paths: Iterable[Path], guard: Guard) -> Iterator[bytes]:
    waiting = (answer for path in paths for answer in read_path(path, guard))
    while batch := list(islice(waiting, BATCH)):
        checks: dict[str, list[dict[str, object]]] = {}
        readings = (found for _, found in batch if isinstance(found, Reading))
        for row in checks_of(readings).select(_CHECK).iter_rows(named=True):
            checks.setdefault(row.pop("report_id"), []).append(row)
        for path, found in batch:
            if isinstance(found, Reading):
                yield line(_answer(path, found, found.problems, checks.get(found.report_id, ())))
            else:
                yield line(_answer(path, None, (found,), ()))


def _answer(
    path: str, reading: Reading | None, problems: Sequence[Problem], checks: Sequence[dict[str, object]]
) -> dict[str, object]:
    report = reading and reading.report
    tables = reading and reading.tables
    return {
        "path": path,
        "sha256": reading and reading.sha256,
        "agency": report and report.agency,
        **_body(body_at(reading, path) if reading else None),
        "report_year": report and report.report_year,
        "form": tables and tables.form,
        "status": reading.status if reading else "unreadable",
        "cells": (
            [_cell(*both) for both in zip(tables.cells, places_of(reading.document, tables.cells), strict=True)]
            if reading and tables
            else []
        ),
        "checks": checks,
        "suggestions": _suggestions(reading, checks) if reading else [],
        "problems": [
            {"code": p.code, "message": p.message, "table": p.table, "row": p.row, "column": p.column} for p in problems
        ],
        "claims": [_claim(one) for one in reading.claims] if reading else [],
    }


def _body(body: Resolution | None) -> dict[str, object]:
    """The body that a report is of, how and how surely it was told, or why not; None for what could not be read."""
    return {
        "agency_key": body and body.key,
        "agency_name": body and body.name,
        "region_code": body and body.region,
        "department": body and body.department,
        "level": body and body.level,
        "vertical": body and body.vertical,
        "method": body and body.method,
        "confidence": body and body.confidence,
        "reason": body and body.reason,
        "scope": body and body.scope,
    }


def _claim(one: Judged) -> dict[str, object]:
    claim = one.claim
    return {
        "concept": claim.concept,
        "number": claim.number,
        "unit": claim.unit,
        "exact": claim.exactness is Exactness.EXACT,
        "scope": claim.scope,
        "start": claim.start,
        "end": claim.end,
        "sentence": claim.sentence,
        "cells": one.cells,
        "value": one.value,
        "at_least": one.at_least,
        "verdict": one.verdict,
    }


def _suggestions(reading: Reading, checks: Sequence[dict[str, object]]) -> list[Mapping[str, object]]:
    """Which cells most likely broke, where an identity fails."""
    failing = any(check["status"] == "fail" for check in checks)
    return [as_answer(suggestion) for suggestion in suggest(reading, None)] if failing else []


def _cell(cell: Cell, place: str | None) -> dict[str, object]:
    return {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "value": cell.value,
        "raw": cell.raw,
        "unit": cell.unit,
        "status": cell.status,
        "start": cell.start,
        "end": cell.end,
        "place": place,
    }
