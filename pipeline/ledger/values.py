"""Which value of a cell counts.

A number counts where one was reported, or decoded, and lies in the domain of its column: a count is a non-negative
integer, a change an integer, an amount a non-negative decimal. Anything else has no typed value: blank is never zero,
and half a request or minus one penalty is what the text says but no count.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from pipeline.forms import Domain, Forms
from pipeline.tables.model import CellStatus

VALUED = (str(CellStatus.REPORTED), str(CellStatus.DECODED))


def in_domain(value: Decimal, domain: Domain) -> bool:
    """Whether a printed number can be a number of this kind."""
    signed = domain is Domain.CHANGE
    whole = domain is not Domain.AMOUNT
    return (signed or value >= 0) and (not whole or value == value.to_integral_value())


def typed_values(cells: pl.DataFrame, forms: Forms) -> pl.DataFrame:
    """`cells` (table, column, value, status and more) with two columns more, both null where no value counts.

    ``count`` (Int64) holds counts and changes, ``amount`` (the type of `value`) holds amounts in the unit of the cell.
    """
    value = pl.col("value")
    amount = _column_is(forms, Domain.AMOUNT)
    signed = _column_is(forms, Domain.CHANGE)
    valued = pl.col("status").is_in(VALUED) & ((value >= 0) | signed)
    whole = value.cast(pl.Int64)
    return cells.with_columns(
        count=pl.when(valued & ~amount & (whole.cast(cells.schema["value"]) == value)).then(whole),
        amount=pl.when(valued & amount).then(value),
    )


def _column_is(forms: Forms, domain: Domain) -> pl.Expr:
    places = [
        (pl.col("table") == table) & pl.col("column").is_in(columns)
        for table in forms.table_keys
        if (columns := [column.key for column in forms.columns(table) if column.domain is domain])
    ]
    return pl.any_horizontal(pl.lit(False), *places)
