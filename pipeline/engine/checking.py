"""The stages that check reports beyond their identities: each report by itself, then pairs of them.

    read_tables, check -> for each year: check_reports

Each is a function of what stands in the warehouse, as the others are (see :mod:`pipeline.engine.stages`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from pipeline.checks import BODY_SCHEMA, FEATURE_SCHEMA, ReportFrames, text_features
from pipeline.checks import check_reports as evaluate_reports
from pipeline.contracts import staged_tables, validate
from pipeline.engine.receipts import Receipt, fingerprint
from pipeline.engine.settings import Settings
from pipeline.storage import Change, Warehouse, Year, read_rows, replace_table, table_path

STAGED = staged_tables()
CHECKED = ("report_checks",)
_PIPELINE = Path(__file__).parents[1]
_RULES = ("forms", "ledger", "checks", "contracts")
_OF_A_REPORT = ("documents", "sections", "readings", "cells", "problems")
STRETCH = 2_000
"""Texts looked at together: some tens of megabytes."""


@dataclass(frozen=True, slots=True)
class RulesResult:
    """Rules checked for a year: verdicts by status, failures by rule, rows and changes by table."""

    year: Year
    verdicts: Mapping[str, int]
    failing: Mapping[str, int]
    tables: Mapping[str, Change]


def check_reports(settings: Settings, year: Year) -> RulesResult:
    """Check every report of a year against the rules that look at one report: the table ``report_checks``.

    What was checked already, by the same code over the same files, is not checked again.
    """
    house = settings.house
    files = [table_path(house, STAGED[name], year) for name in (*_OF_A_REPORT, *CHECKED)]
    if _stands(house, "check_reports", files, CHECKED, year):
        return _result(house, CHECKED, year, dict.fromkeys(CHECKED))
    documents = read_rows(house, STAGED["documents"], year, _all_but_text())
    readings = read_rows(house, STAGED["readings"], year)
    frames = ReportFrames(
        documents.join(readings.drop("report_year", "reader_version"), on="report_id"),
        read_rows(house, STAGED["sections"], year),
        read_rows(house, STAGED["problems"], year),
        read_rows(house, STAGED["cells"], year),
        _features(house, year),
        _bodies(documents),
    )
    verdicts = evaluate_reports(frames).with_columns(report_year=pl.lit(year, pl.Int32))
    made = {"report_checks": verdicts.select(STAGED["report_checks"].names)}
    validate(made, known={"documents": documents})
    changes = {name: replace_table(house, STAGED[name], frame, year) for name, frame in made.items()}
    _leave_receipt(house, "check_reports", files, year)
    return _result(house, CHECKED, year, changes)


def _features(house: Warehouse, year: Year) -> pl.DataFrame:
    """What the rules need to know of the texts of a year, read a stretch at a time."""
    sections = read_rows(house, STAGED["sections"], year, ("report_id", "section", "heading", "start", "end"))
    parts = [
        text_features(texts, sections.join(texts.select("report_id"), on="report_id", how="semi"))
        for texts in _texts(house, year)
    ]
    return pl.concat([pl.DataFrame(schema=FEATURE_SCHEMA), *parts])


def _texts(house: Warehouse, year: Year) -> Iterator[pl.DataFrame]:
    path = table_path(house, STAGED["documents"], year)
    if path.exists():
        columns = ["report_id", "report_year", "text"]
        with pq.ParquetFile(path) as stored:
            for batch in stored.iter_batches(STRETCH, columns=columns):
                frame = pl.from_arrow(batch)
                assert isinstance(frame, pl.DataFrame)
                yield frame


def _bodies(documents: pl.DataFrame) -> pl.DataFrame:
    """Whose reports they are, by their names as written."""
    return documents.select(
        "report_id",
        agency_key="agency",
        name="agency",
        level=pl.lit(None),
        department=pl.lit(None),
        scope=pl.lit("unknown"),
        sure=pl.lit(True),
    ).cast(BODY_SCHEMA)


def _all_but_text() -> tuple[str, ...]:
    return tuple(name for name in STAGED["documents"].names if name != "text")


def _result(house: Warehouse, tables: Iterable[str], year: Year, changes: Mapping[str, Change | None]) -> RulesResult:
    stored = {name: read_rows(house, STAGED[name], year, ("rule", "status")) for name in tables}
    every = pl.concat(stored.values())
    return RulesResult(
        year,
        dict(every.group_by("status").len().sort("status").iter_rows()),
        dict(every.filter(pl.col("status") == "fail").group_by("rule").len().sort("rule").iter_rows()),
        {name: changes[name] or Change(len(frame)) for name, frame in stored.items()},
    )


def _stands(house: Warehouse, stage: str, files: Iterable[Path], tables: Iterable[str], year: Year) -> bool:
    """Whether a stage left its tables of a year as they are, made of these files as they are."""
    made = all(table_path(house, STAGED[name], year).exists() for name in tables)
    return made and Receipt.read(house, stage).parts.get(year) == fingerprint(_code(), files)


def _leave_receipt(house: Warehouse, stage: str, files: Iterable[Path], year: Year) -> None:
    before = Receipt.read(house, stage)
    made_of = fingerprint(_code(), files)
    if before.parts.get(year) != made_of:
        Receipt(stage, {**before.parts, year: made_of}).write(house)


@cache
def _code() -> str:
    """One hash of all code that checks, so that none of it can change without what it made."""
    sources = [Path(__file__), *(path for folder in _RULES for path in sorted((_PIPELINE / folder).glob("*.py")))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
