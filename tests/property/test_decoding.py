"""Tables without any border: decoded where the ledger allows one reading, and never wrong."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.forms import CellKey
from pipeline.ledger import decode
from pipeline.readers import document
from pipeline.reports import describe
from pipeline.tables import Cell, CellStatus, read_tables
from tests.corpus.figures import Wish
from tests.corpus.layouts import GLUED
from tests.corpus.reports import Made, Noise, make

_SEEDS = st.integers(0, 2**32)
_SOME = settings(max_examples=25, deadline=None)


def _read(made: Made) -> dict[CellKey, Cell]:
    text = document(made.text, "utf-8")
    reading = decode(read_tables(text, describe(text)))
    for cell in reading.cells:
        if cell.raw is not None:
            assert text.text[cell.start : cell.end] == cell.raw
    return {CellKey(cell.table, cell.row, cell.column): cell for cell in reading.cells}


def _wrong(made: Made, read: dict[CellKey, Cell]) -> dict[CellKey, tuple[Decimal, Decimal | None]]:
    return {
        key: (cell.value, made.cells[key])
        for key, cell in read.items()
        if cell.value is not None and cell.value != made.cells[key]
    }


@given(seed=_SEEDS, largest=st.sampled_from([2, 12, 90, 700]), zeros=st.floats(0.5, 0.98))
@_SOME
def test_a_balanced_ledger_is_decoded_and_right(seed: int, largest: int, zeros: float) -> None:
    made = make(seed, GLUED, Noise(), Wish(zeros=zeros, largest=largest))
    read = _read(made)
    assert _wrong(made, read) == {}
    ledger = [cell for key, cell in read.items() if key.table == "requests" and cell.value is not None]
    assert {cell.status for cell in ledger} <= {CellStatus.DECODED}


@given(seed=_SEEDS)
@_SOME
def test_a_ledger_like_those_of_small_bodies_is_decoded_whole(seed: int) -> None:
    made = make(seed, GLUED, Noise(), Wish(zeros=0.93, largest=30))
    read = _read(made)
    assert _wrong(made, read) == {}
    told = [key for key, cell in read.items() if key.table == "requests" and cell.value is not None]
    assert len(told) >= 0.8 * sum(key.table == "requests" for key in made.cells)


@given(seed=_SEEDS, largest=st.sampled_from([2, 12, 90, 700]))
@_SOME
def test_a_ledger_that_does_not_add_up_is_not_mended(seed: int, largest: int) -> None:
    made = make(seed, GLUED, Noise(), Wish(zeros=0.7, largest=largest, balanced=False))
    assert _wrong(made, _read(made)) == {}


@given(seed=_SEEDS, share=st.floats(0.01, 0.5))
@_SOME
def test_blanks_that_vanished_are_not_filled(seed: int, share: float) -> None:
    made = make(seed, GLUED, Noise(), Wish(zeros=0.8, largest=40, blanks=share))
    assert _wrong(made, _read(made)) == {}
