"""Where the headings of columns stand in a grid: each once, in the form's order, above cells of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.forms import Column
from pipeline.readers.document import Extent
from pipeline.tables.gridded import Grid, Row
from pipeline.tables.rows import RowReading
from pipeline.tables.vocabulary import plain

_PART = 0.2  # of the narrower of two; what lies less than that below a heading is not below it
_HALF = 2  # characters of a heading that tell which it is
_REMARK = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings of columns stand, how far their rows reach, and where those of columns stand that the form
    does not have: above none of its columns, as a number of the row, last year's total, remarks."""

    extents: tuple[Extent, ...]
    reach: Extent
    others: tuple[Extent, ...]

    def is_foreign(self, cell: Extent, labels: float, slack: float) -> bool:
        """Whether a cell stands below the heading of a column that the form does not have, behind all labels."""
        return any(low >= labels - slack and is_below(cell, (low, high)) for low, high in self.others)

    def may_be_off(self, labels: float, readings: Iterable[RowReading], slack: float) -> bool:
        """Whether a column before them that holds no labels, or one behind them without a heading, leaves open if all
        stand one column off: no value below the last, or the first of them, shows that they do not. `labels` is how
        far labels reach."""
        held = [reading.tokens for reading in readings if any(reading.tokens)]
        (first, _), (_, last) = self.extents[0], self.extents[-1]
        before = first - labels > slack and not any(labels - slack <= low < first for low, _ in self.others)
        behind = self.reach[1] - last > slack and not any(high > last + slack for _, high in self.others)
        is_first, is_last = any(row[0] for row in held), any(row[-1] for row in held)
        return bool(held) and ((before and not is_last) or (behind and not is_first))


@cache
def spelled(columns: tuple[Column, ...]) -> Mapping[str, str]:
    """The columns by their headings as they are printed, with the remark in brackets and without."""
    return {
        spelling: column.key
        for column in columns
        for printed in map(plain, (column.label, *column.variants))
        for spelling in (printed, _REMARK.sub("", printed))
    }


def headings_at(extents: tuple[Extent, ...], reach: Extent, others: Iterable[Extent], slack: float) -> Headings | None:
    """Headings in these places, one beside the other, with those of the `others` above none of theirs; else None."""
    if any(a[1] > b[0] + slack for a, b in pairwise(extents)):
        return None
    foreign = [other for other in others if not any(is_below(other, extent) for extent in extents)]
    return Headings(extents, reach, tuple(foreign))


def headings_of(grid: Grid, rows: Sequence[Row], columns: tuple[Column, ...], own: int) -> Headings | None:
    """The headings of columns among the rows above; None if not all are there once, in order.

    The last `own` of these are of one table with the rows below.
    """
    keys = spelled(columns)
    found: dict[str, list[Extent]] = {column.key: [] for column in columns}
    others: list[Extent] = []
    reaches: set[Extent] = set()
    for at, row in enumerate(rows):
        for cell in row.cells:
            text = grid.text(cell)
            key = _named(text, keys)
            if key is not None:
                found[key].append(cell.extent)
                reaches.add(row.reach)
            elif text and at >= len(rows) - own:
                others.append(cell.extent)
    if not all(found.values()):
        return None
    headings = tuple((min(low for low, _ in places), max(high for _, high in places)) for places in found.values())
    # Printed in every column that it spans, a heading has these and none between them.
    for (low, high), places in zip(headings, found.values(), strict=True):
        if high - low > sum(b - a for a, b in set(places)) + grid.slack:
            return None
    reach = next(iter(reaches))
    if not all(is_same(reach, other, grid.slack) for other in reaches):
        return None
    return headings_at(headings, reach, others, grid.slack)


def are_disordered(grid: Grid, rows: Sequence[Row], columns: tuple[Column, ...]) -> bool:
    """Whether headings of one row stand in another order than the form's; each once."""
    keys = spelled(columns)
    wanted = [column.key for column in columns]
    for row in rows:
        met = [key for cell in row.cells if (key := _named(grid.text(cell), keys)) is not None]
        if len(met) == len(set(met)) and met != sorted(met, key=wanted.index):
            return True
    return False


def _named(text: str, keys: Mapping[str, str]) -> str | None:
    """Which heading a text is: whole, without its remark, or with its end lost, as far as no other begins so."""
    whole = keys.get(text) or keys.get(_REMARK.sub("", text))
    if whole is not None or len(text) < _HALF:
        return whole
    begun = {key for spelling, key in keys.items() if spelling.startswith(text)}
    return begun.pop() if len(begun) == 1 else None


def is_same(one: Extent, other: Extent, slack: float) -> bool:
    """Whether two extents are one, measured as exactly as they can be."""
    return abs(one[0] - other[0]) <= slack and abs(one[1] - other[1]) <= slack


def is_below(cell: Extent, heading: Extent) -> bool:
    """Whether a cell stands below a heading, as far as it is not far narrower or wider."""
    common = min(cell[1], heading[1]) - max(cell[0], heading[0])
    return common > _PART * min(cell[1] - cell[0], heading[1] - heading[0])
