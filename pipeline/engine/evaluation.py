"""How good the reading is: readings scored against known cells.

What counts is not the share of cells that are right, of which a reader that answers 0 everywhere gets nine tenths, but
figures that are right, blanks kept blank, and nothing wrong that looks fine. Nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from itertools import islice

from pipeline.engine.known import Case, Known
from pipeline.engine.reading import Reading, checks_of, read_report
from pipeline.forms import FORMS, CellKey, Forms
from pipeline.tables.model import Cell, CellStatus

BATCH = 64
"""Readings whose identities are evaluated together."""

_SAID_EMPTY = frozenset({CellStatus.BLANK, CellStatus.MARKED})
_ORDER = ("wrong", "invented", "blanked", "missed")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over any number of readings; two scores add up.

    `nonzero`, `zeros`, `blanks` are known cells by what they hold, `…_right` those read as known: the number, or no
    value for a blank. `wrong` are known cells with another value, `invented` values for cells that are not in the text
    or stand in a row that nobody can place, `blanked` known numbers said to be blank or marked, `missed` the other
    known numbers without a value. `silent` are those wrong and invented values that nothing speaks against (see
    `is_silent`). `units`, `forms` and `years` count where they are known.
    """

    readings: int = 0
    nonzero: int = 0
    nonzero_right: int = 0
    zeros: int = 0
    zeros_right: int = 0
    blanks: int = 0
    blanks_right: int = 0
    wrong: int = 0
    invented: int = 0
    silent: int = 0
    blanked: int = 0
    missed: int = 0
    units: int = 0
    units_right: int = 0
    forms: int = 0
    forms_right: int = 0
    years: int = 0
    years_right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in COUNTS))

    def counts(self) -> dict[str, int]:
        """All counts by name."""
        return asdict(self)


COUNTS = tuple(field.name for field in fields(Score))
"""What a score counts, in its order."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that was not read as known. `sort` is ``wrong``, ``invented``, ``blanked`` or ``missed``."""

    name: str
    file: str
    key: CellKey
    sort: str
    known: Decimal | None
    found: Decimal | None
    raw: str | None
    status: str
    silent: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """One case, what became of it, its score and the cells that were not read as known."""

    name: str
    file: str
    layout: str
    extra: bool
    status: str
    score: Score
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All cases of a corpus. Totals and layouts leave extra cases out."""

    scored: tuple[Scored, ...]

    @property
    def total(self) -> Score:
        """The score of all that counts."""
        return sum((one.score for one in self.scored if not one.extra), Score())

    @property
    def layouts(self) -> Mapping[str, Score]:
        """The score of each layout, in order of first appearance."""
        found: dict[str, Score] = {}
        for one in self.scored:
            if not one.extra:
                found[one.layout] = found.get(one.layout, Score()) + one.score
        return found

    def worst(self, number: int) -> tuple[Fault, ...]:
        """The first `number` faults: silent ones, then wrong, invented, blanked, missed; figures before zeros."""
        faults = [fault for one in self.scored if not one.extra for fault in one.faults]
        return tuple(sorted(faults, key=lambda f: (not f.silent, _ORDER.index(f.sort), not f.known))[:number])


Read = Callable[[bytes, str], Reading]


def evaluate_cases(cases: Iterable[Case], forms: Forms = FORMS, read: Read = read_report) -> Evaluation:
    """Read every case and score it."""
    scored: list[Scored] = []
    waiting = iter(cases)
    while batch := list(islice(waiting, BATCH)):
        readings = [read(case.data, case.file) for case in batch]
        failing = _failing(readings, forms)
        for case, reading in zip(batch, readings, strict=True):
            scored.append(_scored(case, reading, failing.get(reading.report_id, frozenset())))
    return Evaluation(tuple(scored))


def is_silent(cell: Cell, reading: Reading, failing: frozenset[CellKey]) -> bool:
    """Whether a value that is not right looks fine.

    It does when its status is reported or decoded, no identity that it is a member of fails, and no problem of the
    report names its row. An identity that is unverifiable speaks neither for nor against a value, so it excuses none.
    """
    if cell.status not in (CellStatus.REPORTED, CellStatus.DECODED):
        return False
    named = any((problem.table, problem.row) == (cell.table, cell.row) for problem in reading.problems)
    return not named and CellKey(cell.table, cell.row, cell.column) not in failing


def _failing(readings: Iterable[Reading], forms: Forms) -> Mapping[str, frozenset[CellKey]]:
    """Per report the cells that are members of an identity that fails."""
    by_id = {reading.report_id: reading for reading in readings if reading.tables is not None}
    members = {
        (form.key, identity.table, identity.rule, identity.instance): identity.members
        for form in forms.forms
        for identity in form.identities()
    }
    found: dict[str, set[CellKey]] = {}
    failed = checks_of(by_id.values(), forms).filter(status="fail")
    for report, table, rule, instance in failed.select("report_id", "table", "rule", "instance").iter_rows():
        tables = by_id[report].tables
        assert tables is not None
        found.setdefault(report, set()).update(members[tables.table_forms[table], table, rule, instance])
    return {report: frozenset(keys) for report, keys in found.items()}


def _scored(case: Case, reading: Reading, failing: frozenset[CellKey]) -> Scored:
    cells = {} if reading.tables is None else {CellKey(*cell[:3]): cell for cell in reading.tables.cells}
    faults = tuple(_faults(case, reading, cells, failing))
    return Scored(
        case.name,
        case.file,
        case.known.layout,
        case.extra,
        reading.status,
        _counted(case.known, reading, cells, faults),
        faults,
    )


def _faults(
    case: Case, reading: Reading, cells: Mapping[CellKey, Cell], failing: frozenset[CellKey]
) -> Iterator[Fault]:
    known = case.known
    for key in {**known.cells, **cells}:
        cell, wanted = cells.get(key), known.cells.get(key)
        sort = _sort(known, key, wanted, cell)
        if sort is None:
            continue
        value = None if cell is None else cell.value
        silent = cell is not None and value is not None and is_silent(cell, reading, failing)
        raw, status = (None, "") if cell is None else (cell.raw, str(cell.status))
        yield Fault(case.name, case.file, key, sort, wanted, value, raw, status, silent)


def _sort(known: Known, key: CellKey, wanted: Decimal | None, cell: Cell | None) -> str | None:
    """What is wrong with a cell, if anything."""
    if cell is not None and cell.value is not None:
        if key not in known.cells or key[:2] in known.ambiguous:
            return "invented"
        return None if cell.value == wanted else "wrong"
    if wanted is None:
        return None
    return "blanked" if cell is not None and cell.status in _SAID_EMPTY else "missed"


def _counted(known: Known, reading: Reading, cells: Mapping[CellKey, Cell], faults: tuple[Fault, ...]) -> Score:
    """The counts of one reading."""
    off = {fault.key for fault in faults}
    counts = dict.fromkeys(COUNTS, 0) | {"readings": 1}
    for key, value in known.cells.items():
        held = "blanks" if value is None else ("nonzero" if value else "zeros")
        counts[held] += 1
        counts[f"{held}_right"] += key not in off
    for fault in faults:
        counts[fault.sort] += 1
        counts["silent"] += fault.silent
    for key, unit in known.units.items():
        counts["units"] += 1
        counts["units_right"] += key in cells and cells[key].unit == unit
    if known.form is not None:
        counts["forms"] = 1
        counts["forms_right"] = int(reading.tables is not None and reading.tables.form == known.form)
    if known.year is not None:
        counts["years"] = 1
        counts["years_right"] = int(reading.report is not None and reading.report.report_year == known.year)
    return Score(**counts)
