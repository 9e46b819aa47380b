"""Where in a text the words stand that a rule is about: offsets of characters, for many texts at once."""

from __future__ import annotations

import polars as pl

STATED = r"(?s)(?:期限|时限|统计时间|统计周期)[^。;；]{0,40}?[2２][0０]\d\d.{0,12}?月.{0,12}?日.{1,24}?月.{0,12}?日"
"""A stated period, from its name to its last day."""


def place(text: pl.Expr, words: str | pl.Expr, offset: pl.Expr | int = 0, group: int = 0) -> tuple[pl.Expr, pl.Expr]:
    """Start and end of the first match of a pattern in a text, or of a group of it; null where there is none.

    `offset` is added: how far into the whole text the one that is searched begins.
    """
    match = text.str.extract(words, 0)
    start = _characters_before(text, words) + offset
    if group:
        wanted = match.str.extract(words, group)
        start = start + _characters_before(match, wanted)
        match = wanted
    return start.cast(pl.Int32), (start + match.str.len_chars()).cast(pl.Int32)


def _characters_before(text: pl.Expr, words: str | pl.Expr) -> pl.Expr:
    number_of_bytes = text.str.find(words)
    before = text.cast(pl.Binary).bin.slice(pl.lit(0), number_of_bytes).cast(pl.String).str.len_chars()
    return pl.when(number_of_bytes.is_not_null()).then(before.cast(pl.Int64))


def date_of(day: pl.Expr) -> pl.Expr:
    """A pattern for a date as texts write it: 2023年2月5日, 2023-02-05, 2023/2/5."""
    parts = (day.dt.year(), day.dt.month(), day.dt.day())
    return pl.format(r"{}\s*[年./-]\s*0?{}\s*[月./-]\s*0?{}(?:\s*日|\b)", *parts)
