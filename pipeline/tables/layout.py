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

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_CUTS = ("line", "paragraph", "none")


@dataclass(frozen=True, slots=True)
class Frame:
    """How many empty pieces stand before the first and behind the last value of a full row, for one way to end it."""

    before: int
    behind: int


@dataclass(frozen=True, slots=True)
class Layout:
    """`border` separates cells: a pipe, a tab, or (``\\n``) line breaks, `step` of them from one value to the next.

    `frames` are the ways of ending a row that all full rows agree on. `lead` counts the borders before the first value,
    `trail` those behind the last where lines are the border. `is_regular`: there are full rows, and all begin alike.
    """

    border: str
    frames: tuple[tuple[str, Frame], ...] = ()
    step: int = 0
    lead: int = 0
    trail: int = 0
    is_regular: bool = False


@dataclass(frozen=True, slots=True)
class FullRow:
    """A row with one value a column: where its label ends, where the next begins, its values."""

    start: int
    end: int
    values: tuple[Token, ...]


def learn(norm: str, rows: Sequence[FullRow], start: int, end: int) -> Layout:
    """The layout of a stretch of text with these full rows in it."""
    wide = [row for row in rows if len(row.values) > 1]
    border = _border(norm, wide, start, end)
    if border == "\n":
        return _lines(norm, wide)
    frames = []
    for cut in _CUTS:
        seen = {_frame(norm, row, border, cut) for row in wide}
        if len(seen) == 1:
            frame = seen.pop()
            if frame is not None:
                frames.append((cut, frame))
    if not wide:
        frames = [("line", Frame(1, 1)), ("none", Frame(1, 1))]
    leads = {norm.count(border, row.start, row.values[0].start) for row in wide}
    alike = len(leads) == 1
    return Layout(border, tuple(frames), 1, leads.pop() if alike else 0, is_regular=alike)


def _border(norm: str, rows: Sequence[FullRow], start: int, end: int) -> str:
    between = "".join(norm[row.values[0].end : row.values[-1].start] for row in rows) or norm[start:end]
    for border in ("|", "\t"):
        if border in between:
            return border
    return "\n"


def _pieces(norm: str, start: int, end: int, border: str, cut: str) -> list[tuple[int, int]]:
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


def _frame(norm: str, row: FullRow, border: str, cut: str) -> Frame | None:
    pieces = _pieces(norm, row.start, row.end, border, cut)
    holding = [index for index, (a, b) in enumerate(pieces) if any(a <= token.start < b for token in row.values)]
    if len(holding) != len(row.values) or holding[-1] - holding[0] + 1 != len(holding):
        return None
    return Frame(holding[0], len(pieces) - holding[-1] - 1)


def _lines(norm: str, rows: Sequence[FullRow]) -> Layout:
    steps = {norm.count("\n", a.end, b.start) for row in rows for a, b in pairwise(row.values)}
    leads = {norm.count("\n", row.start, row.values[0].start) for row in rows}
    trails = {norm.count("\n", row.values[-1].end, row.end) for row in rows}
    if len(steps) != 1 or len(leads) != 1:
        return Layout("\n")
    step = steps.pop()
    return Layout("\n", (), step, leads.pop(), trails.pop() if len(trails) == 1 else 0, step > 0)


def place_by_borders(
    norm: str, start: int, end: int, values: Sequence[Token], arity: int, layout: Layout, last: bool = False
) -> list[Token | None] | None:
    """The value of each column, None where it is blank; None altogether if the borders do not decide it.

    `last`: the text ends with this row, so that what closes a row may be missing behind its last value.
    """
    if layout.border == "\n":
        return _place_by_lines(norm, start, end, values, arity, layout)
    readings = []
    for cut, frame in layout.frames:
        pieces = _pieces(norm, start, end, layout.border, cut)
        behind = 0 if last and pieces[-1][0] <= values[-1].start else frame.behind
        cells = pieces[frame.before : len(pieces) - behind]
        if len(cells) != arity:
            continue
        placed = [[token for token in values if a <= token.start < b] for a, b in cells]
        if sum(map(len, placed)) == len(values) and all(len(tokens) <= 1 for tokens in placed):
            readings.append([tokens[0] if tokens else None for tokens in placed])
    if readings and all(reading == readings[0] for reading in readings):
        return readings[0]
    return None


def begins_alike(norm: str, start: int, values: Sequence[Token], layout: Layout) -> bool:
    """Whether a row that is not full begins as the full ones do: no border more before or between its values."""
    between = [norm.count(layout.border, a.end, b.start) for a, b in pairwise(values)]
    return (
        layout.is_regular
        and norm.count(layout.border, start, values[0].start) == layout.lead
        and all(count == layout.step for count in between)
    )


def _place_by_lines(
    norm: str, start: int, end: int, values: Sequence[Token], arity: int, layout: Layout
) -> list[Token | None] | None:
    if not layout.step or not layout.trail:
        return None
    placed: list[Token | None] = []
    before, expected = start, layout.lead
    for token in values:
        breaks = norm.count("\n", before, token.start) - expected
        if breaks < 0 or breaks % layout.step:
            return None
        placed += [None] * (breaks // layout.step) + [token]
        before, expected = token.end, layout.step
    breaks = norm.count("\n", before, end) - layout.trail
    if breaks < 0 or breaks % layout.step:
        return None
    placed += [None] * (breaks // layout.step)
    return placed if len(placed) == arity else None
