"""What a rule is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.forms import CellKey, Text


class Level(StrEnum):
    """What a rule looks at."""

    CELL = "cell"
    TABLE = "table"
    REPORT = "report"
    PAIR = "pair"  # two reports: two years of a body, two versions, two bodies
    REGION = "region"  # a report on a whole division and the reports it is made of


class Severity(StrEnum):
    """How much a failure weighs, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Term:
    """A cell of the report, or of the report of the year before (`previous`), as it enters a side of a relation."""

    cell: CellKey
    previous: bool = False
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Relation:
    """One instance of a rule between two years: the sum of `lhs` is equal to (or not less than) the sum of `rhs`.

    `compare` is ``=`` or ``>=``. These are counts: the tolerance is 0.
    """

    instance: str
    lhs: tuple[Term, ...]
    rhs: tuple[Term, ...]
    compare: str = "="


@dataclass(frozen=True, slots=True)
class CheckRule:
    """A rule: its key, what it says, what it looks at, how much a failure weighs, and where it is written.

    `per` names what one instance is, `table` the statutory table it holds in, None where that is none or several.
    `forms` are the forms it holds on. `severities` are those of single instances that weigh otherwise than the rest.
    `relations` make up a rule that only adds and compares cells of two years.
    """

    key: str
    title: Text
    description: Text
    level: Level
    severity: Severity
    source: Text
    per: str
    table: str | None = None
    forms: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    relations: tuple[Relation, ...] = ()
