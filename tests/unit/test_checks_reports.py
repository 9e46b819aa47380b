"""Every rule about one report: a report that passes, one that fails, one of which it cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.checks import RULES, VERDICT_SCHEMA, Level, ReportFrames, check_reports, declared_rules
from pipeline.checks.page import page
from pipeline.checks.reports import EVALUATIONS
from pipeline.engine.reading import read_report
from pipeline.engine.together import verdicts_of
from pipeline.forms import FORMS
from pipeline.tables.messages import message
from tests.checked import TEXT, Report, frames

GOOD = Report()
OLD = Report(TEXT.replace("2023", "2020"), year=2020, form="2019", published=date(2021, 1, 20))
FEES = ("disclosure", "fees", "amount")
BOUGHT = ("disclosure", "procurement", "amount")
PROJECTS = ("disclosure", "procurement", "projects")
MADE = ("disclosure", "rules", "issued")
GRANTED = ("requests", "granted", "total")
WIDE_PERIOD = "２０23年 1 月１日至 2023 年11月\n30日"
PERIOD = "2023年1月1日至2023年12月31日"
OTHER_YEAR = TEXT.replace(
    f"本报告中数据统计期限为{PERIOD}",
    "现公布我局2024年政府信息公开工作年度报告，统计期限为2024年1月1日至2024年12月31日",
)
LATE_TEXT = TEXT.replace("2023年，", "2022年，2022年度")


def odd(value: Decimal | int) -> Report:
    return replace(GOOD, changes={GRANTED: (value, "reported")})


def surplus(*more: str, found: int = 8) -> Report:
    codes = (("value_count", message("value_count", found, 7)), *((code, "") for code in more))
    return replace(GOOD, problems=tuple((code, words, "requests", "granted") for code, words in codes))


def paid(value: str | None, unit: str | None, **rest: Any) -> Report:
    change = (None, "blank") if value is None else (Decimal(value), "reported")
    return replace(GOOD, changes={FEES: change}, units={FEES: unit}, **rest)


def bought(value: str, projects: int | None) -> Report:
    count = (None, "blank") if projects is None else (projects, "reported")
    return replace(OLD, changes={BOUGHT: (Decimal(value), "reported"), PROJECTS: count}, units={BOUGHT: "万元"})


def makes_rules(name: str | None, value: int | None = 2, **rest: Any) -> Report:
    change = (None, "blank") if value is None else (value, "reported")
    columns = ("issued", "repealed", "in_force") if value is None else ("issued",)
    return replace(GOOD, name=name, changes={("disclosure", "rules", c): change for c in columns}, **rest)


def of_day(day: date | None, name: str = "青塘县民政局", **rest: Any) -> Report:
    return replace(GOOD, published=day, name=name, **rest)


def without(*lines: str, **rest: Any) -> Report:
    text = TEXT
    for line in lines:
        assert line in text
        text = text.replace(line, "")
    return replace(GOOD, text=text, **rest)


def compiled_by(name: str) -> Report:
    return replace(GOOD, text=TEXT.replace("本报告中数据", f"本报告由{name}编制，数据"))


def says(*claims: tuple[str, int | str, int | None, str]) -> Report:
    return replace(GOOD, claims=claims)


def narrative(concept: str, value: int = 40) -> list[tuple[Report, str, str]]:
    """A claim that agrees, one that does so on another reading, one that does not, and two that do not tell."""
    return [
        (says((concept, 40, value, "agrees")), f"{concept}#1", "pass"),
        (says((concept, 43, 43, "agrees_as")), f"{concept}#1", "pass"),
        (says((concept, 40, value, "agrees"), (concept, 45, value, "disagrees")), f"{concept}#2", "fail"),
        (says((concept, 17, value, "other_scope")), f"{concept}#1", "unverifiable"),
        (says((concept, 40, value, "approximate")), f"{concept}#1", "unverifiable"),
    ]


CASES: dict[str, list[tuple[Report, str, str]]] = {
    "cell_domain": [
        (GOOD, "requests", "pass"),
        (odd(-1), "requests|granted|total", "fail"),
        (odd(Decimal("2.5")), "requests|granted|total", "fail"),
        (replace(OLD, changes={("disclosure", "penalties", "change"): (-158, "reported")}), "disclosure", "pass"),
        (replace(GOOD, changes={FEES: (Decimal("1.5"), "reported")}), "disclosure", "pass"),
        (replace(GOOD, changes={FEES: (Decimal("-1.5"), "reported")}), "disclosure|fees|amount", "fail"),
        (replace(GOOD, changes={GRANTED: (None, "ambiguous")}), "requests", "unverifiable"),
        (replace(odd(-1), problems=(("words_in_row", "", "requests", "granted"),)), "requests", "unverifiable"),
    ],
    "value_count": [
        (GOOD, "requests", "pass"),
        (surplus(), "requests|granted", "fail"),
        (surplus(found=14), "requests", "unverifiable"),
        (surplus("unplaced_values"), "requests", "unverifiable"),
        (replace(GOOD, problems=(("cut_off", "", "requests", "granted"),)), "requests", "unverifiable"),
    ],
    "form_matches_year": [
        (GOOD, "requests", "pass"),
        (OLD, "disclosure", "pass"),
        (replace(GOOD, form="2019"), "disclosure", "fail"),
        (replace(GOOD, table_forms={"disclosure": "mixed"}), "disclosure", "fail"),
        (replace(GOOD, form="2019", year_source="file_name"), "disclosure", "unverifiable"),
        (replace(GOOD, form="2019", problems=(("form_not_shown", "", "requests", None),)), "requests", "unverifiable"),
        (replace(GOOD, form="2019", problems=(("form_not_shown", "", "requests", None),)), "disclosure", "fail"),
        (replace(GOOD, form="2019", year_source="overview"), "disclosure", "unverifiable"),
        (replace(GOOD, year_source="overview"), "disclosure", "unverifiable"),
        (replace(GOOD, year=None, year_source=None), "disclosure", "unverifiable"),
    ],
    "sections_present": [
        (GOOD, "all", "pass"),
        (without("四、政府信息公开行政复议、行政诉讼情况\n"), "review", "fail"),
        (without("公开不够及时，将加强培训。\n"), "problems", "fail"),
        (
            replace(GOOD, text=TEXT.replace("公开不够及时，将加强培训", "（一）存在问题：无。（二）改进情况：无")),
            "problems",
            "fail",
        ),
        (without("四、政府信息公开行政复议、行政诉讼情况\n", status="partial"), "all", "unverifiable"),
        (
            replace(GOOD, text=TEXT.replace("政府信息公开行政复议、行政诉讼情况", "被复议和起诉的")),
            "all",
            "unverifiable",
        ),
        (without("公开不够及时，将加强培训。\n六、其他需要报告的事项\n无。\n"), "all", "unverifiable"),
    ],
    "period": [
        (GOOD, "dates", "pass"),
        (GOOD, "overview", "pass"),
        (replace(GOOD, text=TEXT.replace(PERIOD, "2023年1月1日至2023年11月30日")), "dates", "fail"),
        (replace(GOOD, text=TEXT.replace(PERIOD, "2022年1月1日至2022年12月31日")), "dates", "fail"),
        (replace(GOOD, text=TEXT.replace(PERIOD, "2023年1月1日至11月31日")), "dates", "fail"),
        (replace(GOOD, text=LATE_TEXT), "overview", "fail"),
        (without("本报告中数据统计期限为2023年1月1日至2023年12月31日。\n"), "dates", "unverifiable"),
        (replace(GOOD, text=TEXT.replace("期限为", "期 \n限| 为 ").replace(PERIOD, WIDE_PERIOD)), "dates", "fail"),
        (
            replace(GOOD, text=TEXT.replace(PERIOD, "2022年1月1日至2022年12月31日"), year_source="signature"),
            "dates",
            "unverifiable",
        ),
        (replace(GOOD, text="2022年政府信息公开年度报告\n" + LATE_TEXT), "overview", "unverifiable"),
        (replace(GOOD, text=OTHER_YEAR), "dates", "fail"),
        (replace(GOOD, text=f"2024年政府信息公开年度报告\n{OTHER_YEAR}"), "dates", "unverifiable"),
        (replace(GOOD, text=TEXT.replace("2023年，", "2022年，")), "overview", "pass"),
    ],
    "amount_unit": [
        (paid("12.5", "万元"), "disclosure|fees|amount", "pass"),
        (paid("0", None), "disclosure|fees|amount", "pass"),
        (paid("12.5", None), "disclosure|fees|amount", "fail"),
        (paid("251000", "万元"), "disclosure|fees|amount", "fail"),
        (paid("316441", "万元", name="青州市人民政府"), "disclosure|fees|amount", "pass"),
        (
            paid("316441", "万元", name="青州市民政局", level="prefecture", department="CIV"),
            "disclosure|fees|amount",
            "fail",
        ),
        (paid(None, None), "disclosure|fees|amount", "unverifiable"),
        (bought("9000", 1), "disclosure|procurement|amount", "pass"),
        (bought("23600", 1), "disclosure|procurement|amount", "fail"),
        (bought("23600", 40), "disclosure|procurement|amount", "pass"),
        (bought("23600", None), "disclosure|procurement|amount", "unverifiable"),
    ],
    "foreign_name": [
        (compiled_by("青塘县民政局"), "report", "pass"),
        (compiled_by("县民政局"), "report", "pass"),
        (compiled_by("青塘县民政事务局"), "report", "pass"),
        (compiled_by("青塘县人民政府办公室"), "report", "pass"),
        (compiled_by("青塘县水利局"), "report", "fail"),
        (compiled_by("水利局"), "report", "fail"),
        (GOOD, "report", "pass"),
        (replace(GOOD, text=TEXT.replace("我局", "我镇")), "report", "fail"),
        (replace(GOOD, text=TEXT.replace("我局", "我委托")), "report", "unverifiable"),
        (replace(GOOD, name="青塘县残疾人联合会"), "report", "unverifiable"),
        (replace(GOOD, name="青塘县卫生健康委员会", text=TEXT.replace("我局", "我委共")), "report", "pass"),
        (replace(GOOD, name="青塘县河口街道", text=TEXT.replace("我局", "我街道")), "report", "pass"),
    ],
    "rules_without_power": [
        (makes_rules("青塘县民政局", 0), "report", "pass"),
        (makes_rules("河口镇人民政府"), "report", "fail"),
        (makes_rules("青塘县民政局", level="county"), "report", "fail"),
        (makes_rules("青州市人民政府", level="prefecture", department="GOV"), "report", "pass"),
        (makes_rules("青州市民政局", level="prefecture", department="CIV"), "report", "fail"),
        (makes_rules("青云自治区人民政府"), "report", "unverifiable"),
        (makes_rules("河口镇人民政府", None), "report", "unverifiable"),
    ],
    "published_late": [
        (GOOD, "report", "pass"),
        (of_day(date(2024, 2, 9)), "report", "fail"),
        (of_day(date(2024, 2, 9), "青塘县人民政府"), "report", "pass"),
        (of_day(date(2024, 4, 2), "青塘县人民政府"), "report", "fail"),
        (of_day(date(2024, 2, 9), "青塘综合实验区管理委员会"), "report", "unverifiable"),
        (of_day(date(2024, 4, 2), "青塘综合实验区管理委员会"), "report", "fail"),
        (of_day(None), "report", "unverifiable"),
        (of_day(date(2023, 6, 1)), "report", "unverifiable"),
        (of_day(date(2026, 6, 1)), "report", "unverifiable"),
        (of_day(date(2024, 2, 9), text=TEXT.replace(PERIOD, "2022年1月1日至2022年12月31日")), "report", "unverifiable"),
    ],
    "narrative_requests": narrative("requests_received"),
    "narrative_outcomes": narrative("denied"),
    "narrative_review": narrative("litigation_upheld"),
    "narrative_documents": narrative("normative_issued"),
    "narrative_decisions": narrative("penalties"),
    "narrative_amounts": [*narrative("fees"), (says(("fees", "12.5", 13, "disagrees")), "fees#1", "fail")],
    "narrative_self": [
        (says(("denied", 4, 4, "agrees"), ("denied", 4, 4, "agrees")), "denied", "pass"),
        (says(("denied", 4, 2, "disagrees"), ("denied", 2, 2, "agrees#1")), "denied", "fail"),
        (says(("denied", 40, 40, "agrees"), ("denied", 43, 43, "agrees_as")), "denied", "pass"),
        (says(("denied", 4, 2, "not_compared"), ("denied", 3, 2, "not_compared")), "denied", "unverifiable"),
    ],
}


def verdict(rule: str, report: Report, instance: str) -> dict[str, Any]:
    found = EVALUATIONS[rule](frames(report))
    [row] = found.filter(pl.col("instance") == instance).to_dicts()
    return row


@pytest.mark.parametrize(
    ("rule", "report", "instance", "status"),
    [
        pytest.param(rule, *case, id=f"{rule}-{number}-{case[2]}")
        for rule, cases in CASES.items()
        for number, case in enumerate(cases)
    ],
)
def test_a_verdict(rule: str, report: Report, instance: str, status: str) -> None:
    row = verdict(rule, report, instance)
    assert row["status"] == status, row
    assert (row["rule"], row["report_id"]) == (rule, "r0")
    if status != "fail":
        assert (row["detail_zh"], row["detail_en"]) == (None, None), "only what fails is explained"
    elif row["detail_zh"] is None:
        assert row["lhs"] is not None, "a failure has figures or words"
    else:
        assert row["detail_en"]


def test_every_rule_about_a_report_has_a_report_that_passes_fails_and_cannot_be_told() -> None:
    declared = {rule.key for rule in RULES if rule.level not in {Level.PAIR, Level.REGION}}
    assert set(EVALUATIONS) == set(CASES) == declared
    for rule, cases in CASES.items():
        assert {status for _, _, status in cases} == {"pass", "fail", "unverifiable"}, rule


def test_rules_say_what_they_are() -> None:
    every = declared_rules()
    assert len({rule.key for rule in every}) == len(every)
    for rule in every:
        for text in (rule.title, rule.description, rule.source):
            assert text.zh, rule.key
            assert text.en, rule.key
        assert len(rule.description.en) > len(rule.title.en) > 3, rule.key


def test_a_place_in_the_text_goes_with_a_finding() -> None:
    row = verdict("period", replace(GOOD, text=LATE_TEXT), "overview")
    assert LATE_TEXT[row["start"] : row["end"]].startswith("一、总体情况")
    silent = without("公开不够及时，将加强培训。\n")
    row = verdict("sections_present", silent, "problems")
    assert silent.text[row["start"] : row["end"]].strip() == "五、存在的主要问题及改进情况"


RAW = Path(__file__).parents[2] / "data" / "raw"
SAMPLES = [RAW / "qingtang_health_2022.txt", RAW / "qingtang_civil_affairs_2021.txt"]  # tables in pipes, and in lines


def headings_of(text: str) -> list[str]:
    """The six lines that open the sections."""
    found = [
        next(line for line in text.splitlines() if line.startswith(f"{section.number}、") and not in_table(line))
        for section in FORMS.sections
    ]
    assert len(set(found)) == len(FORMS.sections)
    return found


def in_table(line: str) -> bool:
    return any(words in line for words in ("申请数量", "办理结果", "继续办理"))


def of_sections(text: str) -> dict[str, tuple[str, str | None]]:
    """Verdicts on the sections of a text, with the words at the place of each."""
    found = verdicts_of([read_report(text.encode(), "x.txt")], {}).filter(pl.col("rule") == "sections_present")
    rows = found.select("instance", "status", "start", "end").iter_rows()
    return {instance: (status, None if start is None else text[start:end]) for instance, status, start, end in rows}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_section_is_missed_among_tables_that_number_their_lines_alike(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    assert "一、本年新收" in text
    assert of_sections(text) == {"all": ("pass", None)}
    for section, heading in zip(FORMS.sections[:-1], headings_of(text)[:-1], strict=True):
        assert of_sections(text.replace(f"{heading}\n", "", 1)) == {section.key: ("fail", None)}, heading


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_section_is_missed_with_its_table_where_those_behind_it_are_numbered_on(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    *_, review, problems, others = headings_of(text)
    cut = text[: text.index(review)] + text[text.index(problems) :]
    assert of_sections(cut) == {"all": ("unverifiable", None)}
    moved = cut.replace(problems, problems.replace("五、", "四、")).replace(others, others.replace("六、", "五、"))
    assert of_sections(moved) == {"review": ("fail", None)}


def test_a_stated_period_has_its_place_in_a_report_that_was_read() -> None:
    text = SAMPLES[0].read_text(encoding="utf-8")
    assert "2022年1月1日" in text
    found = verdicts_of([read_report(text.replace("2022年1月1日", "2022年2月1日").encode(), "x.txt")], {})
    [row] = found.filter(pl.col("rule") == "period", pl.col("status") == "fail").iter_rows(named=True)
    assert "2022年2月1日" in text.replace("2022年1月1日", "2022年2月1日")[row["start"] : row["end"]]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_sections_in_another_order_are_told_of_with_their_place(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    *_, problems, others = headings_of(text)
    place, end = text.index(problems), text.index(others)
    behind = text.index("\n", end) + 1
    swapped = text[:place] + text[end:behind] + text[place:end] + text[behind:]
    assert of_sections(swapped) in ({"problems": ("fail", problems)}, {"other_matters": ("fail", others)})


@pytest.mark.parametrize(
    ("rule", "instance", "report", "words"),
    [
        ("period", "dates", replace(GOOD, text=TEXT.replace(PERIOD, WIDE_PERIOD)), f"期限为{WIDE_PERIOD}"),
        ("foreign_name", "report", replace(GOOD, text=TEXT.replace("我局", "我镇")), "我镇"),
        ("foreign_name", "report", compiled_by("青塘县水利局"), "青塘县水利局"),
        (
            "published_late",
            "report",
            of_day(date(2024, 2, 9), text=f"发布时间：2024-02-09\n{TEXT}"),
            "2024-02-09",
        ),
        ("published_late", "report", of_day(date(2024, 2, 9), text=f"{TEXT}2024年2月9日\n"), "2024年2月9日"),
    ],
)
def test_a_finding_has_the_place_of_its_words(rule: str, instance: str, report: Report, words: str) -> None:
    row = verdict(rule, report, instance)
    assert row["status"] == "fail"
    assert report.text[row["start"] : row["end"]] == words


@pytest.mark.parametrize(
    ("rule", "instance", "report", "where"),
    [
        ("value_count", "requests|granted", surplus(), ("requests", "granted")),
        ("form_matches_year", "disclosure", replace(GOOD, form="2019"), ("disclosure", "rules")),
    ],
)
def test_a_finding_about_a_row_or_a_table_stands_where_its_first_cell_does(
    rule: str, instance: str, report: Report, where: tuple[str, str]
) -> None:
    made = frames(report)
    at = pl.int_range(pl.len(), dtype=pl.Int32)
    there = pl.when(at % 7 > 0)
    cells = made.cells.with_columns(start=there.then(10 * at), end=there.then(10 * at + 1))
    told = (made.reports, made.sections, made.problems, cells, made.features, made.bodies)
    [row] = (
        check_reports(ReportFrames.of(*told)).filter(pl.col("rule") == rule, pl.col("instance") == instance).to_dicts()
    )
    table, line = where
    first = cells.filter(pl.col("table") == table, pl.col("row") == line)["start"].min()
    assert isinstance(first, int)
    assert (row["status"], row["start"], row["end"]) == ("fail", first, first + 1)


def test_figures_of_a_finding() -> None:
    row = verdict("value_count", surplus(), "requests|granted")
    assert (row["lhs"], row["rhs"], row["delta"], row["table"]) == (8, 7, 1, "requests")
    row = verdict("published_late", of_day(date(2024, 2, 9)), "report")
    assert row["lhs"] == 9
    row = verdict("amount_unit", paid("251000", "万元"), "disclosure|fees|amount")
    assert (row["lhs"], row["rhs"]) == (2_510_000_000, 1_000_000_000)
    assert row["members"] == "disclosure|fees|amount"


def test_what_is_no_report_gets_no_verdict() -> None:
    found = check_reports(frames(GOOD, replace(GOOD, report="r1", status="not_a_report")))
    assert set(found["report_id"]) == {"r0"}
    assert found.schema == VERDICT_SCHEMA


def test_many_reports_get_the_verdicts_of_each() -> None:
    several = [replace(report, report=f"r{number}") for number, (report, _, _) in enumerate(chain(*CASES.values()))]
    alone = pl.concat([check_reports(frames(report)) for report in several])
    key = ["report_id", "rule", "instance"]
    together = check_reports(frames(*several))
    assert together.sort(key).equals(alone.sort(key))
    assert together.select(key).is_duplicated().sum() == 0


def test_nothing_gives_nothing() -> None:
    nothing = frames(GOOD)
    empty = type(nothing)(*(getattr(nothing, name).clear() for name in nothing.__slots__))
    assert check_reports(empty).equals(pl.DataFrame(schema=VERDICT_SCHEMA))


def test_the_page_of_rules_is_made_from_them(root: Path) -> None:
    stored = (root / "docs" / "checks.md").read_text(encoding="utf-8")
    assert stored == page(), "python -m pipeline.checks.page > docs/checks.md"
    assert all(f"`{rule.key}`" in stored for rule in declared_rules())
