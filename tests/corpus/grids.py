"""The statutory tables as grids of spanning cells, as the notices draw them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.forms import Block, CellKey, Form, Table
from tests.corpus.figures import Figures


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a grid: its text and how many columns and rows it spans. A gap is what a span from above covers."""

    text: str
    columns: int = 1
    rows: int = 1
    gap: bool = False
    value: bool = False


Row = tuple[Box, ...]


def number(value: Decimal | None) -> str:
    """A figure as reports print it."""
    return "" if value is None else f"{value:f}"


def _values(block: Block, table: str, row: str, figures: Figures) -> Row:
    return tuple(Box(number(figures[CellKey(table, row, column.key)]), value=True) for column in block.columns)


def disclosure(form: Form, figures: Figures) -> list[Row]:
    """Block after block: its heading over the full width, its column headings, its rows, padded to the widest."""
    table = form.table("disclosure")
    width = max(block.arity for block in table.blocks) + 1
    rows: list[Row] = []
    for block in table.blocks:
        rows.append((Box(block.heading, width),))
        rows.append(_padded((Box(table.captions[0]), *(Box(column.label) for column in block.columns)), width))
        rows.extend(
            _padded((Box(row.label), *_values(block, table.key, row.key, figures)), width) for row in block.rows
        )
    return rows


def _padded(row: Row, width: int) -> Row:
    used = sum(box.columns for box in row)
    if used == width:
        return row
    last = row[-1]
    return (*row[:-1], Box(last.text, last.columns + width - used, value=last.value))


def requests(form: Form, figures: Figures) -> list[Row]:
    """Two header rows and 23 or 25 rows under three columns of labels, parents spanning their rows."""
    table = form.table("requests")
    block = table.blocks[0]
    results, remark, applicants, legal = table.captions
    rows: list[Row] = [
        (Box(remark, 3, 3), Box(applicants, 7)),
        (
            Box("", 3, gap=True),
            Box(block.columns[0].label, rows=2),
            Box(legal, 5),
            Box(block.columns[-1].label, rows=2),
        ),
        (
            Box("", 3, gap=True),
            Box("", gap=True),
            *(Box(column.label) for column in block.columns[1:-1]),
            Box("", gap=True),
        ),
    ]
    inside = [row for row in table.rows if row.group != "inflow" and row.key != "carried_forward"]
    for row in table.rows:
        values = _values(block, "requests", row.key, figures)
        label = row.number + row.label + row.note
        if row not in inside:
            rows.append((Box(label, 3), *values))
            continue
        first = row is inside[0]
        outer = Box(results, rows=len(inside)) if first else Box("", gap=True)
        members = [other for other in inside if other.group == row.group]
        parent = next((group for group in table.groups if group.key == row.group), None)
        if parent is None or not parent.label or (len(members) == 1 and members[0].label == parent.label):
            rows.append((outer, Box(label, 2), *values))
        elif row is members[0]:
            rows.append((outer, Box(parent.number + parent.label, rows=len(members)), Box(label), *values))
        else:
            rows.append((outer, Box("", gap=True), Box(label), *values))
    return rows


def unlabelled(rows: list[Row]) -> list[Row]:
    """The ledger without the labels of all rows of a group but the first: their values stand alone."""
    return [
        tuple(replace(box, text="", gap=True) if box.text[:1].isdigit() and not box.value else box for box in row)
        if _values_of(row) and not any(box.text.startswith("1.") for box in row)
        else row
        for row in rows
    ]


def stacked(rows: list[Row], height: int = 5) -> list[Row]:
    """The ledger with its labels in stacks, the values of their rows behind them."""
    lines = [row for row in rows if _values_of(row)]
    labels = ["".join(box.text for box in row if not box.value) for row in lines]
    found = [row for row in rows if not _values_of(row)]
    for place in range(0, len(lines), height):
        found.append((Box(" ".join(labels[place : place + height])),))
        found += [_values_of(row) for row in lines[place : place + height]]
    return found


def _values_of(row: Row) -> Row:
    return tuple(box for box in row if box.value)


def review(form: Form, figures: Figures) -> list[Row]:
    """Three header rows over one row of fifteen values."""
    table: Table = form.table("review")
    block = table.blocks[0]
    results = [Box(column.label) for column in block.columns]
    tall = [Box(column.label, rows=2) for column in block.columns]
    first, *others = block.rows
    values = [box for row in block.rows for box in _values(block, "review", row.key, figures)]
    return [
        (Box(first.label, 5), Box(table.captions[0], 10)),
        (*tall, *(Box(row.label, 5) for row in others)),
        (*(Box("", gap=True) for _ in results), *results, *results),
        tuple(values),
    ]
