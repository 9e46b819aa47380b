"""The data dictionary of the staged tables, written nowhere but in their declarations."""

from __future__ import annotations

from pipeline.contracts.model import DictionaryRow
from pipeline.contracts.staged import staged_tables
from pipeline.forms import FORMS, Forms


def dictionary(forms: Forms = FORMS) -> tuple[DictionaryRow, ...]:
    """One line a table, followed by one line for each of its columns."""
    lines: list[DictionaryRow] = []
    for table in staged_tables(forms).values():
        lines.append(DictionaryRow(table.name, "", "table", table.text.zh, table.text.en))
        lines += [
            DictionaryRow(table.name, column.name, str(column.dtype), column.text.zh, column.text.en)
            for column in table.columns
        ]
    return tuple(lines)
