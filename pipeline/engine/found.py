"""What checking some reports comes to: files, the cells that take part, findings, suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pipeline.checks import CheckRule, Severity
from pipeline.engine.reading import Reading
from pipeline.engine.spots import Spot
from pipeline.forms import CellKey, Text
from pipeline.ledger import Suggestion
from pipeline.readers import Problem


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
class Untold:
    """A rule of which it cannot be told whether a report breaks it; `words` name what it was evaluated on."""

    rule: CheckRule
    instance: str
    words: Text


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, checked. `reason` says why its figures were not, `agency` is the name of the body that it is of.

    `passed` counts the verdicts that hold, `untold` are those that cannot be told; `cells` are all cells that were read
    and `doubts` what the reader was unsure of; `compared` are the paths of the other reports it was compared with.
    `suggestions` are the smallest explanations of the identities that fail, best first.
    """

    path: str
    reading: Reading | None
    reason: Text | None
    agency: str | None
    year: int | None
    findings: tuple[Finding, ...] = ()
    passed: int = 0
    untold: tuple[Untold, ...] = ()
    cells: tuple[Member, ...] = ()
    doubts: tuple[Problem, ...] = ()
    compared: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Unreadable before findings before clean."""
        if self.reason is not None:
            return Outcome.UNREADABLE
        return Outcome.FINDINGS if any(finding.counts for finding in self.findings) else Outcome.CLEAN

    @property
    def half_told(self) -> bool:
        """Whether a rule cannot be told whose breach is an error: nobody can say then that the figures add up."""
        return any(one.rule.severity is Severity.ERROR for one in self.untold)

    def number(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)
