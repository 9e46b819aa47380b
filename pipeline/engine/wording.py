"""The form's own words for its keys, in Chinese and English: what a cell, a row or an instance of a rule is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline.forms import FORMS, CellKey, Forms, Text
from pipeline.narrative import CONCEPTS
from pipeline.readers import Problem

_OTHERS: Mapping[str, Text] = {
    "all": Text("整份报告", "the whole report"),
    "report": Text("整份报告", "the whole report"),
    "table": Text("整张表", "the whole table"),
    "dates": Text("统计期限", "reporting period"),
    "overview": Text("总体情况", "overview"),
    "version": Text("版本", "version"),
    "figures_of_last_year": Text("数据与上年相同", "figures of last year"),
    "text_of_last_year": Text("文字与上年雷同", "text of last year"),
    "figures_of_another": Text("数据与另一机关相同", "figures of another body"),
    "text_of_another": Text("文字与另一机关雷同", "text of another body"),
}
_BILINGUAL = re.compile(r"\s*(?P<zh>.*[\u3400-\u9fff].*?)\s*\((?P<en>[^\u3400-\u9fff]*)\)\s*", re.DOTALL)
_APART = "·"
_WORD = re.compile(r"[a-z]+")


def table_words(table: str, forms: Forms = FORMS) -> Text:
    """The title of a table; its key where no form has it."""
    known = forms.tables(table)
    return known[-1][1].text if known else Text(table, table)


def row_words(table: str, row: str, forms: Forms = FORMS) -> Text:
    """The label of a row, with its group before it where it has one that is printed."""
    return _rows(forms).get((table, row), Text(row, row))


def column_words(table: str, column: str, forms: Forms = FORMS) -> Text:
    """The heading of a column."""
    return _columns(forms).get((table, column), Text(column, column))


def cell_words(cell: CellKey, forms: Forms = FORMS) -> Text:
    """Row and column of a cell, in words."""
    row = row_words(cell.table, cell.row, forms)
    # The heading of a column depends on the block that the row stands in.
    column = _headings(forms).get(cell) or column_words(cell.table, cell.column, forms)
    return Text(f"{row.zh}{_APART}{column.zh}", f"{row.en} {_APART} {column.en}")


def instance_words(instance: str, table: str | None, per: str = "", forms: Forms = FORMS) -> Text:
    """What an instance of a rule is about: an applicant, a row, a route, a cell, a section, a claim; else as it is.

    `table` is that of the verdict and `per` what the rule says that an instance of it is.
    """
    key, _, _ = instance.partition("#")
    parts = key.split("|")
    if len(parts) == 3:
        return cell_words(CellKey(*parts), forms)
    if len(parts) == 2:
        return row_words(parts[0], parts[1], forms)
    for section in forms.sections:
        if key == section.key and table is None:
            return Text(section.label, section.en)
    if key in forms.table_keys and "table" in _WORD.findall(per):  # also where it is "row, or table"
        return table_words(key, forms)
    for known in (_columns(forms), _rows(forms)):
        if table is not None and (table, key) in known:
            return known[table, key]
    if key in CONCEPTS:
        return CONCEPTS[key].text
    return _OTHERS.get(key, Text(key, key))


def problem_place(problem: Problem, forms: Forms = FORMS) -> Text | None:
    """The cell, row or table that a problem is about, in words; None for one about the whole."""
    if problem.table is None:
        return None
    if problem.row is None:
        return table_words(problem.table, forms)
    if problem.column is None:
        return row_words(problem.table, problem.row, forms)
    return cell_words(CellKey(problem.table, problem.row, problem.column), forms)


def both_languages(message: str) -> Text:
    """A message that says the same twice, ``中文 (English)``, apart; one in a single language is the same in both."""
    match = _BILINGUAL.fullmatch(message)
    return Text(match["zh"], match["en"]) if match else Text(message, message)


@cache
def _rows(forms: Forms) -> Mapping[tuple[str, str], Text]:
    words = {}
    for form in forms.forms:
        for table in form.tables:
            groups = {group.key: group for group in table.groups if group.label}
            for row in table.rows:
                group = groups.get(row.group)
                label = f"{row.number}{row.label}"
                zh = f"{group.label}{_APART}{label}" if group else label
                words[table.key, row.key] = Text(zh, f"{group.en}: {row.en}" if group else row.en)
    return words


@cache
def _columns(forms: Forms) -> Mapping[tuple[str, str], Text]:
    return {
        (table.key, column.key): column.text
        for form in forms.forms
        for table in form.tables
        for column in table.columns
    }


@cache
def _headings(forms: Forms) -> Mapping[CellKey, Text]:
    return {cell: column.text for form in forms.forms for table in form.tables for cell, _, column in table.cells()}
