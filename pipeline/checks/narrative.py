"""The rules that hold what the prose says against the tables, and against itself, over the claims of many reports."""

from __future__ import annotations

import polars as pl

from pipeline.checks import declared as rules
from pipeline.checks.frames import ReportFrames
from pipeline.checks.model import CheckRule
from pipeline.checks.verdicts import FAIL, PASS, UNVERIFIABLE, status_of, verdicts
from pipeline.narrative import CONCEPTS, Exactness, Scope, Verdict

_AGREE = [str(Verdict.AGREES), str(Verdict.AGREES_AS)]


def compared(frames: ReportFrames, rule: CheckRule, family: str) -> pl.DataFrame:
    """The claims of one family against their cells: a row for each claim that there is a cell for."""
    concepts = [concept.key for concept in CONCEPTS.values() if concept.family == family]
    claims = frames.claims.filter(pl.col("concept").is_in(concepts), pl.col("cells").is_not_null())
    verdict = pl.col("verdict")
    return verdicts(
        rule,
        claims.select(
            "report_id",
            pl.format("{}#{}", "concept", "claim").alias("instance"),
            pl.when(verdict == str(Verdict.DISAGREES))
            .then(pl.lit(FAIL))
            .when(verdict.is_in(_AGREE))
            .then(pl.lit(PASS))
            .otherwise(pl.lit(UNVERIFIABLE))
            .alias("status"),
            lhs=_whole("number"),
            rhs=_whole("value"),
            members=pl.col("cells").str.replace_all(".", "|", literal=True).str.replace_all("[+-]", ";"),
            start="start",
            end="end",
            detail_zh=pl.concat_str(
                _figures("文中为 {}，表中为 {}；"),
                _bound("表中有空格，其余各格合计已有 {}；"),
                pl.format("文中写道：{}", "sentence"),
            ),
            detail_en=pl.concat_str(
                _figures("{} in the text, {} in the table; "),
                _bound("with cells left blank, the others sum to {}; "),
                pl.format("the text says: {}", "sentence"),
            ),
        ),
    )


def narrative_self(frames: ReportFrames) -> pl.DataFrame:
    """One number for one thing: a row for each concept that a report gives more than one exact number for."""
    claims = frames.claims.filter(pl.col("exactness") == str(Exactness.EXACT), pl.col("scope") == str(Scope.REPORT))
    said = (
        claims.group_by("report_id", "concept")
        .agg(
            n=pl.len(),
            # One number, or several that are each what the tables say on some reading.
            consistent=(pl.col("number").n_unique() == 1) | pl.col("verdict").is_in(_AGREE).all(),
        )
        .filter(pl.col("n") > 1)
    )
    earlier = claims.select("report_id", "claim", first="number", before="sentence")
    against = (
        claims.filter(pl.col("contradicts").is_not_null())
        .join(earlier, left_on=["report_id", "contradicts"], right_on=["report_id", "claim"])
        .sort("report_id", "claim")
        .unique(["report_id", "concept"], keep="first", maintain_order=True)
        .select("report_id", "concept", "number", "first", "before", "sentence", "start", "end")
    )
    found = said.join(against, on=["report_id", "concept"], how="left").sort("report_id", "concept")
    failed = pl.col("first").is_not_null()
    return verdicts(
        rules.NARRATIVE_SELF,
        found.select(
            "report_id",
            pl.col("concept").alias("instance"),
            status_of(failed, failed | pl.col("consistent")),
            lhs=_whole("first"),
            rhs=_whole("number"),
            start="start",
            end="end",
            detail_zh=pl.when(failed).then(pl.format("前文写道：{} 此处写道：{}", "before", "sentence")),
            detail_en=pl.when(failed).then(pl.format("first: {} then: {}", "before", "sentence")),
        ),
    )


def _figures(words: str) -> pl.Expr:
    """Both numbers, where one of them is none that a side of a verdict holds: an amount with decimals."""
    decimal = _whole("number").is_null() | _whole("value").is_null()
    said = pl.format(words, _written("number"), _written("value"))
    return pl.when(decimal & pl.col("value").is_not_null()).then(said).otherwise(pl.lit(""))


def _bound(words: str) -> pl.Expr:
    """The bound that a claim is below although cells have no number."""
    below = (pl.col("verdict") == str(Verdict.DISAGREES)) & pl.col("value").is_null()
    return pl.when(below).then(pl.format(words, _written("at_least"))).otherwise(pl.lit(""))


def _written(column: str) -> pl.Expr:
    """A number as it is written, without decimals that say nothing."""
    return pl.col(column).cast(pl.String).str.strip_chars_end("0").str.strip_suffix(".")


def _whole(column: str) -> pl.Expr:
    """A number as a whole one, null where it is none."""
    number = pl.col(column)
    whole = number.cast(pl.Int64, strict=False)
    return pl.when(whole.cast(pl.Decimal(24, 8)) == number).then(whole)
