"""What the rules look at: frames over many reports, each named by what it holds."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

READABLE = ("complete", "partial", "no_tables")
"""Reports that were read, be it in part. Anything else is no report, or nothing of it is known."""

BODY_SCHEMA = pl.Schema(
    {
        "report_id": pl.String,
        "agency_key": pl.String,
        "name": pl.String,
        "level": pl.String,
        "department": pl.String,
        "scope": pl.String,
        "sure": pl.Boolean,
    }
)
"""Whose report it is. `level` and `department` are null where they are not known, `scope` is ``own``, ``consolidated``
or ``unknown``; `sure` says that the key is that of a body which was identified, and not of a name as written."""


@dataclass(frozen=True, slots=True)
class ReportFrames:
    """Many reports, to be checked one by one.

    `reports`: report_id, report_year, year_source, published, kind, status, and ``form_<table>`` for every table.
    `sections`, `problems`, `cells` as they are staged; `features` as :mod:`pipeline.checks.features` has them; `bodies`
    as BODY_SCHEMA. A report without a row in one of them has nothing of it.
    """

    reports: pl.DataFrame
    sections: pl.DataFrame
    problems: pl.DataFrame
    cells: pl.DataFrame
    features: pl.DataFrame
    bodies: pl.DataFrame

    def readable(self) -> pl.DataFrame:
        """The reports to which rules apply."""
        return self.reports.filter(pl.col("status").is_in(READABLE))
