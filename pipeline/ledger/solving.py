"""Which readings of a whole table satisfy its ledger.

Rows that can be read one way only are constants; each identity along the columns of the form then bounds what the
others can be. The search assigns the open rows one by one, fewest readings first, and drops an assignment as soon as
one identity cannot hold any more. It is exact up to a bounded number of steps; beyond that nothing is decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.forms import Table
from pipeline.ledger.splitting import Values

_STEPS = 60_000  # assignments tried for one table: some tens of milliseconds
_SOLUTIONS = 500
WRONG_ROWS = 1  # with more rows that cannot add up, that another one can is no evidence of its reading

Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Equation:
    """Signed rows that add up to zero in every column."""

    signs: Mapping[str, int]


def solve(
    table: Table, known: Mapping[str, tuple[int | None, ...]], choices: Mapping[Line, Sequence[Values]]
) -> dict[Line, Values]:
    """For each glued line the reading that all solutions share, where they share one."""
    if any(len(line) > 1 for line in choices):  # a line of several rows has no identities with others
        return {line: readings[0] for line, readings in choices.items() if len(readings) == 1}
    open_rows = {line[0]: readings for line, readings in choices.items()}
    equations = [
        _Equation({row: sign for rows, sign in ((rule.lhs, 1), (rule.rhs, -1)) for row in rows})
        for rule in table.sums
        if rule.axis == "rows"
    ]
    usable = [equation for equation in equations if all(_is_there(row, known, open_rows) for row in equation.signs)]
    if sum(not readings for readings in open_rows.values()) > WRONG_ROWS:
        return {}
    solutions = _search(usable, known, open_rows)
    if solutions is None:
        return {}
    shared: dict[Line, Values] = {}
    for row, readings in open_rows.items():
        agreed = {solution[row] for solution in solutions} if readings else set()
        if len(agreed) == 1:
            shared[(row,)] = agreed.pop()
    return shared


def _is_there(row: str, known: Mapping[str, tuple[int | None, ...]], open_rows: Mapping[str, Sequence[Values]]) -> bool:
    """Whether a row can take part: glued with readings, or read without a gap."""
    if row in open_rows:
        return bool(open_rows[row])
    return row in known and all(value is not None for value in known[row])


def _search(
    equations: Sequence[_Equation],
    known: Mapping[str, tuple[int | None, ...]],
    open_rows: Mapping[str, Sequence[Values]],
) -> list[dict[str, Values]] | None:
    """All assignments of the open rows that keep every equation, or None if there are too many or none."""
    order = sorted((row for row, readings in open_rows.items() if readings), key=lambda row: len(open_rows[row]))
    fixed = [_constants(equation, known, open_rows) for equation in equations]
    solutions: list[dict[str, Values]] = []
    steps = 0

    def walk(depth: int, sums: list[list[int]], taken: dict[str, Values]) -> bool:
        nonlocal steps
        if depth == len(order):
            solutions.append(dict(taken))
            return len(solutions) <= _SOLUTIONS
        row = order[depth]
        for reading in open_rows[row]:
            steps += 1
            if steps > _STEPS:
                return False
            after = _add(equations, sums, row, reading)
            if not _possible(equations, after, order[depth + 1 :]):
                continue
            taken[row] = reading
            if not walk(depth + 1, after, taken):
                return False
        return True

    if not walk(0, fixed, {}):
        return None
    return solutions or None


def _constants(
    equation: _Equation, known: Mapping[str, tuple[int | None, ...]], open_rows: Mapping[str, Sequence[Values]]
) -> list[int]:
    width = max((len(values) for values in known.values()), default=0)
    sums = [0] * width
    for row, sign in equation.signs.items():
        if row not in open_rows:
            sums = [total + sign * (value or 0) for total, value in zip(sums, known[row], strict=True)]
    return sums


def _add(equations: Sequence[_Equation], sums: list[list[int]], row: str, reading: Values) -> list[list[int]]:
    after = []
    for equation, totals in zip(equations, sums, strict=True):
        sign = equation.signs.get(row, 0)
        after.append([a + sign * b for a, b in zip(totals, reading, strict=True)] if sign else totals)
    return after


def _possible(equations: Sequence[_Equation], sums: list[list[int]], left: Sequence[str]) -> bool:
    """Whether each equation can still come to zero: figures are not negative, so a sum only moves its rows' way."""
    for equation, totals in zip(equations, sums, strict=True):
        signs = {equation.signs[row] for row in left if row in equation.signs}
        if not signs and any(totals):
            return False
        if signs == {1} and any(total > 0 for total in totals):
            return False
        if signs == {-1} and any(total < 0 for total in totals):
            return False
    return True
