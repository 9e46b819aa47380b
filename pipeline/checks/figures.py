"""Rules about single figures: numbers of the wrong kind, rows with too many, amounts without a unit or of odd size."""

from __future__ import annotations

import polars as pl

from pipeline.checks import declared as rules
from pipeline.checks.bodies import WIDE
from pipeline.checks.frames import ReportFrames
from pipeline.checks.verdicts import FAIL, status_of, verdicts
from pipeline.forms import FORMS, YUAN, Domain, Forms

DOUBTS = (
    "ambiguous_row",
    "words_in_row",
    "columns_out_of_order",
    "columns_of_others",
    "unplaced_values",
    "no_headings",
    "cut_off",
    "form_unknown",
    "ambiguous_digits",
    "several_tables",
    "repeated_lines_removed",
    "value_too_large",
)
"""Problems that speak of the reading and not of the report."""

DISPLACED = ("unplaced_values", "columns_out_of_order")
"""Problems that make it likely that surplus values of one row belong to others."""

_COUNTED = r"(\d+) values? under (\d+) headings"
"""How a problem tells the number of values and of columns."""

HUNDRED_MILLION = 1e8
"""亿: what people count large amounts in."""


def cell_domain(frames: ReportFrames, forms: Forms = FORMS) -> pl.DataFrame:
    """Counts are whole and not negative, amounts not negative: a row for each cell that is not so, or one a table."""
    value = pl.col("value")
    kinds = pl.DataFrame(
        [(table, column.key, str(column.domain)) for table in forms.table_keys for column in forms.columns(table)],
        schema=["table", "column", "domain"],
        orient="row",
    )
    doubted = frames.problems.filter(pl.col("code").is_in(DOUBTS)).select("report_id", "table", "row").unique()
    whole = value == value.cast(pl.Int64)
    odd = (
        frames.cells.filter(pl.col("status") == "reported", (value < 0) | ~whole)
        .join(kinds, on=["table", "column"])
        .filter(((value < 0) & (pl.col("domain") != Domain.CHANGE)) | (~whole & (pl.col("domain") != Domain.AMOUNT)))
        .join(doubted.with_columns(doubted=pl.lit(True)), on=["report_id", "table", "row"], how="left")
    )
    cell = pl.format("{}|{}|{}", "table", "row", "column")
    number = value.cast(pl.Float64).cast(pl.String).str.strip_suffix(".0")
    failed = odd.filter(pl.col("doubted").is_null()).select(
        "report_id",
        "table",
        "start",
        "end",
        instance=cell,
        members=cell,
        status=pl.lit(FAIL),
        lhs=pl.when(whole).then(value.cast(pl.Int64)),
        detail_zh=pl.format("填的是 {}", number),
        detail_en=pl.format("{} is printed", number),
    )
    rest = (
        frames.tables.join(failed, on=["report_id", "table"], how="anti")
        .join(odd.select("report_id", "table", "doubted").unique(), on=["report_id", "table"], how="left")
        .select(
            "report_id",
            "table",
            status_of(pl.lit(False), pl.col("told") & ~pl.col("open") & pl.col("doubted").is_null()),
            instance="table",
        )
    )
    return pl.concat([verdicts(rules.CELL_DOMAIN, failed), verdicts(rules.CELL_DOMAIN, rest)])


def value_count(frames: ReportFrames) -> pl.DataFrame:
    """Rows with more values than the table has columns: a row for each of them, or one a table."""
    counts = pl.col("message").str.extract_groups(_COUNTED)
    problems = frames.problems.filter(pl.col("table").is_not_null())
    displaced = problems.filter(pl.col("code").is_in(DISPLACED)).select("report_id", "table").unique()
    surplus = (
        problems.filter(pl.col("code") == "value_count")
        .select(
            "report_id",
            "table",
            "row",
            lhs=counts.struct[0].cast(pl.Int64),
            rhs=counts.struct[1].cast(pl.Int64),
        )
        .join(displaced, on=["report_id", "table"], how="anti")
        .filter(pl.col("lhs") > pl.col("rhs"), pl.col("lhs") < 2 * pl.col("rhs"))
    )
    row = ("report_id", "table", "row")
    of_rows = frames.cells.filter(pl.col("row").is_in(surplus["row"].unique().implode()))
    first = of_rows.join(surplus, on=row, how="semi").group_by(row).agg(pl.col("start", "end").min())
    failed = (
        surplus.join(first, on=row, how="left", maintain_order="left")
        .select(
            "report_id",
            "table",
            "lhs",
            "rhs",
            "start",
            "end",
            instance=pl.format("{}|{}", "table", "row"),
            status=pl.lit(FAIL),
            detail_zh=pl.format("有 {} 个数值，应有 {} 个", "lhs", "rhs"),
            detail_en=pl.format("{} values where there are {} columns", "lhs", "rhs"),
        )
        .unique(["report_id", "instance"], keep="first", maintain_order=True)
    )
    open_tables = problems.filter(pl.col("code").is_in([*DOUBTS, "value_count"])).select("report_id", "table").unique()
    rest = (
        frames.tables.drop("open")
        .join(failed, on=["report_id", "table"], how="anti")
        .join(open_tables.with_columns(open=pl.lit(True)), on=["report_id", "table"], how="left")
        .select(
            "report_id", "table", status_of(pl.lit(False), pl.col("there") & pl.col("open").is_null()), instance="table"
        )
    )
    return pl.concat([verdicts(rules.VALUE_COUNT, failed), verdicts(rules.VALUE_COUNT, rest)])


def amount_unit(frames: ReportFrames, forms: Forms = FORMS) -> pl.DataFrame:
    """Amounts have a unit and a plausible size: one row for each amount that the table of a report has."""
    columns = {
        column.key for table in forms.table_keys for column in forms.columns(table) if column.domain is Domain.AMOUNT
    }
    cells = frames.cells.filter(pl.col("table") == rules.AMOUNT_UNIT.table)
    projects = cells.filter(pl.col("column") == "projects", pl.col("value") > 0).select(
        "report_id", "row", projects=pl.col("value").cast(pl.Float64)
    )
    value = pl.col("value").cast(pl.Float64)
    yuan = (value * pl.col("unit").replace_strict(YUAN, default=None, return_dtype=pl.Int64)).round(2)
    money = pl.col("yuan")
    found = (
        cells.filter(pl.col("column").is_in(columns), pl.col("status") != "absent")
        .join(projects, on=["report_id", "row"], how="left")
        .join(frames.bodies.select("report_id", WIDE.alias("wide")), on="report_id", how="left")
        .with_columns(
            yuan=yuan,
            limit=pl.when(pl.col("row") == "procurement")
            .then(rules.PROJECT_LIMIT * pl.col("projects").fill_null(1.0))
            .otherwise(float(rules.FEES_LIMIT))
            * pl.when(pl.col("wide").fill_null(False)).then(rules.WIDE_FACTOR).otherwise(1),
        )
    )
    large = (money > pl.col("limit")).fill_null(False)
    bare = (pl.col("value") > 0) & pl.col("unit").is_null()
    # An amount that is large for one project may be the sum of many of which the number is not told.
    known = (
        (pl.col("value") == 0)
        | bare
        | (money.is_not_null() & ~(large & (pl.col("row") == "procurement") & pl.col("projects").is_null()))
    )
    cell = pl.format("{}|{}|{}", "table", "row", "column")
    return verdicts(
        rules.AMOUNT_UNIT,
        found.select(
            "report_id",
            "start",
            "end",
            status_of(bare | large, known.fill_null(False)),
            instance=cell,
            members=cell,
            lhs=pl.when(money == money.round(0)).then(money.cast(pl.Int64)),
            rhs=pl.when(large & ~bare).then(pl.col("limit").cast(pl.Int64)),
            detail_zh=pl.when(bare)
            .then(pl.format("“{}” 没有单位", "raw"))
            .when(large)
            .then(
                pl.format(
                    "“{}” 合 {} 亿元，超出合理范围（{} 亿元），单位可能有误",
                    "raw",
                    _hundred_million(money),
                    _hundred_million(pl.col("limit")),
                )
            ),
            detail_en=pl.when(bare)
            .then(pl.format("'{}' has no unit", "raw"))
            .when(large)
            .then(
                pl.format(
                    "'{}' is {} yuan, more than is plausible ({}); the unit may be wrong",
                    "raw",
                    money.cast(pl.Int64),
                    pl.col("limit").cast(pl.Int64),
                )
            ),
        ),
    )


def _hundred_million(money: pl.Expr) -> pl.Expr:
    """An amount in 亿元, as people write it."""
    return (money / HUNDRED_MILLION).round(2).cast(pl.String).str.strip_suffix(".0")
