"""Known figures as HTML, DOCX and PDF: where a file has borders, every cell comes back, and every blank as a blank."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.forms import CellKey
from pipeline.readers import read
from pipeline.reports import describe
from pipeline.tables import CellStatus, read_tables
from tests.corpus import files
from tests.corpus.figures import Wish
from tests.corpus.files import Drawing, Known
from tests.corpus.pages import pdf_of

_SEEDS = st.integers(0, 2**32)
_SHARES = st.one_of(st.just(0.0), st.floats(0.02, 0.95))
_FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _check(data: bytes, known: Known) -> None:
    document = read(data)
    assert document.bordered
    reading = read_tables(document, describe(document))
    cells = {CellKey(cell.table, cell.row, cell.column): cell for cell in reading.cells}
    assert {key: cell.value for key, cell in cells.items()} == dict(known.cells)
    assert {key for key, cell in cells.items() if cell.status is CellStatus.BLANK} == {
        key for key, value in known.cells.items() if value is None
    }
    for cell in reading.cells:
        assert cell.raw is None or document.text[cell.start : cell.end] == cell.raw
    report = describe(document)
    assert (report.report_year, report.agency) == (known.year, "青塘县某局")


@given(seed=_SEEDS, blanks=_SHARES, blank=st.sampled_from(["&nbsp;", "", "<p> </p>", "　"]), closed=st.booleans())
@_FEW
def test_html_gives_every_cell(seed: int, blanks: float, blank: str, closed: bool) -> None:
    known = files.known(seed, Wish(blanks=blanks))
    _check(files.html(known.parts, blank=blank, closed=closed).encode(), known)


@given(seed=_SEEDS, blanks=_SHARES)
@_FEW
def test_docx_gives_every_cell(seed: int, blanks: float) -> None:
    known = files.known(seed, Wish(blanks=blanks))
    _check(files.docx(known.parts), known)


@pytest.mark.parametrize("boxes", [False, True])
@given(seed=_SEEDS, blanks=_SHARES, start=st.floats(0, 600))
@_FEW
def test_pdf_gives_every_cell_wherever_pages_end(boxes: bool, seed: int, blanks: float, start: float) -> None:
    known = files.known(seed, Wish(blanks=blanks))
    _check(files.pdf(known.parts, Drawing(boxes=boxes, start=start)), known)


def _shuffled(page: str, random: Random) -> str:
    """Drawn in any order."""
    drawn = page.split("\n")
    random.shuffle(drawn)
    return "\n".join(drawn)


def _trembling(page: str, random: Random) -> str:
    """Characters a little off their lines."""
    return re.sub(
        r"([\d.]+) ([\d.]+) Td",
        lambda at: f"{float(at[1]) + random.uniform(-0.6, 0.6):.2f} {float(at[2]) + random.uniform(-0.8, 0.8):.2f} Td",
        page,
    )


@pytest.mark.parametrize("change", [_shuffled, _trembling])
@given(seed=_SEEDS, blanks=_SHARES)
@_FEW
def test_pdf_gives_every_cell_however_it_is_drawn(
    change: Callable[[str, Random], str], seed: int, blanks: float
) -> None:
    known = files.known(seed, Wish(blanks=blanks))
    _check(pdf_of([change(page, Random(seed)) for page in files.pdf_pages(known.parts)]), known)


_CELL = re.compile(r"(\S+ \S+) m (\S+ \S+) l (\S+ \S+) l (\S+ \S+) l h S")


def _level_lines(page: str, random: Random) -> str:
    return _CELL.sub(r"\1 m \2 l S \3 m \4 l S", page)


def _upright_lines(page: str, random: Random) -> str:
    return _CELL.sub(r"\1 m \4 l S \2 m \3 l S", page)


@pytest.mark.parametrize("change", [_level_lines, _upright_lines])
@given(seed=_SEEDS, blanks=_SHARES)
@_FEW
def test_pdf_with_lines_lost_gives_no_wrong_cell(
    change: Callable[[str, Random], str], seed: int, blanks: float
) -> None:
    known = files.known(seed, Wish(blanks=blanks))
    document = read(pdf_of([change(page, Random(seed)) for page in files.pdf_pages(known.parts)]))
    for cell in read_tables(document, describe(document)).cells:
        if cell.value is not None:
            assert cell.value == known.cells[CellKey(cell.table, cell.row, cell.column)]


@given(seed=_SEEDS, blanks=_SHARES)
@_FEW
def test_pdf_without_ruling_lines_gives_no_wrong_cell(seed: int, blanks: float) -> None:
    known = files.known(seed, Wish(blanks=blanks))
    document = read(files.pdf(known.parts, Drawing(ruled=False)))
    assert not document.bordered
    for cell in read_tables(document, describe(document)).cells:
        if cell.value is not None:
            assert cell.value == known.cells[CellKey(cell.table, cell.row, cell.column)]
