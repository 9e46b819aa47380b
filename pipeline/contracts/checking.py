"""Structural contracts: types, domains, unique keys, references. What breaks one never reaches the warehouse.

Each declared table becomes a pandera schema. Everything that concerns values is a check on the whole frame and not on
a column: pandera names the failing rows of a column check by position only, those of a frame check by all their values,
and so by their key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError, SchemaErrors

from pipeline.contracts.model import Combination, Reference, StagedColumn, StagedTable
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


def contract(table: StagedTable, others: Mapping[str, pl.DataFrame] | None = None) -> pa.DataFrameSchema:
    """The pandera schema of a staged table. References are checked against those tables that `others` holds."""
    checks = [_check(f"{column.name} is not null", pl.col(column.name).is_not_null()) for column in _required(table)]
    checks += [check for column in table.columns for check in _value_checks(column)]
    checks.append(_check(f"({', '.join(table.key)}) is unique", pl.struct(table.key).is_unique()))
    checks += [_combination_check(combination) for combination in table.combinations]
    checks += [
        _reference_check(reference, others[reference.table])
        for reference in table.references
        if others is not None and reference.table in others
    ]
    columns = {column.name: pa.Column(column.dtype, nullable=True) for column in table.columns}
    return pa.DataFrameSchema(columns, checks=checks, strict=True, ordered=True, name=table.name)


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


def _violations(table: StagedTable, frame: pl.DataFrame, others: Mapping[str, pl.DataFrame]) -> Iterator[Violation]:
    try:
        contract(table, others).validate(frame, lazy=True)
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


def _check(name: str, holds: pl.Expr) -> pa.Check:
    return _frame_check(name, partial(_select, holds=holds))


def _select(data: pa.PolarsData, holds: pl.Expr) -> pl.LazyFrame:
    return data.lazyframe.select(holds)


def _frame_check(name: str, holds: Callable[[pa.PolarsData], pl.LazyFrame]) -> pa.Check:
    # With ignore_na left at its default, a check whose outcome is null would pass.
    return pa.Check(holds, name=name, ignore_na=False, n_failure_cases=EXAMPLES)


def _required(table: StagedTable) -> tuple[StagedColumn, ...]:
    return tuple(column for column in table.columns if not column.nullable)


def _value_checks(column: StagedColumn) -> Iterator[pa.Check]:
    value = pl.col(column.name)
    if column.domain is not None:
        yield _check(f"{column.name} is in its domain", value.is_in(column.domain) | value.is_null())
    if column.minimum is not None:
        yield _check(f"{column.name} >= {column.minimum}", (value >= column.minimum) | value.is_null())


def _combination_check(combination: Combination) -> pa.Check:
    allowed = pl.DataFrame(sorted(combination.allowed), schema=list(combination.columns), orient="row")
    name = f"({', '.join(combination.columns)}) go together"
    return _frame_check(name, partial(_all_in, columns=combination.columns, target=allowed))


def _reference_check(reference: Reference, other: pl.DataFrame) -> pa.Check:
    target = other.select(reference.target).unique().rename(dict(zip(reference.target, reference.columns, strict=True)))
    name = f"({', '.join(reference.columns)}) is in {reference.table}"
    return _frame_check(name, partial(_all_in, columns=reference.columns, target=target))


def _all_in(data: pa.PolarsData, columns: tuple[str, ...], target: pl.DataFrame) -> pl.LazyFrame:
    found = target.lazy().with_columns(found=pl.lit(True))
    return (
        data.lazyframe.select(columns)
        .join(found, on=list(columns), how="left", maintain_order="left")
        .select(pl.col("found").is_not_null() | pl.any_horizontal(pl.col(columns).is_null()))
    )
