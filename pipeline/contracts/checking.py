"""Structural contracts: types, domains, unique keys, references. What breaks one never reaches the warehouse.

Each declared table becomes a pandera schema. Everything that concerns values is a check on the whole frame and not on
a column: pandera names the failing rows of a column check by position only, those of a frame check by all their values,
and so by their key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError, SchemaErrors

from pipeline.contracts.model import Combination, Presence, Reference, StagedColumn, StagedTable
from pipeline.contracts.staged import staged_tables
from pipeline.forms import FORMS, Forms

EXAMPLES = 10
"""How many failing rows a violation names."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken contract: the table, what was to hold, how many rows break it, the keys of the first of them."""

    table: str
    check: str
    n: int
    keys: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        rows = "; ".join(", ".join(f"{name}={value!r}" for name, value in key.items()) for key in self.keys)
        return f"{self.table}: {self.check}" + (f" ({self.n} rows: {rows})" if self.n else "")


class ContractError(Exception):
    """Tables that break their contracts, all of them, with the rows."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        """Tell of all `violations` in one message."""
        super().__init__("contract broken: " + " | ".join(map(str, violations)))
        self.violations = violations


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be true of every row: its name, and an expression that is true where it holds."""

    name: str
    holds: pl.Expr


def contract(table: StagedTable, others: Mapping[str, pl.DataFrame] | None = None) -> pa.DataFrameSchema:
    """The pandera schema of a staged table. References are checked against those tables that `others` holds."""
    return _schema(table, requirements(table, others or {}))


def requirements(table: StagedTable, others: Mapping[str, pl.DataFrame]) -> tuple[Requirement, ...]:
    """All that a table requires of its rows, types apart."""
    return (
        *(Requirement(f"{c.name} is not null", pl.col(c.name).is_not_null()) for c in table.columns if not c.nullable),
        *(requirement for column in table.columns for requirement in _of_values(column)),
        Requirement(f"({', '.join(table.key)}) is unique", pl.struct(table.key).is_unique()),
        *(_among(combination) for combination in table.combinations),
        *(_is_there(presence) for presence in table.presences),
        *(_refers(reference, others[reference.table]) for reference in table.references if reference.table in others),
    )


def validate(
    frames: Mapping[str, pl.DataFrame], forms: Forms = FORMS, known: Mapping[str, pl.DataFrame] | None = None
) -> None:
    """Check every staged table in `frames` against its contract.

    References may point into `frames` or into `known`, tables that stand already. Raises ContractError with the
    violations of all tables, KeyError for a table that is not declared.
    """
    declared = staged_tables(forms)
    others = {**(known or {}), **frames}
    violations = tuple(
        violation for name, frame in frames.items() for violation in _violations(declared[name], frame, others)
    )
    if violations:
        raise ContractError(violations)


def breaking(
    frames: Mapping[str, pl.DataFrame], forms: Forms = FORMS, known: Mapping[str, pl.DataFrame] | None = None
) -> Mapping[str, str]:
    """The reports with rows that break a contract, by their report_id, each with the first one that it breaks."""
    declared = staged_tables(forms)
    others = {**(known or {}), **frames}
    broken: dict[str, str] = {}
    for name, frame in frames.items():
        for requirement in requirements(declared[name], others):
            failing = frame.filter(~requirement.holds.fill_null(False))["report_id"].unique().sort()
            for report in failing:
                broken.setdefault(report, f"{name}: {requirement.name}")
    return broken


def _violations(table: StagedTable, frame: pl.DataFrame, others: Mapping[str, pl.DataFrame]) -> Iterator[Violation]:
    required = requirements(table, others)
    # Nearly always everything holds, and one check that says so costs a twentieth of twenty that say it one by one.
    everything = Requirement("everything holds", pl.all_horizontal(requirement.holds for requirement in required))
    try:
        _schema(table, (everything,)).validate(frame, lazy=True)
    except SchemaErrors:
        try:
            _schema(table, required).validate(frame, lazy=True)
        except SchemaErrors as errors:
            for error in errors.schema_errors:
                yield _violation(table, frame, error)


def _violation(table: StagedTable, frame: pl.DataFrame, error: SchemaError) -> Violation:
    cases = error.failure_cases
    if isinstance(cases, pl.DataFrame) and set(table.key) <= set(cases.columns):
        failing = error.check_output.select(pl.nth(0).not_().sum()).item()
        return Violation(table.name, str(error.check.name), failing, tuple(cases.select(table.key).to_dicts()))
    # A missing or surplus column, or a wrong type, concerns no row: the message of pandera names the column.
    return Violation(table.name, str(error), 0, ())


def _schema(table: StagedTable, required: Iterable[Requirement]) -> pa.DataFrameSchema:
    # Columns are nullable to pandera: it would name a null by its position. With ignore_na at its default, a check of
    # which the outcome is null would pass.
    columns = {column.name: pa.Column(column.dtype, nullable=True) for column in table.columns}
    checks = [
        pa.Check(partial(_holds, holds=r.holds), name=r.name, ignore_na=False, n_failure_cases=EXAMPLES)
        for r in required
    ]
    return pa.DataFrameSchema(columns, checks=checks, strict=True, ordered=True, name=table.name)


def _holds(data: pa.PolarsData, holds: pl.Expr) -> pl.LazyFrame:
    return data.lazyframe.select(holds)


def _of_values(column: StagedColumn) -> Iterator[Requirement]:
    value = pl.col(column.name)
    if column.domain is not None:
        yield Requirement(f"{column.name} is in its domain", value.is_in(column.domain) | value.is_null())
    if column.minimum is not None:
        yield Requirement(f"{column.name} >= {column.minimum}", (value >= column.minimum) | value.is_null())


def _among(combination: Combination) -> Requirement:
    allowed = pl.DataFrame(sorted(combination.allowed), schema=list(combination.columns), orient="row")
    return Requirement(f"({', '.join(combination.columns)}) go together", _all_in(combination.columns, allowed))


def _is_there(presence: Presence) -> Requirement:
    name = f"{presence.column} is there exactly where {presence.by} is {' or '.join(presence.among)}"
    by = pl.col(presence.by)
    agrees = pl.col(presence.column).is_not_null() == by.is_in(presence.among)
    return Requirement(name, agrees | by.is_null())


def _refers(reference: Reference, other: pl.DataFrame) -> Requirement:
    target = other.select(reference.target).rename(dict(zip(reference.target, reference.columns, strict=True)))
    name = f"({', '.join(reference.columns)}) is in {reference.table}"
    return Requirement(name, _all_in(reference.columns, target))


def _all_in(columns: tuple[str, ...], target: pl.DataFrame) -> pl.Expr:
    """True where the values of `columns` stand together in a row of `target`, or one of them is null."""
    values = pl.struct(columns).is_in(target.select(columns).unique().to_struct().implode())
    return values | pl.any_horizontal(pl.col(columns).is_null())
