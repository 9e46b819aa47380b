"""A table of a report as a system of equations: which cell takes part in which identity, and by how much each is off.

Only identities of which every member was reported are equations; the others constrain nothing. Cells that take part in
the same equations with the same signs, or with all signs turned, share one signature: no equation can tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Final

from pipeline.forms import CellKey, Forms, Table

ROWS_FROM: Final = 32
"""The first bit that stands for a row; those before it stand for columns."""
_COLUMNS: Final = (1 << ROWS_FROM) - 1

Signature = tuple[tuple[int, int], ...]
"""Equation and sign, for every equation that a cell takes part in."""

Residual = dict[int, int]
"""Left side minus right side of every equation that fails."""

Spread = tuple[int, int]
"""Over how many columns and how many rows what fails is spread."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the form says of a table, cells and identities by number.

    `members` are (cell, sign) by identity, `lines` the line that an identity adds up, as one bit: the low ones are
    columns, whose rows are added up, those from ROWS_FROM on are rows, whose columns are. `rows` and `columns` place a
    cell; `printed` are the lines as they are typed, all of a table without sums over rows being one line. `sums` are
    (total, parts) by rule, for cells that are a total.
    """

    cells: tuple[CellKey, ...]
    members: tuple[tuple[tuple[int, int], ...], ...]
    signatures: tuple[Signature, ...]
    lines: tuple[int, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    printed: tuple[tuple[int, ...], ...]
    sums: tuple[tuple[tuple[int, tuple[int, ...]], ...], ...]
    totals: frozenset[int]


@lru_cache(maxsize=32)
def shape(forms: Forms, form: str, table: str) -> Shape:
    """The shape of one table of a form. Raises KeyError for a table the form does not have."""
    return _shape(forms.form(form).table(table))


def _shape(table: Table) -> Shape:
    cells = tuple(key for key, _, _ in table.cells())
    number = {key: i for i, key in enumerate(cells)}
    rows = {row.key: i for i, row in enumerate(table.rows)}
    columns = {column.key: i for i, column in enumerate(table.columns)}
    members = []
    lines = []
    sums: dict[str, list[tuple[int, tuple[int, ...]]]] = {}
    signatures: list[list[tuple[int, int]]] = [[] for _ in cells]
    axes = {total.rule: total.axis for total in table.sums}
    for i, identity in enumerate(table.identities()):
        signed = [(number[cell], 1) for cell in identity.lhs] + [(number[cell], -1) for cell in identity.rhs]
        for cell, sign in signed:
            signatures[cell].append((i, sign))
        members.append(tuple(signed))
        over_rows = axes[identity.rule] == "rows"
        lines.append(1 << (columns[identity.instance] if over_rows else ROWS_FROM + rows[identity.instance]))
        if len(identity.lhs) == 1:
            parts = tuple(number[cell] for cell in identity.rhs)
            sums.setdefault(identity.rule, []).append((number[identity.lhs[0]], parts))
    by_row: dict[int, list[int]] = {}
    for key, i in number.items():
        by_row.setdefault(rows[key.row], []).append(i)
    # A table that is added up along its rows only is printed as one line, block beside block.
    one_line = all(total.axis == "columns" for total in table.sums)
    return Shape(
        cells,
        tuple(members),
        tuple(map(tuple, signatures)),
        tuple(lines),
        tuple(rows[key.row] for key in cells),
        tuple(columns[key.column] for key in cells),
        (tuple(range(len(cells))),) if one_line else tuple(map(tuple, by_row.values())),
        tuple(map(tuple, sums.values())),
        frozenset(total for pairs in sums.values() for total, _ in pairs),
    )


@dataclass(frozen=True, slots=True)
class Alike:
    """Cells of one signature, each with its sign towards it, and the lines that their equations add up."""

    signature: Signature
    cells: tuple[tuple[int, int], ...]
    lines: int


@dataclass(frozen=True, slots=True)
class Equations:
    """The equations of one table of one report.

    `values` holds a count for every cell that was reported, None for any other; `residual` what is off;
    `signatures` the equations of each cell; `alike` the cells by signature, `among` which of these touch an equation,
    `exactly` which of them touch these equations and no others.
    """

    shape: Shape
    values: tuple[int | None, ...]
    residual: Residual
    signatures: tuple[Signature, ...]
    alike: tuple[Alike, ...]
    among: Mapping[int, tuple[int, ...]]
    exactly: Mapping[frozenset[int], tuple[int, ...]]

    def off(self, changes: Mapping[int, int]) -> Residual:
        """What would be off if cells had the values in `changes`; identities that become complete count as well."""
        values = [changes.get(cell, value) for cell, value in enumerate(self.values)]
        touched = {i for cell in changes for i, _ in self.shape.signatures[cell]}
        return residual_of(self.shape, values, touched | self.residual.keys())

    def effect(self, changes: Iterable[tuple[int, int]]) -> Residual:
        """By how much changes, (cell, new value), move each equation; a cell without a value moves none."""
        moved: Residual = {}
        for cell, new in changes:
            old = self.values[cell]
            for i, sign in self.signatures[cell]:
                moved[i] = moved.get(i, 0) + sign * (new - (old or 0))
        return {i: by for i, by in moved.items() if by}

    def completed(self, cell: int) -> bool:
        """Whether a value in this cell, which has none, makes an identity complete."""
        return any(
            all(other == cell or self.values[other] is not None for other, _ in self.shape.members[i])
            for i, _ in self.shape.signatures[cell]
        )


def equations(shape: Shape, values: Mapping[CellKey, int | None]) -> Equations:
    """The equations of a table from the counts of its cells, None or nothing where none was reported."""
    own = tuple(values.get(key) for key in shape.cells)
    known = {i for i, members in enumerate(shape.members) if all(own[cell] is not None for cell, _ in members)}
    signatures = tuple(tuple(term for term in signature if term[0] in known) for signature in shape.signatures)
    grouped: dict[Signature, list[tuple[int, int]]] = {}
    for cell, signature in enumerate(signatures):
        if signature:
            sign = signature[0][1]
            grouped.setdefault(tuple((i, sign * of) for i, of in signature), []).append((cell, sign))
    alike = tuple(
        Alike(signature, tuple(cells), lines_of(shape, (i for i, _ in signature)))
        for signature, cells in grouped.items()
    )
    among: dict[int, list[int]] = {}
    exactly: dict[frozenset[int], tuple[int, ...]] = {}
    for number, group in enumerate(alike):
        for i, _ in group.signature:
            among.setdefault(i, []).append(number)
        key = frozenset(i for i, _ in group.signature)
        exactly[key] = (*exactly.get(key, ()), number)
    return Equations(
        shape,
        own,
        residual_of(shape, own, known),
        signatures,
        alike,
        {i: tuple(numbers) for i, numbers in among.items()},
        exactly,
    )


def residual_of(shape: Shape, values: Iterable[int | None], identities: Iterable[int]) -> Residual:
    """What is off among these identities, those with a member that has no value left out."""
    numbers = list(values)
    off: Residual = {}
    for i in identities:
        total = 0
        for cell, sign in shape.members[i]:
            value = numbers[cell]
            if value is None:
                break
            total += sign * value
        else:
            if total:
                off[i] = total
    return off


def lines_of(shape: Shape, identities: Iterable[int]) -> int:
    """The lines that these identities add up, as the bits of a number (see :class:`Shape`)."""
    return reduce(or_, map(shape.lines.__getitem__, identities), 0)


def across_and_along(lines: int) -> Spread:
    """How many of these lines are columns, and how many are rows."""
    return (lines & _COLUMNS).bit_count(), (lines >> ROWS_FROM).bit_count()


def spread_of(shape: Shape, identities: Iterable[int]) -> Spread:
    """Over how many columns and rows these identities are spread."""
    return across_and_along(lines_of(shape, identities))


def applied(residual: Residual, effect: Residual) -> Residual:
    """The residual after an effect."""
    after = dict(residual)
    for i, by in effect.items():
        left = after.get(i, 0) + by
        if left:
            after[i] = left
        else:
            after.pop(i, None)
    return after
