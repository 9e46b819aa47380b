"""Sentences with the claims in them and what comparing each with the tables comes to, and how well both are found.

A case is a line ``WORLD [@section] | sentence || claim; claim``, a claim ``concept number verdict``. The worlds are
reports of invented bodies whose tables hold the figures below, so that a sentence can be right, wrong or beside the
point.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from pipeline.forms import FORMS
from pipeline.narrative import Judged, extract, judge
from pipeline.readers.document import document
from pipeline.reports.model import Kind, Report, SectionSpan
from pipeline.tables.model import Cell, CellStatus

FOLDER = Path(__file__).parent

NEW = {"natural_person": 30, "business": 6, "research": 0, "public_interest": 0, "legal_service": 2, "other": 2}
OVER = {"natural_person": 3}
ROWS = {
    "granted": 15, "partial": 4, "denied_state_secret": 1, "denied_third_party": 2, "denied_internal_affairs": 3,
    "denied_process_info": 1, "unable_not_held": 6, "unable_needs_creation": 1, "unable_unclear": 1,
    "refused_complaint": 2, "refused_repeat": 1, "other_no_correction": 1, "other_misc": 1, "other": 2,
    "result_total": 39, "carried_forward": 4,
}  # fmt: skip
REVIEW = {"review": (3, 1, 1, 1, 6), "litigation_direct": (2, 0, 1, 1, 4), "litigation_after_review": (1, 0, 0, 0, 1)}
DISCLOSURE: Mapping[str, Mapping[tuple[str, str], Decimal | int]] = {
    "2021": {
        ("rules", "issued"): 1, ("rules", "repealed"): 0, ("rules", "in_force"): 5,
        ("normative_documents", "issued"): 7, ("normative_documents", "repealed"): 2,
        ("normative_documents", "in_force"): 31, ("licensing", "decisions"): 625, ("penalties", "decisions"): 36,
        ("coercion", "decisions"): 4, ("fees", "amount"): Decimal("12.53"),
    },
    "2019": {
        ("rules", "made"): 1, ("rules", "disclosed"): 1, ("rules", "total_public"): 5,
        ("normative_documents", "made"): 7, ("normative_documents", "disclosed"): 6,
        ("normative_documents", "total_public"): 31, ("licensing", "decisions"): 625,
        ("other_services", "decisions"): 380, ("penalties", "decisions"): 36, ("coercion", "decisions"): 4,
        ("procurement", "projects"): 9, ("procurement", "amount"): Decimal("282.1"),
    },
}  # fmt: skip
MONEY = {("fees", "amount"), ("procurement", "amount")}


class World(NamedTuple):
    """A report: who publishes it, for which year, on which form, and whether there is anything in its tables."""

    agency: str | None
    year: int
    form: str
    empty: bool = False


WORLDS = {
    "D": World("青塘县水务局", 2023, "2021"),
    "G": World("青塘县人民政府", 2023, "2021"),
    "O": World("青塘县人民政府办公室", 2023, "2021"),
    "T": World("石河镇人民政府", 2023, "2021"),
    "D19": World("青塘县水务局", 2020, "2019"),
    "G19": World("青塘县人民政府", 2020, "2019"),
    "Z": World("青塘县水务局", 2023, "2021", True),
    "N": World(None, 2023, "2021"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence in a world, and the claims that stand in it."""

    world: str
    section: str
    text: str
    claims: tuple[tuple[str, Decimal, str], ...]


def cases(name: str) -> tuple[Case, ...]:
    """The cases of a file in this folder. ``\\n`` in a sentence is a line break."""
    return tuple(_cases((FOLDER / name).read_text(encoding="utf-8").splitlines()))


def _cases(lines: Iterable[str]) -> Iterator[Case]:
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        head, _, rest = line.partition("|")
        text, _, said = rest.partition("||")
        world, _, section = head.strip().partition("@")
        claims = []
        for claim in filter(None, map(str.strip, said.split(";"))):
            concept, number, verdict = claim.split()
            claims.append((concept, Decimal(number), verdict))
        yield Case(world.strip(), section.strip() or "overview", text.strip().replace("\\n", "\n"), tuple(claims))


def cells(world: World) -> tuple[Cell, ...]:
    """All cells of a world's tables, every one with a number."""
    found = []
    for table in FORMS.form(world.form).tables:
        for key, _, _ in table.cells():
            value = Decimal(0) if world.empty else Decimal(_value(world, *key))
            unit = "万元" if key[1:] in MONEY else None
            found.append(Cell(*key, value, str(value), unit, CellStatus.REPORTED))
    return tuple(found)


def _value(world: World, table: str, row: str, column: str) -> Decimal | int:
    if table == "disclosure":
        return DISCLOSURE[world.form].get((row, column), 0)
    if table == "review":
        return REVIEW[row][[known.key for known in FORMS.columns("review")].index(column)]
    line: Mapping[str, int] = {"new_received": NEW, "carried_over": OVER}.get(row, {})
    if line:
        return sum(line.values()) if column == "total" else line.get(column, 0)
    return ROWS.get(row, 0) if column == "total" else 0


def judged(case: Case) -> tuple[Judged, ...]:
    """The claims found in a case, with their verdicts."""
    world = WORLDS[case.world]
    text = f"一、总体情况\n{case.text}\n"
    read = document(text, "utf-8")
    span = SectionSpan(case.section, "一、总体情况", 0, len(text))
    report = Report(Kind.REPORT, world.agency, None, world.year, None, None, None, None, None, (span,))
    known = cells(world)
    return judge(extract(read, report, ()), known)


@dataclass(frozen=True, slots=True)
class Score:
    """How the claims found in cases compare with those that are there."""

    found: Counter[str]  # by concept: claims found as they stand
    there: Counter[str]
    invented: tuple[str, ...]  # claims found that do not stand in the sentence
    missed: tuple[str, ...]
    wrong: tuple[str, ...]  # claims found with another verdict
    disagreeing: int  # claims said to disagree
    falsely: tuple[str, ...]  # those of them that do not

    @property
    def recall(self) -> float:
        """Share of the claims that were found."""
        return sum(self.found.values()) / sum(self.there.values())

    @property
    def precision(self) -> float:
        """Share of the claims said to disagree that do."""
        return 1 - len(self.falsely) / self.disagreeing


def score(listed: Iterable[Case]) -> Score:
    """Extraction and verdicts over all cases."""
    found: Counter[str] = Counter()
    there: Counter[str] = Counter()
    invented: list[str] = []
    missed: list[str] = []
    wrong: list[str] = []
    falsely: list[str] = []
    disagreeing = 0
    for case in listed:
        wanted = Counter({(concept, number): 0 for concept, number, _ in case.claims})
        wanted.update((concept, number) for concept, number, _ in case.claims)
        verdicts = {(concept, number): verdict for concept, number, verdict in case.claims}
        there.update(concept for concept, _, _ in case.claims)
        for one in judged(case):
            key = (one.claim.concept, one.claim.number or Decimal(0))
            said = f"{case.world}@{case.section} {case.text!r}: {key[0]} {key[1]} {one.verdict}"
            if one.verdict == "disagrees":
                disagreeing += 1
                if verdicts.get(key) != "disagrees":
                    falsely.append(said)
            if wanted[key] <= 0:
                invented.append(said)
                continue
            wanted[key] -= 1
            found[key[0]] += 1
            if one.verdict != verdicts[key]:
                wrong.append(f"{said}, not {verdicts[key]}")
        missed += [
            f"{case.world} {case.text!r}: {concept} {number}" for (concept, number), n in wanted.items() if n > 0
        ]
    return Score(found, there, tuple(invented), tuple(missed), tuple(wrong), disagreeing, tuple(falsely))
