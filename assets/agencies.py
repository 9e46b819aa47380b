"""The stage that says which body each report is of, and the check that every reviewed decision is still of use."""

# No `from __future__ import annotations` here: Dagster looks at the annotations of what it decorates.

from collections.abc import Iterator

import dagster as dg

from assets import metadata as show
from assets.folders import Folders
from assets.years import ONE_RUN, YEARS, by_year

UNRESOLVED = (
    "select split_part(reason, ':', 1) as reason, count(*) as reports, min(agency_name) as example "
    "from report_agencies where method = 'unresolved' group by 1 order by 2 desc"
)


@dg.asset(group_name="agencies", kinds={"python", "parquet"})
def departments(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult[None]:
    """Departments, from the reviewed list under data/reference."""
    from pipeline.engine.agencies import write_departments

    return dg.MaterializeResult(metadata=show.whole("departments", write_departments(folders.settings)))


@dg.multi_asset(
    name="resolve_agencies",
    specs=[
        show.spec(
            "report_agencies",
            "Which body each report is of: key, place, department, level and scope, how it was told, how surely.",
            "agencies",
            ["documents"],
        )
    ],
    partitions_def=YEARS,
    backfill_policy=ONE_RUN,
)
def resolve_agencies(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """The body of each report. Only reports not yet resolved by this version of code and lists are resolved."""
    from pipeline.engine.agencies import resolve

    done = by_year(context, folders, resolve)
    by_table = {year: {"report_agencies": result.change} for year, result in done.items()}
    said = {
        year: {
            "report_agencies": {
                "reports_by_method": show.counts(result.methods, "method"),
                "reports_resolved": result.resolved,
            }
        }
        for year, result in done.items()
    }
    show.tell_years(context, by_table, said)
    yield from show.results(
        by_table, ("report_agencies",), {"report_agencies": {"unresolved": show.sample(folders, UNRESOLVED)}}
    )


@dg.asset_check(
    asset="report_agencies",
    name="aliases_match",
    description="Every reviewed decision of data/reference/aliases.csv decides a report.",
)
def aliases_match(folders: Folders) -> dg.AssetCheckResult:
    """A failure that stops no publishing: the data are right, and the list has an entry to take out or to mend."""
    from pipeline.engine.agencies import unused_aliases

    unused = unused_aliases(folders.settings)
    return dg.AssetCheckResult(
        passed=not unused,
        description="; ".join(f"decides no report: {alias}" for alias in unused) or None,
        metadata={"unused": show.table(["entry"], ([alias] for alias in unused))},
    )


AGENCIES = (departments, resolve_agencies)
