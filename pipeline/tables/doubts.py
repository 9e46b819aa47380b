"""What makes a row doubtful although it has exactly as many values as the table has columns.

A table may have more columns than the form's, or have them in another order, and a number that is none of the row's may
stand for one that is blank. What is learnt of the whole table tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.forms import Block, Forms
from pipeline.tables.headers import disordered, has_another_year, lacks_a_column, misheaded
from pipeline.tables.layout import line_of
from pipeline.tables.page import Page
from pipeline.tables.rows import SURPLUS, is_on_one_line
from pipeline.tables.sites import Site, TableSite
from pipeline.tables.totals import adds_up, total_stands_first
from pipeline.tables.vocabulary import plain

_TOTAL = "total"
_ROWS, _SHARE = 3, 3  # so many rows with a value too much, and one for so many others, show that the table is wider


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is known of a whole table: its blocks with columns out of order, those under headings of other columns,
    those with a column more than the form's or one less; the rows that may end with the number of a page; whether its
    rows keep their values apart by more than blanks; and whether values stand in it of which the row cannot be told."""

    disordered: frozenset[str]
    misheaded: frozenset[str]
    wider: frozenset[str]
    narrower: frozenset[str]
    broken: frozenset[str]
    apart: bool
    lost: bool

    def about(self, norm: str, site: Site, block: Block) -> str | None:
        """The code of the problem that a row has by its table, None for a row without doubt."""
        values = site.stretch.values
        if site.doubtful or (self.lost and not values):
            return "unplaced_values"
        if site.block in self.misheaded:
            return "columns_of_others"
        if values and site.block in self.narrower:
            return "ambiguous_row"
        full = len(values) == block.arity > 1
        if full and (site.block in self.wider or (self.apart and is_on_one_line(norm, values))):
            return "ambiguous_row"
        if site.row in self.broken and values and not _is_whole(site, block):
            return "ambiguous_row"
        return "columns_out_of_order" if site.block in self.disordered else None


def doubts_of(page: Page, grid: TableSite, blocks: Mapping[str, Block]) -> Doubts:
    """The doubts about the rows of a table, of which `blocks` are those met."""
    return Doubts(
        disordered=frozenset(disordered(page, grid.headers, grid.start, blocks))
        | {key for key, block in blocks.items() if _has_total_first(grid, block)},
        misheaded=misheaded(grid.headers, blocks),
        wider=frozenset(key for key, block in blocks.items() if _is_wider(page, grid, block)),
        narrower=frozenset(key for key, block in blocks.items() if _is_narrower(page, grid, block)),
        broken=frozenset(_before_page_breaks(page, grid)),
        apart=_keeps_values_apart(page, grid, blocks),
        lost=any(site.stretch.strays for site in grid.sites),
    )


def _has_total_first(grid: TableSite, block: Block) -> bool:
    values = [site.stretch.values for site in grid.sites if site.block == block.key]
    return block.columns[-1].key == _TOTAL and total_stands_first([row for row in values if len(row) == block.arity])


def _before_page_breaks(page: Page, grid: TableSite) -> Iterator[str]:
    """The rows whose last value, alone on its line, may be the number of a page: words that are no row's follow."""
    headings = [plain(words) for words in _captions(page.forms, grid.table)[1:]]
    for site, after in pairwise(grid.sites):
        values = site.stretch.values
        gap = page.norm[site.stretch.end : after.top]
        if values and gap and line_of(page.norm, values[-1].start).strip() == values[-1].text:
            words = plain(gap)
            if any(heading in words for heading in headings):
                yield site.row


def _is_whole(site: Site, block: Block) -> bool:
    """Whether a row has a value a column and they add up, where the form says that they do."""
    figures = [token.value for token in site.stretch.values]
    return len(figures) == block.arity and (block.columns[-1].key != _TOTAL or adds_up(figures))


def _keeps_values_apart(page: Page, grid: TableSite, blocks: Mapping[str, Block]) -> bool:
    """Whether the full rows of a table keep their values apart by more than blanks, nearly all of them."""
    values = [site.stretch.values for site in grid.sites if site.block in blocks]
    arities = [blocks[site.block].arity for site in grid.sites if site.block in blocks]
    full = [row for row, arity in zip(values, arities, strict=True) if len(row) == arity > 1]
    inline = sum(is_on_one_line(page.norm, row) for row in full)
    return len(full) - inline >= _ROWS * max(1, inline)


def _is_wider(page: Page, grid: TableSite, block: Block) -> bool:
    """Whether a printed block has a column more than the form's, so that as many values as columns lack one."""
    counts = [
        len(site.stretch.values) - block.arity
        for site in grid.sites
        if site.block == block.key and not site.stretch.is_glued
    ]
    if block.columns[-1].key == _TOTAL and has_another_year(page, grid.start, _captions(page.forms, grid.table)):
        return True
    more = sum(0 < count <= SURPLUS for count in counts)
    return more >= _ROWS and _SHARE * more >= counts.count(0)


def _is_narrower(page: Page, grid: TableSite, block: Block) -> bool:
    """Whether a ledger lacks a column: its header does not name one, and no row has a value in each of the form's."""
    if block.columns[-1].key != _TOTAL:
        return False
    rows = [site.stretch.values for site in grid.sites if site.block == block.key]
    return all(len(values) < block.arity for values in rows) and lacks_a_column(page, grid.start, block)


@cache
def _captions(forms: Forms, table: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(caption for _, version in forms.tables(table) for caption in version.captions))
