"""Stretches of a printed line that were shifted by one cell, on or back.

Where the shift began stands nothing now, or the same figure twice; what was pushed out at its end is lost, and is what
the identities of that cell want.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.ledger.equations import Equations, Residual, applied
from pipeline.ledger.slips import Change, Operation, Slip, of_several

_SIGNS = 2  # equations put right that speak for a shift that lost a figure
_FEWEST = 3  # cells that a shift changes; one of fewer is a number moved


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Cells that get the figure of the next one, and the `last`, which gets what its equations want."""

    changes: tuple[Change, ...]
    effect: Residual
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
        # By each equation that a stretch moves, and by how much; by the sum of its own line, by whatever that is off.
        self.by_effect: dict[tuple[int, int], list[int]] = {}
        self.by_line: dict[int, list[int]] = {}
        for number, stretch in enumerate(self.all):
            for item in stretch.effect.items():
                self.by_effect.setdefault(item, []).append(number)
            for i, _ in equations.signatures[stretch.last]:
                if equations.shape.lines[i][0] == 1:
                    self.by_line.setdefault(i, []).append(number)

    def of(self, residual: Residual, whole: bool) -> Iterator[tuple[Slip, Residual]]:
        """Shifts, with their effect, that put an equation right; all that is off if it is to be the `whole`."""
        numbers: dict[int, None] = {}
        for i, by in sorted(residual.items()):
            numbers.update(dict.fromkeys(self.by_effect.get((i, -by), ())))
            if not whole:
                numbers.update(dict.fromkeys(self.by_line.get(i, ())))
        for number in numbers:
            stretch = self.all[number]
            after = applied(residual, stretch.effect)
            # The last cell stands in so many equations, and no other can be off.
            if whole and len(after) > len(self.equations.signatures[stretch.last]):
                continue
            for given in self._wanted(after, stretch.last):
                effect = applied(stretch.effect, self.equations.effect([(stretch.last, given)]))
                righted = sum(effect.get(i) == -by for i, by in residual.items())
                # The figure that was lost can be any: one equation that it makes hold is no sign that it was.
                if righted < (_SIGNS if whole or len(self.equations.shape.printed) == 1 else 1):
                    continue
                changes = sorted((*stretch.changes, Change(stretch.last, given)))
                yield of_several(Operation.ROW_SHIFTED, changes), effect

    def _wanted(self, after: Residual, last: int) -> list[int]:
        """The figures with which one of the last cell's equations holds."""
        value = self.equations.values[last] or 0
        wanted = {value - sign * after.get(i, 0) for i, sign in self.equations.signatures[last]}
        return sorted(figure for figure in wanted if figure >= 0 and figure != self.equations.values[last])


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
                yield _Stretch(tuple(changes), equations.effect(changes), line[place + 1])
