"""What stands beside the cells of a table as programs flatten it: numbers of rows, dashes between them, other years.

Each of these was taken for a value once, where a blank left room for it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

import pytest

from pipeline.engine.reading import Reading, read_report
from pipeline.forms import CellKey
from pipeline.tables import Cell, CellStatus
from tests.corpus.figures import Figures, Wish
from tests.corpus.layouts import LAYOUTS, Layout
from tests.corpus.reports import Made, Noise, make, render

LINES = {layout.name: layout for layout in LAYOUTS}
PIPES, CELLS, TABS = LINES["pipe_rows"], LINES["cell_a_line"], LINES["tabs"]
BORDERS = [pytest.param(PIPES, id="pipes"), pytest.param(CELLS, id="cell a line")]
MADE = make(7, PIPES, Noise(), Wish(zeros=0.2), "2021")
TWO, THREE, FOUR, FIVE = "二、主动公开", "三、收到和", "四、政府信息公开行政复议", "五、存在的"


def _read(text: str) -> tuple[Reading, dict[CellKey, Cell]]:
    reading = read_report(text.encode(), "x.txt")
    assert reading.tables is not None
    return reading, {CellKey(cell.table, cell.row, cell.column): cell for cell in reading.tables.cells}


def _faults(text: str, known: Figures) -> dict[CellKey, tuple[Decimal | None, Decimal | None]]:
    """What is said of a cell and is not so: another number, a number for a blank, a blank for a number."""
    told = {key: cell for key, cell in _read(text)[1].items() if cell.value is not None or _is_empty(cell)}
    return {key: (cell.value, known[key]) for key, cell in told.items() if cell.value != known.get(key)}


def _is_empty(cell: Cell) -> bool:
    return cell.status in {CellStatus.BLANK, CellStatus.MARKED}


def _values(text: str) -> dict[CellKey, Decimal | None]:
    return {key: cell.value for key, cell in _read(text)[1].items()}


def _labels() -> list[str]:
    """The labels of the ledger's rows, each with what is printed before it on the form's line."""
    return [f"{row.number}{row.label}" for row in MADE.form.table("requests").rows]


def _before_rows(text: str, mark: str, numbered: bool = True) -> str:
    """The text with a mark, numbered or not, and a border before every label of the ledger."""
    start, end = text.index("(本列数据"), text.index(FOUR)
    parts = [text[:start]]
    for number, label in enumerate(_labels(), 1):
        place = text.index(label, start)
        parts += [text[start:place], f"{number}{mark}" if numbered else mark]
        start = place
    return "".join([*parts, text[start:end], text[end:]])


def _blanks(layout: Layout, seed: int, vanish: bool) -> Made:
    made = make(seed, layout, Noise(), Wish(zeros=0.2, blanks=0.1), "2021")
    return Made(re.sub("\n\n+", "\n", made.text), made.form, made.year, made.cells) if vanish else made


@pytest.mark.parametrize(("layout", "mark"), [(PIPES, " | "), (CELLS, "\n"), (CELLS, ".\n"), (PIPES, ". | ")])
def test_a_column_of_serial_numbers_is_none_of_the_rows_before(layout: Layout, mark: str) -> None:
    made = make(7, layout, Noise(), Wish(zeros=0.2), "2021")
    assert _values(_before_rows(made.text, mark)) == dict(made.cells)
    for seed in range(6):
        blank = _blanks(layout, seed, layout is CELLS)
        assert _faults(_before_rows(blank.text, mark), blank.cells) == {}


def test_the_numbers_of_labels_on_lines_of_their_own_are_no_values() -> None:
    made = make(7, CELLS, Noise(), Wish(zeros=0.2), "2021")
    assert _values(re.sub(r"(?m)^([1-8])\.", "\\1\n", made.text)) == dict(made.cells)
    for seed in range(6):
        blank = _blanks(CELLS, seed, vanish=True)
        assert _faults(re.sub(r"(?m)^([1-8])\.", "\\1\n", blank.text), blank.cells) == {}


@pytest.mark.parametrize("layout", BORDERS)
@pytest.mark.parametrize("dash", ["-\n", "—\n", "|-\n"])
def test_dashes_between_rows_are_no_marks(layout: Layout, dash: str) -> None:
    made = make(7, layout, Noise(), Wish(zeros=0.2), "2021")
    assert _values(_before_rows(made.text, dash, numbered=False)) == dict(made.cells)
    for seed in range(6):
        blank = _blanks(layout, seed, layout is CELLS)
        assert _faults(_before_rows(blank.text, dash, numbered=False), blank.cells) == {}


def test_dashes_that_stand_for_totals_stay_marks() -> None:
    text = render(MADE.form, MADE.cells, 2021, CELLS, Noise(), Random(1))
    for row in MADE.form.table("requests").rows:
        total = MADE.cells[CellKey("requests", row.key, "total")]
        label = f"{row.number}{row.label}"
        text = re.sub(rf"({re.escape(label)}[^\n]*\n(?:\d+\n){{6}}){total}(?=\n)", r"\1-", text)
    cells = _read(text)[1]
    totals = [cell.status for key, cell in cells.items() if key.table == "requests" and key.column == "total"]
    assert set(totals) == {CellStatus.MARKED}


@pytest.mark.parametrize("layout", BORDERS)
@pytest.mark.parametrize("caption", ["2020年数据：", "附：2020年度情况表"])
@pytest.mark.parametrize("is_first", [True, False])
def test_of_tables_of_two_years_the_report_years_are_read(layout: Layout, caption: str, is_first: bool) -> None:
    made = make(7, layout, Noise(), Wish(zeros=0.2), "2021")
    text = render(made.form, made.cells, 2021, layout, Noise(), Random(1))
    other = make(8, layout, Noise(), Wish(zeros=0.2), "2021").text
    for start, end in ((FIVE, None), (THREE, FOUR), (TWO, THREE)):
        if end is None:
            continue
        first, last = text.index("\n", text.index(start)) + 1, text.index(end)
        before = other[other.index("\n", other.index(start)) + 1 : other.index(end)]
        tables = [f"{caption}\n{before}", f"2021年数据：\n{text[first:last]}"]
        text = text[:first] + "".join(tables if is_first else tables[::-1]) + text[last:]
    reading, cells = _read(text)
    assert {key: cell.value for key, cell in cells.items()} == dict(made.cells)
    assert "several_tables" in {problem.code for problem in reading.problems}


@pytest.mark.parametrize("layout", BORDERS)
def test_a_table_that_a_report_lacks_is_not_taken_from_the_next_report(layout: Layout) -> None:
    first = make(7, layout, Noise(), Wish(zeros=0.2), "2021")
    second = make(8, layout, Noise(), Wish(zeros=0.2), "2021").text.replace("青塘县某局", "云津县某局")
    start, end = first.text.index("\n", first.text.index(THREE)), first.text.index(FOUR)
    text = first.text[:start] + "\n本年度未收到申请。\n" + first.text[end:]
    reading, cells = _read(text + "\n" + second)
    assert "several_reports" in {problem.code for problem in reading.problems}
    assert not any(key.table == "requests" for key in cells)
    assert {key: cell.value for key, cell in cells.items()} == {
        key: value for key, value in first.cells.items() if key.table != "requests"
    }


def test_a_table_of_contents_is_no_report_of_its_own() -> None:
    headings = re.findall(r"(?m)^[一二三四五六]、.*$", MADE.text)[:6]
    title, rest = MADE.text.split("\n", 1)
    contents = "\n".join([title, "目录", *(f"{heading}……{page}" for page, heading in enumerate(headings, 2)), title])
    reading, _ = _read(contents + "\n" + rest)
    assert "several_reports" not in {problem.code for problem in reading.problems}
    assert _values(contents + "\n" + rest) == dict(MADE.cells)


@pytest.mark.parametrize("gap", ["\n", " "])
def test_the_digit_of_a_heading_is_no_figure_of_the_table_before(gap: str) -> None:
    made = make(7, CELLS, Noise(), Wish(zeros=0.2), "2021")
    known = {**made.cells, CellKey("disclosure", "fees", "amount"): None}
    text = render(made.form, known, 2021, CELLS, Noise(), Random(1)).replace("行政事业性收费\n\n", "行政事业性收费\n")
    for digit, numeral in enumerate("一二三四五六", 1):
        text = text.replace(
            f"\n{numeral}、{'政府' if digit == 4 else ''}", f"\n{digit}{gap}{'政府' if digit == 4 else ''}", 1
        )
    assert _read(text)[1][CellKey("disclosure", "fees", "amount")].value is None


@pytest.mark.parametrize("words", ["○", "未发生", "1 2", "N/A", "2（含1件补正）"])
@pytest.mark.parametrize("layout", [PIPES, TABS, LINES["markdown"]], ids=lambda layout: layout.name)
@pytest.mark.parametrize("column", ["natural_person", "research", "total"])
def test_a_cell_without_a_single_value_leaves_the_others_of_its_row(words: str, layout: Layout, column: str) -> None:
    made = make(7, layout, Noise(), Wish(zeros=0.2), "2021")
    odd = CellKey("requests", "refused_repeat", column)
    known = {**made.cells, odd: Decimal(987654)}
    text = render(made.form, known, 2021, layout, Noise(), Random(1)).replace("987654", words)
    cells = _read(text)[1]
    assert cells[odd].status is CellStatus.AMBIGUOUS
    assert {key: cells[key].value for key in known if key != odd} == {key: known[key] for key in known if key != odd}


def test_lines_of_rows_without_labels_are_not_the_first_rows_own() -> None:
    start = MADE.text.index("1.申请人无正当理由逾期不补正")
    text = MADE.text[:start] + re.sub(r"(?m)^[123]\.[^|]*\| ", "| ", MADE.text[start:], count=3)
    read = _values(text.replace("| 3 |", "|  |"))
    assert not any(value is not None for key, value in read.items() if key.row == "other")


@pytest.mark.parametrize("nothing", ["nan", "NaN", "None", "NULL"])
def test_words_of_programs_for_nothing_are_blank_cells(nothing: str) -> None:
    layout = LINES["pipe_rows_runs"]
    made = make(7, layout, Noise(), Wish(zeros=0.2, blanks=0.2), "2021")
    text = re.sub(r"\|  (?=\|)", f"| {nothing} ", re.sub(r"\|  (?=\|)", f"| {nothing} ", made.text))
    assert _values(text) == dict(made.cells)
    assert {cell.status for key, cell in _read(text)[1].items() if made.cells[key] is None} == {CellStatus.BLANK}


@pytest.mark.parametrize("layout", [PIPES, LINES["pipe_rows_leading"]], ids=lambda layout: layout.name)
def test_rows_with_as_many_cells_as_columns_need_no_full_row_beside_them(layout: Layout) -> None:
    made = make(5, layout, Noise(), Wish(zeros=0.9), "2021")
    known = {key: value or None for key, value in made.cells.items()}
    for row in made.form.table("requests").rows:  # no row has a figure in every column
        known[CellKey("requests", row.key, "research")] = None
    mixed = [render(made.form, known, 2021, each, Noise(), Random(1)) for each in (CELLS, layout)]
    text = "".join(
        each[each.index(start) : each.index(end) if end else len(each)]
        for each, start, end in ((mixed[0], "青塘县", THREE), (mixed[1], THREE, FOUR), (mixed[0], FOUR, None))
    )
    ledger = {key: cell for key, cell in _read(text)[1].items() if key.table == "requests"}
    assert {key: cell.value for key, cell in ledger.items()} == {key: known[key] for key in ledger}
    wider = re.sub(r"(?m)^(.*[0-9].*\|)$", r"\1 |", text)  # a column of remarks, or of padding
    assert _faults(wider, known) == {}


@pytest.mark.parametrize("layout", [PIPES, TABS], ids=lambda layout: layout.name)
@pytest.mark.parametrize("blank", ["natural_person", "other", "total"])
def test_numbers_below_the_last_row_are_none_of_its_values(layout: Layout, blank: str) -> None:
    made = make(7, layout, Noise(), Wish(zeros=0.2), "2021")
    known = {**made.cells, CellKey("requests", "carried_forward", blank): None}
    text = render(made.form, known, 2021, layout, Noise(), Random(1))
    text = text[: text.index(FOUR)] + "7\n5120018\n3\n241000\n"
    assert _faults(text, known) == {}
    assert sum(cell.value is not None for key, cell in _read(text)[1].items() if key.row == "carried_forward") == 6


@pytest.mark.parametrize("words", ["云津县政府年报", "Page 7", "云津县2021年报 第7页"])
def test_an_empty_line_before_words_between_pages_is_no_cell(words: str) -> None:
    for blank in ("natural_person", "research", "total"):
        known = {**MADE.cells, CellKey("requests", "denied_third_party", blank): None}
        text = render(MADE.form, known, 2021, CELLS, Noise(), Random(1)).replace("\n\n", "\n")
        text = text.replace("5.属于三类", f"\n{words}\n5.属于三类")
        assert _faults(text, known) == {}


@pytest.mark.parametrize(("printed", "value"), [("增 3", 3), ("减 3", -3), ("减少  12", -12)])
@pytest.mark.parametrize("layout", BORDERS)
def test_a_word_for_more_or_less_and_its_figure_may_stand_apart(layout: Layout, printed: str, value: int) -> None:
    made = make(7, layout, Noise(), Wish(zeros=0.2), "2019")
    key = CellKey("disclosure", "licensing", "change")
    known = {**made.cells, key: Decimal(987654)}
    text = render(made.form, known, 2019, layout, Noise(), Random(1)).replace("987654", printed)
    cells = _read(text)[1]
    assert cells[key].value == value
    assert cells[key].raw == printed


def test_a_row_spliced_onto_another_label_is_not_that_labels() -> None:
    partial, mass = (next(line for line in MADE.text.split("\n") if word in line) for word in ("部分公开(", "4.无正当"))
    start, end = MADE.text.index(partial), MADE.text.index(mass)
    cells = _read(f"{MADE.text[:start]}{partial[: partial.index('只计') + 2]}� | {MADE.text[end:]}")[1]
    mine = {cell.value for key, cell in cells.items() if key.row == "partial"}
    assert mine == {None}


@pytest.mark.parametrize("layout", BORDERS)
def test_a_label_that_lost_its_number_takes_no_value_for_it(layout: Layout) -> None:
    label = "4.保护第三方合法权益"
    known = {**MADE.cells, CellKey("requests", "denied_three_safety", "total"): Decimal(4)}
    text = render(MADE.form, known, 2021, layout, Noise(), Random(1)).replace(label, label[2:])
    assert _faults(text, known) == {}
    told = _values(text)[CellKey("requests", "denied_three_safety", "total")]
    assert told == (4 if layout is PIPES else None)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_ends_of_lines_of_other_systems_are_ends_of_lines(ends: str) -> None:
    text = re.sub(r"(?m)^[一二三四五六]、(?=\S{4,20}情况$|其他需要)", "", MADE.text)
    reading, cells = _read(text.replace("\n", ends))
    assert reading.report is not None
    assert len(reading.report.sections) == 6
    assert {key: cell.value for key, cell in cells.items()} == dict(MADE.cells)


@pytest.mark.parametrize("layout", BORDERS)
@pytest.mark.parametrize("remark", ["(2021年)", "（2021年度）", "(2021)"])
def test_a_year_behind_a_label_is_no_value(layout: Layout, remark: str) -> None:
    text = render(MADE.form, MADE.cells, 2021, layout, Noise(), Random(1))
    for label in ("2.重复申请", "行政事业性收费", "（一）予以公开", "(一)予以公开"):
        text = text.replace(label, label + remark)
    assert _values(text) == dict(MADE.cells)


@pytest.mark.parametrize("layout", [PIPES, TABS, LINES["markdown"]], ids=lambda layout: layout.name)
@pytest.mark.parametrize("lost", range(1, 5))
def test_a_ledger_without_one_of_the_columns_is_not_read_as_if_its_totals_were_blank(layout: Layout, lost: int) -> None:
    columns = MADE.form.table("requests").blocks[0].columns
    known = dict(MADE.cells)
    for row in MADE.form.table("requests").rows:
        keys = [CellKey("requests", row.key, column.key) for column in columns]
        values = [known[key] for key in keys]
        known.update(zip(keys, [*values[:lost], *values[lost + 1 :], None], strict=True))
    text = render(MADE.form, known, 2021, layout, Noise(), Random(1))
    text = re.sub(rf"(?<=[|\t]|\n) ?{columns[lost].label}(?: \||\t|\n)", "", text, count=1)
    assert columns[lost].label not in text
    assert {cell.value for key, cell in _read(text)[1].items() if key.table == "requests"} == {None}


@pytest.mark.parametrize("layout", BORDERS)
@pytest.mark.parametrize("words", ["其中：行政许可（下属单位）", "其中行政许可"])
def test_a_part_printed_below_a_row_is_not_the_row(layout: Layout, words: str) -> None:
    gap = " | " if layout is PIPES else "\n"
    for value in (None, Decimal(31)):
        known = {**MADE.cells, CellKey("disclosure", "licensing", "decisions"): value}
        text = render(MADE.form, known, 2021, layout, Noise(), Random(1))
        place = text.index("\n", text.index("行政许可") + (len("行政许可") + 1 if layout is CELLS else 0))
        assert _faults(f"{text[:place]}\n{words}{gap}77{text[place:]}", known) == {}
