"""Figures that run together, outside the ledger: told where one reading alone is there, and left open elsewhere."""

from __future__ import annotations

import pytest

from pipeline.ledger import decode
from pipeline.tables import CellStatus
from pipeline.tables.model import Cell, GluedRow, Run, TablesReading

COLUMNS = ("issued", "repealed", "in_force")


def decoded(*runs: str) -> list[str | None]:
    """What stands in the three cells of a row with these runs of digits, None where it is open."""
    starts = [sum(map(len, runs[:at])) + at for at in range(len(runs))]
    row = GluedRow(
        "disclosure",
        ("rules",),
        3,
        tuple(Run(run, start, start + len(run), run) for run, start in zip(runs, starts, strict=True)),
    )
    cells = tuple(Cell("disclosure", "rules", column, None, None, None, CellStatus.AMBIGUOUS) for column in COLUMNS)
    reading = decode(TablesReading("2021", {"disclosure": "2021"}, cells, "partial", (), (row,)))
    return [None if cell.value is None else f"{cell.value} {cell.start}-{cell.end}" for cell in reading.cells]


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        (("000",), ["0 0-1", "0 1-2", "0 2-3"]),
        (("141414",), ["14 0-2", "14 2-4", "14 4-6"]),
        (("14", "1414"), ["14 0-2", "14 3-5", "14 5-7"]),
        (("1", "41414"), [None] * 3),  # a figure would go on behind the gap
        (("1415",), [None] * 3),
    ],
)
def test_the_same_figure_in_every_column_is_told(runs: tuple[str, ...], told: list[str | None]) -> None:
    assert decoded(*runs) == told
