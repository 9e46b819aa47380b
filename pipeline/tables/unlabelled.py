"""Rows whose labels do not stand before their values: lost, or printed in a stack above a stack of values.

A PDF turned to text prints the labels of several rows together and their lines of figures behind them; a page that
drops nested cells leaves the figures of a group without any label. Where there are exactly as many values as the rows
that wait for some have cells, the form's order says which is whose. Where there are not, none of these rows is said to
be blank or to hold what follows its label: whose values those are cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.forms import Block
from pipeline.tables.rows import SURPLUS
from pipeline.tables.sites import Site
from pipeline.tables.stretches import Stretch
from pipeline.tables.totals import column_by_column, row_by_row
from pipeline.tables.values import Sort, Token, is_numbering, tokens
from pipeline.tables.vocabulary import plain

_BORDERS = "\n|\t"
_WIDE = 5  # values; only rows as wide as those of the ledger are told by how many values there are


@dataclass(frozen=True, slots=True)
class _Stop:
    """A label with what follows it up to the next: the rows from it on that wait for values, and the values.

    `foreign`: words stand among them that may be the label of a row no form has. `adjoins`: the next label follows
    with nothing in between that could hold a blank cell.
    """

    rows: tuple[str, ...]
    values: tuple[Token, ...]
    foreign: bool
    adjoins: bool


def by_order(norm: str, sites: Sequence[Site], block: Block, asides: Sequence[str]) -> tuple[Site, ...]:
    """The sites of a block, the values of unlabelled rows given to them by order, what cannot be told so marked.

    `asides` are words of the table that belong to no row. The sites themselves if every row has its own values.
    """
    order = {row.key: position for position, row in enumerate(block.rows)}
    ours = [site for site in sites if site.row in order]
    if all(len(site.stretch.values) <= block.arity for site in ours) and all(
        order[a.row] + 1 == order[b.row] and (a.stretch.values or _apart(norm, a, b)) for a, b in pairwise(ours)
    ):
        return tuple(sites)
    given: dict[str, tuple[Token, ...]] = {}
    doubtful: set[str] = set()
    waiting: list[str] = []
    stacked = wider = False
    labels = 0
    for stop in _stops(norm, ours, block, asides):
        waiting += stop.rows
        stacked |= stop.adjoins
        labels += 1
        count = len(stop.values)
        if not count:
            continue
        wide = block.arity >= _WIDE
        fits = wide and count > block.arity and count == block.arity * len(waiting) and not stop.foreign
        if fits and labels > 1 and not row_by_row(norm, stop.values, len(waiting), block.arity):
            if column_by_column(stop.values, len(waiting), block.arity):
                given.update((row, stop.values[index :: len(waiting)]) for index, row in enumerate(waiting))
            else:
                doubtful.update(waiting)
        elif fits:
            for index, row in enumerate(waiting):
                given[row] = stop.values[index * block.arity : (index + 1) * block.arity]
        elif stacked or (wide and count > block.arity and len(waiting) > 1):
            doubtful.update(waiting)
        elif not wide:
            pass  # of one figure or three a row, twice as many are as likely two columns as two rows
        elif count > block.arity + SURPLUS:
            wider = True
        elif len(stop.rows) > 1 and not stop.foreign and not (count == block.arity and _is_regular(norm, stop.values)):
            doubtful.add(stop.rows[0])
        waiting, stacked, labels = [], False, 0
    if wider:  # rows have more cells than the form's, so that no count of theirs means anything
        doubtful.update(given)
        given = {}
    left = [site for site in sites if site.row not in order]
    return (*_placed(ours, given, doubtful, block), *left) if given or doubtful else tuple(sites)


def _stops(norm: str, sites: Sequence[Site], block: Block, asides: Sequence[str]) -> Iterator[_Stop]:
    order = [row.key for row in block.rows]
    for site, following in pairwise([*sites, None]):
        assert site is not None
        first = order.index(site.row)
        if following is None:
            yield _Stop(tuple(order[first:]), site.stretch.values, False, False)
            continue
        found = tokens(norm, site.stretch.start, following.top)
        values = [
            token
            for token, after in pairwise([*found, None])
            if token is not None
            and token.sort is not Sort.WORDS
            and not (after is not None and after.sort is Sort.WORDS and is_numbering(norm, token, after))
        ]
        words = plain("".join(token.text for token in found if token.sort is Sort.WORDS))
        yield _Stop(
            tuple(order[first : order.index(following.row)]),
            tuple(values),
            not _known(words, asides),
            not values and not _apart(norm, site, following),
        )


def _apart(norm: str, site: Site, following: Site) -> bool:
    """Whether a border stands between a label and the next, so that there is room for blank cells."""
    return any(norm.find(border, site.stretch.start, following.top) >= 0 for border in _BORDERS)


def _known(words: str, asides: Sequence[str]) -> bool:
    """Whether words are nothing but those that the table prints beside its rows."""
    for aside in sorted(asides, key=len, reverse=True):
        words = words.replace(aside, "")
    return not words


def _is_regular(norm: str, values: Sequence[Token]) -> bool:
    """Whether the same borders stand between any two values, as in one row."""
    between = {tuple(norm.count(border, a.end, b.start) for border in _BORDERS) for a, b in pairwise(values)}
    return len(between) <= 1


def _placed(
    sites: Sequence[Site], given: dict[str, tuple[Token, ...]], doubtful: set[str], block: Block
) -> Iterator[Site]:
    known = {site.row: site for site in sites}
    for row in block.rows:
        site = known.get(row.key)
        values = given.get(row.key)
        if values is not None:
            start = site.stretch.start if site else values[0].start
            own = Stretch(start, values[-1].end, values, 0, False)
            yield replace(site or sites[0], row=row.key, stretch=own, by_order=True)
        elif site is not None:
            yield replace(site, doubtful=row.key in doubtful)
