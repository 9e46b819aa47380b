"""Where the labels of a table stand in a text, and which of them are the table.

Labels also occur in prose, in remarks behind other labels and in headers. What makes a table of them is their order:
of all hits the heaviest chain in the form's order is taken, a hit weighing more when it carries its printed number or
is followed by a value.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers.document import Compact
from pipeline.tables.vocabulary import Kind, Label, Vocabulary

_VALUE_AHEAD = re.compile(r"[\s|:]*(?:[+\-]?[0-9]|[-—/]{1,2}[\s|]|无[\s|])")
_NUMBERED, _VALUED = 2, 3  # a value behind a label says more than the number before it: headings are numbered too
_PARTS, _PART = ("其中", "其中:", "其中,"), 3
_BRACKET = re.compile(r"[(\[]")
_LONE_NUMBER = re.compile(r"(?<=[\s|])[+\-]?[0-9][0-9.,]*(?=[\s|])")
_NUMERAL = re.compile(r"[0-9.]+|[一二三四五六七八九十]{1,3}")
_BRACKETED = re.compile(r"\([一二三四五六七八九十]\)")
_POINTS = ".、,:·)"
_LONGEST_REMARK = 300  # compact characters of a bracketed remark behind a label
_NEAR = 3  # that many characters of a note must agree before it is believed to be the note


class Anchor(NamedTuple):
    """One label found. `start` to `end` is its place in compact text, printed number and remark included.

    `norm_start`, `norm_end` are the same in normalised text; `numbered` says that it carries its printed number, `rest`
    is what of the label's own words was not met.
    """

    label: Label
    start: int
    end: int
    norm_start: int
    norm_end: int
    numbered: bool
    rest: str


def find(text: Compact, norm: str, words: Vocabulary, start: int, end: int) -> list[Anchor]:
    """All labels of a vocabulary between two places of the compact text, in order of place, one per label and place."""
    anchors: list[Anchor] = []
    chars = text.chars
    reach = start
    for match in words.pattern.finditer(chars, start, end):
        if match.start() < reach:
            continue  # inside the remark of the label before
        place, word = match.start(), match.group()
        if chars.endswith(_PARTS, max(0, place - _PART), place):
            continue  # a part of a row, printed below it
        bracketed = chars.endswith(")", 0, place) and bool(_BRACKETED.fullmatch(chars, max(0, place - 3), place))
        for label in words.by_word[word]:
            if not (bracketed and _is_numbered_otherwise(label, chars[place - 3 : place])):
                anchor = _anchor(text, norm, label, place, word, end)
                anchors.append(anchor)
                reach = max(reach, anchor.end)
    return anchors


def _is_numbered_otherwise(label: Label, before: str) -> bool:
    """Whether a numeral in brackets before the words shows another label: (六)其他 is not 3.其他."""
    return before != label.number and label.number[:1] not in {"", "("}


def _anchor(text: Compact, norm: str, label: Label, place: int, word: str, limit: int) -> Anchor:
    start, numbered = _numbering(text, norm, label.number, place)
    end, rest = _extent(text, norm, label, place + len(word), word, limit)
    return Anchor(label, start, end, text.at(start), text.after(end), numbered, rest)


def _weight(anchor: Anchor, norm: str) -> int:
    place = anchor.norm_start
    while place and norm[place - 1] == " ":
        place -= 1
    opens = not place or norm[place - 1] in "\n|\t"  # not so 其中:行政许可
    return 1 + opens + _NUMBERED * anchor.numbered + _VALUED * bool(_VALUE_AHEAD.match(norm, anchor.norm_end))


def _numbering(text: Compact, norm: str, number: str, place: int) -> tuple[int, bool]:
    """Step back over the label's own printed number. A digit that may be the value before is left alone."""
    if not number or not place:
        return place, False
    chars = text.chars
    digit = number.strip("().、")
    for width, form in ((3, f"({digit})"), (2, "")):
        before = chars[max(0, place - width) : place]
        if before == form or (not form and len(before) == width and before[0] == digit and before[1] in _POINTS):
            return place - width, True
    if chars[place - 1] == digit and text.at(place) - text.at(place - 1) == 1:
        glued = text.at(place - 1) - 1
        if glued < 0 or not norm[glued].isdigit():
            return place - 1, False
    return place, False


def _extent(text: Compact, norm: str, label: Label, end: int, word: str, limit: int) -> tuple[int, str]:
    """How far a label reaches behind the `word` met: its own words as far as they agree, its note, or any remark."""
    chars = text.chars
    if len(word) < len(label.full):
        own = label.full[len(word) :]
        agreed = _agreement(chars, end, own)
        end += agreed
        if agreed < len(own):
            return end, own[agreed:] + label.note
    if label.note:
        noted = _agreement(chars, end, label.note)
        if noted >= _NEAR:
            return end + noted, label.note[noted:]
    if end < limit and _BRACKET.match(chars, end):
        closing = _closing(chars, end, min(limit, end + _LONGEST_REMARK))
        if closing and not _LONE_NUMBER.search(norm, text.at(end), text.at(closing - 1)):
            return closing, ""
    return end, label.note


def _agreement(chars: str, place: int, words: str) -> int:
    if chars.startswith(words, place):
        return len(words)
    count = 0
    while chars[place + count : place + count + 1] == words[count]:
        count += 1
    return count


def _closing(chars: str, opening: int, limit: int) -> int:
    """Behind the bracket that closes the one at `opening`; 0 if there is none or only a number in between.

    A number in brackets is a value, or it numbers the parent of the rows that follow.
    """
    if chars.find(")", opening, limit) < 0 and chars.find("]", opening, limit) < 0:
        return 0
    depth = 0
    for place in range(opening, limit):
        if chars[place] in "([":
            depth += 1
        elif chars[place] in ")]":
            depth -= 1
            if not depth:
                return 0 if _NUMERAL.fullmatch(chars, opening + 1, place) else place + 1
    return 0


def chain(anchors: list[Anchor], norm: str) -> list[Anchor]:
    """The heaviest selection of anchors in strictly rising order; of equal ones the earliest."""
    rising = all(a.label.order < b.label.order and a.end <= b.start for a, b in pairwise(anchors))
    if rising:
        return anchors
    weights: list[int] = []
    before: list[int] = []
    heaviest: dict[int, int] = {}  # per rank, the anchor of that rank that ends the heaviest chain so far
    waiting: list[int] = []  # anchors at the place looked at: none of them comes before another
    reach = 0
    for index, anchor in enumerate(anchors):
        if anchor.start >= reach:
            _settle(waiting, anchors, weights, heaviest)
        link = max(
            (other for order, other in heaviest.items() if order < anchor.label.order),
            key=lambda other: (weights[other], -other),
            default=-1,
        )
        weights.append((weights[link] if link >= 0 else 0) + _weight(anchor, norm))
        before.append(link)
        waiting.append(index)
        reach = max(reach, anchor.end)
    if not weights:
        return []
    index = max(range(len(weights)), key=lambda i: (weights[i], -i))
    picked = []
    while index >= 0:
        picked.append(anchors[index])
        index = before[index]
    return picked[::-1]


def _settle(waiting: list[int], anchors: list[Anchor], weights: list[int], heaviest: dict[int, int]) -> None:
    for index in waiting:
        order = anchors[index].label.order
        if order not in heaviest or weights[index] > weights[heaviest[order]]:
            heaviest[order] = index
    waiting.clear()


def of_kind(anchors: list[Anchor], *kinds: Kind) -> list[Anchor]:
    """Those anchors that name one of these kinds of things."""
    return [anchor for anchor in anchors if anchor.label.kind in kinds]
