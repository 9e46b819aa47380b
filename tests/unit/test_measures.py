"""The measures: what they are made of stands in the forms, and the SQL says the same."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from pipeline.engine.measure_sql import INCLUDING, holds, rate
from pipeline.engine.sql_model import load_models
from pipeline.forms import FORMS
from pipeline.forms.measures import FIGURES, MEASURES

MODELS = {model.name: model for model in load_models()}


def expressions(model: str) -> dict[str, str]:
    """The columns of the last select of a model, as written but for space and needless brackets."""
    query = sqlglot.parse_one(MODELS[model].sql, read="duckdb")
    assert isinstance(query, exp.Query)
    return {column.alias_or_name: plain(column.unalias()) for column in query.selects}


def plain(expression: exp.Expr) -> str:
    """An expression as text, a bracket round one name left out."""
    bare = expression.transform(
        lambda node: node.this if isinstance(node, exp.Paren) and isinstance(node.this, exp.Column) else node
    )
    return str(bare.sql(dialect="duckdb"))


def test_the_marts_say_what_the_measures_say() -> None:
    columns = expressions("mart_agency_year") | expressions("mart_refusal_mix")
    for measure in MEASURES:
        for ending, including in (("", False), (INCLUDING, True)):
            if measure.key + ending in columns:
                declared = sqlglot.parse_one(rate(measure, including), read="duckdb")
                assert columns[measure.key + ending] == plain(declared), measure.key + ending


def test_every_measure_is_in_one_mart() -> None:
    for measure in MEASURES:
        mart = "mart_refusal_mix" if measure.key.startswith("refusal_share") else "mart_agency_year"
        assert {measure.key, measure.key + INCLUDING} <= set(expressions(mart)), measure.key


def test_the_measures_one_a_row_are_those_declared() -> None:
    query = sqlglot.parse_one(MODELS["mart_agency_measure"].sql, read="duckdb")
    found = [
        {pair.this.name: plain(pair.expression) for pair in struct.expressions} for struct in query.find_all(exp.Struct)
    ]
    due = [
        {
            "key": f"'{m.key}'",
            "holds": plain(sqlglot.parse_one(holds(m), read="duckdb")),
            "above": m.above,
            "below": m.below,
        }
        for m in MEASURES
    ]
    assert found == due


def test_the_reasons_are_those_of_the_form() -> None:
    reasons = [row.key for row in FORMS.rows("requests") if row.group in ("denied", "unable", "refused")]
    for name in ("fact_report_figures", "mart_refusal_mix"):
        columns = [column.name for column in MODELS[name].columns]
        start = columns.index(reasons[0])
        assert columns[start : start + len(reasons)] == reasons


def test_a_measure_is_made_of_figures_that_there_are() -> None:
    known = {figure.key: figure for figure in FIGURES}
    assert len(known) == len(FIGURES)
    assert len({measure.key for measure in MEASURES}) == len(MEASURES)
    columns = {column.name for column in MODELS["fact_report_figures"].columns}
    assert known.keys() <= columns
    for measure in MEASURES:
        assert {known[figure].table for figure in measure.figures} == set(measure.tables), measure.key
        assert set(measure.forms) == {form.key for form in FORMS.forms}


def test_a_figure_is_in_every_form() -> None:
    for figure in FIGURES:
        for _, table in FORMS.tables(figure.table):
            if figure.cell is None:
                assert figure.group in {row.group for row in table.rows}
            else:
                assert (figure.table, *figure.cell) in {tuple(cell) for cell, _, _ in table.cells()}
