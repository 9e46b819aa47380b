"""What the rules look at: frames over many reports, each named by what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

READABLE = ("complete", "partial", "no_tables")
"""Reports that were read, be it in part. Anything else is no report, or nothing of it is known."""

BODY_SCHEMA = pl.Schema(
    {
        "report_id": pl.String,
        "agency_key": pl.String,
        "name": pl.String,
        "region": pl.String,
        "level": pl.String,
        "department": pl.String,
        "vertical": pl.String,
        "scope": pl.String,
        "sure": pl.Boolean,
    }
)
"""Whose report it is. `region`, `level` and `department` are null where they are not known, `vertical` for bodies
that belong to the government of their region, `scope` is ``own``,
``consolidated`` or ``unknown``; `sure` says that the key is that of a body which was identified, and not of a name as
written."""

CLAIM_SCHEMA = pl.Schema(
    {
        "report_id": pl.String(),
        "claim": pl.Int32(),
        "concept": pl.String(),
        "number": pl.Decimal(24, 8),
        "exactness": pl.String(),
        "scope": pl.String(),
        "start": pl.Int32(),
        "end": pl.Int32(),
        "sentence": pl.String(),
        "cells": pl.String(),
        "value": pl.Decimal(24, 8),
        "at_least": pl.Decimal(24, 8),
        "verdict": pl.String(),
        "contradicts": pl.Int32(),
    }
)
"""What the rules look at of the claims in the prose."""


@dataclass(frozen=True, slots=True)
class ReportFrames:
    """Many reports, to be checked one by one.

    `reports`: report_id, report_year, year_source, published, kind, status, and ``form_<table>`` for every table.
    `sections`, `problems`, `cells`, `claims` as they are staged; `tables` (report_id, table, told, open, there, start,
    end): whether a number stands in it, whether a cell is ambiguous, whether it is there at all, and where its first
    cell stands in the text; `features` as
    :mod:`pipeline.checks.features` has them; `bodies` as BODY_SCHEMA. A report without a row in one of them has nothing
    of it.
    """

    reports: pl.DataFrame
    sections: pl.DataFrame
    problems: pl.DataFrame
    cells: pl.DataFrame
    tables: pl.DataFrame
    features: pl.DataFrame
    bodies: pl.DataFrame
    claims: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CLAIM_SCHEMA))

    @classmethod
    def of(
        cls,
        reports: pl.DataFrame,
        sections: pl.DataFrame,
        problems: pl.DataFrame,
        cells: pl.DataFrame,
        features: pl.DataFrame,
        bodies: pl.DataFrame,
        claims: pl.DataFrame | None = None,
    ) -> ReportFrames:
        """The reports that were read, with what belongs to them; rules do not apply to others."""
        readable = reports.filter(pl.col("status").is_in(READABLE))
        said = pl.DataFrame(schema=CLAIM_SCHEMA) if claims is None else claims
        if len(readable) < len(reports):
            ids = readable.select("report_id")
            problems, cells, said = (frame.join(ids, on="report_id", how="semi") for frame in (problems, cells, said))
        status = pl.col("status")
        # Words are compared before the grouping: a comparison inside a group takes twice the time.
        marked = cells.select(
            "report_id",
            "table",
            "start",
            "end",
            told=status == "reported",
            open=status == "ambiguous",
            there=status.is_in(["reported", "blank", "marked"]),
        )
        tables = marked.group_by("report_id", "table").agg(
            pl.col("told", "open", "there").any(), pl.col("start", "end").min()
        )
        return cls(readable, sections, problems, cells, tables, features, bodies, said)
