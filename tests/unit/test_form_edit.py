"""One edit of a form, and everything made from it follows: no other code is touched here."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from pipeline.contracts import (
    ContractError,
    contract,
    dictionary,
    judge,
    reference_frames,
    staged_tables,
    type_cells,
    validate,
)
from pipeline.engine.reading import reader_version
from pipeline.forms import FORMS, Column, Forms, Row
from pipeline.ledger import evaluate
from tests.cells import cells, table_forms

ROW = Row("denied_test", "试行不予公开事项", "Denied on trial", "9.", group="denied")
COLUMN = Column("media", "新闻媒体", "Media")
KEY = ("requests", "denied_test", "natural_person")


def edited(with_column: bool = False) -> Forms:
    """The forms with a row more in the 2021 table of requests, and the outcomes that add up to its total."""
    form = FORMS.form("2021")
    table = form.table("requests")
    (block,) = table.blocks
    at = next(i for i, row in enumerate(block.rows) if row.key == "denied_admin_query") + 1
    columns = (*block.columns, COLUMN) if with_column else block.columns
    sums = tuple(
        replace(total, rhs=(*total.rhs, ROW.key)) if total.rule == "result_total" else total for total in table.sums
    )
    table = replace(
        table, blocks=(replace(block, rows=(*block.rows[:at], ROW, *block.rows[at:]), columns=columns),), sums=sums
    )
    tables = tuple(table if known.key == "requests" else known for known in form.tables)
    return replace(FORMS, forms=(FORMS.form("2019"), replace(form, tables=tables)))


EDITED = edited()


def test_labels() -> None:
    assert ROW in EDITED.rows("requests")
    assert ROW not in FORMS.rows("requests")


def test_typed_rows_and_their_domain() -> None:
    frame = cells({KEY: (4, "reported")}, forms=EDITED)
    forms = table_forms(forms=EDITED)
    tiers = forms.select("report_id", "table", tier=pl.lit("verified"))
    typed = type_cells(frame, forms, tiers, "requests", EDITED)
    assert typed.filter(pl.col("outcome") == ROW.key)["natural_person"].to_list() == [4]
    validate({"typed_requests": typed, "cells": frame}, EDITED)
    with pytest.raises(ContractError, match="denied_test"):
        validate({"typed_requests": typed, "cells": frame}, FORMS)


def test_typed_columns_schema_and_contract() -> None:
    table = staged_tables(edited(with_column=True))["typed_requests"]
    assert table.schema["media"] == pl.Int64
    assert "media" in contract(table).columns
    assert "media" not in staged_tables()["typed_requests"].schema


def test_identities() -> None:
    checks = judge(evaluate(cells({KEY: (4, "reported")}, forms=EDITED), table_forms(forms=EDITED), EDITED))
    assert len(checks) == 43
    failing = checks.filter(pl.col("status") == "fail").select("rule", "instance", "delta").rows()
    assert sorted(failing) == [("applicant_total", "denied_test", -4), ("result_total", "natural_person", -4)]


def test_reference_tables() -> None:
    rows = reference_frames(EDITED)["form_rows"].filter(pl.col("row") == ROW.key)
    assert rows.select("form", "label_zh", "label_en", "group").rows() == [("2021", ROW.label, ROW.en, "denied")]


def test_dictionary() -> None:
    added = set(dictionary(edited(with_column=True))) - set(dictionary())
    assert [(line.table, line.column, line.zh, line.en) for line in added] == [
        ("typed_requests", "media", COLUMN.label, COLUMN.en)
    ]


def test_everything_is_read_again() -> None:
    assert reader_version("1", EDITED) != reader_version("1", FORMS)
