"""Cells told by the line they stand on: of a table without labels, and of a row with a cell that holds no single value.

A line with as many cells as the table has columns says of each what is in it, whatever the others hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.tables.layout import Layout, Placed, first_cell, held, line_end, line_of, pieces_of
from pipeline.tables.values import Sort, Token, tokens

Read = tuple[Placed, frozenset[int]]
"""The value of each column, and the columns whose cells hold anything else than one value."""


def place_in_line(norm: str, values: Sequence[Token], arity: int) -> Read | None:
    """The line of the first value, without a label: its cells are what its pipes or tabs set apart, if they are as many
    as the columns.
    """
    if not values:
        return None
    start = norm.rfind("\n", 0, values[0].start) + 1
    end = line_end(norm, start)
    for border in ("|", "\t"):
        if border not in norm[start:end]:
            continue
        pieces = pieces_of(norm, start, end, border, "none")
        empty = [not norm[a:b].strip() for a, b in pieces]
        # A pipe opens the line or closes it without making a cell; a tab always makes one.
        if border == "|" and empty[0] and empty[-1]:
            pieces = pieces[1:-1]
        elif border == "|" and empty[-1] and not empty[0]:
            pieces = pieces[:-1]
        return _single([tokens(norm, a, b) for a, b in pieces]) if len(pieces) == arity else None
    return None


def place_in_block(
    norm: str, start: int, end: int, values: Sequence[Token], arity: int, layout: Layout
) -> Placed | None:
    """Cells one after another behind a header that ends at `start`, on lines of their own.

    From the header's last label to the first cell there is what stands between the last value of a full row and the
    next label; behind the last cell the same, or one border less where no row follows.
    """
    frame = next((frame for frame in layout.frames if frame.cut == "none"), None)
    if not layout.frames or layout.leads != {1}:
        return None
    pieces = pieces_of(norm, start, end, layout.border, "none")
    first = min(frame.behind) if frame else 1
    left = len(pieces) - first - arity
    closes = left >= (layout.border == "|")
    return held(norm, pieces[first : first + arity], values) if closes and left in {first - 1, first} else None


def place_in_cells(norm: str, start: int, arity: int, layout: Layout) -> Read | None:
    """What stands in the cells of the line on which a label ends at `start`. None if the line does not have the cells
    that full rows have.
    """
    frame = next((frame for frame in layout.frames if frame.cut == "line"), None)
    if frame is None or layout.border == "\n":
        return None
    pieces = pieces_of(norm, start, line_end(norm, start), layout.border, "none")
    first = first_cell(len(pieces), arity, frame, frame.behind)
    if (
        first is None
        and len(frame.behind) == 1
        and frame.widths == {(arity, line_of(norm, start).count(layout.border))}
    ):
        first = len(pieces) - arity - next(iter(frame.behind))  # a label over more columns than those of full rows
    if first is None or first < 1:
        return None
    found = [tokens(norm, a, b) for a, b in pieces]
    others = (*found[:first], *found[first + arity :])
    # Words in a cell between the label and the values are another row's label.
    if any(found[1:first]) or any(token.sort is not Sort.WORDS for piece in others for token in piece):
        return None
    return _single(found[first : first + arity])


def held_in(cells: Sequence[Sequence[Token]]) -> Read:
    """What each cell holds, and which of them hold anything else than one value."""
    single = [cell[0] if len(cell) == 1 and cell[0].sort is not Sort.WORDS else None for cell in cells]
    return single, frozenset(index for index, cell in enumerate(cells) if cell and single[index] is None)


def _single(cells: Sequence[Sequence[Token]]) -> Read | None:
    found = held_in(cells)
    return found if any(found[0]) else None
