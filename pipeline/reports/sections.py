"""The headings of the six sections, found by their words and their order.

The same words stand in the preamble, in captions and in prose. A heading shows itself by its printed number, by opening
a line and by having the line to itself; of all candidates the heaviest chain in the prescribed order is taken, and two
of these three signs are the least it needs. Where a section is missing, a line with its number that resembles its title
is its heading: a character lost, or one too many. So is a line that is its title behind the number of another: where a
section was left out, those behind it are often numbered on.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pipeline.forms import FORMS, Forms, Section
from pipeline.readers.document import Compact, Document, compact, normalise
from pipeline.reports.model import SectionSpan

_LEAST = 2
_BLANKS = " \t"
_ORNAMENTS = " \t#*|>-"
_CONTENTS = 4  # headings that make a table of contents
_LEADER = re.compile(r"[\s.·…\-—_|#*\d]*")  # what stands between its lines: dots and the number of a page
_BEFORE_TABLES = 2  # sections whose headings follow no table, so that a digit before them can only be their number
# The last section before which the overview may list matters under the titles of sections: 一、主动公开情况.
_TABLES = 2
_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6"}
_LOWER = {number: "一二三四五六"[: int(digit) - 1] + "123456"[: int(digit) - 1] for number, digit in _DIGITS.items()}
_AHEAD = re.compile(
    r"[ \t]*+[:。.]?[ \t]*+(?:\([^()\n]{0,20}\))?[ \t|]*+(?:\n|$)"
)  # takes back nothing: runs can be long


_NUMBERED_LINE = re.compile(r"^[ \t#*|>]*([一二三四五六1-6])[ \t]*[、.,:][ \t]*([^\n]{3,40})$", re.MULTILINE)
_ALIKE = 0.8  # difflib's ratio: one character in six or so may differ


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be the heading of a section, and how much speaks for it."""

    order: int
    key: str
    start: int  # in norm, number included
    end: int
    weight: int
    bracketed: bool = False  # its number stands in brackets, as those of paragraphs inside a section do
    alone: int | None = None  # where a digit alone on the line before it stands: its number, or a table's last figure


@functools.cache
def _titles(forms: Forms) -> tuple[re.Pattern[str], dict[str, tuple[int, str, str]]]:
    """A pattern for every title of a section in compact text, and what each stands for: order, key, number."""
    meaning: dict[str, tuple[int, str, str]] = {}
    for order, section in enumerate(forms.sections):
        for title in (section.label, *section.variants):
            meaning[compact(normalise(title)[0]).chars] = (order, section.key, section.number)
    pattern = "|".join(re.escape(title) for title in sorted(meaning, key=len, reverse=True))
    return re.compile(pattern), meaning


def sections(document: Document, forms: Forms = FORMS) -> tuple[SectionSpan, ...]:
    """The sections of a document; those whose heading is missing are left out."""
    norm = document.norm
    known = [found for found in candidates(document, forms) if found.weight >= _LEAST]
    if any(found.weight > _LEAST and not found.bracketed for found in known):
        known = [found for found in known if not found.bracketed]
    picked = _chain(_without_contents(known, norm))
    missing = {section.key for section in forms.sections} - {found.key for found in picked}
    if missing:
        alike = [found for found in _resembling(norm, forms) if found.key in missing]
        picked = _chain(sorted([*picked, *alike], key=lambda found: found.start)) if alike else picked
    if any(found.alone is not None and found.order < _BEFORE_TABLES for found in picked):
        picked = [found if found.alone is None else replace(found, start=found.alone) for found in picked]
    spans = []
    for index, found in enumerate(picked):
        stop = picked[index + 1].start if index + 1 < len(picked) else len(norm)
        start, end = document.source(found.start, stop)
        _, heading_end = document.source(found.start, found.end)
        spans.append(SectionSpan(found.key, " ".join(document.text[start:heading_end].split()), start, end))
    return tuple(spans)


def _without_contents(found: list[Candidate], norm: str) -> list[Candidate]:
    """Without those of a table of contents: one right behind the other, and all of them once more further down."""
    last = {each.order: i for i, each in enumerate(found)}
    begin = 0
    for i in range(1, len(found) + 1):
        run = found[begin:i]
        follows = i < len(found) and found[i].order > run[-1].order
        if follows and _LEADER.fullmatch(norm, run[-1].end, found[i].start):
            continue
        if len(run) >= _CONTENTS and all(last[each.order] >= i for each in run):
            return [*found[:begin], *found[i:]]
        begin = i
    return found


def candidates(document: Document, forms: Forms = FORMS) -> list[Candidate]:
    """All places where the words of a heading stand, in order."""
    pattern, meaning = _titles(forms)
    norm, text = document.norm, document.compact
    return [
        _weigh(text, norm, match.start(), match.end(), *meaning[match.group()])
        for match in pattern.finditer(text.chars)
    ]


@functools.cache
def _spelled(forms: Forms) -> tuple[tuple[Section, tuple[str, ...]], ...]:
    """The sections with their titles as they stand in compact text."""
    return tuple(
        (section, tuple(compact(normalise(title)[0]).chars for title in (section.label, *section.variants)))
        for section in forms.sections
    )


def _ratio(words: str, title: str) -> float:
    return SequenceMatcher(None, words, title).ratio()


def _resembling(norm: str, forms: Forms) -> Iterator[Candidate]:
    """Numbered lines that are nearly the title of their section, or wholly that of one further down."""
    for line in _NUMBERED_LINE.finditer(norm):
        words = compact(line[2].rstrip(":。.*|# ")).chars
        for order, (section, titles) in enumerate(_spelled(forms)):
            numbered = line[1] in (section.number, _DIGITS[section.number])
            moved_up = order > _TABLES and words in titles and line[1] in _LOWER[section.number]
            if moved_up or (numbered and max(_ratio(words, title) for title in titles) >= _ALIKE):
                yield Candidate(order, section.key, line.start(1), line.end(2), _LEAST)


def _opens_line(norm: str, place: int, ignored: str) -> bool:
    """Whether a place is the first of its line but for signs that are `ignored`: these are few, lines can be long."""
    while place and norm[place - 1] in ignored:
        place -= 1
    return not place or norm[place - 1] == "\n"


def _weigh(text: Compact, norm: str, start: int, end: int, order: int, key: str, number: str) -> Candidate:
    begin = start
    before = text.chars[max(0, start - 2) : start]
    numbered = len(before) == 2 and before[0] in (number, _DIGITS[number]) and before[1] in "、.,:"
    if numbered:
        begin -= 2
    part = next(
        (words for words in (f"第{number}部分:", f"第{number}部分") if text.chars.endswith(words, 0, start)), ""
    )
    if part:
        numbered, begin = True, start - len(part)
    bracketed = text.chars.endswith(f"({number})", 0, start)
    if bracketed:
        numbered, begin = True, start - 3
    elif not numbered and before[-1:] == number and norm[text.after(start) : text.at(start)].isspace():
        numbered, begin = True, start - 1  # 一 总体情况
    alone = None
    if not numbered and before[-1:] == _DIGITS[number]:
        digit = text.at(start - 1)
        gap = norm[digit + 1 : text.at(start)]
        if gap.isspace() and _opens_line(norm, digit, _BLANKS):
            numbered, begin = "\n" not in gap, start - ("\n" not in gap)
            alone = None if numbered else digit
    place = text.at(begin)
    last = text.after(end)
    opens = _opens_line(norm, place, _ORNAMENTS)
    closes = bool(_AHEAD.match(norm, last))
    return Candidate(order, key, place, last, 2 * numbered + opens + closes, bracketed, alone)


def _chain(candidates: list[Candidate]) -> list[Candidate]:
    """The heaviest chain in rising order; of equal ones that with the earliest headings."""
    weights: list[int] = []
    before: list[int] = []
    heaviest: dict[int, int] = {}  # per section, the candidate for it that ends the heaviest chain so far
    for index, candidate in enumerate(candidates):
        link = max(
            (other for order, other in heaviest.items() if order < candidate.order),
            key=lambda other: (weights[other], -other),
            default=-1,
        )
        weights.append((weights[link] if link >= 0 else 0) + candidate.weight)
        before.append(link)
        known = heaviest.get(candidate.order)
        if known is None or weights[index] > weights[known]:
            heaviest[candidate.order] = index
    picked: list[Candidate] = []
    index = max(range(len(weights)), key=lambda i: (weights[i], -i), default=-1)
    while index >= 0:
        picked.append(candidates[index])
        index = before[index]
    return picked[::-1]
