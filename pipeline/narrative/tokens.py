"""A sentence as the words that matter in it, found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pipeline.forms import Forms
from pipeline.narrative.vocabulary import Kind, words

_Tree = dict[str, "_Tree"]
_DIGITS = {**{character: value for value, character in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000), None: Decimal(1)}

# What is no count in spite of its looks: dates, shares, document numbers, telephone numbers, the first of a list.
_NUMBER = r"""
    (?P<about>约|近|逾|超过|超|不足|大约|大概|将近|接近|上(?=[百千])|至少|多达|不少于|不低于|不到|不超过)?
    (?:(?<![第〔\[\d.\-~—–A-Za-z])(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<part>\.\d+)?
       |(?<![第每同任逐某这那另几数零〇一二三四五六七八九十百千两])(?P<chinese>[零〇一二三四五六七八九十百千两]{1,9})
        (?=[余多]?万?(?:件|份|条|宗|例|项|个|笔|元)|起(?=[,。;、()])|(?<=[为是]零)(?:[,。;)]|$)))
    (?P<large>[千万亿])?(?P<more>余|多|来)?
    (?P<unit>件次|人次|件|份|条|宗|起|例|项|个|篇|次|封|笔|部|元)?
    (?P<after>左右|以上|以内)?
"""
_YEAR = r"(?P<year>20\d\d)年(?:度)?"
_CARRY = (
    r"(?P<over>20\d\d)年(?:度)?结转"
    r"|(?:结转|转入|转至|顺延)(?:至|到|入)?(?P<forward>20\d\d)年(?:度)?(?:继续)?(?:办理|答复)?"
)
_ONWARD = r"结转(?=\d{1,6}[件份宗起](?:申请)?[至到入](?:20\d\d|下|次|明))"
_REQUEST = r"""
    (?:政府|政务)?信息(?:依申请)?公开的?申请(?:公开)?(?:事项|信息|件|案件|办件)?(?![人表点])
    |依申请公开(?:的)?(?:政府信息|政务信息|信息)?(?:公开)?(?:的)?(?:申请|请求)?(?:事项|办件|案件|件(?!数))?(?![人表])
    |公开(?:政府|政务)?信息的?申请(?![人表])|(?:政府|政务)信息申请(?:公开)?件?(?![人表])
    |申请公开(?:政府|政务)?信息(?:的?申请|事项)?|依申请(?:政府|政务)?信息(?:公开)?(?:申请|事项)?|申请公开件?|公开申请(?![人表])
"""
_BARE = r"申请(?:事项|件(?!数))?(?![人表点书渠受方公理])"
_NONE = (
    r"(?:均无|暂无|没有|无)(?=(?:关于|有关|因|涉及|被|对)?[^,。;]{0,6}?(?:政府信息|政务公开|信息公开|依申请|行政复议|"
    r"行政诉讼|复议|诉讼|(?:申请)?结转|上年|下年|申请(?!人)|规范性|规章|收取|收费|信息处理费))"
)


# What makes 县政府 a part of something else: 县政府信息公开, 县政府网站, 县政府规章.
_NOT_A_BODY = ("信息", "网", "门户", "公报", "部门", "工作", "各", "规章")


class Token(NamedTuple):
    """A word with its place in the text it was found in. `number` and `unit` are those of a number or a year.

    `vague` tells of a number that is not meant to the last digit.
    """

    kind: Kind
    key: str
    start: int
    end: int
    number: Decimal | None = None
    unit: str | None = None
    vague: bool = False


@cache
def _pattern(forms: Forms) -> re.Pattern[str]:
    listed = words(forms)
    numerals = "0123456789零〇一二三四五六七八九十百千两约近逾超不大将接上至多"
    parts = (
        ("onward", "结", _ONWARD),
        ("carry", "2结转顺", _CARRY),
        ("", "2", _YEAR),
        ("request", "政信依公申", f"(?:{_REQUEST})(?!目录|指南|专栏|栏目)"),
        ("word", "".join(sorted({word[0] for word in listed})), _any_of(listed)),
        ("nothing", "均暂没无", _NONE),
        ("bare", "申", _BARE),
        ("count", numerals, _NUMBER),
    )
    # What each part can begin with is asked first: at most places nothing can begin.
    guarded = (
        f"(?=[{re.escape(first)}]){f'(?P<{name}>{part})' if name else f'(?:{part})'}" for name, first, part in parts
    )
    everything = "".join(sorted({character for _, first, _ in parts for character in first}))
    return re.compile(f"(?=[{re.escape(everything)}])(?:{'|'.join(guarded)})", re.VERBOSE)


def _any_of(listed: Iterable[str]) -> str:
    """A pattern for the longest of many words: a tree of their characters, since a plain list is tried one by one."""
    tree: _Tree = {}
    for word in listed:
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[""] = {}
    first = sorted(tree)
    # The first characters in small lots, so that most of them are passed over at once.
    lots = [first[i : i + _LOT] for i in range(0, len(first), _LOT)]
    return "|".join(f"(?=[{re.escape(''.join(lot))}])(?:{_branches(tree, lot)})" for lot in lots)


_LOT = 12


def _branches(tree: _Tree, characters: Iterable[str]) -> str:
    return "|".join(re.escape(character) + _rest(tree[character]) for character in characters)


def _rest(tree: _Tree) -> str:
    characters = sorted(character for character in tree if character)
    if not characters:
        return ""
    longer = f"(?:{_branches(tree, characters)})"
    return f"{longer}?" if "" in tree else longer


def tokens(text: str, start: int, end: int, forms: Forms, year: int | None) -> list[Token]:
    """The words of ``text[start:end]`` that matter, in order. `year` is the year the report is about."""
    meaning = words(forms)
    found = []
    for match in _pattern(forms).finditer(text, start, end):
        at, to = match.span()
        match match.lastgroup:
            case "word":
                kind, key = meaning[match.group()]
                if key == "government" and text.startswith(_NOT_A_BODY, to):
                    continue
                found.append(Token(kind, key, at, to))
            case "request":
                found.append(Token(Kind.REQUEST, "full", at, to))
            case "bare":
                found.append(Token(Kind.REQUEST, "bare", at, to))
            case "nothing":
                found.append(Token(Kind.NOTHING, "occur", at, to))
            case "year":
                found.append(Token(Kind.YEAR, "year", at, to, Decimal(match["year"])))
            case "onward":
                found.append(Token(Kind.LEAF, "requests_carried_forward", at, to))
            case "carry":
                found.append(_carried(match, year))
            case _:
                number = _number(match)
                if number is not None:
                    found.append(number)
    return found


def _carried(match: re.Match[str], year: int | None) -> Token:
    over, forward = match["over"], match["forward"]
    if year is not None and over is not None and int(over) == year - 1:
        return Token(Kind.LEAF, "requests_carried_over", *match.span())
    if year is not None and forward is not None and int(forward) == year + 1:
        return Token(Kind.LEAF, "requests_carried_forward", *match.span())
    return Token(Kind.NOISE, "carry", *match.span())


def _number(match: re.Match[str]) -> Token | None:
    """The count or amount a match stands for; None for what is none."""
    digits, chinese, unit, large = match["digits"], match["chinese"], match["unit"], match["large"]
    following = match.string[match.end() : match.end() + 1]
    if unit is None and not match["more"] and (following.isalnum() or following in {*"%‰〕]-/~—–+"}):
        return None
    if unit == "个" and following in {"月", "工", "百", "小", "领", "栏", "类", "方"}:
        return None
    if digits is not None:
        number = Decimal(digits.replace(",", "") + (match["part"] or ""))
    else:
        spelt = chinese_number(chinese)
        if spelt is None:
            return None
        number = spelt
    vague = bool(match["about"] or match["more"] or match["after"])
    start = match.start("about" if match["about"] else "digits" if digits else "chinese")
    end = match.end("after") if match["after"] else match.end("unit") if unit else match.end()
    if unit == "元":
        return Token(Kind.NUMBER, "money", start, end, number, f"{large or ''}元", vague)
    # 1.2万件 is a rounded count.
    vague = vague or (large is not None)
    return Token(Kind.NUMBER, "count", start, end, number * _LARGE[large], unit, vague)


def chinese_number(text: str) -> Decimal | None:
    """The number that Chinese numerals below ten thousand spell (四十, 一百零五, 二〇); None if they spell none."""
    if not any(scale in text for scale in _SCALES):
        if len(text) > 1 and "两" in text:
            return None
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    total, digit, before = 0, None, 10_000
    for character in text:
        if character in _SCALES:
            scale = _SCALES[character]
            if scale >= before:
                return None
            total += (1 if digit is None or digit == 0 else digit) * scale
            digit, before = None, scale
        else:
            if digit not in {None, 0}:
                return None
            digit = _DIGITS[character]
    return Decimal(total + (digit or 0))
