"""Whether the six sections are all there, in order, and the fifth says something."""

from __future__ import annotations

import polars as pl

from pipeline.checks import declared as rules
from pipeline.checks.frames import ReportFrames
from pipeline.checks.verdicts import ALL, FAIL, status_of, verdicts
from pipeline.forms import FORMS, Forms


def sections_present(frames: ReportFrames, forms: Forms = FORMS) -> pl.DataFrame:
    """Six sections in order and something in the fifth: a row for each section that is not so, or one a report."""
    sections = forms.sections
    reports = frames.reports.select("report_id", complete=pl.col("status") == "complete")
    names = pl.DataFrame(
        [(section.key, f"{section.number}、{section.label}", section.en) for section in sections],
        schema=["section", "zh", "en"],
        orient="row",
    )
    found = frames.sections.unique(["report_id", "section"], keep="first", maintain_order=True)
    there = found.select("report_id", "section", "start", "end")
    signs = frames.features.select("report_id", "headings", "problems_said")
    missing = (
        reports.join(names.select("section"), how="cross")
        .join(there, on=["report_id", "section"], how="anti")
        .join(signs, on="report_id", how="left")
        .with_columns(sign=pl.col("headings").list.contains(pl.col("section")))
    )
    # The last section that was found may be the last that is left of the text.
    last = sections[-1].key
    cut = (pl.col("section") == last) & ~pl.col("problems_said").fill_null(True)
    nowhere = pl.lit(None, pl.Int32)
    lacking = (
        missing.join(_numbered_on(found, forms), on=["report_id", "section"], how="left")
        .filter((pl.col("complete") & ~pl.col("sign").fill_null(True) & ~cut) | pl.col("numbered_on"))
        .with_columns(start=nowhere, end=nowhere)
    )
    displaced = frames.features.select("report_id", "displaced").explode("displaced").drop_nulls().unnest("displaced")
    closed = there.filter(pl.col("section") == last).select("report_id")
    silent = (
        signs.filter(~pl.col("problems_said"))
        .join(closed, on="report_id", how="semi")
        .join(there.filter(pl.col("section") == "problems"), on="report_id")
    )
    odd = (
        (displaced, "“{}”不在应在的次序", "'{}' is out of order"),
        (lacking, "没有“{}”", "'{}' is missing"),
        (silent, "“{}”没有内容", "'{}' says nothing"),
    )
    failed = pl.concat(
        rows.join(reports, on="report_id", how="semi")
        .join(names, on="section")
        .select(
            "report_id",
            instance="section",
            status=pl.lit(FAIL),
            start="start",
            end="end",
            detail_zh=pl.format(zh, "zh"),
            detail_en=pl.format(en, "en"),
        )
        for rows, zh, en in odd
    )
    doubtful = pl.concat(
        [missing.select("report_id"), signs.filter(~pl.col("problems_said")).select("report_id")]
    ).unique()
    rest = (
        reports.join(failed, on="report_id", how="anti")
        .join(doubtful.with_columns(open=pl.lit(True)), on="report_id", how="left")
        .select("report_id", status_of(pl.lit(False), pl.col("open").is_null()), instance=pl.lit(ALL))
    )
    return pl.concat([verdicts(rules.SECTIONS_PRESENT, failed), verdicts(rules.SECTIONS_PRESENT, rest)])


def _numbered_on(found: pl.DataFrame, forms: Forms) -> pl.DataFrame:
    """Of the sections `found`, each once a report, those missing for certain: the next one that is there bears the
    number of its place without them.

    So the body left them out, whether or not the tables could be read whole: report_id, section, numbered_on.
    """
    orders = {section.key: order for order, section in enumerate(forms.sections)}
    printed = {mark: order for order, section in enumerate(forms.sections) for mark in (section.number, str(order + 1))}
    places = (
        found.select(
            "report_id",
            order=pl.col("section").replace_strict(orders, return_dtype=pl.Int64),
            printed=pl.col("heading").str.slice(0, 1).replace_strict(printed, default=None, return_dtype=pl.Int64),
        )
        .sort("report_id", "order")
        .with_columns(
            place=pl.int_range(pl.len(), dtype=pl.Int64).over("report_id"),
            before=pl.col("order").shift(1, fill_value=-1).over("report_id"),
        )
    )
    keys = pl.DataFrame(
        {"section": list(orders), "missing": list(orders.values())}, schema_overrides={"missing": pl.Int64}
    )
    return (
        places.filter(pl.col("before") >= 0, pl.col("printed") == pl.col("place"), pl.col("place") < pl.col("order"))
        .join(keys, how="cross")
        .filter(pl.col("missing") > pl.col("before"), pl.col("missing") < pl.col("order"))
        .select("report_id", "section", numbered_on=pl.lit(True))
    )
