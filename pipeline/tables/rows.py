"""From the stretch behind a row's label to the row's values.

As many tokens as columns decide themselves, whatever the layout. Fewer or more are settled by evidence, in this order:
the borders that survive, counted as in the full rows of the same report; the kind of number a column can hold; and
else they stay ambiguous. Nothing here knows what a row means or adds anything up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from pipeline.forms import Column
from pipeline.tables.layout import Layout, begins_alike, place_by_borders, place_in_line
from pipeline.tables.model import CellStatus
from pipeline.tables.values import Sort, Token, tokens

_SURPLUS = 2  # more tokens than that beyond the columns are not one row with a slip in it


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands behind a label up to the next: leading values, and what else there is.

    `start` is where the label ends, `end` where the row ends at the latest, both in normalised text. `values` are the
    numbers and marks that follow the label directly. `strays` are numbers further on, behind words that are not the
    label's. `last` says that the text itself ends here.
    """

    start: int
    end: int
    values: tuple[Token, ...]
    strays: int
    last: bool

    @property
    def is_glued(self) -> bool:
        """Whether the first value follows the label without anything in between."""
        return bool(self.values) and self.values[0].start == self.start


@dataclass(frozen=True, slots=True)
class Place:
    """One cell as placed: its status, and the token it has, if any."""

    status: CellStatus
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class RowReading:
    """The places of a row, one a column, and what was odd about it as a problem code, if anything."""

    places: tuple[Place, ...]
    oddity: str | None = field(default=None)


def stretch(norm: str, start: int, end: int, rest: str, asides: Sequence[str] = ()) -> Stretch:
    """Cut the text between a label and the next into the row's own values and what is foreign to it.

    `rest` are the words of the label not yet met: a layout may print them behind or around the values. `asides` are
    words of the table that belong to no row.
    """
    found = tokens(norm, start, end)
    first = 0
    while first < len(found) and found[first].sort is Sort.WORDS:
        rest_after = _continue(rest, found[first].text, asides)
        if rest_after is None:
            break
        rest = rest_after
        first += 1
    stop = first
    while stop < len(found) and found[stop].sort is not Sort.WORDS:
        stop += 1
    values = tuple(found[first:stop])
    strays = sum(token.sort is Sort.NUMBER for token in found[stop:])
    until = found[stop].start if stop < len(found) else end
    return Stretch(start, until, values, strays, end >= len(norm.rstrip()) and stop == len(found))


def _continue(rest: str, words: str, asides: Sequence[str]) -> str | None:
    """What remains of a label's `rest` after `words`, or None if they are part of neither it nor an aside."""
    if any(words in aside for aside in asides):
        return rest
    place = 0
    for character in words:
        found = rest.find(character, place)
        if found < 0:
            if character in ":;,.()、。":
                continue
            return None
        place = found + 1
    return rest[place:]


def place(norm: str, row: Stretch, columns: Sequence[Column], learnt: Callable[[], Layout]) -> RowReading:
    """Say for each column what stands in it. `learnt` gives the report's layout, asked for only where it decides."""
    count, arity = len(row.values), len(columns)
    if count == arity:
        return _full(norm, row)
    if not count:
        return _unread(arity, "unplaced_values") if row.strays else RowReading((Place(CellStatus.BLANK),) * arity)
    if count > arity:
        return _surplus(row, arity)
    layout = learnt()
    placed = place_by_borders(norm, row.start, row.end, row.values, arity, layout, row.last)
    if placed is not None:
        return RowReading(tuple(_placed(token) for token in placed))
    return _by_domain(row.values, columns) or _cut_off(norm, row, arity, layout) or _unread(arity, "ambiguous_row")


def place_line(norm: str, row: Stretch, columns: Sequence[Column]) -> RowReading:
    """Say for each column what stands in a line that has no label of its own."""
    count, arity = len(row.values), len(columns)
    if count == arity:
        return _full(norm, row)
    if count > arity:
        return _surplus(row, arity)
    if not count:
        return _unread(arity, "unplaced_values") if row.strays else RowReading((Place(CellStatus.BLANK),) * arity)
    placed = place_in_line(norm, row.start, row.end, row.values, arity)
    return _unread(arity, "ambiguous_row") if placed is None else RowReading(tuple(map(_placed, placed)))


def _placed(token: Token | None) -> Place:
    if token is None:
        return Place(CellStatus.BLANK)
    return Place(CellStatus.MARKED if token.sort is Sort.MARK else CellStatus.REPORTED, token)


def _unread(arity: int, oddity: str) -> RowReading:
    return RowReading((Place(CellStatus.AMBIGUOUS),) * arity, oddity)


def _full(norm: str, row: Stretch) -> RowReading:
    """One token a column. Where pipes survive, each must stand between two values, or some share a cell."""
    pipes = [norm.count("|", a.end, b.start) for a, b in pairwise(row.values)]
    if any(pipes) and not all(pipes):
        return _unread(len(row.values), "ambiguous_row")
    return RowReading(tuple(_placed(token) for token in row.values))


def _surplus(row: Stretch, arity: int) -> RowReading:
    """More tokens than columns: one glued to the label is left out, else what every alignment agrees on is read."""
    extra = len(row.values) - arity
    if extra == 1 and row.is_glued and row.values[1].start > row.values[0].end:
        return RowReading(tuple(_placed(token) for token in row.values[1:]), "value_count")
    if extra > _SURPLUS:
        return _unread(arity, "value_count")
    places = []
    for column in range(arity):
        window = row.values[column : column + extra + 1]
        agreed = len({(token.sort, token.value, token.unit) for token in window}) == 1
        places.append(_placed(window[0]) if agreed else Place(CellStatus.AMBIGUOUS))
    return RowReading(tuple(places), "value_count")


def _by_domain(values: Sequence[Token], columns: Sequence[Column]) -> RowReading | None:
    """Values in order under fewer columns than there are: unique if their signs and units fit in one way only."""
    fitting = [
        choice
        for choice in combinations(range(len(columns)), len(values))
        if all(token.fits(columns[column].domain) for token, column in zip(values, choice, strict=True))
    ]
    if len(fitting) != 1:
        return None
    at = dict(zip(fitting[0], values, strict=True))
    return RowReading(tuple(_placed(at.get(column)) for column in range(len(columns))))


def _cut_off(norm: str, row: Stretch, arity: int, layout: Layout) -> RowReading | None:
    """The text ends within the row. Where it begins as the full rows do, its values are the first ones.

    The rest is absent, and so is a last value that the end of the text may have cut in two.
    """
    if not row.last or not begins_alike(norm, row.start, row.values, layout):
        return None
    values = row.values if row.values[-1].end < len(norm) else row.values[:-1]
    return RowReading(
        tuple(_placed(token) for token in values) + (Place(CellStatus.ABSENT),) * (arity - len(values)), "cut_off"
    )
