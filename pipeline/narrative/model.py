"""What leaves this package: claims, and claims with a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Exactness(StrEnum):
    """Whether the text means its number to the last digit."""

    EXACT = "exact"
    APPROXIMATE = "approximate"  # 余, 多, 近, 约; numbers in 万


class Scope(StrEnum):
    """Whom or what a claim speaks of, compared with the body whose tables the report shows."""

    REPORT = "report"  # the reporting body as a whole, or nobody in particular
    OWN_OFFICE = "own_office"  # 本级, 区政府办, where the tables are those of the whole area
    WIDER = "wider"  # 全市 in the report of a department
    ANOTHER = "another"  # another body, or some of the bodies below
    ALL_REVIEWS = "all_reviews"  # reviews and lawsuits of whatever kind, not only those over disclosure
    OTHER_PERIOD = "other_period"  # several years together, a part of the year, another year


class Verdict(StrEnum):
    """What comparing a claim with the cells comes to."""

    AGREES = "agrees"
    AGREES_AS = "agrees_as"  # on another lawful reading of the words
    DISAGREES = "disagrees"  # reading and scope are closed, and no lawful reading gives the number
    OTHER_SCOPE = "other_scope"  # the number differs, and speaks of someone or something else than the tables
    APPROXIMATE = "approximate"  # the text itself does not give the exact number
    NOT_COMPARED = "not_compared"  # no such cell, none with a number, or words that can mean several things


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that the text gives for one concept (a key of ``CONCEPTS``).

    `number` counts things or, for amounts, money in `unit`; None where the text gives none. `start` and `end` are the
    offsets of the number's words (of the word for nothing: 未收到) in the document's text, `sentence_start` and
    `sentence_end` those of the sentence, `sentence` its words without line breaks. `closed`: the words can be read in
    one way only; only then can a claim disagree. `loosely`: of requests 办理 is said, which what there was to deal with
    can be meant by too.
    """

    concept: str
    number: Decimal | None
    unit: str | None
    exactness: Exactness
    scope: Scope
    closed: bool
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    sentence: str
    loosely: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its verdict. `cells` names the cells compared (``requests.new_received.total+…``), `value` is their
    sum in the claim's unit; both None where there is nothing to compare with, `value` also where a cell has no number.
    `at_least` is then the sum of those that have one, which it is not below; None where that says nothing.
    """

    claim: Claim
    verdict: Verdict
    cells: str | None
    value: Decimal | None
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two numbers that the text gives for one thing; the positions of the two claims among those judged."""

    concept: str
    first: int
    second: int
