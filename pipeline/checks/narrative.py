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
            detail_zh=_with_bound("表中有空格，其余各格合计已有 {}；", "文中写道：{}"),
            detail_en=_with_bound("with cells left blank, the others sum to {}; ", "the text says: {}"),
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


def _with_bound(bounded: str, words: str) -> pl.Expr:
    """The sentence of a claim, behind the bound that it is below although cells have no number."""
    said = pl.format(words, "sentence")
    below = (pl.col("verdict") == str(Verdict.DISAGREES)) & pl.col("value").is_null()
    bound = pl.col("at_least").cast(pl.Float64).cast(pl.String).str.strip_suffix(".0")
    return pl.when(below).then(pl.format(bounded + "{}", bound, said)).otherwise(said)


def _whole(column: str) -> pl.Expr:
    """A number as a whole one, null where it is none."""
    number = pl.col(column)
    whole = number.cast(pl.Int64, strict=False)
    return pl.when(whole.cast(pl.Decimal(24, 8)) == number).then(whole)
