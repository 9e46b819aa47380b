"""Known figures, rendered in every layout and read back: right where the layout keeps them, never wrong anywhere."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.forms import CellKey
from pipeline.readers import document
from pipeline.reports import describe
from pipeline.tables import Cell, CellStatus, read_tables
from tests.corpus.figures import Wish
from tests.corpus.layouts import LAYOUTS, WRITTEN_OUT, Layout
from tests.corpus.reports import Made, Noise, make

_HARD = ("slips", "unlabelled", "stacked")
_MILD = {field.name: st.booleans() for field in fields(Noise) if field.name not in _HARD}
_NOISE = st.builds(Noise, **_MILD)
_ANY = st.one_of(
    _NOISE, st.builds(Noise, **_MILD, unlabelled=st.just(True)), st.builds(Noise, **_MILD, stacked=st.just(True))
)
_LOST = st.one_of(
    st.builds(Noise, unlabelled=st.just(True), chrome=st.booleans(), wide=st.booleans(), blanks=st.booleans()),
    st.builds(Noise, stacked=st.just(True), chrome=st.booleans(), wide=st.booleans(), traditional=st.booleans()),
)
# One accident a label: a remark or a reading with a slip in it can become the label of another row.
_SLIPS = st.builds(Noise, slips=st.just(True), remarks=st.just(False), pinyin=st.just(False), blanks=st.booleans())
_SEEDS = st.integers(0, 2**32)
_FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _read(made: Made, forms: bool = True) -> dict[CellKey, Cell]:
    text = document(made.text, "utf-8")
    reading = read_tables(text, describe(text))
    for cell in reading.cells:
        if cell.raw is not None:
            assert text.text[cell.start : cell.end] == cell.raw
    assert not forms or reading.form == made.form.key
    return {CellKey(cell.table, cell.row, cell.column): cell for cell in reading.cells}


@pytest.mark.parametrize("layout", [*LAYOUTS, *WRITTEN_OUT], ids=lambda layout: layout.name)
@given(seed=_SEEDS, noise=_NOISE, balanced=st.booleans())
@_FEW
def test_every_figure_of_a_full_table_comes_back(layout: Layout, seed: int, noise: Noise, balanced: bool) -> None:
    made = make(seed, layout, noise, Wish(balanced=balanced))
    read = _read(made)
    assert read.keys() == made.cells.keys()
    assert {key: cell.value for key, cell in read.items()} == dict(made.cells)
    assert {cell.status for cell in read.values()} == {CellStatus.REPORTED}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(seed=_SEEDS, noise=_LOST, balanced=st.booleans())
@_FEW
def test_rows_that_lost_their_labels_come_back_by_their_order(
    layout: Layout, seed: int, noise: Noise, balanced: bool
) -> None:
    made = make(seed, layout, noise, Wish(balanced=balanced))
    read = {key: cell.value for key, cell in _read(made).items()}
    if balanced or not noise.stacked:
        assert read == dict(made.cells)
    # A stack of values that does not keep rows on lines is told by its totals, and left open where these do not hold.
    assert {key: value for key, value in read.items() if value is not None}.items() <= made.cells.items()


@pytest.mark.parametrize("layout", [*LAYOUTS, *WRITTEN_OUT], ids=lambda layout: layout.name)
@given(seed=_SEEDS, noise=_ANY, share=st.floats(0.02, 0.9))
@_FEW
def test_a_blank_is_never_a_figure_and_no_figure_moves(layout: Layout, seed: int, noise: Noise, share: float) -> None:
    made = make(seed, layout, noise, Wish(blanks=share))
    read = _read(made, forms=not (noise.stacked or noise.unlabelled))
    wrong = {
        key: (cell.value, made.cells[key])
        for key, cell in read.items()
        if cell.value is not None and cell.value != made.cells.get(key)
    }
    assert wrong == {}
    said_blank = [key for key, cell in read.items() if cell.status is CellStatus.BLANK]
    assert [key for key in said_blank if made.cells.get(key) is not None] == []


@pytest.mark.parametrize(
    "layout", [layout for layout in (*LAYOUTS, *WRITTEN_OUT) if layout.keeps_borders], ids=lambda layout: layout.name
)
@given(seed=_SEEDS, noise=_NOISE)
@_FEW
def test_where_borders_survive_few_blanks_hide_little(layout: Layout, seed: int, noise: Noise) -> None:
    made = make(seed, layout, noise, Wish(blanks=0.05))
    read = _read(made)
    ledger = [key for key in made.cells if key.table == "requests"]
    settled = [key for key in ledger if read[key].value == made.cells[key]]
    assert len(settled) >= 0.8 * len(ledger)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(seed=_SEEDS, noise=_SLIPS, share=st.sampled_from([0.0, 0.1]))
@_FEW
def test_misspelt_labels_may_hide_a_row_but_move_no_figure(
    layout: Layout, seed: int, noise: Noise, share: float
) -> None:
    made = make(seed, layout, noise, Wish(blanks=share))
    text = document(made.text, "utf-8")
    cells = read_tables(text, describe(text)).cells
    known = dict(made.cells)
    wrong = [(cell, known.get(CellKey(cell.table, cell.row, cell.column))) for cell in cells if cell.value is not None]
    assert [pair for pair in wrong if pair[0].value != pair[1]] == []


def test_the_largest_figure_is_read_to_the_last_digit() -> None:
    made = make(1, LAYOUTS[0], Noise(), Wish(zeros=0.0, largest=10**8))
    assert max(cell.value or Decimal(0) for cell in _read(made).values()) == max(
        value for value in made.cells.values() if value is not None
    )
