"""From the stretch behind a row's label to the row's values.

As many tokens as columns decide themselves, whatever the layout. Fewer or more are settled by evidence, in this order:
the borders that survive, counted as in the full rows of the same report; the kind of number a column can hold; and
else they stay ambiguous. Nothing here knows what a row means or adds anything up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, groupby, pairwise

from pipeline.forms import Column
from pipeline.tables.ends import is_apart, shown
from pipeline.tables.layout import Layout, begins_alike, line_end, line_of, place_by_borders
from pipeline.tables.lines import place_in_block, place_in_cells, place_in_line
from pipeline.tables.model import CellStatus
from pipeline.tables.stretches import Stretch
from pipeline.tables.values import Token

_BORDERS = " \t\n|"
_ROW = 2  # so many borders on each side tell how a row keeps its values apart
SURPLUS = 2  # more tokens than that beyond the columns are not one row with a slip in it


@dataclass(frozen=True, slots=True)
class RowReading:
    """The token of each column, or None; what the columns without one are; and what was odd, as a problem code.

    `unsure` are columns without one of which nothing can be said, whatever the others are.
    """

    tokens: tuple[Token | None, ...]
    rest: CellStatus
    oddity: str | None = field(default=None)
    unsure: frozenset[int] = field(default=frozenset())

    def part(self, first: int, size: int) -> RowReading:
        """The part of so many columns from `first` on; what was odd goes with it where it is unsure of one of them."""
        unsure = frozenset(place - first for place in self.unsure if first <= place < first + size)
        return RowReading(self.tokens[first : first + size], self.rest, self.oddity if unsure else None, unsure)


def place(
    norm: str,
    row: Stretch,
    columns: Sequence[Column],
    learnt: Callable[[], Layout] | None,
    final: bool = False,
    printed: Sequence[str] = (),
) -> RowReading:
    """Say for each column what stands in it; of a figure with which the text itself ends, more may be cut off.

    `printed` are the keys of the columns as often as the header prints them.
    `learnt` gives the table's layout and is asked only where that decides; None if the report lost its cell borders.
    `final`: the row is the last of its table.
    """
    return _but_cut(norm, _place(norm, row, columns, learnt, final, printed))


def _but_cut(norm: str, found: RowReading) -> RowReading:
    cut = {at for at, token in enumerate(found.tokens) if token and token.value is not None and token.end == len(norm)}
    if not cut:
        return found
    tokens = tuple(None if at in cut else token for at, token in enumerate(found.tokens))
    return replace(found, tokens=tokens, oddity=found.oddity or "cut_off", unsure=found.unsure | cut)


def _place(
    norm: str,
    row: Stretch,
    columns: Sequence[Column],
    learnt: Callable[[], Layout] | None,
    final: bool,
    printed: Sequence[str],
) -> RowReading:
    arity = len(columns)
    decided = _written_out(row.values, columns, printed)
    if decided is None:
        decided = _ended(norm, row, arity, learnt) or _by_count(norm, row, arity)
        if decided is not None and decided.oddity and learnt is not None:
            decided = _by_cells(norm, row, arity, learnt(), decided.oddity) or decided
    if decided is not None:
        if arity == 1 and learnt is not None and _is_elsewhere(norm, row, learnt):
            return unread(arity, "ambiguous_row")
        return decided
    if learnt is None:
        return unread(arity, "ambiguous_row")
    layout = learnt()
    # Where words follow they may stand in the cell that nothing closes.
    final = final and not row.foreign
    placed = place_by_borders(norm, row.start, row.end, row.values, arity, layout, row.last, final)
    # Before words that are none of the table's, as at the end of a page, an empty line need not be a cell.
    if placed is not None and not (row.foreign and layout.border == "\n" and placed[-1] is None):
        return RowReading(tuple(placed), CellStatus.BLANK)
    # Only where other rows keep their cells apart is a lone number one cell's and not several cells run together.
    fitting = _by_domain(row.values, columns) if any(layout.leads) else None
    return fitting or _cut_off(norm, row, arity, layout) or unread(arity, "ambiguous_row")


def _by_cells(norm: str, row: Stretch, arity: int, layout: Layout, oddity: str) -> RowReading | None:
    """An odd row whose line has the cells that full rows have: what is odd concerns the cells in which it stands.

    Not where values follow on lines with cells of their own: they are those of rows that have lost their labels.
    """
    stop = line_end(norm, row.start)
    if any(token.start > stop and layout.border in line_of(norm, token.start) for token in row.values):
        return None
    found = place_in_cells(norm, row.start, arity, layout)
    return None if found is None else RowReading(tuple(found[0]), CellStatus.BLANK, oddity, found[1])


def _is_elsewhere(norm: str, row: Stretch, learnt: Callable[[], Layout]) -> bool:
    """Whether the one value stands behind an empty cell, where the table's full rows have none: in another column."""
    if not row.values or norm.count("|", row.start, row.values[0].start) <= 1:
        return False
    layout = learnt()
    return layout.border == "|" and layout.leads == {1}


def place_line(
    norm: str,
    row: Stretch,
    columns: Sequence[Column],
    learnt: Callable[[], Layout] | None = None,
    header: tuple[int, int] = (0, 0),
) -> RowReading:
    """Say for each column what stands in a line that has no label of its own.

    `header` is where the header above it ends and where the table does; `learnt` the layout of the ledger, if any.
    """
    return _but_cut(norm, _place_line(norm, row, columns, learnt, header))


def _place_line(
    norm: str,
    row: Stretch,
    columns: Sequence[Column],
    learnt: Callable[[], Layout] | None,
    header: tuple[int, int],
) -> RowReading:
    decided = _by_count(norm, row, len(columns))
    if decided is not None and decided.oddity is None and len(row.values) == len(columns):
        tabs = {norm.count("\t", a.end, b.start) for a, b in pairwise(row.values) if "\n" not in norm[a.end : b.start]}
        if len(tabs) > 1:  # no label here that spans columns: a blank is among the values, and one is another column's
            decided = unread(len(columns), "ambiguous_row")
    if decided is not None and decided.oddity is None:
        return decided
    oddity = decided.oddity if decided else None
    found = place_in_line(norm, row.values, len(columns))
    if found is not None:
        return RowReading(tuple(found[0]), CellStatus.BLANK, oddity or ("words_in_row" if found[1] else None), found[1])
    if decided is not None:
        return decided
    placed = place_in_block(norm, *header, row.values, len(columns), learnt()) if learnt is not None else None
    return unread(len(columns), "ambiguous_row") if placed is None else RowReading(tuple(placed), CellStatus.BLANK)


def unread(arity: int, oddity: str) -> RowReading:
    """A row of which nothing can be said."""
    return RowReading((None,) * arity, CellStatus.AMBIGUOUS, oddity)


def _by_count(norm: str, row: Stretch, arity: int) -> RowReading | None:
    """What the number of values alone decides: as many as columns, none at all, or too many. None: too few."""
    count = len(row.values)
    if count == arity:
        return _full(norm, row)
    if count < arity and row.words:
        return unread(arity, "words_in_row")  # what stands in one of its cells is no number, and not nothing
    if not count:
        blank = RowReading((None,) * arity, CellStatus.BLANK)
        if row.strays:
            return unread(arity, "unplaced_values")
        # Words on later lines are in the row's cells, unless something says that they are not.
        return unread(arity, "words_in_row") if row.foreign and not is_apart(norm, row, arity) else blank
    return _surplus(norm, row, arity) if count > arity else None


def _written_out(values: Sequence[Token], columns: Sequence[Column], printed: Sequence[str]) -> RowReading | None:
    """The values of a row whose merged cells are written out, each as often as its heading; None where none are.

    Where a blank is among them, as many values as columns may be one value several times.
    """
    arity = len(columns)
    order = [column.key for column in columns]
    repeated = [key for key, _ in groupby(printed)] == order and len(printed) > arity
    if not values or len(values) == arity == 1 or not repeated:
        return None
    if len(values) != len(printed):
        return unread(arity, "ambiguous_row")
    runs = [[token for token, key in zip(values, printed, strict=True) if key == column] for column in order]
    if any(len({(token.sort, token.text) for token in run}) > 1 for run in runs):
        return unread(arity, "ambiguous_row")
    return RowReading(tuple(run[0] for run in runs), CellStatus.BLANK)


def _full(norm: str, row: Stretch) -> RowReading:
    """One token a column, each in a cell of its own.

    A last value on a line of its own, behind others that share one, is another row's or the number of a page.
    """
    values = row.values
    between = norm[values[0].end : values[-1].start]
    if len(values) > 2 and "\n" in between and "\n" not in norm[values[0].end : values[-2].start]:
        return unread(len(values), "ambiguous_row")
    if not _has_own_cells(norm, row):
        return unread(len(values), "ambiguous_row")
    return RowReading(values, CellStatus.BLANK)


def _has_own_cells(norm: str, row: Stretch) -> bool:
    """Whether borders stand between all values of a row or none: else digits of one figure are apart, or a blank among
    them. Borders count even where all are behind the values, and pipes are as many between any two.
    """
    gaps = [norm[a.end : b.start] for a, b in pairwise(row.values)]
    pipes = [gap.count("|") for gap in gaps]
    if any(pipes):
        return min(pipes) == max(pipes)
    last = norm.find("\n", row.values[-1].end)
    line = norm[row.start : last if last >= 0 else len(norm)]
    for border in "|\t":
        if gaps and line.count(border) > len(gaps) and not any(border in gap for gap in gaps):
            return False
    for border in "\t\n":
        held = sum(border in gap for gap in gaps)
        if _ROW <= len(gaps) // 2 < held < len(gaps):
            return False
    return True


def is_on_one_line(norm: str, values: Sequence[Token]) -> bool:
    """Whether nothing but blanks stands between these values."""
    return not any(border in norm[values[0].end : values[-1].start] for border in "|\t\n")


def _surplus(norm: str, row: Stretch, arity: int) -> RowReading:
    """More tokens than columns: one glued to the label is left out, else what every alignment agrees on is read.

    Where as many as columns share a line and another stands alone on a later one, that is the number of a page.
    """
    extra = len(row.values) - arity
    last = row.values[arity - 1]
    on_one_line = arity > 1 and "\n" not in norm[row.values[0].start : last.end]
    if extra == 1 and on_one_line and "\n" in norm[last.end : row.values[-1].start]:
        return _full(norm, replace(row, values=row.values[:-1]))
    # The line of a table without labels has none before it.
    labelled = bool(norm[max(0, row.start - 1) : row.start].strip(_BORDERS))
    if extra == 1 and labelled and row.is_glued and row.values[1].start > row.values[0].end:
        return RowReading(row.values[1:], CellStatus.BLANK, "value_count")
    shared = [token for token in row.values if token.end <= line_end(norm, row.values[0].start)]
    is_short = 1 < len(shared) < arity and not is_on_one_line(norm, shared)  # what is on later lines is another's
    if extra > SURPLUS or arity == 1 or is_short or not _has_own_cells(norm, row):
        return unread(arity, "value_count")
    agreed: list[Token | None] = []
    for column in range(arity):
        window = row.values[column : column + extra + 1]
        agreed.append(window[0] if len({(token.sort, token.value, token.unit) for token in window}) == 1 else None)
    return RowReading(tuple(agreed), CellStatus.AMBIGUOUS, "value_count")


def _by_domain(values: Sequence[Token], columns: Sequence[Column]) -> RowReading | None:
    """Values in order under fewer columns than there are: unique if their signs and units fit in one way only."""
    if not any(token.sign or token.unit for token in values):
        return None
    fitting = [
        choice
        for choice in combinations(range(len(columns)), len(values))
        if all(token.fits(columns[column].domain) for token, column in zip(values, choice, strict=True))
    ]
    if len(fitting) != 1:
        return None
    at = dict(zip(fitting[0], values, strict=True))
    return RowReading(tuple(at.get(column) for column in range(len(columns))), CellStatus.BLANK)


def _ended(norm: str, row: Stretch, arity: int, learnt: Callable[[], Layout] | None) -> RowReading | None:
    """The text ends with the row before any value: what it does not show is absent, and of the rest nothing is told."""
    if not row.ends_text or row.values or row.strays or not (row.last or row.foreign):
        return None
    count = shown(norm, row, arity, learnt() if learnt is not None else None)
    if count is None:
        return None
    return RowReading((None,) * arity, CellStatus.ABSENT, "cut_off", frozenset(range(count)))


def _cut_off(norm: str, row: Stretch, arity: int, layout: Layout) -> RowReading | None:
    """The text ends within the row. Where it begins as the full rows do, its values are the first ones.

    The rest is absent, and so is a last value that the end of the text may have cut in two.
    """
    if not row.last or not begins_alike(norm, row.start, row.values, layout):
        return None
    values = row.values if row.values[-1].end < len(norm) else row.values[:-1]
    return RowReading((*values, *(None,) * (arity - len(values))), CellStatus.ABSENT, "cut_off")
