"""What a declaration of a table is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from pipeline.forms import Text


@dataclass(frozen=True, slots=True)
class StagedColumn:
    """A column: its name and type, whether it may be empty, what it means.

    `domain` lists the values it may take (None: any), `minimum` the least number it may hold.
    """

    name: str
    dtype: pl.DataType
    text: Text
    nullable: bool = False
    domain: tuple[str, ...] | None = None
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """The values of `columns` must occur together in `target` of `table`; rows with a null among them are let be."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """The values of `columns` must be one of `allowed` together; rows with a null among them are let be."""

    columns: tuple[str, ...]
    allowed: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Presence:
    """`column` holds something exactly in the rows in which `by` is one of `among`; those without a `by` are let be."""

    column: str
    by: str
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StagedTable:
    """A staged table: `key` names its rows (no two alike), `by_year` tells whether it is stored by report year."""

    name: str
    text: Text
    key: tuple[str, ...]
    columns: tuple[StagedColumn, ...]
    by_year: bool = True
    references: tuple[Reference, ...] = ()
    combinations: tuple[Combination, ...] = ()
    presences: tuple[Presence, ...] = ()

    @property
    def schema(self) -> pl.Schema:
        """Column names and polars types, in order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @property
    def names(self) -> tuple[str, ...]:
        """Column names, in order."""
        return tuple(column.name for column in self.columns)

    def empty(self) -> pl.DataFrame:
        """A frame of this table without rows."""
        return pl.DataFrame(schema=self.schema)


class DictionaryRow(NamedTuple):
    """A line of the data dictionary; `column` is empty for the line about the table itself."""

    table: str
    column: str
    type: str
    zh: str
    en: str


Tables = Mapping[str, StagedTable]
