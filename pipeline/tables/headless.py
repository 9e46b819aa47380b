"""The line of reviews and lawsuits below its section's heading where no header of a table is left above it.

As many bare values as the table has cells are not passed over in silence. Whose they are their totals tell: if the sums
of all routes hold in the form's order, and in no other that a table may be printed in, it is that order. Zeros alone
are zeros in any order. What does not add up, or does in several orders, stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.forms import Block, Forms
from pipeline.tables.page import Page
from pipeline.tables.rows import RowReading, unread
from pipeline.tables.totals import adds_up
from pipeline.tables.values import Token
from pipeline.tables.vocabulary import plain

_LEAST = 10  # values on end that are a line of the table, be some lost
_NEAR = 200  # compact characters below the heading within which it begins
_FOREIGN = 2  # ideographs above it that are none of the table's
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


def below_heading(page: Page, begin: int, runs: Sequence[tuple[Token, ...]]) -> tuple[Token, ...] | None:
    """The first of the runs of values behind a heading, which ends at `begin` in compact text, that is the line of the
    table; None if there is none."""
    run = next((run for run in runs if len(run) >= _LEAST), None)
    return run if run is not None and page.place(run[0].start) - begin <= _NEAR else None


def names_nothing_else(above: str, forms: Forms) -> bool:
    """Whether what stands above the line, in compact text, is the section's title or names routes in the form's order,
    and is nothing else: other words may say that the values are others."""
    table = forms.forms[-1].table("review")
    block = table.blocks[0]
    sections = [section for section in forms.sections if section.key == table.key]
    titles = [plain(title) for section in sections for title in (section.label, *section.variants)]
    for title in sorted(titles, key=len, reverse=True):
        above = above.replace(title, "")
    if any(plain(column.label) in above for column in block.columns):
        return False  # a header in part: what of it is lost may have named other columns
    first, *others = (plain(row.label) for row in block.rows)
    place = 0
    for name in (first, plain(table.captions[0]), *others):
        found = above.find(name)
        if found >= 0 and found < place:
            return False
        if found >= 0:
            above, place = above.replace(name, "", 1), found
    left = _IDEOGRAPH.findall(above)
    # Pieces of the table's own words are what is left of a header, and which one nobody knows.
    labels = [*(column.label for column in block.columns), *(row.label for row in block.rows)]
    own = set("".join([*table.captions, *labels]))
    return len(left) <= _FOREIGN and own.isdisjoint(left)


def by_totals(reading: RowReading, block: Block) -> RowReading:
    """The line if its totals show that it stands in the form's order, else one of which nothing can be said."""
    values = [None if token is None else token.value for token in reading.tokens]
    figures = [value for value in values if value is not None]
    if reading.oddity is None and len(figures) == len(block.rows) * block.arity and _is_in_order(figures, block):
        return reading
    return unread(len(reading.tokens), "no_headings")


def _is_in_order(figures: Sequence[Decimal], block: Block) -> bool:
    routes, arity = len(block.rows), block.arity
    across = [figures[index * arity : (index + 1) * arity] for index in range(routes)]
    down = [figures[index::routes] for index in range(routes)]
    told = [row for row in across if any(row)]
    if not told:
        return True
    turned = all(map(adds_up, down))
    first = all(adds_up([*row[1:], row[0]]) for row in told)
    return all(map(adds_up, told)) and not turned and not first
