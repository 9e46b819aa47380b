"""Which reports are versions of each other, which of them counts, and which report of last year one follows."""

from __future__ import annotations

import polars as pl

NO_REPORT = ("unreadable", "not_a_report")
"""What has no version."""

VERSION_SCHEMA = pl.Schema(
    {
        "report_id": pl.String(),
        "report_year": pl.Int32(),
        "agency_key": pl.String(),
        "name": pl.String(),
        "region": pl.String(),
        "department": pl.String(),
        "vertical": pl.String(),
        "scope": pl.String(),
        "sure": pl.Boolean(),
        "is_current": pl.Boolean(),
        "before": pl.String(),
    }
)
"""`before` is the version that a report was issued after, null for the first."""


def versions(reports: pl.DataFrame, bodies: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The reports of bodies and years in their versions, as ``dim_report`` has them: VERSION_SCHEMA.

    Takes `reports` (report_id, report_year, published, status), `bodies` as BODY_SCHEMA and `files`, the ledger of
    files (report_id, first_seen, superseded_by). A report published last is current, then one seen last; one replaced
    at its own path is superseded by what stands there now, unless that is evidently of another body or year.
    """
    seen = (
        files.drop_nulls("report_id")
        .sort("report_id", "first_seen")
        .group_by("report_id")
        .agg(
            pl.col("first_seen").min(),
            # only where it was replaced everywhere it stood
            replaced_by=pl.when(pl.col("superseded_by").is_not_null().all()).then(pl.col("superseded_by").last()),
        )
    )
    told = reports.select("report_id", "report_year", "published", "status").join(bodies, on="report_id")
    other = told.select(
        replaced_by="report_id",
        other_key="agency_key",
        other_name="name",
        other_year="report_year",
        other_status="status",
    )
    same_body = (
        (pl.col("agency_key") == pl.col("other_key")) | pl.col("name").is_null() | pl.col("other_name").is_null()
    )
    same_year = (pl.col("report_year") == pl.col("other_year")).fill_null(True)
    order = ["agency_key", "scope", "report_year"]
    return (
        told.join(seen, on="report_id", how="left")
        .join(other, on="replaced_by", how="left")
        .with_columns(
            replaced=(same_body & same_year & ~pl.col("other_status").is_in(NO_REPORT)).fill_null(False)
            & pl.col("replaced_by").is_not_null()
        )
        .filter(~pl.col("status").is_in(NO_REPORT), pl.col("report_year").is_not_null())
        .sort(~pl.col("replaced"), "published", "first_seen", "report_id", nulls_last=False)
        .with_columns(
            is_current=(pl.int_range(pl.len()) == pl.len() - 1).over(order) & ~pl.col("replaced"),
            before=pl.col("report_id").shift(1).over(order),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in VERSION_SCHEMA.items())
        .sort("report_id")
    )


def followed(known: pl.DataFrame, year: int) -> pl.DataFrame:
    """Of each current report of a year the current report of the same body of the year before.

    Gives report_id, other_report_id, sure: whether both are certainly of one body and cover the same. What covers the
    body alone never follows what covers all below it; where one of the two does not say, it follows, and is not sure.
    """
    current = known.filter("is_current").select("report_id", "report_year", "agency_key", "scope", "sure")
    here = current.filter(pl.col("report_year") == year)
    last = current.filter(pl.col("report_year") == year - 1).select(
        "agency_key", other_report_id="report_id", other_scope="scope", other_sure="sure"
    )
    alike = pl.col("scope") == pl.col("other_scope")
    open_scope = (pl.col("scope") == "unknown") | (pl.col("other_scope") == "unknown")
    return (
        here.join(last, on="agency_key")
        .filter(alike | open_scope)
        .with_columns(alike=alike)
        .sort(~pl.col("alike"), "report_id", "other_report_id")
        # Each report follows one, and is followed by one.
        .unique("report_id", keep="first", maintain_order=True)
        .unique("other_report_id", keep="first", maintain_order=True)
        .select("report_id", "other_report_id", sure=pl.col("sure") & pl.col("other_sure") & pl.col("alike"))
        .sort("report_id")
    )
