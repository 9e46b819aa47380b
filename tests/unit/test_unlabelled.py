"""Rows whose labels are lost or stacked, and tables whose rows all lack their totals."""

from __future__ import annotations

from random import Random

import pytest

from pipeline.forms import FORMS, CellKey
from pipeline.readers import document
from pipeline.reports import describe
from pipeline.tables import CellStatus, TablesReading, read_tables
from tests.corpus.figures import Figures, Wish, figures
from tests.corpus.layouts import LAYOUTS, Layout
from tests.corpus.reports import Noise, make, render

LINES = {layout.name: layout for layout in LAYOUTS}
FORM = FORMS.form("2021")
WRITTEN_OUT = ("pipe_rows_runs", "markdown", "tabs")


def _read(text: str) -> TablesReading:
    found = document(text, "utf-8")
    return read_tables(found, describe(found))


def _rendered(known: Figures, layout: Layout, noise: Noise = Noise()) -> TablesReading:  # noqa: B008
    return _read(render(FORM, known, 2021, layout, noise, Random(1)))


def _values(reading: TablesReading) -> dict[CellKey, object]:
    return {CellKey(cell.table, cell.row, cell.column): cell.value for cell in reading.cells}


@pytest.mark.parametrize("name", ["cell_a_line", "pipe_rows", "one_line", "columns"])
def test_rows_read_by_their_order_are_said_to_be(name: str) -> None:
    made = make(3, LINES[name], Noise(unlabelled=True), form="2021")
    reading = _read(made.text)
    assert _values(reading) == dict(made.cells)
    said = {problem.row for problem in reading.problems if problem.code == "labels_lost"}
    assert {"denied_state_secret", "denied_admin_query", "refused_confirm"} <= said
    assert "new_received" not in said


@pytest.mark.parametrize("name", ["cell_a_line", "pipe_rows", "one_line", "columns"])
@pytest.mark.parametrize("noise", [Noise(stacked=True), Noise(unlabelled=True)], ids=["stacked", "unlabelled"])
def test_one_value_less_than_cells_and_nothing_of_these_rows_is_told(name: str, noise: Noise) -> None:
    known = dict(figures(FORM, Random(5), Wish()))
    gone = CellKey("requests", "denied_third_party", "research")
    known[gone] = None
    cells = {CellKey(*cell[:3]): cell for cell in _rendered(known, LINES[name], noise).cells}
    for row in ("denied_law_forbidden", "denied_three_safety", "denied_third_party"):
        for column in ("natural_person", "research", "total"):
            cell = cells[CellKey("requests", row, column)]
            assert cell.value is None
            assert cell.status in {CellStatus.AMBIGUOUS, CellStatus.ABSENT}


@pytest.mark.parametrize("gap", ["\n", " "], ids=["a value a line", "a column a line"])
@pytest.mark.parametrize("balanced", [True, False], ids=["totals hold", "totals do not"])
def test_values_column_by_column_behind_their_labels_are_read_where_totals_tell(gap: str, balanced: bool) -> None:
    known = figures(FORM, Random(4), Wish(zeros=0.2, balanced=balanced))
    text = render(FORM, known, 2021, LINES["cell_a_line"], Noise(), Random(1))
    start, end = text.index("一、本年新收"), text.index("四、政府信息公开行政复议")
    labels = [line for line in text[start:end].split("\n") if line and not line.isdigit()]
    block = FORM.table("requests").blocks[0]
    columns = [
        gap.join(str(known[CellKey("requests", row.key, column.key)]) for row in block.rows) for column in block.columns
    ]
    values = _values(_read(text[:start] + "\n".join([*labels, *columns]) + "\n" + text[end:]))
    told = {key: known[key] if balanced else None for key in known if key.table == "requests"}
    assert {key: values[key] for key in told} == told
    assert values[CellKey("review", "review", "total")] == known[CellKey("review", "review", "total")]


def test_rows_of_twice_the_width_give_nothing_to_a_row_without_a_label() -> None:
    made = make(3, LINES["pipe_rows"], Noise(), form="2021")
    lines = made.text.split("\n")
    doubled = [line + line.split("|", line.count("|") - 7)[-1] if line.count(" | ") >= 7 else line for line in lines]
    label = FORM.table("requests").rows[1].label
    reading = _read("\n".join(line for line in doubled if label not in line))
    missing = [cell for cell in reading.cells if cell.row == "carried_over"]
    assert [cell.value for cell in missing] == [None] * 7
    assert "labels_lost" not in {problem.code for problem in reading.problems}


@pytest.mark.parametrize("name", WRITTEN_OUT)
@pytest.mark.parametrize("only", ["parts", "totals"])
def test_the_header_tells_the_columns_where_no_row_is_full(name: str, only: str) -> None:
    known = {
        key: None if key.table == "requests" and (key.column == "total") == (only == "parts") else value
        for key, value in figures(FORM, Random(7), Wish()).items()
    }
    assert _values(_rendered(known, LINES[name])) == known


def test_a_header_of_another_width_tells_nothing() -> None:
    known = {
        key: None if key.table == "requests" and key.column == "total" else value
        for key, value in figures(FORM, Random(7), Wish()).items()
    }
    text = render(FORM, known, 2021, LINES["pipe_rows_runs"], Noise(), Random(1))
    columns = {column.label for column in FORM.table("requests").columns}
    wider = [line + " |" if columns & {cell.strip() for cell in line.split("|")} else line for line in text.split("\n")]
    wrong = [key for key, value in _values(_read("\n".join(wider))).items() if value not in {None, known[key]}]
    assert wrong == []


def test_a_short_label_with_a_character_lost_is_still_its_row() -> None:
    made = make(4, LINES["cell_a_line"], Noise(), form="2021")
    label = next(row.label for row in FORM.table("disclosure").rows if row.key == "penalties")
    reading = _read(made.text.replace(label, label[:1] + label[2:]))
    assert (
        _values(reading)[CellKey("disclosure", "penalties", "decisions")]
        == made.cells[CellKey("disclosure", "penalties", "decisions")]
    )


def test_two_labels_in_one_cell_leave_both_rows_open() -> None:
    made = make(4, LINES["pipe_rows"], Noise(), form="2019")
    first, second = (row.label for row in FORMS.form("2019").table("disclosure").rows[2:4])
    lines = made.text.split("\n")
    at = next(index for index, line in enumerate(lines) if line.startswith(f"{first} |"))
    assert lines[at + 1].startswith(f"{second} |")
    lines[at : at + 2] = [first + lines[at + 1]]
    cells = [cell for cell in _read("\n".join(lines)).cells if cell.row in {"licensing", "other_services"}]
    assert {cell.status for cell in cells} == {CellStatus.AMBIGUOUS}
