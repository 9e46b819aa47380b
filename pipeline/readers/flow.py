"""Marked-up text to lines: prose as it stands, a row of a table as one line ``| cell | cell |``.

Whoever reads a format says what begins and ends, here it becomes lines. A row has its own cells only: what a span
covers is no cell, and a wide cell is one. An empty cell stays as an empty piece, so that blanks can be told exactly.
A figure that spans rows with labels of their own belongs to none of them for sure: its cell and those it covers get a
mark that is no figure, and a problem says so. Tables that only lay a page out become lines of prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.readers.document import Document, Extent, GridRow, document
from pipeline.readers.problems import Problem, Unreadable
from pipeline.readers.spans import Line, Spanning, Spans, row

_DEEPEST = 64  # tables within tables; pages laid out with tables have ten
MAX_CHARACTERS = 5_000_000
"""More text than that is no report; it is not read to find out."""
MAX_ELEMENTS = 400_000
"""Nor are more elements than that; pages exported by word processors have a tenth."""

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·"
_BREAK = re.compile(rf"(?<=[{_WIDE}])[^\S\n]*\n\s*(?=[{_WIDE}])")
_PIPES = re.compile("[|｜│┃╎╏║¦∣]")  # all that count as a border once characters are normalised
_LONGEST_CELL = 400  # characters; a cell with more than that is a column of a page, not of a table
_WIDEST, _HIGHEST = 64, 1000  # columns and rows that a span is taken to cover at most


def cell(text: str) -> str:
    """The text of a cell on one line. A pipe of its own becomes a slash, as only borders may look like borders."""
    return _PIPES.sub("/", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join((_BREAK.sub("", text) if "\n" in text else text).split())


@dataclass(slots=True)
class _Cell:
    lines: list[Line] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    is_covered: bool = False
    is_merged: bool = False  # with those covered below, however many there are
    has_rows: bool = False  # a table with rows of its own stands in it
    extent: Extent | None = None

    @property
    def text(self) -> str:
        return cell("\n".join(line.text for line in self.lines))

    @property
    def spanning(self) -> Spanning:
        return Spanning(self.columns, self.rows, self.is_covered, self.is_merged, self.extent)


@dataclass(slots=True)
class _Table:
    number: int
    reach: Extent | None = None
    rows: int = 0
    cells: list[_Cell] = field(default_factory=list)
    is_open: bool = False  # the last cell is
    has_row: bool = False  # one has begun and not ended
    is_dropped: bool = False  # the row is
    spans: Spans = field(default_factory=Spans)


class Flow:
    """Collects what a page says, in order; `lines` is what became of it. Ends without a beginning do nothing.

    `page` goes before the place of every line, if there is one.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.has_rows = False
        self.page = ""
        self._words: list[str] = []
        self._is_blank = False  # nothing was said in the open paragraph yet
        self._tables: list[_Table] = []
        self._deeper = 0  # tables begun below the deepest that is kept apart
        self._counts = [0, 0]  # tables and paragraphs so far
        self._merged = 0
        self._is_apart = False
        self._room = MAX_CHARACTERS
        self._elements = MAX_ELEMENTS

    def element(self) -> None:
        """An element begins, whichever. Raises :class:`Unreadable` (``too_large``) where there are far too many."""
        self._elements -= 1
        if self._elements < 0:
            raise Unreadable(
                "too_large",
                f"标记超过 {MAX_ELEMENTS} 个，不是一份报告，请另存为文本后放入 "
                f"(more than {MAX_ELEMENTS} elements, which no report has: save it as text)",
            )

    def text(self, words: str) -> None:
        """Running text. Raises :class:`Unreadable` (``too_large``) where there is more than a report can have."""
        self._room -= len(words)
        if self._room < 0:
            raise Unreadable(
                "too_large",
                f"文字超过 {MAX_CHARACTERS} 个字符，不是一份报告，请拆分 (more text than any report has: split it)",
            )
        if self._is_apart and words:
            if words[0].isdigit() and self._words and self._words[-1][-1:].isdigit():
                self._words.append(" ")
            self._is_apart = False
        self._words.append(words)

    def apart(self) -> None:
        """What follows is none of the number before it, though it stands at its side: a note's mark, a hidden digit."""
        self._is_apart = True

    def begin_paragraph(self) -> None:
        """A paragraph begins."""
        self.end_line()
        self._counts[1] += 1
        self._is_blank = True

    def end_paragraph(self, keep_tabs: bool = False) -> None:
        """A paragraph ends. An empty one is an empty line: it may be what is left of an empty cell."""
        self.end_line(keep_tabs)
        if self._is_blank:
            self._container().append(Line("", self._place()))
            self._is_blank = False

    def end_line(self, keep_tabs: bool = False) -> None:
        """A line ends; nothing happens where none has begun. Tabs may stand for borders in prose, so some keep them."""
        if not self._words:
            return
        words = "".join(self._words)
        self._words.clear()
        words = words.strip(" \r\n") if keep_tabs else _one_line(words)
        if words.strip():
            self._container().append(Line(words, self._place()))
            self._is_blank = False

    def begin_table(self, reach: Extent | None = None) -> None:
        """A table begins, perhaps within a cell of another; deeper down than any page goes, it is part of that.

        `reach` is where it stands on the page, in points, if that is known of its cells too.
        """
        self.end_line()
        self._is_blank = False
        if len(self._tables) >= _DEEPEST:
            self._deeper += 1
            return
        self._counts[0] += 1
        self._tables.append(_Table(self._counts[0], reach))

    def begin_row(self) -> None:
        """A row begins; one that is still open ends."""
        self.end_row()
        if self._tables:
            self._tables[-1].has_row = True

    def begin_cell(self, columns: int = 1, rows: int = 1, extent: Extent | None = None) -> None:
        """A cell begins that spans so many columns and rows; one that is still open ends."""
        self.end_cell()
        if self._tables:
            table = self._tables[-1]
            table.cells.append(_Cell(extent=extent))
            table.is_open = True
            self.span(columns, rows)

    def span(self, columns: int = 1, rows: int = 1) -> None:
        """The open cell spans so many columns, and so many rows; 0 is all that are left."""
        if self._tables and self._tables[-1].is_open:
            open_cell = self._tables[-1].cells[-1]
            open_cell.columns = min(max(columns, open_cell.columns), _WIDEST)
            open_cell.rows = min(max(rows, open_cell.rows) if rows > 0 else _HIGHEST, _HIGHEST)

    def cover_cell(self) -> None:
        """The open cell is only the continuation of one above or beside it."""
        if self._tables and self._tables[-1].is_open:
            self._tables[-1].cells[-1].is_covered = True

    def merge_cell(self) -> None:
        """The open cell goes on in those below it that are covered."""
        if self._tables and self._tables[-1].is_open:
            self._tables[-1].cells[-1].is_merged = True

    def drop_row(self) -> None:
        """The open row is not shown."""
        if self._tables:
            self._tables[-1].is_dropped = True

    def end_cell(self) -> None:
        """The open cell ends."""
        self.end_line()
        if self._tables:
            self._tables[-1].is_open = False

    def end_row(self) -> None:
        """The open row ends, and becomes one line, or the lines of its cells if it is none of a table's."""
        self.end_cell()
        if not self._tables:
            return
        table = self._tables[-1]
        begun, table.cells = table.cells, []
        is_row, table.has_row = table.has_row or bool(begun), False
        is_dropped, table.is_dropped = table.is_dropped, False
        if is_dropped or not is_row:
            return
        table.rows += 1
        cells = [each for each in begun if not each.is_covered]
        into = self._container()
        texts = [each.text for each in cells] if _is_row(cells, 1 if table.spans.has_figures else 2) else []
        merged, extents, columns = table.spans.over([each.spanning for each in begun], texts, into)
        self._merged += merged
        if texts:
            line = Line(row(texts), self._place(table), extents, table.reach or (0, columns))
            self._container(rows=True).append(line)
        else:
            into.extend(line for each in cells for line in each.lines)
            if any(each.has_rows for each in cells):
                self._container(rows=True)

    def end_table(self) -> None:
        """The innermost table ends."""
        self.end_row()
        if self._deeper:
            self._deeper -= 1
        elif self._tables:
            self._tables.pop()

    def document(self, charset: str, media: str, empty: Unreadable, lost: int = 0) -> Document:
        """The document of all that was said; everything ends. Raises `empty` if that is nothing."""
        self.end_line()
        self._deeper = 0
        while self._tables:
            self.end_table()
        if not any(line.text for line in self.lines):
            raise empty
        places: list[tuple[int, str]] = []
        rows: list[GridRow] = []
        start = 0
        for text, place, cells, reach in self.lines:
            if place != (places[-1][1] if places else ""):
                places.append((start, place))
            if cells:
                rows.append(GridRow(start, cells, reach))
            start += len(text) + 1
        text = "\n".join(line.text for line in self.lines) + "\n"
        return document(text, charset, media, lost, self.has_rows, tuple(places), self._problems(), tuple(rows))

    def _problems(self) -> tuple[Problem, ...]:
        if not self._merged:
            return ()
        message = (
            f"有 {self._merged} 个数值单元格跨行合并，不能确定属于哪一行，所涉各行不取值 "
            f"({self._merged} figures stand in cells merged over several rows: whose they are cannot be told, "
            "and none of these rows has a value)"
        )
        return (Problem("merged_cells", message),)

    def _place(self, table: _Table | None = None) -> str:
        """The place of a line said now: a row of a table, else the paragraph."""
        if table is not None:
            place = f"table {table.number}, row {table.rows}"
        elif self._tables and self._tables[-1].is_open:
            place = f"table {self._tables[-1].number}, row {self._tables[-1].rows + 1}"
        else:
            place = f"paragraph {self._counts[1]}" if self._counts[1] else ""
        return ", ".join(part for part in (self.page, place) if part)

    def _container(self, rows: bool = False) -> list[Line]:
        """What a line belongs to: the innermost open cell, else the page. With `rows`, a row of a table goes there."""
        self.has_rows = self.has_rows or rows
        for table in reversed(self._tables):
            if table.is_open:
                table.cells[-1].has_rows = table.cells[-1].has_rows or rows
                return table.cells[-1].lines
        return self.lines


def _is_row(cells: Sequence[_Cell], least: int) -> bool:
    if len(cells) < least or any(each.has_rows for each in cells):
        return False
    return all(sum(len(line.text) for line in each.lines) <= _LONGEST_CELL for each in cells)
