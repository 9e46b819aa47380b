"""Marks of a report by which its like is found among all others: one of its figures, one of its prose.

The mark of the figures is a hash of all cells that are not zero. That of the prose is a sketch (one-permutation
MinHash over all runs of eight characters, Li, Owen and Zhang 2012): the share of places at which two sketches agree is
about the share of runs that the two texts have in common. Reports that share a band of their sketches are looked at as
pairs, so that no report is ever compared with all others.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.forms import FORMS, Forms
from pipeline.ledger import typed_values

RUN = 8
"""Characters of a text taken together; a power of two."""

PLACES = 64
"""Places of a sketch. The share of places that agree strays from the share of runs by about 0.04 at 0.9."""

BANDS = 8
"""Bands of a sketch, of eight places each. Texts with nine tenths in common share one in 99 of 100 cases, texts with
half in common in 3."""

TWO_DIGITS = 10
"""From here on a figure says something: ones and twos stand in every report."""

EMPTY = 2**32 - 1
"""What stands in a place that no run fell into."""

FIGURE_SCHEMA = pl.Schema({"report_id": pl.String(), "figures": pl.UInt64(), "n_telling": pl.Int32()})
"""`figures`: hash of the cells that are not zero; `n_telling`: how many different ones have two digits or more."""

TEXT_SCHEMA = pl.Schema({"report_id": pl.String(), "sketch": pl.List(pl.UInt32()), "n_prose": pl.Int32()})
"""`sketch`: PLACES numbers, null for a text shorter than a run; `n_prose`: characters of prose."""

_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_BASE = np.array([0x9E3779B97F4A7C15], dtype=np.uint64)
_Numbers = NDArray[np.uint64]


def figure_marks(cells: pl.DataFrame, forms: Forms = FORMS) -> pl.DataFrame:
    """The marks of the figures of reports with `cells` (report_id, table, row, column, value, status).

    A report without a figure other than zero has no row.
    """
    value = pl.coalesce(pl.col("count"), (pl.col("amount") * 10_000).cast(pl.Int64))
    known = (
        typed_values(cells.filter(pl.col("value") != 0), forms)
        .select("report_id", "table", "row", "column", value=value)
        .drop_nulls("value")
        .join(_weights(forms), on=["table", "row", "column"])
    )
    hashed = _mixed(known["weight"].to_numpy() + known["value"].cast(pl.UInt64, wrap_numerical=True).to_numpy() * _BASE)
    telling = pl.col("value").abs()
    return (
        known.with_columns(hashed=pl.Series(hashed, dtype=pl.UInt64))
        .group_by("report_id")
        # Sums of hashes run over and start anew, which makes them no worse.
        .agg(
            pl.col("hashed").sum().alias("figures"),
            telling.filter(telling >= TWO_DIGITS).n_unique().cast(pl.Int32).alias("n_telling"),
        )
        .select(FIGURE_SCHEMA.names())
        .cast(FIGURE_SCHEMA)
        .sort("report_id")
    )


def text_marks(prose: pl.DataFrame) -> pl.DataFrame:
    """The marks of the prose of reports (report_id, prose), in their order."""
    texts = prose["prose"].fill_null("").to_list()
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    sketches = _sketches("".join(texts), lengths)
    long = pl.col("n_prose") >= RUN
    return prose.select(
        "report_id",
        sketch=pl.Series(sketches, dtype=pl.Array(pl.UInt32, PLACES)).cast(pl.List(pl.UInt32)),
        n_prose=pl.Series(lengths, dtype=pl.Int32),
    ).with_columns(pl.when(long).then("sketch"))


def bands(marks: pl.DataFrame) -> pl.DataFrame:
    """The bands of sketches (report_id, sketch, more): each row once a band, with `band`, a number; without sketch."""
    known = marks.filter(pl.col("sketch").is_not_null())
    sketches = _matrix(known["sketch"]).reshape(len(known), BANDS, PLACES // BANDS).astype(np.uint64)
    odd = _mixed(np.arange(1, PLACES // BANDS + 1, dtype=np.uint64)) | np.uint64(1)
    hashed = _mixed((sketches * odd).sum(axis=2) + np.arange(BANDS, dtype=np.uint64) * _BASE)
    rest = known.drop("sketch")
    return pl.concat(
        rest.with_columns(band=pl.Series(np.ascontiguousarray(hashed[:, band]), dtype=pl.UInt64))
        for band in range(BANDS)
    )


def likeness(left: pl.Series, right: pl.Series) -> pl.Series:
    """About which share of their runs two texts have in common, of two equally long series of sketches."""
    ours, theirs = _matrix(left), _matrix(right)
    told = (ours != EMPTY) | (theirs != EMPTY)
    same = ((ours == theirs) & told).sum(axis=1)
    return pl.Series("likeness", same / np.maximum(told.sum(axis=1), 1), dtype=pl.Float64)


def _sketches(text: str, lengths: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The sketch of each of the texts that stand behind each other in `text`."""
    found = np.full((len(lengths), PLACES), EMPTY, dtype=np.uint32)
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    windows = len(signs) - RUN + 1
    if windows <= 0:
        return found
    hashed, base, reach = signs, _BASE, 1
    while reach < RUN:  # a run of two from two signs, of four from two of these, of eight from two of those
        hashed = hashed[:-reach] * base + hashed[reach:]
        base, reach = base * base, 2 * reach
    hashed = _mixed(hashed)
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(len(lengths)), lengths)[:windows]
    inside = np.arange(windows) + RUN <= ends[owner]
    place = (hashed >> np.uint64(58)).astype(np.int64) + owner * PLACES
    np.minimum.at(found.reshape(-1), place[inside], (hashed[inside] & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    return found


def _mixed(numbers: _Numbers) -> _Numbers:
    """Numbers that look like chance, the same for the same (the last steps of splitmix64)."""
    mixed: _Numbers = numbers ^ (numbers >> np.uint64(30))
    mixed *= _MIX[0]
    mixed ^= mixed >> np.uint64(27)
    mixed *= _MIX[1]
    mixed ^= mixed >> np.uint64(31)
    return mixed


def _matrix(sketches: pl.Series) -> NDArray[Any]:
    return sketches.list.explode().to_numpy().reshape(len(sketches), PLACES)


@lru_cache(maxsize=8)
def _weights(forms: Forms) -> pl.DataFrame:
    """A number for every cell of every form, the same in every process."""
    cells = sorted({key for form in forms.forms for table in form.tables for key, _, _ in table.cells()})
    weights = [int.from_bytes(hashlib.sha256("|".join(key).encode()).digest()[:8], "big") for key in cells]
    return pl.DataFrame(cells, schema=["table", "row", "column"], orient="row").with_columns(
        weight=pl.Series(weights, dtype=pl.UInt64)
    )
