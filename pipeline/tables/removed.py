"""Texts from which every repeated line was removed: unreadable, and never zero.

A table repeats its headings and its zeros. Where each distinct line was kept only once, the one zero that is left may
have stood anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.tables.sites import TableSite

_LINES = 20  # a table with a cell a line has more
_BLANK = 0.8  # of the rows then look blank


def lines_were_removed(norm: str, grids: Sequence[TableSite]) -> bool:
    """Whether no line of the tables repeats, and nearly all rows but not all look blank."""
    if not grids:
        return False
    sites = [site for grid in grids for site in grid.sites]
    blank = sum(not site.stretch.values for site in sites)
    if not _BLANK * len(sites) <= blank < len(sites):
        return False
    start, end = min(grid.start for grid in grids), max(grid.end for grid in grids)
    lines = [line for line in (line.strip() for line in norm[start:end].split("\n")) if line]
    return len(lines) >= _LINES and len(set(lines)) == len(lines)
