"""The explanations of a table's failing identities that take the fewest slips, all of them.

One slip is tried before two, two before three, and so on. At each number the sets of single cells are searched exactly
(``supports``) and mixed with slips of several cells (``compounds``). Steps are counted; when they run out, a mixed-
integer program gives one explanation, and the answer says that it is not the whole list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, product

from pipeline.ledger.compounds import Compounds, Share
from pipeline.ledger.equations import Equations, Residual, spread_of
from pipeline.ledger.slips import Change, Slip, mistyped
from pipeline.ledger.supports import Exhausted, Steps, Support, least, supports

MOST = 128
"""Explanations listed of a report."""

_MOST_TRIED = 4 * MOST  # explanations made of one set of alike cells
_DEEPEST = 6  # slips searched for; with more, that a set is the smallest says little
_WIDEST = 3  # slips up to which more are looked at where many lines are off
_MOST_COMPOUND = 3  # slips of several cells in one explanation
_MOST_OFF = 8  # lines off beyond which no small number of cells explains anything
_STEPS = 4_000  # for each number of slips: some tens of milliseconds
_COMPOUND_STEPS = 20  # what looking at the slips of several cells takes of them

Explanation = tuple[Slip, ...]


@dataclass(frozen=True, slots=True)
class Optima:
    """The smallest explanations of one table, cheapest first. `whole` tells that there are no others."""

    explanations: tuple[Explanation, ...]
    whole: bool


def optima(equations: Equations) -> Optima:
    """All explanations with the fewest slips; none if nothing fails."""
    if not equations.residual:
        return Optima((), True)
    compounds = Compounds(equations)
    for size in range(1, _DEEPEST + 1):
        search = _Search(equations, compounds, Steps(_STEPS))
        search.run(size, wide=size == 2)
        if not search.found and size == _WIDEST and least(equations, equations.residual) > _DEEPEST - 2:
            search.run(size, wide=True)
        if search.found:
            listed = sorted(search.found.values(), key=_order)
            return Optima(tuple(listed[:MOST]), search.whole and len(listed) <= MOST)
    return Optima(tuple(_programmed(equations)), False)


def _programmed(equations: Equations) -> Iterator[Explanation]:
    """One explanation by single cells, if the solver has one that holds."""
    if least(equations, equations.residual) > _MOST_OFF:
        return
    # Half a second to import, and hardly ever needed.
    from pipeline.ledger.programming import fewest  # noqa: PLC0415

    for explanation in islice(_explanations(equations, fewest(equations) or ()), 1):
        if not equations.off({change.cell: change.new for slip in explanation for change in slip.changes}):
            yield explanation


def cost(explanation: Explanation) -> int:
    """What all slips of an explanation take."""
    return sum(slip.cost for slip in explanation)


def _order(explanation: Explanation) -> tuple[int, list[Change]]:
    return cost(explanation), sorted(change for slip in explanation for change in slip.changes)


class _Search:
    """The explanations of exactly one size."""

    def __init__(self, equations: Equations, compounds: Compounds, steps: Steps) -> None:
        self.equations = equations
        self.compounds = compounds
        self.steps = steps
        self.found: dict[frozenset[Change], Explanation] = {}
        self.seen: set[frozenset[Change]] = set()
        self.whole = True
        self.wide = False

    def run(self, size: int, wide: bool) -> None:
        """Fill `found`; `whole` tells whether the steps were enough.

        If `wide`, the first slip of several cells may put little right. After it the next is to put most right: of two
        slips that hide each other, either shows once the other is gone.
        """
        self.whole = False
        self.wide = wide
        self.seen.clear()
        with suppress(Exhausted):
            self.extend((), frozenset(), frozenset(), self.equations.residual, size)
            self.whole = True

    def extend(
        self, slips: Explanation, changes: frozenset[Change], used: frozenset[int], residual: Residual, size: int
    ) -> None:
        """Explanations that begin with these slips, their changes in the cells used, and have `size` more.

        Raises Exhausted.
        """
        if not residual:
            return  # explained already, by fewer
        spread = spread_of(self.equations.shape, residual)
        if max(spread) <= size:  # a single cell stands in one column and one row
            for support in supports(self.equations, residual, size, self.steps):
                self.keep(slips, used, support)
        if len(slips) == _MOST_COMPOUND or not self.compounds.possible(spread, size):
            return
        self.steps.take(_COMPOUND_STEPS)
        share = Share.ALL if size == 1 else Share.SOME if self.wide and not slips else Share.MOST
        for effect, after in self.compounds.of(residual, spread, share):
            if not used.isdisjoint(effect.cells):
                continue
            together = (*slips, effect.slip)
            if size == 1:
                self.add(together)
                continue
            key = changes | effect.changes
            if key not in self.seen:
                self.seen.add(key)
                self.extend(together, key, used | effect.cells, after, size - 1)

    def keep(self, slips: Explanation, used: frozenset[int], support: Support) -> None:
        """Every explanation that takes one cell of each set of alike ones, none of those used."""
        for explanation in _explanations(self.equations, support):
            if not any(change.cell in used for slip in explanation for change in slip.changes):
                self.add((*slips, *explanation))

    def add(self, explanation: Explanation) -> None:
        """Keep an explanation, unless the same changes were explained more cheaply."""
        key = frozenset(change for slip in explanation for change in slip.changes)
        known = self.found.get(key)
        if known is not None:
            if cost(explanation) < cost(known):
                self.found[key] = explanation
        elif not self.equations.off(dict(key)):
            self.found[key] = explanation


def _explanations(equations: Equations, support: Support) -> Iterator[Explanation]:
    """The single cells that a support stands for, where no figure would become negative."""
    choices = []
    for number, by in support:
        slips = []
        for cell, sign in equations.alike[number].cells:
            old = equations.values[cell]
            if old is not None and old + sign * by >= 0:
                slips.append(mistyped(cell, old, old + sign * by, cell in equations.shape.totals))
        choices.append(sorted(slips, key=lambda slip: (slip.cost, slip.changes)))
    return islice(product(*choices), _MOST_TRIED)
