"""Reference tables: the form itself as rows, for joins and for labels in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from pipeline.checks.members import members
from pipeline.contracts.measures import MEASURES_TABLE, measure_rows
from pipeline.contracts.model import StagedColumn, StagedTable
from pipeline.contracts.verdicts import MEMBERS_TABLE, RULES_TABLE, rules_rows
from pipeline.forms import FORMS, Forms, Text

STRING, INT, BOOL = pl.String(), pl.Int32(), pl.Boolean()

_FORM = StagedColumn("form", STRING, Text("表样", "Form"))
_TABLE = StagedColumn("table", STRING, Text("表", "Table"))
_POSITION = StagedColumn("position", INT, Text("表内次序，从 1 起", "Order in the table, from 1"))
_LABEL_ZH = StagedColumn("label_zh", STRING, Text("法定名称", "Statutory label"))
_LABEL_EN = StagedColumn("label_en", STRING, Text("英文名称", "Label in English"))

_ROWS = StagedTable(
    "form_rows",
    Text("法定表格的行", "Rows of the statutory tables"),
    ("table", "form", "row"),
    (
        _TABLE,
        _FORM,
        StagedColumn("row", STRING, Text("行", "Row")),
        _POSITION,
        _LABEL_ZH,
        _LABEL_EN,
        StagedColumn("number", STRING, Text("印出的编号", "Numbering as printed")),
        StagedColumn("group", STRING, Text("所属的组", "Group the row belongs to")),
        StagedColumn("is_total", BOOL, Text("是否为其他行之和", "Whether it is the sum of other rows")),
    ),
    by_year=False,
)
_COLUMNS = StagedTable(
    "form_columns",
    Text("法定表格的列", "Columns of the statutory tables"),
    ("table", "form", "block", "column"),
    (
        _TABLE,
        _FORM,
        StagedColumn("block", STRING, Text("列相同的一组行", "Rows that share these columns")),
        StagedColumn("column", STRING, Text("列", "Column")),
        _POSITION,
        _LABEL_ZH,
        _LABEL_EN,
        StagedColumn("domain", STRING, Text("数值类型", "Kind of number")),
        StagedColumn("unit", STRING, Text("表头印出的单位", "Unit printed in the heading"), nullable=True),
    ),
    by_year=False,
)
_GROUPS = StagedTable(
    "form_groups",
    Text("法定表格中行的组", "Groups of rows of the statutory tables"),
    ("table", "form", "group"),
    (
        _TABLE,
        _FORM,
        StagedColumn("group", STRING, Text("组", "Group")),
        _POSITION,
        _LABEL_ZH,
        _LABEL_EN,
        StagedColumn("number", STRING, Text("印出的编号", "Numbering as printed")),
    ),
    by_year=False,
)

REFERENCE_TABLES = (_ROWS, _COLUMNS, _GROUPS, RULES_TABLE, MEMBERS_TABLE, MEASURES_TABLE)
"""Declarations of the reference tables, the same whatever the forms are."""


def reference_frames(forms: Forms = FORMS) -> dict[str, pl.DataFrame]:
    """The reference tables filled from `forms`, by name, in printed order."""
    tables = [(form, table) for form in forms.forms for table in form.tables]
    return {
        _ROWS.name: _frame(
            _ROWS,
            (
                (table.key, form.key, row.key, i, row.label, row.en, row.number, row.group, row.is_total)
                for form, table in tables
                for i, row in enumerate(table.rows, 1)
            ),
        ),
        _COLUMNS.name: _frame(
            _COLUMNS,
            (
                (table.key, form.key, block.key, c.key, i, c.label, c.en, str(c.domain), c.unit)
                for form, table in tables
                for block in table.blocks
                for i, c in enumerate(block.columns, 1)
            ),
        ),
        _GROUPS.name: _frame(
            _GROUPS,
            (
                (table.key, form.key, group.key, i, group.label, group.en, group.number)
                for form, table in tables
                for i, group in enumerate(table.groups, 1)
            ),
        ),
        RULES_TABLE.name: _frame(RULES_TABLE, rules_rows(forms)),
        MEMBERS_TABLE.name: _frame(MEMBERS_TABLE, members(forms)),
        MEASURES_TABLE.name: _frame(MEASURES_TABLE, measure_rows()),
    }


def _frame(table: StagedTable, rows: Iterable[Sequence[object]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=table.schema, orient="row")
