"""Blank cells that are told by breaks of lines alone: ``label``, eight of them, ``0``.

Where a page sets cells apart by empty lines, an empty cell is one break more than two cells beside each other have.
In one row that may be anything. In all of them it is not: where every row of a ledger, whatever it holds, has by that
count just as many cells as the form has columns, an empty cell is a break. One row that differs, and nothing is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.forms import Block
from pipeline.tables.layout import FullRow
from pipeline.tables.model import CellStatus
from pipeline.tables.rows import RowReading
from pipeline.tables.sites import Site
from pipeline.tables.totals import adds_up
from pipeline.tables.values import Token

_WIDE = 5  # columns; less of them are counted right by chance
_STEP = 2  # breaks between cells: of fewer, an empty cell has as many as a full one
_ROWS, _BLANKS = 2, 10  # rows and empty cells in them that show what an empty cell is
_TOTAL = "total"


def counted(
    norm: str, sites: Sequence[Site], blocks: Mapping[str, Block], full: Sequence[FullRow]
) -> Mapping[str, RowReading]:
    """What stands in the rows of a ledger with blanks, by row key; none if its rows are not all of one count.

    `full` are the rows with a value a column of all tables of the report: they tell what stands between two cells.
    """
    gaps = {norm[a.end : b.start] for row in full for a, b in pairwise(row.values)}
    steps = {gap.count("\n") for gap in gaps}
    if any("|" in gap or "\t" in gap for gap in gaps) or len(steps) != 1 or (step := steps.pop()) < _STEP:
        return {}
    rows = blanks = 0
    found: dict[str, RowReading] = {}
    for site, after in pairwise([*sorted(sites, key=lambda site: site.top), None]):
        assert site is not None
        block = blocks.get(site.block)
        if block is None or block.arity < _WIDE or site.by_order or site.doubtful:
            return {}
        own = site.stretch
        if "|" in norm[own.start : own.end] or "\t" in norm[own.start : own.end]:
            return {}
        placed = _placed(norm, site, step, block.arity, ends=after is None)
        if placed is None and after is None:
            continue  # behind the last row anything may follow, and the text may end within it
        if placed is None:
            return {}
        empty = placed.count(None)
        rows, blanks = rows + bool(empty), blanks + empty
        # The number of a page on a line of its own looks like a cell, but does not add up with the others.
        if block.columns[-1].key != _TOTAL or adds_up([None if token is None else token.value for token in placed]):
            found[site.row] = RowReading(tuple(placed), CellStatus.BLANK)
    return found if rows >= _ROWS and blanks >= _BLANKS else {}


def _placed(norm: str, site: Site, step: int, arity: int, ends: bool) -> list[Token | None] | None:
    """The cells of a row by the breaks between its values; None if they are not as many as the columns.

    `ends`: it is the last row, behind whose last value the breaks are none of its own.
    """
    placed: list[Token | None] = []
    place = site.stretch.start
    for token in site.stretch.values:
        more = norm.count("\n", place, token.start) - step
        if more < 0:
            return None
        placed += [None] * more + [token]
        place = token.end
    if ends:
        return placed if len(placed) == arity and place < len(norm) else None
    more = norm.count("\n", place, site.stretch.end) - step
    placed += [None] * more
    return placed if more >= 0 and len(placed) == arity else None
