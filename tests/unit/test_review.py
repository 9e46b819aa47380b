"""The table of reviews as layouts break it: a header woven into itself, the table turned, dashes around its line."""

from __future__ import annotations

import pytest

from pipeline.engine.reading import read_report
from pipeline.forms import FORMS, CellKey
from pipeline.tables import CellStatus
from tests.corpus.figures import Wish
from tests.corpus.layouts import LAYOUTS
from tests.corpus.reports import Noise, make

MADE = make(7, LAYOUTS[0], Noise(), Wish(zeros=0.2), "2021")
BLOCK = MADE.form.table("review").blocks[0]
ROUTES, RESULTS = [row.label for row in BLOCK.rows], [column.label for column in BLOCK.columns]
KEYS = [CellKey("review", row.key, column.key) for row in BLOCK.rows for column in BLOCK.columns]
KNOWN = {key: MADE.cells[key] for key in KEYS}
VALUES = [str(KNOWN[key]) for key in KEYS]
HALVES = (
    "行政复议      行政诉讼",
    "              未经复议直接起诉    复议后起诉",
    "结果 结果 其他 尚未 总 结果 结果 其他 尚未 总 结果 结果 其他 尚未 总",
    "维持 纠正 结果 审结 计 维持 纠正 结果 审结 计 维持 纠正 结果 审结 计",
)


def _read(table: str) -> dict[CellKey, tuple[object, CellStatus]]:
    start = MADE.text.index("\n", MADE.text.index("四、政府信息公开行政复议")) + 1
    text = MADE.text[:start] + table + MADE.text[MADE.text.index("\n五、存在的") :]
    reading = read_report(text.encode(), "x.txt")
    assert reading.tables is not None
    cells = {CellKey(cell.table, cell.row, cell.column): cell for cell in reading.tables.cells}
    return {key: (cells[key].value, cells[key].status) for key in KEYS if key in cells}


def _right() -> dict[CellKey, tuple[object, CellStatus]]:
    return {key: (value, CellStatus.REPORTED) for key, value in KNOWN.items()}


@pytest.mark.parametrize("gap", ["  ", "\n"])
def test_a_header_of_which_no_label_is_whole_shows_by_its_characters(gap: str) -> None:
    assert _read("\n".join([*HALVES, gap.join(VALUES)])) == _right()


def test_boxes_with_broken_labels_keep_their_blanks() -> None:
    halves = [HALVES[0], HALVES[1], *(" | ".join(line.split()) for line in HALVES[2:])]
    values = ["" if index in {0, 6, 14} else value for index, value in enumerate(VALUES)]
    read = _read("\n".join(f"| {line} |" for line in [*halves, " | ".join(values)]))
    for index, key in enumerate(KEYS):
        blank = index in {0, 6, 14}
        assert read[key] == ((None, CellStatus.BLANK) if blank else (KNOWN[key], CellStatus.REPORTED))


def test_a_woven_header_in_another_order_is_not_read_by_the_forms() -> None:
    swapped = [HALVES[0], HALVES[1], *(" ".join(_swapped(line.split())) for line in HALVES[2:])]
    assert {value for value, _ in _read("\n".join([*swapped, "  ".join(VALUES)])).values()} == {None}


def _swapped(words: list[str]) -> list[str]:
    return [words[index - index % 5 + (1, 0, 2, 3, 4)[index % 5]] for index in range(len(words))]


@pytest.mark.parametrize("words", ["本年度共收到三次来访。", "全年共有行政许可等事项若干，详见附件"])
def test_other_words_below_the_heading_make_no_header(words: str) -> None:
    assert _is_said("\n".join([words, "  ".join(VALUES)]))


@pytest.mark.parametrize("gap", [" | ", "\t", "\n", "  "])
def test_a_turned_table_is_read_by_its_results(gap: str) -> None:
    lines = [gap.join(["结果", *ROUTES])]
    lines += [gap.join([result, *VALUES[place::5]]) for place, result in enumerate(RESULTS)]
    assert _read("\n".join(lines)) == _right()


def test_a_turned_table_with_a_blank_is_left_open() -> None:
    lines = [" | ".join(["结果", *ROUTES])]
    lines += [" | ".join([result, *VALUES[place::5]]) for place, result in enumerate(RESULTS)]
    lines[2] = " | ".join([RESULTS[1], VALUES[1], "", VALUES[11]])
    read = _read("\n".join(lines))
    assert [key for key, (value, _) in read.items() if value not in (None, KNOWN[key])] == []


def test_dashes_between_the_lines_of_the_table_are_no_values() -> None:
    results = " | ".join(RESULTS)
    lines = [
        "行政复议 | 行政诉讼",
        f"{results} | {' | '.join(ROUTES[1:])}",
        f"{results} | {results}",
        " | ".join(VALUES),
    ]
    assert _read("-\n" + "\n-\n".join(lines) + "\n-") == _right()


def test_what_is_no_figure_in_one_cell_of_the_line_leaves_the_others() -> None:
    start = MADE.text.index("\n", MADE.text.index("四、政府信息公开行政复议")) + 1
    header = MADE.text[start : MADE.text.index("\n五、存在的")].rsplit("\n", 1)[0]
    read = _read(header + "\n" + " | ".join(["○", *VALUES[1:]]) + " |\n7\n2022年1月9日")
    assert read[KEYS[0]] == (None, CellStatus.AMBIGUOUS)
    assert {key: read[key] for key in KEYS[1:]} == {key: _right()[key] for key in KEYS[1:]}


def test_the_forms_have_one_review_table() -> None:
    assert {form.table("review") for form in FORMS.forms} == {MADE.form.table("review")}


@pytest.mark.parametrize("gap", [" | ", "\t", "\n", "  "])
def test_a_total_of_all_routes_is_no_value_of_the_last_where_a_cell_is_blank(gap: str) -> None:
    results = " | ".join(RESULTS)
    header = ["行政复议 | 行政诉讼 | 合计", f"{results} | {' | '.join(ROUTES[1:])}", f"{results} | {results}"]
    for blank in (0, 7, 14):
        values = [value for index, value in enumerate([*VALUES, "9"]) if gap == "\t" or index != blank]
        values = ["" if gap == "\t" and index == blank else value for index, value in enumerate(values)]
        read = _read("\n".join([*header, gap.join(values)]))
        assert [key for key, (value, _) in read.items() if value not in (None, KNOWN[key])] == []


def test_a_table_without_totals_does_not_leave_the_last_route_blank() -> None:
    results = " | ".join(RESULTS[:-1])
    header = ["行政复议 | 行政诉讼", f"{results} | {' | '.join(ROUTES[1:])}", f"{results} | {results}"]
    values = [value for index, value in enumerate(VALUES) if index % 5 != 4]
    read = _read("\n".join([*header, " | ".join([*values, "", "", ""]) + " |"]))
    assert {status for _, status in read.values()} == {CellStatus.AMBIGUOUS}


SUMS = [str(value) for value in (41, 3, 12, 6, 62, 5, 0, 7, 2, 14, 11, 1, 4, 8, 24)]
FEW = [str(value) for value in (0, 2, 0, 1, 3, 0, 0, 0, 0, 0, 0, 1, 0, 1, 2)]
HEADS = ["", "行政复议行政诉讼\n", "行政复议 | 行政诉讼\n", "表四：政府信息公开行政复议、行政诉讼情况\n"]


def _line(values: list[str], gap: str = " | ") -> str:
    return f"| {gap.join(values)} |" if "|" in gap else gap.join(values)


def _is_said(table: str) -> bool:
    """Whether the table is said to be there with values that are nowhere's, and no cell is told."""
    start = MADE.text.index("\n", MADE.text.index("四、政府信息公开行政复议")) + 1
    text = MADE.text[:start] + table + MADE.text[MADE.text.index("\n五、存在的") :]
    tables = read_report(text.encode(), "x.txt").tables
    codes = {problem.code for problem in tables.problems} if tables else set()
    return "no_headings" in codes and set(_read(table).values()) == {(None, CellStatus.AMBIGUOUS)}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("gap", [" | ", "  ", "\n", "\t"])
@pytest.mark.parametrize("values", [SUMS, FEW, ["0"] * 15])
def test_a_line_without_a_header_is_read_where_its_totals_tell_the_order(
    head: str, gap: str, values: list[str]
) -> None:
    told = {key: (int(value), CellStatus.DECODED) for key, value in zip(KEYS, values, strict=True)}
    assert _read(head + _line(values, gap)) == told


@pytest.mark.parametrize("head", HEADS[:2])
@pytest.mark.parametrize("gap", [" | ", "\n"])
@pytest.mark.parametrize("place", [0, 4, 7, 14])
def test_a_line_without_a_header_and_a_value_more_or_less_is_open_and_said(head: str, gap: str, place: int) -> None:
    assert _is_said(head + _line(SUMS[:place] + SUMS[place + 1 :], gap))
    assert _is_said(head + _line([*SUMS[:place], "9", *SUMS[place:]], gap))
    assert _is_said(head + _line([*SUMS[:place], "9", *SUMS[place + 1 :]], gap))
    assert _is_said(head + _line([*SUMS[:place], "", *SUMS[place + 1 :]])) or not place


@pytest.mark.parametrize("gap", [" | ", "\n"])
def test_a_page_number_for_a_lost_value_leaves_the_line_open(gap: str) -> None:
    for lost in range(15):
        left = SUMS[:lost] + SUMS[lost + 1 :]
        for place in range(15):
            assert _is_said(_line([*left[:place], "30", *left[place:]], gap))


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(["1", "0", "0", "0", "1", *["0"] * 10], id="totals first as well"),
        pytest.param([SUMS[index * 5 + column] for column in range(5) for index in range(3)], id="turned"),
        pytest.param([SUMS[index * 5 + column] for index in range(3) for column in (4, 0, 1, 2, 3)], id="totals first"),
        pytest.param(["1", *SUMS[1:]], id="does not add up"),
        pytest.param(["-", *SUMS[1:]], id="a mark"),
    ],
)
def test_a_line_without_a_header_in_an_order_that_totals_do_not_tell_is_open_and_said(values: list[str]) -> None:
    assert _is_said(_line(values))


@pytest.mark.parametrize(
    "head",
    [
        "行政诉讼 | 行政复议\n",
        "总计\n",
        "上年数据\n",
        "本街道近三年办理的其他复议案件如下\n",
    ],
)
def test_other_words_above_a_line_without_a_header_leave_it_open(head: str) -> None:
    assert _is_said(head + _line(SUMS))


def test_figures_in_the_section_s_prose_are_no_line_of_the_table() -> None:
    prose = "全年收到行政复议申请12件，维持3件，纠正2件，其他4件，未结3件，诉讼5件，维持1件，尚未审结4件。"
    assert _read(prose) == {}
    assert _read("行政复议 12 3 2 4 3 行政诉讼 5 1") == {}


def _by_route(labels: list[str], values: list[str]) -> str:
    lines = [["项目", *RESULTS], *([label, *values[at * 5 : at * 5 + 5]] for at, label in enumerate(labels))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@pytest.mark.parametrize(("opening", "closing"), [("（", "）"), ("(", ")")])
def test_a_line_a_route_is_read_where_lawsuits_are_told_apart_in_brackets(opening: str, closing: str) -> None:
    labels = ["行政复议", f"行政诉讼{opening}未经复议{closing}", f"行政诉讼{opening}复议后{closing}"]
    assert _read(_by_route(labels, VALUES)) == _right()
    turned = [labels[0], labels[2], labels[1]]
    assert _read(_by_route(turned, [*VALUES[:5], *VALUES[10:], *VALUES[5:10]])) == _right()
    for lost in (3, 8, 14):
        told = _read(_by_route(labels, [*VALUES[:lost], "", *VALUES[lost + 1 :]]))
        assert all(value in {None, KNOWN[key]} for key, (value, _) in told.items())
    told = _read(_by_route([labels[0], labels[1], labels[1]], VALUES))
    assert {value for value, _ in told.values()} == {None}


@pytest.mark.parametrize("left", ["诉讼", "纠正", "尚未", "果 果", "总"])
def test_pieces_of_a_header_leave_the_line_open(left: str) -> None:
    assert _is_said(f"{left}\n{_line(SUMS)}")


@pytest.mark.parametrize("order", [(1, 2, 0), (1, 0, 2)])
@pytest.mark.parametrize("caption", ["", "行政复议 | 行政诉讼\n"])
def test_reviews_behind_lawsuits_are_not_read_by_the_forms_order(order: tuple[int, ...], caption: str) -> None:
    results = " | ".join([*RESULTS] * 3)
    read = _read(f"{caption}{' | '.join(ROUTES[place] for place in order)}\n{results}\n{_line(SUMS)}")
    assert {value for value, _ in read.values()} == {None}
