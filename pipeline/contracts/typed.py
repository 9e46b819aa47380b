"""Typed tables: the cells of a statutory table laid out as the form has them, one column per column of the form."""

from __future__ import annotations

import polars as pl

from pipeline.contracts.model import Combination, Reference, StagedColumn, StagedTable
from pipeline.contracts.statuses import MIXED, TIERS, VALUE_DTYPE
from pipeline.forms import FORMS, YUAN, Domain, Forms, Text
from pipeline.ledger import typed_values

ROW_NAMES = {"disclosure": "item", "requests": "outcome", "review": "route"}
"""What the row key of a statutory table is called in its typed table."""

YUAN_DTYPE = pl.Decimal(24, 4)
YUAN_LIMIT = 10**20


def typed_name(key: str) -> str:
    """Name of the typed table of the statutory table `key`."""
    return f"typed_{key}"


def row_name(key: str) -> str:
    """Name of the column that holds the row key in the typed table of `key`."""
    return ROW_NAMES.get(key, "row")


def typed_table(key: str, forms: Forms = FORMS) -> StagedTable:
    """Declaration of the typed table of the statutory table `key`, over all forms that have it."""
    newest = forms.tables(key)[-1][1]
    form_keys = tuple(form.key for form, _ in forms.tables(key))
    rows = frozenset((form.key, row.key) for form, table in forms.tables(key) for row in table.rows)
    rows |= {(MIXED, row) for _, row in rows}
    row = row_name(key)
    columns = [
        StagedColumn("report_id", pl.String(), Text("报告编号", "Report")),
        StagedColumn("report_year", pl.Int32(), Text("报告年度", "Year the report is about"), nullable=True),
        StagedColumn("form", pl.String(), Text("表样", "Form that the table shows"), domain=(*form_keys, MIXED)),
        StagedColumn("tier", pl.String(), Text("该表的勾稽等级", "Tier of the table"), domain=TIERS),
        StagedColumn(row, pl.String(), Text("行", "Row of the table"), domain=tuple(r.key for r in forms.rows(key))),
    ]
    for column in forms.columns(key):
        if column.domain is Domain.AMOUNT:
            columns += [
                StagedColumn(
                    column.key, VALUE_DTYPE, _with(column.text, "，按所写单位", ", as written"), True, minimum=0
                ),
                StagedColumn(
                    f"{column.key}_yuan", YUAN_DTYPE, _with(column.text, "，折合元", ", in 元"), True, minimum=0
                ),
            ]
        else:
            minimum = 0 if column.domain is Domain.COUNT else None
            columns.append(StagedColumn(column.key, pl.Int64(), column.text, nullable=True, minimum=minimum))
    if _has_amount(key, forms):
        columns.append(
            StagedColumn("unit", pl.String(), Text("金额单位（所写）", "Unit of the amount as written"), True)
        )
    return StagedTable(
        typed_name(key),
        newest.text,
        ("report_id", row),
        tuple(columns),
        references=(Reference(("report_id",), "reports", ("report_id",)),),
        combinations=(Combination(("form", row), rows),),
    )


def type_cells(
    cells: pl.DataFrame, table_forms: pl.DataFrame, tiers: pl.DataFrame, key: str, forms: Forms = FORMS
) -> pl.DataFrame:
    """Cells of many reports as the typed table of `key`, sorted by its key.

    Takes `cells` as staged, `table_forms` (report_id, table, form) and `tiers` (report_id, table, tier). A value stands
    where a number was reported or decoded and is in the domain of its column; everything else is null, and ``cells``
    says why. Amounts come as written and in 元, the latter null where the unit is unknown.
    """
    declared = typed_table(key, forms)
    row = row_name(key)
    index = ["report_id", "report_year", "row"]
    of_table = cells.filter(pl.col("table") == key)
    long = typed_values(of_table, forms).select(*index, "column", "unit", "count", "amount")
    amounts = [column.key for column in forms.columns(key) if column.domain is Domain.AMOUNT]
    wide = (
        long.group_by(index)
        .agg(
            *(
                pl.col("amount" if column.key in amounts else "count")
                .filter(pl.col("column") == column.key)
                .first()
                .alias(column.key)
                for column in forms.columns(key)
            ),
            pl.col("unit").filter(pl.col("column").is_in(amounts)).first(),
        )
        .with_columns(_in_yuan(pl.col(amount), pl.col("unit")).alias(f"{amount}_yuan") for amount in amounts)
    )
    return (
        wide.join(table_forms.filter(pl.col("table") == key).drop("table"), on="report_id")
        .join(tiers.filter(pl.col("table") == key).drop("table"), on="report_id")
        .rename({"row": row})
        .select(pl.col(name).cast(dtype) for name, dtype in declared.schema.items())
        .sort(declared.key)
    )


def _in_yuan(amount: pl.Expr, unit: pl.Expr) -> pl.Expr:
    # Thirty-eight digits hold any product of a printed number and a unit; what then does not fit is no amount of money.
    factor = unit.replace_strict(list(YUAN), list(YUAN.values()), default=None, return_dtype=pl.Int64)
    product = amount.cast(pl.Decimal(38, 8)) * factor.cast(pl.Decimal(38, 0))
    return pl.when(product < YUAN_LIMIT).then(product).cast(YUAN_DTYPE, strict=False)


def _has_amount(key: str, forms: Forms) -> bool:
    return any(column.domain is Domain.AMOUNT for column in forms.columns(key))


def _with(text: Text, zh: str, en: str) -> Text:
    return Text(text.zh + zh, text.en + en)
