"""Whether a report may be of a body whose name only stands beside it: what it calls itself, and what its title says.

我镇 and 我局 name no body. But who issued the page, who is asked or whose folder it lies in may be another than who
reports, and a government's office does not write 我镇. Nor is a page its own that is headed with another's name, be the
other words of the title in whatever disorder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pipeline.agencies import evidence
from pipeline.agencies.cleaning import stands_for_one
from pipeline.agencies.evidence import Surroundings
from pipeline.agencies.kinds import Kind
from pipeline.agencies.parsed import Parsed
from pipeline.agencies.regions import Region

# 基本局面 and 根本办法 are none; nor are 本办法, 本局限.
_WORDS: Final = (
    r"(?P<word>街道办事处|街道|街办|办事处|镇|乡|局(?![限面部域])|委(?![托员派])|厅|办(?![法理公事结])|办公室)"
)
_WRITES = re.compile(rf"(?:(?<!自)我|(?<![\u4e00-\u9fff])本|(?<=[由将对经在])本){_WORDS}")
_HEADED = re.compile(r"(?P<name>[\u4e00-\u9fff]{3,30}?)20[0-9]{2}年?度?(?P<rest>[\u4e00-\u9fff]{4,20})")
_OF_TITLE: Final = frozenset("政府信息公开工作情况年度总结报告表的")  # what the rest of a title is made of
_LEAST = 0.8  # of its characters


def against(
    parsed: Parsed, around: Surroundings, parse: Callable[[str], Parsed], last: Callable[[Region], Region]
) -> tuple[str | None, Parsed | None, str]:
    """What speaks against a body that is told from a name beside the report, the name to take instead, and its source.

    None first where nothing does. There may be nothing to take.
    """
    headed = [other for other in map(parse, _headings(around)) if _is_body(other) and not _is_government(other)]
    apart = [other for other in headed if _differ(parsed, other, last)]
    word = _foreign_word(parsed.kind, around)
    same = all(not _differ(headed[0], other, last) for other in headed)  # of several, all may be links
    if apart and same and len(apart) == len(headed):
        fitting = [other for other in apart if _foreign_word(other.kind, around) is None]
        alike = all(not _differ(fitting[0], other, last) for other in fitting) if fitting else False
        return apart[0].cleaned, fitting[0] if alike else None, "metadata"  # as sure as what it stands against
    if word is None:
        return None, None, ""
    own = [(parse(name), source) for name, source in evidence.own_names(around) if source != "metadata"]
    own = [(other, source) for other, source in own if _is_body(other) and _foreign_word(other.kind, around) is None]
    if own and all(not _differ(own[0][0], other, last) for other, _ in own):
        return word, *own[0]
    return word, None, ""  # names of several, as of a list of links, tell none


def _headings(around: Surroundings) -> Iterator[str]:
    """Names that stand before a year and the words of a title, in whatever order these are."""
    for line in around.lines_head:
        match = _HEADED.fullmatch(line.replace(" ", ""))
        if match and sum(char in _OF_TITLE for char in match["rest"]) >= _LEAST * len(match["rest"]):
            yield match["name"]


def _is_body(parsed: Parsed) -> bool:
    kind = parsed.kind
    return kind is not None and kind.exact and kind.department != "OTH" and not stands_for_one(parsed.cleaned)


def _is_government(parsed: Parsed) -> bool:
    """Whether a name is that of a government: a column of its page holds the reports of its bodies as well."""
    return parsed.kind is not None and parsed.kind.department == "GOV"


def _differ(one: Parsed, other: Parsed, last: Callable[[Region], Region]) -> bool:
    """Whether two names are those of two bodies: other kinds of body, or places that are not the same."""
    if one.kind is None or other.kind is None:
        return False
    if (one.kind.department, one.kind.own) != (other.kind.department, other.kind.own):
        return True
    here, there = set(map(last, one.regions)), set(map(last, other.regions))
    return bool(here and there) and here.isdisjoint(there)


def _foreign_word(kind: Kind | None, around: Surroundings) -> str | None:
    """The word for itself by which a report is not of a body of this kind; None where one fits, or there is none."""
    words = {match["word"] for match in _WRITES.finditer(around.joined)}
    if kind is None or not words or any(_may_write(kind, word) for word in words):
        return None
    return f"我{min(words)}"


def _may_write(kind: Kind, word: str) -> bool:
    if word in ("镇", "乡"):
        return kind.department == "TWN"
    if word == "办事处":
        return kind.department == "STR" or "办事处" in kind.title
    if word.startswith("街"):
        return kind.department == "STR"
    if word.startswith("办"):
        # A government's report is made by its office.
        return "办" in kind.form or kind.department in ("STR", "DEV", "GOV")
    # A bureau's units and branches write 我局 too: 公安局交通警察支队.
    return word in kind.form or word in kind.title
