"""Rows whose label is not spelt as the form spells it: a character lost, mistyped, or dropped by a text layer.

Looked for only where rows of the form are missing, and only in the stretch where they should stand: between the labels
before and after them. Words followed by values there are such a row if they resemble one missing label enough, and
words followed by room for as many blanks as the row has cells if they resemble it more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.tables.values import Sort, Token, is_numbering, tokens
from pipeline.tables.vocabulary import Label, plain

_ALIKE = 0.65  # difflib's ratio
_SHORT = 6  # a shorter label without a printed number has lost one character at most, or it could be anything
_SHORT_ALIKE = 0.85
_EMPTY_ALIKE = 0.8  # of a row that no value shows to be one
_NUMBERS = re.compile(r"[0-9]{1,2}\.|\([一二三四五六七]\)|[一二三四]、")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words, from `top`, and the values behind them. `start` is where the words end, `end` where the next begin."""

    words: str
    top: int
    start: int
    end: int
    values: tuple[Token, ...]


def segments(norm: str, start: int, end: int, room: int = 0) -> Iterator[Segment]:
    """The stretches of words with values behind them between two places, or, if asked for, with so much `room` behind
    them: borders between which blank cells may be."""
    words: list[Token] = []
    values: list[Token] = []
    for token in [*tokens(norm, start, end), None]:
        if words and not values and room and (token is not None or end < len(norm)):
            stop = token.start if token is not None else end
            if max(norm.count(border, words[-1].end, stop) for border in "|\t\n") >= room:
                text = plain("".join(word.text for word in words))
                yield Segment(text, words[0].start, words[-1].end, stop, ())
                words = []
        if token is not None and token.sort is not Sort.WORDS:
            values.append(token)
            continue
        number = token is not None and bool(values) and is_numbering(norm, values[-1], token)
        if number:
            values.pop()
        if words and values:
            text = plain("".join(word.text for word in words))
            yield Segment(text, words[0].start, words[-1].end, token.start if token else end, tuple(values))
        if values:
            words, values = [], []
        elif number:
            words = []
        if token is not None:
            words.append(token)


def resembling(segment: Segment, missing: Sequence[Label]) -> Label | None:
    """The missing label that these words resemble most, if they resemble one enough."""
    scored = [(_likeness(segment.words, label), label) for label in missing]
    least = 0.0 if segment.values else _EMPTY_ALIKE
    enough = [(likeness, label) for likeness, label in scored if likeness >= max(least, _least(label))]
    return max(enough, key=lambda item: item[0])[1] if enough else None


def _least(label: Label) -> float:
    return _ALIKE if label.number or len(label.full) >= _SHORT else _SHORT_ALIKE


def _likeness(words: str, label: Label) -> float:
    """How alike the end of these words is to a label, with or without the number printed before it. Not at all where
    another's number stands near their end: behind the beginning of the next label stand the values of the next row.
    """
    number = plain(label.number)
    spellings = (label.full, number + label.full)
    if any(met[0] != number for met in _NUMBERS.finditer(words, max(0, len(words) - len(label.full) // 2))):
        return 0.0
    lengths = ((spelling, len(spelling) - lost) for spelling in spellings for lost in (0, 1))
    return max(SequenceMatcher(None, words[-length:], spelling).ratio() for spelling, length in lengths)
