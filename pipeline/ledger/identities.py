"""The two sides of every identity, one row an instance, over any number of reports in one pass.

No verdict here: that is the ledger contract's. A side is null where one of its members has no reported value. Beside
it stands, for information, what the side would be with blanks and marks counted as zero.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from pipeline.forms import FORMS, Forms
from pipeline.ledger.values import typed_values
from pipeline.tables.model import CellStatus

KEY = ("report_id", "table", "rule", "instance")
"""What names an instance of an identity in a report."""

SIDES = ("lhs", "rhs")
STRETCH = 15_000
"""Tables taken at a time: those of 5,000 reports."""

EMPTY = (str(CellStatus.BLANK), str(CellStatus.MARKED))


def evaluate(cells: pl.DataFrame, table_forms: pl.DataFrame, forms: Forms = FORMS) -> pl.DataFrame:
    """Both sides of all identities of all reports.

    Takes `cells` (report_id, table, row, column, value Decimal, status) and `table_forms` (report_id, table, form).
    Gives report_id, table, rule, instance and, Int64, ``lhs``, ``rhs`` (null where a member is not reported),
    ``lhs_zero``, ``rhs_zero`` (blank and marked members counted as zero; null where a member is decoded, ambiguous,
    absent or outside its domain), in the order of `table_forms` and, within a table, of the form. A table whose form is
    unknown, mixed or without identities gives no rows.
    """
    instances, members = _unfolded(forms)
    sites = table_forms.select("report_id", "table", "form").with_row_index("site")
    expected = sites.join(instances, on=["table", "form"], maintain_order="left_right")
    # A stretch at a time: what is joined for some thousands of reports is larger than all there is of them.
    stretches = [sites.slice(start, STRETCH) for start in range(0, max(len(sites), 1), STRETCH)]
    sums = pl.concat([_sums(cells, stretch, members, forms) for stretch in stretches])
    return expected.join(sums, on=["site", "identity"], how="left", maintain_order="left").select(
        *KEY,
        *(pl.when(pl.col(f"{side}_reported") == pl.col(f"n_{side}")).then(side).alias(side) for side in SIDES),
        *(pl.when(pl.col(f"{side}_told") == pl.col(f"n_{side}")).then(side).alias(f"{side}_zero") for side in SIDES),
    )


def _sums(cells: pl.DataFrame, sites: pl.DataFrame, members: pl.DataFrame, forms: Forms) -> pl.DataFrame:
    """Per site (a table of a report) and identity: the sum of each side's numbers, how many they are, and how many
    members were told of at all, blanks and marks included."""
    reported = (pl.col("status") == CellStatus.REPORTED) & pl.col("count").is_not_null()
    told = reported | pl.col("status").is_in(EMPTY)
    at_sites = cells.select("report_id", "table", "row", "column", "value", "status").join(
        sites, on=["report_id", "table"]
    )
    contributions = (
        typed_values(at_sites, forms)
        .select(
            "site", "form", "table", "row", "column", pl.when(reported).then("count").alias("count"), told.alias("told")
        )
        .join(members, on=["form", "table", "row", "column"])
    )
    # One column a side, then plain sums: several times as fast as a filter inside each sum.
    on_side = {side: pl.col("side") == side for side in SIDES}
    return (
        contributions.select(
            "site",
            "identity",
            *(pl.when(on).then("count").alias(side) for side, on in on_side.items()),
            *((on & pl.col("told")).alias(f"{side}_told") for side, on in on_side.items()),
        )
        .group_by("site", "identity")
        .agg(
            *(pl.col(side).sum() for side in SIDES),
            *(pl.col(side).count().alias(f"{side}_reported") for side in SIDES),
            *(pl.col(f"{side}_told").sum() for side in SIDES),
        )
    )


@lru_cache(maxsize=8)
def _unfolded(forms: Forms) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The identities of all forms as two frames: one row an instance, and one row a member of an instance."""
    identities = [(form.key, identity) for form in forms.forms for identity in form.identities()]
    instances = pl.DataFrame(
        [
            (i, form, identity.table, identity.rule, identity.instance, len(identity.lhs), len(identity.rhs))
            for i, (form, identity) in enumerate(identities)
        ],
        schema={
            "identity": pl.UInt32,
            "form": pl.String,
            "table": pl.String,
            "rule": pl.String,
            "instance": pl.String,
            "n_lhs": pl.UInt32,
            "n_rhs": pl.UInt32,
        },
        orient="row",
    )
    members = pl.DataFrame(
        [
            (i, side, form, cell.table, cell.row, cell.column)
            for i, (form, identity) in enumerate(identities)
            for side, cells in zip(SIDES, (identity.lhs, identity.rhs), strict=True)
            for cell in cells
        ],
        schema={
            "identity": pl.UInt32,
            "side": pl.String,
            "form": pl.String,
            "table": pl.String,
            "row": pl.String,
            "column": pl.String,
        },
        orient="row",
    )
    return instances, members
