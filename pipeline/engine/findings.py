"""Some reports checked by themselves, apart from any warehouse: what breaks a rule, with its figures and its place.

The verdicts are those of the warehouse, by the same functions over the same frames. What is added is for people: words,
the cells that take part, and where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from pipeline.agencies.model import Resolution
from pipeline.checks import CheckRule, Level, Severity, declared_rules
from pipeline.checks.follow import CARRY_OVER_FOLLOWS
from pipeline.engine.found import Checked, File, Finding, Member, Untold
from pipeline.engine.reading import Reading, checks_of
from pipeline.engine.spots import Lines, Spot
from pipeline.engine.suggested import best, suggest
from pipeline.engine.together import verdicts_of
from pipeline.engine.wording import both_languages, cell_words, instance_words
from pipeline.forms import FORMS, CellKey, Forms, Identity, Text
from pipeline.ledger import Suggestion

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
        own = rows.get(reading.report_id, ())
        suggestions = _suggestions(reading, own, readings, forms)
        answers.append(_checked(file.path, reading, agency, own, suggestions, cells, paths, forms))
    return tuple(answers)


def _checked(
    path: str,
    reading: Reading,
    agency: str | None,
    rows: Sequence[Mapping[str, object]],
    suggestions: tuple[Suggestion, ...],
    cells: Mapping[str, Mapping[CellKey, Member]],
    paths: Mapping[str, str],
    forms: Forms,
) -> Checked:
    lines = Lines.of(reading.document) if reading.document is not None else None
    findings = [_finding(row, reading, lines, cells, paths, forms) for row in rows if row["status"] == "fail"]
    findings = [_pointing(finding, suggestions) for finding in findings]
    findings.sort(key=lambda finding: _ORDER[finding.severity])
    others = {str(row["other_report_id"]) for row in rows if row.get("other_report_id")}
    return Checked(
        path,
        reading,
        _reason(reading),
        agency,
        reading.report.report_year if reading.report is not None else None,
        tuple(findings),
        sum(row["status"] == "pass" for row in rows),
        tuple(_untold(row, forms) for row in rows if row["status"] == "unverifiable"),
        tuple(cells[reading.report_id].values()),
        reading.problems,
        tuple(paths[other] for other in sorted(others) if other in paths),
        suggestions,
    )


def _suggestions(
    reading: Reading, rows: Sequence[Mapping[str, object]], readings: Mapping[str, Reading], forms: Forms
) -> tuple[Suggestion, ...]:
    """The suggestions for a report of which an identity fails."""
    identities = {rule.key for rule in forms.rules}
    if not any(row["status"] == "fail" and row["rule"] in identities for row in rows):
        return ()
    followed = (str(row["other_report_id"]) for row in rows if row["rule"] == CARRY_OVER_FOLLOWS.key)
    return suggest(reading, readings.get(next(followed, "")), forms)


def _pointing(finding: Finding, suggestions: tuple[Suggestion, ...]) -> Finding:
    """The finding with its eye on the cell that most likely broke, where the suggestions agree on one."""
    told = [{edit.cell for edit in one.edits} for one in best(suggestions) if not one.undecidable]
    likely = set.intersection(*told) if told and len(told) == len(best(suggestions)) else set()
    spots = [member.spot for member in finding.members if member.cell in likely and member.path is None]
    # Rules that say where to look themselves speak of the text, not of a cell.
    return replace(finding, spot=spots[0]) if spots and finding.rule.level is Level.TABLE else finding


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
    instance = str(row["instance"])
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
        _about(row, rule, forms),
        _number(row["lhs"]),
        _number(row["rhs"]),
        _number(row["delta"]),
        Text(str(zh), str(en)) if zh and en else None,
        members,
        spot,
        paths.get(other or "", other),
    )


def _untold(row: Mapping[str, object], forms: Forms) -> Untold:
    rule = _rules(forms)[str(row["rule"])]
    return Untold(rule, str(row["instance"]), _about(row, rule, forms))


def _about(row: Mapping[str, object], rule: CheckRule, forms: Forms) -> Text:
    table = row.get("table")
    return instance_words(str(row["instance"]), str(table) if table else rule.table, rule.per, forms)


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
