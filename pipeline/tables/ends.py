"""Rows without any value with which the text or the table ends: what of them is there, and what was cut off.

An empty cell is one that the text shows. Where it ends behind a label, or before the borders of the row do, the cells
that are left are not empty: they are not in the text.
"""

from __future__ import annotations

import re

from pipeline.tables.layout import Layout
from pipeline.tables.stretches import Stretch

_HEADING = re.compile("[一二三四五六]、")
_CELLS = 2  # borders on a line that set a cell apart even where the table has one column


def is_apart(norm: str, row: Stretch, arity: int) -> bool:
    """Whether words on later lines are in no cell of a row without values: a line before them has all its cells, or the
    words are numbered as headings are."""
    lines = norm[row.start : row.end].split("\n")
    closed = any(line.count(border) >= max(arity, _CELLS) for line in lines for border in "|\t")
    return closed or (not row.words and bool(_HEADING.match(norm, row.end)))


def shown(norm: str, row: Stretch, arity: int, layout: Layout | None) -> int | None:
    """How many cells of a row without values with which the text ends may be shown; None if all of them are.

    A border is taken to part a cell from the next: there are no more cells than that, and on lines of their own there
    may be fewer, since empty lines also stand between cells.
    """
    border = next((border for border in "|\t" if border in norm[row.start :]), "\n")
    known = layout if layout is not None and layout.border == border else Layout(border)
    count = norm.count(border, row.start)
    # What closes the last cell in full rows, such as the pipe at the end of a line, may be nothing at all.
    closing = min(1, *known.frames[0].behind) if known.frames else 1
    last = max(known.leads, default=1) + (arity - 1) * (known.step or 1) + closing
    if not row.foreign and count >= last and (border != "\n" or known.is_regular):
        return None
    begun = count - min(known.leads, default=1) + row.foreign  # words are in a cell that nothing closes
    return None if row.foreign and begun >= arity else max(0, min(arity, begun))


def has_room(norm: str, row: Stretch, arity: int) -> bool:
    """Whether so many cells can stand behind a header: else it is all that the text has of its table."""
    return any(norm.count(border, row.start, row.end) >= arity - 1 for border in "|\t\n")
