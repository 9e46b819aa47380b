"""What could be taken for a figure and is none, and for nothing and is something: doubt is said, not resolved."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from pipeline.engine.reading import Reading, read_report
from pipeline.forms import FORMS, CellKey
from pipeline.tables import Cell, CellStatus
from tests.corpus.figures import Wish
from tests.corpus.layouts import LAYOUTS
from tests.corpus.reports import Noise, make, render

PIPES = LAYOUTS[0]
MADE = make(7, PIPES, Noise(), Wish(zeros=0.2), "2021")


def _read(text: str) -> tuple[Reading, dict[tuple[str, str, str], Cell]]:
    reading = read_report(text.encode(), "x.txt")
    assert reading.tables is not None
    return reading, {(cell.table, cell.row, cell.column): cell for cell in reading.tables.cells}


def _line(label: str) -> str:
    return next(line for line in MADE.text.split("\n") if label in line and "|" in line)


def test_columns_in_another_order_are_not_read_by_the_forms() -> None:
    swapped = MADE.text.replace("商业企业 | 科研机构", "科研机构 | 商业企业")
    reading, cells = _read(swapped)
    assert "columns_out_of_order" in {problem.code for problem in reading.problems}
    assert {cell.status for key, cell in cells.items() if key[0] == "requests"} == {CellStatus.AMBIGUOUS}
    swapped = MADE.text.replace("本年制发件数 | 本年废止件数", "本年废止件数 | 本年制发件数")
    assert _read(swapped)[1]["disclosure", "rules", "issued"].value is None
    swapped = MADE.text.replace("行政复议 | 行政诉讼 |", "行政诉讼 | 行政复议 |")
    assert _read(swapped)[1]["review", "review", "upheld"].value is None


@pytest.mark.parametrize("name", ["pipe_rows", "cell_a_line", "columns"])
def test_a_ledger_with_its_totals_first_is_not_read_by_the_forms_order(name: str) -> None:
    sparse = make(11, PIPES, Noise(), Wish(zeros=0.9), "2021")
    known = dict(sparse.cells)
    columns = [column.key for column in FORMS.columns("requests")]
    for row in FORMS.rows("requests"):
        keys = [CellKey("requests", row.key, column) for column in columns]
        if keys[0] in known:
            known.update(zip(keys, [known[keys[-1]], *(known[key] for key in keys[:-1])], strict=True))
    layout = next(each for each in LAYOUTS if each.name == name)
    reading, cells = _read(render(sparse.form, known, 2021, layout, Noise(), Random(1)))
    assert "columns_out_of_order" in {problem.code for problem in reading.problems}
    assert {cell.value for key, cell in cells.items() if key[0] == "requests"} == {None}


@pytest.mark.parametrize("words", ["", "数量 | "], ids=["values follow", "a word between"])
@pytest.mark.parametrize("layout", ["pipe_rows", "cell_a_line", "columns"])
def test_printed_numbers_of_columns_are_no_figures(layout: str, words: str) -> None:
    gap = {"pipe_rows": " | ", "cell_a_line": "\n", "columns": "  "}[layout]
    made = make(7, next(each for each in LAYOUTS if each.name == layout), Noise(), Wish(zeros=0.2), "2021")
    top = made.text.rindex("总计") + len("总计" + (" |" if layout == "pipe_rows" else ""))
    ordinals = gap.join(["", "栏次", *map(str, range(1, 16)), words.strip(" |")])
    _, cells = _read(made.text[:top] + "\n" + ordinals + "\n" + made.text[top:])
    assert {key: cells[key].value for key in made.cells if key.table == "review"} == {
        key: value for key, value in made.cells.items() if key.table == "review"
    }


def test_two_filled_ledgers_on_a_page_are_said() -> None:
    start, end = MADE.text.index("(本列数据"), MADE.text.index("四、政府信息公开行政复议")
    other = make(8, PIPES, Noise(), Wish(zeros=0.2), "2021").text
    before = other[other.index("(本列数据") : other.index("四、政府信息公开行政复议")]
    reading, _ = _read(MADE.text[:start] + before + MADE.text[start:end] + MADE.text[end:])
    assert ("several_tables", "requests") in {(problem.code, problem.table) for problem in reading.problems}


@pytest.mark.parametrize(("printed", "unit"), [("元", "元"), ("亿元", "亿元"), ("万元", "万元")])
def test_the_unit_is_the_one_printed_above_the_column(printed: str, unit: str) -> None:
    _, cells = _read(MADE.text.replace("(单位:万元)", f"(单位:{printed})"))
    assert cells["disclosure", "fees", "amount"].unit == unit


def test_a_heading_without_a_unit_gives_none() -> None:
    _, cells = _read(MADE.text.replace("(单位:万元)", ""))
    assert cells["disclosure", "fees", "amount"].unit is None


@pytest.mark.parametrize("words", ["约58", "五十八", "△58", "¥58", "人民币58元整", ",58"])
def test_words_in_a_cell_are_neither_a_figure_nor_a_blank(words: str) -> None:
    label, value = _line("行政许可").split(" | ", 1)
    _, cells = _read(MADE.text.replace(f"{label} | {value}", f"{label} | {words} |"))
    assert cells["disclosure", "licensing", "decisions"].status is CellStatus.AMBIGUOUS
    line = _line("2.重复申请")
    first, *values = line.rstrip(" |").split(" | ")
    _, cells = _read(MADE.text.replace(line, " | ".join([first, *values[:-1], words]) + " |"))
    assert cells["requests", "refused_repeat", "total"].status is CellStatus.AMBIGUOUS


@pytest.mark.parametrize("number", ["4", "- 4 -", "4 / 9", "第 4 页 共 9 页"])
@pytest.mark.parametrize("blanks", [(1,), (6,), (0, 2, 6)])
@pytest.mark.parametrize("closing", [" |", ""])
def test_a_page_number_does_not_complete_a_row_with_a_blank(number: str, blanks: tuple[int, ...], closing: str) -> None:
    line = _line("2.重复申请")
    first, *values = line.rstrip(" |").split(" | ")
    values = ["" if index in blanks else value for index, value in enumerate(values)]
    text = MADE.text.replace(line, " | ".join([first, *values]) + " |\n" + number)
    _, cells = _read(text.replace(" |\n", closing + "\n"))
    row = [cell.value for key, cell in cells.items() if key[:2] == ("requests", "refused_repeat")]
    known = [value for key, value in MADE.cells.items() if key[:2] == ("requests", "refused_repeat")]
    assert all(value is None or value == right for value, right in zip(row, known, strict=True))
    assert {row[index] for index in blanks} == {None}


@pytest.mark.parametrize("number", ["- 4 -", "— 4 —", "4 / 9", "第4页"])
@pytest.mark.parametrize("name", ["cell_a_line", "columns", "tabs"])
def test_the_number_of_a_page_inside_a_row_is_not_there(name: str, number: str) -> None:
    made = make(7, next(each for each in LAYOUTS if each.name == name), Noise(), Wish(zeros=0.2), "2021")
    place = made.text.index("2.重复申请")
    end = made.text.index("\n", place + 12)
    _, cells = _read(f"{made.text[:end]}\n{number}\n{made.text[end + 1 :]}")
    assert {key: cells[key].value for key in made.cells} == dict(made.cells)


def test_the_number_of_a_page_behind_a_line_of_values_is_none_of_them() -> None:
    line = _line("2.重复申请")
    _, cells = _read(MADE.text.replace(line, line + "\n4"))
    assert {key: cells[key].value for key in MADE.cells} == dict(MADE.cells)


@pytest.mark.parametrize("name", ["pipe_rows", "cell_a_line", "columns"])
def test_rows_without_a_blank_in_a_table_with_a_column_more_lack_one(name: str) -> None:
    layout = next(each for each in LAYOUTS if each.name == name)
    made = make(7, layout, Noise(), Wish(zeros=0.2, blanks=0.1), "2021")
    start, end = made.text.index("一、本年新收"), made.text.index("\n四、政府信息公开行政复议")
    gap = {"pipe_rows": " 31 |", "cell_a_line": "\n31", "columns": "   31"}[name]
    rows = re.sub(r"\n(?=[^\n0-9 |]|[1-8]\.)", lambda _: gap + "\n", made.text[start:end]) + gap
    _, cells = _read(made.text[:start] + rows + made.text[end:])
    assert [key for key in made.cells if cells[key].value not in (None, made.cells[key])] == []


def test_a_value_in_the_next_column_is_not_moved_into_a_blank() -> None:
    line = _line("行政许可")
    _, cells = _read(MADE.text.replace(line, "行政许可 |  | 211 |"))
    assert cells["disclosure", "licensing", "decisions"].value is None


def test_a_serial_number_before_the_next_label_is_no_value() -> None:
    lines = MADE.text.split("\n")
    place = next(index for index, line in enumerate(lines) if "2.重复申请" in line)
    first, *values = lines[place].rstrip(" |").split(" | ")
    lines[place] = " | ".join([first, *values[:-1], ""]) + " |"
    lines[place + 1] = "19 | " + lines[place + 1]
    _, cells = _read("\n".join(lines))
    assert cells["requests", "refused_repeat", "total"].value is None


def test_a_year_in_brackets_inside_a_label_is_no_part_of_it() -> None:
    _, cells = _read(MADE.text.replace("结转下年度继续办理", "结转下年度(2024年)继续办理"))
    assert [cell.value for key, cell in cells.items() if key[1] == "carried_forward"] == [
        value for key, value in MADE.cells.items() if key.row == "carried_forward"
    ]


@pytest.mark.parametrize("markup", ["58<sup>1</sup>", "<s>180</s>58", "<del>9</del>58"])
def test_marks_of_footnotes_and_struck_figures_join_no_figure(markup: str) -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{markup}</td></tr>" for label in ("行政处罚", "行政强制"))
    page = (
        "<html><body><h1>青棠县教育局2022年政府信息公开工作年度报告</h1><table><tr><td>第二十条第(六)项</td></tr>"
        f"<tr><td>信息内容</td><td>本年处理决定数量</td></tr>{rows}</table></body></html>"
    )
    _, cells = _read(page)
    assert cells["disclosure", "penalties", "decisions"].value == 58


def test_a_disclosure_table_behind_the_requests_is_found() -> None:
    start, middle, end = (MADE.text.index(words) for words in ("二、主动公开", "三、收到和处理", "五、存在的主要"))
    _, cells = _read(MADE.text[:start] + MADE.text[middle:end] + MADE.text[start:middle] + MADE.text[end:])
    assert {key: cells[key].value for key in MADE.cells} == dict(MADE.cells)


@pytest.mark.parametrize("name", ["pipe_rows", "tabs"])
def test_figures_apart_inside_a_cell_are_not_several_cells(name: str) -> None:
    known = {**MADE.cells, CellKey("disclosure", "normative_documents", "issued"): Decimal(835)}
    known |= {CellKey("disclosure", "normative_documents", column): None for column in ("repealed", "in_force")}
    known |= {CellKey("disclosure", "licensing", "decisions"): Decimal(888)}
    text = render(MADE.form, known, 2021, next(each for each in LAYOUTS if each.name == name), Noise(), Random(1))
    _, cells = _read(text.replace("835", "8 3 5").replace("888", "8 8 8"))
    for row in ("normative_documents", "licensing"):
        assert {cell.value for key, cell in cells.items() if key[1] == row} == {None}


def test_a_first_value_that_opens_the_line_of_reviews_is_not_glued_to_a_label() -> None:
    line = MADE.text[: MADE.text.index("\n五、存在")].split("\n")[-1]
    _, cells = _read(MADE.text.replace(line, line + " 7 |"))
    values = {key: cells[key].value for key in MADE.cells if key.table == "review"}
    assert [key for key, value in values.items() if value not in (None, MADE.cells[key])] == []


def test_a_blank_inside_a_row_of_a_wider_table_is_seen_by_its_border() -> None:
    line = _line("2.重复申请")
    first, *values = line.rstrip(" |").split(" | ")
    _, cells = _read(MADE.text.replace(line, " | ".join([first, *values[:2], "", *values[2:]]) + " |"))
    row = {key[2]: cell.value for key, cell in cells.items() if key[:2] == ("requests", "refused_repeat")}
    assert set(row.values()) == {None}


def test_of_two_reports_in_one_text_all_tables_are_the_first_ones() -> None:
    tabs = next(each for each in LAYOUTS if each.name == "tabs")
    first = make(3, tabs, Noise(), Wish(zeros=0.2, blanks=0.3), "2021")
    _, cells = _read(first.text + "\n" + make(4, tabs, Noise(), Wish(zeros=0.2), "2021").text)
    assert [key for key in first.cells if cells[key].value not in (None, first.cells[key])] == []
    assert sum(cell.value is not None for cell in cells.values()) > 100


def test_padding_of_one_table_teaches_no_other() -> None:
    tabs = next(each for each in LAYOUTS if each.name == "tabs")
    for seed in range(40):
        made = make(seed, tabs, Noise(), Wish(zeros=0.4, blanks=0.4), "2019")
        places = [
            made.text.index(words) for words in ("二、主动公开", "三、收到和", "四、政府信息公开行政复议", "五、存在")
        ]
        disclosed, asked, reviewed = (made.text[start + 2 : end] for start, end in pairwise(places))
        moved = f"{made.text[: places[0]]}二、{asked}三、{reviewed}四、{disclosed}{made.text[places[3] :]}"
        _, cells = _read(moved)
        assert [key for key in made.cells if cells[key].value not in (None, made.cells[key])] == [], seed


@pytest.mark.parametrize("blank", [None, 2, 6])
def test_a_page_number_before_a_header_printed_again_fills_no_blank(blank: int | None) -> None:
    layout = next(each for each in LAYOUTS if each.name == "cell_a_line_spaced")
    known = dict(MADE.cells)
    columns = [column.key for column in FORMS.columns("requests")]
    if blank is not None:
        known[CellKey("requests", "refused_repeat", columns[blank])] = None
    text = render(MADE.form, known, 2021, layout, Noise(), Random(1))
    text = text.replace("\n\n\n", "\n") if blank is not None else text  # the blank leaves no trace
    header = text[text.index("(本列数据") : text.index("一、本年新收")]
    place = text.index("3.要求提供公开出版物")
    number = "" if blank is None else "5\n"
    _, cells = _read(f"{text[:place]}{number}{header}{text[place:]}")
    for column in columns:
        cell = cells["requests", "refused_repeat", column]
        assert cell.value == (known[CellKey("requests", "refused_repeat", column)] if blank is None else None)


def test_a_row_with_words_takes_no_cell_of_another_row_that_begins_on_its_line() -> None:
    """规范性文件 | 见附件 | 行政许可 | 4: as many cells as columns, and the last two are another row's."""
    row = FORMS.form("2021").table("disclosure").blocks[0].rows[1]
    licensing = next(line for line in FORMS.form("2021").table("disclosure").rows if line.key == "licensing")
    line = _line(row.label)
    label, *rest = line.split("|")
    words = "|".join((label, " 见附件 ", f" {licensing.label} ", " 4 ", *rest[3:]))
    reading, cells = _read(MADE.text.replace(line, words).replace(_line(licensing.label), ""))
    places = [cell.start for cell in reading.tables.cells if cell.start is not None] if reading.tables else []
    assert len(places) == len(set(places))
    assert cells["disclosure", row.key, "in_force"].value is None
