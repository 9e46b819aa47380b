"""What the labels of a table show: its form, where they do, and whose columns its headings name."""

from __future__ import annotations

import pytest

from pipeline.tables import CellStatus
from tests.checking import check_one
from tests.shown import RECEIVED, REQUESTS, REVIEW, TITLE, codes, read, statuses

OPEN, REPORTED = CellStatus.AMBIGUOUS, CellStatus.REPORTED

OLD = (
    "第二十条第（一）项\n信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量\n"
    "规章 | 0 | 0 | 0\n规范性文件 | 2 | 2 | 8\n"
)
OTHERS = (
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
)


def _form(text: str) -> tuple[str, bool]:
    """The verdict on the form of the ledger, and whether it is said that nothing shows it."""
    checked = check_one(text)
    assert checked.reading is not None
    said = "form_not_shown" in {problem.code for problem in checked.reading.problems}
    key = ("form_matches_year", "requests")
    failing = key in {(one.rule.key, one.instance) for one in checked.findings}
    untold = key in {(one.rule.key, one.instance) for one in checked.untold}
    return "unverifiable" if untold else "fail" if failing else "pass", said


@pytest.mark.parametrize("values", [" | 0" * 7, " |" * 7])
def test_no_form_is_held_against_a_table_that_does_not_show_it(values: str) -> None:
    rows = "".join(f"{label}{values}\n" for label in RECEIVED)
    assert _form(TITLE + OLD + REQUESTS + rows) == ("unverifiable", True)
    rows += f"（六）其他处理{values}\n"
    filled = "0" in values
    assert _form(TITLE + OLD + REQUESTS + rows + REVIEW) == (("fail", False) if filled else ("unverifiable", True))
    rows += f"（七）总计{values}\n"
    assert _form(TITLE + OLD + REQUESTS + rows + REVIEW) == ("fail", False)


@pytest.mark.parametrize("values", [" | 0" * 7 + " |", " |" * 8])
def test_the_labels_of_rows_show_a_form_with_values_or_without(values: str) -> None:
    labels = (*RECEIVED, *(f"{number}.{label}" for number, label in enumerate(OTHERS, 1)))
    reading, _ = read(TITLE + OLD + REQUESTS + "".join(f"{label}{values}\n" for label in labels) + REVIEW)
    assert reading.tables is not None
    assert reading.tables.table_forms["requests"] == "2021"
    assert "form_not_shown" not in {problem.code for problem in reading.problems}


@pytest.mark.parametrize(
    ("heading", "row", "key"),
    [
        ("第二十条第（九）项\n信息内容 | 上一年项目数量 | 本年增/减\n", "政府集中采购 | 7 | 3\n", "procurement"),
        ("第二十条第（八）项\n信息内容 | 处理决定数量\n", "行政事业性收费 | 7\n", "fees"),
        ("第二十条第（九）项\n信息内容 | 采购项目数量 | 本年增/减\n", "政府集中采购 | 7 | 3\n", "procurement"),
    ],
)
def test_headings_of_other_columns_are_not_passed_over(heading: str, row: str, key: str) -> None:
    reading, cells = read(TITLE.replace("2023", "2019") + OLD + heading + row)
    assert statuses(cells, "disclosure", key) == [OPEN, OPEN]
    assert codes(reading, key) == ["columns_of_others"]
    assert statuses(cells, "disclosure", "rules") == [REPORTED] * 3


def test_a_heading_that_is_not_known_is_passed_over() -> None:
    heading = "第二十条第（九）项\n信息内容 | 项目个数 | 金额\n政府集中采购 | 7 | 3\n"
    assert statuses(read(TITLE + OLD + heading)[1], "disclosure", "procurement") == [REPORTED] * 2
