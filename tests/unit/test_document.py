"""Normalising: plain characters, the same places, and never a digit that was none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers import document


def test_wide_and_traditional_characters_become_plain_ones_in_their_places() -> None:
    made = document("第二十條第（一）項：１，１１３　規範性文件｜０", "utf-8")
    assert made.norm == "第二十条第(一)项:1,113 规范性文件|0"
    assert made.offsets is None


def test_bracketed_numerals_unfold_and_lead_back() -> None:
    made = document("x㈠予以公开5", "utf-8")
    assert made.norm == "x(一)予以公开5"
    assert made.source(1, 4) == (1, 2)
    assert made.source(8, 9) == (6, 7)
    assert made.place(6) == 8


def test_footnote_marks_never_join_a_figure() -> None:
    made = document("5² 7① 3½ ٣", "utf-8")
    assert "".join(character for character in made.norm if character in "0123456789") == "573"


def test_compact_text_joins_what_a_layout_broke() -> None:
    made = document("本 年新 | 收\n政府“信息”", "utf-8")
    assert made.compact.chars == "本年新收政府信息"
    assert made.norm[made.compact.at(3)] == "收"
    assert made.norm[: made.compact.after(3)] == "本 年新"
    assert made.compact.at(8) == len(made.norm)


@given(st.text())
def test_every_place_leads_back_to_the_character_it_came_from(text: str) -> None:
    made = document(text, "utf-8")
    for place in range(len(made.norm)):
        start, end = made.source(place, place + 1)
        assert 0 <= start < end <= len(text)
    for place, character in enumerate(made.compact.chars):
        assert made.norm[made.compact.at(place)] == character


def test_readings_behind_characters_are_no_text_and_offsets_lead_back() -> None:
    text = "政(zheng)(zheng)府(fu)信(xin)息(xi)公開(kāi)工作 12 件(pdf)"
    found = document(text, "utf-8")
    assert found.norm.startswith("政府信息公开工作 12")
    start = found.norm.index("12")
    assert text[slice(*found.source(start, start + 2))] == "12"
    start = found.norm.index("府信")
    assert text[slice(*found.source(start, start + 2))] == "府(fu)信"


def test_a_word_in_brackets_is_no_reading() -> None:
    text = "附件(pdf)，面积3(km)，申请表(docx)"
    assert "(pdf)" in document(text, "utf-8").norm


def test_numbers_of_pages_behind_rows_of_figures_are_blanks_of_the_same_length() -> None:
    text = "规章 | 0 |\n- 4 -\n0\n\n 第 5 页 共 9 页\n7\n5 / 9\n\f规章\n- 8 -\n0\n9 / 5"
    made = document(text, "utf-8")
    assert made.norm.split() == ["规章", "|", "0", "|", "0", "7", "规章", "-", "8", "-", "0", "9", "/", "5"]
    assert len(made.norm) == len(text)


@pytest.mark.parametrize("numbers", [("- 4 -", "- 5 -"), ("—4—", "—5—"), ("第4页", "第5页"), ("Page 4", "Page 5")])
def test_numbers_of_pages_that_count_on_are_none_of_a_label_broken_by_them(numbers: tuple[str, str]) -> None:
    text = f"属于行政\n\n{numbers[0]}\n查询事项\n0\n重复\n{numbers[1]}\n申请\n7"
    made = document(text, "utf-8")
    assert made.norm.split() == ["属于行政", "查询事项", "0", "重复", "申请", "7"]
    assert made.norm.count("\n") == 5  # the empty line before a number is the page's as well
    assert len(made.norm) == len(text)


def test_markup_left_in_a_text_is_blank_and_marks_of_notes_are_not() -> None:
    text = "本年新<br/>制作数量 | &nbsp; | **5**<BR> | <span class='x'>7</span> | 58<sup>1</sup> | <del>9</del>"
    made = document(text, "utf-8")
    assert made.compact.chars.startswith("本年新制作数量57")
    assert "58<sup>1</sup>" in made.norm
    assert "<del>9</del>" in made.norm
    assert "nbsp" not in made.norm
    assert len(made.norm) == len(text)
