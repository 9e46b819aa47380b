"""What a form is made of.

A form has tables, a table has blocks, a block has columns and rows; a cell is the crossing of a row and a column and is
named by a :class:`CellKey`. Rules are declared with the table they hold in and unfold into :class:`Identity` instances,
one per applicant, row or route.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and English."""

    zh: str
    en: str


class Domain(StrEnum):
    """What kind of number a column holds."""

    COUNT = "count"  # a non-negative integer
    CHANGE = "change"  # an integer, signed
    AMOUNT = "amount"  # a non-negative decimal number of money


class CellKey(NamedTuple):
    """The name of a cell in every table of the warehouse: table, row and column key."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block. `label` is the statutory heading, `variants` other headings seen for it.

    `unit` is the unit that the heading itself prints (``万元`` in ``本年收费金额（单位：万元）``), or None.
    """

    key: str
    label: str
    en: str
    domain: Domain = Domain.COUNT
    variants: tuple[str, ...] = ()
    unit: str | None = None

    @property
    def text(self) -> Text:
        """Heading in both languages."""
        return Text(self.label, self.en)


@dataclass(frozen=True, slots=True)
class Group:
    """A parent of rows: an outcome group of the ledger (``denied``) or one of its two sides (``inflow``).

    `number` and `label` are printed in the parent cell; a group of a single row has no cell of its own and an empty
    label. `reason` tells whether its rows are reasons of one family, so that a mix of shares makes sense.
    """

    key: str
    label: str
    en: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a block. `number` is the printed numbering (``2`` in ``2.其他…``), `note` the bracketed remark.

    `is_total` marks sums of other rows, so that no sum over rows counts them twice.
    """

    key: str
    label: str
    en: str
    number: str = ""
    note: str = ""
    group: str = ""
    variants: tuple[str, ...] = ()
    is_total: bool = False

    @property
    def text(self) -> Text:
        """Label in both languages, numbering left out."""
        return Text(self.label, self.en)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share their columns. `heading` is the caption printed above (``第二十条第(一)项``), if any."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading: str = ""

    @property
    def arity(self) -> int:
        """How many values a row has."""
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class Rule:
    """A check declared as data. `per` names what one instance of it is: an applicant, a row or a route."""

    key: str
    title: Text
    description: Text
    table: str
    per: str
    severity: str
    source: Text
    level: str = "table"


@dataclass(frozen=True, slots=True)
class Identity:
    """One instance of a rule: the sum of `lhs` equals the sum of `rhs`. Tolerance 0, these are counts."""

    rule: str
    instance: str
    table: str
    lhs: tuple[CellKey, ...]
    rhs: tuple[CellKey, ...]

    @property
    def members(self) -> tuple[CellKey, ...]:
        """All cells that take part, left side first."""
        return self.lhs + self.rhs


@dataclass(frozen=True, slots=True)
class Sum:
    """A rule in a table's own terms: along `axis`, for each line of the other axis, sum(lhs) = sum(rhs).

    `axis` is ``rows`` when the members are rows (one instance per column) and ``columns`` when they are columns
    (one instance per row).
    """

    rule: str
    axis: str
    lhs: tuple[str, ...]
    rhs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table. `section` is the key of the section it stands in.

    `captions` are words printed in or above the table that name no row, column or group.
    """

    key: str
    section: str
    text: Text
    blocks: tuple[Block, ...]
    groups: tuple[Group, ...] = ()
    sums: tuple[Sum, ...] = ()
    captions: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in printed order."""
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def columns(self) -> tuple[Column, ...]:
        """All distinct columns by key, in the order in which they first appear."""
        seen: dict[str, Column] = {}
        for block in self.blocks:
            for column in block.columns:
                seen.setdefault(column.key, column)
        return tuple(seen.values())

    def cells(self) -> Iterator[tuple[CellKey, Row, Column]]:
        """Every cell of the table in printed order, with its row and column."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield CellKey(self.key, row.key, column.key), row, column

    def identities(self) -> Iterator[Identity]:
        """The identities of this table, rule by rule, in printed order of their instances."""
        for total in self.sums:
            lines = self.columns if total.axis == "rows" else self.rows
            for line in lines:
                yield Identity(
                    total.rule,
                    line.key,
                    self.key,
                    tuple(self._cell(total.axis, member, line.key) for member in total.lhs),
                    tuple(self._cell(total.axis, member, line.key) for member in total.rhs),
                )

    def _cell(self, axis: str, member: str, line: str) -> CellKey:
        return CellKey(self.key, member, line) if axis == "rows" else CellKey(self.key, line, member)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections of a report."""

    key: str
    number: str
    label: str
    en: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A statutory form: the key it goes by, the notice that fixes it, the first report year it is for."""

    key: str
    notice: str
    first_year: int
    tables: tuple[Table, ...]

    def table(self, key: str) -> Table:
        """The table with this key. Raises KeyError when the form has none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)

    def identities(self) -> Iterator[Identity]:
        """All identities inside one report on this form."""
        for table in self.tables:
            yield from table.identities()


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """All forms in use, in order of time, with what they share.

    Compared by identity, so that what is derived from it once can be looked up without walking the declaration.
    """

    forms: tuple[Form, ...]
    rules: tuple[Rule, ...]
    sections: tuple[Section, ...] = field(default=())

    def form(self, key: str) -> Form:
        """The form with this key. Raises KeyError."""
        for form in self.forms:
            if form.key == key:
                return form
        raise KeyError(key)

    @property
    def table_keys(self) -> tuple[str, ...]:
        """Keys of all tables, in printed order."""
        return tuple(dict.fromkeys(table.key for form in self.forms for table in form.tables))

    def tables(self, key: str) -> tuple[tuple[Form, Table], ...]:
        """The versions of one table, with the form each belongs to."""
        return tuple((form, table) for form in self.forms for table in form.tables if table.key == key)

    def rows(self, key: str) -> tuple[Row, ...]:
        """The rows of a table over all forms, each key once, the newest form deciding words and order."""
        return _merge([table.rows for _, table in reversed(self.tables(key))])

    def columns(self, key: str) -> tuple[Column, ...]:
        """The columns of a table over all forms, each key once, in order of the forms."""
        seen: dict[str, Column] = {}
        for _, table in self.tables(key):
            for column in table.columns:
                seen.setdefault(column.key, column)
        return tuple(seen.values())


def _merge(sequences: list[tuple[Row, ...]]) -> tuple[Row, ...]:
    """Union of row sequences: a row unknown to the first goes in behind the row that precedes it in its own form."""
    merged = list(sequences[0])
    for rows in sequences[1:]:
        for position, row in enumerate(rows):
            keys = [known.key for known in merged]
            if row.key not in keys:
                before = rows[position - 1].key if position else None
                merged.insert(keys.index(before) + 1 if before in keys else 0, row)
    return tuple(merged)
