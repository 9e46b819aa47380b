"""The rule between a report on a whole division and the reports of the bodies that it is made of."""

from __future__ import annotations

import polars as pl

from pipeline.checks.follow import DERIVED
from pipeline.checks.model import CheckRule, Level, Severity
from pipeline.checks.verdicts import ALL, FAIL, PASS, UNVERIFIABLE, verdicts
from pipeline.forms import FORMS, Domain, Forms, Text
from pipeline.ledger import typed_values

REGION_SCHEMA = pl.Schema(
    {
        "region_code": pl.String(),
        "name": pl.String(),
        "parent_code": pl.String(),
        "valid_from": pl.Int32(),
        "valid_to": pl.Int32(),
        "kind": pl.String(),
    }
)
"""The divisions, as the table ``regions`` has them."""

WHOLE = "GOV"
"""The department of a people's government, whose report may be that of the whole division."""

NAMED = 10
"""So many missing bodies are named at most."""

LEAST = 2
"""From so many bodies on they may be all that a division is made of."""

REGION_TOTAL = CheckRule(
    "region_total",
    Text("汇总与分项", "Total of a division"),
    Text(
        "汇总报告各格等于本级各部门及下级各政府报告之和。下级政府按区划表应有尽有，本级部门以本年或上年有报告者为准，缺任何一家即"
        f"不作判断并列出所缺；各分项之和小于汇总的，可能另有未收录的单位，也不作判断；垂直管理单位不计，至少须有{LEAST}家",
        "Each cell of a consolidated report is the sum of those of the departments at its level and of the governments "
        "below. Governments are expected by the list of divisions, departments where they reported this year or the "
        "last; unverifiable where one is missing, naming it. A sum that falls short is unverifiable too, as bodies not "
        "known here may make up the rest. Bodies under another line of command do not count, and there are at least "
        f"{LEAST}",
    ),
    Level.REGION,
    Severity.WARNING,
    DERIVED,
    "cell, or report",
)


def region_total(
    versions: pl.DataFrame, regions: pl.DataFrame, cells: pl.DataFrame, year: int, forms: Forms = FORMS
) -> pl.DataFrame:
    """Cells of consolidated reports of `year` that the bodies below exceed: a row for each of them, or one a report.

    Takes `versions` of the year and the one before, `regions` as REGION_SCHEMA and `cells`, at least those of
    :func:`parts_and_wholes`.
    """
    wholes, parts = parts_and_wholes(versions, regions, year)
    there = parts.drop_nulls("part_id")
    missing = (
        parts.filter(pl.col("part_id").is_null())
        .sort("report_id", "part_name")
        .group_by("report_id", maintain_order=True)
        .agg(n_missing=pl.len(), missing=pl.col("part_name").head(NAMED).str.join("、"))
    )
    counted = (
        wholes.select("report_id")
        .join(there.group_by("report_id").agg(n_there=pl.len().cast(pl.Int64)), on="report_id", how="left")
        .join(missing, on="report_id", how="left")
        .with_columns(pl.col("n_there", "n_missing").fill_null(0))
        .filter(pl.col("n_there") + pl.col("n_missing") >= LEAST)
    )
    complete = counted.filter(pl.col("n_missing") == 0).select("report_id")
    concerned = pl.concat([complete["report_id"], there["part_id"].alias("report_id")]).unique()
    cells = cells.filter(pl.col("report_id").is_in(concerned.implode()))
    compared = _compared(complete, there, cells, forms)
    cell = pl.format("{}|{}|{}", "table", "row", "column")
    failed = compared.filter(pl.col("lhs") < pl.col("rhs")).select(
        "report_id", "table", "lhs", "rhs", "start", "end", status=pl.lit(FAIL), instance=cell, members=cell
    )
    printed = cells.filter(pl.col("status") != "absent", ~pl.col("column").is_in(_not_counts(forms)))
    # One blank among them, and it is not known whether all of them are the sum of their parts.
    whole = (
        compared.group_by("report_id")
        .agg(
            holds=(pl.col("lhs") == pl.col("rhs")).all(),
            n_compared=pl.len(),
            n_short=(pl.col("lhs") > pl.col("rhs")).sum().cast(pl.Int64),
        )
        .join(printed.group_by("report_id").agg(n_printed=pl.len()), on="report_id")
        .with_columns(pl.col("holds") & (pl.col("n_compared") == pl.col("n_printed")))
    )
    lacking, short = pl.col("n_missing") > 0, pl.col("n_short") > 0
    rest = (
        counted.join(failed, on="report_id", how="anti")
        .join(whole, on="report_id", how="left")
        .select(
            "report_id",
            instance=pl.lit(ALL),
            status=pl.when(pl.col("holds")).then(pl.lit(PASS)).otherwise(pl.lit(UNVERIFIABLE)),
            lhs=pl.col("n_there"),
            rhs=pl.col("n_there") + pl.col("n_missing").cast(pl.Int64),
            detail_zh=pl.when(lacking)
            .then(pl.format("缺 {} 家：{}", "n_missing", "missing"))
            .when(short)
            .then(pl.format("已知各家齐全，仍有 {} 格之和小于汇总，可能另有未收录的单位", "n_short")),
            detail_en=pl.when(lacking)
            .then(pl.format("{} missing: {}", "n_missing", "missing"))
            .when(short)
            .then(
                pl.format(
                    "all bodies known are there, and their sums fall short in {} cells: others may be missing",
                    "n_short",
                )
            ),
        )
    )
    return pl.concat([verdicts(REGION_TOTAL, failed), verdicts(REGION_TOTAL, rest, explained=True)])


def parts_and_wholes(versions: pl.DataFrame, regions: pl.DataFrame, year: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The consolidated reports of a year (report_id, region), and the bodies each is made of.

    The second has a row a body: report_id, part_id (its report, null where there is none), part_name.
    """
    known = versions.filter("is_current", "sure", pl.col("region").is_not_null())
    here = known.filter(pl.col("report_year") == year)
    consolidated = here.filter(pl.col("department") == WHOLE, pl.col("scope") == "consolidated")
    wholes = consolidated.select("report_id", "region")
    stands = ((pl.col("valid_from") <= year) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= year))) & (
        pl.col("kind") == "division"
    )
    below = (
        regions.filter(stands)
        .select(region="parent_code", child="region_code", part_name="name")
        .join(wholes, on="region")
        .join(consolidated.select(child="region", part_id="report_id"), on="child", how="left")
    )
    own = known.filter(pl.col("department") != WHOLE, pl.col("vertical").is_null(), pl.col("scope") == "own")
    beside = (
        own.select("region", "agency_key", part_name="name")
        .unique(["region", "agency_key"], keep="first", maintain_order=True)
        .join(wholes, on="region")
        .join(
            here.filter(pl.col("scope") == "own").select("agency_key", part_id="report_id"), on="agency_key", how="left"
        )
    )
    columns = ("report_id", "part_id", "part_name")
    return wholes, pl.concat([below.select(columns), beside.select(columns)])


def _compared(wholes: pl.DataFrame, parts: pl.DataFrame, cells: pl.DataFrame, forms: Forms) -> pl.DataFrame:
    """The cells of these reports as `lhs` beside the sum of their parts as `rhs`, where each part has a number."""
    counts = (
        typed_values(cells.filter(~pl.col("column").is_in(_not_counts(forms))), forms)
        .select("report_id", "table", "row", "column", "start", "end", "count")
        .drop_nulls("count")
    )
    expected = parts.join(wholes, on="report_id", how="semi").group_by("report_id").agg(n_parts=pl.len())
    sums = (
        parts.join(wholes, on="report_id", how="semi")
        .join(counts.drop("start", "end"), left_on="part_id", right_on="report_id")
        .group_by("report_id", "table", "row", "column")
        .agg(rhs=pl.col("count").sum(), n=pl.len())
        .join(expected, on="report_id")
        .filter(pl.col("n") == pl.col("n_parts"))
    )
    return counts.rename({"count": "lhs"}).join(sums, on=["report_id", "table", "row", "column"])


def _not_counts(forms: Forms) -> list[str]:
    """Columns of changes and amounts, which are not compared."""
    return [c.key for key in forms.table_keys for c in forms.columns(key) if c.domain is not Domain.COUNT]
