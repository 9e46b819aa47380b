"""What totals tell about the way a table is printed: its last column is the sum of the others.

Asked only which way whole rows stand, by most of them, and never what a cell holds: whether a report adds up is for the
ledger to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.tables.values import Token

_MOST = 0.75  # of the rows of a stack that hold figures must add up where only their totals tell how they stand
_ROWS = 3  # that add up by their first column and none by its last, so that totals stand first


def row_by_row(norm: str, values: Sequence[Token], rows: int, arity: int) -> bool:
    """Whether the values behind a stack of labels stand row after row, and not column after column as some PDFs do.

    A row a line shows it. Where lines do not tell, the totals do: the last column of the ledger is the sum of the
    others, and what holds in most rows one way does not the other way by chance.
    """
    breaks = [index for index, (a, b) in enumerate(pairwise(values), 1) if "\n" in norm[a.end : b.start]]
    if breaks == list(range(arity, len(values), arity)):
        return True
    if breaks == list(range(rows, len(values), rows)):
        return False
    figures = [token.value for token in values]
    across = [figures[index * arity : (index + 1) * arity] for index in range(rows)]
    down = [figures[index::rows] for index in range(rows)]
    told = [row for row in across if any(row)]
    held = sum(map(adds_up, told))
    return across == down or (held >= _MOST * len(told) and held > sum(adds_up(row) for row in down if any(row)))


def column_by_column(values: Sequence[Token], rows: int, arity: int) -> bool:
    """Whether the values behind a stack of labels stand column after column: then the totals of all rows hold that way,
    and not those of all the other way."""
    figures = [token.value for token in values]
    down = [row for index in range(rows) if any(row := figures[index::rows])]
    across = [figures[index * arity : (index + 1) * arity] for index in range(rows)]
    return len(down) >= _ROWS and all(map(adds_up, down)) and not all(map(adds_up, across))


def total_stands_first(rows: Sequence[Sequence[Token]]) -> bool:
    """Whether the first column of these rows is the sum of the others, and the last one is not.

    A row of one applicant's requests alone adds up either way.
    """
    figures = [[token.value for token in row] for row in rows]
    told = [(adds_up([*row[1:], row[0]]), adds_up(row)) for row in figures]
    return told.count((True, False)) >= _ROWS and (False, True) not in told


def adds_up(row: Sequence[Decimal | None]) -> bool:
    """Whether the last figure is the sum of those before it."""
    return sum((figure or Decimal(0) for figure in row[:-1]), Decimal(0)) == (row[-1] or 0)
