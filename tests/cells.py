"""Cells made up for tests: a report on a form, whole and balanced, with changes where a test wants them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from pipeline.contracts import staged_tables
from pipeline.forms import FORMS, CellKey, Forms

Change = tuple[Decimal | int | None, str]
"""The value and status of a cell."""


def cells(
    changes: Mapping[tuple[str, str, str], Change] | None = None,
    report: str = "r0",
    form: str = "2021",
    year: int | None = 2023,
    forms: Forms = FORMS,
) -> pl.DataFrame:
    """All cells of a report, each reported as 0 unless `changes` says otherwise."""
    changed = {CellKey(*key): change for key, change in (changes or {}).items()}
    rows = []
    for table in forms.form(form).tables:
        for key, _, _ in table.cells():
            value, status = changed.pop(key, (0, "reported"))
            raw = None if value is None else str(value)
            number = None if value is None else Decimal(value)
            rows.append((report, year, *key, number, raw, None, status, None, None, None))
    assert not changed, f"no such cells: {sorted(changed)}"
    return pl.DataFrame(rows, schema=staged_tables(forms)["cells"].schema, orient="row")


def table_forms(report: str = "r0", form: str = "2021", forms: Forms = FORMS) -> pl.DataFrame:
    """The form of each table of a report."""
    rows = [(report, table.key, form) for table in forms.form(form).tables]
    return pl.DataFrame(rows, schema={"report_id": pl.String, "table": pl.String, "form": pl.String}, orient="row")
