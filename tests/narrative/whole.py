"""Whole reports of invented bodies: their prose and the figures of their tables, and which claims in it disagree.

A report begins with ``= body | year | form``. Lines ``@ key=value …`` give figures: a row of the request table by its
key (``new`` and ``over`` hold the applicants, joined by ``+``), ``review``, ``direct`` and ``after`` the four results
of a route, ``rules`` and ``normative`` the three columns, other rows of the disclosure table their one number. Cells
that are not given are 0. ``[section]`` opens a section; ``! concept number`` says that a claim in the prose disagrees.
Nothing else may; ``? concept number`` is one that does but is left open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline.forms import FORMS
from pipeline.narrative import Judged, extract, judge
from pipeline.readers.document import document
from pipeline.reports.model import Kind, Report, SectionSpan
from pipeline.tables.model import Cell, CellStatus

FOLDER = Path(__file__).parent
ROUTES = {"review": "review", "direct": "litigation_direct", "after": "litigation_after_review"}
INFLOW = {"new": "new_received", "over": "carried_over"}
ROWS = {"normative": "normative_documents", "forward": "carried_forward"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A report: its figures by cell, its sections as (key, prose), and the claims that disagree."""

    agency: str | None
    year: int
    form: str
    figures: Mapping[tuple[str, str, str], Decimal]
    sections: tuple[tuple[str, str], ...]
    disagreeing: tuple[tuple[str, Decimal], ...]


def wholes(name: str) -> tuple[Whole, ...]:
    """The reports of a file in this folder."""
    blocks = (FOLDER / name).read_text(encoding="utf-8").split("\n= ")
    return tuple(_whole(block.splitlines()) for block in blocks[1:])


def _whole(lines: list[str]) -> Whole:
    agency, year, form = (part.strip() for part in lines[0].split("|"))
    given: dict[str, str] = {}
    sections: list[tuple[str, list[str]]] = []
    disagreeing = []
    for line in lines[1:]:
        if line.startswith("@"):
            for pair in line[1:].split():
                key, _, value = pair.partition("=")
                given[key] = value
        elif line.startswith("!"):
            concept, number = line[1:].split()
            disagreeing.append((concept, Decimal(number)))
        elif line.startswith("?"):
            pass
        elif line.startswith("["):
            sections.append((line.strip("[] "), []))
        elif line.strip():
            sections[-1][1].append(line)
    figures = dict(_figures(given, form))
    told = tuple((key, "\n".join(prose)) for key, prose in sections)
    return Whole(None if agency == "-" else agency, int(year), form, figures, told, tuple(disagreeing))


def _figures(given: Mapping[str, str], form: str) -> Iterator[tuple[tuple[str, str, str], Decimal]]:
    applicants = [column.key for column in FORMS.columns("requests") if column.key != "total"]
    results = [column.key for column in FORMS.columns("review")]
    outcomes = Decimal(0)
    for key, value in given.items():
        numbers = [Decimal(number) for number in value.replace("+", ",").split(",")]
        if key in INFLOW:
            yield from (
                (("requests", INFLOW[key], column), number) for column, number in zip(applicants, numbers, strict=False)
            )
            yield ("requests", INFLOW[key], "total"), sum(numbers, Decimal(0))
        elif key in ROUTES:
            row = zip(results, [*numbers, sum(numbers, Decimal(0))], strict=True)
            yield from ((("review", ROUTES[key], column), number) for column, number in row)
        else:
            row_key = ROWS.get(key, key)
            keys = [cell for table in FORMS.form(form).tables for cell, _, _ in table.cells() if cell.row == row_key]
            if keys[0].table == "requests":
                outcomes += numbers[0] if key != "forward" else 0
                keys = [cell for cell in keys if cell.column == "total"]
            # Where fewer are given they are the last ones: the decisions of a row that counts items too.
            yield from zip(keys[-len(numbers) :], numbers, strict=True)
    yield ("requests", "result_total", "total"), outcomes


def cells(report: Whole) -> tuple[Cell, ...]:
    """All cells of a report's tables, every one with a number."""
    found = []
    for table in FORMS.form(report.form).tables:
        for key, row, column in table.cells():
            value = report.figures.get(key, Decimal(0))
            unit = "万元" if "amount" in {column.key} and row.key in {"fees", "procurement"} else None
            found.append(Cell(*key, value, str(value), unit, CellStatus.REPORTED))
    return tuple(found)


def judged(report: Whole) -> tuple[Judged, ...]:
    """The claims found in a report, with their verdicts."""
    text, spans = "", []
    for key, prose in report.sections:
        heading = next(section for section in FORMS.sections if section.key == key).label
        start = len(text)
        text += f"{heading}\n{prose}\n"
        spans.append(SectionSpan(key, heading, start, len(text)))
    read = document(text, "utf-8")
    described = Report(Kind.REPORT, report.agency, None, report.year, None, None, None, None, None, tuple(spans))
    return judge(extract(read, described, ()), cells(report))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of whole reports: disagreements rightly and falsely said, those missed, and how many claims agree."""

    rightly: int
    falsely: tuple[str, ...]
    missed: tuple[str, ...]
    agreeing: int


def outcome(reports: Iterable[Whole]) -> Outcome:
    """Verdicts over whole reports."""
    rightly, agreeing = 0, 0
    falsely: list[str] = []
    missed: list[str] = []
    for report in reports:
        there = Counter(report.disagreeing)
        for one in judged(report):
            key = (one.claim.concept, one.claim.number or Decimal(0))
            if one.verdict in {"agrees", "agrees_as"}:
                agreeing += 1
            elif one.verdict == "disagrees" and there[key] > 0:
                there[key] -= 1
                rightly += 1
            elif one.verdict == "disagrees":
                falsely.append(f"{report.agency} {key[0]} {key[1]} (cells {one.value}): {one.claim.sentence}")
        missed += [f"{report.agency} {concept} {number}" for (concept, number), n in there.items() if n > 0]
    return Outcome(rightly, tuple(falsely), tuple(missed), agreeing)
