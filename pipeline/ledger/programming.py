"""The fewest slips as a mixed-integer program, for reports with more wrong cells than a search can go through.

Variables: what is added to the cells of each signature, and whether anything is. The solver is HiGHS. It is given a
number of nodes and not a time, so that the same report gives the same answer, and the answer is the best it has then.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, eye_array, hstack

from pipeline.ledger.equations import Equations
from pipeline.ledger.supports import Support

_NODES = 1
_MOST_OFF = 10**7  # beyond that the solver's tolerances are too wide for whole figures


def fewest(equations: Equations) -> Support | None:
    """A small set of single cells that explains what is off; None if the solver has none in its nodes."""
    # Coefficients are signs of a network: nothing has to change by more than all that is off together.
    largest = sum(map(abs, equations.residual.values()))
    if largest > _MOST_OFF:
        return None
    groups = equations.alike
    n = len(groups)
    place = {i: row for row, i in enumerate(sorted(equations.among))}
    terms = [(place[i], column, sign) for column, group in enumerate(groups) for i, sign in group.signature]
    lowest = np.array([-_room(equations, number, largest, 1) for number in range(n)], dtype=float)
    highest = np.array([_room(equations, number, largest, -1) for number in range(n)], dtype=float)
    rows, columns, signs = (np.array(part) for part in zip(*terms, strict=True))
    balance = coo_array((signs, (rows, columns)), shape=(len(place), 2 * n)).tocsr()
    wanted = np.array([-equations.residual.get(i, 0) for i in place], dtype=float)
    # What is off needs a cell of its own that changes: without saying so the bounds are loose and the tree is large.
    stands_in = abs(coo_array((signs, (rows, columns + n)), shape=(len(place), 2 * n)).tocsr())
    at_least = np.array([float(i in equations.residual) for i in place])
    added = eye_array(n)
    # Presolve saves nothing on a program this small, and with it the solver prints more than it is asked to.
    found = milp(
        np.concatenate([np.zeros(n), np.ones(n)]),
        integrality=np.concatenate([np.zeros(n), np.ones(n)]),
        bounds=Bounds(np.concatenate([lowest, np.zeros(n)]), np.concatenate([highest, np.ones(n)])),
        constraints=[
            LinearConstraint(balance, wanted, wanted),
            LinearConstraint(stands_in, at_least, np.inf),
            LinearConstraint(hstack([added, -highest * added]), -np.inf, 0),
            LinearConstraint(hstack([added, -lowest * added]), 0, np.inf),
        ],
        options={"node_limit": _NODES, "mip_rel_gap": 0.0, "presolve": False},
    )
    if found.x is None:
        return None
    return tuple((number, by) for number in range(n) if (by := round(found.x[number])))


def _room(equations: Equations, number: int, largest: int, towards: int) -> int:
    """How much can be taken from (`towards` 1) or added to (-1) a cell of sign one: figures are not negative."""
    return max(
        min(equations.values[cell] or 0, largest) if sign == towards else largest
        for cell, sign in equations.alike[number].cells
    )
