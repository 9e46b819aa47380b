"""Cells below their headings: where a file says which columns its cells take, a value is that of the heading above it.

A row is read so only if its cells and the headings make one grid: it reaches as far as the rows of the headings do,
and each heading has a cell below it. A block is not read so at all where a value stands below no heading or a label
below one, where a full row, that needs no grid, says otherwise, or where all may as well stand below those beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline.forms import Block, Column
from pipeline.readers.document import Document
from pipeline.tables.gridded import Cell, Extent, Grid, Row
from pipeline.tables.model import CellStatus
from pipeline.tables.rows import RowReading
from pipeline.tables.sites import Site
from pipeline.tables.values import Sort, Token, tokens
from pipeline.tables.vocabulary import plain

_STOREYS = 8  # rows above the first in which headings stand
_PART = 0.2  # of the narrower of two; what lies less than that below a heading is not below it
_HALF = 2  # characters of a heading that tell which it is
_REMARK = re.compile(r"\([^()]*\)")


class _Denied(Exception):
    """A row shows that the headings do not stand above what is theirs."""


@dataclass(frozen=True, slots=True)
class _Headings:
    """Where the headings of columns stand, how far their rows reach, and where other words stand in these."""

    extents: tuple[Extent, ...]
    reach: Extent
    others: tuple[Extent, ...]

    def may_be_off(self, labels: float, readings: Iterable[RowReading], slack: float) -> bool:
        """Whether a column before them that holds no labels, or one behind them without a heading, leaves open if all
        stand one column off: no value below the last, or the first of them, shows that they do not. `labels` is how
        far labels reach."""
        held = [reading.tokens for reading in readings if any(reading.tokens)]
        (first, _), (_, last) = self.extents[0], self.extents[-1]
        before = first - labels > slack
        behind = self.reach[1] - last > slack and not any(high > last + slack for _, high in self.others)
        is_first, is_last = any(row[0] for row in held), any(row[-1] for row in held)
        return bool(held) and ((before and not is_last) or (behind and not is_first))


@dataclass(frozen=True)
class Below:
    """The rows of a table, those at `sites`, as their headings tell them."""

    grid: Grid
    sites: Sequence[Site]
    blocks: Mapping[str, Block]

    def reading(self, site: Site) -> RowReading | None:
        """What stands in the cells of a row; None if its headings do not tell it."""
        return None if site.by_order else self._readings.get(site.row)

    @cached_property
    def _readings(self) -> Mapping[str, RowReading]:
        if not self.grid.document.rows:
            return {}
        found: dict[str, RowReading] = {}
        placed = {site.row: number for site in self.sites if (number := self._number(site)) is not None}
        for key, block in self.blocks.items():
            found.update(self._block([site for site in self.sites if site.block == key], block, placed))
        return found

    def _number(self, site: Site) -> int | None:
        return None if site.by_order else self.grid.at(site.stretch.start - 1)

    def _block(self, sites: Sequence[Site], block: Block, placed: Mapping[str, int]) -> Mapping[str, RowReading]:
        first = min((placed[site.row] for site in sites if site.row in placed), default=None)
        if first is None:
            return {}
        above = max((number for number in placed.values() if number < first), default=-1)
        lines = (self.grid.row(number) for number in range(max(above + 1, first - _STOREYS), first))
        told = _headings(self.grid, [line for line in lines if line is not None], block.columns)
        try:
            return {} if told is None else self._told(sites, block, placed, told)
        except _Denied:
            return {}

    def _told(
        self, sites: Sequence[Site], block: Block, placed: Mapping[str, int], told: _Headings
    ) -> Mapping[str, RowReading]:
        found: dict[str, RowReading] = {}
        numbers = list(placed.values())
        labels = 0.0
        for site in sites:
            # Two labels on one line: whose its cells are cannot be told.
            number = placed.get(site.row)
            row = self.grid.row(number) if number is not None and numbers.count(number) == 1 else None
            label = None if row is None else _label(row, site.stretch.start)
            reading = None if row is None or label is None else _labelled(self.grid, row, label, site, told)
            if reading is not None and row is not None and label is not None:
                found[site.row] = reading
                labels = max(labels, row.cells[label].extent[1])
            full = len(site.stretch.values) == block.arity
            if full and (reading is None or (reading.tokens != site.stretch.values and not reading.unsure)):
                return {}
        return {} if told.may_be_off(labels, found.values(), self.grid.slack) else found


def review_below(document: Document, start: int, end: int, block: Block, by_row: bool) -> Mapping[str, RowReading]:
    """The routes of the table of reviews between two places, a row each or all in one, as their headings tell them;
    none if they do not tell all. `by_row`: only if each has a row with its label, as their order is not told."""
    grid = Grid(document)
    rows = list(grid.rows(start, end))
    results = {spelling: column.key for column in block.columns for spelling in _spellings(column)}
    storeys = [at for at, row in enumerate(rows) if any(grid.text(cell) in results for cell in row.cells)]
    if not storeys or len({row.reach for row in rows}) != 1:
        return {}
    header, body = rows[: storeys[-1] + 1], rows[storeys[-1] + 1 :]
    leaves = sorted(
        {(cell.extent, key) for row in header for cell in row.cells if (key := results.get(grid.text(cell)))}
    )
    order = [column.key for column in block.columns]
    extents = [extent for extent, _ in leaves]
    if any(a[1] > b[0] + grid.slack for a, b in pairwise(extents)):
        return {}
    if [key for _, key in leaves] == order:
        try:
            return _routes(grid, body, extents, block)
        except _Denied:
            return {}
    valued = [
        row for row in body if any(token.sort is not Sort.WORDS for cell in row.cells for token in grid.tokens(cell))
    ]
    if by_row or [key for _, key in leaves] != order * len(block.rows) or len(valued) != 1:
        return {}
    try:
        reading = _under(grid, valued[0].cells, extents)
    except _Denied:
        return {}
    told = _Headings(tuple(extents), rows[0].reach, ())
    # What is one off has a margin at one side; a spreadsheet's table has one at either.
    is_within = told.reach[0] < extents[0][0] - grid.slack and told.reach[1] > extents[-1][1] + grid.slack
    if reading is None or (not is_within and told.may_be_off(told.reach[0], [reading], grid.slack)):
        return {}
    parts = [range(at, at + block.arity) for at in range(0, len(extents), block.arity)]
    return {
        row.key: RowReading(
            tuple(reading.tokens[at] for at in part),
            CellStatus.BLANK,
            reading.oddity if any(at in reading.unsure for at in part) else None,
            frozenset(at - part.start for at in part if at in reading.unsure),
        )
        for row, part in zip(block.rows, parts, strict=True)
    }


def _routes(grid: Grid, body: Iterable[Row], headings: Sequence[Extent], block: Block) -> Mapping[str, RowReading]:
    labels = {spelling: row.key for row in block.rows for spelling in map(plain, (row.label, *row.variants))}
    found: dict[str, RowReading] = {}
    for row in body:
        met = [at for at, cell in enumerate(row.cells) if grid.text(cell) in labels]
        if not met:
            continue
        key = labels[grid.text(row.cells[met[-1]])]
        reading = _under(grid, row.cells[met[-1] + 1 :], headings)
        if reading is None or key in found:
            return {}
        found[key] = reading
    return found if len(found) == len(block.rows) else {}


def _spellings(column: Column) -> Iterator[str]:
    """A heading as it is printed, with its remark in brackets and without."""
    for spelling in (column.label, *column.variants):
        yield plain(spelling)
        yield _REMARK.sub("", plain(spelling))


def _headings(grid: Grid, rows: Sequence[Row], columns: Sequence[Column]) -> _Headings | None:
    """The headings of columns among the rows above; None if not all are there once, in order."""
    keys = {spelling: column.key for column in columns for spelling in _spellings(column)}
    found: dict[str, list[Extent]] = {column.key: [] for column in columns}
    others: list[Extent] = []
    reaches: set[Extent] = set()
    for row in rows:
        for cell in row.cells:
            text = grid.text(cell)
            key = _named(text, keys)
            if key is not None:
                found[key].append(cell.extent)
                reaches.add(row.reach)
            elif text:
                others.append(cell.extent)
    if not all(found.values()):
        return None
    headings = tuple((min(low for low, _ in places), max(high for _, high in places)) for places in found.values())
    # Printed in every column that it spans, a heading has these and none between them.
    for (low, high), places in zip(headings, found.values(), strict=True):
        if high - low > sum(b - a for a, b in set(places)) + grid.slack:
            return None
    if any(a[1] > b[0] + grid.slack for a, b in pairwise(headings)):
        return None
    reach = next(iter(reaches))
    is_one = all(_is_same(reach, other, grid.slack) for other in reaches)
    return _Headings(headings, reach, tuple(others)) if is_one else None


def _named(text: str, keys: Mapping[str, str]) -> str | None:
    """Which heading a text is: whole, without its remark, or with its end lost, as far as no other begins so."""
    whole = keys.get(text) or keys.get(_REMARK.sub("", text))
    if whole is not None or len(text) < _HALF:
        return whole
    begun = {key for spelling, key in keys.items() if spelling.startswith(text)}
    return begun.pop() if len(begun) == 1 else None


def _is_same(one: Extent, other: Extent, slack: float) -> bool:
    return abs(one[0] - other[0]) <= slack and abs(one[1] - other[1]) <= slack


def _label(row: Row, place: int) -> int | None:
    """Which cell of a row the label is in that ends at a place."""
    return next((index for index, cell in enumerate(row.cells) if cell.start < place <= cell.end), None)


def _labelled(grid: Grid, row: Row, label: int, site: Site, told: _Headings) -> RowReading | None:
    """What stands in a row with its label in this cell; None if it and the headings do not make one grid."""
    if not _is_same(row.reach, told.reach, grid.slack):
        return None
    first, cell = told.extents[0][0] + grid.slack, row.cells[label]
    if cell.extent[1] > first:
        raise _Denied
    if any(token.sort is not Sort.WORDS for token in tokens(grid.document.norm, site.stretch.start, cell.end)):
        return None  # a value in the cell of the label
    behind = row.cells[label + 1 :]
    words = grid.text(cell)
    if any(each.extent[1] <= first and grid.text(each) not in {"", words} and _words(grid, each) for each in behind):
        return None  # the label of another row
    return _under(grid, behind, told.extents)


def _words(grid: Grid, cell: Cell) -> bool:
    return all(token.sort is Sort.WORDS for token in grid.tokens(cell))


def _under(grid: Grid, cells: Sequence[Cell], headings: Sequence[Extent]) -> RowReading | None:
    """What stands below each heading; None if a cell stands below several and is not empty, or a heading has no cell.

    Raises :class:`_Denied` if a value stands below none.
    """
    held: list[list[list[Token]]] = [[] for _ in headings]
    shared: set[int] = set()
    is_shared = False
    for cell in cells:
        over = [number for number, heading in enumerate(headings) if _is_below(cell.extent, heading)]
        found = grid.tokens(cell)
        if len(over) == 1:
            held[over[0]].append(found)
        elif over:
            shared.update(over)
            is_shared = is_shared or bool(found)
        elif any(token.sort is not Sort.WORDS for token in found):
            raise _Denied
    if is_shared or any(not column and number not in shared for number, column in enumerate(held)):
        return None
    single = [_single(column) for column in held]
    unsure = {number for number, column in enumerate(held) if any(column) and single[number] is None} | shared
    has_words = any(token.sort is Sort.WORDS for column in held for cell in column for token in cell)
    oddity = ("words_in_row" if has_words else "ambiguous_row") if unsure else None
    return RowReading(tuple(single), CellStatus.BLANK, oddity, frozenset(unsure))


def _is_below(cell: Extent, heading: Extent) -> bool:
    common = min(cell[1], heading[1]) - max(cell[0], heading[0])
    return common > _PART * min(cell[1] - cell[0], heading[1] - heading[0])


def _single(cells: Sequence[Sequence[Token]]) -> Token | None:
    """The one value below a heading."""
    found = [token for cell in cells for token in cell]
    return found[0] if len(found) == 1 and found[0].sort is not Sort.WORDS else None
