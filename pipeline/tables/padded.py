"""A table with a cell a line whose rows are all padded to one width: ``56 |``, ``|``, … and ``||`` to end the row.

Some pages print each cell on a line of its own, closed by a pipe, and fill every row up to the width of the grid: what
merged labels cover stands as pipes on one line behind the last cell. A lone pipe may be a blank or such padding, and
without a full row no single row tells. All of them do: where the lines of the whole table fall into rows of one width,
each with its labels, just as many cells as the form has columns, and the rest as padding, there is no cell more or less
anywhere. One row that differs, and nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.forms import Block
from pipeline.tables.layout import line_end
from pipeline.tables.model import CellStatus
from pipeline.tables.rows import RowReading
from pipeline.tables.sites import Site
from pipeline.tables.values import Sort, Token, tokens

_ROWS = 5  # of one width, those of the header among them, that make a grid
_LABELS = 3  # cells of labels before the values: the row's own and those of its parents
_SPARE = 3  # columns of a grid that values do not take, at most


class Denied(Exception):
    """The lines are not those of such a table."""


class _Kind(Enum):
    EMPTY = auto()
    VALUE = auto()
    LABEL = auto()


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell from `start` to the pipe at `end`; `run` is how many pipes stand on its line."""

    start: int
    end: int
    run: int
    kind: _Kind
    value: Token | None = None


_Row = Sequence[_Cell]


def padded(norm: str, sites: Sequence[Site], blocks: Mapping[str, Block]) -> Mapping[str, RowReading]:
    """What stands in the rows of a table by their width, by row key; none if its lines are not rows of one width."""
    ours = sorted((site for site in sites if site.block in blocks and not site.by_order), key=lambda site: site.top)
    if len(ours) < len(sites) or not ours:
        return {}
    end = ours[-1].stretch.end
    try:
        cells = list(_cells(norm, _top(norm, ours[0].top), end))
    except Denied:
        return {}
    arities = {site.row: blocks[site.block].arity for site in ours}
    first = next((index for index, cell in enumerate(cells) if _is_of(cell, ours[0])), None)
    if first is None:
        return {}
    widest = max(arities.values())
    found = []
    for width in range(widest + 1, widest + _SPARE + 1):
        for start in range(max(0, first - _LABELS + 1), first + 1):
            try:
                found.append(_read(cells, start, width, ours, arities, end >= len(norm)))
            except Denied:
                continue
    return found[0] if len(found) == 1 else {}


def _top(norm: str, place: int) -> int:
    """Where the lines begin that stand above a place and have a cell each: those of the header."""
    top = norm.rfind("\n", 0, place) + 1
    while top:
        above = norm.rfind("\n", 0, top - 1) + 1
        line = norm[above : top - 1].strip(" ")
        if line and (not line.endswith("|") or ("|" in line.rstrip("| ") and line.strip("| "))):
            break
        top = above
    return top


def _cells(norm: str, start: int, end: int) -> Iterator[_Cell]:
    """The cells of lines that have one each, or are pipes alone. A label may be broken over lines.

    Raises :class:`Denied` where several cells share a line, or a figure has no pipe on its own: the number of a page.
    """
    opened: int | None = None  # where a label began that no pipe has closed yet
    place = start
    while place < end:
        stop = min(line_end(norm, place), end)
        line = norm[place:stop]
        pipes = [place + index for index, character in enumerate(line) if character == "|"]
        if len(pipes) > 1 and (opened is not None or line.strip(" |")):
            raise Denied
        if pipes and norm[pipes[-1] + 1 : stop].strip():
            raise Denied
        begin = place if opened is None else opened
        for pipe in pipes:
            yield _cell(norm, begin, pipe, len(pipes), opened is not None)
            begin, opened = pipe + 1, None
        if not pipes and line.strip():
            opened = begin
        place = stop + 1


def _cell(norm: str, start: int, end: int, run: int, broken: bool) -> _Cell:
    held = tokens(norm, start, end)
    words = sum(token.sort is Sort.WORDS for token in held)
    if (broken and words < len(held)) or (not words and len(held) > 1):
        raise Denied
    if words:
        return _Cell(start, end, run, _Kind.LABEL)
    return _Cell(start, end, run, _Kind.VALUE, held[0]) if held else _Cell(start, end, run, _Kind.EMPTY)


def _is_of(cell: _Cell, site: Site) -> bool:
    """Whether the label of a row ends in a cell."""
    return cell.kind is _Kind.LABEL and cell.start < site.stretch.start <= cell.end


def _read(
    cells: _Row, start: int, width: int, sites: Sequence[Site], arities: Mapping[str, int], is_cut: bool
) -> Mapping[str, RowReading]:
    """The rows of a grid of this width of which one begins with the cell at `start`.

    `is_cut`: the text ends with the last row, which may lack cells. Raises :class:`Denied` if one row does not fit.
    """
    rows = [cells[at : at + width] for at in range(start, len(cells), width)]
    if len(rows[-1]) < width:
        left = rows.pop()
        if not is_cut and any(cell.kind is not _Kind.EMPTY for cell in left):
            raise Denied
    waiting = list(sites)
    found: dict[str, RowReading] = {}
    shown = False
    for row in rows:
        labels = _labels(row)
        own = [site for site in waiting if row[0].start < site.stretch.start <= row[-1].end]
        if not own:
            continue
        site = own[0]
        if len(own) > 1 or not _is_of(row[labels - 1], site):
            raise Denied
        waiting.remove(site)
        behind = labels + arities[site.row]
        shown |= _pads(row, behind) > 1
        values = tuple(cell.value for cell in row[labels:behind])
        if tuple(value for value in values if value is not None) == site.stretch.values:
            found[site.row] = RowReading(values, CellStatus.BLANK)
    # Of one pipe behind a row it is not told on which side of its cells it stands.
    if not shown or len(rows) + _headers(cells[:start], width) < _ROWS or len(waiting) > is_cut:
        raise Denied
    return found


def _labels(row: _Row) -> int:
    """How many cells of labels lead a row. Raises :class:`Denied` if others hold words or pipes on one line stand
    anywhere but at its end."""
    labels = next((index for index, cell in enumerate(row) if cell.kind is not _Kind.LABEL), len(row))
    if not labels or any(cell.kind is _Kind.LABEL for cell in row[labels:]):
        raise Denied
    first = next((index for index, cell in enumerate(row) if cell.run > 1), len(row))
    if any(cell.run != len(row) - first for cell in row[first:]):
        raise Denied
    return labels


def _pads(row: _Row, behind: int) -> int:
    """How many cells of padding close a row, `behind` its values: on a line of their own, as is one alone."""
    spare = len(row) - behind
    if spare < 0 or any(cell.kind is not _Kind.EMPTY or cell.run != spare for cell in row[behind:]):
        raise Denied
    if spare != 1 and any(cell.run > 1 for cell in row[:behind]):
        raise Denied
    return spare


def _headers(cells: _Row, width: int) -> int:
    """How many rows of the width stand right above the first, as those of a header do: words and padding."""
    count = 0
    while len(cells) >= width:
        row, cells = cells[-width:], cells[:-width]
        try:
            labels = _labels(row)
        except Denied:
            break
        if any(cell.kind is not _Kind.EMPTY for cell in row[labels:]):
            break
        count += 1
    return count
