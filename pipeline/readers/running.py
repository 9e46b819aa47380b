"""Running heads and feet: what stands at the edge of page after page, in whatever words, and belongs to none.

A line at the edge is one if the same stands at the same height of a page near by, but for its number, which goes on as
the pages do. A row of figures at the end of two pages is none, however alike: its words differ, or it has no words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MARGIN = 0.12
"""Share of a page's height, at top and bottom, where such lines and the numbers of pages stand."""

_SAME_HEIGHT = 3.0  # points
_NEAR = 2  # pages; those on the left and those on the right may have heads of their own
_MOST_FIGURES = 3  # a year, the number of the page, that of all pages
_DIGITS = re.compile("[0-9]+")
_FIGURE = re.compile(r"[-+]?[0-9][0-9.,]*|[-—–―/~·]+")
_IN_CHARACTERS = re.compile("(?<=第)[一二三四五六七八九十]{1,3}(?=页)")
_CHARACTERS = "零一二三四五六七八九"


class Edge(NamedTuple):
    """A line of text at the edge of a page: its place among what is on the page, its height there, its words."""

    item: int
    y: float
    text: str


def running(pages: Sequence[Sequence[tuple[float, object]]], heights: Sequence[float]) -> list[frozenset[int]]:
    """Of each page, which of its items are running heads or feet. Items are heights and lines of text, or tables.

    The head of the first page is none: it stands before everything, parts nothing, and may alone name the report.
    """
    heads = [_edge(items, range(len(items)), height) for items, height in zip(pages, heights, strict=True)]
    feet = [_edge(items, range(len(items) - 1, -1, -1), height) for items, height in zip(pages, heights, strict=True)]
    found = []
    for number in range(len(pages)):
        above = _running(heads, number) if number else frozenset[int]()
        found.append(above | _running(feet, number))
    return found


def _edge(items: Sequence[tuple[float, object]], order: range, height: float) -> list[Edge]:
    """The lines at one edge of a page, the outermost first, up to the first table or text further in."""
    edge: list[Edge] = []
    is_top = order.step > 0
    for index in order:
        y, item = items[index]
        is_outside = y < MARGIN * height if is_top else y > (1 - MARGIN) * height
        if not isinstance(item, str) or not is_outside:
            break
        edge.append(Edge(index, y if is_top else height - y, item))
    return edge


def _running(edges: Sequence[Sequence[Edge]], page: int) -> frozenset[int]:
    """Those lines at the edge of a page that stand on pages near by too, up to the first that does not."""
    found = []
    for line in edges[page]:
        near = range(max(0, page - _NEAR), min(len(edges), page + _NEAR + 1))
        if not any(_alike(line, other, at - page) for at in near if at != page for other in edges[at]):
            break
        found.append(line.item)
    return frozenset(found)


def _alike(line: Edge, other: Edge, pages: int) -> bool:
    """Whether two lines so many pages apart are the same but for the number of the page."""
    if abs(line.y - other.y) > _SAME_HEIGHT:
        return False
    here, there = _counted(line.text), _counted(other.text)
    if _DIGITS.split(here) != _DIGITS.split(there):
        return False
    numbers = zip(_DIGITS.findall(here), _DIGITS.findall(there), strict=True)
    if any(a != b and int(b) - int(a) != pages for a, b in numbers):
        return False
    words = [_FIGURE.fullmatch(word) is None for word in here.split()]
    return any(words) and words.count(False) <= _MOST_FIGURES


def _counted(text: str) -> str:
    """The words with blanks of one width, the number of a page in figures where it is written in characters."""
    return _IN_CHARACTERS.sub(lambda found: str(_number(found[0])), " ".join(text.split()))


def _number(characters: str) -> int:
    tens, ten, ones = characters.rpartition("十")
    return (10 * (_CHARACTERS.index(tens) if tens else 1) if ten else 0) + (_CHARACTERS.find(ones) if ones else 0)
