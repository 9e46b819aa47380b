"""Cells and reports looked up by number instead of by name."""

import numpy as np
import polars as pl

from pipeline.forms import FORMS
from pipeline.ledger.numbered import KEY, cell_numbers, numbered, row_numbers


def test_every_cell_of_every_form_finds_its_own_number() -> None:
    known = cell_numbers(FORMS)
    cells = pl.DataFrame(list(known), schema=list(KEY), orient="row").sample(fraction=1, shuffle=True, seed=1)
    keys = [key for form in FORMS.forms for table in form.tables for key, _, _ in table.cells()]
    assert set(known) == set(keys)
    assert numbered(cells, FORMS).to_list() == [known[key] for key in cells.iter_rows()]  # type: ignore[index]


def test_what_is_on_no_form_has_no_number() -> None:
    crossed = [("review", "carried_over", "total"), ("nowhere", "review", "total"), ("requests", "granted", None)]
    cells = pl.DataFrame(crossed, schema=dict.fromkeys(KEY, pl.String), orient="row")
    assert numbered(cells, FORMS).to_list() == [None, None, None]
    assert numbered(cells.clear(), FORMS).to_list() == []


def test_names_find_their_place_wherever_they_stand() -> None:
    among = pl.Series(["c", "a", "b"])
    assert np.array_equal(row_numbers(pl.Series(["a", "a", "x", "c", "a"]), among), [1, 1, -1, 0, 1])
    assert len(row_numbers(pl.Series([], dtype=pl.String), among)) == 0
