"""Who and when, from titles in any order and what stands around them; what is a report and what is about reports."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.engine.reading import read_report
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


@pytest.mark.parametrize(
    ("lead", "body"),
    [
        ("现公布青棠县教育局2022年政府信息公开工作年度报告。", BODY),
        ("现向社会公布青棠县教育局2022年度政府信息公开工作年度报告。", BODY),
        ("特编制2022年度青棠县教育局政府信息公开年度报告。", BODY),
        ("根据条例规定现将青棠县教育局2022年政府信息公开工作年度报告公布如下。", BODY),
        ("按要求，现将石鹤镇2022年政府信息公开工作年度报告公布如下。", "石鹤镇"),
        ("现公布区统计局2022年政府信息公开工作年度报告。", "区统计局"),
        ("青棠县教育局现将2022年政府信息公开工作年度报告公布如下。", BODY),
        ("根据县政府现将2022年政府信息公开工作年度报告公布如下。", None),
        ("为做好2022年政府信息公开工作年度报告编制工作，我们理清了台账。", None),
        ("现将我办2022年度政府信息公开工作报告如下：", None),
        ("现将本机关2022年度政府信息公开工作报告如下：", None),
        ("现将2022年度政府信息公开工作报告如下：", None),
    ],
)
def test_what_leads_in_to_a_title_is_no_name(lead: str, body: str | None) -> None:
    report = _describe(lead)
    assert (report.agency, report.report_year) == (body, 2022)
    assert report.agency_source == ("title" if body else None)


NOTICE = "《云津县人民政府办公室关于做好2021年度政府信息公开工作年度报告编制工作的通知》（云办〔2021〕30号）"


@pytest.mark.parametrize(
    ("head", "body", "year"),
    [
        (f"根据{NOTICE}要求，特编制2022年度青棠县教育局政府信息公开年度报告。", BODY, 2022),
        (f"本报告根据{NOTICE}编制。统计期限自2022年1月1日起至2022年12月31日止。", None, 2022),
        (
            f"依据\n《政府信息与政务公开办公室关于印发《2021年政府信息公开工作年度报告格式》的通知》和{NOTICE}。",
            None,
            None,
        ),
        (
            f"按照做好2022年政府信息公开工作年度报告编制等工作的要求，现形成了《{BODY}2022年政府信息公开工作年度报告》。",
            BODY,
            2022,
        ),
    ],
)
def test_the_title_of_a_notice_that_is_cited_is_none(head: str, body: str | None, year: int | None) -> None:
    report = _describe(head)
    assert (report.agency, report.report_year, report.kind) == (body, year, Kind.REPORT)


def test_a_title_in_a_sentence_is_judged_without_what_stands_before_it() -> None:
    lead = "我镇根据上级部门的通知以及实际，梳理了目录。现将我镇2022年度政府信息公开工作报告如下："
    assert _describe(lead).kind is Kind.REPORT


def test_a_page_about_reports_is_none_where_its_body_names_a_report() -> None:
    head = f"关于做好2022年政府信息公开工作年度报告编制工作的通知\n请参照{BODY}2022年政府信息公开工作年度报告。"
    assert _describe(head).kind is Kind.NOT_A_REPORT


@pytest.mark.parametrize(
    "line",
    [
        "青棠县石鹤镇2022年政府信息公开 工作告年度报",
        "青棠县石鹤镇2022年政府信息公开情况",
        "2022年度青棠县石鹤镇政府信息公开情况",
    ],
)
def test_a_title_in_disorder_names_its_body_before_who_issued_it(line: str) -> None:
    report = _describe(f"{line}\n来源: 青棠县人民政府办公室\n现将我镇2022年度政府信息公开工作报告如下：")
    assert (report.agency, report.agency_source, report.report_year) == ("青棠县石鹤镇", "headline", 2022)


def test_lines_that_may_be_links_do_not_outdo_each_other_or_who_signs() -> None:
    link, other = "青棠县科学技术局2022年政府信息公开情况", "青棠县财政局2022年政府信息公开情况"
    assert _describe(f"{link}\n{other}\n发布机构: 青棠县教育局").agency == "青棠县教育局"
    signed = _describe(f"{link}\n{SECTIONS}\n青棠县教育局\n2023年1月20日")
    assert (signed.agency, signed.agency_source) == ("青棠县教育局", "signature")


@pytest.mark.parametrize(
    "above",
    [
        "来源：青棠县财政局",
        "发布时间:2023-01-20 来源:青棠县财政局",
        "当前位置:首页>青棠县财政局",
        "责任编辑：青棠县财政局\n",
        "主办: 青棠县财政局",
    ],
)
def test_a_line_about_the_page_is_no_part_of_the_title_below(above: str) -> None:
    report = _describe(f"{above}\n2022年政府信息公开工作年度报告\n{SECTIONS}\n青棠县石鹤镇人民政府\n2023年1月20日")
    assert (report.report_year, report.year_source) == (2022, "title")
    assert report.agency_source != "title"


@pytest.mark.parametrize("link", ["下一篇：", "上一条: ", "下一篇：\n", "上一篇 > "])
def test_a_link_to_another_report_is_no_title(link: str) -> None:
    signed = "青棠县石鹤镇人民政府\n2023年1月20日"
    report = _describe(
        f"2022年政府信息公开工作年度报告\n{SECTIONS}\n{signed}\n{link}青棠县民政局2022年政府信息公开工作年度报告"
    )
    assert report.agency != "青棠县民政局"


@pytest.mark.parametrize("head", ["{year}\n{body}\n", "{body}\n{year}\n", "{body}{year}\n"])
@pytest.mark.parametrize(
    "said",
    [
        "2022年，公开预算3条、2021年信息公开年报1条。",
        "2022年，公开2021年政府信息公开工作年度报告1篇。",
        "发布《2021年政府信息公开工作年度报告》1份。",
    ],
)
def test_a_report_that_is_counted_among_others_is_no_title(head: str, said: str) -> None:
    title = head.format(year="2022年政府信息公开工作年度报告", body="青棠县石鹤镇人民政府")
    report = _describe(title + SECTIONS.replace("按时更新目录。", said))
    assert (report.report_year, report.problems) == (2022, ())
    assert report.agency in {None, "青棠县石鹤镇人民政府"}


def test_the_day_of_a_letter_is_no_part_of_the_title_below() -> None:
    report = _describe(f"{BODY}\n2021年1月14日\n{BODY}2020年政府信息公开工作年度报告\n{SECTIONS}")
    assert (report.report_year, report.agency, report.problems) == (2020, BODY, ())


def test_a_column_of_a_place_is_no_title_in_disorder() -> None:
    report = _describe("青棠县2022年政府信息公开\n青棠县人民政府2022年政府信息公开\n发布机构: 青棠县教育局")
    assert (report.agency, report.agency_source) == (BODY, "metadata")


def _year(overview: str, head: str = "", name: str = "") -> tuple[int | None, str | None]:
    text = (
        f"{head}{SECTIONS}".replace("按时更新目录。", overview) + "公开栏每周擦拭一次。" * 70
    )  # no date is near the end
    report = describe(document(text, "utf-8"), name)
    return report.report_year, report.year_source


@pytest.mark.parametrize(
    "overview",
    [
        "2021年，我局按时更新目录。",
        "2021年我局信息公开工作平稳有序。2021年度主动公开12条。",
        "2021年度我街办未收到申请。",
        "（一）主动公开情况。2021年，青棠县教育局公开12条。",
        "理顺了机制。\n（二）依申请公开\n2021年度，本单位收到申请3件，比2020年多1件。2021年未收费。",
        "青棠县教育局重视公开。2021年，青棠县教育局共公开信息12条。",
        "2021年，我局落实新修订的条例（2019年5月15日起施行）和青办〔2020〕7号文件。",
        "2021年，\n我局按时更新\n目录。",
    ],
)
def test_the_overview_tells_the_year_where_nothing_else_does(overview: str) -> None:
    assert _year(overview) == (2021, "overview")


@pytest.mark.parametrize(
    "overview",
    [
        "按时更新目录。",
        "截至2021年12月31日，我局公开12条。",
        "2021年，我局公开12条。2020年，我局公开9条。",
        "2021年，我局公开12条，2020年为9条。",
        "2021年，我局公开12条，比2020年、2019年都多，2020年为9条。",
        "2021年，我局公开12条。下一步做好2022年的工作。",
        "2021年，我局将继续更新目录。",
        "2021年，天气晴好。",
        "2021年5月，我局公开12条。",
        "2021-2025年，我局公开12条。",
        "2016年，我局公开12条。",
        "目录比\n2021年，我局更多。",
        "我局公开12条，其中2021年度3条。",
        "2021年，我局公开80条，今年公开120条。",
    ],
)
def test_an_overview_that_may_speak_of_another_year_tells_none(overview: str) -> None:
    assert _year(overview) == (None, None)


def test_the_overview_overrides_nothing() -> None:
    told = "2021年，我局按时更新目录。"
    assert _year(told, name="education_2022.txt") == (2022, "file_name")
    assert _year(told, head="青棠县教育局2022年政府信息公开工作年度报告") == (2022, "title")
    assert _year(told, head="统计期限自2022年1月1日起至2022年12月31日止。") == (2022, "period")
    assert _year(told, head="目录见2022年度公告。") == (None, None)


def test_the_overview_tells_no_year_that_the_rest_of_the_report_does_not() -> None:
    told = "2021年，我局按时更新目录。"
    assert _year(f"{told}\n二、主动公开政府信息情况\n2022年，我局公开3条。") == (None, None)
    assert _year(f"{told}2021年公开3条。\n二、主动公开政府信息情况\n2022年，我局再接再厉。") == (2021, "overview")


@pytest.mark.parametrize(("columns", "year"), [("2021", 2021), ("2022", 2022), ("2020", None)])
def test_a_year_of_the_overview_is_that_of_the_forms_of_its_tables(columns: str, year: int | None) -> None:
    table = (
        "第二十条第（一）项\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
        "规章 | 0 | 0 | 0 |\n行政规范性文件 | 1 | 0 | 2 |\n"
    )
    text = SECTIONS.replace("按时更新目录。", f"{columns}年，我局按时更新目录。").replace("\n三、", f"\n{table}三、")
    reading = read_report(text.encode(), "")
    assert reading.tables is not None
    assert reading.tables.form == "2021"
    assert reading.report is not None
    assert (reading.report.report_year, reading.report.year_source) == (year, year and "overview")
