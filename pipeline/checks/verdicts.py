"""The shape of a verdict, and what every evaluation does in the same way."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipeline.checks.model import CheckRule

VERDICT_SCHEMA = pl.Schema(
    {
        "report_id": pl.String,
        "table": pl.String,
        "rule": pl.String,
        "instance": pl.String,
        "status": pl.String,
        "severity": pl.String,
        "lhs": pl.Int64,
        "rhs": pl.Int64,
        "delta": pl.Int64,
        "members": pl.String,
        "other_report_id": pl.String,
        "start": pl.Int32,
        "end": pl.Int32,
        "detail_zh": pl.String,
        "detail_en": pl.String,
    }
)
"""A verdict. `table` is null where a rule concerns none; `lhs` and `rhs` are whole numbers, null where there are none;
`members` are the cells that take part, ``table|row|column`` with ``;`` between, where the rule and its instance do not
tell them; `start` and `end` are a place in the text; the details say what was found, in words, where figures do not."""

PASS, FAIL, UNVERIFIABLE = "pass", "fail", "unverifiable"
_EXPLAINING = {"members", "start", "end", "detail_zh", "detail_en"}
ALL = "all"
"""The instance of a rule that tells once that nothing of a report breaks it, and names what does one by one."""


def verdicts(rule: CheckRule, found: pl.DataFrame, explained: bool = False) -> pl.DataFrame:
    """`found` (report_id, instance, status and any other columns of a verdict) as verdicts on `rule`.

    What is not given is null; delta is lhs - rhs. Only what fails is explained: place, members and details of other
    verdicts are left out, unless they are to be `explained` as well.
    """
    there = found.columns
    severity = pl.lit(str(rule.severity))
    if rule.severities:
        told = {instance: str(severity) for instance, severity in rule.severities}
        severity = pl.col("instance").replace_strict(told, default=str(rule.severity), return_dtype=pl.String)
    given: dict[str, pl.Expr] = {"rule": pl.lit(rule.key), "severity": severity}
    if "table" not in there:
        given["table"] = pl.lit(rule.table)
    if {"lhs", "rhs"} <= set(there):
        given["delta"] = pl.col("lhs").cast(pl.Int64) - pl.col("rhs").cast(pl.Int64)
    for name in set() if explained else _EXPLAINING & set(there):
        given[name] = pl.when(pl.col("status") == FAIL).then(pl.col(name))
    return found.select(
        (given[name] if name in given else pl.col(name) if name in there else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in VERDICT_SCHEMA.items()
    )


def no_verdicts() -> pl.DataFrame:
    """Verdicts, none."""
    return pl.DataFrame(schema=VERDICT_SCHEMA)


def joined(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Verdicts of several rules in one frame."""
    return pl.concat([no_verdicts(), *parts])


def status_of(failed: pl.Expr, known: pl.Expr) -> pl.Expr:
    """``fail`` where something failed, else ``pass`` where it is known not to have, else ``unverifiable``."""
    return (
        pl.when(known & failed)
        .then(pl.lit(FAIL))
        .when(known & ~failed)
        .then(pl.lit(PASS))
        .otherwise(pl.lit(UNVERIFIABLE))
        .alias("status")
    )
