"""The rules beyond the identities over readings that are at hand, not in a warehouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import polars as pl

from pipeline import checks
from pipeline.agencies.model import SURE, Resolution
from pipeline.checks import BODY_SCHEMA, CLAIM_SCHEMA, PairFrames, ReportFrames
from pipeline.engine.claims import claims_frame
from pipeline.engine.frames import (
    cells_frame,
    documents_frame,
    problems_frame,
    readings_frame,
    sections_frame,
    table_forms_frame,
)
from pipeline.engine.reading import READER_VERSION, Reading

MORE = 2
WRITTEN = "x-"
"""What the key of a body that goes by its name as written begins with."""


def verdicts_of(readings: Sequence[Reading], resolved: Mapping[str, Resolution | None]) -> pl.DataFrame:
    """The verdicts of all rules beyond the identities on `readings`, each content once, in the order of the rules.

    Two readings or more are compared with each other as the reports of a warehouse are: years of one body, versions of
    one report (in the order given), bodies that say the same.
    """
    documents = documents_frame(readings, READER_VERSION)
    sections, cells = sections_frame(readings), cells_frame(readings)
    reports = documents.drop("text").join(
        readings_frame(readings, READER_VERSION).drop("report_year", "reader_version"), on="report_id"
    )
    features = checks.text_features(documents, sections.drop("report_year"))
    bodies = bodies_frame(documents, resolved)
    problems = problems_frame(readings).drop("report_year")
    claims = claims_frame(readings).select(CLAIM_SCHEMA.names())
    alone = checks.check_reports(ReportFrames.of(reports, sections, problems, cells, features, bodies, claims))
    if len(readings) == 1:
        return alone
    marks = checks.text_marks(features).join(checks.figure_marks(cells), on="report_id", how="left")
    frames = PairFrames(
        checks.versions(reports, bodies, _in_order(readings)),
        cells,
        table_forms_frame(readings),
        marks.with_columns(pl.col("n_telling").fill_null(0)),
    )
    years = frames.versions["report_year"].unique().sort()
    return pl.concat([alone, *(checks.check_pairs(frames, year) for year in years)])


def _in_order(readings: Sequence[Reading]) -> pl.DataFrame:
    """The readings as files that arrived one after the other: report_id, first_seen, superseded_by."""
    begin = datetime(1970, 1, 1, tzinfo=UTC)
    return pl.DataFrame(
        [(reading.report_id, begin + timedelta(seconds=i), None) for i, reading in enumerate(readings)],
        schema={"report_id": pl.String, "first_seen": pl.Datetime("us", "UTC"), "superseded_by": pl.String},
        orient="row",
    )


def bodies_frame(documents: pl.DataFrame, resolved: Mapping[str, Resolution | None]) -> pl.DataFrame:
    """Whose reports they are: BODY_SCHEMA.

    What was not resolved goes by its name as written. Reports given together that bear one name are of one body: who
    gives them says so, where in a warehouse two bodies of one name may meet. So they are unless two of them were
    resolved to different bodies.
    """
    keys: dict[str, set[str]] = {}
    written = list(documents.select("report_id", "agency").iter_rows())
    for report_id, agency in written:
        body = resolved.get(report_id)
        keys.setdefault(agency or report_id, set()).update({body.key} if body is not None and _sure(body) else ())
    names = [agency for _, agency in written if agency]
    rows = []
    for report_id, agency in written:
        body = resolved.get(report_id)
        sure = body is not None and _sure(body)
        known = keys[agency or report_id]
        together = not sure and len(known) < MORE and names.count(agency) >= MORE
        known_key = next(iter(known), f"{WRITTEN}{agency}") if together else body.key if body else agency
        values = {
            "report_id": report_id,
            "agency_key": known_key,
            "name": body.name if body is not None and sure else agency,
            "region": body.region if body else None,
            "level": body.level if body else None,
            "department": body.department if body else None,
            "vertical": body.vertical if body else None,
            "scope": body.scope if body else "unknown",
            "sure": sure or together,
        }
        rows.append(tuple(values[name] for name in BODY_SCHEMA))
    return pl.DataFrame(rows, schema=BODY_SCHEMA, orient="row")


def _sure(body: Resolution) -> bool:
    return body.resolved and body.confidence >= SURE
