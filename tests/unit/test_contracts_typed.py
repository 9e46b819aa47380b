"""Typed tables: the form's own columns, nulls where no number counts, money in 元 only where the unit is known."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from pipeline.contracts import type_cells, typed_table
from tests.cells import Change, cells, table_forms

FEES = ("disclosure", "fees", "amount")


def typed(frame: pl.DataFrame, key: str, form: str = "2021") -> pl.DataFrame:
    forms = table_forms(form=form)
    return type_cells(frame, forms, forms.select("report_id", "table", tier=pl.lit("unverified")), key)


def money(value: str, unit: str | None) -> dict[str, object]:
    frame = cells({FEES: (Decimal(value), "reported")}).with_columns(
        unit=pl.when(pl.col("column") == "amount").then(pl.lit(unit, pl.String))
    )
    return typed(frame, "disclosure").filter(pl.col("item") == "fees").row(0, named=True)


def test_columns_are_those_of_the_form_over_both_forms() -> None:
    assert typed_table("requests").names[4:] == (
        "outcome",
        "natural_person",
        "business",
        "research",
        "public_interest",
        "legal_service",
        "other",
        "total",
    )
    assert {"made", "issued", "decisions", "change", "amount", "amount_yuan", "unit"} <= set(
        typed_table("disclosure").names
    )


@pytest.mark.parametrize(("key", "rows"), [("disclosure", 6), ("requests", 25), ("review", 3)])
def test_one_row_a_row_of_the_form(key: str, rows: int) -> None:
    frame = typed(cells(), key)
    assert len(frame) == rows
    assert frame.schema == typed_table(key).schema


@pytest.mark.parametrize("status", ["blank", "marked", "ambiguous", "absent"])
def test_no_number_is_null_and_not_zero(status: str) -> None:
    change: Change = (None, status)
    frame = typed(cells({("requests", "granted", "total"): change}), "requests")
    assert frame.filter(pl.col("outcome") == "granted")["total"].to_list() == [None]
    assert frame["total"].null_count() == 1


def test_a_decoded_number_is_a_number() -> None:
    frame = typed(cells({("requests", "granted", "total"): (7, "decoded")}), "requests")
    assert frame["total"].sum() == 7


@pytest.mark.parametrize(
    ("column", "value", "held"), [("decisions", -1, None), ("change", -1, -1), ("change", "0.5", None)]
)
def test_domains_of_the_columns(column: str, value: int | str, held: int | None) -> None:
    change: Change = (Decimal(value), "reported")
    frame = typed(cells({("disclosure", "licensing", column): change}, form="2019"), "disclosure", "2019")
    assert frame.filter(pl.col("item") == "licensing")[column].to_list() == [held]


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [
        ("12.5", "万元", "125000"),
        ("12.5", "万", "125000"),
        ("0.0001", "亿元", "10000"),
        ("3.25", "元", "3.25"),
        ("3.25", None, None),
        ("3.25", "美元", None),
        ("9999999999999999", "亿元", None),
    ],
)
def test_money_in_yuan_where_the_unit_is_known(value: str, unit: str | None, yuan: str | None) -> None:
    row = money(value, unit)
    assert (row["amount"], row["unit"]) == (Decimal(value), unit)
    assert row["amount_yuan"] == (None if yuan is None else Decimal(yuan))


def test_a_mixed_table_keeps_the_cells_of_both_forms() -> None:
    frame = cells(form="2019")
    forms = table_forms().with_columns(form=pl.lit("mixed"))
    laid_out = type_cells(frame, forms, forms.select("report_id", "table", tier=pl.lit("unverified")), "disclosure")
    assert set(laid_out["form"]) == {"mixed"}
    assert len(laid_out) == 8
