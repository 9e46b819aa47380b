"""Slips that concern several cells at once, as far as they explain something of what is off.

Two cells swapped, or a number in the wrong one of two; a row or part of it shifted by one cell (``shifting``);
neighbouring rows swapped; a line of totals left at 0. Of the many that could have happened only those are looked at
that put right an equation that is off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from itertools import pairwise

from pipeline.ledger.equations import Equations, Residual, Spread, applied
from pipeline.ledger.shifting import Effect, Items, Stretches
from pipeline.ledger.slips import Change, Operation, Slip, of_several

Found = list[tuple[Effect, Residual]]
"""Slips with their effects, each with what it leaves off."""


class Share(Enum):
    """How much of what is off a slip has to put right."""

    ALL = "all"
    MOST = "most"  # more than it leaves or puts wrong
    SOME = "some"  # at least as much as it puts wrong


class Compounds:
    """The slips of several cells that could have happened in one table."""

    def __init__(self, equations: Equations) -> None:
        self.equations = equations
        self.stretches = Stretches(equations)
        shape = equations.shape
        self.places: dict[tuple[bool, int, int | None], list[int]] = {}
        for cell, value in enumerate(equations.values):
            self.places.setdefault((True, shape.rows[cell], value), []).append(cell)
            self.places.setdefault((False, shape.columns[cell], value), []).append(cell)
        self.blanks = None in equations.values
        self.lines_left = tuple(Effect.of(equations, slip) for slip in _left(equations))
        self.exchanges = tuple(Effect.of(equations, slip) for slip in _exchanges(equations))
        self.swaps: dict[tuple[int, int], Effect] = {}
        self.righting: dict[tuple[int, int], Mapping[tuple[int, int], Effect]] = {}
        self.known: dict[tuple[Share, frozenset[tuple[int, int]]], Found] = {}

    def of(self, residual: Residual, spread: Spread, share: Share) -> Found:
        """Those that put this share of `residual` right, each with what it leaves off, those that leave least first.

        `spread` is over how many columns and rows what is off is spread.
        """
        key = (share, frozenset(residual.items()))
        if key not in self.known:
            self.known[key] = self._of(residual, spread, key[1], share)
        return self.known[key]

    def possible(self, spread: Spread, size: int) -> bool:
        """Whether so many slips can be enough: no slip but a line of totals concerns more than two rows."""
        if self.lines_left or len(self.equations.shape.printed) == 1:
            return True
        across, along = spread
        # What concerns more than two columns is a shift, of one row, or two rows swapped.
        return along <= 2 * size and (size > 1 or across <= 2 or along <= 1 or bool(self.exchanges))

    def _of(self, residual: Residual, spread: Spread, off: Items, share: Share) -> Found:
        found: dict[frozenset[Change], Effect] = {}
        for candidate in self._candidates(residual, spread, off, share is Share.ALL):
            if _enough(residual, off, candidate, share):
                known = found.get(candidate.changes)
                if (known is None or candidate.slip.cost < known.slip.cost) and self._allowed(candidate.slip):
                    found[candidate.changes] = candidate
        left = [(effect, applied(residual, effect.moved)) for effect in found.values()]
        return sorted(left, key=lambda item: (len(item[1]), item[0].slip.cost, item[0].slip.changes))

    def _allowed(self, slip: Slip) -> bool:
        """Whether every blank that gets a number makes an identity complete, and all such hold."""
        values = self.equations.values
        blanks = [change for change in slip.changes if values[change.cell] is None] if self.blanks else []
        if not blanks:
            return True
        if not all(self.equations.completed(change.cell) for change in blanks):
            return False
        after = self.equations.off(dict(slip.changes))
        return not any(i in after for change in blanks for i, _ in self.equations.shape.signatures[change.cell])

    def _candidates(self, residual: Residual, spread: Spread, off: Items, whole: bool) -> Iterator[Effect]:
        across, along = spread
        if not whole or max(across, along) <= 2:
            yield from self._swaps(residual, whole)
        if not whole or along <= 1 or len(self.equations.shape.printed) == 1:
            yield from self.stretches.of(residual, off, whole)
        yield from self.exchanges
        yield from self.lines_left

    def _swaps(self, residual: Residual, whole: bool) -> Iterable[Effect]:
        """Pairs of one row or one column of which a swap puts an equation right."""
        members = self.equations.shape.members
        off = [min(residual, key=lambda i: (len(members[i]), i))] if whole else sorted(residual)
        found: dict[tuple[int, int], Effect] = {}
        for i in off:
            found |= self._righting(i, residual[i])
        return found.values()

    def _righting(self, i: int, by: int) -> Mapping[tuple[int, int], Effect]:
        """Pairs of which a swap puts right one equation that is off by so much."""
        known = self.righting.get((i, by))
        if known is None:
            known = self.righting[i, by] = {pair: self._swap(pair) for pair in self._pairs(i, by)}
        return known

    def _pairs(self, i: int, by: int) -> Iterator[tuple[int, int]]:
        values, shape = self.equations.values, self.equations.shape
        for a, sign in shape.members[i]:
            value = values[a] or 0
            # Where both stand in the equation, on different sides, half of it is enough.
            for wanted in (value - sign * by, value - sign * by // 2 if by % 2 == 0 else -1):
                if wanted < 0:
                    continue
                for in_row, line in ((True, shape.rows[a]), (False, shape.columns[a])):
                    for b in self.places.get((in_row, line, wanted), ()):
                        yield (a, b) if a < b else (b, a)
            if self.blanks and value and value == sign * by:
                # A number that is wholly too much, with a blank beside it.
                for b in _beside(self.equations, a):
                    if values[b] is None:
                        yield a, b

    def _swap(self, pair: tuple[int, int]) -> Effect:
        """The swap of two cells; a blank gives nothing for what it gets."""
        known = self.swaps.get(pair)
        if known is None:
            a, b = pair
            of_a, of_b = self.equations.values[a] or 0, self.equations.values[b] or 0
            known = self.swaps[pair] = Effect.of(self.equations, _swap(self.equations, a, b, of_a, of_b))
        return known


def _enough(residual: Residual, off: Items, candidate: Effect, share: Share) -> bool:
    righted, moved = len(off & candidate.rights), len(candidate.moved)
    if share is Share.ALL:
        return righted == moved == len(residual)
    if share is Share.MOST:
        return righted > 0 and 2 * righted >= moved - 1
    return righted > 0 and righted >= sum(i not in residual for i in candidate.moved)


def _swap(equations: Equations, a: int, b: int, of_a: int, of_b: int) -> Slip:
    shape = equations.shape
    in_row = shape.rows[a] == shape.rows[b]
    apart = abs(a - b) if in_row else abs(shape.rows[a] - shape.rows[b])
    moved = Operation.MOVED_COLUMN if in_row else Operation.MOVED_ROW
    operation = Operation.SWAPPED if of_a and of_b else moved
    changes = (Change(a, of_b), Change(b, of_a)) if a < b else (Change(b, of_a), Change(a, of_b))
    return of_several(operation, changes, apart > 1)


def _beside(equations: Equations, cell: int) -> list[int]:
    shape = equations.shape
    return [
        other
        for other in range(len(shape.cells))
        if (shape.rows[other] == shape.rows[cell] and abs(other - cell) == 1)
        or (shape.columns[other] == shape.columns[cell] and abs(shape.rows[other] - shape.rows[cell]) == 1)
    ]


def _exchanges(equations: Equations) -> Iterator[Slip]:
    """Neighbouring rows of which the figures change places, whole."""
    printed = equations.shape.printed
    for upper, lower in pairwise(printed):
        if {equations.signatures[cell] for cell in upper} == {equations.signatures[cell] for cell in lower}:
            continue
        changes = []
        for a, b in zip(upper, lower, strict=True):
            of_a, of_b = equations.values[a], equations.values[b]
            if of_a is None or of_b is None:
                break
            if of_a != of_b:
                changes += [Change(a, of_b), Change(b, of_a)]
        else:
            slip = of_several(Operation.ROWS_SWAPPED, sorted(changes))
            if len(changes) > 2 and equations.effect(slip.changes):
                yield slip


def _left(equations: Equations) -> Iterator[Slip]:
    """Totals of one line, or of all lines, that are 0 where their parts are not."""
    every: dict[int, int] = {}
    for pairs in equations.shape.sums:
        line = _of_line(equations, pairs, {})
        if len(line) > 1:
            yield of_several(Operation.TOTALS_LEFT, (Change(*item) for item in sorted(line.items())))
        further = _of_line(equations, pairs, every)
        if every and further:
            yield of_several(Operation.TOTALS_LEFT, (Change(*item) for item in sorted({**every, **further}.items())))
        every |= further


def _of_line(
    equations: Equations, pairs: Iterable[tuple[int, tuple[int, ...]]], before: Mapping[int, int]
) -> dict[int, int]:
    """The totals of one rule, if all that are printed are 0, with the sums of their parts where these are not."""
    line = {}
    for total, parts in pairs:
        if equations.values[total]:
            return {}  # one was filled in: whoever left another one at 0 did not leave the line
        if equations.values[total] is None:
            continue
        known: list[int] = []
        for part in parts:
            figure = before.get(part, equations.values[part])
            if figure is None:
                break
            known.append(figure)
        whole = sum(known)
        if whole and len(known) == len(parts):
            line[total] = whole
    return line
