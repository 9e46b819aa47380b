"""Claims in prose: what is found, what is left alone, and what comparing them with the tables comes to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from pipeline.checks.declared import NARRATIVE
from pipeline.checks.frames import CLAIM_SCHEMA, ReportFrames
from pipeline.checks.narrative import compared
from pipeline.forms import FORMS
from pipeline.narrative import CONCEPTS, Claim, Exactness, Scope, Verdict, contradictions, extract, judge
from pipeline.narrative.bodies import Speaker
from pipeline.narrative.tokens import chinese_number, tokens
from pipeline.narrative.vocabulary import Kind, words
from pipeline.readers.document import document
from pipeline.reports import describe
from pipeline.reports.model import Kind as ReportKind
from pipeline.reports.model import Report, SectionSpan
from pipeline.tables.model import Cell, CellStatus
from tests.narrative.labelled import WORLDS, Case, cases, cells, judged, score
from tests.narrative.whole import outcome, wholes

FILES = ("sentences.txt", *(f"held_out{n}.txt" for n in ("", "_2", "_3", "_4", "_5", "_6", "_7", "_8")))
WHOLE = {  # how many claims disagree, and how many agree at least
    "reports_1.txt": (6, 380),
    "reports_2.txt": (0, 360),
    "reports_3.txt": (12, 360),
    "reports_4.txt": (16, 250),
    "reports_5.txt": (10, 220),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_said_to_disagree_does(name: str) -> None:
    result = score(cases(name))
    assert result.disagreeing > 15
    assert result.falsely == ()
    assert result.wrong == ()
    assert result.invented == ()


@pytest.mark.parametrize("name", FILES)
def test_claims_are_found(name: str) -> None:
    result = score(cases(name))
    assert result.missed == ()
    assert result.recall == 1


def test_what_only_seems_to_be_claimed_does_not_disagree() -> None:
    traps = cases("traps.txt")
    assert len(traps) > 150
    assert score(traps).falsely == ()


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_but_what_disagrees_in_whole_reports_is_said_to(name: str) -> None:
    result = outcome(wholes(name))
    disagreeing, agreeing = WHOLE[name]
    assert (result.falsely, result.missed) == ((), ())
    assert result.rightly == disagreeing
    assert result.agreeing > agreeing


def test_every_concept_is_found_where_it_stands() -> None:
    result = score([case for name in FILES for case in cases(name)])
    recall = {concept: result.found[concept] / there for concept, there in result.there.items()}
    assert len(recall) > 45
    assert {concept: share for concept, share in recall.items() if share < 1} == {}


def test_there_are_enough_sentences_of_every_kind() -> None:
    listed = [case for name in FILES for case in cases(name)]
    verdicts = {verdict for case in listed for _, _, verdict in case.claims}
    assert len(listed) > 350
    assert verdicts == set(Verdict)
    assert sum(not case.claims for case in listed) > 60
    assert {concept for case in listed for concept, _, _ in case.claims} <= set(CONCEPTS)


def case(text: str, world: str = "D") -> Case:
    return Case(world, "overview", text, ())


def claims_of(text: str, agency: str | None = "青塘县水务局", year: int = 2023) -> tuple[Claim, ...]:
    read = document(text, "utf-8")
    span = SectionSpan("overview", "一、总体情况", 0, len(text))
    report = Report(ReportKind.REPORT, agency, None, year, None, None, None, None, None, (span,))
    return extract(read, report, ())


def test_the_place_is_that_of_the_number_and_of_its_sentence() -> None:
    text = "一、总体情况\n各项工作有序。　我局收到政府信息公开申\n请 ４０\n 件，均已答复。其他工作。"
    [claim] = claims_of(text)
    assert text[claim.start : claim.end] == "４０\n 件"
    assert text[claim.sentence_start : claim.sentence_end].strip() == "我局收到政府信息公开申\n请 ４０\n 件，均已答复。"
    assert claim.sentence == "我局收到政府信息公开申请40件,均已答复。"


def test_a_page_number_in_a_sentence_is_none_of_it() -> None:
    [claim] = claims_of("一、总体情况\n我局收到政府信息\n- 3 -\n公开申请40件。")
    assert claim.number == 40
    assert claim.sentence == "我局收到政府信息公开申请40件。"


def test_a_long_enumeration_is_kept_around_its_number() -> None:
    text = f"一、总体情况\n{'做好各项工作，' * 100}收到政府信息公开申请40件，{'做好各项工作，' * 100}。"
    [claim] = claims_of(text)
    assert 200 < len(claim.sentence) < 320
    assert "收到政府信息公开申请40件" in claim.sentence


def test_digits_torn_apart_are_no_number() -> None:
    assert claims_of("一、总体情况\n收到政府信息公开申请 4\n0件。") == ()
    # Nor is the number of the next item drawn to the figure before it.
    assert claims_of("一、总体情况\n1.收到政府信息公开申请数量：4\n2.答复情况良好。") == ()


REPORT = """青塘县水务局2023年政府信息公开工作年度报告
一、总体情况
2023年收到政府信息公开申请7件。
二、主动公开政府信息情况
制发行政规范性文件2件。
第二十条第（一）项 | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | 2 | 0 | 9
第二十条第（五）项 | 信息内容 | 本年处理决定数量
行政许可 | 3
行政处罚 | 4
三、收到和处理政府信息公开申请情况
本年新收申请7件。
四、政府信息公开行政复议、行政诉讼情况
行政复议1件，行政诉讼0件。
五、存在的主要问题及改进情况
无。
"""


def test_tables_are_no_prose() -> None:
    read = document(REPORT, "utf-8")
    report = describe(read, "a.txt")
    start = REPORT.index("规章 | 0")
    placed = [
        Cell("disclosure", "rules", "issued", Decimal(0), "0", None, CellStatus.REPORTED, start + 5, start + 6),
        Cell(
            "disclosure", "penalties", "decisions", Decimal(4), "4", None, CellStatus.REPORTED,
            REPORT.index("4\n三"), REPORT.index("4\n三") + 1,
        ),
    ]  # fmt: skip
    found = [(claim.concept, str(claim.number)) for claim in extract(read, report, placed)]
    assert found == [
        ("requests_received", "7"),
        ("normative_issued", "2"),
        ("requests_new", "7"),
        ("reviews", "1"),
        ("litigation", "0"),
    ]


def test_prose_without_headings_is_read_up_to_the_first_cell() -> None:
    text = "我局收到政府信息公开申请7件。\n规章 | 3 | 0\n"
    read = document(text, "utf-8")
    report = Report(ReportKind.REPORT, None, None, 2023, None, None, None, None, None, ())
    cell = Cell("disclosure", "rules", "issued", Decimal(3), "3", None, CellStatus.REPORTED, 20, 21)
    assert [claim.number for claim in extract(read, report, (cell,))] == [7]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("四十五", 45), ("一百零五", 105), ("一百二十", 120),
        ("两千三百", 2300), ("二〇", 20), ("两", 2), ("十百", None), ("两三", None), ("三五十", None),
    ],
)  # fmt: skip
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "number", "unit", "vague"),
    [
        ("40件", 40, "件", False), ("1,113件", 1113, "件", False), ("约40件", 40, "件", True),
        ("40余件", 40, "件", True), ("40件左右", 40, "件", True), ("1.2万件", 12000, "件", True),
        ("12.53万元", Decimal("12.53"), "万元", False), ("3940元", 3940, "元", False), ("四十余件", 40, "件", True),
        ("上百件", 100, "件", True), ("不少于40件", 40, "件", True), ("二〇件", 20, "件", False),
    ],
)  # fmt: skip
def test_numbers(text: str, number: Decimal, unit: str, vague: bool) -> None:
    [token] = tokens(text, 0, len(text), FORMS, 2023)
    assert (token.kind, token.number, token.unit, token.vague) == (Kind.NUMBER, number, unit, vague)
    assert text[token.start : token.end] == text


@pytest.mark.parametrize(
    "text",
    ["98.5%", "第3件", "〔2021〕30号", "0939-5210012", "3个月", "20个工作日", "一起推进", "每件", "40~45", "数十件"],
)
def test_what_is_no_count(text: str) -> None:
    assert [token for token in tokens(text, 0, len(text), FORMS, 2023) if token.kind is Kind.NUMBER] == []


@pytest.mark.parametrize(
    ("agency", "body", "own"),
    [
        ("青塘县卫生健康局", "县卫健局", True), ("青塘县水务局", "今年以来水务局", True),
        ("青塘县水务局", "县教育局", False), ("青塘县人民政府", "县民政局", False), (None, "县民政局", False),
    ],
)  # fmt: skip
def test_a_short_name_is_known(agency: str | None, body: str, own: bool) -> None:
    assert Speaker(agency).own(body) is own


@pytest.mark.parametrize(
    ("agency", "words", "scope"),
    [
        ("石桥市滨河街道办事处", "全区", Scope.WIDER), ("石桥市滨河街道办事处", "全街道", Scope.REPORT),
        ("青塘县人民政府", "全县", Scope.REPORT), ("青塘县人民政府", "全市", Scope.WIDER),
        ("青塘县人民政府办公室", "市政府", Scope.ANOTHER), ("青塘县人民政府办公室", "县政府", Scope.REPORT),
        ("石河镇人民政府", "镇政府", Scope.REPORT), ("石河镇人民政府", "县政府", Scope.ANOTHER),
        ("青塘县人民防空办公室", "县政府", Scope.OWN_OFFICE), ("石桥市国有资产监督管理委员会", "全市", Scope.WIDER),
    ],
)  # fmt: skip
def test_whom_a_word_means_depends_on_who_reports(agency: str, words: str, scope: Scope) -> None:
    [claim] = claims_of(f"一、总体情况\n{words}收到政府信息公开申请40件。", agency)
    assert claim.scope is scope


def blank(known: tuple[Cell, ...], *places: tuple[str, str, str]) -> list[Cell]:
    return [
        cell._replace(value=None, raw=None, status=CellStatus.BLANK) if cell[:3] in places else cell for cell in known
    ]


def claim(concept: str, number: int, **changes: object) -> Claim:
    made = Claim(concept, Decimal(number), "件", Exactness.EXACT, Scope.REPORT, True, 0, 1, 0, 1, "")
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_blank_leaves_open_what_it_may_hold() -> None:
    known = blank(
        cells(WORLDS["D"]), ("requests", "carried_over", "total"), ("requests", "carried_over", "natural_person")
    )
    [more, fewer] = judge([claim("requests_received", 45), claim("requests_received", 20)], known)
    assert more.verdict is Verdict.NOT_COMPARED  # 40 new and a blank that may be 5
    assert fewer.verdict is Verdict.DISAGREES  # whatever the blank holds, it is 40 or more
    assert (fewer.value, fewer.at_least) == (Decimal(40), None)  # what the words mean first is new requests alone


def test_a_blank_total_holds_at_least_its_row() -> None:
    known = [
        cell._replace(value=Decimal(9)) if cell[:3] == ("requests", "granted", "business") else cell
        for cell in cells(WORLDS["D"])
    ]
    known = blank(tuple(known), ("requests", "granted", "total"), ("requests", "partial", "total"))
    [low, high] = judge([claim("granted_or_partial", 3), claim("granted_or_partial", 12)], known)
    assert (low.verdict, low.value, low.at_least) == (Verdict.DISAGREES, None, Decimal(9))
    assert (high.verdict, high.value) == (Verdict.NOT_COMPARED, None)


def test_what_the_form_has_no_cell_for_is_not_compared() -> None:
    [one] = judge([claim("normative_repealed", 3)], cells(WORLDS["D19"]))
    assert (one.verdict, one.cells, one.value) == (Verdict.NOT_COMPARED, None, None)


def test_an_open_reading_never_disagrees() -> None:
    [one] = judge([claim("requests_received", 5, closed=False)], cells(WORLDS["D"]))
    assert (one.verdict, one.value) == (Verdict.NOT_COMPARED, Decimal(40))


def test_an_amount_in_a_unit_nobody_knows_is_not_compared() -> None:
    known = [cell._replace(unit=None) for cell in cells(WORLDS["D"])]
    [one] = judge([claim("fees", 15, unit="万元")], known)
    assert one.verdict is Verdict.NOT_COMPARED


def test_the_cells_compared_are_named() -> None:
    [one] = judge([claim("requests_received", 43)], cells(WORLDS["D"]))
    assert one.cells == "requests.new_received.total+requests.carried_over.total"
    assert (one.verdict, one.value) == (Verdict.AGREES_AS, Decimal(43))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("出台规范性文件4件。对外发布规范性文件7件。", [("normative_issued", 0, 1)]),
        ("出台规范性文件4件。制发规范性文件9件。", [("normative_issued", 0, 1)]),
        ("出台规范性文件7件。对外发布规范性文件5件。", []),  # what was published may be something else
        ("收到政府信息公开申请40件。共收到政府信息公开申请43件。", []),  # both are lawful
        ("收到政府信息公开申请40件。共收到政府信息公开申请40余件。", []),
        ("收到政府信息公开申请40件。共收到政府信息公开申请36件。", [("requests_received", 0, 1)]),
        ("收到政府信息公开申请40件，2022年收到政府信息公开申请36件。", []),
    ],
)
def test_two_numbers_for_one_thing(text: str, pairs: list[tuple[str, int, int]]) -> None:
    found = contradictions(judged(case(text, "G")))
    assert [(one.concept, one.first, one.second) for one in found] == pairs


def test_words_and_concepts_fit_together() -> None:
    leaves = {key for kind, key in words(FORMS).values() if kind is Kind.LEAF}
    assert leaves <= set(CONCEPTS)
    assert all(concept.meant or concept.family == "none" for concept in CONCEPTS.values())
    assert all("." not in key for key in CONCEPTS)


def test_a_finding_names_the_bound_that_a_claim_is_below() -> None:
    said = {"report_id": "r", "claim": 1, "concept": "granted_or_partial", "exactness": "exact", "scope": "report"}
    where = {"start": 3, "end": 5, "sentence": "予以公开3件。", "cells": "requests.granted.total", "contradicts": None}
    known = {"number": Decimal(3), "value": None, "at_least": Decimal(9), "verdict": "disagrees"}
    nothing = pl.DataFrame()
    claims = pl.DataFrame([said | where | known], schema=CLAIM_SCHEMA)
    frames = ReportFrames(nothing, nothing, nothing, nothing, nothing, nothing, nothing, claims)
    [found] = compared(frames, NARRATIVE["outcomes"], "outcomes").iter_rows(named=True)
    assert (found["status"], found["lhs"], found["rhs"]) == ("fail", 3, None)
    assert found["detail_en"] == "with cells left blank, the others sum to 9; the text says: 予以公开3件。"
    assert found["detail_zh"] == "表中有空格，其余各格合计已有 9；文中写道：予以公开3件。"
