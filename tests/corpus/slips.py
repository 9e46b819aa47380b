"""Slips of the pen made in balanced figures on purpose, one for each operation that localisation knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from pipeline.forms import CellKey, Form
from tests.corpus.figures import Wish, figures

Counts = dict[CellKey, int]
Changes = dict[CellKey, int]
CHECKED = ("requests", "review")


def counts(form: Form, random: Random, wish: Wish) -> Counts:
    """Balanced counts of the tables that have identities."""
    return {key: int(value or 0) for key, value in figures(form, random, wish).items() if key.table in CHECKED}


def failing(form: Form, cells: Mapping[CellKey, int | None]) -> set[tuple[str, str]]:
    """Rule and instance of the identities that fail, added up one by one; a member without a value fails nothing."""
    found = set()
    for identity in form.identities():
        values = [cells.get(member) for member in identity.members]
        if all(value is not None for value in values):
            left = sum(cells[member] or 0 for member in identity.lhs)
            if left != sum(cells[member] or 0 for member in identity.rhs):
                found.add((identity.rule, identity.instance))
    return found


def _retyped(form: Form, cells: Counts, key: CellKey, random: Random) -> Changes:
    return {key: random.randrange(500)}


def _lost(form: Form, cells: Counts, key: CellKey, random: Random) -> Changes:
    digits = str(cells[key])
    place = random.randrange(len(digits))
    return {key: int(digits[:place] + digits[place + 1 :])} if len(digits) > 1 else {}


def _doubled(form: Form, cells: Counts, key: CellKey, random: Random) -> Changes:
    digits = str(cells[key])
    place = random.randrange(len(digits))
    return {key: int(digits[: place + 1] + digits[place:])}


def _transposed(form: Form, cells: Counts, key: CellKey, random: Random) -> Changes:
    digits = str(cells[key])
    if len(digits) < 2:
        return {}
    place = random.randrange(len(digits) - 1)
    return {key: int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])}


def _swapped(form: Form, cells: Counts, key: CellKey, random: Random) -> Changes:
    table = form.table(key.table)
    rows, columns = [row.key for row in table.rows], [column.key for column in table.columns]
    down = random.random() < 0.5
    line, own = (rows, key.row) if down else (columns, key.column)
    at = line.index(own) + 1
    if at == len(line):
        return {}
    other = CellKey(key.table, line[at], key.column) if down else CellKey(key.table, key.row, line[at])
    return {key: cells[other], other: cells[key]}


def _line(form: Form, key: CellKey) -> list[CellKey]:
    return [CellKey(key.table, key.row, column.key) for column in form.table(key.table).columns]


def _shifted(form: Form, cells: Counts, key: CellKey, random: Random) -> Changes:
    line = _line(form, key)
    values = [cells[cell] for cell in line]
    moved = [0, *values[:-1]] if random.random() < 0.5 else [*values[1:], 0]
    return dict(zip(line, moved, strict=True)) if key.table == "requests" else {}


def _partly_shifted(form: Form, cells: Counts, key: CellKey, random: Random) -> Changes:
    line = _line(form, key)
    values = [cells[cell] for cell in line]
    start = random.randrange(len(line) - 2)
    end = random.randrange(start + 2, len(line))
    moved = [*values[:start], 0, *values[start:end], *values[end + 1 :]]
    return dict(zip(line, moved, strict=True)) if key.table == "requests" else {}


def _total_left(form: Form, cells: Counts, key: CellKey, random: Random) -> Changes:
    return {key: 0} if key.column == "total" or key.row == "result_total" else {}


SLIPS: Mapping[str, Callable[[Form, Counts, CellKey, Random], Changes]] = {
    "retyped": _retyped,
    "digit_lost": _lost,
    "digit_doubled": _doubled,
    "digits_transposed": _transposed,
    "swapped": _swapped,
    "row_shifted": _shifted,
    "part_shifted": _partly_shifted,
    "total_left": _total_left,
}
SINGLE = ("retyped", "digit_lost", "digit_doubled", "digits_transposed", "total_left")
"""Those that change one cell."""


def planted(form: Form, cells: Counts, kinds: list[str], random: Random) -> Counts | None:
    """The figures with one slip of each of these kinds, each of which shows; None if there is no place for them.

    No two concern one cell, nor one route of the reviews, in which a second slip hides the first.
    """
    wrong = dict(cells)
    taken: set[tuple[str, ...]] = set()
    for kind in kinds:
        for changes in _tries(form, cells, kind, random):
            places = {tuple(key) if key.table == "requests" else (key.table, key.row) for key in changes}
            if not taken & places and failing(form, {**cells, **changes}):
                wrong.update(changes)
                taken |= places
                break
        else:
            return None
    return wrong


def _tries(form: Form, cells: Counts, kind: str, random: Random) -> Iterator[Changes]:
    keys = list(cells)
    for _ in range(300):
        changes = SLIPS[kind](form, cells, random.choice(keys), random)
        changes = {key: value for key, value in changes.items() if value != cells[key]}
        if changes:
            yield changes
