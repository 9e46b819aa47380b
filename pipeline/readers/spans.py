"""Cells that span rows, and the rows that they reach into.

What a label spans is no cell of the rows below it. A figure that spans rows with labels of their own belongs to none of
them for sure: a mark that is no figure goes into its cell and into the rows that it covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.readers.document import Extent


class Line(NamedTuple):
    """A line and its place: ``page 3``, ``table 2, row 5``, ``paragraph 12``, or nothing.

    Of a row of a table, how far each of its cells reaches, and all of it.
    """

    text: str
    place: str
    cells: tuple[Extent, ...] = ()
    reach: Extent = (0, 0)


_FIGURE = re.compile(r"[-+＋－]?[0-9０-９][0-9０-９,，.．\s]*[^\W\d]{0,3}")
# A heading and a figure in one cell: the line between them was lost, and the row that it reaches into lacks the figure.
_UNDER_HEADING = re.compile(r".*[^\W\d_]\)?\s+[+-]?[0-9][0-9,.]*")
_WORDS = re.compile("[\u3400-\u9fff\uf900-\ufaff]{2}")
_GOES_ON, _GOES_BACK = "↓", "↑"  # marks of a figure over several rows, where it stands and where it is covered


def row(cells: Iterable[str]) -> str:
    """The line of a row; `cells` are on one line each."""
    return "| " + " | ".join(cells) + " |"


class Spanning(NamedTuple):
    """How far a cell reaches: columns, rows, whether it is covered by one above, or goes on in covered ones below;
    and where it is, if that is known better than by counting columns."""

    columns: int
    rows: int
    is_covered: bool
    is_merged: bool
    extent: Extent | None = None


@dataclass(slots=True)
class _Figure:
    """A figure that spans rows: where its row became a line, and which of its cells it is."""

    cells: list[str]
    at: int
    column: int
    rows: int | None  # below, that it still covers; None where those say so themselves
    into: list[Line]
    line: int
    is_under_heading: bool
    extent: Extent

    def mark(self) -> bool:
        """Mark its cell; whether that was not done before."""
        if self.cells[self.at].endswith(_GOES_ON):
            return False
        self.cells[self.at] += _GOES_ON
        self.into[self.line] = self.into[self.line]._replace(text=row(self.cells))
        return True


class Spans:
    """What reaches down into the next row of a table."""

    def __init__(self) -> None:
        self._columns: dict[int, int] = {}  # covered from above, and for how many rows more
        self._figures: dict[int, _Figure] = {}  # by column

    @property
    def has_figures(self) -> bool:
        """Whether a figure reaches into the next row."""
        return bool(self._figures)

    def over(
        self, cells: Sequence[Spanning], texts: list[str], into: list[Line]
    ) -> tuple[int, tuple[Extent, ...], int]:
        """Go on by a row of these cells, covered ones among them; marks of figures above are put into `texts`.

        `texts` are those of the cells that are not covered; empty for what is no row. The line of the row is added to
        `into` next. Returns how many figures were found to cover rows of others, how far each of `texts` reaches, and
        how many columns the row has.
        """
        has_words = _has_words(texts)
        has_figures = any(map(_FIGURE.fullmatch, texts))
        reaching, self._figures = self._figures, {}
        below: dict[int, int] = {}
        extents: list[Extent] = []
        marked = column = at = 0  # column of the grid, place among `texts`

        def cover() -> None:
            nonlocal at, marked
            figure = reaching.get(column)
            if figure is None:
                return
            if has_words or (has_figures and figure.is_under_heading):
                texts.insert(at, _GOES_BACK)
                extents.append(figure.extent)
                at += 1
                marked += figure.mark()
            if figure.rows is None or figure.rows > 1:
                figure.rows = figure.rows and figure.rows - 1
                self._figures[column] = figure

        for each in (*cells, None):
            while column in self._columns:
                cover()
                column += 1
            if each is None:
                break
            if each.is_covered:
                cover()
            else:
                rows = each.rows - 1
                extents.append(each.extent or (column, column + each.columns))
                if rows:
                    below.update((column + wide, rows) for wide in range(each.columns))
                if texts and (each.is_merged or rows > 0):
                    under = _UNDER_HEADING.fullmatch(texts[at]) is not None
                    if under or (_FIGURE.fullmatch(texts[at]) and _has_words(texts[:at])):
                        covers = None if each.is_merged else rows
                        self._figures[column] = _Figure(texts, at, column, covers, into, len(into), under, extents[-1])
                at += bool(texts)
            column += each.columns
        self._columns = {column: rows - 1 for column, rows in self._columns.items() if rows > 1} | below
        return marked, tuple(extents), column


def _has_words(texts: Iterable[str]) -> bool:
    return any(_WORDS.search(text) for text in texts)
