"""Which cells most likely broke in reports that do not add up."""

# No `from __future__ import annotations` here: Dagster looks at the annotations of what it decorates.

from collections.abc import Iterator

import dagster as dg

from assets import metadata as show
from assets.folders import Folders
from assets.years import ONE_RUN, YEARS, by_year

SINGLE = """
    select s.report_year, r.agency, s.operation, s."table", s."row", s."column", s.old, s.new
    from suggestions as s join documents as r on s.report_id = r.report_id
    where s."unique" order by s.report_year, r.agency, s."table", s."row", s."column" limit 10
"""


@dg.multi_asset(
    name="suggest",
    specs=[
        show.spec(
            "suggestions",
            "The smallest explanations of what fails in a report: slips of the pen, cell by cell. Nothing is changed.",
            "ledger",
            ["checks", "cells", "readings", "claims", "report_agencies"],
        )
    ],
    partitions_def=YEARS,
    backfill_policy=ONE_RUN,
)
def suggest(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """Which cells most likely broke where identities fail."""
    from pipeline.engine import suggesting

    done = by_year(context, folders, suggesting.suggest)
    by_table = {year: result.tables for year, result in done.items()}
    show.tell_years(
        context,
        by_table,
        {
            year: {
                "suggestions": {
                    "reports_failing": result.failing,
                    "reports_explained": result.explained,
                    "reports_with_one_explanation": result.single,
                    "operations": show.counts(result.operations, "operation"),
                }
            }
            for year, result in done.items()
        },
    )
    yield from show.results(by_table, ("suggestions",), {"suggestions": {"examples": show.sample(folders, SINGLE)}})


SUGGESTIONS = (suggest,)
