"""All ways to cut runs of digits into a row's figures.

A figure is 0 or begins with another digit, and no figure reaches over a border. Where the form gives the row a total,
the total is what the row ends with, and the parts before it add up to it: so the search takes each possible total in
turn and gives up a beginning as soon as it exceeds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.forms import Table
from pipeline.tables.model import GluedRow, Run

Values = tuple[int, ...]

_LONGEST = 60  # digits; no line of counts is longer
_MOST = 2000  # readings; beyond that nothing is decided and nothing is worth listing
_STEPS = 4_000  # figures tried for one line


class _TooMany(Exception):
    """The line has more readings, or takes longer to search, than is worth it."""


def readings_of(row: GluedRow, table: Table | None) -> tuple[Values, ...]:
    """Every reading of a glued line that keeps the totals inside its rows; none if there are too many to tell."""
    digits = "".join(run.digits for run in row.runs)
    if len(digits) > _LONGEST:
        return ()
    total = table is not None and any(known.axis == "columns" for known in table.sums)
    search = _Search(digits, _ends(row.runs), row.arity, total)
    found: list[Values] = []
    try:
        for reading in search.lines(0, len(row.rows)):
            found.append(reading)
            if len(found) > _MOST:
                return ()
    except _TooMany:
        return ()
    return tuple(found)


def _ends(runs: Sequence[Run]) -> tuple[int, ...]:
    """For each digit, where its run ends: no figure reaches further."""
    ends: list[int] = []
    for run in runs:
        ends += [len(ends) + len(run.digits)] * len(run.digits)
    return tuple(ends)


def _fits(left: int, count: int, total: int) -> bool:
    """Whether so many digits can be that many figures that add up to the total: not too long for it, nor too short."""
    widest = left - count + 1
    return left <= count * len(str(total)) and total <= 10**widest - 1 + 9 * (count - 1)


class _Search:
    """The search over one line, with a bounded number of steps."""

    def __init__(self, digits: str, ends: Sequence[int], arity: int, total: bool) -> None:
        self.digits = digits
        self.ends = ends
        self.arity = arity
        self.total = total
        self.steps = 0
        self.rows: dict[tuple[int, int], tuple[Values, ...]] = {}

    def lines(self, start: int, rows: int) -> Iterator[Values]:
        """Readings of the digits from `start` on as this many rows."""
        limit = len(self.digits)
        if rows == 1:
            yield from self.row(start, limit)
            return
        for stop in range(start + self.arity, limit - (rows - 1) * self.arity + 1):
            for first in self.row(start, stop):
                for others in self.lines(stop, rows - 1):
                    yield first + others

    def row(self, start: int, stop: int) -> tuple[Values, ...]:
        """Readings of the digits between two places as one row."""
        known = self.rows.get((start, stop))
        if known is None:
            known = tuple(self._row(start, stop))
            self.rows[start, stop] = known
        return known

    def _row(self, start: int, stop: int) -> Iterator[Values]:
        if stop - start < self.arity:
            return
        if not self.total:
            yield from self.parts(start, stop, self.arity, None)
            return
        for width in range(1, stop - start - self.arity + 2):
            place = stop - width
            if self.ends[place] >= stop and (width == 1 or self.digits[place] != "0"):
                total = int(self.digits[place:stop])
                for parts in self.parts(start, place, self.arity - 1, total):
                    yield (*parts, total)

    def parts(self, start: int, stop: int, count: int, total: int | None) -> Iterator[Values]:
        """The digits between two places as `count` figures that add up to `total`, if one is given."""
        self.steps += 1
        if self.steps > _STEPS:
            raise _TooMany
        left = stop - start
        if left < count or (total is not None and not _fits(left, count, total)):
            return
        if count == 1:
            if self.ends[start] >= stop and (left == 1 or self.digits[start] != "0"):
                figure = int(self.digits[start:stop])
                if total is None or figure == total:
                    yield (figure,)
            return
        widest = 1 if self.digits[start] == "0" else min(self.ends[start], stop - count + 1) - start
        for width in range(1, widest + 1):
            figure = int(self.digits[start : start + width])
            if total is not None and figure > total:
                return
            remaining = None if total is None else total - figure
            for others in self.parts(start + width, stop, count - 1, remaining):
                yield (figure, *others)
