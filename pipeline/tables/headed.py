"""The layout of a table without a full row, told by its header or by the lines of its rows.

A report that leaves zeros or all row totals blank has no row that shows how its cells are kept apart. Where spans are
written out as empty cells, the lines of the header and of the rows are of one width, and the cells under the first and
the last heading are those of the row. Where they are dropped, every row has behind its label just as many cells as the
table has columns, however many cells its label and the labels of its parents take.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.forms import Block
from pipeline.readers.document import compact
from pipeline.tables.layout import Frame, Layout, line_end, line_of
from pipeline.tables.sites import Site
from pipeline.tables.vocabulary import plain

_ROWS = 3  # lines of one width that make a grid
_LINES = 8  # rows with as many cells as columns that show they have no others; some have parents before their labels
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


def closed(norm: str, sites: Sequence[Site], block: Block) -> Layout | None:
    """How the rows of a block keep their cells apart if all have as many cells as columns behind their labels."""
    # The name of a group is a row in one form: where another label follows on its line, it is none.
    sites = [site for site in sites if site.stretch.end >= line_end(norm, site.stretch.start)]
    if len(sites) < _LINES:
        return None
    rows = [line_of(norm, site.stretch.start).rstrip(" ") for site in sites]
    above = norm[: sites[-1].top].rstrip("\n").split("\n")[-_STOREYS - len(sites) :]
    for border in ("|", "\t"):
        closes = border == "|" and all(line.rstrip(" ").endswith(border) for line in (*above, *rows) if border in line)
        counts = {norm.count(border, site.stretch.start, line_end(norm, site.stretch.start)) for site in sites}
        # Where nothing closes a line, a value in the last column shows that no cell was cut off at the end.
        if counts == {block.arity + closes} and (closes or not all(line.endswith(border) for line in rows)):
            return Layout(border, (Frame("line", frozenset({1}), frozenset({int(closes)})),), 1, frozenset({1}))
    return None


def _position(header: Sequence[Sequence[str]], label: str) -> int | None:
    """The one place of a label in the lines of a header; None if it is not there or at several places."""
    places = {index for line in header for index, cell in enumerate(line) if cell == label}
    return places.pop() if len(places) == 1 else None
