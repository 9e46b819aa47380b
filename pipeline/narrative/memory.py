"""What earlier claims of a sentence or a paragraph mean for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.narrative.concepts import CONCEPTS
from pipeline.narrative.frame import REVIEWED
from pipeline.narrative.model import Scope
from pipeline.narrative.tokens import Token


@dataclass(slots=True)
class Paragraph:
    """What the sentences before said that the next may rely on."""

    topic: str | None = None
    scope: Token | None = None
    reviews: bool = False  # reviews and lawsuits over disclosure are spoken of
    reviewed: str | None = None  # whose results are listed: reviews, litigation, or both at once
    results: bool = False  # some of them were listed
    astray: bool = False  # the last number counted something else than requests
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
            return False
        if not sound and number != 0:
            paragraph.doubtful.add(kind)
    return kind in paragraph.doubtful


def told_twice(earlier: Sequence[Said], said: Said) -> None:
    """Two numbers for one thing in two words for it count two things: 收到42件,受理40件; 废止12件,宣布失效3件."""
    for one in earlier:
        if one.concept == said.concept and one.number != said.number and one.verb != said.verb:
            one.closed = said.closed = False
