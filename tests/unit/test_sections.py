"""The headings of the six sections, as reports really print them."""

from __future__ import annotations

import pytest

from pipeline.forms import FORMS
from pipeline.readers import document
from pipeline.reports import describe

KEYS = [section.key for section in FORMS.sections]
TITLE = "青棠县教育局2022年政府信息公开工作年度报告\n"
PROSE = "按时更新目录，接受监督。"


def _found(headings: list[str], between: str = f"\n{PROSE}\n") -> list[str]:
    text = TITLE + between.join(headings) + between
    return [span.key for span in describe(document(text, "utf-8")).sections]


def _headings(style: str) -> list[str]:
    return [
        style.format(n=section.number, i=index, t=section.label, lost=section.label[:2] + section.label[3:])
        for index, section in enumerate(FORMS.sections, 1)
    ]


@pytest.mark.parametrize(
    "style",
    [
        "{n}、{t}",
        "{t}",
        "{n}、{t}：",
        "{i}、 {t}",
        "{i}.{t}",
        "（{n}）{t}",
        "{n}、{lost}",
        "第{n}部分 {t}",
        "第{n}部分：{t}",
        "## {n}、{t}",
        "**{n}、{t}**",
    ],
)
def test_all_six_are_found(style: str) -> None:
    assert _found(_headings(style)) == KEYS


def test_paragraphs_numbered_in_brackets_are_no_sections_where_sections_have_numbers_of_their_own() -> None:
    second = FORMS.sections[1]
    headings = _headings("{n}、{t}")
    inside = f"{headings[0]}\n（一）组织领导\n{PROSE}\n（{second.number}）{second.variants[-1]}\n{PROSE}"
    text = TITLE + f"\n{PROSE}\n".join([inside, *headings[1:]])
    spans = describe(document(text, "utf-8")).sections
    assert [span.key for span in spans] == KEYS
    assert spans[1].heading == headings[1]


@pytest.mark.parametrize("left_out", [3, 4])
def test_sections_behind_one_that_was_left_out_may_be_numbered_on(left_out: int) -> None:
    there = [section for index, section in enumerate(FORMS.sections) if index != left_out]
    headings = [f"{n}、{section.label}" for n, section in zip("一二三四五", there, strict=True)]
    assert _found(headings) == [section.key for section in there]


def test_matters_that_the_overview_lists_under_titles_of_sections_are_no_sections() -> None:
    listed = [f"{n}、{section.label}" for n, section in zip("一二", FORMS.sections[1:], strict=False)]
    assert _found(["（一）基本做法", *listed, "存在的主要问题及改进情况", "其他需要报告的事项"]) == KEYS[4:]


@pytest.mark.parametrize("leader", ["", "……………3", " 3", "\t— 3 —"])
@pytest.mark.parametrize("style", ["{n}、{t}", "{t}", "第{n}部分 {t}"])
def test_a_table_of_contents_has_no_sections(style: str, leader: str) -> None:
    headings = _headings(style)
    contents = "".join(f"{heading}{leader}\n" for heading in headings)
    text = f"{TITLE}目  录\n{contents}" + f"\n{PROSE}\n".join(headings) + f"\n{PROSE}\n"
    spans = describe(document(text, "utf-8")).sections
    assert [span.key for span in spans] == KEYS
    assert all(PROSE in text[span.start : span.end] for span in spans)
    assert not text[: spans[0].start].endswith("目  录\n")


def test_headings_without_anything_between_are_those_of_sections_where_they_stand_once() -> None:
    assert _found(_headings("{n}、{t}"), "\n") == KEYS


def test_a_numbered_line_that_only_shares_some_words_is_no_heading() -> None:
    assert _found(["一、总体情况", "二、工作中的经验和做法", "三、下一步打算"]) == ["overview"]
