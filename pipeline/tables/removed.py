"""Texts from which every repeated line was removed: unreadable, and never zero.

A table repeats its headings and its zeros. Where each distinct line was kept only once, the one zero that is left may
have stood anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.forms import Forms
from pipeline.tables.headers import Header
from pipeline.tables.page import Page
from pipeline.tables.sites import TableSite

_LINES = 20  # a table with a cell a line has more
_BLANK = 0.8  # of the rows then look blank
_ITEM = re.compile(r"^\s*第二十条第\([一二三四五六七八九十]\)项\s*$", re.MULTILINE)
_ITEMS = 2  # that each print the table's first heading
_NOTHING = re.compile(r"^\s*(?:0(?:\.0+)?|[-—/]{1,2}|无)\s*$", re.MULTILINE)
_BORDERED = re.compile(r"[|\t]|\S {2,}\S")
_APART = re.compile(r"\s*\n")


def lines_were_removed(page: Page, grids: Sequence[TableSite]) -> bool:
    """Whether no line of the tables repeats, and nearly all rows but not all look blank, or some do in blocks that
    have lost their headings to a block before them."""
    if not grids:
        return False
    sites = [site for grid in grids for site in grid.sites]
    blank = sum(not site.stretch.values for site in sites)
    if not 0 < blank < len(sites):
        return False
    start, end = min(grid.start for grid in grids), max(grid.end for grid in grids)
    lines = [line for line in (line.strip() for line in page.norm[start:end].split("\n")) if line]
    if len(set(lines)) != len(lines):
        return False
    if blank >= _BLANK * len(sites) and len(lines) >= _LINES:
        return True
    return any(_lost_headings(page, grid) for grid in grids if grid.table == "disclosure")


def _lost_headings(page: Page, grid: TableSite) -> bool:
    """Whether a table with a cell a line has its headings and its nothing once, and rows with no cell behind them.

    A table may have one header for all its blocks, or cells that are empty: but not where borders or empty lines show
    these cells, nor where nothing was written into the cells above them.
    """
    text = page.norm[grid.start : grid.end]
    lines = [line.strip() for line in text.split("\n")]
    [heading, *_] = page.forms.forms[-1].table(grid.table).captions  # of every block
    if _BORDERED.search(text) or lines.count(heading) != 1 or len(_ITEM.findall(text)) < _ITEMS:
        return False
    blank = [site for site in grid.sites if not site.stretch.values]
    nothing = _NOTHING.search(page.norm, grid.start, grid.end)
    if nothing is None or not any(site.top > nothing.start() for site in blank):
        return False
    least = min(match.group().count("\n") for match in _APART.finditer(text.strip()))
    gaps = (_APART.match(page.norm, site.stretch.start) for site in blank if site is not grid.sites[-1])
    if any(gap is None or gap.group().count("\n") > least for gap in gaps):
        return False
    return _lacks_a_header(page.forms, grid.headers, list(dict.fromkeys(site.block for site in grid.sites)))


def _lacks_a_header(forms: Forms, headers: dict[str, Header], met: Sequence[str]) -> bool:
    """Whether a block has no headings, and one before it has all that the same form prints above both."""
    printed = {block: set(headers[block].columns) if block in headers else set() for block in met}
    for _, table in forms.tables("disclosure"):
        columns = {block.key: {column.key for column in block.columns} for block in table.blocks}
        for place, block in enumerate(met):
            wanted = columns.get(block)
            if wanted and not printed[block] and any(wanted <= printed[other] for other in met[:place]):
                return True
    return False
