"""Rows whose cell borders were lost, so that their figures run together: ``713000074`` for seven counts.

Which digits belong to which cell is not for this package to say. It says which rows are of this kind and hands on their
runs of digits. A row with few values is not glued, it has blanks; so a report counts as glued only as a whole, when no
row of it keeps its cells apart and nearly all have digits enough for one a column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.readers.document import Document
from pipeline.tables.model import GluedRow, Run
from pipeline.tables.stretches import Stretch
from pipeline.tables.values import Sort, Token

_SHARE = 0.75  # of the rows with values must have digits enough to be glued
_RUNS = 3  # a stray blank may break a run, but not often


def is_glued(rows: Sequence[tuple[Stretch, int]]) -> bool:
    """Whether these rows, each with its number of columns, are those of a report that lost its cell borders."""
    wide = [(row.values, arity) for row, arity in rows if arity > 1 and row.values]
    if not wide or any(len(values) == arity for values, arity in wide):
        return False
    return sum(_can_be(values, arity) for values, arity in wide) >= _SHARE * len(wide)


def _can_be(values: Sequence[Token], count: int) -> bool:
    return (
        len(values) <= min(_RUNS, count - 1)
        and all(token.sort is Sort.NUMBER and token.text.isdigit() for token in values)
        and sum(len(token.text) for token in values) >= count
    )


def keeps_all(rows: Iterable[tuple[Stretch, int]]) -> bool:
    """Whether no row with values has fewer digits than columns: else blanks vanished, and counting cells is no use."""
    return all(sum(len(token.text) for token in row.values) >= arity for row, arity in rows if row.values)


def glued_row(
    document: Document, table: str, rows: tuple[str, ...], arity: int, values: Sequence[Token]
) -> Iterator[GluedRow]:
    """The line's runs, unless they hold anything but digits or too few of them for its cells."""
    if _can_be(values, len(rows) * arity):
        places = [document.source(token.start, token.end) for token in values]
        runs = tuple(
            Run(token.text, start, end, document.text[start:end])
            for token, (start, end) in zip(values, places, strict=True)
        )
        yield GluedRow(table, rows, arity, runs)
