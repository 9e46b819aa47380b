"""Known figures with commas between the cells: read as with any other border, blanks included, and none wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.forms import CellKey
from pipeline.readers import commas, read
from pipeline.reports import describe
from pipeline.tables import read_tables
from tests.corpus import files
from tests.corpus.figures import Wish
from tests.corpus.files import Part

_SEEDS = st.integers(0, 2**32)
_FEW = settings(max_examples=12, deadline=None)


def _exported(parts: Sequence[Part], padded: bool, newline: str = "\n") -> str:
    """The parts as a spreadsheet exports them, with empty fields for what spans cover, or as typed by hand."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator=newline)
    for part in parts:
        if isinstance(part, str):
            file.write(part + newline)
            continue
        for row in part:
            fields = []
            for box in row:
                if padded:
                    fields += [box.text, *[""] * (box.columns - 1)]
                elif not box.gap:
                    fields.append(box.text)
            writer.writerow(fields)
    return file.getvalue()


@given(seed=_SEEDS, blanks=st.one_of(st.just(0.0), st.floats(0.05, 0.9)), padded=st.booleans())
@_FEW
def test_no_cell_is_wrong(seed: int, blanks: float, padded: bool) -> None:
    known = files.known(seed, Wish(blanks=blanks))
    document = read(_exported(known.parts, padded).encode())
    cells = read_tables(document, describe(document)).cells
    for cell in cells:
        assert cell.value in {None, known.cells.get(CellKey(*cell[:3]))}
        assert cell.raw is None or document.text[cell.start : cell.end] == cell.raw


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@given(seed=_SEEDS)
@_FEW
def test_every_figure_of_a_full_report_is_read(newline: str, seed: int) -> None:
    known = files.known(seed)
    document = read(_exported(known.parts, padded=False, newline=newline).encode())
    cells = {CellKey(*cell[:3]): cell.value for cell in read_tables(document, describe(document)).cells}
    assert cells == dict(known.cells)


def test_commas_of_prose_and_within_quotes_are_no_borders() -> None:
    row = '"1,113",甲' + ",0" * 7 + "\n"
    text = row * 15 + "全年收到1,113件,均已办结。\n"
    assert commas.bordered(text).splitlines()[-1] == "全年收到1,113件,均已办结。"
    assert commas.bordered(text).splitlines()[0] == '"1,113"|甲|0|0|0|0|0|0|0'


@pytest.mark.parametrize("text", ["行政许可 1,113\n" * 40, "规章,0,0,3\n" * 40, "|" + ",0" * 8 + "\n", ",0" * 200])
def test_without_the_ledger_commas_are_commas(text: str) -> None:
    assert commas.bordered(text) == text
