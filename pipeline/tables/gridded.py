"""The rows of tables whose file says which columns their cells take: cells with their place across and their text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.readers.document import Document, Extent, compact
from pipeline.tables.layout import line_end, pieces_of
from pipeline.tables.values import Token, tokens

_POINTS = 3.0  # by which what is drawn below each other may be off


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: from where to where it reaches across, and where its text stands in norm."""

    extent: Extent
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its own cells, and from where to where it reaches."""

    cells: tuple[Cell, ...]
    reach: Extent


@dataclass(frozen=True)
class Grid:
    """The rows of all tables of a document, by their number."""

    document: Document

    @property
    def slack(self) -> float:
        """How far off what belongs together may be: columns are counted, places on a page are measured."""
        return _POINTS if self.document.media == "pdf" else 0.0

    @cached_property
    def _starts(self) -> list[int]:
        return [row.start for row in self.document.rows]

    def at(self, norm: int) -> int | None:
        """The number of the row on whose line a place in norm is."""
        number = bisect_right(self._starts, self.document.source(norm, norm)[0]) - 1
        if number < 0:
            return None
        start = self.document.place(self._starts[number])
        return number if start <= norm <= line_end(self.document.norm, start) else None

    def row(self, number: int) -> Row | None:
        """A row; None if its line does not have the cells that it should have."""
        start, extents, reach = self.document.rows[number]
        start = self.document.place(start)
        pieces = pieces_of(self.document.norm, start, line_end(self.document.norm, start), "|", "none")[1:-1]
        if len(pieces) != len(extents):
            return None
        return Row(tuple(Cell(extent, *piece) for extent, piece in zip(extents, pieces, strict=True)), reach)

    def follows(self, number: int) -> bool:
        """Whether nothing stands between a row and the one before it."""
        a, b = self._starts[number - 1 : number + 1] if number else (0, 0)
        return a < b and self.document.text.count("\n", a, b) == 1

    def rows(self, start: int, end: int) -> Iterator[Row]:
        """The rows between two places in norm."""
        for number in range(len(self._starts)):
            if start <= self.document.place(self._starts[number]) < end and (row := self.row(number)) is not None:
                yield row

    def text(self, cell: Cell) -> str:
        """The compact text of a cell."""
        return compact(self.document.norm[cell.start : cell.end]).chars

    def tokens(self, cell: Cell) -> list[Token]:
        """What stands in a cell."""
        return tokens(self.document.norm, cell.start, cell.end)
