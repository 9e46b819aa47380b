"""What stands where a name stands and is none."""

from __future__ import annotations

import pytest

from pipeline.reports.leads import without_lead_in, without_notices


@pytest.mark.parametrize(
    "name",
    [
        "中华人民共和国",
        "政府",
        "人民政府",
        "制定本局",
        "编制我办",
        "本镇",
        "下文类同)",
        "下同),青棠县水务局",
        "关于做好",
        "务公开办公室",
    ],
)
def test_no_name(name: str) -> None:
    assert without_lead_in(name) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("中华人民共和国海事局", "中华人民共和国海事局"),
        ("青棠县人民政府", "青棠县人民政府"),
        ("青棠新区管委会(筹)", "青棠新区管委会(筹)"),
        ("现向社会公布青棠县水务局", "青棠县水务局"),
        ("制定办法的本县", "制定办法的本县"),
    ],
)
def test_a_name_without_what_leads_in_to_it(words: str, name: str) -> None:
    assert without_lead_in(words) == name


@pytest.mark.parametrize("form", ["格式", "格式(试行)", "编制工作的通知"])
def test_the_form_that_a_notice_prescribes_is_no_title(form: str) -> None:
    text = f"按照《中华人民共和国政府信息公开工作年度报告{form}》的要求"
    assert "年度报告" not in without_notices(text)
    assert len(without_notices(text)) == len(text)
