"""Changes to the grids of the statutory tables, as typists and programs make them: what stands in cells stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.corpus.grids import Box, Row

Grid = list[Row]
Edit = Callable[[Grid], Grid]

LEDGER = 20  # rows; only ledgers have as many


def is_ledger(grid: Grid) -> bool:
    return len(grid) >= LEDGER


def unmerged(grid: Grid, place: int = 0) -> Grid:
    """No cell spans anything: its text stands in its first square, or of a label in that at `place`, if it has one."""
    return [
        tuple(
            Box(box.text if at == (0 if box.value else min(place, box.columns - 1)) else "", value=box.value)
            for box in row
            for at in range(box.columns)
        )
        for row in grid
    ]


def unmerged_across(grid: Grid) -> Grid:
    """Cells span rows only."""
    return [
        tuple(
            replace(box, columns=1) if at == 0 else Box("", value=box.value) for box in row for at in range(box.columns)
        )
        for row in grid
    ]


def unmerged_down(grid: Grid) -> Grid:
    """Cells span columns only."""
    return [tuple(replace(box, rows=1, gap=False) for box in row) for row in grid]


def written_out(grid: Grid) -> Grid:
    """No cell spans anything: the text of a label stands in all its squares across."""
    return [
        tuple(
            Box(box.text if at == 0 or not box.value else "", value=box.value)
            for box in row
            for at in range(box.columns)
        )
        for row in grid
    ]


def two_labels(grid: Grid) -> Grid:
    """The ledger with two columns of labels: without that of the name of the section."""
    if not is_ledger(grid):
        return grid
    return [(replace(row[0], columns=row[0].columns - 1), *row[1:]) if row[0].columns > 1 else row[1:] for row in grid]


def one_label(grid: Grid) -> Grid:
    """The ledger with one column of labels, parents left out."""
    if not is_ledger(grid):
        return grid
    return [
        tuple(replace(box, columns=1) if box.columns == 3 else box for box in row)
        if row[0].columns == 3
        else (replace(next(box for box in row[::-1] if not box.value), columns=1), *(box for box in row if box.value))
        for row in grid
    ]


def with_serials(grid: Grid) -> Grid:
    """A column of numbers before all others of the ledger."""
    if not is_ledger(grid):
        return grid
    top = [(Box("序号", rows=3), *grid[0]), *((Box("", gap=True), *row) for row in grid[1:3])]
    return top + [(Box(str(number)), *row) for number, row in enumerate(grid[3:], 1)]


def with_remarks(grid: Grid) -> Grid:
    """An empty column for remarks behind all others of the ledger."""
    if not is_ledger(grid):
        return grid
    top = [(*grid[0], Box("备注", rows=3)), *((*row, Box("", gap=True)) for row in grid[1:3])]
    return top + [(*row, Box("")) for row in grid[3:]]


def with_edges(grid: Grid) -> Grid:
    """An empty column at either side, as spreadsheets leave them."""
    return [(Box(""), *row, Box("")) for row in grid]


def with_spare(grid: Grid) -> Grid:
    """An empty column between the labels and the figures of the ledger."""
    if not is_ledger(grid):
        return grid
    labels = [sum(1 for box in row if not box.value) for row in grid]
    labels[:3] = [1, 1, 1]
    return [(*row[:count], Box(""), *row[count:]) for row, count in zip(grid, labels, strict=True)]


def with_note(grid: Grid) -> Grid:
    """A note over the full width, as a last row."""
    return [*grid, (Box("注:本表由3个科室的台账汇总,第2栏不含乡镇。", sum(box.columns for box in grid[0])),)]


def with_title(grid: Grid) -> Grid:
    """A caption over the full width, as a first row, and a unit."""
    return [(Box("填报表(单位:件)", sum(box.columns for box in grid[0])),), *grid]


def marked(grid: Grid) -> Grid:
    """Marks of all kinds in what is blank."""
    return [
        tuple(replace(box, text="-/—无"[at % 4]) if box.value and not box.text else box for at, box in enumerate(row))
        for row in grid
    ]


def by_route(grid: Grid) -> Grid:
    """The table of reviews with a row a route."""
    if len(grid) != 4 or len(grid[3]) != 15:
        return grid
    routes = [grid[0][0].text, *(box.text for box in grid[1][5:])]
    head = (Box(""), *(replace(box, rows=1) for box in grid[1][:5]))
    return [head, *((Box(route), *grid[3][5 * at : 5 * at + 5]) for at, route in enumerate(routes))]


def unmerged_second(grid: Grid) -> Grid:
    """As `unmerged`, labels of the ledger in the second of their squares."""
    return unmerged(grid, 1 if is_ledger(grid) else 0)


def unmerged_last(grid: Grid) -> Grid:
    """As `unmerged`, labels of the ledger in the last of their squares."""
    return unmerged(grid, 2 if is_ledger(grid) else 0)


def head_off(grid: Grid) -> Grid:
    """The headings of the ledger one column behind what is theirs."""
    if not is_ledger(grid):
        return grid
    return [(*row, Box("")) if row[-1].value else (Box(""), *row) for row in grid]


def labels_narrow(grid: Grid) -> Grid:
    """Labels of the ledger that span a column less than they should."""
    if not is_ledger(grid):
        return grid
    return [
        (replace(row[0], columns=row[0].columns - 1), *row[1:]) if row[-1].value and row[0].columns > 1 else row
        for row in grid
    ]


def two_in_one(grid: Grid) -> Grid:
    """Two labels of the ledger in the cell of the first, and one row of figures."""
    if not is_ledger(grid):
        return grid
    above, below = grid[6], grid[7]
    at = next(index for index, box in enumerate(above) if box.value) - 1
    label = replace(above[at], text=above[at].text + "".join(box.text for box in below if not box.value))
    return [*grid[:6], (*above[:at], label, *above[at + 1 :]), *grid[8:]]


def shared(grid: Grid) -> Grid:
    """The last two cells of each row of the ledger in one."""
    if not is_ledger(grid):
        return grid
    return [
        (*row[:-2], Box(row[-2].text or row[-1].text, 2, value=True)) if row[-1].value and row[-2].value else row
        for row in grid
    ]


def with_codes(grid: Grid) -> Grid:
    """A column between labels and figures of the ledger, with the numbers of its rows."""
    if not is_ledger(grid):
        return grid
    top = [
        (grid[0][0], Box("行次", rows=3), *grid[0][1:]),
        *((row[0], Box("", gap=True), *row[1:]) for row in grid[1:3]),
    ]
    labels = [sum(1 for box in row if not box.value) for row in grid[3:]]
    rows = enumerate(zip(grid[3:], labels, strict=True), 1)
    return top + [(*row[:count], Box(str(at)), *row[count:]) for at, (row, count) in rows]


def with_last_year(grid: Grid) -> Grid:
    """A column of last year's totals behind all others of the ledger, with figures in two rows of three."""
    if not is_ledger(grid):
        return grid
    top = [(*grid[0], Box("上年数", rows=3)), *((*row, Box("", gap=True)) for row in grid[1:3])]
    return top + [(*row, Box(str(at) if at % 3 else "")) for at, row in enumerate(grid[3:])]


def total_first(grid: Grid) -> Grid:
    """The totals of the ledger before the others."""
    if not is_ledger(grid):
        return grid
    corner, natural, legal, total = grid[1]
    top = [grid[0], (corner, total, natural, legal), (grid[2][0], grid[2][-1], *grid[2][1:-1])]
    return top + [(*row[:-7], row[-1], *row[-7:-1]) for row in grid[3:]]


def cells_lost(grid: Grid) -> Grid:
    """Rows of the ledger that end with a blank without the cell of that."""
    if not is_ledger(grid):
        return grid
    return [row[:-1] if row[-1].value and not row[-1].text else row for row in grid]


def turned(grid: Grid) -> Grid:
    """The table of reviews with a row a result."""
    if len(grid) != 4 or len(grid[3]) != 15:
        return grid
    routes = [grid[0][0], *grid[1][5:]]
    rows = [(replace(grid[1][at], rows=1), *grid[3][at::5]) for at in range(5)]
    return [(Box(""), *(Box(route.text) for route in routes)), *rows]


def routes_numbered(grid: Grid) -> Grid:
    """The table of reviews with a row a route, and a number between its label and its figures."""
    if len(grid) != 4 or len(grid[3]) != 15:
        return grid
    head, *rows = by_route(grid)
    return [(head[0], Box("序号"), *head[1:]), *((row[0], Box(str(at)), *row[1:]) for at, row in enumerate(rows, 1))]


def routes_off(grid: Grid) -> Grid:
    """The table of reviews with a row a route, the headings one column behind what is theirs."""
    if len(grid) != 4 or len(grid[3]) != 15:
        return grid
    head, *rows = by_route(grid)
    return [(head[0], Box(""), *head[1:]), *((*row, Box("")) for row in rows)]
