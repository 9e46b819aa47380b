"""What SQL models declare, and that it is what their SQL says."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.contracts import staged_tables
from pipeline.engine.models import load_catalogue, model_comments
from pipeline.engine.sql_checks import model_checks
from pipeline.engine.sql_lineage import column_lineage
from pipeline.engine.sql_model import ModelError, load_models, parse_model
from pipeline.forms import FORMS

MODELS = {model.name: model for model in load_models()}
ASKED = {
    "dim_agency",
    "dim_department",
    "dim_report",
    "dim_outcome",
    "dim_applicant",
    "dim_review_route",
    "dim_rule",
    "dim_region",
    "fact_cell",
    "fact_report_figures",
    "fact_request_line",
    "fact_request_flow",
    "fact_request_disposition",
    "fact_document_stock",
    "fact_administrative_action",
    "fact_money",
    "fact_review_litigation",
    "fact_check_result",
    "fact_narrative_claim",
    "fact_suggestion",
    "mart_agency_year",
    "mart_anomalies",
    "mart_agency_measure",
    "mart_refusal_mix",
    "mart_carry_over",
    "mart_year_on_year",
    "mart_correction_rate",
    "mart_peer_benchmark",
    "mart_coverage",
    "mart_data_quality",
    "dim_measure",
    "mart_region_year",
}
SOURCE = """\
-- fact_x: 事实 | A fact
-- What it is, on
-- two lines.
--
-- grain: report × thing
-- key: a, b
-- not null: c
-- references: a -> dim_y.a
-- sum c: select sum(c)
--   from cells
-- columns:
--   a: 甲 | A
--   b: 乙 | B
--   c: 丙 | C

with long as (select 1 as a, 2 as b)

select long.a, long.b, cells.c from long inner join cells on long.a = cells.c
"""


def test_every_table_asked_for_is_a_model() -> None:
    assert set(MODELS) == ASKED


def test_a_header_is_read() -> None:
    model = parse_model("fact_x", "facts", SOURCE)
    assert (model.text.zh, model.text.en) == ("事实", "A fact")
    assert model.description == "What it is, on\ntwo lines."
    assert model.keys == (("a", "b"),)
    assert model.required == ("a", "b", "c")
    assert [(r.column, r.table, r.target) for r in model.references] == [("a", "dim_y", "a")]
    assert [(s.column, s.query.split()) for s in model.sums] == [("c", ["select", "sum(c)", "from", "cells"])]
    assert [(c.name, c.text.zh, c.text.en) for c in model.columns][2] == ("c", "丙", "C")
    assert model.reads == {"cells"}, "its own common table expression is no table"
    assert model.compares == {"dim_y", "cells"}
    assert model.by_year
    assert [check.name for check in model_checks(model)] == ["unique_a_b", "not_null", "references_a", "sums"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("-- fact_x:", "-- fact_z:", "first line"),
        ("--   c: 丙 | C", "--   d: 丁 | D", r"\['c', 'd'\]"),
        ("--   b: 乙 | B\n", "", r"\['b'\]"),
        ("--   c: 丙 | C", "--   c: C", "reads 'name"),
        ("-- key: a, b\n", "", "at least one key"),
        ("-- not null: c", "-- not null: e", r"\['e'\]"),
        ("a -> dim_y.a", "a to dim_y", "reads 'column -> table.column'"),
        ("-- grain:", "-- Grain:", "cannot make out|grain"),
        ("select long.a", "selec long.a", "not valid SQL"),
    ],
)
def test_a_wrong_header_is_refused(old: str, new: str, said: str) -> None:
    assert old in SOURCE
    with pytest.raises(ModelError, match=said):
        parse_model("fact_x", "facts", SOURCE.replace(old, new))


def test_models_come_after_what_they_read() -> None:
    seen: set[str] = set()
    for model in load_models():
        assert model.reads & ASKED <= seen
        seen.add(model.name)


def test_models_that_read_in_a_circle_are_refused(tmp_path: Path) -> None:
    for name, other in (("dim_a", "dim_b"), ("dim_b", "dim_a")):
        path = tmp_path / "dimensions" / f"{name}.sql"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"-- {name}: 甲 | A\n--\n-- grain: x\n-- key: x\n-- columns:\n--   x: 甲 | X\n\nselect x from {other}\n"
        )
    with pytest.raises(ModelError, match="circle"):
        load_models(tmp_path)


def test_models_read_only_what_there_is() -> None:
    known = set(staged_tables()) | set(MODELS)
    for model in MODELS.values():
        assert model.reads | model.compares <= known, model.name


def test_a_year_is_made_of_the_same_year() -> None:
    for model in MODELS.values():
        if model.by_year:
            assert not any(MODELS[name].by_year is False for name in model.reads & set(MODELS)), model.name


def test_lineage_comes_from_the_sql() -> None:
    columns = load_catalogue().columns()
    lineage = {name: column_lineage(model, columns) for name, model in MODELS.items()}
    assert lineage["fact_money"]["amount_written"] == (("cells", "value"),)
    assert lineage["fact_money"]["amount_yuan"] == (("typed_disclosure", "amount_yuan"),)
    assert ("fact_report_figures", "new_received") in lineage["mart_agency_year"]["dispute_rate"]
    assert ("dim_report", "tier_requests") in lineage["mart_agency_year"]["dispute_rate"]
    for name, found in lineage.items():
        assert set(found) == set(columns[name])
        assert {table for sources in found.values() for table, _ in sources} <= MODELS[name].reads


def test_the_routes_and_rows_named_in_sql_are_those_of_the_form() -> None:
    figures = MODELS["fact_report_figures"].sql
    for route in FORMS.rows("review"):
        assert f"'{route.key}'" in figures
    for row in FORMS.rows("requests"):
        assert f"'{row.key}'" in figures


def test_a_view_says_so() -> None:
    assert parse_model("fact_x", "facts", SOURCE.replace("-- columns:", "-- stored as: view\n-- columns:")).view
    assert not parse_model("fact_x", "facts", SOURCE).view
    with pytest.raises(ModelError, match="stored as: view"):
        parse_model("fact_x", "facts", SOURCE.replace("-- columns:", "-- stored as: heap\n-- columns:"))


def test_comments_cover_every_column() -> None:
    comments = model_comments(MODELS.values())
    for name, model in MODELS.items():
        assert set(comments[name].columns) == {column.name for column in model.columns}
        assert model.text.zh in comments[name].table
