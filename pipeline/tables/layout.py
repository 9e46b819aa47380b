"""How a report separates its cells, learnt from those of its rows that decide themselves.

A row with as many values as columns shows what stands before its first value, between two, and behind the last. A row
with blanks is read by the same measure, or not at all: a pipe or an empty line may be a blank cell as well as padding,
and only the full rows of the same report tell which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.tables.values import Token

_PARAGRAPH = re.compile(r"\n[^\S\n\t]*\n")  # a tab in it is an empty cell
_EMPTY = " \t\n\r|\"'*#_"
_CUTS = ("line", "paragraph", "none")  # where a row may end: at its line, at an empty line, at the next label

Placed = list[Token | None]


@dataclass(frozen=True, slots=True)
class Frame:
    """For one way to end a row: how many empty pieces full rows have before their first and behind their last value.

    Labels that span columns leave a varying number before, spans of the next row a varying number behind; where one of
    the two is always the same, it fixes where the values stand. `widths` are, for each number of values, the borders on
    a whole line where rows end with their line: a grid has as many on each.
    """

    cut: str
    before: frozenset[int]
    behind: frozenset[int]
    widths: frozenset[tuple[int, int]] = frozenset()

    @property
    def is_rigid(self) -> bool:
        """Whether both margins are always the same, so that even a row that ends otherwise fits in one way only."""
        return len(self.before) == 1 and len(self.behind) == 1

    @property
    def is_bare(self) -> bool:
        """Whether full rows have nothing beside their values: padding belongs to one table and teaches no other."""
        return self.is_rigid and self.before == {1} and max(self.behind) <= 1


@dataclass(frozen=True, slots=True)
class Layout:
    """`border` separates cells: a pipe, a tab, or (``\n``) line breaks, `step` of them from one value to the next.

    `frames` are the ways of ending a row in which full rows agree, the tightest first. `leads` counts the borders
    before the first value, `trails` those behind the last. `is_regular`: there are full rows, and all begin alike.
    """

    border: str
    frames: tuple[Frame, ...] = ()
    step: int = 0
    leads: frozenset[int] = frozenset()
    trails: frozenset[int] = frozenset()

    @property
    def ends_with_line(self) -> bool:
        """Whether full rows keep to a line."""
        return any(frame.cut == "line" for frame in self.frames)

    @property
    def is_regular(self) -> bool:
        """Whether there are full rows and all begin alike."""
        return self.step > 0 and len(self.leads) == 1


ROWS_ON_LINES = Layout("|", (Frame("line", frozenset({1}), frozenset({1})),), 1, frozenset({1}))
"""How a document with borders of its own writes a row: on a line, its cells between pipes, label first."""


@dataclass(frozen=True, slots=True)
class FullRow:
    """A row with one value a column: where its label ends, where the next begins, its values."""

    start: int
    end: int
    values: tuple[Token, ...]


def learn(norm: str, rows: Sequence[FullRow], start: int, end: int, own: bool = True) -> Layout:
    """The layout of a stretch of text with these full rows in it; not its `own` if they are those of another table."""
    wide = [row for row in rows if len(row.values) > 1]
    border = _border(norm, wide, start, end)
    leads = frozenset(norm.count(border, row.start, row.values[0].start) for row in wide)
    if border == "\n":
        steps = {norm.count("\n", a.end, b.start) for row in wide for a, b in pairwise(row.values)}
        trails = frozenset(norm.count("\n", row.values[-1].end, row.end) for row in wide)
        return Layout(border, (), steps.pop() if len(steps) == 1 else 0, leads, trails)
    frames = _frames(norm, wide, border)
    # The tightest end that full rows keep is how rows end here; a looser one has to fit exactly.
    if not own:
        # One empty piece behind the last value closes the line, or it is padding: all lines of a table end alike,
        # but for the last one, with which the text may end.
        lines = [line.rstrip(" ") for line in norm[start:end].split("\n") if border in line]
        closing = frozenset({int(all(line.endswith(border) for line in lines[:-1]))})
        bare = tuple(frame for frame in frames if frame.is_bare and frame.behind == closing)
        return Layout(border, bare, 1, leads)
    return Layout(border, tuple(f for i, f in enumerate(frames) if f.is_rigid or not i), 1, leads)


def _frames(norm: str, rows: Sequence[FullRow], border: str) -> list[Frame]:
    frames = []
    for cut in _CUTS:
        margins = [_margins(norm, row, border, cut) for row in rows]
        found = [margin for margin in margins if margin is not None]
        if len(found) < len(margins):
            continue
        before, behind = frozenset(a for a, _ in found), frozenset(b for _, b in found)
        if len(before) == 1 or len(behind) == 1:
            lines = rows if cut == "line" else ()
            widths = frozenset((len(row.values), _width(norm, row.start, border)) for row in lines)
            frames.append(Frame(cut, before, behind, widths))
    return frames


def _width(norm: str, place: int, border: str) -> int:
    """How many borders the line around a place has."""
    return line_of(norm, place).count(border)


def line_of(norm: str, place: int) -> str:
    """The line around a place."""
    return norm[norm.rfind("\n", 0, place) + 1 : line_end(norm, place)]


def line_end(norm: str, place: int) -> int:
    """Where the line around a place ends."""
    end = norm.find("\n", place)
    return len(norm) if end < 0 else end


def _border(norm: str, rows: Sequence[FullRow], start: int, end: int) -> str:
    between = "".join(norm[row.values[0].end : row.values[-1].start] for row in rows) or norm[start:end]
    for border in ("|", "\t"):
        if border in between:
            return border
    return "\n"


def pieces_of(norm: str, start: int, end: int, border: str, cut: str) -> list[tuple[int, int]]:
    """The stretches between borders, as far as a row goes that is cut so."""
    stop = end
    if cut == "line":
        stop = norm.find("\n", start, end)
    elif cut == "paragraph":
        match = _PARAGRAPH.search(norm, start, end)
        stop = match.start() if match else -1
    stop = end if stop < 0 else stop
    pieces = []
    place = start
    while True:
        found = norm.find(border, place, stop)
        if found < 0:
            pieces.append((place, stop))
            return pieces
        pieces.append((place, found))
        place = found + 1


def _margins(norm: str, row: FullRow, border: str, cut: str) -> tuple[int, int] | None:
    """Empty pieces before the first and behind the last value; None if the values do not stand piece by piece."""
    pieces = pieces_of(norm, row.start, row.end, border, cut)
    holding = [index for index, (a, b) in enumerate(pieces) if any(a <= token.start < b for token in row.values)]
    if len(holding) != len(row.values) or holding[-1] - holding[0] + 1 != len(holding):
        return None
    return holding[0], len(pieces) - holding[-1] - 1


def place_by_borders(
    norm: str,
    start: int,
    end: int,
    values: Sequence[Token],
    arity: int,
    layout: Layout,
    last: bool = False,
    final: bool = False,
) -> Placed | None:
    """The value of each column, None where it is blank; None altogether if the borders do not decide it.

    `last`: the text ends with this row, so that what closes a row may be missing behind its last value. `final`: the
    table ends with it, so that what opens the next row may be missing.
    """
    if layout.border == "\n":
        return _place_by_lines(norm, start, end, values, arity, layout)
    if len(values) > 1 and layout.border not in line_of(norm, values[-1].start) and layout.ends_with_line:
        return None  # a number without borders on a line of its own is a page's
    for frame in layout.frames:
        pieces = pieces_of(norm, start, end, layout.border, frame.cut)
        if pieces[-1][1] < values[-1].end:
            continue  # this row does not end where such rows do: a blank cell of it holds a line break
        behind = frame.behind
        if last and pieces[-1][0] <= values[-1].start:
            behind = frozenset({0})
        elif final and frame.cut != "line":
            behind |= {max(0, count - 1) for count in behind}
        first = first_cell(len(pieces), arity, frame, behind)
        if first is None and len(behind) == 1 and frame.widths == {(arity, _width(norm, start, layout.border))}:
            first = len(pieces) - arity - next(iter(behind))  # a label over more columns than those of full rows
        return None if first is None or first < 1 else held(norm, pieces[first : first + arity], values)
    return None


def first_cell(count: int, arity: int, frame: Frame, behind: frozenset[int]) -> int | None:
    """Which piece is the first cell, counted from the side that full rows fix; None if the other does not agree."""
    if len(frame.before) == 1:
        (first,) = frame.before
        return first if count - first - arity in behind else None
    if len(behind) == 1:
        first = count - arity - next(iter(behind))
        return first if first in frame.before else None
    return None


def held(norm: str, cells: Sequence[tuple[int, int]], values: Sequence[Token]) -> Placed | None:
    """The value in each cell, if each holds one at most, all are held, and the others hold nothing."""
    placed = [[token for token in values if a <= token.start < b] for a, b in cells]
    if sum(map(len, placed)) == len(values) and all(len(tokens) <= 1 for tokens in placed):
        if any(norm[a:b].strip(_EMPTY) for (a, b), tokens in zip(cells, placed, strict=True) if not tokens):
            return None
        return [tokens[0] if tokens else None for tokens in placed]
    return None


def begins_alike(norm: str, start: int, values: Sequence[Token], layout: Layout) -> bool:
    """Whether a row that is not full begins as the full ones do: no border more before or between its values."""
    between = [norm.count(layout.border, a.end, b.start) for a, b in pairwise(values)]
    return (
        layout.is_regular
        and norm.count(layout.border, start, values[0].start) in layout.leads
        and all(count == layout.step for count in between)
    )


def _place_by_lines(
    norm: str, start: int, end: int, values: Sequence[Token], arity: int, layout: Layout
) -> Placed | None:
    if not layout.is_regular:
        return None
    placed: Placed = []
    before, expected = start, next(iter(layout.leads))
    for token in values:
        breaks = norm.count("\n", before, token.start) - expected
        if breaks < 0 or breaks % layout.step:
            return None
        placed += [None] * (breaks // layout.step) + [token]
        before, expected = token.end, layout.step
    if len(placed) == arity:
        return placed
    if len(layout.trails) != 1:
        return None
    breaks = norm.count("\n", before, end) - next(iter(layout.trails))
    if breaks < 0 or breaks % layout.step:
        return None
    placed += [None] * (breaks // layout.step)
    return placed if len(placed) == arity else None
