"""The ledger as a contract: the two sides of an identity agree, to the last unit.

The one implementation of the verdict. ``ledger.evaluate`` adds up the sides; pandera finds the rows where they differ;
those failure cases are the verdict ``fail``. A null side is neither: with `ignore_na` left at its default a row with
a null would pass unseen, so the check says itself that a null is no failure, and the verdict ``unverifiable`` says why.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError

from pipeline.ledger import KEY


def _sides_agree(data: pa.PolarsData) -> pl.LazyFrame:
    lhs, rhs = pl.col("lhs"), pl.col("rhs")
    return data.lazyframe.select((lhs == rhs) | lhs.is_null() | rhs.is_null())


LEDGER = pa.DataFrameSchema(
    {"lhs": pa.Column(pl.Int64, nullable=True), "rhs": pa.Column(pl.Int64, nullable=True)},
    # A check on the whole frame: its failure cases are whole rows, keys included, not positions.
    checks=pa.Check(_sides_agree, name="sides_agree", ignore_na=False),
    name="ledger",
)


def judge(evaluated: pl.DataFrame) -> pl.DataFrame:
    """The verdict on every identity instance that ``ledger.evaluate`` gave, in its order.

    Gives report_id, table, rule, instance, status, lhs, rhs, delta (lhs - rhs) and balances_with_blanks_as_zero:
    whether an unverifiable instance would balance with its blanks as zero, null where that says nothing.
    """
    failed = failure_cases(evaluated).select(*KEY, failed=pl.lit(True))
    unverifiable = pl.col("lhs").is_null() | pl.col("rhs").is_null()
    return evaluated.join(failed, on=list(KEY), how="left", maintain_order="left").select(
        *KEY,
        pl.when(pl.col("failed"))
        .then(pl.lit("fail"))
        .when(unverifiable)
        .then(pl.lit("unverifiable"))
        .otherwise(pl.lit("pass"))
        .alias("status"),
        "lhs",
        "rhs",
        (pl.col("lhs") - pl.col("rhs")).alias("delta"),
        pl.when(unverifiable).then(pl.col("lhs_zero") == pl.col("rhs_zero")).alias("balances_with_blanks_as_zero"),
    )


def failure_cases(evaluated: pl.DataFrame) -> pl.DataFrame:
    """The rows of `evaluated` that break the ledger contract. Raises SchemaError if it is not a ledger at all."""
    try:
        # Not lazy: one check needs no collecting of errors, and SchemaErrors would rewrite every failure as text.
        LEDGER.validate(evaluated)
    except SchemaError as error:
        if not isinstance(error.failure_cases, pl.DataFrame) or error.check is not LEDGER.checks[0]:
            raise
        return error.failure_cases
    return evaluated.clear()
