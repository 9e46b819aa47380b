"""Where something stands in the text of a report, for people: line, column, and the words around it.

Lines and columns count from 1, columns in characters. For plain text they are those of the file; of any other file they
are those of the text that was read from it, and `place` names the page or element instead.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from pipeline.readers import Document

BREAK = "⏎"
"""What stands for the end of a line in the words around a place."""

_ENDS = re.compile(r"\r\n|\r|\n")
_BLANKS = re.compile(r"[ \t\u00a0\u3000\ufeff]+")
_BREAKS = re.compile(r"\s*[\r\n]\s*")
_LETTERS, _CHARACTERS = 2, 8  # besides the marked ones: so many letters, or characters, say where in a text one is
_BEFORE, _AFTER = 160, 80  # characters that are shown around at most


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a text. `start` and `end` are its offsets; line and column of both, the end one behind the last.

    `before`, `marked` and `after` are the words of its line, or, where that holds little else (a cell a line), of the
    lines around it with `BREAK` between; blanks are single. `place` is the page or element, None for plain text.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    before: str
    marked: str
    after: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A document with the offsets at which its lines begin."""

    document: Document
    starts: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, document: Document) -> Lines:
        """The lines of a document: ends are CR LF, CR or LF."""
        return cls(document, (0, *(match.end() for match in _ENDS.finditer(document.text))))

    def spot(self, start: int, end: int) -> Spot:
        """Where ``text[start:end]`` stands."""
        text = self.document.text
        first, column = self._at(start)
        last, end_column = self._at(end)
        left, right = self.starts[first], self._line_end(last)
        if not _tells(text[left:start] + text[end:right]):
            left, right = 0, len(text)
        left, right = max(left, start - _BEFORE), min(right, end + _AFTER)
        return Spot(
            start,
            end,
            first + 1,
            column + 1,
            last + 1,
            end_column + 1,
            _plain(text[left:start]).lstrip(),
            _plain(text[start:end]),
            _plain(text[end:right]).rstrip(),
            self.document.where(start),
        )

    def _at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 0. A byte-order mark has no column."""
        line = bisect_right(self.starts, offset) - 1
        column = offset - self.starts[line]
        return line, column - 1 if line == 0 and column and self.document.text.startswith("\ufeff") else column

    def _line_end(self, line: int) -> int:
        text = self.document.text
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(text)
        return len(text[:end].rstrip("\r\n")) if end - self.starts[line] else end


def _tells(words: str) -> bool:
    """Whether a line without what is marked in it says where one is: it has words, or a row of figures."""
    said = [character for character in words if not character.isspace() and character != "|"]
    return len(said) >= _CHARACTERS or sum(character.isalpha() for character in said) >= _LETTERS


def _plain(text: str) -> str:
    """One line: blanks single, ends of lines as `BREAK`, several of them as one."""
    return _BLANKS.sub(" ", _BREAKS.sub(BREAK, text))
