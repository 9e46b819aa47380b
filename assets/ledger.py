"""The two ledgers: whether the figures of a report add up, and what became of every file."""

# No `from __future__ import annotations` here: Dagster looks at the annotations of what it decorates.

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets import metadata as show
from assets.folders import Folders
from assets.years import ONE_RUN, YEARS, by_year

FAILING = """
    select r.report_year, r.agency, k.rule, k.instance, k.lhs, k.rhs, k.delta
    from checks as k join reports as r on k.report_id = r.report_id
    where k.status = 'fail' order by abs(k.delta) desc, r.report_year, r.agency limit 10
"""
UNREAD = """
    select path, status, message from ingest_ledger
    where status not in ('complete', 'partial', 'duplicate') order by status, path limit 10
"""


@dg.multi_asset(
    name="check_identities",
    specs=[
        show.spec(
            "checks",
            "The verdict on every identity of every report: pass, fail or unverifiable.",
            "ledger",
            ["cells", "readings"],
        ),
        show.spec(
            "reports",
            "Every report with its status and its tier, as a whole and table by table.",
            "ledger",
            ["documents", "cells", "readings", "problems"],
        ),
    ],
    partitions_def=YEARS,
    backfill_policy=ONE_RUN,
)
def check_identities(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """Whether the figures add up. A report whose figures do not is kept, and its tier says so."""
    from pipeline.engine import stages

    done = by_year(context, folders, stages.check)
    by_table = {year: result.tables for year, result in done.items()}
    said: dict[int | None, dict[str, dict[str, Any]]] = {
        year: {
            "checks": {
                "verdicts": show.counts(result.verdicts, "status"),
                "failing_identities": show.counts(result.failing, "rule"),
            },
            "reports": {
                "tiers": show.counts(result.tiers, "tier"),
                "inconsistent_reports": ", ".join(result.inconsistent) or "none",
            },
        }
        for year, result in done.items()
    }
    show.tell_years(context, by_table, said)
    yield from show.results(
        by_table,
        ("checks", "reports"),
        {"checks": {"worst_failures": show.sample(folders, FAILING)}},
    )


@dg.asset(
    group_name="ledger",
    kinds={"python", "parquet"},
    deps=["documents", "readings", "problems"],
    check_specs=[
        dg.AssetCheckSpec(
            "reports_found",
            asset="ingest_ledger",
            blocking=True,
            description="At least one of the files that ever arrived is a report.",
        ),
        dg.AssetCheckSpec("every_file_read", asset="ingest_ledger", description="Every file could be read."),
    ],
)
def ingest_ledger(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """What became of every file that ever arrived, one row a version of it."""
    from pipeline.engine.intake import LEDGER
    from pipeline.engine.stages import REPORT_KINDS, settle

    change = settle(folders.settings)
    files = dict(show.rows(folders, "select status, count(*) from ingest_ledger group by 1"))
    reports = show.rows(folders, f"select count(*) from documents where kind in {REPORT_KINDS}")[0][0]
    unread = {status: n for status, n in files.items() if status in {"unreadable", "vanished", "not_a_file"}}
    yield dg.MaterializeResult(
        metadata={
            "dagster/column_schema": show.staged_schema(LEDGER),
            "dagster/row_count": change.rows,
            "rows_changed": change.changed,
            "files": show.counts(files, "status"),
            "not_read_or_no_tables": show.sample(folders, UNREAD),
        },
        check_results=[
            dg.AssetCheckResult(check_name="reports_found", passed=reports > 0, metadata={"reports": reports}),
            dg.AssetCheckResult(
                check_name="every_file_read",
                passed=not unread,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"not_read": show.counts(unread, "status")},
            ),
        ],
    )


@dg.asset_check(asset="checks", name="identities_hold", description="No identity of any report fails.")
def identities_hold(folders: Folders) -> dg.AssetCheckResult:
    """A warning, not a block: that figures do not add up is a finding about the report."""
    failing = show.rows(folders, "select count(*), count(distinct report_id) from checks where status = 'fail'")[0]
    return dg.AssetCheckResult(
        passed=failing[0] == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "failing_identities": failing[0],
            "reports": failing[1],
            "worst_failures": show.sample(folders, FAILING),
        },
    )


@dg.asset_check(
    asset="reports",
    name="reading_kept",
    blocking=True,
    description="Of the reports that a new version of the reader read again, no larger share has fewer cells with a "
    "number than as published than data/reference/check_baseline.csv expects. Judged as failure_shares is.",
)
def reading_kept(folders: Folders) -> dg.AssetCheckResult:
    """Blocks the publishing: a reader that leaves open what it read before makes no rule fail."""
    from pipeline.engine.rereading import kept_numbers, most_lost

    found = kept_numbers(folders.settings)
    return show.shares_check(
        found,
        lambda row: (
            f"{row['report_year'] or 'without year'}: {row['failing']} of {row['n']} reports read again give "
            f"fewer numbers than before, where {row['baseline']:.1%} are expected"
        ),
        {} if found.is_empty() else {"most_lost": most_lost(folders.settings)},
    )


LEDGERS = (check_identities, ingest_ledger)
LEDGER_CHECKS = (identities_hold, reading_kept)
