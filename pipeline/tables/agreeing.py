"""Whether a row that was read by counting agrees with the grid of its table.

As many values as columns are the row's only if they stand where the values of the other rows do: a table with a column
more than the form, for numbers of rows or last year's total, has as many in a row in which one is blank. A row that was
read by its borders may lack a cell, and then counts another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.document import Extent
from pipeline.tables.gridded import Cell, Grid, Row
from pipeline.tables.heads import Headings, is_below, is_same
from pipeline.tables.values import Sort, Token


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row of a grid, and which of its cells its label is in."""

    row: Row
    label: int

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Those behind the label."""
        return self.row.cells[self.label + 1 :]


@dataclass(frozen=True)
class Agreement:
    """The rows of a block in their grid, and the headings above them, if they are told."""

    grid: Grid
    rows: Sequence[Labelled]
    told: Headings | None
    arity: int

    def contradicts(self, row: Labelled, tokens: Sequence[Token | None]) -> bool:
        """Whether a row has its values elsewhere than in the columns that they were read as."""
        held = [
            (column, next((cell for cell in row.cells if cell.start <= token.start < cell.end), None))
            for column, token in enumerate(tokens)
            if token is not None
        ]
        if any(cell is None for _, cell in held):  # in the cell of the label
            return len(row.cells) >= self.arity
        alike = [each for each in self.rows if self._is_as_wide(each.row.reach, row)]
        if len(row.cells) == self.arity and (
            len(held) == self.arity or all(len(each.cells) == self.arity for each in alike)
        ):
            return False
        columns = self._columns(alike, row)
        if columns is None:
            return self._is_ragged(row) or self._is_wider(alike)
        return not all(cell is None or _stands(cell, columns, column) for column, cell in held)

    def _columns(self, alike: Iterable[Labelled], row: Labelled) -> Sequence[Extent] | None:
        """Where the values of full rows without any other cell stand, else the headings; none where such rows differ.

        None where neither tells.
        """
        full = [each.cells for each in alike if self._is_full(each)]
        if full:
            columns = [cell.extent for cell in full[0]]
            is_one = all(_stands(cell, columns, column) for cells in full[1:] for column, cell in enumerate(cells))
            return columns if is_one else []
        if self.told is not None and self._is_as_wide(self.told.reach, row):
            return self.told.extents
        return None

    def _is_full(self, row: Labelled) -> bool:
        """Whether each cell behind the label holds a value, and they are as many as the columns."""
        return len(row.cells) == self.arity and all(
            [token.sort for token in self.grid.tokens(cell)] in _ONE for cell in row.cells
        )

    def _is_as_wide(self, reach: Extent, row: Labelled) -> bool:
        return is_same(reach, row.row.reach, self.grid.slack)

    def _is_ragged(self, row: Labelled) -> bool:
        """Whether a row is wider or narrower than its headings, or most rows, and not every row has its label right
        before its values, which tells where these begin. Rows on a page are as wide as their table."""
        if self.grid.document.media == "pdf":
            return False
        [(usual, _)] = Counter(each.row.reach for each in self.rows).most_common(1)
        has_others = any(len(each.cells) > self.arity for each in self.rows)
        if self.told is not None:
            usual = self.told.reach
        return usual != row.row.reach and (has_others or len(row.cells) != self.arity)

    def _is_wider(self, alike: Iterable[Labelled]) -> bool:
        """Whether rows as wide as each other have values in more columns than the form has."""
        held = sorted(
            cell.extent
            for each in alike
            for cell in each.cells
            if any(token.sort is not Sort.WORDS for token in self.grid.tokens(cell))
        )
        return _apart(held) > self.arity


_ONE = ([Sort.NUMBER], [Sort.MARK])


def _apart(extents: Iterable[Extent]) -> int:
    """How many columns these stand in, sorted as they are."""
    found = list(extents)
    return bool(found) + sum(not is_below(b, a) for a, b in pairwise(found))


def _stands(cell: Cell, columns: Sequence[Extent], column: int) -> bool:
    return [number for number, each in enumerate(columns) if is_below(cell.extent, each)] == [column]
