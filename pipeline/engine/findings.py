"""Some reports checked by themselves, apart from any warehouse: what breaks a rule, with its figures and its place.

The verdicts are those of the warehouse, by the same functions over the same frames. What is added is for people: words,
the cells that take part, and where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache

from pipeline.agencies.model import Resolution
from pipeline.checks import CheckRule, Severity, declared_rules
from pipeline.engine.reading import Reading, checks_of
from pipeline.engine.spots import Lines, Spot
from pipeline.engine.together import verdicts_of
from pipeline.engine.wording import both_languages, cell_words, instance_words
from pipeline.forms import FORMS, CellKey, Forms, Identity, Text
from pipeline.readers import Problem

NOT_CHECKED: Mapping[str, Text] = {
    "unreadable": Text("文件无法读取", "the file cannot be read"),
    "not_a_report": Text("不是年度报告", "this is no annual report"),
    "unsupported_form": Text("2019年以前的报告，表样不同，无法核对", "a report from before 2019, on another form"),
    "no_tables": Text("没有读到填报表", "none of the tables was found"),
}
"""What is not checked, or not for its figures, by the status of the reading, and why."""

Bodies = Callable[[Reading, str], Resolution | None]
"""Which body a reading of a file at a path is of; None for what is no report."""

_OTHER = ""  # the path of a member in another report, before that is told
_ORDER = {severity: i for i, severity in enumerate(Severity)}


class Outcome(StrEnum):
    """What checking a file comes to."""

    CLEAN = "clean"  # nothing of severity error or warning was found
    FINDINGS = "findings"
    UNREADABLE = "unreadable"  # its figures could not be read


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was opened: its path as given, and its reading, or the `problem` that kept its bytes back."""

    path: str
    reading: Reading | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A cell that takes part in a finding: as it was read, and where.

    `side` is ``lhs`` or ``rhs`` of what is compared, empty where nothing is; `sign` is -1 where it is taken off. `path`
    names the file where it is not the one that was checked: last year's report.
    """

    cell: CellKey
    words: Text
    value: Decimal | None
    raw: str | None
    unit: str | None
    status: str
    spot: Spot | None
    side: str = ""
    sign: int = 1
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a report breaks. `words` name what it was evaluated on (`instance`), `detail` says what was found.

    `spot` is where to look first, None where the text has no place for it; `against` is the path of the other report
    that it was compared with.
    """

    rule: CheckRule
    severity: Severity
    instance: str
    words: Text
    lhs: int | None
    rhs: int | None
    delta: int | None
    detail: Text | None
    members: tuple[Member, ...]
    spot: Spot | None
    against: str | None

    @property
    def counts(self) -> bool:
        """Whether it makes a report other than clean."""
        return self.severity is not Severity.INFO


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, checked. `reason` says why its figures were not, `agency` is the name of the body that it is of.

    `passed` and `open` count the verdicts that hold and those that cannot be told; `cells` are all cells that were read
    and `doubts` what the reader was unsure of; `compared` are the paths of the other reports it was compared with.
    """

    path: str
    reading: Reading | None
    reason: Text | None
    agency: str | None
    year: int | None
    findings: tuple[Finding, ...] = ()
    passed: int = 0
    open: int = 0
    cells: tuple[Member, ...] = ()
    doubts: tuple[Problem, ...] = ()
    compared: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Unreadable before findings before clean."""
        if self.reason is not None:
            return Outcome.UNREADABLE
        return Outcome.FINDINGS if any(finding.counts for finding in self.findings) else Outcome.CLEAN

    def number(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)


def check_files(files: Sequence[File], body: Bodies, forms: Forms = FORMS) -> tuple[Checked, ...]:
    """Check files one by one and against each other, in the order given.

    A content given twice is checked once. Reports of one body are compared across years; `body` tells which it is.
    """
    paths: dict[str, str] = {}
    readings: dict[str, Reading] = {}
    for file in files:
        if file.reading is not None:
            paths.setdefault(file.reading.report_id, file.path)
            readings.setdefault(file.reading.report_id, file.reading)
    resolved = {found.report_id: body(found, paths[found.report_id]) for found in readings.values()}
    read = tuple(readings.values())
    rows: dict[str, list[dict[str, object]]] = {}
    for frame in (checks_of(read, forms), verdicts_of(read, resolved)) if read else ():
        for row in frame.iter_rows(named=True):
            rows.setdefault(str(row["report_id"]), []).append(row)
    cells = {key: _cells(reading, forms) for key, reading in readings.items()}
    answers = []
    for file in files:
        reading = file.reading
        if reading is None:
            message = both_languages(file.problem.message) if file.problem else NOT_CHECKED["unreadable"]
            answers.append(Checked(file.path, None, message, None, None))
            continue
        whose = resolved[reading.report_id]
        agency = whose.name if whose is not None and whose.resolved else _written(reading)
        answers.append(_checked(file.path, reading, agency, rows.get(reading.report_id, ()), cells, paths, forms))
    return tuple(answers)


def _checked(
    path: str,
    reading: Reading,
    agency: str | None,
    rows: Sequence[Mapping[str, object]],
    cells: Mapping[str, Mapping[CellKey, Member]],
    paths: Mapping[str, str],
    forms: Forms,
) -> Checked:
    statuses = [row["status"] for row in rows]
    lines = Lines.of(reading.document) if reading.document is not None else None
    findings = [_finding(row, reading, lines, cells, paths, forms) for row in rows if row["status"] == "fail"]
    findings.sort(key=lambda finding: _ORDER[finding.severity])
    others = {str(row["other_report_id"]) for row in rows if row.get("other_report_id")}
    return Checked(
        path,
        reading,
        _reason(reading),
        agency,
        reading.report.report_year if reading.report is not None else None,
        tuple(findings),
        statuses.count("pass"),
        statuses.count("unverifiable"),
        tuple(cells[reading.report_id].values()),
        reading.problems,
        tuple(paths[other] for other in sorted(others) if other in paths),
    )


def _written(reading: Reading) -> str | None:
    """The body as its report names it."""
    return reading.report.agency if reading.report is not None else None


def _reason(reading: Reading) -> Text | None:
    if reading.status not in NOT_CHECKED:
        return None
    if reading.status == "unreadable" and reading.problems:
        return both_languages(reading.problems[-1].message)
    return NOT_CHECKED[reading.status]


def _finding(
    row: Mapping[str, object],
    reading: Reading,
    lines: Lines | None,
    cells: Mapping[str, Mapping[CellKey, Member]],
    paths: Mapping[str, str],
    forms: Forms,
) -> Finding:
    rule = _rules(forms)[str(row["rule"])]
    instance, table = str(row["instance"]), row.get("table")
    own = cells[reading.report_id]
    other = str(row["other_report_id"]) if row.get("other_report_id") else None
    members = _members(rule, instance, row.get("members"), reading, own, cells.get(other or "", {}), forms)
    if other is not None:
        members = tuple(
            replace(member, path=paths.get(other, other)) if member.path == _OTHER else member for member in members
        )
    start, end = row.get("start"), row.get("end")
    if isinstance(start, int) and isinstance(end, int) and lines is not None:
        spot: Spot | None = lines.spot(start, end)
    else:
        spot = _first(members) or _of_row(instance, own)
    zh, en = row.get("detail_zh"), row.get("detail_en")
    return Finding(
        rule,
        Severity(str(row.get("severity") or rule.severity)),
        instance,
        instance_words(instance, str(table) if table else rule.table, rule.per, forms),
        _number(row["lhs"]),
        _number(row["rhs"]),
        _number(row["delta"]),
        Text(str(zh), str(en)) if zh and en else None,
        members,
        spot,
        paths.get(other or "", other),
    )


def _members(
    rule: CheckRule,
    instance: str,
    named: object,
    reading: Reading,
    own: Mapping[CellKey, Member],
    others: Mapping[CellKey, Member],
    forms: Forms,
) -> tuple[Member, ...]:
    """The cells that take part: of an identity or a relation as declared, else as the verdict names them."""
    table_forms = reading.tables.table_forms if reading.tables else {}
    identity = _identities(forms).get((table_forms.get(rule.table or "", ""), rule.key, instance))
    if identity is not None:
        sides = (("lhs", identity.lhs), ("rhs", identity.rhs))
        return tuple(_on(own.get(key), key, side, 1, forms) for side, keys in sides for key in keys)
    found = []
    for relation in rule.relations:
        if relation.instance == instance:
            for side, terms in (("lhs", relation.lhs), ("rhs", relation.rhs)):
                for term in terms:
                    member = _on((others if term.previous else own).get(term.cell), term.cell, side, term.sign, forms)
                    found.append(replace(member, path=_OTHER) if term.previous else member)
    if not found and isinstance(named, str):
        for part in named.split(";"):
            if part.count("|") == 2:
                key = CellKey(*part.split("|"))
                found.append(_on(own.get(key), key, "rhs" if rule.key.startswith("narrative") else "", 1, forms))
    return tuple(found)


def _on(member: Member | None, key: CellKey, side: str, sign: int, forms: Forms) -> Member:
    if member is None:
        return Member(key, cell_words(key, forms), None, None, None, "absent", None, side, sign)
    return replace(member, side=side, sign=sign)


def _first(members: Iterable[Member]) -> Spot | None:
    """Where to look first: the cell that stands alone on its side, as a total does; else the first there is."""
    here = [member for member in members if member.spot is not None and member.path is None]
    alone = [member for member in here if sum(other.side == member.side for other in here) == 1]
    for member in (*alone, *here):
        return member.spot
    return None


def _of_row(instance: str, cells: Mapping[CellKey, Member]) -> Spot | None:
    """The first cell of the row or table that an instance names."""
    table, _, row = instance.partition("|")
    spots = [
        member.spot
        for key, member in cells.items()
        if member.spot is not None and key.table == table and row in ("", key.row)
    ]
    return min(spots, key=lambda spot: spot.start) if spots else None


def _cells(reading: Reading, forms: Forms) -> dict[CellKey, Member]:
    if reading.tables is None or reading.document is None:
        return {}
    lines = Lines.of(reading.document)
    return {
        key: Member(
            key,
            cell_words(key, forms),
            cell.value,
            cell.raw,
            cell.unit,
            str(cell.status),
            None if cell.start is None or cell.end is None else lines.spot(cell.start, cell.end),
        )
        for cell in reading.tables.cells
        for key in (CellKey(cell.table, cell.row, cell.column),)
    }


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


@cache
def _rules(forms: Forms) -> Mapping[str, CheckRule]:
    return {rule.key: rule for rule in declared_rules(forms)}


@cache
def _identities(forms: Forms) -> Mapping[tuple[str, str, str], Identity]:
    """Every identity by form, rule and instance."""
    return {(form.key, one.rule, one.instance): one for form in forms.forms for one in form.identities()}
