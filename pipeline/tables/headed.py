"""The layout of a table without a full row, told by its header: where every line has as many cells as the others.

A report that leaves all row totals blank has no row that shows how its cells are kept apart. Where spans are written
out as empty cells, the lines of the header and of the rows are of one width, and the cells under the first and the last
heading are those of the row.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.forms import Block
from pipeline.readers.document import compact
from pipeline.tables.layout import Frame, Layout, line_of
from pipeline.tables.sites import Site
from pipeline.tables.vocabulary import plain

_ROWS = 3  # lines of one width that make a grid
_STOREYS = 8  # lines above the first row in which its header stands


def headed(norm: str, sites: Sequence[Site], block: Block) -> Layout | None:
    """How the rows of a block keep their cells apart by its header; None if lines are not of one width."""
    if len(sites) < _ROWS:
        return None
    for border in ("|", "\t"):
        lines = [line_of(norm, site.stretch.start) for site in sites]
        widths = {line.count(border) for line in lines}
        if len(widths) != 1 or min(widths) < block.arity:
            continue
        [width] = widths
        above = norm[: sites[0].top].split("\n")[-_STOREYS - 1 :]
        header = [[compact(cell).chars for cell in line.split(border)] for line in above if line.count(border) == width]
        first, last = (_position(header, plain(column.label)) for column in (block.columns[0], block.columns[-1]))
        if first is None or last is None or last - first != block.arity - 1:
            continue
        # A label stands in any of the cells before the first value's, and leaves those in between empty.
        frame = Frame("line", frozenset(range(1, first + 1)), frozenset({width - last}))
        return Layout(border, (frame,), 1, frozenset({first}))
    return None


def _position(header: Sequence[Sequence[str]], label: str) -> int | None:
    """The one place of a label in the lines of a header; None if it is not there or at several places."""
    places = {index for line in header for index, cell in enumerate(line) if cell == label}
    return places.pop() if len(places) == 1 else None
