"""What earlier claims of a sentence or a paragraph mean for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.narrative.concepts import CONCEPTS
from pipeline.narrative.frame import REVIEWED
from pipeline.narrative.model import Scope
from pipeline.narrative.tokens import Token
from pipeline.narrative.vocabulary import Kind


@dataclass(slots=True)
class Paragraph:
    """What the sentences before said that the next may rely on."""

    topic: str | None = None
    scope: Token | None = None
    reviews: bool = False  # reviews and lawsuits over disclosure are spoken of
    reviewed: str | None = None  # whose results are listed: reviews, litigation, or both at once
    results: bool = False  # some of them were listed
    astray: bool = False  # the last number counted something else than requests
    counted: dict[str, Decimal] = field(default_factory=dict)  # totals
    doubtful: set[str] = field(default_factory=set)  # kinds whose last total was of something else, or not understood


@dataclass(slots=True)
class Said:
    """A claim in the compact text, before it has its place in the source."""

    concept: str
    number: Decimal
    unit: str | None
    vague: bool
    start: int
    end: int
    scope: Scope = Scope.REPORT
    closed: bool = True
    verb: str = ""
    loosely: bool = False


_ASKED = frozenset({"requests", "outcomes"})
_NEAR = 40  # claims that a sentence is looked back for
_TOTALS = frozenset({"requests_received", "requests_new", *REVIEWED})


def asked(concept: str) -> bool:
    """Whether requests are counted, or what became of them."""
    return CONCEPTS[concept].family in _ASKED


def doubtful(paragraph: Paragraph, concept: str, number: Decimal, clear: bool, scope: Scope, tied: bool) -> bool:
    """Whether a claim goes on from a total that was not understood, or was of somebody else: the results of it, or the
    lawsuits next to it. Remembers what a total leaves for those to come. `tied`: the claim says itself what is counted.
    """
    family = CONCEPTS[concept].family
    kind = "reviewed" if family == "review" else "asked" if asked(concept) else None
    if kind is None:
        return False
    sound = clear and scope is Scope.REPORT
    if concept in _TOTALS or (tied and concept == "requests_answered"):
        if tied and sound:
            paragraph.doubtful.discard(kind)
            paragraph.counted[concept] = number
            return False
        # 行政复议4件。行政复议45件: the second is of another kind.
        again = kind == "reviewed" and paragraph.counted.get(concept, number) != number
        if (again or not sound) and number != 0:
            paragraph.doubtful.add(kind)
        paragraph.counted.setdefault(concept, number)
    return kind in paragraph.doubtful


class Parts:
    """Whether what a sentence counts as parts of its total adds up to it; if not, the results that follow may be those
    of a part: 收到申请40件,其中征地类20件,予以公开12件.
    """

    __slots__ = ("_parts", "_whole")

    def __init__(self) -> None:
        self._whole: Decimal | None = None
        self._parts = Decimal(0)

    def unclaimed(self, number: Token, before: Sequence[Token]) -> None:
        """Take a number that no concept was found for; a comparison with last year is no part."""
        if self._whole is None and any(word.key in {"full", "answer"} for word in before):
            self._whole = number.number  # 办结的46件中,…
        elif before and before[-1].key == "publish" and before[-1].start + len("公开") == number.start:
            return  # 公开8件,部分公开3件: a result in short
        elif not any(word.kind is Kind.PERIOD for word in before):
            self._parts += number.number or 0

    def doubtful(self, concept: str, number: Decimal) -> bool:
        """Whether a claim may go on from a part. Takes the claim's number."""
        if concept in {"requests_received", "requests_new", "requests_answered"}:
            self._whole, self._parts = number, Decimal(0)
        elif concept.startswith("requests_from"):
            self._parts += number
        elif CONCEPTS[concept].family == "outcomes":
            return bool(self._parts) and (not self._whole or self._parts % self._whole != 0)
        return False


def told_twice(earlier: Sequence[Said], said: Said) -> None:
    """Two numbers for one thing in one sentence count two things: 收到42件,受理40件; 提前办结20件,按期办结19件."""
    for one in earlier[-_NEAR:]:
        if (one.concept, one.scope) == (said.concept, said.scope) and one.number != said.number:
            one.closed = said.closed = False
