"""Cells by the headings above them: what a grid tells, and what it does not."""

from __future__ import annotations

import pytest

from pipeline.forms import FORMS
from pipeline.readers import read
from pipeline.reports import describe
from pipeline.tables import CellStatus, read_tables

_TOP = "<p>青塘县某局2022年政府信息公开工作年度报告</p><p>一、总体情况</p><p>二、主动公开政府信息情况</p><table>"
_END = "</table><p>青塘县某局</p><p>2023年1月15日</p>"
_BLOCK = FORMS.form("2021").table("disclosure").blocks[0]
_HEADINGS = [column.label for column in _BLOCK.columns]
_ROWS = ("", "3", "4", "5", "6", "7")
_FIRST, _SECOND = (row.label for row in _BLOCK.rows)


def cells(*rows: list[str]) -> list[str]:
    """What is read of the first block of the disclosure table: values, ``""`` for a blank, ``?`` for what is open."""
    lines = ([_BLOCK.heading, *[""] * (len(rows[0]) - 1)], *rows)
    return read_of("".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in lines))


def read_of(table: str) -> list[str]:
    """The same of the rows of a table as HTML."""
    document = read((_TOP + table + _END).encode())
    found = [
        cell
        for cell in read_tables(document, describe(document)).cells
        if cell.row in {row.key for row in _BLOCK.rows} and cell.table == "disclosure"
    ]
    assert not [cell for cell in found if cell.status is CellStatus.AMBIGUOUS and cell.value is not None]
    return ["?" if cell.status is CellStatus.AMBIGUOUS else cell.raw or "" for cell in found]


def test_a_value_beside_an_empty_cell_that_reaches_below_its_heading_too_is_open() -> None:
    headings = "".join(f"<td colspan=2>{heading}</td>" for heading in _HEADINGS)
    rows = "".join(
        f"<tr><td>{label}</td><td>3</td><td colspan=2></td><td>4</td><td colspan=2>{last}</td></tr>"
        for label, last in ((_FIRST, ""), (_SECOND, "7"))
    )
    assert read_of(f"<tr><td>{_BLOCK.heading}</td></tr><tr><td></td>{headings}</tr>{rows}")[:3] == ["?", "?", ""]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        # an empty column between labels and figures; a value below the last heading shows that none are one off
        ([["", "", *_HEADINGS], [_FIRST, "", "", "3", ""], [_SECOND, "", "", "", "4"]], ["", "3", "", "", "", "4"]),
        ([["", "", *_HEADINGS], [_FIRST, "", "", "3", ""], [_SECOND, "", "4", "", ""]], ["?"] * 6),
        # a number of the row, and a column for remarks that holds words
        (
            [["序号", "", *_HEADINGS, "备注"], ["1", _FIRST, "", "3", "", "略"], ["2", _SECOND, "", "", "", ""]],
            ["", "3", "", "", "", ""],
        ),
        # a value below no heading
        ([["", "", *_HEADINGS], [_FIRST, "9", "", "3", ""], [_SECOND, "", "", "", "4"]], ["?"] * 6),
        # two headings of one name, and none of another
        (
            [["", "", _HEADINGS[0], _HEADINGS[0], "", _HEADINGS[2]], [_FIRST, "", "", "3", "", ""]],
            ["?"] * 3,
        ),
        # a row that ends before the headings do
        ([["", "", *_HEADINGS], [_FIRST, "", "", "", "3"], [_SECOND, "", "", "4"]], ["", "", "3", "?", "?", "?"]),
        # as many values as columns, one of which is last year's, or the number of the row, and one is blank
        ([["", *_HEADINGS, "上年数"], [_FIRST, "", "3", "4", "9"], [_SECOND, "5", "6", "7", ""]], list(_ROWS)),
        ([["", "行次", *_HEADINGS], [_FIRST, "1", "", "3", "4"], [_SECOND, "2", "5", "6", "7"]], list(_ROWS)),
        ([["", "", *_HEADINGS], [_FIRST, "1", "2", "3", ""], [_SECOND, "2", "5", "6", "7"]], ["?"] * 6),
        # words, and two values, in a cell
        (
            [["", "", *_HEADINGS], [_FIRST, "", "3 4", "", "1"], [_SECOND, "", "见附件", "5", "6"]],
            ["?", "", "1", "?", "5", "6"],
        ),
    ],
)
def test_a_value_is_that_of_the_heading_above_it(rows: list[list[str]], told: list[str]) -> None:
    assert cells(*rows)[: len(told)] == told
