"""Texts in which each distinct line stands once: what was removed is no blank, and no honest page is one of them."""

from __future__ import annotations

import pytest

from pipeline.tables import CellStatus
from tests.shown import TITLE, codes, read, statuses

BLANK, OPEN, REPORTED = CellStatus.BLANK, CellStatus.AMBIGUOUS, CellStatus.REPORTED
HEAD, ITEMS = "信息内容", ("上一年项目数量", "本年增/减")
MADE, DECIDED = ("本年新制作数量", "本年新公开数量", "对外公开总数量"), "处理决定数量"
FORM_2019 = [
    *("第二十条第（一）项", HEAD, *MADE, "规章", "0", "0", "0", "规范性文件", "0", "0", "0"),
    *("第二十条第（五）项", HEAD, *ITEMS, DECIDED, "行政许可", "6", "减3", "3", "其他对外管理服务事项", "0", "0", "0"),
    *("第二十条第（六）项", HEAD, *ITEMS, DECIDED, "行政处罚", "0", "0", "0", "行政强制", "0", "0", "0"),
    *("第二十条第（八）项", HEAD, *ITEMS, "行政事业性收费", "0", "0"),
    *("第二十条第（九）项", HEAD, "采购项目数量", "采购总金额", "政府集中采购", "4", "0.37万元"),
]
FORM_2021 = [
    *("第二十条第（一）项", HEAD, "本年制发件数", "本年废止件数", "现行有效件数"),
    *("规章", "0", "0", "0", "行政规范性文件", "3", "0", "12"),
    *("第二十条第（五）项", HEAD, "本年处理决定数量", "行政许可", "35"),
    *("第二十条第（六）项", HEAD, "本年处理决定数量", "行政处罚", "7", "行政强制", "0"),
    *("第二十条第（八）项", HEAD, "本年收费金额（单位：万元）", "行政事业性收费", "0"),
]
BLANK_ROWS = "规范性文件", "其他对外管理服务事项", "行政处罚", "行政强制", "行政事业性收费"
KEYS = "normative_documents", "other_services", "penalties", "coercion", "fees"


def _text(lines: list[str], apart: str = "\n") -> str:
    return TITLE + apart.join(lines) + "\n"


def _once(lines: list[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def _without_zeros(lines: list[str]) -> list[str]:
    """The same page with cells left empty, and an extractor that keeps no empty line."""
    return [line for line in lines if line != "0"]


@pytest.mark.parametrize("apart", ["\n", "\n\n", "  \n"], ids=["lines", "every other line", "blanks at the end"])
@pytest.mark.parametrize("lines", [FORM_2019, FORM_2021], ids=["2019", "2021"])
def test_what_was_removed_is_not_blank(lines: list[str], apart: str) -> None:
    reading, cells = read(_text(_once(lines), apart))
    assert reading.status == "unreadable"
    assert codes(reading, None) == ["repeated_lines_removed"]
    found = {status for table, row in cells for status in statuses(cells, table, row)}
    assert found - {CellStatus.ABSENT} == {OPEN}


def test_the_first_line_of_the_kind_may_stand_above_the_table() -> None:
    lines = [line for line in _once(FORM_2019) if line != "规章"]
    reading, cells = read("规章\n" + _text(lines))
    assert codes(reading, None) == ["repeated_lines_removed"]
    assert statuses(cells, "disclosure", "penalties") == [OPEN] * 3


@pytest.mark.parametrize("lines", [FORM_2019, FORM_2021], ids=["2019", "2021"])
def test_the_whole_page_is_read(lines: list[str]) -> None:
    reading, cells = read(_text(lines))
    assert "repeated_lines_removed" not in codes(reading, None)
    assert statuses(cells, "disclosure", "coercion") == [REPORTED] * len(cells["disclosure", "coercion"])


def test_a_page_without_zeros_repeats_its_headers() -> None:
    reading, cells = read(_text(_without_zeros(FORM_2019)))
    assert "repeated_lines_removed" not in codes(reading, None)
    assert [status for key in KEYS for status in statuses(cells, "disclosure", key)] == [BLANK] * 14


def test_one_header_for_all_blocks_and_no_zero_is_no_removed_line() -> None:
    lines = [line for line in _once(FORM_2019) if line != "0"]
    reading, cells = read(_text(lines))
    assert "repeated_lines_removed" not in codes(reading, None)
    assert statuses(cells, "disclosure", "penalties") == [BLANK] * 3


@pytest.mark.parametrize("empty", [3, 1], ids=["a line a cell", "one line"])
def test_an_empty_line_where_a_cell_is_empty_shows_it(empty: int) -> None:
    lines = [line + "\n" * empty if line in BLANK_ROWS else line for line in _once(FORM_2019)]
    reading, cells = read(_text(lines))
    assert "repeated_lines_removed" not in codes(reading, None)
    assert statuses(cells, "disclosure", "penalties") == [BLANK] * 3


@pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=["2019", "2021"])
def test_borders_show_empty_cells(form: list[str]) -> None:
    lines = [f"{line} | | |" if line in BLANK_ROWS else line for line in _once(form)]
    assert "repeated_lines_removed" not in codes(read(_text(lines))[0], None)


def test_rows_of_pipes_under_one_header_are_read() -> None:
    rows = ["第二十条第（五）项", " | ".join((HEAD, *ITEMS, DECIDED)), "行政许可 | 6 | 减3 | 3"]
    rows += ["其他对外管理服务事项 | 0 | 0 | 0", "第二十条第（六）项", "行政处罚 | | |", "行政强制 | | |"]
    rows += ["第二十条第（八）项", "行政事业性收费 | | |"]
    reading, cells = read(_text(rows))
    assert "repeated_lines_removed" not in codes(reading, None)
    assert statuses(cells, "disclosure", "penalties") == [BLANK] * 3


def test_few_blocks_need_no_second_header() -> None:
    lines = _once(FORM_2021[: FORM_2021.index("第二十条第（六）项")])
    assert "repeated_lines_removed" not in codes(read(_text(lines))[0], None)


def test_a_value_that_stands_twice_was_not_removed() -> None:
    lines = _once(FORM_2019)
    lines[-2:] = ["3", "0.37万元"]
    assert "repeated_lines_removed" not in codes(read(_text(lines))[0], None)
