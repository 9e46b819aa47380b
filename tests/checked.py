"""Reports made up for tests of the rules: a text with six sections, whole tables, and what a test changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from pipeline.checks import BODY_SCHEMA, CLAIM_SCHEMA, ReportFrames, text_features
from pipeline.contracts import staged_tables
from pipeline.forms import FORMS
from pipeline.readers import document
from pipeline.reports import describe
from tests.cells import Change, cells

STAGED = staged_tables()
TEXT = """\
青塘县民政局2023年政府信息公开工作年度报告

本报告中数据统计期限为2023年1月1日至2023年12月31日。
一、总体情况
2023年，我局公开信息120条。
二、主动公开政府信息情况
表一
三、收到和处理政府信息公开申请情况
表二
四、政府信息公开行政复议、行政诉讼情况
表三
五、存在的主要问题及改进情况
公开不够及时，将加强培训。
六、其他需要报告的事项
无。
"""


@dataclass(frozen=True, slots=True)
class Report:
    """A report to check: what is not given is as a report should be."""

    text: str = TEXT
    changes: Mapping[tuple[str, str, str], Change] = field(default_factory=dict)
    units: Mapping[tuple[str, str, str], str | None] = field(default_factory=dict)
    problems: Sequence[tuple[str, str, str | None, str | None]] = ()
    report: str = "r0"
    year: int | None = 2023
    year_source: str | None = "title"
    published: date | None = date(2024, 1, 20)
    status: str = "complete"
    form: str = "2021"
    table_forms: Mapping[str, str | None] = field(default_factory=dict)
    name: str | None = "青塘县民政局"
    claims: Sequence[tuple[str, int | str, int | None, str]] = ()
    level: str | None = None
    department: str | None = None


def frames(*reports: Report) -> ReportFrames:
    """The frames that the rules look at."""
    texts = pl.DataFrame(
        [(made.report, made.year, made.text, made.published) for made in reports],
        schema={"report_id": pl.String, "report_year": pl.Int32, "text": pl.String, "published": pl.Date},
        orient="row",
    )
    sections = _table("sections", [row for made in reports for row in _sections(made)])
    return ReportFrames.of(
        pl.DataFrame(
            [_report(made) for made in reports], schema_overrides={"report_year": pl.Int32, "published": pl.Date}
        ),
        sections,
        _table("problems", [row for made in reports for row in _problems(made)]),
        pl.concat(map(_cells, reports)),
        text_features(texts, sections),
        pl.DataFrame([_body(made) for made in reports], schema=BODY_SCHEMA),
        pl.DataFrame([row for made in reports for row in _claims(made)], schema=CLAIM_SCHEMA),
    )


def _report(made: Report) -> dict[str, Any]:
    forms: dict[str, str | None] = {f"form_{key}": made.form for key in FORMS.table_keys}
    return {
        "report_id": made.report,
        "report_year": made.year,
        "year_source": made.year_source,
        "published": made.published,
        "kind": "report",
        "status": made.status,
        **forms,
        **{f"form_{key}": form for key, form in made.table_forms.items()},
    }


def _sections(made: Report) -> list[dict[str, Any]]:
    found = describe(document(made.text, "utf-8")).sections
    return [
        {"report_id": made.report, "section": span.key, "heading": span.heading, "start": span.start, "end": span.end}
        for span in found
    ]


def _problems(made: Report) -> list[dict[str, Any]]:
    return [
        {"report_id": made.report, "code": code, "message": message, "table": table, "row": row}
        for code, message, table, row in made.problems
    ]


def _claims(made: Report) -> list[dict[str, Any]]:
    """Claims as (concept, number, value of the cells, verdict); one that contradicts another says which behind a #."""
    rows = []
    for i, (concept, number, value, said) in enumerate(made.claims, 1):
        verdict, _, earlier = said.partition("#")
        rows.append(
            {
                "report_id": made.report,
                "claim": i,
                "concept": concept,
                "number": Decimal(number),
                "exactness": "approximate" if verdict == "approximate" else "exact",
                "scope": "another" if verdict == "other_scope" else "report",
                "start": 10 * i,
                "end": 10 * i + 3,
                "sentence": f"第{i}句。",
                "cells": None if value is None else "requests.new_received.total+requests.carried_over.total",
                "value": None if value is None else Decimal(value),
                "at_least": None,
                "verdict": verdict,
                "contradicts": int(earlier) if earlier else None,
            }
        )
    return rows


def _cells(made: Report) -> pl.DataFrame:
    known = cells(made.changes, made.report, made.form, made.year)
    units = pl.DataFrame(
        [(*key, unit) for key, unit in made.units.items()],
        schema={"table": pl.String, "row": pl.String, "column": pl.String, "printed": pl.String},
        orient="row",
    )
    return (
        known.join(units, on=["table", "row", "column"], how="left", maintain_order="left")
        .with_columns(unit="printed")
        .drop("printed")
    )


def _body(made: Report) -> dict[str, Any]:
    return {
        "report_id": made.report,
        "agency_key": made.name,
        "name": made.name,
        "level": made.level,
        "department": made.department,
        "scope": "unknown",
        "sure": made.name is not None,
    }


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    declared = STAGED[name]
    return pl.DataFrame(
        [{column: row.get(column) for column in declared.names} for row in rows], schema=declared.schema
    )
