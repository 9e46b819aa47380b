"""The year that a line above a table names: last year's table may stand beside this year's."""

from __future__ import annotations

import re
from collections.abc import Sequence

_REACH = 400  # characters above a table in which its caption stands, headings of its columns included
_LONGEST = 30  # characters of a caption; longer lines are prose
_YEAR = re.compile(r"20[0-2][0-9](?=年)")
_VALUE = re.compile(r"(?:^|[\s|])[0-9.,]+(?=[\s|]|$)")


def year_above(norm: str, top: int) -> int | None:
    """The year in the caption of the table that begins at `top`: none behind prose or another table's figures."""
    for line in reversed(norm[max(0, top - _REACH) : top].split("\n")):
        words = "".join(line.replace("|", " ").split())
        year = _YEAR.search(words)
        if "。" in words or (year and len(words) > _LONGEST) or (not year and _VALUE.search(line)):
            return None
        if year:
            return int(year.group())
    return None


def of_the_year(norm: str, tops: Sequence[int], year: int | None) -> list[bool]:
    """Which of the tables at these places may be those of a report for a year: not those captioned with one before,
    if there are others."""
    if year is None or len(tops) < 2:
        return [True] * len(tops)
    named = [year_above(norm, top) for top in tops]
    own = [found is None or found >= year for found in named]
    return own if any(own) else [True] * len(tops)
