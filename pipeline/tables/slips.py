"""Rows whose label is not spelt as the form spells it: a character lost, mistyped, or dropped by a text layer.

Looked for only where rows of the form are missing, and only in the stretch where they should stand: between the labels
before and after them. Words followed by values there are such a row if they resemble one missing label enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.tables.values import Sort, Token, is_numbering, tokens
from pipeline.tables.vocabulary import Label, plain

_ALIKE = 0.65  # difflib's ratio
_SHORTEST = 6  # a shorter label without a printed number, with a slip in it, could be anything


@dataclass(frozen=True, slots=True)
class Segment:
    """Words and the values behind them. `start` is where the words end, `end` where the next words begin."""

    words: str
    start: int
    end: int
    values: tuple[Token, ...]


def segments(norm: str, start: int, end: int) -> Iterator[Segment]:
    """The stretches of words with values behind them between two places."""
    words: list[Token] = []
    values: list[Token] = []
    for token in [*tokens(norm, start, end), None]:
        if token is not None and token.sort is not Sort.WORDS:
            values.append(token)
            continue
        number = token is not None and bool(values) and is_numbering(norm, values[-1], token)
        if number:
            values.pop()
        if words and values:
            text = plain("".join(word.text for word in words))
            yield Segment(text, words[-1].end, token.start if token else end, tuple(values))
        if values:
            words, values = [], []
        elif number:
            words = []
        if token is not None:
            words.append(token)


def resembling(segment: Segment, missing: Sequence[Label]) -> Label | None:
    """The missing label that these words resemble most, if they resemble one enough."""
    telling = [label for label in missing if label.number or len(label.full) >= _SHORTEST]
    scored = [(_likeness(segment.words, label), label) for label in telling]
    best = max(scored, key=lambda item: item[0], default=None)
    return best[1] if best and best[0] >= _ALIKE else None


def _likeness(words: str, label: Label) -> float:
    """How alike the end of these words is to a label, with or without the number printed before it."""
    number = plain(label.number)
    spellings = (label.full, number + label.full)
    return max(SequenceMatcher(None, words[-len(spelling) :], spelling).ratio() for spelling in spellings)
