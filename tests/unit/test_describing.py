"""Who and when, from titles in any order and what stands around them; what is a report and what is about reports."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.readers import document
from pipeline.reports import Kind, Report, describe

BODY = "青棠县教育局"
SECTIONS = (
    "\n一、总体情况\n按时更新目录。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n无\n"
)


def _describe(head: str, tail: str = "", name: str = "") -> Report:
    return describe(document(head + SECTIONS + tail, "utf-8"), name)


@pytest.mark.parametrize(
    "title",
    [
        "青棠县教育局2022年政府信息公开工作年度报告",
        "青棠县教育局2022年度政府信息公开工作年度报告",
        "2022年度青棠县教育局政府信息公开工作年度报告",
        "2022年青棠县教育局政府信息公开年报",
        "青棠县教育局政府信息公开工作年度报告(2022年)",
        "青棠县教育局政府信息公开工作年度报告（2022年度）",
        "青棠县教育局政府信息公开2022年度报告",
        "青棠县教育局信息公开工作2022年年度报告",
        "青棠县教育局\n2022年政府信息公开工作年度报告",
        "青棠县教育局\n2022年政府信息公开\n工作年度报告",
        "青棠县教育局关于2022年政府信息公开工作情况的报告",
        "青棠县教育局2022年政务公开工作年度报告",
        "青棠县教育局２０２２年政府信息公开工作年度报告",
        "青棠县教育局二〇二二年政府信息公开工作年度报告",
        "青棠縣教育局2022年政府信息公開工作年度報告",
        "青棠縣教(jiào)育局2022年政府信息公開(kāi)工作年度報告",
        "青棠(tang)(tang)縣教(jiao)育局(ju)2022年政(zheng)府信息公(gong)(gong)開工作(zuo)年度報(bao)告",
        "首页 > 政府信息公开 > 年报\n青棠县教育局2022年政府信息公开工作年度报告\n发布时间: 2023-01-12",
    ],
)
def test_titles_in_every_order_give_body_and_year(title: str) -> None:
    report = _describe(title)
    assert (report.agency, report.agency_source) == (BODY, "title")
    assert (report.report_year, report.year_source) == (2022, "title")
    assert report.kind is Kind.REPORT
    assert report.problems == ()


@pytest.mark.parametrize(
    ("head", "tail", "source"),
    [
        ("发布机构: 青棠县教育局 发布日期: 2023-01-12\n2022年政府信息公开工作年度报告", "", "metadata"),
        ("2022年政府信息公开工作年度报告\n本报告由青棠县教育局编制。", "", "preamble"),
        ("2022年政府信息公开工作年度报告", "青棠县教育局\n2023年1月9日\n", "signature"),
        ("2022年政府信息公开工作年度报告\n如有疑问，请与青棠县教育局办公室联系（电话略）。", "", "contact"),
    ],
)
def test_a_title_without_a_body_leaves_it_to_what_stands_around(head: str, tail: str, source: str) -> None:
    report = _describe(head, tail)
    assert (report.agency, report.agency_source) == (BODY, source)


@pytest.mark.parametrize("word", ["我局", "本单位", "本机关", "我镇"])
def test_a_word_that_stands_for_the_body_is_not_its_name(word: str) -> None:
    assert _describe(f"2022年政府信息公开工作年度报告\n如有疑问，请与{word}联系。").agency is None


@pytest.mark.parametrize(
    ("head", "tail", "name", "year", "source"),
    [
        ("统计期限自2021年1月1日起至2021年12月31日止。", "", "", 2021, "period"),
        ("", "青棠县教育局\n2022年1月9日\n", "", 2021, "signature"),
        ("", "青棠县教育局\n2021年12月30日\n", "", 2021, "signature"),
        ("", "", "education_2021.txt", 2021, "file_name"),
        ("", "", "", None, None),
    ],
)
def test_the_year_comes_from_the_surest_evidence_there_is(
    head: str, tail: str, name: str, year: int | None, source: str | None
) -> None:
    report = _describe(f"政府信息公开工作年度报告\n{head}", tail, name)
    assert (report.report_year, report.year_source) == (year, source)


@pytest.mark.parametrize("years", [(2024, 2023, 2022, 2021), (2021, 2023), (2024, 2023, 2024, 2022, 2022, 2023)])
def test_a_list_of_the_reports_of_other_years_before_the_title_does_not_tell_the_year(years: tuple[int, ...]) -> None:
    *listed, last = (f"{BODY}{year}年政府信息公开工作年度报告\n" for year in years)
    title = f"{BODY}2022年政府信息公开工作年度报告\n"
    period = "统计期限自2022年1月1日起至2022年12月31日止。"
    report = _describe(f"首页\n{''.join(listed)}{last}{title}{period}")
    assert (report.agency, report.report_year, report.year_source) == (BODY, 2022, "title")


def test_a_title_in_a_sentence_does_not_outdo_the_headline() -> None:
    head = f"{BODY}2021年政府信息公开工作年度报告\n现公布{BODY}2022年政府信息公开工作年度报告。"
    report = _describe(f"{head}统计期限自2022年1月1日起至2022年12月31日止。")
    assert report.report_year == 2021


def test_a_period_of_another_year_than_the_title_is_a_problem() -> None:
    report = _describe("青棠县教育局2022年政府信息公开工作年度报告\n统计期限自2021年1月1日起至2021年12月31日止。")
    assert [problem.code for problem in report.problems] == ["years_disagree"]
    assert (report.period_start, report.period_end) == (date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    "title",
    [
        "青棠县人民政府办公室关于做好2022年政府信息公开工作年度报告编制工作的通知",
        "一图读懂：青棠县2022年政府信息公开工作年度报告解读",
        "政府信息公开工作年度报告格式",
        "政府信息公开工作年度报告模板（供参考）",
    ],
)
def test_a_page_about_reports_is_none(title: str) -> None:
    assert _describe(title).kind is Kind.NOT_A_REPORT


def test_a_report_that_cites_the_notice_is_one() -> None:
    head = "青棠县教育局2022年政府信息公开工作年度报告\n依据关于印发《年度报告格式》的通知编制。"
    assert _describe(head).kind is Kind.REPORT


def test_a_report_of_a_year_before_the_tables_is_of_another_form() -> None:
    assert _describe("青棠县教育局2016年政府信息公开工作年度报告").kind is Kind.UNSUPPORTED_FORM


@pytest.mark.parametrize("mark", ["、", ":", " "])
def test_sections_are_found_and_cover_the_text_to_its_end(mark: str) -> None:
    text = ("青棠县教育局2022年政府信息公开工作年度报告" + SECTIONS).replace("、总体", f"{mark}总体")
    made = document(text, "utf-8")
    spans = describe(made).sections
    assert [span.key for span in spans] == [
        "overview",
        "disclosure",
        "requests",
        "review",
        "problems",
        "other_matters",
    ]
    assert all(made.text[span.start :].startswith(span.heading[:1]) for span in spans)
    assert [span.start for span in spans[1:]] == [span.end for span in spans[:-1]]
    assert spans[-1].end == len(text)


def test_who_and_when_are_those_of_the_first_of_two_reports() -> None:
    tail = (
        "\n青棠县教育局\n2023年1月9日\n云津县水利局2021年政府信息公开工作年度报告"
        + SECTIONS
        + "云津县水利局\n2022年1月7日\n"
    )
    report = _describe(
        "青棠县教育局2022年政府信息公开工作年度报告\n" + "本局按时更新目录，公开各类信息若干。" * 30, tail
    )
    assert (report.agency, report.report_year, report.published) == (BODY, 2022, date(2023, 1, 9))
    assert [problem.code for problem in report.problems] == ["several_reports"]
    assert report.end is not None
    assert max(span.end for span in report.sections) == report.end
