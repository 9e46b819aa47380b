"""Reviewed decisions on findings: accepted, or dismissed, with a reason.

A decision names the report by the hash of its content, or the body and year; a rule; and an instance of it. It changes
no verdict: it stands beside the finding. One that matches no finding is out of date or mistaken, and is said to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

from pipeline.checks.declared import declared_rules

DECISIONS = ("accepted", "dismissed")
"""A finding is right, or it is not one."""

DECISION_SCHEMA = pl.Schema(
    {
        "line": pl.Int32(),
        "sha256": pl.String(),
        "agency_key": pl.String(),
        "report_year": pl.Int32(),
        "rule": pl.String(),
        "instance": pl.String(),
        "decision": pl.String(),
        "reason": pl.String(),
    }
)
"""A decision and its line in the list; `sha256`, or `agency_key` with `report_year`, is null."""

COLUMNS = tuple(name for name in DECISION_SCHEMA.names() if name != "line")
"""The columns of the list."""

_HASH = re.compile(r"[0-9a-f]{64}")


class DecisionError(ValueError):
    """A list of decisions that is not as it must be; the message says in which line and why."""


def decisions(rows: Iterable[Mapping[str, str]]) -> pl.DataFrame:
    """The decisions of a list, as DECISION_SCHEMA. Raises DecisionError."""
    rules = {rule.key for rule in declared_rules()}
    found = [_decision(line, row, rules) for line, row in enumerate(rows, 2)]
    frame = pl.DataFrame(found, schema=DECISION_SCHEMA, orient="row")
    twice = frame.filter(pl.struct(pl.exclude("line", "decision", "reason")).is_duplicated())
    if len(twice):
        raise DecisionError(f"lines {', '.join(map(str, twice['line']))} decide the same finding")
    return frame


def _decision(line: int, row: Mapping[str, str], rules: set[str]) -> tuple[object, ...]:
    if tuple(row) != COLUMNS:
        raise DecisionError(f"line {line}: the columns are {', '.join(COLUMNS)}")
    told = {name: (value or "").strip() or None for name, value in row.items()}
    sha256, year = told["sha256"], told["report_year"]
    of_body = told["agency_key"] is not None and year is not None
    checked: tuple[tuple[object, str], ...] = (
        (
            (sha256 is not None) == of_body or (sha256 is not None and (told["agency_key"] or year)),
            "names a report by sha256, or by agency_key and report_year, and not by both",
        ),
        (sha256 is not None and not _HASH.fullmatch(sha256), f"{sha256!r} is no SHA-256"),
        (year is not None and not year.isdigit(), f"{year!r} is no year"),
        (told["rule"] not in rules, f"there is no rule {told['rule']!r}"),
        (told["instance"] is None, "names no instance of the rule"),
        (told["decision"] not in DECISIONS, f"decides {told['decision']!r}, which is none of {', '.join(DECISIONS)}"),
        (told["reason"] is None, "gives no reason"),
    )
    for wrong, why in checked:
        if wrong:
            raise DecisionError(f"line {line}: {why}")
    whose = (sha256, told["agency_key"], int(year) if year else None)
    return line, *whose, told["rule"], told["instance"], told["decision"], told["reason"]
