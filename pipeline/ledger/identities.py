"""The two sides of every identity, one row an instance, over any number of reports in one pass.

No verdict here: that is the ledger contract's. A side is null where one of its members has no reported value. Beside
it stands, for information, what the side would be with blanks and marks counted as zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.forms import FORMS, Forms, Identity
from pipeline.ledger.numbered import KEY as CELL
from pipeline.ledger.numbered import cell_numbers, numbered, row_numbers
from pipeline.ledger.values import typed_values
from pipeline.tables.model import CellStatus

KEY = ("report_id", "table", "rule", "instance")
"""What names an instance of an identity in a report."""

SIDES = ("lhs", "rhs")
STRETCH = 5_000
"""Reports laid out at a time: some tens of megabytes."""

EMPTY = (str(CellStatus.BLANK), str(CellStatus.MARKED))


def evaluate(cells: pl.DataFrame, table_forms: pl.DataFrame, forms: Forms = FORMS) -> pl.DataFrame:
    """Both sides of all identities of all reports.

    Takes `cells` (report_id, table, row, column, value Decimal, status) and `table_forms` (report_id, table, form).
    Gives report_id, table, rule, instance and, Int64, ``lhs``, ``rhs`` (null where a member is not reported),
    ``lhs_zero``, ``rhs_zero`` (blank and marked members counted as zero; null where a member is decoded, ambiguous,
    absent or outside its domain), in the order of `table_forms` and, within a table, of the form. A table whose form is
    unknown, mixed or without identities gives no rows.
    """
    reports = table_forms["report_id"].unique(maintain_order=True)
    expected = (
        table_forms.select("report_id", "table", "form")
        .with_columns(report=pl.Series(row_numbers(table_forms["report_id"], reports)))
        .join(_instances(forms), on=["table", "form"], maintain_order="left_right")
    )
    added = [_added(stretch, forms) for stretch in _stretches(cells, reports, forms)]
    at = (expected["identity"].to_numpy(), expected["report"].to_numpy())
    every = {name: np.concatenate([one[name] for one in added], axis=1)[at] for name in added[0]}
    return expected.select(*KEY).with_columns(
        pl.Series(f"{side}{kind}", every[side]).set(pl.Series(~every[f"{side}{known}"]), None)
        for kind, known in (("", "_reported"), ("_zero", "_told"))
        for side in SIDES
    )


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """The cells of some reports, one row a cell of any form, one column a report.

    `counts`: the reported number, 0 without one; `reported`, `told`: whether there is one, and whether the cell was
    told of at all, blanks and marks included.
    """

    counts: NDArray[np.int64]
    reported: NDArray[np.bool_]
    told: NDArray[np.bool_]


def _stretches(cells: pl.DataFrame, reports: pl.Series, forms: Forms) -> Iterator[_LaidOut]:
    """The cells of all reports, laid out for some thousand of them at a time."""
    reported = (pl.col("status") == CellStatus.REPORTED) & pl.col("count").is_not_null()
    laid = (
        typed_values(cells.select("report_id", *CELL, "value", "status"), forms)
        .with_columns(numbered(cells, forms), pl.Series("report", row_numbers(cells["report_id"], reports)))
        .select(
            "report",
            "number",
            reported=reported,
            told=reported | pl.col("status").is_in(EMPTY),
            count=pl.when(reported).then("count").otherwise(0),
        )
        .filter(pl.col("told"), pl.col("report") >= 0, pl.col("number").is_not_null())
    )
    for start in range(0, max(len(reports), 1), STRETCH):
        size = min(STRETCH, len(reports) - start)
        here = laid.filter(pl.col("report").is_between(start, start + size, closed="left"))
        at = (here["number"].to_numpy(), here["report"].to_numpy() - start)
        shape = (len(cell_numbers(forms)), size)
        made = _LaidOut(np.zeros(shape, np.int64), np.zeros(shape, np.bool_), np.zeros(shape, np.bool_))
        for into, name in ((made.counts, "count"), (made.reported, "reported"), (made.told, "told")):
            into[at] = here[name].to_numpy()
        yield made


def _added(laid: _LaidOut, forms: Forms) -> dict[str, NDArray[Any]]:
    """Per identity of all forms and report: the sum of each side, and whether its members are all reported, or told."""
    numbers = cell_numbers(forms)
    made: dict[str, list[Any]] = {f"{side}{what}": [] for side in SIDES for what in ("", "_reported", "_told")}
    for _, identity in _identities(forms):
        for side, members in zip(SIDES, (identity.lhs, identity.rhs), strict=True):
            these = [numbers[member] for member in members]
            made[side].append(laid.counts[these].sum(axis=0))
            made[f"{side}_reported"].append(laid.reported[these].all(axis=0))
            made[f"{side}_told"].append(laid.told[these].all(axis=0))
    return {name: np.stack(rows) for name, rows in made.items()}


def _identities(forms: Forms) -> list[tuple[str, Identity]]:
    return [(form.key, identity) for form in forms.forms for identity in form.identities()]


@lru_cache(maxsize=8)
def _instances(forms: Forms) -> pl.DataFrame:
    """The identities of all forms, one row each, numbered in their order."""
    return pl.DataFrame(
        [(i, form, one.table, one.rule, one.instance) for i, (form, one) in enumerate(_identities(forms))],
        schema={
            "identity": pl.UInt32,
            "form": pl.String,
            "table": pl.String,
            "rule": pl.String,
            "instance": pl.String,
        },
        orient="row",
    )
