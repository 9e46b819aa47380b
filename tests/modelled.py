"""Staged tables made up for tests of the SQL models: reports with chosen cells, checked and laid out as in a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.contracts import judge, reference_frames, staged_tables, type_cells, typed_name
from pipeline.contracts.statuses import CELL_STATUSES
from pipeline.engine.models import Catalogue, query, run_model
from pipeline.forms import FORMS
from pipeline.ledger import evaluate, report_tiers, table_tiers
from pipeline.storage import Warehouse, replace_table
from tests.cells import Change, cells, table_forms

STAGED = staged_tables()
BALANCED: Mapping[tuple[str, str, str], Change] = {
    ("requests", row, column): (n, "reported")
    for column in ("natural_person", "total")
    for row, n in (
        ("new_received", 10),
        ("carried_over", 2),
        ("granted", 5),
        ("partial", 1),
        ("denied_state_secret", 2),
        ("refused_repeat", 1),
        ("result_total", 9),
        ("carried_forward", 3),
    )
} | {
    ("review", "review", "upheld"): (1, "reported"),
    ("review", "review", "corrected"): (2, "reported"),
    ("review", "review", "pending"): (1, "reported"),
    ("review", "review", "total"): (4, "reported"),
}
"""Ten requests of natural persons and two from last year, nine dealt with; four reviews, one of them pending."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report to stage: `changes` on top of BALANCED, `path` and `seen` for the ledger of files."""

    report: str
    agency: str | None = "A"
    year: int | None = 2023
    form: str = "2021"
    changes: Mapping[tuple[str, str, str], Change] = field(default_factory=dict)
    published: date | None = None
    status: str = "complete"
    path: str | None = None
    seen: int = 1
    superseded_by: str | None = None
    scope: str = "unknown"
    region: str | None = None
    department: str | None = None
    level: str | None = None
    vertical: str | None = None


def stage(warehouse: Warehouse, reports: Sequence[Made]) -> None:
    """Write the staged tables that the models read."""
    for name, frame in reference_frames().items():
        replace_table(warehouse, STAGED[name], frame)
    replace_table(warehouse, STAGED["ingest_ledger"], _table("ingest_ledger", [_file(made) for made in reports]))
    for year in sorted({made.year for made in reports}, key=str):
        of_year = [made for made in reports if made.year == year]
        for name, frame in _year(of_year, year).items():
            replace_table(warehouse, STAGED[name], frame, year)


def model(warehouse: Path, catalogue: Catalogue, name: str) -> pl.DataFrame:
    """Run a model and all that it reads, and give its rows."""
    found = catalogue.model(name)
    assert found is not None
    for made in catalogue.models:
        run_model(Warehouse(warehouse), catalogue, made)
        if made == found:
            break
    return query(Warehouse(warehouse), catalogue, f"select * from {name}")


def _year(reports: Sequence[Made], year: int | None) -> dict[str, pl.DataFrame]:
    read = [
        cells({**BALANCED, **made.changes} if made.status == "complete" else None, made.report, made.form, year)
        for made in reports
    ]
    known = pl.concat(
        [frame for made, frame in zip(reports, read, strict=True) if made.status == "complete"]
        or [STAGED["cells"].empty()]
    )
    forms = pl.concat([table_forms(made.report, made.form) for made in reports])
    checks = judge(evaluate(known, forms.filter(pl.col("report_id").is_in(known["report_id"].implode()))))
    ids = pl.Series("report_id", [made.report for made in reports])
    tiers = table_tiers(checks, ids)
    return {
        "cells": known,
        "claims": _table("claims", [_claim(made) for made in reports if made.status == "complete"]),
        "checks": checks.with_columns(report_year=pl.lit(year, pl.Int32)).select(STAGED["checks"].names),
        "reports": _table("reports", [_report(made, tiers, report_tiers(tiers), known) for made in reports]),
        "report_agencies": _table("report_agencies", [_body(made) for made in reports]),
        **{typed_name(key): type_cells(known, forms, tiers, key) for key in FORMS.table_keys},
    }


def _claim(made: Made) -> dict[str, Any]:
    """What the prose of every report says: twelve requests, and the table knows ten and two carried over."""
    return {
        "report_id": made.report,
        "report_year": made.year,
        "claim": 1,
        "concept": "requests_received",
        "number": Decimal(12),
        "unit": "件",
        "exactness": "exact",
        "scope": "report",
        "closed": True,
        "start": 7,
        "end": 10,
        "sentence_start": 0,
        "sentence_end": 11,
        "sentence": "收到公开申请12件。",
        "cells": "requests.new_received.total",
        "value": Decimal(10),
        "verdict": "agrees_as",
    }


def _report(made: Made, tiers: pl.DataFrame, report: pl.DataFrame, known: pl.DataFrame) -> dict[str, Any]:
    statuses = known.filter(pl.col("report_id") == made.report)["status"].to_list()
    by_table = dict(tiers.filter(pl.col("report_id") == made.report).select("table", "tier").iter_rows())
    return {
        "report_id": made.report,
        "report_year": made.year,
        "sha256": made.report * 4,
        "source_path": made.path or f"{made.report}.txt",
        "agency": made.agency,
        "published": made.published,
        "form": made.form,
        "status": made.status,
        "tier": report.filter(pl.col("report_id") == made.report)["tier"].item(),
        **{f"form_{table}": made.form for table in by_table if made.status == "complete"},
        **{f"tier_{table}": tier for table, tier in by_table.items()},
        **{f"n_{status}": statuses.count(status) for status in CELL_STATUSES},
        "n_problems": 0,
    }


def _body(made: Made) -> dict[str, Any]:
    return {
        "report_id": made.report,
        "report_year": made.year,
        "agency_key": made.agency or f"x-{made.report}",
        "agency_name": made.agency or "",
        "region_code": made.region,
        "department": made.department,
        "level": made.level,
        "vertical": made.vertical,
        "scope": made.scope,
        "method": "name" if made.agency else "unresolved",
        "confidence": 1.0 if made.agency else 0.0,
        "resolver_version": "made",
    }


def _file(made: Made) -> dict[str, Any]:
    return {
        "path": made.path or f"{made.report}.txt",
        "sha256": made.report * 4,
        "first_seen": datetime(2024, 1, made.seen, tzinfo=UTC),
        "status": made.status,
        "report_id": made.report,
        "superseded_by": made.superseded_by,
    }


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(
        [{column: row.get(column) for column in STAGED[name].names} for row in rows], schema=STAGED[name].schema
    )


BLANK: Change = (None, "blank")


def amount(written: str) -> Change:
    """An amount as a report prints it."""
    return Decimal(written), "reported"
