"""The ledger as an error-correcting code: which cells glued digits can be.

``713000074`` is seven counts of which the first six add up to the last: 71, 3, 0, 0, 0, 0, 74 and nothing else. Where a
row allows several readings, the columns decide: what came in equals what went out, outcomes add up to their total. All
readings that satisfy every identity are found; a row on which they agree is decoded, any other stays ambiguous with its
readings kept. If no reading of a table satisfies the ledger, nothing of it is decoded, for then a figure in it is
wrong, and which one cannot be told. Nothing readable is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.forms import FORMS, Forms, Table
from pipeline.ledger.solving import WRONG_ROWS, solve
from pipeline.ledger.splitting import Values, readings_of
from pipeline.readers.problems import Problem
from pipeline.tables.model import Cell, CellStatus, GluedRow, TablesReading

_SHOWN = 6  # readings named in a message


def decode(tables: TablesReading, forms: Forms = FORMS) -> TablesReading:
    """The same reading with the cells of glued rows decoded where the ledger allows one reading only."""
    if not tables.glued:
        return tables
    values: dict[tuple[str, str], Values] = {}
    problems: list[Problem] = []
    for key in forms.table_keys:
        rows = [row for row in tables.glued if row.table == key]
        if not rows:
            continue
        table = _version(forms, key, tables.table_forms.get(key))
        choices = _choices(rows, table)
        decided = solve(table, _known(tables, key), choices) if table and table.sums else {}
        for row in rows:
            found = decided.get(row.rows) or _repeated(row, table)
            if found is None:
                problems.append(_open(row, choices[row.rows]))
                continue
            for index, name in enumerate(row.rows):
                values[key, name] = found[index * row.arity : (index + 1) * row.arity]
    said = {(problem.table, problem.row) for problem in problems}
    decoded = values.keys()
    kept = tuple(
        problem
        for problem in tables.problems
        if problem.code != "ambiguous_row"
        or ((problem.table or "", problem.row or "") not in decoded and (problem.table, problem.row) not in said)
    )
    cells = tuple(_decoded(tables.cells, values, {(row.table, name): row for row in tables.glued for name in row.rows}))
    return replace(tables, cells=cells, problems=(*kept, *problems), status=_status(tables, cells))


def _choices(rows: Sequence[GluedRow], table: Table | None) -> dict[tuple[str, ...], tuple[Values, ...]]:
    """The readings of each line; once more lines have none than a ledger can bear, the others are not searched."""
    choices: dict[tuple[str, ...], tuple[Values, ...]] = {}
    unreadable = 0
    for row in rows:
        choices[row.rows] = readings_of(row, table) if unreadable <= WRONG_ROWS else ()
        unreadable += not choices[row.rows]
    return choices


def _version(forms: Forms, key: str, form: str | None) -> Table | None:
    return next((table for known, table in forms.tables(key) if known.key == form), None)


def _known(tables: TablesReading, key: str) -> Mapping[str, tuple[int | None, ...]]:
    """The rows of a table as read, a count or None a cell."""
    rows: dict[str, list[int | None]] = {}
    for cell in tables.cells:
        if cell.table == key:
            readable = cell.status is CellStatus.REPORTED and cell.value is not None
            rows.setdefault(cell.row, []).append(int(cell.value) if readable and cell.value is not None else None)
    return {row: tuple(cells) for row, cells in rows.items()}


def _repeated(row: GluedRow, table: Table | None) -> Values | None:
    """Outside the ledger only one thing can be told: the same figure in every column, ``000`` or ``141414``."""
    digits = "".join(run.digits for run in row.runs)
    width, left = divmod(len(digits), row.count)
    if left or not width or (table is not None and table.sums):
        return None
    if any(len(run.digits) % width for run in row.runs):
        return None  # a figure would go on behind a gap
    figure = digits[:width]
    return (int(figure),) * row.count if figure * row.count == digits and str(int(figure)) == figure else None


def _open(row: GluedRow, choices: Sequence[Values]) -> Problem:
    digits = " ".join(run.digits for run in row.runs)
    shown = "; ".join(",".join(map(str, choice)) for choice in choices[:_SHOWN])
    more = f" … ({len(choices)})" if len(choices) > _SHOWN else ""
    readings = f"可能的读法：{shown}{more}" if shown else "没有符合合计的唯一读法"
    in_english = f"possible readings: {shown}{more}" if shown else "no reading that adds up can be told"
    return Problem(
        "ambiguous_digits",
        f"数字连写 “{digits}”，{readings} (digits run together; {in_english})",
        row.table,
        row.rows[0],
    )


def _decoded(
    cells: Sequence[Cell], values: Mapping[tuple[str, str], Values], glued: Mapping[tuple[str, str], GluedRow]
) -> Iterator[Cell]:
    """Cells with the decoded figures, each with the digits it was cut from."""
    places: dict[tuple[str, str], Iterator[tuple[int, str, int]]] = {}
    lines: dict[tuple[str, ...], Iterator[tuple[int, str, int]]] = {}
    for cell in cells:
        key = (cell.table, cell.row)
        if key not in values:
            yield cell
            continue
        row = glued[key]
        if key not in places:
            line = (row.table, *row.rows)
            if line not in lines:
                lines[line] = _cut(row, [value for name in row.rows for value in values[row.table, name]])
            places[key] = lines[line]
        value, raw, start = next(places[key])
        yield cell._replace(value=Decimal(value), raw=raw, status=CellStatus.DECODED, start=start, end=start + len(raw))


def _cut(row: GluedRow, values: Sequence[int]) -> Iterator[tuple[int, str, int]]:
    """Each value with its digits and where they stand, run by run."""
    runs = iter(row.runs)
    run = next(runs)
    used = 0
    for value in values:
        if used == len(run.digits):
            run, used = next(runs), 0
        width = len(str(value))
        yield value, run.raw[used : used + width], run.start + used
        used += width


def _status(tables: TablesReading, cells: Sequence[Cell]) -> str:
    open_ = {CellStatus.AMBIGUOUS, CellStatus.ABSENT}
    whole = not any(cell.status in open_ for cell in cells)
    missing = any(problem.code == "table_missing" for problem in tables.problems)
    return "complete" if tables.status == "partial" and whole and not missing else tables.status
