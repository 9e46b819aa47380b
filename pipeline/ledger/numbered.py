"""Numbers instead of names: every cell of every form has one, and many million cells are looked up by it.

A cell is named by three words. To join a warehouse of them on three columns of strings takes most of the time that
checking takes; a number that is found once can be an index into arrays.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.forms import CellKey, Forms

KEY = ("table", "row", "column")
"""What names a cell in a report."""


@lru_cache(maxsize=8)
def cell_numbers(forms: Forms) -> dict[CellKey, int]:
    """The number of each cell of all forms, from 0 on, in the order of their names."""
    keys = {key for form in forms.forms for table in form.tables for key, _, _ in table.cells()}
    return {key: number for number, key in enumerate(sorted(keys))}


def numbered(cells: pl.DataFrame, forms: Forms) -> pl.Series:
    """The number of the cell in each row of `cells` (table, row, column), null for what is on no form: UInt32."""
    words, numbers = _lookup(forms)
    index = pl.lit(0, pl.UInt32)
    for name, those in zip(KEY, words, strict=True):
        index = index * len(those) + pl.col(name).cast(pl.Enum(those), strict=False).to_physical().cast(pl.UInt32)
    return numbers.gather(cells.select(index.alias("number")).to_series()).alias("number")


def row_numbers(names: pl.Series, among: pl.Series) -> NDArray[np.int64]:
    """Where each of `names` stands in `among`, which are unique; -1 for what does not.

    Quick where the same names stand together, as those of one report do.
    """
    runs = names.rle().struct.unnest()
    places = runs.join(
        pl.DataFrame({"value": among}).with_row_index("place"), on="value", how="left", maintain_order="left"
    )
    return np.repeat(places["place"].cast(pl.Int64).fill_null(-1).to_numpy(), runs["len"].to_numpy())


@lru_cache(maxsize=8)
def _lookup(forms: Forms) -> tuple[tuple[list[str], ...], pl.Series]:
    """The words that name cells, by column, and the number at each combination of them."""
    known = cell_numbers(forms)
    words = tuple(sorted({key[i] for key in known}) for i in range(len(KEY)))
    grid = np.full([len(those) for those in words], -1, dtype=np.int64)
    for key, number in known.items():
        grid[tuple(those.index(word) for those, word in zip(words, key, strict=True))] = number
    flat = pl.Series(grid.reshape(-1))
    return words, flat.set(flat < 0, None).cast(pl.UInt32)
