"""A cell is blank only where the text shows an empty cell: not where words stand, headings do, or the text ends."""

from __future__ import annotations

import pytest

from pipeline.tables import CellStatus
from tests.shown import CAPTION, HEADER, RECEIVED, REQUESTS, REVIEW, TITLE, codes, read, statuses

BLANK, ABSENT, OPEN = CellStatus.BLANK, CellStatus.ABSENT, CellStatus.AMBIGUOUS
REPORTED = CellStatus.REPORTED


def _documents(border: str, rules: list[str], documents: list[str]) -> str:
    """The first block with a cell a line."""
    lines = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    lines += ["规章", *rules, "行政规范性文件", *documents, "第二十条第（五）项", "信息内容", "本年处理决定数量"]
    return TITLE + "".join(f"{line}{border}\n" for line in (*lines, "行政许可", "35"))


@pytest.mark.parametrize("border", ["", " |", "\n"], ids=["lines", "pipes", "empty lines"])
@pytest.mark.parametrize("words", ["不适用", "本局不制定规章", "无制定权限", "无申请情况"])
def test_words_in_cells_on_lines_of_their_own_are_not_nothing(border: str, words: str) -> None:
    reading, cells = read(_documents(border, [words] * 3, ["4", "0", "11"]))
    assert statuses(cells, "disclosure", "rules") == [OPEN] * 3
    assert codes(reading, "rules") == ["words_in_row"]
    assert [cell.raw for cell in cells["disclosure", "normative_documents"]] == ["4", "0", "11"]
    assert [cell.raw for cell in cells["disclosure", "licensing"]] == ["35"]


def test_words_in_the_only_cell_of_a_row_are_not_nothing() -> None:
    text = _documents(" |", ["0"] * 3, ["4", "0", "11"]).replace("35 |", "本局无此事项 |\n||")
    reading, cells = read(text)
    assert statuses(cells, "disclosure", "licensing") == [OPEN]
    assert codes(reading, "licensing") == ["words_in_row"]


def test_a_heading_that_is_not_known_is_in_no_cell() -> None:
    text = _documents("", ["0"] * 3, ["4", "0", "11"]).replace("35\n", "\n\n三、收到的处理政府信息公开申请情况\n")
    assert statuses(read(text)[1], "disclosure", "licensing") == [BLANK]


def test_words_like_those_of_the_table_are_words() -> None:
    rows = f"{RECEIVED[0]}\n" + "2\n" * 7 + f"{RECEIVED[1]}\n" + "无申请情况\n" * 7 + "（一）予以公开\n" + "2\n" * 7
    reading, cells = read(TITLE + REQUESTS + rows + REVIEW)
    assert statuses(cells, "requests", "carried_over") == [OPEN] * 7
    assert codes(reading, "carried_over") == ["words_in_row"]


def test_a_last_cell_with_words_is_not_blank() -> None:
    rows = "".join(f"{label} |\n" + "0 |\n" * 7 for label in RECEIVED)
    text = TITLE + REQUESTS + rows + "四、结转下年度继续办理 |\n" + "0 |\n" * 6 + "详见附件说明 |\n"
    assert BLANK not in statuses(read(text)[1], "requests", "carried_forward")


def test_words_below_a_row_with_all_its_cells_are_in_none_of_them() -> None:
    empty, full = " |" * 8, " | 0" * 7 + " |"
    rows = f"{RECEIVED[0]}{full}\n{RECEIVED[1]}{empty}\n各科室核对无误\n四、结转下年度继续办理{empty}\n填表人已核对\n"
    for text in (rows, rows.replace(full, empty)):
        cells = read(TITLE + REQUESTS + CAPTION + HEADER + text)[1]
        assert statuses(cells, "requests", "carried_over") == [BLANK] * 7
        assert statuses(cells, "requests", "carried_forward") == [BLANK] * 7


@pytest.mark.parametrize("behind", ["", REVIEW], ids=["the end", "the next section"])
@pytest.mark.parametrize("lines", [False, True], ids=["rows", "a cell a line"])
@pytest.mark.parametrize("before", ["", "全年予以公开3件。\n"], ids=["", "a mention"])
def test_headings_of_columns_are_no_rows(behind: str, lines: bool, before: str) -> None:
    header = CAPTION + HEADER
    if lines:
        header = "\n\n".join(cell.strip() for cell in header.replace("\n", "|").split("|") if cell.strip()) + "\n\n"
    reading, cells = read(TITLE + REQUESTS + before + header + behind)
    assert not {row for table, row in cells if table == "requests" and BLANK in statuses(cells, table, row)}
    assert before or ("table_missing", "requests") in {(each.code, each.table) for each in reading.problems}


@pytest.mark.parametrize(
    "behind", ["", "五、存在的主要问题及改进情况\n宣传不够。\n"], ids=["the end", "the next section"]
)
def test_headings_of_reviews_alone_are_no_table(behind: str) -> None:
    results = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | " * 3
    header = f"行政复议 | 行政诉讼 |\n未经复议直接起诉 | 复议后起诉 |\n{results}\n"
    assert not [row for row in read(TITLE + REVIEW[:-3] + header + behind)[1] if row[0] == "review"]
    empty = header + "| " * 15 + "|\n注：含各街道。\n"
    assert statuses(read(TITLE + REVIEW[:-3] + empty + behind)[1], "review", "review") == [BLANK] * 5


def test_a_header_that_is_cut_off_gives_no_rows() -> None:
    header = (CAPTION + HEADER)[: (CAPTION + HEADER).index("商业企业") + 2]
    assert not [row for row in read(TITLE + REQUESTS + header)[1] if row[0] == "requests"]


def test_totals_that_have_lost_their_number_are_rows() -> None:
    rows = [*RECEIVED, "（一）予以公开", "其他", "总计", "四、结转下年度继续办理"]
    text = TITLE + REQUESTS + CAPTION + HEADER + "".join(f"{row}{' | 2' * 7} |\n" for row in rows) + REVIEW
    cells = read(text)[1]
    assert statuses(cells, "requests", "result_total") == statuses(cells, "requests", "other_misc") == [REPORTED] * 7


@pytest.mark.parametrize("label", [RECEIVED[1], RECEIVED[1][:10], f"{RECEIVED[1]} |", f"{RECEIVED[1]}\n"])
@pytest.mark.parametrize("full", [True, False])
def test_what_stands_behind_the_end_of_the_text_is_absent(label: str, full: bool) -> None:
    first = RECEIVED[0] + " | 6" * 7 + " |\n" if full else ""
    reading, cells = read(TITLE + REQUESTS + CAPTION + HEADER + first + label)
    assert statuses(cells, "requests", "carried_over") == [ABSENT] * 7
    assert codes(reading, "carried_over") == ["cut_off"]


@pytest.mark.parametrize("border", ["", " |"])
def test_a_row_cut_off_within_empty_cells_has_no_blank_that_is_not_shown(border: str) -> None:
    full = f"{RECEIVED[0]}{border}\n" + f"3{border}\n" * 7
    text = TITLE + REQUESTS + full + f"{RECEIVED[1]}{border}\n" + f"{border}\n" * 3
    reading, cells = read(text)
    assert statuses(cells, "requests", "new_received") == [REPORTED] * 7
    assert BLANK not in statuses(cells, "requests", "carried_over")
    assert statuses(cells, "requests", "carried_over")[4:] == [ABSENT] * 3
    assert codes(reading, "carried_over") == ["cut_off"]


def test_a_row_that_the_text_shows_to_its_end_is_blank() -> None:
    for full, empty in ((" | 3" * 7, " |" * 7), (" | 3" * 7 + " |", " |" * 8)):
        text = TITLE + REQUESTS + CAPTION + HEADER + RECEIVED[0] + full + "\n" + RECEIVED[1] + empty
        assert statuses(read(text)[1], "requests", "carried_over") == [BLANK] * 7
    text = TITLE + REQUESTS + CAPTION + HEADER + RECEIVED[0] + " | 3" * 7 + " |\n" + RECEIVED[1] + " |" * 7
    assert statuses(read(text)[1], "requests", "carried_over")[6] is ABSENT


def test_a_word_cut_off_leaves_its_cell_open_and_the_others_absent() -> None:
    text = _documents(" |", ["本局不制定规章"] * 3, [])
    reading, cells = read(text[: text.index("第二十条第（五）项")] + "本局")
    assert statuses(cells, "disclosure", "rules") == [OPEN] * 3
    assert statuses(cells, "disclosure", "normative_documents") == [OPEN, ABSENT, ABSENT]
    assert codes(reading, "normative_documents") == ["cut_off"]


@pytest.mark.parametrize("end", ["", "\n", " |", " "])
def test_a_figure_with_which_the_text_ends_may_be_longer(end: str) -> None:
    rows = f"{RECEIVED[0]}{' | 6' * 7} |\n{RECEIVED[1]}{' | 6' * 7}{end}"
    reading, cells = read(TITLE + REQUESTS + CAPTION + HEADER + rows)
    assert statuses(cells, "requests", "carried_over") == [REPORTED] * 6 + [REPORTED if end else OPEN]
    assert codes(reading, "carried_over") == ([] if end else ["cut_off"])


_ROUTES = "行政复议 | 行政诉讼 |\n未经复议直接起诉 | 复议后起诉"
_RESULTS = " | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"


@pytest.mark.parametrize("results", [0, 1, 2])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_header_of_reviews_with_which_the_text_ends_has_no_cells(results: int, end: str) -> None:
    cells = read(TITLE + REVIEW[:-3] + _ROUTES + "\n" * bool(results) + _RESULTS * results + end)[1]
    assert not [row for row in cells if row[0] == "review"]


def test_a_figure_of_reviews_with_which_the_text_ends_may_be_longer() -> None:
    cells = read(TITLE + REVIEW[:-3] + _ROUTES + "\n" + _RESULTS * 3 + "\n| 0" + " | 0" * 13 + " | 1")[1]
    assert statuses(cells, "review", "review") == [REPORTED] * 5
    assert statuses(cells, "review", "litigation_after_review") == [REPORTED] * 4 + [OPEN]
