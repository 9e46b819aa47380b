"""Known figures for every cell of a form: balanced, or with slips, with as many blanks as asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from pipeline.forms import CellKey, Domain, Form

Figures = Mapping[CellKey, Decimal | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How figures shall be: how likely a cell is zero, how large others get, how likely one is blank."""

    zeros: float = 0.6
    largest: int = 400
    blanks: float = 0.0
    balanced: bool = True


def figures(form: Form, random: Random, wish: Wish = Wish()) -> dict[CellKey, Decimal | None]:
    """A figure, or None for a blank, for every cell of the form."""
    cells: dict[CellKey, Decimal | None] = {}
    for table in form.tables:
        for key, _, column in table.cells():
            cells[key] = _figure(column.domain, random, wish)
    if wish.balanced:
        _balance(form, cells, random)
    for key in cells:
        if random.random() < wish.blanks:
            cells[key] = None
    return cells


def _figure(domain: Domain, random: Random, wish: Wish) -> Decimal:
    if random.random() < wish.zeros:
        return Decimal(0)
    if domain is Domain.AMOUNT:
        return Decimal(random.randrange(1, wish.largest * 10_000)).scaleb(-random.randrange(0, 5))
    figure = Decimal(random.randrange(1, wish.largest))
    return figure.copy_negate() if domain is Domain.CHANGE and random.random() < 0.4 else figure


def _balance(form: Form, cells: dict[CellKey, Decimal | None], random: Random) -> None:
    """Set totals so that all identities of the form hold; what came in is split at random between years."""
    ledger = form.table("requests")
    outcomes = [row.key for row in ledger.rows if row.group not in {"inflow", "outflow"}]
    parts = [column.key for column in ledger.columns if column.key != "total"]
    for part in parts:
        done = sum(int(cells[CellKey("requests", row, part)] or 0) for row in outcomes)
        forward = int(cells[CellKey("requests", "carried_forward", part)] or 0)
        over = random.randrange(0, done + forward + 1) if random.random() < 0.3 else 0
        cells[CellKey("requests", "result_total", part)] = Decimal(done)
        cells[CellKey("requests", "carried_over", part)] = Decimal(over)
        cells[CellKey("requests", "new_received", part)] = Decimal(done + forward - over)
    for row in ledger.rows:
        cells[CellKey("requests", row.key, "total")] = sum(
            (cells[CellKey("requests", row.key, part)] or Decimal(0) for part in parts), Decimal(0)
        )
    for row in form.table("review").rows:
        results = [column.key for column in form.table("review").columns if column.key != "total"]
        cells[CellKey("review", row.key, "total")] = sum(
            (cells[CellKey("review", row.key, result)] or Decimal(0) for result in results), Decimal(0)
        )
