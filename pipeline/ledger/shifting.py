"""Stretches of a printed line that were shifted by one cell, on or back.

Where the shift began stands nothing now, or the same figure twice; what was pushed out at its end is lost, and is what
the identities of that cell want.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.ledger.equations import ROWS_FROM, Equations, Residual
from pipeline.ledger.slips import Change, Operation, Slip, of_several

_SIGNS = 2  # equations put right that speak for a shift that lost a figure
_FEWEST = 3  # cells that a shift changes; one of fewer is a number moved


Items = frozenset[tuple[int, int]]
"""Equations, each with a number."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a slip moves if it is undone: each equation, by how much, and by how much that had to be off to be right.

    `changes` and `cells` are those of the slip, as sets.
    """

    slip: Slip
    moved: Residual
    rights: Items
    changes: frozenset[Change]
    cells: frozenset[int]

    @classmethod
    def of(cls, equations: Equations, slip: Slip) -> Effect:
        """The effect of a slip on these equations."""
        moved = equations.effect(slip.changes)
        changes = frozenset(slip.changes)
        return cls(slip, moved, _rights(moved), changes, frozenset(change.cell for change in changes))


def _rights(moved: Residual) -> Items:
    return frozenset((i, -by) for i, by in moved.items())


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Cells that get the figure of the next one, and the `last`, which gets what its equations want."""

    changes: tuple[Change, ...]
    moved: Residual
    rights: Items
    last: int


class Stretches:
    """All stretches of a table of which a shift changes something."""

    def __init__(self, equations: Equations) -> None:
        self.equations = equations
        self.all = tuple(
            stretch
            for line in equations.shape.printed
            if any(equations.values[cell] for cell in line)
            for cells in (line, line[::-1])
            for stretch in _stretches(equations, cells)
        )
        # By what has to be off for a stretch to put it right; by the sum of its own line, by whatever that is off.
        self.by_right: dict[tuple[int, int], list[int]] = {}
        self.by_line: dict[int, list[int]] = {}
        self.known: dict[tuple[int, int], Effect] = {}
        for number, stretch in enumerate(self.all):
            for item in stretch.rights:
                self.by_right.setdefault(item, []).append(number)
            for i, _ in equations.signatures[stretch.last]:
                if equations.shape.lines[i] >> ROWS_FROM:
                    self.by_line.setdefault(i, []).append(number)
        # No more than so many equations of those off are left to the last cell.
        self.left = max((len(equations.signatures[stretch.last]) for stretch in self.all), default=0)

    def of(self, residual: Residual, off: Items, whole: bool) -> Iterator[Effect]:
        """Shifts that put an equation of those off right; all of them if it is to be the `whole`."""
        numbers: set[int] = set()
        if whole:
            righting = sorted((self.by_right.get(item, ()) for item in off), key=len)
            numbers.update(*righting[: self.left + 1])
        else:
            for item in off:
                numbers.update(self.by_right.get(item, ()), self.by_line.get(item[0], ()))
        # The figure that was lost can be any: one equation that it makes hold is no sign that it was.
        least = _SIGNS if whole or len(self.equations.shape.printed) == 1 else 1
        for number in sorted(numbers):
            stretch = self.all[number]
            left = max(len(off), len(stretch.moved)) - len(off & stretch.rights) if whole else 0
            if left > len(self.equations.signatures[stretch.last]):
                continue
            for given in self._wanted(residual, stretch):
                effect = self._with(number, given)
                if len(off & effect.rights) >= least:
                    yield effect

    def _with(self, number: int, given: int) -> Effect:
        """A shift whose last cell gets this figure."""
        known = self.known.get((number, given))
        if known is None:
            stretch = self.all[number]
            slip = of_several(Operation.ROW_SHIFTED, sorted((*stretch.changes, Change(stretch.last, given))))
            known = self.known[number, given] = Effect.of(self.equations, slip)
        return known

    def _wanted(self, residual: Residual, stretch: _Stretch) -> list[int]:
        """The figures with which one of the last cell's equations holds."""
        printed = self.equations.values[stretch.last]
        moved = stretch.moved
        wanted = {
            (printed or 0) - sign * (residual.get(i, 0) + moved.get(i, 0))
            for i, sign in self.equations.signatures[stretch.last]
        }
        return sorted(figure for figure in wanted if figure >= 0 and figure != printed)


def _stretches(equations: Equations, line: Sequence[int]) -> Iterator[_Stretch]:
    values = equations.values
    for start, first in enumerate(line[:-1]):
        following = values[line[start + 1]]
        if following is None or (values[first] and values[first] != following):
            continue
        changes: list[Change] = []
        for place in range(start, len(line) - 1):
            cell, new = line[place], values[line[place + 1]]
            if new is None or (place > start and values[cell] is None):
                break
            if new != values[cell]:
                changes.append(Change(cell, new))
            if len(changes) >= _FEWEST - 1:
                moved = equations.effect(changes)
                yield _Stretch(tuple(changes), moved, _rights(moved), line[place + 1])
