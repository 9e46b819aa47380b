"""Structural contracts: what breaks one is told, with the table, what was to hold, and the rows by their keys."""

from __future__ import annotations

from decimal import Decimal

import pandera.polars as pa
import polars as pl
import pytest
from pandera.errors import SchemaError

from pipeline.contracts import LEDGER, ContractError, staged_tables, type_cells, validate
from pipeline.contracts.ledger import failure_cases
from tests.cells import cells, table_forms

TABLES = staged_tables()
DOCUMENTS = pl.DataFrame({"report_id": ["r0"]})


def violations(frame: pl.DataFrame, table: str = "cells") -> list[tuple[str, str, int, tuple[dict[str, object], ...]]]:
    with pytest.raises(ContractError) as caught:
        validate({table: frame}, known={"documents": DOCUMENTS})
    return [(v.table, v.check, v.n, v.keys) for v in caught.value.violations]


def with_first(column: str, value: object) -> pl.DataFrame:
    frame = cells()
    first = pl.int_range(pl.len()) == 0
    return frame.with_columns(
        pl.when(first).then(pl.lit(value)).otherwise(column).cast(frame.schema[column]).alias(column)
    )


FIRST = {"report_id": "r0", "table": "disclosure", "row": "rules", "column": "issued"}


def test_a_whole_report_holds() -> None:
    validate({"cells": cells()}, known={"documents": DOCUMENTS})


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_without_rows_holds(name: str) -> None:
    validate({name: TABLES[name].empty()})


PRESENT = "value is there exactly where status is reported or decoded"


def test_a_value_outside_its_domain() -> None:
    found = violations(with_first("status", "guessed"))
    assert found == [("cells", check, 1, (FIRST,)) for check in ("status is in its domain", PRESENT)]


@pytest.mark.parametrize(("column", "value"), [("status", "ambiguous"), ("value", None)])
def test_a_value_that_its_status_denies_or_asks_for(column: str, value: object) -> None:
    assert violations(with_first(column, value)) == [("cells", PRESENT, 1, (FIRST,))]


def test_a_null_where_there_must_be_none() -> None:
    # Left to its defaults, pandera lets a null pass every check but its own, and names that row by position.
    assert violations(with_first("status", None)) == [("cells", "status is not null", 1, (FIRST,))]


def test_a_number_below_its_minimum() -> None:
    assert violations(with_first("start", -1)) == [("cells", "start >= 0", 1, (FIRST,))]


def test_a_cell_that_no_form_has() -> None:
    key = {**FIRST, "row": "penalties"}
    assert violations(with_first("row", "penalties")) == [
        ("cells", "(table, row, column) go together", 1, (key,)),
    ]


def test_a_key_that_stands_twice_names_both_rows() -> None:
    frame = cells()
    assert violations(pl.concat([frame, frame.head(1)])) == [
        ("cells", "(report_id, table, row, column) is unique", 2, (FIRST, FIRST))
    ]


def test_a_reference_into_nothing() -> None:
    found = violations(cells(report="r9"))
    assert [(table, check, n, len(keys)) for table, check, n, keys in found] == [
        ("cells", "(report_id) is in documents", 200, 10)
    ]


def test_a_wrong_type_and_a_missing_column() -> None:
    (wrong,) = violations(cells().with_columns(pl.col("start").cast(pl.Int64)))
    assert wrong[2] == 0
    assert "start" in wrong[1]
    assert any("unit" in check for _, check, _, _ in violations(cells().drop("unit")))


def test_all_tables_are_collected_into_one_error() -> None:
    checks = TABLES["checks"].empty()
    row = {"report_id": "r0", "table": "requests", "rule": "no_such_rule", "instance": "total", "status": "pass"}
    checks = pl.concat([checks, pl.DataFrame([row])], how="diagonal")
    with pytest.raises(ContractError, match="no_such_rule") as caught:
        validate({"cells": with_first("status", "guessed"), "checks": checks})
    assert {violation.table for violation in caught.value.violations} == {"cells", "checks"}


def test_many_failures_are_counted_and_few_are_named() -> None:
    ((_, _, n, keys),) = violations(cells().with_columns(start=pl.lit(-1, pl.Int32)))
    assert (n, len(keys)) == (200, 10)


def test_a_row_of_another_form_is_no_row_of_a_typed_table() -> None:
    tiers = table_forms().select("report_id", "table", tier=pl.lit("verified"))
    typed = type_cells(cells(form="2019"), table_forms(form="2019"), tiers, "requests").with_columns(
        form=pl.lit("2021")
    )
    with pytest.raises(ContractError) as caught:
        validate({"typed_requests": typed})
    (violation,) = caught.value.violations
    assert violation.keys == ({"report_id": "r0", "outcome": "other"},)


def test_the_ledger_contract_has_no_null_that_passes_or_fails_unseen() -> None:
    frame = pl.DataFrame(
        {
            "report_id": ["a", "b", "c", "d"],
            "table": ["requests"] * 4,
            "rule": ["result_total"] * 4,
            "instance": ["total"] * 4,
            "lhs": [1, 1, None, None],
            "rhs": [1, 2, 1, None],
        },
        schema_overrides={"lhs": pl.Int64, "rhs": pl.Int64},
    )
    assert failure_cases(frame)["report_id"].to_list() == ["b"]
    assert failure_cases(frame.filter(pl.col("report_id") != "b")).is_empty()
    assert isinstance(LEDGER, pa.DataFrameSchema)
    assert LEDGER.checks[0].ignore_na is False


def test_what_is_no_ledger_is_an_error_and_not_a_verdict() -> None:
    with pytest.raises(SchemaError):
        failure_cases(pl.DataFrame({"lhs": ["1"], "rhs": ["2"]}))


def test_value_type_holds_sixteen_digits_and_eight_decimals() -> None:
    value = Decimal("9999999999999999.99999999")
    frame = cells({("disclosure", "fees", "amount"): (value, "reported")})
    assert value in frame["value"].to_list()
