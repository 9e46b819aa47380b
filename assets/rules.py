"""The rules beyond the identities, and their verdicts: of each report by itself."""

# No `from __future__ import annotations` here: Dagster looks at the annotations of what it decorates.

from collections.abc import Iterator

import dagster as dg

from assets import metadata as show
from assets.folders import Folders
from assets.years import ONE_RUN, YEARS, years_of

FAILING = """
    select r.report_year, r.agency, k.severity, k.rule, k.instance, k.lhs, k.rhs, k.detail_zh
    from {0} as k join documents as r on k.report_id = r.report_id
    where k.status = 'fail'
    order by case k.severity when 'error' then 1 when 'warning' then 2 else 3 end, r.report_year, r.agency limit 10
"""


@dg.multi_asset(
    name="check_reports",
    specs=[
        show.spec(
            "report_checks",
            "The verdicts of the rules about one report, identities apart: pass, fail or unverifiable.",
            "ledger",
            ["documents", "cells", "readings", "problems"],
        )
    ],
    partitions_def=YEARS,
    backfill_policy=ONE_RUN,
)
def check_reports(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """Numbers of the wrong kind, forms of another year, missing sections, odd periods and amounts, and more."""
    from pipeline.engine import checking, stages

    settings = folders.settings
    done = {year: checking.check_reports(settings, year) for year in years_of(context, stages.years(settings))}
    by_table = {year: result.tables for year, result in done.items()}
    show.tell_years(
        context,
        by_table,
        {
            year: {
                "report_checks": {
                    "verdicts": show.counts(result.verdicts, "status"),
                    "failing_rules": show.counts(result.failing, "rule"),
                }
            }
            for year, result in done.items()
        },
    )
    yield from show.results(
        by_table,
        ("report_checks",),
        {"report_checks": {"worst_failures": show.sample(folders, FAILING.format("report_checks"))}},
    )


RULES = (check_reports,)
