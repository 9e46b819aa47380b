"""Cells below their headings: where a file says which columns its cells take, a value is that of the heading above it.

A row is read so only if its cells and the headings make one grid: it reaches as far as the rows of the headings do,
and each heading has a cell below it. A block is not read so at all where a value stands below no heading or a label
below one, where a full row, that needs no grid, says otherwise, or where all may as well stand below those beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.forms import Block
from pipeline.readers.document import Extent
from pipeline.tables.agreeing import Agreement, Labelled
from pipeline.tables.gridded import Cell, Grid, Row
from pipeline.tables.heads import Headings, are_disordered, headings_of, is_below, is_same
from pipeline.tables.lines import held_in
from pipeline.tables.model import CellStatus
from pipeline.tables.rows import RowReading
from pipeline.tables.sites import Site
from pipeline.tables.values import Sort, Token, tokens

_STOREYS = 8  # rows above the first in which headings stand


class Denied(Exception):
    """A row shows that the headings do not stand above what is theirs."""


@dataclass(frozen=True)
class Below:
    """The rows of a table, those at `sites`, as their headings tell them."""

    grid: Grid
    sites: Sequence[Site]
    blocks: Mapping[str, Block]

    def reading(self, site: Site) -> RowReading | None:
        """What stands in the cells of a row; None if its headings do not tell it."""
        return None if site.by_order or not self._rows else self._readings[site.block].get(site.row)

    def doubt(self, site: Site, reading: RowReading) -> str | None:
        """The code of the problem of a row that was read without its grid, where that says otherwise."""
        row = self._rows.get(site.row)
        if row is None or not any(reading.tokens):
            return None
        if site.block in self._disordered:
            return "columns_out_of_order"
        return "ambiguous_row" if self._agreements[site.block].contradicts(row, reading.tokens) else None

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """The rows of the document in which labels stand."""
        if not self.grid.document.rows:
            return {}
        found = {site.row: self.grid.at(site.stretch.start - 1) for site in self.sites if not site.by_order}
        return {key: number for key, number in found.items() if number is not None}

    @cached_property
    def _rows(self) -> Mapping[str, Labelled]:
        """The rows with one label each: whose the cells of a line with two are cannot be told."""
        met = Counter(self._numbers.values())
        found: dict[str, Labelled] = {}
        for site in self.sites:
            number = self._numbers.get(site.row)
            row = self.grid.row(number) if number is not None and met[number] == 1 else None
            label = None if row is None else _label(row, site.stretch.start)
            if row is not None and label is not None:
                found[site.row] = Labelled(row, label)
        return found

    @cached_property
    def _above(self) -> Mapping[str, range]:
        """Of each block the numbers of the rows above its first in which its headings stand."""
        placed = self._numbers
        found: dict[str, range] = {}
        for key in self.blocks:
            first = min(
                (placed[site.row] for site in self.sites if site.block == key and site.row in placed), default=0
            )
            above = max((number for number in placed.values() if number < first), default=-1)
            found[key] = range(max(above + 1, first - _STOREYS), first)
        return found

    def _lines(self, numbers: Iterable[int]) -> list[Row]:
        return [row for number in numbers if (row := self.grid.row(number)) is not None]

    def _headings(self, numbers: range, block: Block) -> Headings | None:
        parts = (number for number in reversed(numbers) if not self.grid.follows(number + 1))
        own = self._lines(range(next(parts, numbers.start - 1) + 1, numbers.stop))
        return headings_of(self.grid, self._lines(numbers), block.columns, len(own))

    @cached_property
    def _disordered(self) -> frozenset[str]:
        return frozenset(
            key
            for key, block in self.blocks.items()
            if are_disordered(self.grid, self._lines(self._above[key]), block.columns)
        )

    @cached_property
    def _told(self) -> Mapping[str, Headings | None]:
        return {key: self._headings(self._above[key], block) for key, block in self.blocks.items()}

    @cached_property
    def _agreements(self) -> Mapping[str, Agreement]:
        return {
            key: Agreement(
                self.grid,
                [self._rows[site.row] for site in self.sites if site.block == key and site.row in self._rows],
                self._told[key],
                block.arity,
            )
            for key, block in self.blocks.items()
        }

    @cached_property
    def _readings(self) -> Mapping[str, Mapping[str, RowReading]]:
        return {key: self._block(key, block) for key, block in self.blocks.items()}

    def _block(self, key: str, block: Block) -> Mapping[str, RowReading]:
        told = self._told[key]
        if told is None:
            return {}
        found: dict[str, RowReading] = {}
        labels = 0.0
        for site in self.sites:
            if site.block != key:
                continue
            row = self._rows.get(site.row)
            try:
                reading = None if row is None else _labelled(self.grid, row, site, told)
            except Denied:
                return {}
            if reading is not None and row is not None:
                found[site.row] = reading
                labels = max(labels, row.row.cells[row.label].extent[1])
            # A full row with a cell more than it has values may have one of another column among these.
            full = len(site.stretch.values) == block.arity and (row is None or len(row.cells) == block.arity)
            if full and (reading is None or (reading.tokens != site.stretch.values and not reading.unsure)):
                return {}
        return {} if told.may_be_off(labels, found.values(), self.grid.slack) else found


def _label(row: Row, place: int) -> int | None:
    """Which cell of a row the label is in that ends at a place."""
    return next((index for index, cell in enumerate(row.cells) if cell.start < place <= cell.end), None)


def _labelled(grid: Grid, row: Labelled, site: Site, told: Headings) -> RowReading | None:
    """What stands in a row with a label; None if it and the headings do not make one grid."""
    if not is_same(row.row.reach, told.reach, grid.slack):
        return None
    first, cell = told.extents[0][0] + grid.slack, row.row.cells[row.label]
    if cell.extent[1] > first:
        raise Denied
    if any(token.sort is not Sort.WORDS for token in tokens(grid.document.norm, site.stretch.start, cell.end)):
        return None  # a value in the cell of the label
    theirs = [each for each in row.cells if not told.is_foreign(each.extent, cell.extent[1], grid.slack)]
    words = grid.text(cell)
    if any(each.extent[1] <= first and grid.text(each) not in {"", words} and _words(grid, each) for each in theirs):
        return None  # the label of another row
    return under(grid, theirs, told.extents)


def _words(grid: Grid, cell: Cell) -> bool:
    return all(token.sort is Sort.WORDS for token in grid.tokens(cell))


def under(grid: Grid, cells: Sequence[Cell], headings: Sequence[Extent]) -> RowReading | None:
    """What stands below each heading; None if a cell stands below several and is not empty, or a heading has no cell.

    Raises :class:`Denied` if a value stands below none.
    """
    held: list[list[Token]] = [[] for _ in headings]
    met: set[int] = set()  # headings with a cell of their own below
    shared: set[int] = set()
    is_shared = False
    spare = 0  # cells below none
    for cell in cells:
        over = [number for number, heading in enumerate(headings) if is_below(cell.extent, heading)]
        found = grid.tokens(cell)
        if len(over) == 1:
            held[over[0]] += found
            met.add(over[0])
        elif over:
            shared.update(over)
            is_shared = is_shared or bool(found)
        elif any(token.sort is not Sort.WORDS for token in found):
            raise Denied
        else:
            spare += 1
    if is_shared or (shared and spare) or len(met | shared) < len(headings):
        return None
    values, others = held_in(held)
    # A value beside an empty cell that reaches below its heading too may as well be that of the heading beside.
    single = tuple(None if number in shared else value for number, value in enumerate(values))
    unsure = others | shared
    has_words = any(token.sort is Sort.WORDS for column in held for token in column)
    oddity = ("words_in_row" if has_words else "ambiguous_row") if unsure else None
    return RowReading(single, CellStatus.BLANK, oddity, unsure)
