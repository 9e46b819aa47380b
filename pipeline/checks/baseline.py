"""Shares of failures against a reviewed baseline: whether the reader broke, and not the bodies.

A report counts once for a rule: among those for which it could be told at all, which share fails it? A share is too
large where even the lower end of its exact interval (Clopper and Pearson 1934, one-sided, at 99.9 %) lies above the
baseline, so that a few reports never raise an alarm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl
from scipy.stats import beta

from pipeline.checks.declared import declared_rules

BASELINE_SCHEMA = pl.Schema(
    {"rule": pl.String(), "report_year": pl.Int32(), "share": pl.Float64(), "note": pl.String()}
)
"""The largest share of reports that is expected to fail a rule, in a year or, where that is null, in any."""

ANY = "*"
"""Stands for every rule that has no share of its own."""

READING_KEPT = "reading_kept"
"""Not a rule of reports: that a new version of the reader gives no fewer numbers than the one before."""

ALPHA = 0.001
"""How often at most a share at its baseline is called too large by chance."""

LEAST = 50
"""Reports from which on a share is judged."""


class BaselineError(ValueError):
    """A baseline that is not as it must be; the message says in which line and why."""


def baseline(rows: Iterable[Mapping[str, str]]) -> pl.DataFrame:
    """The baseline of a list, as BASELINE_SCHEMA; any rule (``*``) in any year has a share. Raises BaselineError."""
    rules = {ANY, READING_KEPT, *(rule.key for rule in declared_rules())}
    found = []
    for line, row in enumerate(rows, 2):
        if tuple(row) != tuple(BASELINE_SCHEMA):
            raise BaselineError(f"line {line}: the columns are {', '.join(BASELINE_SCHEMA)}")
        try:
            year, share = int(row["report_year"]) if row["report_year"] else None, float(row["share"])
        except ValueError as error:
            raise BaselineError(f"line {line}: {error}") from error
        if row["rule"] not in rules or not 0 <= share <= 1 or not row["note"]:
            raise BaselineError(f"line {line}: a rule, a share from 0 to 1 and a note are wanted")
        found.append((row["rule"], year, share, row["note"]))
    frame = pl.DataFrame(found, schema=BASELINE_SCHEMA, orient="row")
    if ANY not in frame.filter(pl.col("report_year").is_null())["rule"]:
        raise BaselineError(f"a share for any rule, {ANY}, in any year is wanted")
    if frame.select("rule", "report_year").is_duplicated().any():
        raise BaselineError("a rule has two shares for one year")
    return frame


def shares(counts: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    """How the shares of failures stand to the baseline.

    Takes `counts` (report_year, rule, n: reports for which it could be told, failing: those of them that fail) and
    `expected` as BASELINE_SCHEMA. Gives these with share, least (the lower end of the interval), baseline and
    too_large, those that are too large first, by how far.
    """
    of_year = expected.filter(pl.col("report_year").is_not_null()).select("rule", "report_year", of_year="share")
    of_any = expected.filter(pl.col("report_year").is_null()).select("rule", of_any="share")
    rest = expected.filter(pl.col("rule") == ANY, pl.col("report_year").is_null())["share"].first()
    known = (
        counts.join(of_year, on=["rule", "report_year"], how="left")
        .join(of_any, on="rule", how="left")
        .with_columns(baseline=pl.coalesce("of_year", "of_any", pl.lit(rest)), share=pl.col("failing") / pl.col("n"))
    )
    n, failing = (known[name].to_numpy() for name in ("n", "failing"))
    least = beta.ppf(ALPHA, failing.clip(min=1), n - failing + 1)
    return (
        known.with_columns(least=pl.Series(least, dtype=pl.Float64))
        .with_columns(least=pl.when(pl.col("failing") > 0).then("least").otherwise(0.0))
        .with_columns(too_large=(pl.col("n") >= LEAST) & (pl.col("least") > pl.col("baseline")))
        .select("report_year", "rule", "n", "failing", "share", "least", "baseline", "too_large")
        .sort(~pl.col("too_large"), pl.col("baseline") - pl.col("least"), "rule", "report_year")
    )
