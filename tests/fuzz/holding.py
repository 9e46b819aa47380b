"""What must hold of the reading of any bytes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from time import process_time

from pipeline.contracts.statuses import CELL_STATUSES, REPORT_STATUSES, VALUED
from pipeline.engine.guard import Guard
from pipeline.engine.reading import Reading, checks_of, read_report
from pipeline.forms import FORMS, CellKey, Identity
from pipeline.readers import Document
from pipeline.tables.model import Cell

SECONDS = 2.0
"""What a report may take, in processor time."""

_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that does not hold: what, in one word, and how it shows."""

    what: str
    message: str


def examine(
    data: bytes, name: str, guard: Guard | None = None, seconds: float = SECONDS
) -> tuple[Reading | None, list[Broken]]:
    """Read, within limits where there is a guard, and say what does not hold of it; `seconds` is what it may take."""
    begun = process_time()
    try:
        reading = guard.read(read_report, data, name) if guard else read_report(data, name)
    except Exception as error:  # that is what is looked for
        return None, [Broken("raised", repr(error))]
    spent = process_time() - begun
    broken = list(_broken(reading))
    if spent > seconds:
        broken.append(Broken("slow", f"{spent:.1f} s for {len(data)} bytes"))
    return reading, broken


def examine_checks(readings: Sequence[Reading]) -> list[Broken]:
    """Verdicts of these readings against adding up by hand."""
    try:
        checks = checks_of(readings)
    except Exception as error:  # that is what is looked for
        return [Broken("raised", f"checks: {error!r}")]
    rows = checks.select("report_id", "table", "rule", "instance", "status").iter_rows()
    found = {(report, table, rule, instance): status for report, table, rule, instance, status in rows}
    return [
        broken for reading in {one.report_id: one for one in readings}.values() for broken in _judged(reading, found)
    ]


def _broken(reading: Reading) -> Iterator[Broken]:
    if reading.status not in REPORT_STATUSES:
        yield Broken("status", reading.status)
    for problem in reading.problems:
        if problem.code == "reader_crash":
            yield Broken("crashed", problem.message)
    if reading.status == "unreadable" and not reading.problems:
        yield Broken("unexplained", "unreadable, and no problem says why")
    if reading.tables is None or reading.document is None:
        return
    cells = reading.tables.cells
    keys = [cell[:3] for cell in cells]
    if len(set(keys)) != len(keys):
        yield Broken("twice", str(sorted({key for key in keys if keys.count(key) > 1})[:3]))
    for cell in cells:
        yield from _of_cell(cell, reading.document)
    yield from _overlapping(cells)
    report = reading.report
    for span in report.sections if report else ():
        if not 0 <= span.start <= span.end <= len(reading.document.text):
            yield Broken("section", str(span))


def _of_cell(cell: Cell, document: Document) -> Iterator[Broken]:
    if cell.status not in CELL_STATUSES or (cell.value is None) is (cell.status in VALUED):
        yield Broken("cell", str(cell))
    if (cell.raw is None) is not (cell.start is None) or (cell.raw is None) is not (cell.end is None):
        yield Broken("offsets", str(cell))
    elif cell.raw is not None and document.text[cell.start : cell.end] != cell.raw:
        yield Broken("offsets", f"{cell} is at {document.text[cell.start : cell.end]!r}")
    if cell.value is not None:
        # A value is made of the digits that stand there, and of no others.
        plain = unicodedata.normalize("NFKC", cell.raw or "")
        printed = "".join(character for character in plain if character in _DIGITS or character == ".").strip(".")
        if not printed or not _is_number(printed) or Decimal(printed) != abs(cell.value):
            yield Broken("digits", str(cell))


def _is_number(printed: str) -> bool:
    return printed.count(".") <= 1


def _overlapping(cells: Iterable[Cell]) -> Iterator[Broken]:
    """No character belongs to two cells."""
    spans = sorted((cell.start, cell.end or 0, cell) for cell in cells if cell.start is not None)
    for (_, end, first), (start, _, second) in pairwise(spans):
        if start < end:
            yield Broken("shared", f"{first} and {second}")


def _judged(reading: Reading, found: Mapping[tuple[str, str, str, str], str]) -> Iterator[Broken]:
    """A verdict is what adding up by hand gives, and nothing passes that has a member without a reported number."""
    if reading.tables is None:
        return
    cells = {CellKey(*cell[:3]): cell for cell in reading.tables.cells}
    for form in FORMS.forms:
        for identity in form.identities():
            if reading.tables.table_forms.get(identity.table) != form.key:
                continue
            status = found.get((reading.report_id, identity.table, identity.rule, identity.instance))
            if status != _by_hand(identity, cells):
                where = f"{identity.table} {identity.rule} {identity.instance}"
                yield Broken("verdict", f"{where}: {status}, by hand {_by_hand(identity, cells)}")


def _by_hand(identity: Identity, cells: Mapping[CellKey, Cell]) -> str:
    sides = []
    for members in (identity.lhs, identity.rhs):
        values = [cells[key].value for key in members if key in cells and cells[key].status == "reported"]
        counts = [int(value) for value in values if value is not None and value == int(value) and value >= 0]
        if len(counts) < len(members):
            return "unverifiable"
        sides.append(sum(counts))
    return "pass" if sides[0] == sides[1] else "fail"
