"""What the stages give back: counts for whoever reports on a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from pipeline.storage import Change, Year


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Reading of documents or tables: contents read in this run, all by `statuses`, rows and changes by table.

    `year` is None for the stage that reads documents of all years as well as for reports without a year.
    """

    year: Year
    read: int
    statuses: Mapping[str, int]
    tables: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Checking of a year: verdicts, reports by tier, failing identities by rule, and the first reports that fail."""

    year: Year
    verdicts: Mapping[str, int]
    tiers: Mapping[str, int]
    failing: Mapping[str, int]
    inconsistent: tuple[str, ...]
    tables: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class TypeResult:
    """Typing of a year: rows and changes by table."""

    year: Year
    tables: Mapping[str, Change]


class NoReportsError(Exception):
    """There is no report at all: nothing arrived, or nothing that arrived is one."""


def counts(frame: pl.DataFrame, column: str) -> dict[str, int]:
    """How many rows bear each value of a column, in the order of the values."""
    return dict(frame.group_by(column).len().sort(column).iter_rows())
