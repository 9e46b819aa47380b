"""Rows with blanks in tables without a full row, told by what all rows of the table have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.forms import Block
from pipeline.readers.document import Document
from pipeline.tables.breaks import counted
from pipeline.tables.layout import FullRow
from pipeline.tables.padded import padded
from pipeline.tables.rows import RowReading
from pipeline.tables.sites import Site


@dataclass(frozen=True)
class Counting:
    """The rows of a table, those at `sites`, as the cells of all of them tell, counted when the first row asks that
    nothing else decides. `full` are the full rows of all tables."""

    document: Document
    sites: Sequence[Site]
    blocks: Mapping[str, Block]
    full: Callable[[], tuple[tuple[str, FullRow], ...]]

    def reading(self, site: Site, doubt: str | None) -> RowReading | None:
        """What stands in the cells of a row; None if they are not told, or the doubt about it is another than that
        values elsewhere belong to no row: where each row has all its cells, none of them is lost."""
        return None if site.doubtful or doubt not in {None, "unplaced_values"} else self._readings.get(site.row)

    @cached_property
    def _readings(self) -> Mapping[str, RowReading]:
        if self.document.bordered or self.document.rows:
            return {}
        norm, full = self.document.norm, [row for _, row in self.full()]
        return padded(norm, self.sites, self.blocks) or counted(norm, self.sites, self.blocks, full)
