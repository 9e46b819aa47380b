"""What the layout of a table is learnt from: its own full rows and headers, or those of the other tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.forms import Block
from pipeline.readers.document import Document
from pipeline.tables.headed import closed, headed
from pipeline.tables.layout import ROWS_ON_LINES, Frame, FullRow, Layout, learn, pieces_of
from pipeline.tables.sites import TableSite
from pipeline.tables.versions import Versions


@dataclass(frozen=True)
class Learning:
    """The layout of a table, learnt when the first row asks that its count of values does not decide.

    Where a table has no full row, the full rows of the others teach, unless the document has borders of its own.
    """

    document: Document
    grid: TableSite
    blocks: Mapping[str, tuple[str, Block]]
    rows: Callable[[], tuple[tuple[str, FullRow], ...]]

    @cached_property
    def layout(self) -> Layout:
        """The layout, learnt once."""
        own = [row for table, row in self.rows() if table == self.grid.table and len(row.values) > 1]
        # What opens the next row is missing behind the last one, so that it teaches only where it is alone, and only
        # rows that end with their line as it does.
        own = [row for row in own if row.end < self.grid.end] or (own if self._ends_with_lines else [])
        if self.document.bordered and not own:
            return ROWS_ON_LINES
        if not own:
            for key, (_, block) in self.blocks.items():
                sites = [site for site in self.grid.sites if site.block == key]
                told = headed(self.document.norm, sites, block) or closed(self.document.norm, sites, block)
                if told is not None:
                    return told
        learnt = learn(
            self.document.norm, own or [row for _, row in self.rows()], self.grid.start, self.grid.end, bool(own)
        )
        if not own and learnt.frames:
            learnt = replace(learnt, frames=tuple(frame for frame in learnt.frames if self._is_usual(frame, learnt)))
        return ROWS_ON_LINES if self.document.bordered and not learnt.frames else learnt

    @property
    def _ends_with_lines(self) -> bool:
        return all("\n" in self.document.norm[site.stretch.start : site.stretch.end] for site in self.grid.sites[:-1])

    def _is_usual(self, frame: Frame, learnt: Layout) -> bool:
        """Whether not most rows, where they go over several lines, have more pieces than a frame of another table says:
        where all are padded, one that lacks a cell looks like a row without padding."""
        if frame.cut == "line" or not frame.is_rigid:
            return True
        beside = sum((*frame.before, *frame.behind))
        more = [
            len(pieces_of(self.document.norm, site.stretch.start, site.stretch.end, learnt.border, frame.cut))
            - self.blocks[site.block][1].arity
            > beside
            for site in self.grid.sites
            if site.block in self.blocks
        ]
        return 2 * sum(more) <= len(more)

    def __call__(self) -> Layout:
        """The layout, for what asks for it only where it needs it."""
        return self.layout


def full_rows(grids: Iterable[TableSite], chosen: Mapping[str, Versions]) -> Iterator[tuple[str, FullRow]]:
    """The full rows and headers of all tables, each with the key of its table."""
    for grid in grids:
        for site in grid.sites:
            version = chosen[grid.table].blocks.get(site.block)
            if version is not None and len(site.stretch.values) == version[1].arity and not site.by_order:
                yield grid.table, FullRow(site.stretch.start, site.stretch.end, site.stretch.values)
        for block, header in grid.headers.items():
            version = chosen[grid.table].blocks.get(block)
            if version is not None and header.line is not None and len(header.columns) == version[1].arity:
                yield grid.table, header.line
