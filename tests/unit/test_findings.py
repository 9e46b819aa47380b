"""What is found in reports at hand: the verdicts of the rules with their words, cells and places."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.checks import Severity, declared_rules
from pipeline.engine.found import Checked, File, Outcome
from pipeline.engine.spots import BREAK, Lines
from pipeline.engine.suggested import best, hints_of
from pipeline.engine.wording import both_languages, cell_words, instance_words, problem_place, table_words
from pipeline.forms import FORMS, CellKey, Text
from pipeline.ledger import Hints, Said
from pipeline.narrative import Claim, Exactness, Judged, Scope, Verdict
from pipeline.readers import Problem
from pipeline.readers.document import document
from tests.checking import BROKEN, YEARS, check_one, check_paths, checked, file
from tests.known import RAW, SAMPLE_REPORTS

ROW = "上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |"


def with_another_carry_over() -> tuple[Checked, ...]:
    """Three years of a body, of which the last carries over what the year before did not carry forward."""
    last = YEARS[2].read_text(encoding="utf-8")
    assert ROW in last
    broken = file(YEARS[2].name, last.replace(ROW, ROW.replace("2", "5")).encode())
    return checked(*(file(path.name, path.read_bytes()) for path in YEARS[:2]), broken)


def failing(one: Checked) -> set[tuple[str, str]]:
    return {(finding.rule.key, finding.instance) for finding in one.findings}


@pytest.mark.parametrize("sample", SAMPLE_REPORTS, ids=lambda sample: sample.name)
def test_every_broken_identity_is_a_finding_and_no_other(sample) -> None:  # type: ignore[no-untyped-def]
    [one] = check_paths(RAW / f"{sample.name}.txt")
    identities = {"ledger_balance", "result_total", "applicant_total", "review_total"}
    assert {found for found in failing(one) if found[0] in identities} == sample.failing


def test_a_finding_has_its_figures_its_cells_and_its_place() -> None:
    [one] = check_paths(BROKEN)
    text = BROKEN.read_text(encoding="utf-8")
    [finding] = [found for found in one.findings if found.rule.key == "ledger_balance"]
    assert (finding.lhs, finding.rhs, finding.delta) == (19, 20, -1)
    assert finding.severity is Severity.ERROR
    assert finding.words == Text("自然人", "Natural persons")
    assert {(member.cell.row, member.value, member.side) for member in finding.members} == {
        ("new_received", Decimal(17), "lhs"),
        ("carried_over", Decimal(2), "lhs"),
        ("result_total", Decimal(19), "rhs"),
        ("carried_forward", Decimal(1), "rhs"),
    }
    for member in finding.members:
        assert member.spot is not None
        assert text[member.spot.start : member.spot.end] == member.raw
        line = text.split("\n")[member.spot.line - 1]
        assert line[member.spot.column - 1 : member.spot.end_column - 1] == member.raw


def test_where_to_look_first_is_the_cell_that_stands_alone() -> None:
    *_, one = with_another_carry_over()
    assert one.suggestions
    followed = [found for found in one.findings if found.rule.key == "carry_over_follows"]
    assert [found.spot for found in followed] == [found.members[0].spot for found in followed]


def test_errors_come_before_warnings() -> None:
    text = BROKEN.read_text(encoding="utf-8").replace("漱玉县自然资源局2022年", "漱玉县自然资源局2020年", 1)
    one = check_one(text)
    severities = [finding.severity for finding in one.findings]
    assert severities == sorted(severities, key=list(Severity).index)
    assert {Severity.ERROR, Severity.WARNING} <= set(severities)


def test_years_of_one_body_given_together_are_held_against_each_other() -> None:
    assert [one.outcome for one in check_paths(*YEARS)] == [Outcome.CLEAN] * 3
    *before, one = with_another_carry_over()
    assert [other.outcome for other in before] == [Outcome.CLEAN] * 2
    followed = {found.instance: found for found in one.findings if found.rule.key == "carry_over_follows"}
    assert set(followed) == {"natural_person", "total"}
    total = followed["total"]
    assert (total.lhs, total.rhs, total.severity) == (5, 2, Severity.ERROR)
    assert followed["natural_person"].severity is Severity.WARNING
    assert total.against == YEARS[1].name
    assert [(member.cell.row, member.path) for member in total.members] == [
        ("carried_over", None),
        ("carried_forward", YEARS[1].name),
    ]
    assert total.spot is not None
    assert total.spot.marked == "5"
    assert YEARS[1].name in one.compared
    # Alone, nothing of the sort is said.
    alone = check_one(YEARS[2].read_text(encoding="utf-8").replace(ROW, ROW.replace("2", "5")))
    assert "carry_over_follows" not in {rule for rule, _ in failing(alone)}
    assert alone.outcome is Outcome.FINDINGS


def test_reports_of_bodies_with_other_names_do_not_follow_each_other() -> None:
    texts = [path.read_text(encoding="utf-8") for path in YEARS[1:]]
    other = (
        texts[1]
        .replace("青棠县卫生健康局", "青棠县林业局")
        .replace("结转政府信息公开申请数量 | 2", "结转政府信息公开申请数量 | 7")
    )
    found = checked(file("a.txt", texts[0].encode()), file("b.txt", other.encode()))
    assert all(finding.rule.key != "carry_over_follows" for one in found for finding in one.findings)


def test_a_content_given_twice_is_checked_once() -> None:
    data = BROKEN.read_bytes()
    first, second = checked(file("a.txt", data), file("b.txt", data))
    assert (first.path, second.path) == ("a.txt", "b.txt")
    assert first.findings == second.findings
    assert first.passed == check_paths(BROKEN)[0].passed


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty.txt", Text("文件为空", "the file is empty")),
        ("qiwu_notice_2024.txt", Text("不是年度报告", "this is no annual report")),
        ("qiwu_archives_2022.txt", Text("没有读到填报表", "none of the tables was found")),
    ],
)
def test_what_cannot_be_checked_says_why(name: str, reason: Text) -> None:
    [one] = check_paths(RAW / name)
    assert (one.outcome, one.reason) == (Outcome.UNREADABLE, reason)


def test_bytes_that_could_not_be_had_are_an_answer_too() -> None:
    [one] = checked(
        File("nowhere.txt", problem=Problem("cannot_open", "无法打开：文件不存在 (cannot be opened: No such file)"))
    )
    assert one.outcome is Outcome.UNREADABLE
    assert one.reason == Text("无法打开：文件不存在", "cannot be opened: No such file")
    assert checked() == ()


def test_what_is_for_information_only_leaves_a_report_clean() -> None:
    text = YEARS[2].read_text(encoding="utf-8").replace("卫生健康局", "人民政府")
    one = check_one(text.replace("规章 | 0 | 0 | 0 |", "规章 | 1 | 0 | 1 |"))
    assert [(found.rule.key, found.severity) for found in one.findings] == [("rules_without_power", Severity.INFO)]
    assert one.outcome is Outcome.CLEAN


def test_the_place_of_a_row_stands_in_for_a_cell() -> None:
    [one] = check_paths(RAW / "qiwu_housing_2019.txt")
    [finding] = [found for found in one.findings if found.rule.key == "value_count"]
    assert finding.spot is not None
    assert finding.detail is not None
    assert "16" in finding.detail.en


# --- suggestions -------------------------------------------------------------------------------------


def test_the_eye_is_on_the_cell_that_most_likely_broke() -> None:
    [one] = check_paths(BROKEN)
    looked = {
        (found.rule.key, found.instance): None if found.spot is None else found.spot.line for found in one.findings
    }
    text = BROKEN.read_text(encoding="utf-8").split("\n")
    # 19 in the row of totals is the likely slip, and stands in these three.
    for key in (("ledger_balance", "natural_person"), ("applicant_total", "result_total")):
        line = looked[key]
        assert line is not None
        assert text[line - 1].startswith("（七）总计")


def test_a_report_that_adds_up_has_no_suggestion() -> None:
    assert all(one.suggestions == () for one in check_paths(*YEARS))


def test_what_last_year_carried_forward_tells_between_slips() -> None:
    *_, one = with_another_carry_over()
    assert "carry_over" in best(one.suggestions)[0].evidence
    edits = {(edit.cell.row, edit.cell.column, edit.new) for edit in best(one.suggestions)[0].edits}
    assert edits == {("carried_over", "natural_person", 2), ("carried_over", "total", 2)}


def test_only_what_the_text_says_surely_is_a_hint() -> None:
    cell = CellKey("requests", "new_received", "total")
    claim = Claim("requests_new", Decimal(13), "件", Exactness.EXACT, Scope.REPORT, True, 0, 2, 0, 2, "13件")
    one = Judged(claim, Verdict.AGREES, ".".join(cell), Decimal(13))
    assert hints_of([one]) == Hints(text={cell: frozenset({13})})
    both = replace(one, cells="requests.new_received.total-requests.carried_over.total")
    said = Said(((1, cell), (-1, CellKey("requests", "carried_over", "total"))), 13)
    assert hints_of([both, both]) == Hints(sums=(said,))
    for unsure in (
        replace(one, claim=replace(claim, closed=False)),
        replace(one, claim=replace(claim, exactness=Exactness.APPROXIMATE)),
        replace(one, claim=replace(claim, scope=Scope.OWN_OFFICE)),
        replace(one, claim=replace(claim, number=Decimal("1.5"))),
        replace(one, claim=replace(claim, number=None)),
        replace(one, cells=None),
    ):
        assert hints_of([unsure]) == Hints()


# --- places ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_and_columns_count_from_one(end: str) -> None:
    text = end.join(["第一行文字足够长", "本年新收申请 | 17 | 3", "末行"])
    spot = Lines.of(document(text, "utf-8")).spot(text.index("17"), text.index("17") + 2)
    assert (spot.line, spot.column, spot.end_line, spot.end_column) == (2, 10, 2, 12)
    assert (spot.before, spot.marked, spot.after) == ("本年新收申请 | ", "17", " | 3")
    assert spot.place is None


def test_a_byte_order_mark_has_no_column() -> None:
    text = "\ufeff本年新收申请数量合计 17"
    spot = Lines.of(document(text, "utf-8")).spot(text.index("17"), len(text))
    assert (spot.line, spot.column, spot.end_column) == (1, 12, 14)
    assert not spot.before.startswith("\ufeff")


def test_a_line_that_says_little_shows_its_neighbours() -> None:
    text = "本年新收申请\n\n17\n3\n"
    spot = Lines.of(document(text, "utf-8")).spot(8, 10)
    assert (spot.before, spot.marked, spot.after) == (f"本年新收申请{BREAK}", "17", f"{BREAK}3{BREAK}")


def test_the_last_line_needs_no_end() -> None:
    text = "本年新收政府信息公开申请 | 17"
    spot = Lines.of(document(text, "utf-8")).spot(text.index("17"), len(text))
    assert (spot.marked, spot.after) == ("17", "")


def test_a_page_or_element_is_named() -> None:
    text = "| 本年新收政府信息公开申请 | 17 |\n"
    spot = Lines.of(document(text, "utf-8", "docx", places=((0, "table 1, row 3"),))).spot(text.index("17"), 21)
    assert spot.place == "table 1, row 3, cell 2"


# --- words -------------------------------------------------------------------------------------------


def test_a_heading_depends_on_the_block_of_its_row() -> None:
    assert cell_words(CellKey("disclosure", "procurement", "amount")).zh == "政府集中采购·采购总金额"
    assert "收费" in cell_words(CellKey("disclosure", "fees", "amount")).zh


def test_instances_have_words() -> None:
    assert instance_words("review", "review", "route").zh == "行政复议"
    assert instance_words("review", "review", "table").zh.startswith("政府信息公开行政复议")
    assert instance_words("requests", "requests", "row, or table").zh == "收到和处理政府信息公开申请情况"
    assert instance_words("problems", None).zh == "存在的主要问题及改进情况"
    assert instance_words("requests|new_received", "requests").en == "Newly received this year"
    assert instance_words("requests_new#3", None).zh == "新收申请"
    assert instance_words("something else", None) == Text("something else", "something else")


def test_messages_in_two_languages_come_apart() -> None:
    assert both_languages("文件为空 (the file is empty)") == Text("文件为空", "the file is empty")
    assert both_languages("数字 (一) 不清 (the digit (1) is unclear)") == Text(
        "数字 (一) 不清", "the digit (1) is unclear"
    )
    assert both_languages("ValueError: x") == Text("ValueError: x", "ValueError: x")


def test_the_place_of_a_problem_is_as_narrow_as_it_says() -> None:
    assert problem_place(Problem("x", "y")) is None
    assert problem_place(Problem("x", "y", "review")) is not None
    row = problem_place(Problem("x", "y", "requests", "new_received"))
    cell = problem_place(Problem("x", "y", "requests", "new_received", "total"))
    assert row is not None
    assert cell is not None
    assert cell.zh == f"{row.zh}·总计"


@pytest.mark.parametrize("key", FORMS.table_keys)
def test_no_rule_that_is_told_of_a_table_calls_it_by_its_key(key: str) -> None:
    for rule in declared_rules(FORMS):
        if "table" in rule.per:
            words = instance_words(key, key, rule.per)
            assert words == table_words(key)
            assert key not in (words.zh, words.en)


def test_what_is_untold_of_a_table_has_its_title() -> None:
    data = RAW / "shuyu_resources_2022.txt"
    text = data.read_text(encoding="utf-8")
    assert ROW in text
    [one] = checked(file(data.name, text.replace(ROW, ROW.replace("0 | 0", "0 | 0 | 0 | 0 | 0 | 0 | 0", 1)).encode()))
    untold = {item.words.zh for item in one.untold if item.rule.key in ("value_count", "cell_domain")}
    assert untold
    assert untold <= {table_words(table).zh for table in FORMS.table_keys}
