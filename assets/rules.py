"""The rules beyond the identities, and their verdicts: of each report by itself, then of two reports together."""

# No `from __future__ import annotations` here: Dagster looks at the annotations of what it decorates.

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets import metadata as show
from assets.folders import Folders
from assets.years import ONE_RUN, YEARS, years_of

if TYPE_CHECKING:
    from pipeline.engine.checking import RulesResult
    from pipeline.engine.settings import Settings
    from pipeline.storage import Year

FAILING = """
    select d.report_year, d.agency, k.severity, k.rule, k.instance, k.lhs, k.rhs, k.detail_zh
    from {0} as k join documents as d on k.report_id = d.report_id
    where k.status = 'fail'
    order by case k.severity when 'error' then 1 when 'warning' then 2 else 3 end, d.report_year, d.agency limit 10
"""


@dg.multi_asset(
    name="check_reports",
    specs=[
        show.spec(
            "report_checks",
            "The verdicts of the rules about one report, identities apart: pass, fail or unverifiable.",
            "ledger",
            ["documents", "cells", "readings", "problems", "claims", "report_agencies"],
        ),
        show.spec(
            "report_marks",
            "Marks of figures and prose, by which reports that are alike are found.",
            "ledger",
            ["documents", "cells"],
        ),
    ],
    partitions_def=YEARS,
    backfill_policy=ONE_RUN,
)
def check_reports(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """Numbers of the wrong kind, forms of another year, missing sections, odd periods and amounts, and more."""
    from pipeline.engine.checking import check_reports as stage

    yield from _checked(context, folders, stage, ("report_checks", "report_marks"))


@dg.multi_asset(
    name="check_pairs",
    specs=[
        show.spec(
            "pair_checks",
            "The verdicts of the rules about two reports: of two years, of two versions, of two bodies that are alike.",
            "ledger",
            ["cells", "readings", "report_marks", "report_agencies"],
        )
    ],
    partitions_def=YEARS,
    backfill_policy=ONE_RUN,
)
def check_pairs(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """What does not follow from last year, what was issued again, and what was copied."""
    from pipeline.engine.checking import check_pairs as stage

    yield from _checked(context, folders, stage, ("pair_checks",))


def _checked(
    context: dg.AssetExecutionContext,
    folders: Folders,
    stage: "Callable[[Settings, Year], RulesResult]",
    tables: tuple[str, ...],
) -> Iterator[dg.MaterializeResult[None]]:
    from pipeline.engine.stages import years

    settings = folders.settings
    done = {year: stage(settings, year) for year in years_of(context, years(settings))}
    by_table = {year: result.tables for year, result in done.items()}
    verdicts, *_ = tables
    said: dict[int | None, dict[str, dict[str, Any]]] = {
        year: {
            verdicts: {
                "verdicts": show.counts(result.verdicts, "status"),
                "failing_rules": show.counts(result.failing, "rule"),
            }
        }
        for year, result in done.items()
    }
    show.tell_years(context, by_table, said)
    worst = show.sample(folders, FAILING.format(verdicts))
    yield from show.results(by_table, tables, {verdicts: {"worst_failures": worst}})


RULES = (check_reports, check_pairs)
