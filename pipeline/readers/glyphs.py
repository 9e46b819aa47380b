"""Characters with places to lines of text. Plain geometry, in points, y downwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.grid import Box

# Shares of a character's height.
_SAME_LINE = 0.4  # how far baselines of one line may differ
_SPACE = 0.3  # a gap from which on there is a space
_COLUMN = 1.5  # a gap from which on something else begins, set apart as text layouts do
_TOUCHING = 0.12  # a gap up to which digits are of one number
_TWICE = 0.25  # a character drawn again so near is drawn bold, not twice (share of its width)
_PADDING = 7.0  # points that a cell keeps free at either side of its text at most
_FIGURES = frozenset("0123456789.,")


class Glyph(NamedTuple):
    """A character: the room it takes (left, right), its baseline and height, and the middle of what is printed."""

    text: str
    x0: float
    x1: float
    y: float
    height: float
    middle: tuple[float, float]


class Line(NamedTuple):
    """Characters on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def y(self) -> float:
        """The baseline."""
        return self.glyphs[0].y

    @property
    def text(self) -> str:
        """Its words, with spaces where there are gaps."""
        parts = [self.glyphs[0].text]
        for a, b in pairwise(self.glyphs):
            gap, height = b.x0 - a.x1, min(a.height, b.height)
            parts.append("" if gap < _SPACE * height else " " if gap < _COLUMN * height else "   ")
            parts.append(b.text)
        return "".join(parts)


def numbers(glyphs: Sequence[Glyph]) -> list[tuple[Glyph, ...]]:
    """The characters, those of one number together: a number wider than its cell is still of that cell."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and glyph.text in _FIGURES and runs[-1][-1].text in _FIGURES:
            last = runs[-1][-1]
            gap = glyph.x0 - last.x1
            if last.y == glyph.y and -_SPACE * glyph.height < gap < _TOUCHING * glyph.height:
                runs[-1].append(glyph)
                continue
        runs.append([glyph])
    return [tuple(run) for run in runs]


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of text, from top to bottom."""
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if found and glyph.y - found[-1][0].y <= _SAME_LINE * min(glyph.height, found[-1][0].height):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [Line(_once(sorted(line, key=lambda glyph: glyph.x0))) for line in found]


def _once(line: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """Without characters that are drawn a second time to look bold."""
    kept: list[Glyph] = []
    for glyph in line:
        near = _TWICE * (glyph.x1 - glyph.x0)
        if any(other.text == glyph.text and abs(other.x0 - glyph.x0) < near for other in kept[-2:]):
            continue
        kept.append(glyph)
    return tuple(kept)


def words(glyphs: Iterable[Glyph], box: Box) -> str:
    """The text in a cell, its lines apart. A number that fills its line and goes on in the next is one number."""
    text = ""
    above: Line | None = None
    for line in lines(glyphs):
        if above is not None and not _goes_on(above, line, box):
            text += "\n"
        text += line.text
        above = line
    return text


def _goes_on(above: Line, below: Line, box: Box) -> bool:
    last, first = above.glyphs[-1], below.glyphs[0]
    if last.text not in _FIGURES or first.text not in _FIGURES:
        return False
    room = box.x1 - box.x0 - (last.x1 - above.glyphs[0].x0)
    return room < 2 * _PADDING + (first.x1 - first.x0)
