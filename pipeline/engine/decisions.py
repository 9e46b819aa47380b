"""Reviewed lists about the checks: decisions on findings, and the shares of failures that are expected."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from pipeline.checks.baseline import baseline, shares
from pipeline.checks.decisions import DECISION_SCHEMA, decisions
from pipeline.contracts import staged_tables, validate
from pipeline.engine.models import load_catalogue, query
from pipeline.engine.reference import REFERENCE
from pipeline.engine.settings import Settings
from pipeline.storage import Change, literal, read_rows, replace_table

_COUNTS = """
    select report_year, rule, count(*) as n, count(*) filter (where failed) as failing
    from (
        select report_year, rule, report_id, bool_or(status = 'fail') as failed
        from fact_check_result where status <> 'unverifiable' group by all
    ) group by all
"""
_UNMATCHED = """
    select d.line, d.sha256, d.agency_key, d.report_year, d.rule, d.instance, d.reason, min(a.decision_line) as instead
    from decisions as d
    left join mart_anomalies as a
        on a.rule = d.rule and a.instance = d.instance and a.agency_key = d.agency_key and a.report_year = d.report_year
    where not exists (select 1 from mart_anomalies as used where used.decision_line = d.line)
    group by all
    order by d.line
"""
_WORST = """
    select report_year, agency, instance, lhs, rhs, detail_zh, source_path
    from mart_anomalies where rule = {} order by rank limit 10
"""


def write_decisions(settings: Settings, folder: Path = REFERENCE) -> Change:
    """Write the reviewed decisions as a table. Raises DecisionError when the list is not as it must be."""
    frame = decisions(_rows(folder / "decisions.csv"))
    table = staged_tables()["decisions"]
    validate({table.name: frame})
    return replace_table(settings.house, table, frame)


def unmatched_decisions(settings: Settings) -> pl.DataFrame:
    """The decisions that are of no use, as they stand in the list: they match no finding, or another decides it.

    `instead` is the line that decides the finding in the place of one by body and year: one by the report's content.
    """
    if read_rows(settings.house, staged_tables()["decisions"]).is_empty():
        return pl.DataFrame(schema={**DECISION_SCHEMA, "instead": pl.Int32()}).drop("decision")
    return query(settings.house, load_catalogue(), _UNMATCHED)


def failure_shares(settings: Settings, folder: Path = REFERENCE) -> pl.DataFrame:
    """The shares of reports that fail each rule, year by year, against the baseline; those too large first.

    Raises BaselineError when the list is not as it must be.
    """
    return shares(query(settings.house, load_catalogue(), _COUNTS), load_baseline(folder))


def load_baseline(folder: Path = REFERENCE) -> pl.DataFrame:
    """The shares of failures that are expected. Raises BaselineError when the list is not as it must be."""
    return baseline(_rows(folder / "check_baseline.csv"))


def worst_findings(settings: Settings, rule: str) -> pl.DataFrame:
    """The first findings of a rule in ``mart_anomalies``, the worst first."""
    return query(settings.house, load_catalogue(), _WORST.format(literal(rule)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
