"""The table of reviews and lawsuits as its grid tells it: in one row, a row a route, or turned, a row a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.forms import Block
from pipeline.readers.document import Document, Extent
from pipeline.tables.below import Denied, under
from pipeline.tables.gridded import Grid, Row
from pipeline.tables.heads import Headings, headings_at, spelled
from pipeline.tables.model import CellStatus
from pipeline.tables.rows import RowReading
from pipeline.tables.values import Sort
from pipeline.tables.vocabulary import plain

Routes = Mapping[str, RowReading]
_Found = Sequence[tuple[Extent, str]]


def review_below(document: Document, start: int, end: int, block: Block, by_row: bool) -> Routes:
    """The routes of the table between two places, as their headings tell them; none if they do not tell all.

    `by_row`: only if each has a row or a column with its label, as their order is not told.
    """
    grid = Grid(document)
    rows = list(grid.rows(start, end))
    if len({row.reach for row in rows}) != 1:
        return {}
    results = spelled(block.columns)
    try:
        return _turned(grid, rows, results, block) or _upright(grid, rows, results, block, by_row)
    except Denied:
        return {}


def _routes(block: Block) -> Mapping[str, str]:
    return {spelling: row.key for row in block.rows for spelling in map(plain, (row.label, *row.variants))}


def _upright(grid: Grid, rows: Sequence[Row], results: Mapping[str, str], block: Block, by_row: bool) -> Routes:
    """The results as headings, of a row a route or of one row of all."""
    storeys = [at for at, row in enumerate(rows) if any(grid.text(cell) in results for cell in row.cells)]
    if not storeys:
        return {}
    header, body = rows[: storeys[-1] + 1], rows[storeys[-1] + 1 :]
    leaves = _found(grid, header, results)
    order = [column.key for column in block.columns]
    told = _headings(grid, header, leaves)
    if told is None:
        return {}
    if [key for _, key in leaves] == order:
        found = _labelled(grid, body, _routes(block), told)
        return found if len(found) == len(block.rows) else {}
    valued = [
        row for row in body if any(token.sort is not Sort.WORDS for cell in row.cells for token in grid.tokens(cell))
    ]
    if by_row or [key for _, key in leaves] != order * len(block.rows) or len(valued) != 1:
        return {}
    reading = under(grid, valued[0].cells, told.extents)
    # What is one off has a margin at one side; a spreadsheet's table has one at either.
    is_within = told.reach[0] < told.extents[0][0] - grid.slack and told.reach[1] > told.extents[-1][1] + grid.slack
    bare = Headings(told.extents, told.reach, ())
    if reading is None or (not is_within and bare.may_be_off(told.reach[0], [reading], grid.slack)):
        return {}
    return {row.key: reading.part(number * block.arity, block.arity) for number, row in enumerate(block.rows)}


def _turned(grid: Grid, rows: Sequence[Row], results: Mapping[str, str], block: Block) -> Routes:
    """The routes as headings, each once and beside each other, above a row a result."""
    routes = _routes(block)
    above = [at for at, row in enumerate(rows) if len(_found(grid, [row], routes)) == len(block.rows)]
    if not above:
        return {}
    header, body = rows[: above[-1] + 1], rows[above[-1] + 1 :]
    leaves = _found(grid, [header[-1]], routes)
    told = _headings(grid, header, leaves)
    if told is None or len({key for _, key in leaves}) != len(block.rows):
        return {}
    lines = _labelled(grid, body, results, told)
    if len(lines) != block.arity:
        return {}
    of_results = [lines[column.key] for column in block.columns]
    found = {}
    for at, (_, key) in enumerate(leaves):
        unsure = frozenset(number for number, line in enumerate(of_results) if at in line.unsure)
        oddity = next((of_results[number].oddity for number in sorted(unsure)), None)
        found[key] = RowReading(tuple(line.tokens[at] for line in of_results), CellStatus.BLANK, oddity, unsure)
    return found


def _found(grid: Grid, rows: Iterable[Row], keys: Mapping[str, str]) -> _Found:
    """The cells with one of these texts, from left to right; one that stands there twice is found once."""
    return sorted({(cell.extent, key) for row in rows for cell in row.cells if (key := keys.get(grid.text(cell)))})


def _headings(grid: Grid, header: Iterable[Row], leaves: _Found) -> Headings | None:
    """Headings that stand beside each other; None if one stands above another."""
    rows = list(header)
    others = [cell.extent for row in rows for cell in row.cells if grid.text(cell)]
    return headings_at(tuple(extent for extent, _ in leaves), rows[0].reach, others, grid.slack)


def _labelled(grid: Grid, body: Iterable[Row], keys: Mapping[str, str], told: Headings) -> Routes:
    """What stands below the headings in the rows with these labels; none where a label stands twice, a heading has no
    cell below it, or all may be one column off."""
    found: dict[str, RowReading] = {}
    labels = 0.0
    for row in body:
        met = [at for at, cell in enumerate(row.cells) if grid.text(cell) in keys]
        if not met:
            continue
        label = row.cells[met[-1]]
        theirs = [cell for cell in row.cells[met[-1] + 1 :] if not told.is_foreign(cell.extent, label.extent[1], 0.0)]
        reading = under(grid, theirs, told.extents)
        key = keys[grid.text(label)]
        if reading is None or key in found or label.extent[1] > told.extents[0][0] + grid.slack:
            return {}
        found[key] = reading
        labels = max(labels, label.extent[1])
    return {} if told.may_be_off(labels, found.values(), grid.slack) else found
