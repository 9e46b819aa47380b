"""What the verdicts amount to: the tier of a table and of a report.

``verified``: all identities pass. ``inconsistent``: some fail. ``unverified``: none fails, but some cannot be verified
or none applies.
"""

from __future__ import annotations

import polars as pl

from pipeline.forms import FORMS, Forms


def table_tiers(checks: pl.DataFrame, report_ids: pl.Series, forms: Forms = FORMS) -> pl.DataFrame:
    """The tier of every table of every report, tables without a verdict included: report_id, table, tier."""
    told = checks.group_by("report_id", "table").agg(_tier(pl.col("status") == "fail", pl.col("status") == "pass"))
    tables = pl.Series("table", forms.table_keys, pl.String)
    return (
        pl.DataFrame({"report_id": report_ids})
        .join(tables.to_frame(), how="cross")
        .join(told, on=["report_id", "table"], how="left", maintain_order="left")
        .with_columns(pl.col("tier").fill_null("unverified"))
    )


def report_tiers(tiers: pl.DataFrame, forms: Forms = FORMS) -> pl.DataFrame:
    """The tier of every report from those of its tables: report_id, tier.

    A report is verified when every table that has identities is, so that a table which was not found counts as
    unverified and not as nothing.
    """
    checked = sorted({identity.table for form in forms.forms for identity in form.identities()})
    return (
        tiers.filter(pl.col("table").is_in(checked))
        .group_by("report_id", maintain_order=True)
        .agg(_tier(pl.col("tier") == "inconsistent", pl.col("tier") == "verified"))
    )


def _tier(failed: pl.Expr, passed: pl.Expr) -> pl.Expr:
    return (
        pl.when(failed.any())
        .then(pl.lit("inconsistent"))
        .when(passed.all())
        .then(pl.lit("verified"))
        .otherwise(pl.lit("unverified"))
        .alias("tier")
    )
