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
from pipeline.ledger.numbered import KEY as CELL
from pipeline.ledger.numbered import cell_numbers, numbered

RUN = 8
"""Characters of a text taken together; a power of two."""

PLACES = 64
"""Places of a sketch. The share of places that agree strays from the share of runs by about 0.04 at 0.9."""

BANDS = 8
"""Bands of a sketch, of eight places each. Texts with nine tenths in common share one in 99 of 100 cases, texts with
half in common in 3."""

TOGETHER = 100
"""Texts sketched at a time."""

TWO_DIGITS = 10
"""From here on a figure says something: ones and twos stand in every report."""

EMPTY = 2**32 - 1
"""What stands in a place that no run fell into."""

FIGURE_SCHEMA = pl.Schema({"report_id": pl.String(), "figures": pl.UInt64(), "n_telling": pl.Int32()})
"""`figures`: hash of the cells that are not zero; `n_telling`: how many different ones have two digits or more."""

_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_BASE = np.array([0x9E3779B97F4A7C15], dtype=np.uint64)
_Numbers = NDArray[np.uint64]


def figure_marks(cells: pl.DataFrame, forms: Forms = FORMS) -> pl.DataFrame:
    """The marks of the figures of reports with `cells` (report_id, table, row, column, value, status).

    A report without a figure other than zero has no row.
    """
    value = pl.coalesce(pl.col("count"), (pl.col("amount") * 10_000).cast(pl.Int64))
    some = cells.filter(pl.col("value") != 0).select("report_id", *CELL, "value", "status")
    known = (
        typed_values(some, forms)
        .with_columns(numbered(some, forms), value=value)
        .select("report_id", "number", "value")
        .drop_nulls()
    )
    weights = _weights(forms)[known["number"].to_numpy()]
    hashed = _mixed(weights + known["value"].cast(pl.UInt64, wrap_numerical=True).to_numpy() * _BASE)
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
    """The marks of the prose of reports (report_id, prose), in their order: `sketch`, PLACES numbers, null for a text
    shorter than a run, and `n_prose`, characters of prose."""
    texts = prose["prose"].fill_null("")
    # A few texts at a time, so that what is made of them stays in the processor's cache.
    sketches = [_sketches(texts.slice(start, TOGETHER)) for start in range(0, max(len(texts), 1), TOGETHER)]
    long = pl.col("n_prose") >= RUN
    return prose.select(
        "report_id",
        sketch=pl.Series(np.concatenate(sketches), dtype=pl.Array(pl.UInt32, PLACES)).cast(pl.List(pl.UInt32)),
        n_prose=texts.str.len_chars().cast(pl.Int32),
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


def _sketches(texts: pl.Series) -> NDArray[np.uint32]:
    """The sketches of some texts."""
    found = np.full((len(texts), PLACES), EMPTY, dtype=np.uint32)
    lengths = texts.str.len_chars().cast(pl.Int64).to_numpy()
    signs = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(signs) < RUN:
        return found
    hashed, base, reach = signs.astype(np.uint64), _BASE, 1
    while reach < RUN:  # a run of two from two signs, of four from two of these, of eight from two of those
        last = hashed[reach:]
        hashed = hashed[:-reach] * base
        hashed += last
        base, reach = base * base, 2 * reach
    hashed = _mixed(hashed)
    least = hashed.astype(np.uint32)
    # Runs that reach into the next text are none.
    across = (np.cumsum(lengths)[:, None] - np.arange(1, RUN)).reshape(-1)
    least[across[(across >= 0) & (across < len(least))]] = EMPTY
    owner = np.repeat(np.arange(0, found.size, PLACES), lengths)[: len(hashed)]
    np.minimum.at(found.reshape(-1), (hashed >> np.uint64(58)).astype(np.int64) + owner, least)
    return found


def _mixed(numbers: _Numbers) -> _Numbers:
    """Numbers that look like chance, the same for the same (the last steps of splitmix64)."""
    mixed: _Numbers = numbers >> np.uint64(30)
    mixed ^= numbers
    mixed *= _MIX[0]
    mixed ^= mixed >> np.uint64(27)
    mixed *= _MIX[1]
    mixed ^= mixed >> np.uint64(31)
    return mixed


def _matrix(sketches: pl.Series) -> NDArray[Any]:
    return sketches.list.explode().to_numpy().reshape(len(sketches), PLACES)


@lru_cache(maxsize=8)
def _weights(forms: Forms) -> _Numbers:
    """A number that looks like chance for every cell of every form, the same in every process."""
    return np.array(
        [int.from_bytes(hashlib.sha256("|".join(key).encode()).digest()[:8], "big") for key in cell_numbers(forms)],
        dtype=np.uint64,
    )
