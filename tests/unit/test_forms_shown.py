"""What the labels of a table show: its form, where they do."""

from __future__ import annotations

import pytest

from tests.checking import check_one
from tests.shown import RECEIVED, REQUESTS, REVIEW, TITLE, read

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
