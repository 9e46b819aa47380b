"""Files with borders in the variations in which they are made: every cell comes back, and every blank as a blank."""

from __future__ import annotations

import re

import pytest

from pipeline.forms import CellKey
from pipeline.readers import read
from pipeline.reports import describe
from pipeline.tables import CellStatus, read_tables
from pipeline.tables.model import TablesReading
from tests.corpus import files
from tests.corpus.bordered import CONTRADICTIONS, VARIATIONS, Variation
from tests.corpus.figures import Wish
from tests.corpus.files import Known

_KNOWN = (
    files.known(7, Wish(), "2021"),
    files.known(11, Wish(blanks=0.6), "2019"),
    files.known(12, Wish(blanks=0.6), "2021"),
    files.known(21, Wish(zeros=0.85, largest=30), "2019", hollow=True),
    files.known(22, Wish(zeros=0.5), "2021", hollow=True),
)
_SAYS = re.compile(r"该行有 (\d+) 个数值，表头只?有 (\d+) 栏")


def _reading(make: Variation, known: Known) -> TablesReading:
    document = read(make(known.parts))
    reading = read_tables(document, describe(document))
    for problem in reading.problems:
        said = _SAYS.match(problem.message)
        assert said is None or said[1] != said[2] or problem.code == "words_in_row"
    return reading


@pytest.mark.parametrize("name", VARIATIONS)
@pytest.mark.parametrize("known", _KNOWN, ids=range(len(_KNOWN)))
def test_every_cell_is_read(name: str, known: Known) -> None:
    cells = {CellKey(*cell[:3]): cell for cell in _reading(VARIATIONS[name], known).cells}
    assert {key: cell.value for key, cell in cells.items()} == dict(known.cells)
    told = {CellStatus.REPORTED, CellStatus.BLANK, CellStatus.MARKED}
    assert {cell.status for cell in cells.values()} <= told


@pytest.mark.parametrize("name", CONTRADICTIONS)
@pytest.mark.parametrize("known", _KNOWN[1:], ids=range(1, len(_KNOWN)))
def test_a_grid_that_contradicts_itself_gives_no_wrong_cell(name: str, known: Known) -> None:
    for cell in _reading(CONTRADICTIONS[name], known).cells:
        value = known.cells[CellKey(*cell[:3])]
        assert cell.value in {None, value}
        assert cell.value == value or cell.status in {CellStatus.AMBIGUOUS, CellStatus.ABSENT}
