"""What is printed before the labels of rows and belongs to no cell: serial numbers, the label's own number set apart
from it, a dash on a line of its own that parts rows.

Each looks like the last value of the row before. One alone may be that; a series of them is not: values do not count
the rows, nor do they repeat the numbers that the form prints, and none stands before the first row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipeline.readers.document import Compact
from pipeline.tables.anchors import Anchor
from pipeline.tables.vocabulary import Kind

_LEAST, _SHARE = 3, 0.75  # so many rows, and so many of all, show that something stands before labels
_FIRST = 8  # rows that are looked at before all are
_BETWEEN = " \n\t|.、:)"  # what may stand between a number and its label
_REACH = 80  # characters before a label in which its number stands
_DASHES = "-—–―─"

_Number = tuple[int, int, int]  # before which anchor, where it begins in norm, and the number
_Finder = Callable[[str, int], tuple[int, int] | None]


def series(text: Compact, norm: str, picked: Sequence[Anchor], asides: Sequence[str]) -> dict[int, int]:
    """Where in `norm` what stands before a row begins, for each of the anchors `picked` that has it in a series.

    What stands before the parent of a row is that row's, and begins its parent. `asides` are other words of the table
    that may stand between the two.
    """
    rows = [index for index, anchor in enumerate(picked) if anchor.label.kind is Kind.ROW]
    if len(rows) < _LEAST:
        return {}
    own = [index for index in rows if not picked[index].numbered and _digit(picked[index])]
    if _may_count(norm, picked, rows) or _may_repeat(norm, picked, own):
        found = [_before(text, norm, picked, index, asides, _number) for index in rows]
        known = [numbers for numbers in found if numbers]
        counted = [_next(a, b) for a, b in pairwise(known)]
        if len(known) >= max(_LEAST, _SHARE * len(rows)) and sum(counted) >= _SHARE * len(counted):
            return {index: place for index, place, _ in _counting(known)}
        told = [(index, numbers) for index, numbers in zip(rows, found, strict=True) if index in own and numbers]
        printed = [(index, numbers[1]) for index, numbers in told if numbers[2] == int(_digit(picked[index]))]
        if len(printed) >= max(_LEAST, _SHARE * len(own)):
            return dict(printed)
    if _before(text, norm, picked, rows[0], asides, rule) is None:
        return {}
    parted = [_before(text, norm, picked, index, asides, rule) for index in range(len(picked))]
    if sum(parted[index] is not None for index in rows) < max(_LEAST, _SHARE * len(rows)):
        return {}
    return {each[0]: each[1] for each in parted if each is not None}


def _may_count(norm: str, picked: Sequence[Anchor], rows: Sequence[int]) -> bool:
    """Whether a number before one of the first rows counts on from that before the one above, as chance does seldom."""
    numbers = [_number(norm, picked[index].norm_start) for index in rows[:_FIRST]]
    return any(a is not None and b is not None and b[1] == a[1] + 1 for a, b in pairwise(numbers))


def _may_repeat(norm: str, picked: Sequence[Anchor], own: Sequence[int]) -> bool:
    """Whether one of the first rows without the number before its label has that number before it, set apart."""
    numbers = ((_number(norm, picked[index].norm_start), int(_digit(picked[index]))) for index in own[:_FIRST])
    return any(number is not None and number[1] == digit for number, digit in numbers)


def rule(norm: str, place: int) -> tuple[int, int] | None:
    """A dash alone on the line above the one that begins at a place."""
    before = norm[max(0, place - _REACH) : place].rstrip(" \n\t|")
    if not before or before[-1] not in _DASHES:
        return None
    line = before[before.rfind("\n") + 1 :]
    start = place - min(place, _REACH) + len(before) - len(line)
    alone = len(line.strip(" \t|")) <= 2 and not line.strip(" \t|" + _DASHES)
    return (start, 0) if alone and "\n" in norm[start + len(line) : place] else None


def _digit(anchor: Anchor) -> str:
    number = anchor.label.number.rstrip(".")
    return number if number.isdigit() else ""


def _before(
    text: Compact, norm: str, picked: Sequence[Anchor], index: int, asides: Sequence[str], find: _Finder
) -> _Number | None:
    """What stands before a row or before the parents that lead it."""
    place = picked[index].start
    number = find(norm, picked[index].norm_start)
    while number is None and (aside := next((own for own in asides if text.chars.endswith(own, 0, place)), "")):
        place -= len(aside)
        number = find(norm, text.at(place))
    if number is None:
        return None
    while index and picked[index - 1].label.kind is Kind.GROUP and picked[index - 1].norm_start > number[0]:
        index -= 1
    return index, *number


def _number(norm: str, place: int) -> tuple[int, int] | None:
    """A number of one or two digits in front of a place, with nothing but borders in between."""
    before = norm[max(0, place - _REACH) : place].rstrip(_BETWEEN)
    digits = len(before) - len(before.rstrip("0123456789"))
    if not 0 < digits <= 2 or before[-digits - 1 : -digits] not in {"", " ", "\n", "\t", "|"}:
        return None
    return place - min(place, _REACH) + len(before) - digits, int(before[-digits:])


def _next(a: _Number, b: _Number) -> bool:
    return b[2] == a[2] + 1


def _counting(known: Sequence[_Number]) -> Iterator[_Number]:
    """Those of the numbers that count on from the one before or are counted on by the one behind."""
    for before, number, behind in zip((None, *known), known, (*known[1:], None), strict=False):
        if (before and _next(before, number)) or (behind and _next(number, behind)):
            yield number
