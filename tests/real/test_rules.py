"""The rules over real reports, where the folder is there: what fires is known, and nothing of it is a false alarm."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipeline.checks import BODY_SCHEMA, CLAIM_SCHEMA, ReportFrames, check_reports, text_features
from pipeline.engine.claims import claims_frame
from pipeline.engine.frames import cells_frame, documents_frame, problems_frame, readings_frame, sections_frame
from pipeline.engine.reading import read_report

# Each looked at in its report: (report, rule, instance).
TRUE = {
    ("hongze_2024_pdf", "form_matches_year", "requests"),
    ("seed_002", "amount_unit", "disclosure|procurement|amount"),
    ("seed_002", "value_count", "review|review"),
    ("seed_004", "narrative_documents", "normative_issued#2"),
    ("seed_004", "narrative_self", "normative_issued"),
    ("seed_004", "value_count", "requests|unable_unclear"),
    ("shanghai_office_2019_html", "narrative_outcomes", "granted_or_partial#7"),
    ("shanghai_office_2019_html", "narrative_outcomes", "unable#9"),
    ("shanghai_office_2019_html", "narrative_review", "reviews_upheld#14"),
    ("wild_018", "form_matches_year", "disclosure"),
    ("wild_035", "amount_unit", "disclosure|procurement|amount"),
    ("wild_037", "amount_unit", "disclosure|procurement|amount"),
    ("wild_046", "amount_unit", "disclosure|procurement|amount"),
    ("wild_047", "published_late", "report"),
    ("wild_048", "form_matches_year", "disclosure"),
}


@pytest.fixture(scope="module")
def failing(real_reports: Path) -> pl.DataFrame:
    files = sorted(real_reports.glob("*/raw*"))
    readings = {file: read_report(file.read_bytes(), file.name) for file in files}
    documents = documents_frame(readings.values(), "1")
    sections = sections_frame(readings.values())
    bodies = documents.select(
        "report_id",
        agency_key="agency",
        name="agency",
        region=pl.lit(None),
        level=pl.lit(None),
        department=pl.lit(None),
        scope=pl.lit("unknown"),
        sure=pl.lit(True),
    )
    # What else could be known of a body is not known.
    bodies = pl.concat(
        [pl.DataFrame(schema=BODY_SCHEMA), bodies.cast({"level": pl.String, "department": pl.String})], how="diagonal"
    )
    reports = documents.join(readings_frame(readings.values(), "1").drop("report_year"), on="report_id")
    frames = ReportFrames.of(
        reports,
        sections,
        problems_frame(readings.values()),
        cells_frame(readings.values()),
        text_features(documents, sections),
        bodies,
        claims_frame(readings.values()).select(CLAIM_SCHEMA.names()),
    )
    names = pl.DataFrame([(reading.report_id, file.parent.name) for file, reading in readings.items()], orient="row")
    names.columns = ["report_id", "name"]
    assert len(names) > 30
    return check_reports(frames).filter(pl.col("status") == "fail").join(names, on="report_id")


def test_what_fails_is_true(failing: pl.DataFrame) -> None:
    assert set(failing.select("name", "rule", "instance").rows()) == TRUE


def test_no_error_is_found_where_there_is_none(failing: pl.DataFrame) -> None:
    assert failing.filter(pl.col("severity") == "error").is_empty()
