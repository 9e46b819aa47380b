"""What the reading of tables gives: cells, each with its value, its characters and how it came.

Belongs here: the values that leave this package. How they are found is the affair of its other modules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from pipeline.readers.problems import Problem


class CellStatus(StrEnum):
    """How a cell came to what it holds."""

    REPORTED = "reported"  # a number stands there
    BLANK = "blank"  # the place is there and empty
    MARKED = "marked"  # a dash, a slash or a word for nothing stands there
    DECODED = "decoded"  # borders were lost and the ledger allows one reading only
    AMBIGUOUS = "ambiguous"  # more than one reading; no value
    ABSENT = "absent"  # its row or column is not in the text


class Cell(NamedTuple):
    """One cell of a statutory table, named by the form's keys.

    `value` is the number as printed, in `unit` if one is known; None unless the status is reported or decoded. `raw`
    are the characters of the cell and `start`, `end` their offsets in the document's text; None where it has none. A
    tuple and no dataclass because a report has two hundred, and making them would be a fifth of the reading.
    """

    table: str
    row: str
    column: str
    value: Decimal | None
    raw: str | None
    unit: str | None
    status: CellStatus
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Digits without a border between them, where they stand in the document's text, and how they are printed there."""

    digits: str
    start: int
    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class GluedRow:
    """The runs of one printed line: a row of a grid, or all `rows` of the review table, `arity` values each."""

    table: str
    rows: tuple[str, ...]
    arity: int
    runs: tuple[Run, ...]

    @property
    def count(self) -> int:
        """How many values the line holds if none is blank."""
        return len(self.rows) * self.arity


@dataclass(frozen=True, slots=True)
class TablesReading:
    """All that was read off the tables of one report.

    `form` is what its tables show (``mixed`` when they disagree), `table_forms` the same per table key; `status` is one
    of the report statuses ``complete``, ``partial``, ``no_tables``, ``unsupported_form``, ``not_a_report``. `glued`
    are the rows whose cells were run together: ambiguous here, for the ledger to decode.
    """

    form: str | None
    table_forms: Mapping[str, str]
    cells: tuple[Cell, ...]
    status: str
    problems: tuple[Problem, ...] = field(default=())
    glued: tuple[GluedRow, ...] = field(default=())
