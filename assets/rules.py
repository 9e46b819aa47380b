"""The rules beyond the identities, their verdicts, and what is held against them: decisions and expected shares."""

# No `from __future__ import annotations` here: Dagster looks at the annotations of what it decorates.

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets import metadata as show
from assets.folders import Folders
from assets.years import ONE_RUN, YEARS, by_year

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
            "The verdicts of the rules between reports: two years, two versions, two bodies, a whole division.",
            "ledger",
            ["cells", "readings", "report_marks", "report_agencies", "regions"],
        )
    ],
    partitions_def=YEARS,
    backfill_policy=ONE_RUN,
)
def check_pairs(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """What does not follow from last year, what was issued again, and what was copied."""
    from pipeline.engine.checking import check_pairs as stage

    yield from _checked(context, folders, stage, ("pair_checks",))


@dg.asset(group_name="ledger", kinds={"python", "parquet"})
def decisions(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult[None]:
    """Reviewed decisions on findings, from the list under data/reference. They stand beside what they are about."""
    from pipeline.engine.decisions import write_decisions

    return dg.MaterializeResult(metadata=show.whole("decisions", write_decisions(folders.settings)))


@dg.asset_check(
    asset="decisions",
    name="decisions_match",
    additional_deps=["mart_anomalies"],
    description="Every reviewed decision of data/reference/decisions.csv is about a finding.",
)
def decisions_match(folders: Folders) -> dg.AssetCheckResult:
    """A failure that stops no publishing: the data are right, and the list has an entry to take out or to mend."""
    from pipeline.engine.decisions import unmatched_decisions

    unmatched = unmatched_decisions(folders.settings)
    told = (
        f"line {row['line']}: line {row['instead']} decides the same finding"
        if row["instead"]
        else f"line {row['line']}: no report fails {row['rule']} ({row['instance']}) for "
        + (row["sha256"] or f"{row['agency_key']} {row['report_year']}")
        for row in unmatched.to_dicts()
    )
    return dg.AssetCheckResult(
        passed=unmatched.is_empty(), description="; ".join(told) or None, metadata={"unmatched": show.frame(unmatched)}
    )


@dg.asset_check(
    asset="mart_anomalies",
    name="failure_shares",
    blocking=True,
    description="In no year does a larger share of reports fail a rule than data/reference/check_baseline.csv expects. "
    "A jump means that the reader broke, not the bodies. A share is judged from 50 reports on, by the lower end of its "
    "exact one-sided interval at 99.9 %.",
)
def failure_shares(folders: Folders) -> dg.AssetCheckResult:
    """Blocks the publishing: whoever has the published file open keeps figures that were read rightly."""
    from pipeline.engine.decisions import failure_shares as judged
    from pipeline.engine.decisions import worst_findings

    found = judged(folders.settings)
    rules = found.filter("too_large")["rule"].unique(maintain_order=True).head(show.SHOWN)
    return show.shares_check(
        found,
        lambda row: (
            f"{row['rule']} {row['report_year'] or 'without year'}: {row['failing']} of {row['n']} reports "
            f"fail it, where {row['baseline']:.1%} are expected"
        ),
        {f"worst {rule}": worst_findings(folders.settings, rule) for rule in rules},
    )


def _checked(
    context: dg.AssetExecutionContext,
    folders: Folders,
    stage: "Callable[[Settings, Year], RulesResult]",
    tables: tuple[str, ...],
) -> Iterator[dg.MaterializeResult[None]]:
    done = by_year(context, folders, stage)
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


RULES = (check_reports, check_pairs, decisions)
RULE_CHECKS = (decisions_match, failure_shares)
