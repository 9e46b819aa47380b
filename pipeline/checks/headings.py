"""Signs of the sections that were not found, looked for in the lines of a text.

A heading may use words of its own, so that its section is not found though it is there: then its number or its subject
opens a line. What a statutory table prints, 一、本年新收 and 行政复议 among it, is no such sign. A section whose own
title has a line to itself, and yet has no place among the others, stands out of order.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from pipeline.checks.places import place
from pipeline.forms import FORMS, Forms
from pipeline.tables.vocabulary import plain, vocabulary

SIGN_SCHEMA = pl.Schema(
    {
        "report_id": pl.String(),
        "headings": pl.List(pl.String()),
        "displaced": pl.List(pl.Struct({"section": pl.String(), "start": pl.Int32(), "end": pl.Int32()})),
    }
)
"""`headings`: the sections whose number or subject opens a line; `displaced`: those whose title stands out of order,
each once, with the place of the line."""

_HINTS = {
    "overview": "总体|概述|概况|基本情况",
    "disclosure": "主动公开",
    "requests": "申请",
    "review": "复议|诉讼",
    "problems": "问题|不足|改进",
    "other_matters": "其他",
}
_LONGEST = 32
"""Characters of the longest line that is taken for a heading by its subject; by its number a longer one is."""
_STEM = 6
"""Characters by which the numbered lines of a table are known, number included."""
_EDGE = " \t\u00a0\u3000|#*>\r"
_BLANKS = r"[\s\u00a0\u3000*#\"'/\\]+"
_MARK = r"[、.,:]"
_SENTENCE = r"[,。;\d]"  # what sentences have and headings have not, their number apart


def signs(texts: pl.DataFrame, sections: pl.DataFrame, forms: Forms = FORMS) -> pl.DataFrame:
    """Of the `texts` (report_id, text) that lack one of the `sections` (report_id, section): SIGN_SCHEMA."""
    keys = [section.key for section in forms.sections]
    there = sections.group_by("report_id").agg(found=pl.col("section").unique())
    complete = there.filter(pl.col("found").list.len() == len(keys))
    doubtful = texts.select("report_id", "text").join(complete, on="report_id", how="anti")
    lines = (
        doubtful.select("report_id", line=pl.col("text").str.extract_all(_candidates(forms)))
        .explode("line")
        .drop_nulls()
        .with_columns(trimmed=pl.col("line").str.strip_chars(_EDGE))
        .filter(~pl.col("trimmed").str.contains(r"[|\t]"))
        .with_columns(
            words=pl.col("trimmed").str.slice(0, 2 * _LONGEST).str.normalize("NFKC").str.replace_all(_BLANKS, "")
        )
        .filter(~pl.col("words").str.slice(0, _STEM).is_in(_numbered(forms)))
    )
    heading = (pl.col("words").str.len_chars() <= _LONGEST) & ~pl.col("words").str.contains(_SENTENCE)
    titles = {plain(title): section.key for section in forms.sections for title in (section.label, *section.variants)}
    numbers = "".join(section.number for section in forms.sections)
    lines = lines.with_columns(
        section=pl.col("words")
        .str.extract(f"^[{numbers}]{_MARK}(.+?)[:。]?$")
        .replace_strict(titles, default=None, return_dtype=pl.String)
    )
    # A number before the title of another section is no sign: those behind a missing one are often numbered on.
    told = [
        pl.when(
            pl.col("words").str.contains(f"^{section.number}{_MARK}")
            & (pl.col("section") == section.key).fill_null(True)
            | heading & pl.col("words").str.contains(_HINTS[section.key])
        ).then(pl.lit(section.key))
        for section in forms.sections
    ]
    start, end = place(pl.col("text"), pl.concat_str(pl.lit("(?m)^"), pl.col("line").str.escape_regex()))
    titled = (
        lines.drop_nulls("section")
        .unique(["report_id", "section"], keep="first", maintain_order=True)
        .join(there, on="report_id", how="left", maintain_order="left")
        .filter(~pl.col("section").is_in(pl.col("found")).fill_null(True))
        .join(doubtful, on="report_id", maintain_order="left")
        .with_columns(start=start, end=end)
        .group_by("report_id", maintain_order=True)
        .agg(displaced=pl.struct("section", "start", "end"))
    )
    hinted = (
        lines.select("report_id", "words", heading=pl.concat_list(told).list.drop_nulls())
        .filter(pl.col("heading").list.len() > 0, ~pl.lit(_printed(forms)).str.contains(pl.col("words"), literal=True))
        .group_by("report_id")
        .agg(headings=pl.col("heading").explode().unique().sort())
    )
    return (
        doubtful.select("report_id")
        .join(hinted, on="report_id", how="left")
        .join(titled, on="report_id", how="left")
        .with_columns(pl.col("headings", "displaced").fill_null([]))
        .select(SIGN_SCHEMA.names())
        .cast(SIGN_SCHEMA)
    )


@lru_cache(maxsize=8)
def _candidates(forms: Forms) -> str:
    """Whole lines that begin with the number of a section, or hold its subject near their beginning."""
    numbers = "".join(section.number for section in forms.sections)
    subjects = "|".join(_HINTS[section.key] for section in forms.sections)
    return rf"(?m)^[{_EDGE}]*(?:[{numbers}][ \x{{3000}}]*[、.．,，:：]|[^\n]{{0,{_LONGEST}}}?(?:{subjects}))[^\n]*$"


@lru_cache(maxsize=8)
def _printed(forms: Forms) -> str:
    """What the tables print, label by label with its number: a line that is part of it may be broken off one."""
    words: dict[str, None] = {}
    for table in forms.table_keys:
        known = vocabulary(table, forms)
        words |= dict.fromkeys((*known.asides, *(plain(label.number) + label.full for label in known.labels)))
    return "\n".join(words)


@lru_cache(maxsize=8)
def _numbered(forms: Forms) -> pl.Series:
    """How the lines of a table begin that bear the number of a section: 一、本年新收."""
    numbers = tuple(f"{section.number}、" for section in forms.sections)
    return pl.Series(
        sorted({words[:_STEM] for words in _printed(forms).split("\n") if words.startswith(numbers)})
    ).implode()
