"""Sentences made from templates say what they were made to say, and nothing breaks on any text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.narrative import Claim, Exactness, Verdict, extract, judge
from pipeline.readers.document import document
from pipeline.reports.model import Kind, Report, SectionSpan
from tests.narrative.labelled import WORLDS, cells

TEMPLATES = {
    "requests_received": ("{when}我局共收到政府信息公开申请{n}。", "{when}受理依申请公开事项共计{n}，均已答复。"),
    "requests_new": ("{when}新收政府信息公开申请{n}。",),
    "requests_answered": ("{when}答复政府信息公开申请{n}。",),
    "requests_carried_over": ("收到政府信息公开申请若干，其中上年结转{n}。",),
    "requests_carried_forward": ("政府信息公开申请结转下年度继续办理{n}。",),
    "granted": ("收到政府信息公开申请后，予以公开{n}。", "政府信息公开申请中，{n}予以公开。"),
    "denied": ("收到政府信息公开申请后，不予公开{n}。",),
    "reviews": ("因政府信息公开被申请行政复议{n}。",),
    "litigation": ("{when}因政府信息公开被提起行政诉讼{n}。",),
    "normative_issued": ("{when}制发规范性文件{n}。", "{when}出台{n}行政规范性文件。"),
    "licensing": ("{when}作出行政许可决定{n}。",),
    "penalties": ("{when}作出行政处罚决定{n}。",),
}
ALPHABET = "收到受理政府信息公开申请件0123456789未无，。；（）行政复议诉讼予以维持规范性文件年上结转其中分别为均\n |-约"
FIGURE = frozenset("0123456789０１２３４５６７８９零一二三四五六七八九十,")
DIGITS = "零一二三四五六七八九"


def spelt(number: int) -> str:
    """Chinese numerals below a hundred."""
    ten, one = divmod(number, 10)
    return (f"{DIGITS[ten] if ten > 1 else ''}十" if ten else "") + (DIGITS[one] if one or not ten else "")


def claims_of(text: str) -> tuple[Claim, ...]:
    read = document(text, "utf-8")
    span = SectionSpan("overview", "一、总体情况", 0, len(text))
    report = Report(Kind.REPORT, "青塘县水务局", None, 2023, None, None, None, None, None, (span,))
    return extract(read, report, ())


@pytest.mark.parametrize("concept", TEMPLATES)
@settings(deadline=None)  # what the first example waits for is a pattern being compiled
@given(data=st.data())
def test_a_sentence_is_read_back(concept: str, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, 99_999))
    printed = data.draw(
        st.sampled_from([str(number), f"{number:,}", "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))])
        if number > 99 or number == 0
        else st.sampled_from([str(number), spelt(number)])
    )
    when = data.draw(st.sampled_from(["", "2023年，", "全年", "2023年度"]))
    text = data.draw(st.sampled_from(TEMPLATES[concept])).format(when=when, n=printed + "件")
    # A line break anywhere but inside the digits changes nothing.
    places = [i for i in range(1, len(text)) if not (text[i - 1] in FIGURE and text[i] in FIGURE)]
    place = data.draw(st.sampled_from(places))
    broken = f"一、总体情况\n{text[:place]}\n{text[place:]}"
    [claim] = claims_of(broken)
    assert (claim.concept, claim.number, claim.exactness) == (concept, Decimal(number), Exactness.EXACT)
    assert broken[claim.start : claim.end].replace("\n", "") == printed + "件"


@given(st.text(alphabet=ALPHABET, max_size=300))
def test_any_text_gives_claims_with_a_place(text: str) -> None:
    for one in judge(claims_of(text), cells(WORLDS["D"])):
        claim = one.claim
        assert 0 <= claim.sentence_start <= claim.start < claim.end <= claim.sentence_end <= len(text)
        assert one.verdict is not Verdict.DISAGREES or claim.closed
        assert claim.number is not None
        assert claim.number >= Decimal(0)
