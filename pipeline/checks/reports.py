"""The rules that look at one report, evaluated over many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import polars as pl

from pipeline.checks import declared as rules
from pipeline.checks.bodies import CALLED, GOVERNMENT, HAS_POWER, KIND, differ
from pipeline.checks.figures import amount_unit, cell_domain, value_count
from pipeline.checks.frames import ReportFrames
from pipeline.checks.narrative import compared, narrative_self
from pipeline.checks.sections import sections_present
from pipeline.checks.verdicts import joined, status_of, verdicts
from pipeline.forms import FORMS, Forms
from pipeline.reports.model import SAID
from pipeline.tables.versions import MIXED


def form_matches_year(frames: ReportFrames, forms: Forms = FORMS) -> pl.DataFrame:
    """The form of each table is that of the year: one row for each table that was found.

    Nothing is told of a table that shows nothing of its form: it may as well be on another than the tables beside it.
    """
    tables = (
        frames.reports.select(
            "report_id", "report_year", "year_source", *(pl.col(f"form_{key}").alias(key) for key in forms.table_keys)
        )
        .unpivot(index=["report_id", "report_year", "year_source"], variable_name="table", value_name="form")
        .drop_nulls("form")
    )
    due = pl.coalesce(
        *(pl.when(pl.col("report_year") >= form.first_year).then(pl.lit(form.key)) for form in reversed(forms.forms)),
        pl.lit(None, pl.String),
    )
    # Of one table that is the same on every form nothing is told by its own labels.
    tables = tables.filter(pl.col("table").is_in(_differing(forms))).with_columns(due=due)
    borrowed = frames.problems.filter(pl.col("code") == "form_not_shown").select("report_id", "table").unique()
    tables = tables.join(
        borrowed.with_columns(borrowed=pl.lit(True)), on=["report_id", "table"], how="left", maintain_order="left"
    )
    known = pl.col("year_source").is_in(SAID) & pl.col("due").is_not_null() & pl.col("borrowed").is_null()
    failed, mixed = pl.col("form") != pl.col("due"), pl.col("form") == MIXED
    places = frames.tables.select("report_id", "table", "start", "end")
    return verdicts(
        rules.FORM_MATCHES_YEAR,
        tables.join(places, on=["report_id", "table"], how="left", maintain_order="left").select(
            "report_id",
            "table",
            "start",
            "end",
            status_of(failed, known.fill_null(False)),
            instance="table",
            detail_zh=pl.when(known & failed & mixed)
            .then(pl.format("两种表样混用，应为 {}", "due"))
            .when(known & failed)
            .then(pl.format("表样为 {}，应为 {}", "form", "due")),
            detail_en=pl.when(known & failed & mixed)
            .then(pl.format("two forms mixed, where {} is due", "due"))
            .when(known & failed)
            .then(pl.format("form {}, where {} is due", "form", "due")),
        ),
    )


def period(frames: ReportFrames, forms: Forms = FORMS) -> pl.DataFrame:
    """The stated period is the year, and the overview tells of it: two rows a report."""
    year = pl.col("report_year")
    # The report's own columns period_start and period_end are days; those of the features are places.
    found = frames.reports.select("report_id", "report_year", "year_source").join(frames.features, on="report_id")
    # Where the head names several years, which of them is the report's is for the reading to doubt.
    titled = (pl.col("year_source") == "title") & (pl.col("title_years") == 1)
    start, end = pl.col("period_from"), pl.col("period_to")
    whole = (start == pl.date(start.dt.year(), 1, 1)) & (end == pl.date(start.dt.year(), 12, 31))
    stated = start.is_not_null()
    another = titled & (start.dt.year() != year)
    odd = pl.col("period_odd").is_not_null()
    failed = (stated & (~whole | another)) | odd
    said = pl.when(odd).then("period_odd").otherwise(pl.format("{} – {}", start, end))
    dates = found.select(
        "report_id",
        status_of(failed.fill_null(False), odd | (stated & (~whole | titled))),
        instance=pl.lit("dates"),
        start="period_start",
        end="period_end",
        detail_zh=pl.when(failed & another)
        .then(pl.format("统计期限写的是 {}，标题为{}年", said, year))
        .when(failed)
        .then(pl.format("统计期限写的是 {}", said)),
        detail_en=pl.when(failed & another)
        .then(pl.format("the period is given as {}, the title says {}", said, year))
        .when(failed)
        .then(pl.format("the period is given as {}", said)),
    )
    overviews = frames.sections.filter(pl.col("section") == "overview").unique("report_id", keep="first")
    stale = (
        (pl.col("overview_own") == 0)
        & (pl.col("overview_before") >= rules.OVERVIEW_YEARS)
        & (pl.col("overview_other") == 0)
    )
    overview = found.join(overviews.select("report_id", "start", "end"), on="report_id", how="left").select(
        "report_id",
        status_of(stale, titled & pl.col("start").is_not_null()),
        instance=pl.lit("overview"),
        start="start",
        end="end",
        detail_zh=pl.when(titled & stale).then(
            pl.format("总体情况{}次提到{}年，没有提到{}年", "overview_before", year - 1, year)
        ),
        detail_en=pl.when(titled & stale).then(
            pl.format("the overview names {} {} times and {} never", year - 1, "overview_before", year)
        ),
    )
    return pl.concat([verdicts(rules.PERIOD, dates), verdicts(rules.PERIOD, overview)])


def foreign_name(frames: ReportFrames, forms: Forms = FORMS) -> pl.DataFrame:
    """The body that the text says it is of is the reporting body, by kind and by name: one row a report."""
    kinds = pl.col("kinds").list.eval(pl.element().replace(CALLED))
    names = ("compiled_by", "compiled_start", "compiled_end")
    found = (
        frames.reports.select("report_id")
        .join(frames.features.select("report_id", kinds, "kinds_start", "kinds_end", *names), on="report_id")
        .join(frames.bodies.select("report_id", "name", KIND.alias("kind")), on="report_id", how="left")
    )
    told = pl.col("kind").is_not_null()
    of_kind = told & (pl.col("kinds").list.len() > 0)
    another = differ(pl.col("compiled_by"), pl.col("name")).fill_null(False)
    other_kind = of_kind & ~pl.col("kinds").list.contains(pl.col("kind")).fill_null(True)
    known = of_kind | (told & pl.col("compiled_by").is_not_null())
    words = pl.col("kinds").list.join("、")
    return verdicts(
        rules.FOREIGN_NAME,
        found.select(
            "report_id",
            status_of(other_kind | another, known),
            instance=pl.lit("report"),
            start=pl.when(other_kind).then("kinds_start").otherwise("compiled_start"),
            end=pl.when(other_kind).then("kinds_end").otherwise("compiled_end"),
            detail_zh=pl.when(other_kind)
            .then(pl.format("正文自称“我{}”，报告机关为{}", words, "name"))
            .when(another)
            .then(pl.format("文中称报告由{}编制，报告机关为{}", "compiled_by", "name")),
            detail_en=pl.when(other_kind)
            .then(pl.format("the text calls itself 我{}, the body is {}", words, "name"))
            .when(another)
            .then(pl.format("the text says that {} compiled the report, the body is {}", "compiled_by", "name")),
        ),
    )


def rules_without_power(frames: ReportFrames, forms: Forms = FORMS) -> pl.DataFrame:
    """A body without the power to make rules reports none: one row a report that has the row."""
    cells = frames.cells.filter(
        pl.col("table") == "disclosure", pl.col("row") == "rules", pl.col("status").is_in(["reported", "decoded"])
    )
    most = cells.sort("value", descending=True, maintain_order=True).group_by("report_id", maintain_order=True).first()
    # A column that is blank may hide what another does not claim.
    found = (
        frames.reports.select("report_id")
        .join(frames.cells.filter(pl.col("row") == "rules").select("report_id").unique(), on="report_id")
        .join(most.select("report_id", "column", "value", "start", "end"), on="report_id", how="left")
        .join(frames.bodies.select("report_id", "name", HAS_POWER.alias("power")), on="report_id", how="left")
    )
    claimed = pl.col("value") > 0
    failed = claimed & ~pl.col("power")
    known = pl.col("value").is_not_null() & (~claimed | pl.col("power").is_not_null())
    return verdicts(
        rules.RULES_WITHOUT_POWER,
        found.select(
            "report_id",
            "start",
            "end",
            status_of(failed.fill_null(False), known),
            instance=pl.lit("report"),
            lhs=pl.col("value").cast(pl.Int64),
            rhs=pl.when(~pl.col("power")).then(0),
            members=pl.when(failed).then(pl.format("disclosure|rules|{}", "column")),
        ),
    )


def published_late(frames: ReportFrames, forms: Forms = FORMS) -> pl.DataFrame:
    """Published by the end of January, or of March: one row a report."""
    found = (
        frames.reports.select("report_id", "report_year", "published")
        .join(
            frames.features.select("report_id", "published_start", "published_end", "period_from"),
            on="report_id",
            how="left",
        )
        .join(frames.bodies.select("report_id", GOVERNMENT.alias("government")), on="report_id", how="left")
    )
    early, late = (pl.date(pl.col("report_year") + 1, *day) for day in ((1, 31), (3, 31)))
    published = pl.col("published")
    due = pl.when(pl.col("government")).then(late).when(~pl.col("government")).then(early)
    last = pl.coalesce(due, late)
    dated = (published > pl.date(pl.col("report_year"), 12, 31)) & (
        published <= last + pl.duration(days=rules.LATE_LIMIT)
    )
    failed = published > last
    # Where the stated period is another year's, the year that the deadline follows is in doubt itself.
    dated = dated & (pl.col("period_from").dt.year() == pl.col("report_year")).fill_null(True)
    known = dated & (due.is_not_null() | (published <= early) | (published > late))
    shown = known & failed
    return verdicts(
        rules.PUBLISHED_LATE,
        found.select(
            "report_id",
            status_of(failed.fill_null(False), known.fill_null(False)),
            instance=pl.lit("report"),
            start="published_start",
            end="published_end",
            lhs=pl.when(shown).then((published - last).dt.total_days()),
            detail_zh=pl.when(shown).then(pl.format("公布于 {}，期限为 {}", published, last)),
            detail_en=pl.when(shown).then(pl.format("published {}, due {}", published, last)),
        ),
    )


EVALUATIONS: Mapping[str, Callable[[ReportFrames], pl.DataFrame]] = {
    rules.CELL_DOMAIN.key: cell_domain,
    rules.VALUE_COUNT.key: value_count,
    rules.FORM_MATCHES_YEAR.key: form_matches_year,
    rules.SECTIONS_PRESENT.key: sections_present,
    rules.PERIOD.key: period,
    rules.AMOUNT_UNIT.key: amount_unit,
    rules.FOREIGN_NAME.key: foreign_name,
    rules.RULES_WITHOUT_POWER.key: rules_without_power,
    rules.PUBLISHED_LATE.key: published_late,
    **{rule.key: partial(compared, rule=rule, family=family) for family, rule in rules.NARRATIVE.items()},
    rules.NARRATIVE_SELF.key: narrative_self,
}
"""How each rule about one report is evaluated."""


def check_reports(frames: ReportFrames) -> pl.DataFrame:
    """The verdicts of all rules that look at one report, in the order of the rules."""
    return joined(EVALUATIONS[rule.key](frames) for rule in rules.OF_A_REPORT)


def _differing(forms: Forms) -> list[str]:
    """Tables that are not the same on every form."""
    return [key for key in forms.table_keys if len({repr(table) for _, table in forms.tables(key)}) > 1]
