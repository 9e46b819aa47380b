"""The text between a row's label and the next: what of it is the row's own, and what is foreign to it.

As far as words tell; how the values share the row's cells is the affair of ``rows``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.tables.values import Sort, Token, classify, is_numbering, tokens

_REMARK = re.compile(r"\([^()0-9]*\)|\(20[0-9]{2}年?度?\)")
_POINTS = ":;,.()、。"
_ALIKE = 0.6  # of the characters of a word must continue the label
_CELL = 16  # characters; longer words are no cell of figures
_ROW = 2  # numbers behind words that make a row of them
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_DENIALS = frozenset("无未没不")
_NUMERAL = re.compile(r"[0-9一二三四五六七八九十百千两]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands behind a label up to the next: leading values, and what else there is.

    `start` is where the label ends, `end` where the row ends at the latest, both in normalised text. `values` are the
    numbers and marks that follow the label directly. `strays` are numbers further on, behind words that are not the
    label's. `last` says that the text itself ends here, `words` that words follow the values on their line, `foreign`
    that words follow anywhere which are neither the table's nor those of a local row with values, `ends_text` that the
    text ends before another label, be it with words.
    """

    start: int
    end: int
    values: tuple[Token, ...]
    strays: int
    last: bool
    words: bool = False
    foreign: bool = False
    ends_text: bool = False

    @property
    def is_glued(self) -> bool:
        """Whether the first value follows the label without anything in between."""
        return bool(self.values) and self.values[0].start == self.start


def stretch(norm: str, start: int, end: int, rest: str, asides: Sequence[str] = ()) -> Stretch:
    """Cut the text between a label and the next into the row's own values and what is foreign to it.

    `rest` are the words of the label not yet met: a layout may print them behind or around the values. `asides` are
    words of the table that belong to no row.
    """
    found = tokens(norm, start, end)
    words = [index for index, token in enumerate(found) if token.sort is Sort.WORDS]
    if not words:  # the common case: values and nothing else
        return Stretch(start, end, tuple(found), 0, end >= len(norm), ends_text=end >= len(norm))
    found = [part for token in found for part in _apart(token, asides)]
    first = next((index for index, token in enumerate(found) if token.sort is not Sort.WORDS), len(found))
    if first and not _continues(rest, found[:first], asides):
        first = 0
    stop = first
    while stop < len(found) and found[stop].sort is not Sort.WORDS:
        stop += 1
    if stop > first and stop < len(found) and is_numbering(norm, found[stop - 1], found[stop]):
        stop -= 1
    values = tuple(found[first:stop])
    strays = sum(token.sort is Sort.NUMBER or token.text[0].isdigit() for token in found[stop:])
    if not values and stop < len(found) and len(found[stop].text) <= _CELL and _NUMERAL.search(found[stop].text):
        strays += 1  # a number in words, or with a sign of its own, is something
    until = found[stop].start if stop < len(found) else end
    followed = stop < len(found) and not any(found[stop].text in aside for aside in asides)
    same_line = followed and "\n" not in norm[values[-1].end if values else start : found[stop].start]
    foreign = followed and strays < _ROW and not _resembles(found[stop].text, asides)
    ends_text = end >= len(norm)
    return Stretch(start, until, values, strays, ends_text and stop == len(found), same_line, foreign, ends_text)


def _resembles(text: str, asides: Sequence[str]) -> bool:
    """Whether the characters of a word are mostly those of one of the table's, whatever else is among them.

    Not where it says that there is none of what the table names: 无申请情况 is no misprint of 申请人情况.
    """
    letters = _IDEOGRAPH.findall(text)
    denied = _DENIALS.intersection(letters)
    return any(denied <= set(aside) and _shared(letters, aside) >= _ALIKE * len(letters) for aside in asides)


def _shared(letters: Sequence[str], words: str) -> int:
    """How many of the letters stand in the words, in order."""
    place, met = 0, 0
    for character in letters:
        found = words.find(character, place)
        if found >= 0:
            place, met = found + 1, met + 1
    return met


def _apart(token: Token, asides: Sequence[str]) -> Iterator[Token]:
    """A value that runs into words of the table, as where all borders are lost: the value, then the words."""
    if token.sort is Sort.WORDS and token.text[0].isdigit():
        digits = len(token.text) - len(token.text.lstrip("0123456789"))
        if any(aside.startswith(token.text[digits:]) for aside in asides):
            yield classify(token.text[:digits], token.start)
            yield classify(token.text[digits:], token.start + digits)
            return
    yield token


def _continues(rest: str, words: Sequence[Token], asides: Sequence[str]) -> bool:
    """Whether words between a label and its values are the rest of the label, or other words of the table.

    A character in three may be another one: a typing slip, a conversion between scripts, a flaw of a text layer.
    """
    own = "".join(token.text for token in words if not any(token.text in aside for aside in asides))
    letters = [character for character in _REMARK.sub("", own) if character not in _POINTS]
    return _shared(letters, rest) >= _ALIKE * len(letters)
