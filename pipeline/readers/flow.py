"""Marked-up text to lines: prose as it stands, a row of a table as one line ``| cell | cell |``.

Whoever reads a format says what begins and ends, here it becomes lines. A row has its own cells only: what a span
covers is no cell, and a wide cell is one. An empty cell stays as an empty piece, so that blanks can be told exactly.
Tables that only lay a page out become lines of prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.readers.problems import Unreadable

_DEEPEST = 64  # tables within tables; pages laid out with tables have ten
MAX_CHARACTERS = 5_000_000
"""More text than that is no report; it is not read to find out."""
MAX_ELEMENTS = 400_000
"""Nor are more elements than that; pages exported by word processors have a tenth."""

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·"
_BREAK = re.compile(rf"(?<=[{_WIDE}])[^\S\n]*\n\s*(?=[{_WIDE}])")
_PIPES = re.compile("[|｜│┃╎╏║¦∣]")  # all that count as a border once characters are normalised
_LONGEST_CELL = 400  # characters; a cell with more than that is a column of a page, not of a table


def cell(text: str) -> str:
    """The text of a cell on one line. A pipe of its own becomes a slash, as only borders may look like borders."""
    return _PIPES.sub("/", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join((_BREAK.sub("", text) if "\n" in text else text).split())


def row(cells: Iterable[str]) -> str:
    """The line of a row; `cells` are on one line each."""
    return "| " + " | ".join(cells) + " |"


@dataclass(slots=True)
class _Cell:
    lines: list[str] = field(default_factory=list)
    is_covered: bool = False
    has_rows: bool = False  # a table with rows of its own stands in it


@dataclass(slots=True)
class _Table:
    cells: list[_Cell] = field(default_factory=list)
    is_open: bool = False  # the last cell is
    is_dropped: bool = False  # the row is


class Flow:
    """Collects what a page says, in order; `lines` is what became of it. Ends without a beginning do nothing."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.has_rows = False
        self._words: list[str] = []
        self._is_blank = False  # nothing was said in the open paragraph yet
        self._tables: list[_Table] = []
        self._deeper = 0  # tables begun below the deepest that is kept apart
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
        self._words.append(words)

    def begin_paragraph(self) -> None:
        """A paragraph begins."""
        self.end_line()
        self._is_blank = True

    def end_paragraph(self, keep_tabs: bool = False) -> None:
        """A paragraph ends. An empty one is an empty line: it may be what is left of an empty cell."""
        self.end_line(keep_tabs)
        if self._is_blank:
            self._container().append("")
            self._is_blank = False

    def end_line(self, keep_tabs: bool = False) -> None:
        """A line ends; nothing happens where none has begun. Tabs may stand for borders in prose, so some keep them."""
        if not self._words:
            return
        words = "".join(self._words)
        self._words.clear()
        words = words.strip(" \r\n") if keep_tabs else _one_line(words)
        if words.strip():
            self._container().append(words)
            self._is_blank = False

    def begin_table(self) -> None:
        """A table begins, perhaps within a cell of another; deeper down than any page goes, it is part of that."""
        self.end_line()
        self._is_blank = False
        if len(self._tables) >= _DEEPEST:
            self._deeper += 1
            return
        self._tables.append(_Table())

    def begin_row(self) -> None:
        """A row begins; one that is still open ends."""
        self.end_row()

    def begin_cell(self) -> None:
        """A cell begins; one that is still open ends."""
        self.end_cell()
        if self._tables:
            table = self._tables[-1]
            table.cells.append(_Cell())
            table.is_open = True

    def cover_cell(self) -> None:
        """The open cell is only the continuation of one above or beside it."""
        if self._tables and self._tables[-1].is_open:
            self._tables[-1].cells[-1].is_covered = True

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
        cells = [] if table.is_dropped else [each for each in table.cells if not each.is_covered]
        table.cells, table.is_dropped = [], False
        if _is_row(cells):
            self._container(rows=True).append(row(cell("\n".join(each.lines)) for each in cells))
        else:
            self._container().extend(line for each in cells for line in each.lines)
            if any(each.has_rows for each in cells):
                self._container(rows=True)

    def end_table(self) -> None:
        """The innermost table ends."""
        self.end_row()
        if self._deeper:
            self._deeper -= 1
        elif self._tables:
            self._tables.pop()

    def end(self) -> list[str]:
        """Everything ends. Returns the lines."""
        self.end_line()
        self._deeper = 0
        while self._tables:
            self.end_table()
        return self.lines if any(self.lines) else []

    def _container(self, rows: bool = False) -> list[str]:
        """What a line belongs to: the innermost open cell, else the page. With `rows`, a row of a table goes there."""
        self.has_rows = self.has_rows or rows
        for table in reversed(self._tables):
            if table.is_open:
                table.cells[-1].has_rows = table.cells[-1].has_rows or rows
                return table.cells[-1].lines
        return self.lines


def _is_row(cells: Sequence[_Cell]) -> bool:
    if len(cells) < 2 or any(each.has_rows for each in cells):
        return False
    return all(sum(map(len, each.lines)) <= _LONGEST_CELL for each in cells)
