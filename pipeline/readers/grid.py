"""Ruling lines to tables: which cells the lines on a page enclose.

Plain geometry, in points, y downwards. Lines are drawn in pieces, doubled, or as thin boxes; they are put together
first. Lines that meet make a table, and what no line divides is one cell, however many columns and rows it spans.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_SAME = 2.0  # lines nearer than that are one, drawn twice
_GAP = 3.0  # pieces of one line may be so far apart
_BORDER = 4.6  # lines up to so far apart meet, or are one border drawn as two: no text stands between them
_SHORT = 6.0  # shorter lines border no cell
_MOST = 20_000  # squares between the lines of one table; more make a drawing
_PAIRS = 2_000_000  # level lines times upright ones; of more, no one draws tables


class Rule(NamedTuple):
    """A line: horizontal at a height or vertical at a place (`at`), and how far it reaches."""

    is_horizontal: bool
    at: float
    low: float
    high: float


class Box(NamedTuple):
    """A cell of a table, or all of it: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its outline, and of each row the cells that begin in it, as numbers into `cells`.

    `spans` tells of each cell how many columns and rows it spans. `grounds` are those that reach from edge to edge and
    around others: what stands in one stands on the ground between cells whose borders are too far apart to be one.
    """

    outline: Box
    cells: tuple[Box, ...]
    spans: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int, ...], ...]
    grounds: frozenset[int]
    _xs: tuple[float, ...]
    _ys: tuple[float, ...]
    _owner: tuple[int, ...]  # of each square between two neighbouring lines each way, row by row

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell at a place; None outside of the table."""
        column, row = bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1
        if 0 <= column < len(self._xs) - 1 and 0 <= row < len(self._ys) - 1:
            return self._owner[row * (len(self._xs) - 1) + column]
        return None


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """The tables that lines make, from top to bottom; of one within another the inner one first."""
    drawn = list(rules)
    level = _whole([rule for rule in drawn if rule.is_horizontal])
    upright = _whole([rule for rule in drawn if not rule.is_horizontal])
    if len(level) * len(upright) > _PAIRS:
        return []
    found = [grid for part in _connected(level, upright) if (grid := _grid(*part)) is not None]
    return sorted(found, key=lambda grid: (_area(grid.outline), grid.outline.y0))


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def _whole(pieces: Iterable[Rule]) -> list[Rule]:
    """Lines put together from their pieces; those of one place all get the same `at`."""
    return [line for group in _near(pieces, _SAME) for line in _joined(group)]


def _near(lines: Iterable[Rule], within: float) -> Iterator[list[Rule]]:
    """Lines in groups, each with those that are no further than so much from its first."""
    group: list[Rule] = []
    for line in sorted(lines, key=lambda rule: rule.at):
        if group and line.at - group[0].at > within:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _joined(group: list[Rule]) -> list[Rule]:
    at = sum(rule.at for rule in group) / len(group)
    lines: list[Rule] = []
    for piece in sorted(group, key=lambda rule: rule.low):
        if lines and piece.low - lines[-1].high <= _GAP:
            last = lines.pop()
            lines.append(last._replace(high=max(last.high, piece.high)))
        else:
            lines.append(piece._replace(at=at))
    return [line for line in lines if line.high - line.low >= _SHORT]


def _single(lines: Sequence[Rule]) -> list[Rule]:
    """The lines of a table, those of a double border on one place: what is between them is no row and no column.

    Not before it is known which lines make a table: those of another on the page may stand as near and be others.
    """
    return [line for group in _near(lines, _BORDER) for line in _on_one_place(group)]


def _on_one_place(group: Sequence[Rule]) -> list[Rule]:
    at = (group[0].at + group[-1].at) / 2
    return [line._replace(at=at) for line in group]


def _meet(level: Rule, upright: Rule) -> bool:
    reaches = upright.low - _BORDER <= level.at <= upright.high + _BORDER
    return reaches and level.low - _BORDER <= upright.at <= level.high + _BORDER


def _connected(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines that meet, directly or by others, together."""
    parts: list[tuple[list[Rule], list[Rule]]] = []
    waiting = list(upright)
    open_levels = list(level)
    while open_levels:
        across, down, fresh = [open_levels.pop()], list[Rule](), [0]
        while fresh:
            line = across[fresh.pop()]
            met = [rule for rule in waiting if _meet(line, rule)]
            waiting = [rule for rule in waiting if not _meet(line, rule)]
            down += met
            reached = [rule for rule in open_levels if any(_meet(rule, other) for other in met)]
            open_levels = [rule for rule in open_levels if rule not in reached]
            fresh += range(len(across), len(across) + len(reached))
            across += reached
        if down:
            parts.append((across, down))
    return parts


def _grid(level: Sequence[Rule], upright: Sequence[Rule]) -> Grid | None:
    """The table of lines that meet; None if they enclose nothing."""
    level, upright = _single(level), _single(upright)
    xs = _places(upright, level)
    ys = _places(level, upright)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows > _MOST:
        return None
    walls = _dividing(upright, ys)
    floors = _dividing(level, xs)
    owner = list(range(columns * rows))

    def root(square: int) -> int:
        while owner[square] != square:
            owner[square] = owner[owner[square]]
            square = owner[square]
        return square

    for row in range(rows):
        for column in range(columns):
            square = row * columns + column
            if column + 1 < columns and row not in walls[xs[column + 1]]:
                a, b = sorted((root(square), root(square + 1)))
                owner[b] = a
            if row + 1 < rows and column not in floors[ys[row + 1]]:
                a, b = sorted((root(square), root(square + columns)))
                owner[b] = a
    roots = [root(square) for square in range(columns * rows)]
    numbers = {square: number for number, square in enumerate(sorted(set(roots)))}
    return _numbered(xs, ys, tuple(numbers[square] for square in roots))


def _numbered(xs: Sequence[float], ys: Sequence[float], owner: tuple[int, ...]) -> Grid:
    """A table of which each square knows the number of its cell."""
    columns = len(xs) - 1
    squares: dict[int, list[int]] = defaultdict(list)
    for square, number in enumerate(owner):
        squares[number].append(square)
    cells, spans, grounds = [], [], set()
    begun: dict[int, list[tuple[int, int]]] = {row: [] for row in range(len(ys) - 1)}
    for number in sorted(squares):
        across = [square % columns for square in squares[number]]
        down = [square // columns for square in squares[number]]
        cells.append(Box(xs[min(across)], ys[min(down)], xs[max(across) + 1], ys[max(down) + 1]))
        spans.append((max(across) - min(across) + 1, max(down) - min(down) + 1))
        begun[min(down)].append((min(across), number))
        wide, high = spans[-1]
        if len(squares[number]) < wide * high and (wide == columns or high == len(ys) - 1):
            grounds.add(number)
    rows = tuple(tuple(number for _, number in sorted(begun[row])) for row in sorted(begun))
    outline = Box(xs[0], ys[0], xs[-1], ys[-1])
    return Grid(outline, tuple(cells), tuple(spans), rows, frozenset(grounds), tuple(xs), tuple(ys), owner)


def _places(lines: Sequence[Rule], others: Sequence[Rule]) -> list[float]:
    """Where lines stand, and where those across them end: a table may be open at its sides."""
    places = sorted({line.at for line in lines})
    low, high = min(other.low for other in others), max(other.high for other in others)
    if low < places[0] - _SHORT:
        places.insert(0, low)
    if high > places[-1] + _SHORT:
        places.append(high)
    return places


def _dividing(lines: Iterable[Rule], across: Sequence[float]) -> dict[float, frozenset[int]]:
    """For each place with a line: in which strips between the places `across` a line stands there."""
    middles = [(a + b) / 2 for a, b in pairwise(across)]
    found: dict[float, set[int]] = defaultdict(set)
    for line in lines:
        found[line.at].update(i for i, middle in enumerate(middles) if line.low <= middle <= line.high)
    return defaultdict(frozenset, {at: frozenset(strips) for at, strips in found.items()})
