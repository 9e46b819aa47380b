"""The stages that check reports beyond their identities: each report by itself, then those of two years together.

    resolve, read_tables, check -> for each year: check_reports; then for each year: check_pairs

Each is a function of what stands in the warehouse, as the others are (see :mod:`pipeline.engine.stages`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from pipeline import checks
from pipeline.agencies.model import SURE
from pipeline.checks import (
    BODY_SCHEMA,
    CLAIM_SCHEMA,
    FEATURE_SCHEMA,
    REGION_SCHEMA,
    PairFrames,
    ReportFrames,
)
from pipeline.contracts import staged_tables, validate
from pipeline.engine.receipts import Made, code_mark
from pipeline.engine.results import counts
from pipeline.engine.settings import Settings
from pipeline.engine.stages import all_but, n_rows, table_forms
from pipeline.storage import Change, Warehouse, Year, read_rows, replace_table, table_path

STAGED = staged_tables()
OF_A_REPORT = ("report_checks", "report_marks")
OF_PAIRS = ("pair_checks",)
_READ = ("documents", "sections", "readings", "cells", "problems", "claims", "report_agencies")
_PAIRED = ("cells", "readings", "report_marks")
_PIPELINE = Path(__file__).parents[1]
_RULES = ("forms", "ledger", "narrative", "checks", "contracts")
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
    """Check every report of a year against the rules that look at one report: ``report_checks``, ``report_marks``.

    What was checked already, by the same code over the same files, is not checked again.
    """
    house = settings.house
    sources, targets = ([table_path(house, STAGED[name], year) for name in names] for names in (_READ, OF_A_REPORT))
    before = _made("check_reports", "", sources, targets, year)
    if before.stands(house):
        return _result(house, OF_A_REPORT, year, {})
    documents = read_rows(house, STAGED["documents"], year, all_but("documents", "text"))
    readings = read_rows(house, STAGED["readings"], year)
    cells = read_rows(house, STAGED["cells"], year, all_but("cells", "report_year"))
    with ThreadPoolExecutor(1) as beside:
        figures = beside.submit(checks.figure_marks, cells)
        features, texts = _of_texts(house, year)
    frames = ReportFrames.of(
        documents.join(readings.drop("report_year", "reader_version"), on="report_id"),
        read_rows(house, STAGED["sections"], year),
        read_rows(house, STAGED["problems"], year),
        cells,
        features,
        _bodies(house, documents, year),
        read_rows(house, STAGED["claims"], year, tuple(CLAIM_SCHEMA)),
    )
    marks = texts.join(figures.result(), on="report_id", how="left").with_columns(pl.col("n_telling").fill_null(0))
    made = {
        name: frame.with_columns(report_year=pl.lit(year, pl.Int32)).select(STAGED[name].names)
        for name, frame in (("report_checks", checks.check_reports(frames)), ("report_marks", marks))
    }
    validate(made, known={"documents": documents})
    changes = {name: replace_table(house, STAGED[name], frame, year) for name, frame in made.items()}
    before.leave(house)
    return _result(house, OF_A_REPORT, year, changes)


def check_pairs(settings: Settings, year: Year) -> RulesResult:
    """Check the reports of a year against those of the year before, other versions, other bodies: ``pair_checks``.

    Comes after ``check_reports`` of both years. What was checked already, by the same code over the same files and
    versions, is not checked again.
    """
    house = settings.house
    both = () if year is None else (year - 1, year)
    known = versions_of(house, both)
    regions = read_rows(house, STAGED["regions"], None, tuple(REGION_SCHEMA))
    made_of = hashlib.sha256((known.write_csv() + regions.write_csv()).encode()).hexdigest()
    sources = [table_path(house, STAGED[name], part) for part in both for name in _PAIRED]
    before = _made("check_pairs", made_of, sources, [table_path(house, STAGED[name], year) for name in OF_PAIRS], year)
    if before.stands(house):
        return _result(house, OF_PAIRS, year, {})
    found = checks.no_verdicts()
    if year is not None:
        whole = checks.wanted_whole(known, regions, year)
        frames = PairFrames(
            known,
            pl.concat(_cells(house, part, whole) for part in both),
            pl.concat(table_forms(read_rows(house, STAGED["readings"], part)) for part in both),
            pl.concat(read_rows(house, STAGED["report_marks"], part).drop("report_year") for part in both),
            regions,
        )
        found = checks.check_pairs(frames, year)
    made = {"pair_checks": found.with_columns(report_year=pl.lit(year, pl.Int32)).select(STAGED["pair_checks"].names)}
    validate(made, known={"documents": read_rows(house, STAGED["documents"], year, ("report_id",))})
    changes = {name: replace_table(house, STAGED[name], frame, year) for name, frame in made.items()}
    before.leave(house)
    return _result(house, OF_PAIRS, year, changes)


def _of_texts(house: Warehouse, year: Year) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the rules need to know of the texts of a year, and the marks of their prose, read a stretch at a time."""
    sections = read_rows(house, STAGED["sections"], year, ("report_id", "section", "heading", "start", "end"))
    nothing = pl.DataFrame(schema=FEATURE_SCHEMA)
    features, marks = [nothing], [checks.text_marks(nothing)]
    # The marks are made beside the features of the next stretch: arrays there, strings here.
    with ThreadPoolExecutor(1) as beside:
        making = []
        for texts in _texts(house, year):
            found = checks.text_features(texts, sections.join(texts.select("report_id"), on="report_id", how="semi"))
            making.append(beside.submit(checks.text_marks, found.select("report_id", "prose")))
            features.append(found.with_columns(prose=pl.lit(None, pl.String)))
        marks += [one.result() for one in making]
    return pl.concat(features), pl.concat(marks)


def _texts(house: Warehouse, year: Year) -> Iterator[pl.DataFrame]:
    path = table_path(house, STAGED["documents"], year)
    if path.exists():
        with pq.ParquetFile(path) as stored:
            for batch in stored.iter_batches(STRETCH, columns=["report_id", "report_year", "text", "published"]):
                frame = pl.from_arrow(batch)
                assert isinstance(frame, pl.DataFrame)
                yield frame


def _bodies(house: Warehouse, documents: pl.DataFrame, year: Year) -> pl.DataFrame:
    """Whose reports they are. What was not resolved goes by its name as written."""
    resolved = read_rows(house, STAGED["report_agencies"], year)
    sure = (pl.col("method") != "unresolved") & (pl.col("confidence") >= SURE)
    return (
        documents.select("report_id", "agency")
        .join(resolved, on="report_id")
        .select(
            "report_id",
            "agency_key",
            "level",
            "department",
            "vertical",
            "scope",
            region="region_code",
            name=pl.when(sure).then("agency_name").otherwise("agency"),
            sure=sure,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in BODY_SCHEMA.items())
    )


def versions_of(house: Warehouse, years: Iterable[int]) -> pl.DataFrame:
    """The reports of these years in their versions."""
    documents = [
        read_rows(house, STAGED["documents"], year, ("report_id", "report_year", "agency", "published"))
        for year in years
    ]
    statuses = [read_rows(house, STAGED["readings"], year, ("report_id", "status")) for year in years]
    bodies = [_bodies(house, frame, year) for frame, year in zip(documents, years, strict=True)]
    files = read_rows(house, STAGED["ingest_ledger"], None, ("report_id", "first_seen", "superseded_by"))
    nothing = STAGED["documents"].empty().select("report_id", "report_year", "published")
    reports = pl.concat([nothing, *(frame.drop("agency") for frame in documents)])
    return checks.versions(
        reports.join(pl.concat([STAGED["readings"].empty().select("report_id", "status"), *statuses]), on="report_id"),
        pl.concat([pl.DataFrame(schema=BODY_SCHEMA), *bodies]),
        files,
    )


def _cells(house: Warehouse, year: int, whole: pl.Series) -> pl.DataFrame:
    """The cells of a year that rules between reports look at: some of all reports, all of the reports `whole`."""
    # By their rows alone, which is quick; the few columns more that come with them do no harm.
    some = pl.col("row").is_in(checks.wanted_cells()["row"].unique().implode())
    columns = ("report_id", "table", "row", "column", "value", "status", "start", "end")
    return read_rows(house, STAGED["cells"], year, columns, some | pl.col("report_id").is_in(whole.implode()))


def _result(house: Warehouse, tables: Iterable[str], year: Year, changes: Mapping[str, Change]) -> RulesResult:
    verdicts = [
        read_rows(house, STAGED[name], year, ("rule", "status")) for name in tables if "rule" in STAGED[name].names
    ]
    every = pl.concat(verdicts)
    return RulesResult(
        year,
        counts(every, "status"),
        counts(every.filter(pl.col("status") == "fail"), "rule"),
        {name: changes.get(name) or Change(n_rows(house, name, year)) for name in tables},
    )


def _made(stage: str, made_of: str, sources: Iterable[Path], targets: Iterable[Path], year: Year) -> Made:
    code = code_mark(Path(__file__), *(_PIPELINE / folder for folder in _RULES))
    return Made(stage, year, code + made_of, tuple(sources), tuple(targets))
