"""Where a report speaks in sentences: its sections less the tables, cut into sentences and paragraphs.

Work is done on the text without blanks and borders, in which a sentence broken over lines is whole again. The
characters of the tables never take part: sections with a table are prose up to the last full stop before the first
cell, and behind the last cell.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.readers.document import Compact, Document, compact
from pipeline.reports import Report
from pipeline.tables.model import Cell

# A page number on a line of its own, as text layers of PDF have it.
_PAGE = re.compile(r"\n[ \t]*-[ \t]*\d{1,4}[ \t]*-[ \t]*(?=\n|$)")
# A line that opens a paragraph: its number or its 一是.
_OPENING = re.compile(r"\n[ \t#>*|]*(?=\(?[一二三四五六七八九十]{1,3}[)、是]|\(?\d{1,2}(?:[)、]|\.(?!\d))|[①-⑳])")
_HEADING = 60  # characters; a heading with a line to itself is no longer
_NUMERAL = 5  # characters that the number of a paragraph takes
_STOPS = "。!?"
_STOP = re.compile(f"[{_STOPS}]")
# A paragraph that goes on in the same line: …。(二)依申请公开情况。
_INLINE = re.compile(r"(?<=[。!?])(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、是])")
_WITH_TABLE = frozenset({"disclosure", "requests", "review"})


class Sentence(NamedTuple):
    """A sentence in the compact text, in the section of that key.

    `paragraph` is where its paragraph begins.
    """

    start: int
    end: int
    paragraph: int
    section: str


def sentences(
    document: Document, report: Report, cells: Iterable[Cell], counts: re.Pattern[str]
) -> tuple[Compact, list[Sentence]]:
    """The text without blanks, borders and page numbers, and those sentences of its prose in which `counts` is met."""
    spans = list(_spans(document, report, cells))
    norm, text = document.norm, document.compact
    if any(_PAGE.search(norm, start, end) for start, end, _ in spans):
        text = compact(_PAGE.sub(lambda match: "\n" + " " * (len(match.group()) - 1), norm))
    found: list[Sentence] = []
    for start, end, section in spans:
        begin, stop = _position(text, start), _position(text, end)
        breaks = [begin, *(_position(text, match.end()) for match in _OPENING.finditer(norm, start, end))]
        line = norm.find("\n", start, min(end, start + _HEADING))
        if line >= 0:
            insort(breaks, _position(text, line))
        found += _counting(text.chars, begin, stop, breaks, section, counts)
    return text, found


def _counting(
    chars: str, begin: int, stop: int, breaks: list[int], section: str, counts: re.Pattern[str]
) -> Iterator[Sentence]:
    """The sentences in which the pattern is met. `breaks` are the beginnings of paragraphs, in order."""
    at = opened = looked = begin
    while match := counts.search(chars, at, stop):
        place = match.start()
        paragraph = bisect_right(breaks, place)
        # No further than the next paragraph: a text without full stops would be searched to its end every time.
        end = breaks[paragraph] if paragraph < len(breaks) else stop
        ended = _STOP.search(chars, place, end)
        end = ended.end() if ended else end
        start = max(at, breaks[paragraph - 1], *(chars.rfind(mark, at, place) + 1 for mark in _STOPS))
        for heading in _INLINE.finditer(chars, looked, start + _NUMERAL):
            opened = heading.start()
        looked = start
        opened = max(opened, breaks[paragraph - 1])
        yield Sentence(start, end, opened, section)
        at = end


def _spans(document: Document, report: Report, cells: Iterable[Cell]) -> Iterator[tuple[int, int, str]]:
    """From where to where in norm there is prose, and the section it belongs to."""
    placed: dict[str, list[int]] = {}  # the first and the last place in each table
    for table, _, _, _, _, _, _, first, last in cells:
        if first is not None and last is not None:
            known = placed.get(table)
            if known is None:
                placed[table] = [first, last]
            elif first < known[0]:
                known[0] = first
            elif last > known[1]:
                known[1] = last
    norm, place = document.norm, document.place
    if report.sections and report.sections[0].key != "overview":
        # The first heading is missing: what stands before the second section is the first.
        yield from _before(norm, 0, place(report.sections[0].start), "overview")
    elif not report.sections:
        yield from _before(norm, 0, place(min((low for low, _ in placed.values()), default=0)), "overview")
    for span in report.sections:
        start, end = place(span.start), place(span.end)
        inside = [(low, high) for low, high in placed.values() if span.start <= low < span.end]
        if not inside and span.key not in _WITH_TABLE:
            yield start, end, span.key
            continue
        table_start = place(min(low for low, _ in inside)) if inside else end
        yield from _before(norm, start, table_start, span.key)
        if inside:
            yield min(end, place(max(high for _, high in inside))), end, span.key


def _before(norm: str, start: int, end: int, section: str) -> Iterator[tuple[int, int, str]]:
    """The prose in front of a table: up to the last full stop, for behind it stand the table's headings."""
    stop = norm.rfind("。", start, end)
    if stop >= 0:
        yield start, stop + 1, section


def _position(text: Compact, place: int) -> int:
    """Where in the compact text the character at `place` of norm stands, or the next one that does."""
    run = bisect_right(text.places, place) - 1
    if run < 0:
        return 0
    behind = text.runs[run + 1] if run + 1 < len(text.runs) else len(text.chars)
    return min(text.runs[run] + place - text.places[run], behind)
