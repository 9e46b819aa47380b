"""The fewest single cells whose change makes every equation hold, found exactly.

A set of cells explains a residual when the residual is a sum of multiples of their signatures. The search picks an
equation that is off; one of the cells in it must be in the set. Choosing a cell takes that equation away, as in
Gaussian elimination, from the residual and from all other signatures, and the next equation that is still off is
picked. Of the last cell only one multiple can be right. What bounds the search: a cell stands in one row and one
column, so a set has at least as many cells as rows, or columns, are off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.ledger.equations import Equations, Residual, across_and_along, lines_of, spread_of

Number = int | Fraction
Support = tuple[tuple[int, int], ...]
"""Sets of alike cells, by number, each with what is to be added to a cell of sign one."""


class Exhausted(Exception):
    """The steps allowed are used up."""


@dataclass(slots=True)
class Steps:
    """How many steps a search may still take: counted and not timed, so that the same report gives the same answer."""

    left: int

    def take(self, steps: int = 1) -> None:
        """Use some up. Raises Exhausted when there are none left."""
        self.left -= steps
        if self.left < 0:
            raise Exhausted


@dataclass(frozen=True, slots=True)
class _Pivot:
    """A cell that was chosen: the equation it takes away, its signature less the earlier pivots, and how much of it.

    `less` are the multiples of the earlier pivots' reduced signatures that were taken from its signature.
    """

    equation: int
    alike: int
    reduced: dict[int, Number]
    less: tuple[tuple[int, Number], ...]
    times: Number


def least(equations: Equations, residual: Residual) -> int:
    """At least so many single cells are needed."""
    return max(spread_of(equations.shape, residual))


def supports(equations: Equations, residual: Residual, size: int, steps: Steps) -> Iterator[Support]:
    """Every set of `size` cells that explains `residual`, alike cells as one. Raises Exhausted."""
    if size == 1:
        steps.take()
        yield from _single(equations, residual)
    elif size >= least(equations, residual):
        wanted: dict[int, Number] = {i: -by for i, by in residual.items()}
        yield from _Search(equations, residual, steps).grow([], wanted, size, frozenset())


def _single(equations: Equations, residual: Residual) -> Iterator[Support]:
    for number in equations.exactly.get(frozenset(residual), ()):
        multiples = {-sign * residual[i] for i, sign in equations.alike[number].signature}
        if len(multiples) == 1:
            yield ((number, multiples.pop()),)


class _Search:
    def __init__(self, equations: Equations, residual: Residual, steps: Steps) -> None:
        self.alike = equations.alike
        self.among = equations.among
        self.steps = steps
        self.failing = lines_of(equations.shape, residual)

    def grow(
        self, pivots: list[_Pivot], wanted: dict[int, Number], size: int, barred: frozenset[int]
    ) -> Iterator[Support]:
        """The supports that have these pivots, `size` cells more, and none of those barred."""
        if not wanted or not size:
            if not wanted and not size:
                yield from _solved(pivots)
            return
        equation = min(wanted, key=lambda i: (len(self.among[i]), i))
        chosen = {pivot.alike for pivot in pivots}
        candidates = dict.fromkeys(self.among[equation])
        for pivot in pivots:
            candidates.update(dict.fromkeys(self.among[pivot.equation]))
        tried = set(barred)
        for number in candidates:
            if number in chosen or number in tried:
                continue
            self.steps.take()
            if self.uncovered(pivots, number) >= size:
                continue
            reduced, less = self.reduce(number, pivots)
            own = reduced.get(equation)
            if not own:
                continue
            times = _quotient(wanted[equation], own)
            left = _minus(wanted, times, reduced)
            if size > 1 or not left:
                pivot = _Pivot(equation, number, reduced, less, times)
                yield from self.grow([*pivots, pivot], left, size - 1, frozenset(tried))
            tried.add(number)

    def uncovered(self, pivots: list[_Pivot], number: int) -> int:
        """How many failing lines along one axis no chosen cell stands in: each takes a cell of its own."""
        left = self.failing
        for one in (number, *(pivot.alike for pivot in pivots)):
            left &= ~self.alike[one].lines
        return max(across_and_along(left))

    def reduce(self, number: int, pivots: list[_Pivot]) -> tuple[dict[int, Number], tuple[tuple[int, Number], ...]]:
        reduced: dict[int, Number] = dict(self.alike[number].signature)
        less = []
        for place, pivot in enumerate(pivots):
            own = reduced.get(pivot.equation)
            if own:
                times = _quotient(own, pivot.reduced[pivot.equation])
                reduced = _minus(reduced, times, pivot.reduced)
                less.append((place, times))
        return reduced, tuple(less)


def _solved(pivots: list[_Pivot]) -> Iterator[Support]:
    """What is to be added to each cell, if these are whole numbers and none is nothing."""
    times = [pivot.times for pivot in pivots]
    for place in range(len(pivots) - 1, -1, -1):
        for earlier, by in pivots[place].less:
            times[earlier] -= times[place] * by
    if all(by and by.denominator == 1 for by in times):
        yield tuple(sorted((pivot.alike, int(by)) for pivot, by in zip(pivots, times, strict=True)))


def _quotient(a: Number, b: Number) -> Number:
    quotient = Fraction(a, b) if abs(b) != 1 else a * b
    return int(quotient) if quotient.denominator == 1 else quotient


def _minus(a: dict[int, Number], times: Number, b: dict[int, Number]) -> dict[int, Number]:
    """a - times * b, without what comes to nothing."""
    after = dict(a)
    for i, by in b.items():
        left = after.get(i, 0) - times * by
        if left:
            after[i] = left
        else:
            after.pop(i, None)
    return after
