"""PDF with a text layer: tables by their ruling lines, everything else line by line.

A table that runs over pages is one: its rows follow each other, and a row that the end of a page cuts in two is put
together. Page numbers are left out. Tables without ruling lines stay text, with gaps as spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.readers.document import Document, Extent
from pipeline.readers.flow import Flow
from pipeline.readers.glyphs import Glyph, Line, lines, numbers, words
from pipeline.readers.grid import Grid, grids
from pipeline.readers.problems import Unreadable
from pipeline.readers.running import MARGIN, running
from pipeline.readers.sheet import Sheet, sheets

_SCANNED = 50  # characters; page numbers and stamps of scanning programs are fewer, any report has more
_APART = 1.3  # times its height that the number of a page is from the text at least
_PAGE_NUMBER = re.compile(r"[-—–―~·]*\d{1,3}[-—–―~·]*|第\d{1,3}页(?:[,，/]?共\d{1,3}页)?|\d{1,3}/\d{1,3}")
_NUMBERED = re.compile(r"\s*[(（]?[0-9一二三四五六七八九十]{1,2}\s*[)）.．、,，:：]")
_WORDS = re.compile("[\u4e00-\u9fff]{2}")
_LETTER = re.compile(r"[^\W\d_]")


class Cell(NamedTuple):
    """A cell: its text, how many columns and rows of its table it spans, and where it is on the page."""

    text: str
    columns: int
    rows: int
    extent: Extent


Cells = tuple[Cell, ...]


class Table(NamedTuple):
    """A table: its rows, and where it is on the page."""

    rows: list[Cells]
    reach: Extent


Item = str | Table
"""What stands on a page: a line of text, or a table."""


def read_pdf(data: bytes) -> Document:
    """The document of a PDF.

    Raises :class:`Unreadable` with code ``scanned``, ``encrypted``, ``broken_pdf`` or ``too_large``.
    """
    pages = sheets(data)
    if sum(len(page.glyphs) for page in pages) < _SCANNED:
        raise _scanned()
    flow = Flow()
    for number, item in _over_pages(_without_running([_items(page) for page in pages], pages)):
        flow.page = f"page {number}"
        if isinstance(item, str):
            flow.text(item)
            flow.end_line(keep_tabs=True)
            continue
        flow.begin_table(item.reach)
        for row in item.rows:
            flow.begin_row()
            for cell in row:
                flow.begin_cell(cell.columns, cell.rows, cell.extent)
                for line in cell.text.split("\n"):
                    flow.text(line)
                    flow.end_line()
        flow.end_table()
    return flow.document("utf-8", "pdf", _scanned())


def _scanned() -> Unreadable:
    return Unreadable(
        "scanned",
        "PDF 没有文字层，可能是扫描件，请提供文字版 "
        "(the PDF has no text layer, it seems to be scanned: give a version with text)",
    )


def _without_running(found: Sequence[list[tuple[float, Item]]], pages: Sequence[Sheet]) -> list[list[Item]]:
    """What stands on the pages without their running heads and feet."""
    left_out = running(found, [page.height for page in pages])
    return [
        [item for index, (_, item) in enumerate(items) if index not in edges]
        for items, edges in zip(found, left_out, strict=True)
    ]


def _items(page: Sheet) -> list[tuple[float, Item]]:
    """What stands on a page from top to bottom, each with its height there."""
    tables = [grid for grid in grids(page.rules) if len(grid.cells) > 1]  # one cell is a frame around text
    inside, outside = _shared_out(page, tables)
    whole = [grid for grid, cells in zip(tables, inside, strict=True) if grid.grounds.isdisjoint(cells)]
    if len(whole) < len(tables):
        tables = whole
        inside, outside = _shared_out(page, tables)
    text = lines(outside)
    placed: list[tuple[float, Item]] = [
        (line.y, line.text) for line in text if not (_is_page_number(line, page.height) and _is_apart(line, text))
    ]
    for table, cells in zip(tables, inside, strict=True):
        if cells:
            placed.append((table.outline.y0, Table(_rows(table, cells), (table.outline.x0, table.outline.x1))))
    return sorted(placed, key=lambda pair: pair[0])


def _shared_out(page: Sheet, tables: Sequence[Grid]) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """The characters of a page: of each table those in its cells, and those in none."""
    inside: list[dict[int, list[Glyph]]] = [{} for _ in tables]
    outside: list[Glyph] = []
    for run in numbers(page.glyphs):
        x, y = (run[0].middle[0] + run[-1].middle[0]) / 2, run[0].middle[1]
        for table, cells in zip(tables, inside, strict=True):
            cell = table.cell_at(x, y)
            if cell is not None:
                cells.setdefault(cell, []).extend(run)
                break
        else:
            outside.extend(run)
    return inside, outside


def _is_page_number(line: Line, height: float) -> bool:
    at_edge = not MARGIN * height < line.y < (1 - MARGIN) * height
    return at_edge and _PAGE_NUMBER.fullmatch("".join(line.text.split())) is not None


def _is_apart(line: Line, text: Sequence[Line]) -> bool:
    """Whether a line of figures stands apart from all others, as no value does from the lines of its label."""
    room = _APART * max(glyph.height for glyph in line.glyphs)
    return all(other is line or abs(other.y - line.y) > room for other in text)


def _rows(table: Grid, cells: dict[int, list[Glyph]]) -> list[Cells]:
    last = max(index for index, row in enumerate(table.rows) if row)
    return [
        tuple(
            Cell(words(cells[number], box) if number in cells else "", *table.spans[number], (box.x0, box.x1))
            for number in row
            for box in (table.cells[number],)
        )
        for row in table.rows[: last + 1]
    ]


def _over_pages(pages: Sequence[list[Item]]) -> Iterator[tuple[int, Item]]:
    """All items with the numbers of their pages, a row that the end of a page cuts in two put together."""
    for number, (page, following) in enumerate(zip(pages, (*pages[1:], []), strict=True), 1):
        if page and following and isinstance(page[-1], Table) and isinstance(following[0], Table):
            upper, lower = page[-1].rows, following[0].rows
            above, below = upper[-1], lower[0]
            if _is_cut(above, below):
                lead = len(below) - len(above)
                joined = tuple(
                    b._replace(text=f"{a.text}\n{b.text}".strip()) for a, b in zip(above, below[lead:], strict=True)
                )
                upper.pop()
                lower[0] = (*below[:lead], *joined)
        yield from ((number, item) for item in page)


def _is_cut(above: Cells, below: Cells) -> bool:
    """Whether a row's label goes on over the page: it has words and no figures, and what follows begins no label.

    Were two rows put together by mistake, their labels would stand one behind the other before the values, which reads
    as a row of blanks and a row: just what they are.
    """
    said = [index for index, cell in enumerate(above) if cell.text.strip()]
    if not said or said[-1] == len(above) - 1 or len(below) < len(above):
        return False
    if not all(_WORDS.search(above[index].text) for index in said):
        return False
    under = [cell.text for cell in below[len(below) - len(above) :]]
    if any(_WORDS.search(text) for index, text in enumerate(under) if index not in said):
        return False  # words below an empty cell: headings below others, or a row below headings
    label = under[said[-1]]
    return _LETTER.search(label) is not None and not _NUMBERED.match(label)
