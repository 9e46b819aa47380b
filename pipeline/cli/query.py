"""``gouji sql``: one statement on the published file, read-only, shown as a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.cli.encoding import encode, number
from pipeline.cli.settings import refuse

# Besides not writing to the file itself, a query reaches no other file, and cannot allow itself to.
LOCKED: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": False, "lock_configuration": True}
BATCH = 10_000


class Format(StrEnum):
    """How rows are shown."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def query(statement: str, database: Path, shown_as: Format) -> None:
    """Run `statement` on the file `database` and write the rows to stdout.

    Leaves with exit code 2 where there is no such file or DuckDB refuses the statement.
    """
    import duckdb

    if not database.is_file():
        refuse(f"{database} 不存在，请先运行 gouji run (no published file there; run `gouji run` first)")
    try:
        with duckdb.connect(str(database), read_only=True, config=LOCKED) as connection:
            if len(connection.extract_statements(statement)) > 1:
                refuse("一次只执行一条语句 (one statement at a time)")
            result = connection.execute(statement)
            if result is None or result.description is None:
                refuse("没有语句 (no statement given)")
            names = distinct([column[0] for column in result.description])
            batches = iter(lambda: result.fetchmany(BATCH), [])
            _WRITERS[shown_as](names, chain.from_iterable(batches))
    except duckdb.Error as error:
        refuse(str(error))


def distinct(names: Sequence[str]) -> list[str]:
    """Column names, a repeated one numbered, so that no column hides another in JSON."""
    seen: list[str] = []
    for name in names:
        count, unique = 1, name
        while unique in seen:
            count += 1
            unique = f"{name}_{count}"
        seen.append(unique)
    return seen


def _write_csv(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="backslashreplace", newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow(["" if value is None else _plain(value) for value in row])
    out.flush()
    out.detach()


def _write_json(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    opening = "["
    for row in rows:
        sys.stdout.write(f"{opening}\n{encode(dict(zip(names, row, strict=True)))}")
        opening = ","
    sys.stdout.write("[]\n" if opening == "[" else "\n]\n")


def _write_table(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Into a pipe nothing is cut to the width of a screen that is not there.
    console = Console() if sys.stdout.isatty() else Console(width=100_000)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    body = list(rows)
    for position, name in enumerate(names):
        numeric = any(isinstance(row[position], int | float) for row in body[:BATCH])
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in body:
        table.add_row(*(Text("") if value is None else Text(_plain(value)) for value in row))
    console.print(table)


def _plain(value: object) -> str:
    from decimal import Decimal

    return number(value) if isinstance(value, Decimal) else str(value)


_WRITERS = {Format.TABLE: _write_table, Format.CSV: _write_csv, Format.JSON: _write_json}
