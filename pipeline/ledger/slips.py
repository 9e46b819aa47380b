"""Slips of the pen: how one figure, or several at once, come to be printed wrong, and how small each slip is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pipeline.forms import Text


class Operation(StrEnum):
    """What happened to the cells of one slip."""

    DIGIT_LOST = "digit_lost"
    DIGIT_DOUBLED = "digit_doubled"
    DIGITS_TRANSPOSED = "digits_transposed"
    MOVED_COLUMN = "moved_column"
    MOVED_ROW = "moved_row"
    SWAPPED = "swapped"
    ROW_SHIFTED = "row_shifted"
    ROWS_SWAPPED = "rows_swapped"
    TOTAL_LEFT = "total_left"
    TOTALS_LEFT = "totals_left"
    DIGIT_MISTYPED = "digit_mistyped"
    RETYPED = "retyped"


TEXTS = {
    Operation.DIGIT_LOST: Text("漏打一位数字", "A digit was lost"),
    Operation.DIGIT_DOUBLED: Text("一位数字重复", "A digit was doubled"),
    Operation.DIGITS_TRANSPOSED: Text("相邻两位数字颠倒", "Two digits were transposed"),
    Operation.MOVED_COLUMN: Text("数字填入了同一行的另一格", "A number stands in another column of its row"),
    Operation.MOVED_ROW: Text("数字填入了同一列的另一格", "A number stands in another row of its column"),
    Operation.SWAPPED: Text("两格数字互换", "Two cells were swapped"),
    Operation.ROW_SHIFTED: Text("一行或其中一段错位一格", "A row, or part of it, was shifted by one cell"),
    Operation.ROWS_SWAPPED: Text("相邻两行互换", "Two neighbouring rows were swapped"),
    Operation.TOTAL_LEFT: Text("合计未填，仍为0", "A total was left at 0"),
    Operation.TOTALS_LEFT: Text("一行或一列合计均未填，仍为0", "A line of totals was left at 0"),
    Operation.DIGIT_MISTYPED: Text("一位数字打错、多打，或个位数填错", "One digit is another or one too many"),
    Operation.RETYPED: Text("整个数字填错", "The figure is another one"),
}
"""What each operation means, for people."""

COSTS = {
    Operation.DIGIT_LOST: 1,
    Operation.DIGIT_DOUBLED: 1,
    Operation.DIGITS_TRANSPOSED: 1,
    Operation.MOVED_COLUMN: 1,
    Operation.MOVED_ROW: 1,
    Operation.SWAPPED: 1,
    Operation.ROW_SHIFTED: 1,
    Operation.ROWS_SWAPPED: 2,
    Operation.TOTAL_LEFT: 2,
    Operation.TOTALS_LEFT: 2,
    Operation.DIGIT_MISTYPED: 3,
    Operation.RETYPED: 4,
}
"""How much a slip takes: an order, not a probability."""

APART = 2
"""What a swap or a move takes more when the two cells are not neighbours."""


class Change(NamedTuple):
    """A cell of a table, by number, and the value it would have."""

    cell: int
    new: int


@dataclass(frozen=True, slots=True)
class Slip:
    """One operation: what it was, which cells it changed and to which values they go back, and what it takes."""

    operation: Operation
    changes: tuple[Change, ...]
    cost: int


def mistyped(cell: int, old: int, new: int, is_total: bool) -> Slip:
    """The slip by which a cell that should hold `new` came to hold `old`."""
    operation = _of_one_figure(old, new, is_total)
    return Slip(operation, (Change(cell, new),), COSTS[operation])


def of_several(operation: Operation, changes: Iterable[Change], apart: bool = False) -> Slip:
    """A slip that concerns several cells at once."""
    return Slip(operation, tuple(changes), COSTS[operation] + (APART if apart else 0))


def _of_one_figure(old: int, new: int, is_total: bool) -> Operation:
    printed, meant = str(old), str(new)
    if is_total and old == 0:
        return Operation.TOTAL_LEFT
    if old and len(meant) > 1 and old in map(int, _without_one(meant)):
        return Operation.DIGIT_LOST
    if len(printed) == len(meant) + 1 and meant in _without_one(printed):
        return Operation.DIGIT_DOUBLED if printed in _with_one_doubled(meant) else Operation.DIGIT_MISTYPED
    if len(printed) == len(meant):
        differing = [i for i, (a, b) in enumerate(zip(printed, meant, strict=True)) if a != b]
        if len(differing) == 1:
            return Operation.DIGIT_MISTYPED
        first, last = differing[0], differing[-1]
        if len(differing) == 2 and last == first + 1 and printed[first:][:2] == meant[first:][:2][::-1]:
            return Operation.DIGITS_TRANSPOSED
    return Operation.RETYPED


def _without_one(digits: str) -> set[str]:
    return {digits[:i] + digits[i + 1 :] for i in range(len(digits))}


def _with_one_doubled(digits: str) -> set[str]:
    return {digits[: i + 1] + digits[i:] for i in range(len(digits))}
