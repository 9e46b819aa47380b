"""Tables without a full row, whose blanks are told by what all their rows have in common: one width, one count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest

from pipeline.engine.reading import read_report
from pipeline.forms import FORMS, CellKey
from pipeline.tables import Cell, CellStatus
from tests.corpus.figures import Figures, Wish, figures
from tests.corpus.layouts import LAYOUTS, Grid, Layout
from tests.corpus.reports import Noise, render

FORM_KEYS = [form.key for form in FORMS.forms]
THREE, FOUR = "三、收到和", "四、政府信息公开行政复议"
LINES = {layout.name: layout for layout in LAYOUTS}
READ = {CellStatus.REPORTED, CellStatus.BLANK, CellStatus.MARKED, CellStatus.DECODED}


def _padded(grid: Grid) -> str:
    """One cell a line, each closed by a pipe, and every row filled up to the width of the first."""
    width = sum(box.columns for box in grid[0])
    lines = []
    for row in grid:
        own = [f"{box.text} |".lstrip() for box in row if not box.gap]
        lines += [*own, "|" * (width - len(own))] if len(own) < width else own
    return "\n".join(lines)


def _breaks(grid: Grid) -> str:
    """One cell a paragraph, an empty one a break more."""
    return "".join(f"{box.text}\n\n" if box.text else "\n" for row in grid for box in row if not box.gap)


PADDED, BREAKS = Layout("padded", _padded, True), Layout("breaks", _breaks, True)
BOTH = [pytest.param(PADDED, id="padded"), pytest.param(BREAKS, id="breaks")]


def _known(form: str, seed: int = 3) -> dict[CellKey, Decimal | None]:
    """A report with blanks in each row of its ledger: an applicant and the total are filled, the total, or none."""
    random = Random(seed)
    known = dict(figures(FORMS.form(form), random, Wish(zeros=0.2)))
    for number, row in enumerate(FORMS.form(form).table("requests").rows):
        for column in FORMS.form(form).table("requests").blocks[0].columns:
            known[CellKey("requests", row.key, column.key)] = None
        filled = random.choice(("natural_person", "business", "other"))
        if number % 3 == 0:
            known[CellKey("requests", row.key, filled)] = Decimal(number + 11)
        if number % 3 < 2:
            known[CellKey("requests", row.key, "total")] = Decimal(number + 11 if number % 3 == 0 else 0)
    return known


def _text(known: Figures, form: str, layout: Layout) -> str:
    return render(FORMS.form(form), known, int(form) + 1, layout, Noise(), Random(1))


def _read(text: str) -> dict[CellKey, Cell]:
    tables = read_report(text.encode(), "x.txt").tables
    assert tables is not None
    return {CellKey(cell.table, cell.row, cell.column): cell for cell in tables.cells}


def _told(text: str) -> dict[CellKey, Decimal | None]:
    """The cells that are said to hold a value, or nothing."""
    return {key: cell.value for key, cell in _read(text).items() if cell.status in READ}


def _ledger(text: str) -> tuple[int, int]:
    start = text.index("\n", text.index(THREE)) + 1
    return text.index("一、本年新收", start), text.index(FOUR)


def _inside(text: str) -> Iterator[int]:
    """The beginnings of the lines of the ledger behind its first label."""
    start, end = _ledger(text)
    return (start + match.start() + 1 for match in re.finditer("\n", text[start:end]))


@pytest.mark.parametrize("layout", BOTH)
@pytest.mark.parametrize("form", FORM_KEYS)
def test_blanks_are_told_without_a_full_row(form: str, layout: Layout) -> None:
    for seed in range(4):
        known = _known(form, seed)
        cells = _read(_text(known, form, layout))
        for key, value in known.items():
            assert (cells[key].value, cells[key].status) == (
                value,
                CellStatus.BLANK if value is None else CellStatus.REPORTED,
            ), key


def test_what_is_printed_beside_the_form_does_not_change_the_width() -> None:
    known = _known("2021")
    text = _text(known, "2021", PADDED).replace("三安全一稳定", "三安全\n一稳定")
    local = "9.其他情形 |\n" + "|\n" * 7 + "||\n"
    told = _told(text.replace("(四)无法提供", f"{local}(四)无法提供", 1))
    assert told[CellKey("requests", "new_received", "total")] == known[CellKey("requests", "new_received", "total")]
    assert not {key for key, value in told.items() if value != known[key]}


@pytest.mark.parametrize("layout", BOTH)
@pytest.mark.parametrize("change", ["drop", "add"])
def test_a_cell_more_or_less_in_one_row_leaves_the_table_open(layout: Layout, change: str) -> None:
    known = _known("2021")
    text = _text(known, "2021", layout)
    empty = "|\n" if layout is PADDED else "\n"
    # Between the labels of parents breaks tell nothing, nor do those behind the last value of the table.
    parents = {
        place for match in re.finditer(r"(?<=[^\d\n|])\n\n(?=[^\d\n]|\d\.)", text) for place in range(*match.span())
    }
    places = [place for place in _inside(text) if text.startswith(empty, place) and place not in parents]
    last = len(text) if layout is PADDED else text.index("四、结转")
    for place in [place for place in places if place < last][::3]:
        changed = text[:place] + (text[place + len(empty) :] if change == "drop" else empty + text[place:])
        told = _told(changed)
        wrong = {key for key, value in told.items() if value != known[key]}
        assert not wrong, (place, wrong)
        # Rows without any value are blank however many cells they have.
        ledger = {key.row for key in told if key.table == "requests" and told[key] is not None}
        assert not ledger, (place, changed[place - 60 : place + 60])


@pytest.mark.parametrize("layout", BOTH)
@pytest.mark.parametrize("number", ["4", "- 4 -", "第4页", "4\n"])
def test_the_number_of_a_page_anywhere_in_the_table_is_no_value_and_makes_none(layout: Layout, number: str) -> None:
    known = _known("2021")
    text = _text(known, "2021", layout)
    for place in list(_inside(text))[::2]:
        told = _told(f"{text[:place]}{number}\n{text[place:]}")
        wrong = {key: (value, known[key]) for key, value in told.items() if value != known[key]}
        assert not wrong, (text[place - 60 : place], wrong)


def test_a_column_more_than_the_form_s_leaves_the_table_open() -> None:
    known = _known("2021")
    start, end = _ledger(text := _text(known, "2021", PADDED))
    lines = text[start:end].split("\n")
    wider = [f"{line}\n|" if line.endswith("|") and re.match("[一二三四]、|[(1-8]", line) else line for line in lines]
    told = _told(text[:start] + "\n".join(wider) + text[end:])
    assert not {key for key, value in told.items() if key.table == "requests" and value is not None}


def test_padding_before_the_values_leaves_the_table_open() -> None:
    known = _known("2021")
    start, end = _ledger(text := _text(known, "2021", PADDED))
    rows = re.sub(r"(?m)^((?:[一二四]、|\().*\|)\n((?:\d* ?\|\n){7})(\|+)$", r"\1\n\3\n\2", text[start:end])
    told = _told(text[:start] + rows.replace("\n\n", "\n") + text[end:])
    assert "数量 |\n||\n" in rows
    assert not {key for key, value in told.items() if key.table == "requests" and value is not None}


@pytest.mark.parametrize("layout", BOTH)
def test_a_text_cut_off_within_a_row_tells_the_rows_before_it(layout: Layout) -> None:
    known = _known("2021")
    text = _text(known, "2021", layout)
    for place in list(_inside(text))[40::5]:
        cells = _told(text[:place])
        assert not {key for key, value in cells.items() if value is not None and value != known[key]}
        assert (
            cells[CellKey("requests", "new_received", "total")] == known[CellKey("requests", "new_received", "total")]
        )


def test_two_rows_that_do_not_add_up_are_open_where_breaks_alone_tell() -> None:
    known = _known("2021")
    off = CellKey("requests", "new_received", "total")
    known[off] = Decimal(999)
    told = _told(_text(known, "2021", BREAKS))
    assert off not in told
    assert told[CellKey("requests", "granted", "total")] == known[CellKey("requests", "granted", "total")]


BLANK_ROW = "denied_internal_affairs"


def _blank_row(layout: Layout, form: str = "2021") -> tuple[dict[CellKey, Decimal | None], str]:
    known = _known(form)
    for column in FORMS.form(form).table("requests").blocks[0].columns:
        known[CellKey("requests", BLANK_ROW, column.key)] = None
    return known, _text(known, form, layout)


@pytest.mark.parametrize("layout", [*BOTH, *(pytest.param(LINES[name], id=name) for name in ("pipe_rows", "tabs"))])
@pytest.mark.parametrize("printed", ["三类内容事务", "三类内部事物", "三内部事务"])
def test_a_misspelt_label_of_a_blank_row_is_its_label(layout: Layout, printed: str) -> None:
    known, text = _blank_row(layout)
    text = text.replace("三类内部事务", printed)
    cells = _read(text)
    own = [cell.status for key, cell in cells.items() if key.row == BLANK_ROW]
    assert own == [CellStatus.BLANK] * 7
    # Nor is what stands behind it a value of no row, for which all other blanks would be in doubt.
    before = [cell.status for key, cell in cells.items() if key.row == "denied_three_safety"]
    assert CellStatus.AMBIGUOUS not in before
    assert not {key for key, value in _told(text).items() if value != known[key]}


@pytest.mark.parametrize("layout", BOTH)
@pytest.mark.parametrize("printed", ["其他不予公开的情形", "属于工作秘密", "属于四类过程性信息"])
def test_words_that_resemble_a_missing_label_less_make_no_blank_row(layout: Layout, printed: str) -> None:
    _, text = _blank_row(layout)
    own = [cell for key, cell in _read(text.replace("属于三类内部事务信息", printed)).items() if key.row == BLANK_ROW]
    assert {cell.status for cell in own} <= {CellStatus.ABSENT, CellStatus.AMBIGUOUS}


@pytest.mark.parametrize("rest", ["", "|\n|\n|\n"])
def test_a_misspelt_label_at_the_end_of_the_text_or_without_room_is_no_blank_row(rest: str) -> None:
    _, text = _blank_row(PADDED)
    text = text.replace("三类内部事务", "三类内容事务")
    label = text.index("信息 |", text.index("三类内容事务")) + len("信息 |\n")
    following = text.index("6.属于四类")
    for changed in (text[:label] + rest, text[:label] + rest + text[following:]):
        own = [cell for key, cell in _read(changed).items() if key.row == BLANK_ROW]
        assert {cell.status for cell in own} <= {CellStatus.ABSENT, CellStatus.AMBIGUOUS}
