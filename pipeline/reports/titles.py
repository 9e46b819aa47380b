"""Title, body and year from the words of a report, each with the evidence that decided.

A title is looked for in compact text, so that it may be broken over lines; what stands before or between its parts is
the name of the body. Years come from the title, else from the period the figures are for, else from the signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.readers.document import Compact
from pipeline.reports.leads import without_lead_in, without_notices

_YEAR = r"(?P<year{n}>20[0-2][0-9])年?度?"
_SUBJECT = r"(?:关于)?(?:法定主动公开)?(?:政府信息公开|政务公开|信息公开|政府信息)(?:\(?政务公开\)?|\(政府信息公开\))?"
_REPORT = r"(?:工作)?(?:情况)?(?:的)?(?:年度工作报告|年度报告|工作报告|年报|总结报告|报告)"
# A name may hold 政府 but never ends by eating into 政府信息公开.
_NAME = r"(?:(?!政府信息|政务公开|信息公开)[\u4e00-\u9fffA-Za-z·()、0-9]){2,40}?"
# name + year + 政府信息公开工作年度报告, or year + name + …, the three orders that occur.
_TITLE = re.compile(
    rf"(?P<name1>{_NAME})?{_YEAR.format(n=1)}(?P<name2>{_NAME})?{_SUBJECT}{_REPORT}"
    rf"|(?P<name3>{_NAME}){_SUBJECT}(?:工作)?{_YEAR.format(n=4)}{_REPORT}"
    rf"|(?P<name4>{_NAME})?{_SUBJECT}{_REPORT}(?:\({_YEAR.format(n=2)}\)|{_YEAR.format(n=3)})?"
)
# 二〇二二年, with any of the signs in use for the zero.
_NUMERAL_YEAR = re.compile(r"二[〇○零O0]([一二])([〇○零一二三四五六七八九])(?=年)")
_NUMERALS = {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
# What is left of a title whose last words are lost or in disorder: 2023年政府信息公开情况, 政府信息公开 工作告年度报.
_BROKEN = re.compile(
    rf"(?:(?P<name1>{_NAME}){_YEAR.format(n=1)}|{_YEAR.format(n=2)}(?P<name2>{_NAME})){_SUBJECT}[工作情况年度的总结报告表]{{0,10}}"
)
# A place alone is not taken for a body here, nor its government: pages of all its bodies stand under such a line.
_OF_PLACE = re.compile(r"(?:[县市省州旗盟]|(?<![发新园范验])区)(?:人民政府)?$")
_CORE = re.compile(rf"{_SUBJECT}(?:(?:工作)?{_YEAR.format(n=0)})?{_REPORT}")
_PERIOD = re.compile(
    r"(20[0-2][0-9])年(1[0-2]|0?[1-9])月(3[01]|[12][0-9]|0?[1-9])日"
    r"(?:起|始|开始)?(?:至|到|-|—|~|～|–)(20[0-2][0-9])?年?(1[0-2]|0?[1-9])月(3[01]|[12][0-9]|0?[1-9])日"
)
_FULL_DATE = re.compile(r"(20[0-2][0-9])(?:年|-|\.)(1[0-2]|0?[1-9])(?:月|-|\.)(3[01]|[12][0-9]|0?[1-9])日?")
_PUBLISHED = re.compile(
    r"(?:发布|发文|公开|成文|生成|更新|发稿)?(?:时间|日期)[::]?(20[0-2][0-9])[-年.](1[0-2]|0?[1-9])[-月.](3[01]|[12][0-9]|0?[1-9])"
)
# What comes before a name in running chrome and is no part of it.
_CHROME = re.compile(
    r"^.*?(?:当前位置|首页|您所在的位置|标题|名称|题名|正文|年报|年度报告|索引号|主题词|来源|时间|分享|打印|关闭|字号|字体)[:>]*"
)
# A line about the page, of which the title below it is no part.
_BESIDE = re.compile(
    r"(?:来源|机构|机关|单位|主办|编辑|作者|位置|首页|时间|日期|文号|索引号|浏览|点击)[^\n]{0,4}[:>]|^[上下]一[篇条]"
    r"|20[0-9]{2}[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?[\s)]*$"
)
# What is counted among others is one that was published: 公开2021年年度报告1篇.
_COUNTED = re.compile(r"[》」”\"\s]*(?:及|和|等|的)?(?:全文|信息)?[0-9]+\s*[条篇份件则个次项]")
_COUNTS = re.compile(r"[0-9][条篇份件则个次项类]")
_OF_ANOTHER = re.compile(r"[上下]一[篇条]\s*[:>]?\s*[^\n]{0,40}$")  # a link to the page before or behind
_TITLE_LINE = 40  # characters; a longer line is prose
_CITED = 200  # characters that the title of a notice may have
_TITLE_LINES = 2  # lines before the last that a title may be broken over
_LEADING = re.compile(r"^(?:Page[0-9]+-?|[0-9()、.·]+)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as found: its words, the name of the body in it and its year, where it has them."""

    words: str
    name: str | None
    year: int | None
    start: int  # in norm
    lines: int  # how many lines it is broken over, or was joined from
    broken: bool = False  # it does not say that it is a report


def titles(text: Compact, norm: str, limit: int, begin: int = 0) -> list[Title]:
    """All titles between `begin` and `limit` of the compact text, in order of place.

    What stands in the title of a notice that the text cites is none.
    """
    found = []
    cores = list(_CORE.finditer(text.chars, begin, limit))
    if cores:
        first, last = max(0, text.at(cores[0].start()) - _CITED), min(len(norm), text.after(cores[-1].end()) + _CITED)
        norm = norm[:first] + without_notices(norm[first:last]) + norm[last:]
    for core in cores:
        place, behind = text.at(core.start()), text.after(core.end())
        if (
            not norm[place].isalnum()
            or _COUNTED.match(norm, behind)
            or _OF_ANOTHER.search(norm, max(0, place - 2 * _TITLE_LINE), place)
        ):
            continue
        for start, lines, words, at in _around(norm, place, behind):
            match = _match(_NUMERAL_YEAR.sub(_in_digits, words), at)
            if match:
                found.append(_title(match, start, lines))
    return found


def _match(words: str, place: int) -> re.Match[str] | None:
    """The title in some words that goes over a place in them: of two on a line each has its own."""
    first = None
    for match in _TITLE.finditer(words):
        if match.start() <= place < match.end():
            return match
        first = first or match
    return first


def broken_titles(norm: str) -> list[Title]:
    """Lines that are a name, a year and 政府信息公开 with no more behind it than words of a title in disorder."""
    found, start = [], 0
    for line in norm.split("\n"):
        words = "".join(line.split()).strip("#*|")
        match = _BROKEN.fullmatch(words) if len(words) <= _TITLE_LINE else None
        name = _clean(match["name1"] or match["name2"]) if match else None
        if match and name and not _OF_PLACE.search(name):
            found.append(Title(words, name, int(match["year1"] or match["year2"]), start, 1, True))
        start += len(line) + 1
    return found


def _around(norm: str, start: int, end: int) -> Iterator[tuple[int, int, str, int]]:
    """The words of a title may begin one or two lines before its last ones: each choice, with its place and lines,
    and where in the words the last ones begin."""
    stop = norm.find("\n", end)
    stop = min(len(norm) if stop < 0 else stop, end + _TITLE_LINE)
    begin = norm.rfind("\n", 0, start) + 1
    lines = norm.count("\n", start, end) + 1
    while True:
        first = max(begin, start - 4 * _TITLE_LINE)
        before, behind = (
            "".join(norm[since:until].replace("|", " ").split()) for since, until in ((first, start), (start, stop))
        )
        yield begin, lines, before + behind, len(before)
        if lines > _TITLE_LINES or not begin:
            return
        above = norm[:begin].rstrip()
        begin = above.rfind("\n") + 1
        lines += 1
        if len(above) - begin > _TITLE_LINE or _BESIDE.search(above[begin:]):
            return


def _in_digits(match: re.Match[str]) -> str:
    return f"20{_NUMERALS[match[1]]}{_NUMERALS[match[2]]}"


def _title(match: re.Match[str], start: int, lines: int) -> Title:
    year = match["year1"] or match["year2"] or match["year3"] or match["year4"]
    name = match["name1"] or match["name2"] or match["name3"] or match["name4"]
    if match["name1"] and match["name2"]:
        name = match["name1"] + match["name2"]
    cleaned = _clean(name) if name else None
    words = match.group()
    if name and cleaned and match["name2"] is None:
        words = words.replace(name, cleaned, 1)
    return Title(words, cleaned, int(year) if year else None, start, lines)


def _clean(name: str) -> str | None:
    name = _LEADING.sub("", _CHROME.sub("", name)).strip("·")
    before, _, behind = name.partition("关于")
    return None if _COUNTS.search(name) else without_lead_in(before or behind)


def period(text: Compact) -> tuple[date | None, date | None]:
    """The period the figures are for: 统计期限自…起至…止. (None, None) where none is stated or it is no date."""
    match = _PERIOD.search(text.chars)
    if not match:
        return None, None
    year, month, day, last_year, last_month, last_day = match.groups()
    try:
        return (
            date(int(year), int(month), int(day)),
            date(int(last_year or year), int(last_month), int(last_day)),
        )
    except ValueError:
        return None, None


def published(text: Compact) -> date | None:
    """The date of publication from the block of metadata around the text, if it has one."""
    return _date(_PUBLISHED.search(text.chars))


def signature(text: Compact) -> date | None:
    """The last full date of the text: that of the signature, where there is one."""
    last = None
    for match in _FULL_DATE.finditer(text.chars, max(0, len(text.chars) - 600)):
        last = match
    return _date(last)


def _date(match: re.Match[str] | None) -> date | None:
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
