"""The text of a report in two shapes, and the way back from either to the source.

``norm`` is the text with plain characters: same length as the source in nearly all reports, else with a map.
A :class:`Compact` is ``norm`` without blanks, borders and ornaments, in which a label is found however it was broken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple

from pipeline.readers import commas
from pipeline.readers.characters import one_to_many, one_to_one
from pipeline.readers.problems import Problem, Unreadable

# What may stand inside a label without being part of it, besides blanks: borders, quotes, Markdown ornaments.
_ORNAMENTS = "|\"'*#/\\_"
# Readings in brackets behind a character, 動(dòng) or 政(zheng)(zheng), as converters between scripts leave them.
_TONES = re.compile(r"\([a-z]{0,4}[àáèéìíòóùúāēěīńňōūǎǐǒǔǖǘǚǜ]")
_READINGS = re.compile(r"(?<=[\u3400-\u9fff\s\"'(])(?:\([a-zàáèéìíòóùúāēěīńňōūǎǐǒǔǖǘǚǜü]{1,6}\))+")
_SOME = 5  # so many words in small letters behind characters are readings even without tones; (pdf) alone is not
_YEAR_REMARK = re.compile(r"\(20[0-9]{2}年?度?\)")  # 本年(2023)制发件数
# The number of a page on a line of its own: a page break. In words it is nothing else; a bare one is a page's where the
# line before ends as rows of figures do, or where such numbers count on through the text.
_PAGE_NUMBER = re.compile(
    r"\n[ \t\f]*(?P<number>(?P<dash>[-—–─·~]{1,2}) ?[1-9][0-9]{0,2} ?(?P=dash)|Page ?[1-9][0-9]{0,2}"
    r"|第 ?[1-9][0-9]{0,2} ?页(?:[ ,/]*共 ?[0-9]{1,3} ?页)?|(?P<page>[1-9][0-9]?) ?/ ?(?P<of>[1-9][0-9]?))"
    r"(?=[ \t]*(?:[\n\f]|$))"
)
# What is left of a page's markup in a text made from it: blanks and breaks of lines. Notes and struck figures are not.
_MARKUP = re.compile(r"&(?:nbsp|ensp|emsp|#160|#xa0);|</?(?:br|p|span|strong|b|em|font|u)\b[^<>\n]{0,80}>", re.I)
# What programs write into the cells of a table of their own that hold nothing.
_WORDS_FOR_NOTHING = ("nan", "NaN", "None", "null", "NULL")
_NOTHING = re.compile(rf"(?<=[|\t])( *)(?:{'|'.join(_WORDS_FOR_NOTHING)})(?= *(?:[|\t\n]|$))")
_DIGITS = re.compile("[0-9]+")
_FIGURES_END = frozenset("0123456789|-—–/无")
LONGEST = 400_000  # characters; the longest reports have a tenth of it, and this much is read in two seconds
_MANY = 40  # from so many distinct characters on, one pass over the text is cheaper than one replacement each


@dataclass(frozen=True, slots=True)
class Compact:
    """`chars` is the norm text from `base` on, without blanks and borders; `runs` and `places` lead back to norm."""

    chars: str
    runs: tuple[int, ...] = field(repr=False)  # where each unbroken run begins in chars
    places: tuple[int, ...] = field(repr=False)  # where it begins in norm
    end: int = 0  # where the stretch of norm ends

    def at(self, position: int) -> int:
        """The place in norm of the character at `position`; behind the last one, the end of the stretch."""
        if position >= len(self.chars):
            return self.end
        run = bisect_right(self.runs, position) - 1
        return self.places[run] + position - self.runs[run]

    def after(self, position: int) -> int:
        """The place in norm just behind the character before `position`."""
        return self.at(position - 1) + 1 if position else 0

    def place(self, norm: int) -> int:
        """The position of a place in norm, or of the first character behind it."""
        run = bisect_left(self.places, norm)
        if run and self.places[run - 1] <= norm:
            run -= 1
            inside = norm - self.places[run]
            until = self.runs[run + 1] if run + 1 < len(self.runs) else len(self.chars)
            return min(self.runs[run] + inside, until)
        return self.runs[run] if run < len(self.runs) else len(self.chars)


Extent = tuple[float, float]
"""From where to where something reaches across: columns of a grid, counted from 0, or points on a page."""


class GridRow(NamedTuple):
    """A line of the text that is a row of a table: where it starts, how far each of its cells reaches, and the row.
    Columns or points: the same within a document."""

    start: int
    cells: tuple[Extent, ...]
    reach: Extent


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its normalised form. All offsets anyone stores are offsets into `text`, in characters.

    `compact` is `norm` as labels are looked for in it. `offsets` maps a position in `norm` (and its end) to one in
    `text`; None where the two agree. `media` tells what the file was (``text``, ``html``, ``docx``, ``pdf``), `lost`
    how many bytes of a character cut in two at the end were left out. `bordered`: the file itself says where cells
    end, so every row of its tables is a line ``| cell | cell |`` with all its cells and no others. `places` tells from
    which offset on the text comes from which page or element, in order. `problems` are those of the file itself. `rows`
    are the rows of its tables, in order, where their cells are known.
    """

    text: str
    norm: str
    charset: str
    media: str = "text"
    lost: int = 0
    offsets: tuple[int, ...] | None = field(default=None, repr=False)
    compact: Compact = field(default=Compact("", (), ()), repr=False)
    bordered: bool = False
    places: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    rows: tuple[GridRow, ...] = field(default=(), repr=False)

    def where(self, offset: int) -> str | None:
        """The page or element that the character at `offset` in `text` comes from: ``page 2, table 1, row 3, cell 4``.

        None where the file has none, as plain text.
        """
        found = bisect_right(self.places, offset, key=lambda place: place[0]) - 1
        if found < 0 or not self.places[found][1]:
            return None
        start, place = self.places[found]
        cell = self.text.count("|", start, offset) if self.text.startswith("|", start) else 0
        return f"{place}, cell {cell}" if cell else place

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where ``norm[start:end]`` stands in `text`."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]

    def place(self, source: int) -> int:
        """Where the character at `source` in `text` stands in `norm`."""
        return source if self.offsets is None else bisect_left(self.offsets, source)

    def until(self, source: int) -> Document:
        """The document without what is searched behind `source`; its text and all offsets stay."""
        norm = self.norm[: self.place(source)]
        return replace(self, norm=norm, compact=compact(norm))


def normalise(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Plain characters for `text`, and the offsets of each in it where the lengths differ."""
    distinct = set(text)
    table = one_to_one()
    found = distinct & table.keys()
    if len(found) > _MANY:
        norm = text.translate({ord(old): table[old] for old in found})
    else:
        norm = text
        for old in found:
            norm = norm.replace(old, table[old])
    unfolding = one_to_many()
    several = distinct & unfolding.keys()
    readings = _readings(norm) if "(" in norm else []
    if not several and not readings:
        return norm, None
    parts: list[str] = []
    offsets: list[int] = []
    place = 0
    for start, stop in (*readings, (len(norm), len(norm))):
        for at in range(place, start):
            part = unfolding.get(norm[at], norm[at])
            parts.append(part)
            offsets.extend([at] * len(part))
        place = stop
    return "".join(parts), (*offsets, len(norm))


def _readings(norm: str) -> list[tuple[int, int]]:
    """Where readings of characters stand, which are no text of the report's."""
    found = [match.span() for match in _READINGS.finditer(norm)]
    return found if len(found) >= _SOME or (found and _TONES.search(norm)) else []


def _page(match: re.Match[str]) -> int:
    """The number of a page; 0 if it is greater than that of the last page."""
    if match["page"]:
        return int(match["page"]) if int(match["page"]) <= int(match["of"]) else 0
    return int(_DIGITS.findall(match["number"])[0])


def _without_page_numbers(norm: str) -> str:
    """The text with blanks for page numbers, and for the breaks of line before them."""
    parts: list[str] = []
    place = 0
    found = [(match, _page(match)) for match in _PAGE_NUMBER.finditer(norm)]
    pages = {page for match, page in found if match["dash"]}
    for match, page in found:
        before = match.start()
        while before and norm[before - 1].isspace():
            before -= 1
        counted = match["dash"] and (page - 1 in pages or page + 1 in pages)
        if match["number"][0] in "第P" or counted or (norm[before - 1 : before] in _FIGURES_END and page):
            # An empty line before the number belongs to the break between pages and is no empty cell.
            parts += [norm[place:before], " " * (match.end() - before)]
            place = match.end()
    return "".join([*parts, norm[place:]]) if parts else norm


def compact(norm: str) -> Compact:
    """Drop blanks, borders and ornaments from a normalised text."""
    spaced = _YEAR_REMARK.sub(lambda match: " " * len(match.group()), norm) if "(20" in norm else norm
    for ornament in _ORNAMENTS:
        spaced = spaced.replace(ornament, " ")
    parts = spaced.split()
    find = spaced.find
    places: list[int] = []
    place = 0
    for part in parts:
        place = find(part, place)
        places.append(place)
        place += len(part)
    runs = accumulate(map(len, parts[:-1]), initial=0) if parts else ()
    return Compact("".join(parts), tuple(runs), tuple(places), len(norm))


def document(
    text: str,
    charset: str,
    media: str = "text",
    lost: int = 0,
    bordered: bool = False,
    places: tuple[tuple[int, str], ...] = (),
    problems: tuple[Problem, ...] = (),
    rows: tuple[GridRow, ...] = (),
) -> Document:
    """The document of a decoded text. Raises :class:`Unreadable` (``too_long``) for more than `LONGEST` characters."""
    if len(text) > LONGEST:
        raise Unreadable(
            "too_long",
            f"文本长 {len(text)} 字，超过 {LONGEST} 字，不是一份年度报告，请拆分后再读 "
            f"(a text of {len(text)} characters is no single report; split it)",
        )
    norm, offsets = normalise(text if bordered else commas.bordered(text))
    if "\r" in norm:
        norm = norm.replace("\r\n", " \n").replace("\r", "\n")
    if not bordered and ("&" in norm or "<" in norm):
        norm = _MARKUP.sub(lambda match: " " * len(match.group()), norm)
    if not bordered and any(word in norm for word in _WORDS_FOR_NOTHING):
        norm = _NOTHING.sub(lambda match: " " * len(match.group()), norm)
    norm = _without_page_numbers(norm)
    return Document(text, norm, charset, media, lost, offsets, compact(norm), bordered, places, problems, rows)
