"""What a report says of its place besides its own name for its body: codes, other names, regions, telephone, folder.

Only the start and the end of a text are looked at: titles, blocks of metadata and preambles stand at the one,
signatures and the footers of pages at the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.readers.document import normalise

HEAD, TAIL = 2500, 1200
"""Characters of the start and of the end of a text that are looked at."""

_SITE = re.compile(r"(?:网站)?标识码(?:为|是)?[::]?\s*([0-9]{6})[0-9]{4}(?![0-9])")
_POLICE = re.compile(r"公网安备\s*([0-9]{6})[0-9]{8}(?![0-9])")
_ICP = re.compile(r"([京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云陕秦甘陇青宁新藏蒙])ICP备")
_PHONE = re.compile(r"(?<![0-9])\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?\s*[-—–―－]?\s*[2-8][0-9]{6,7}(?![0-9])")
_POSTCODE = re.compile(r"(?:邮编|邮政编码|邮码)\s*(?:为|是)?[:]?\s*([0-9]{6})(?![0-9])")
_BODY = (
    r"(?:人民政府|政府|委员会|管委会|办公室|办公厅|办事处|联合会|厅|局|委|总队|支队|大队|中心|医院|学院|大学|街道|乡|镇"
    r"|开发区|新区|示范区|调查队|支行|分行|联合社|合作社|档案馆|办)"
)
_NAME = rf"(?P<name>[\u4e00-\u9fff()]{{2,38}}?{_BODY})"
_HOST = re.compile(rf"(?:主办单位|主办|承办单位|承办|版权所有|网站主管)\s*[::|]?\s*{_NAME}(?![\u4e00-\u9fff])")
_ISSUER = re.compile(
    rf"(?:发布机构|发文机关|发文单位|公开主体|信息来源|发布单位|来源|编制单位)\s*[::|]\s*{_NAME}(?![\u4e00-\u9fff])"
)
_COMPILED = re.compile(rf"本(?:年度)?报告(?:由|系){_NAME}(?:根据|按照|依照|依据|编制|负责|汇总|综合)")
# 由国务院办公厅制定 is said of the form.
_MADE = re.compile(
    rf"(?:[,。]由|现(?:将(?:公布|发布|公开)?|公布|发布|公开))(?!国务院|国家|各){_NAME}(?=编制|负责编制|起草|20[0-9]{{2}}年)"
)
# What the body did that year.
_PROSE = re.compile(
    rf"(?:20[0-9]{{2}}年度?|一年来),{_NAME}(?=在|认真|坚持|严格|全面|按照|根据|深入|积极|切实|始终|高度|落实|以)"
)
_CONTACT = re.compile(
    rf"(?:[请迎可](?:直接)?(?:与|向|联系|咨询)|联系(?:单位|部门|机构)[::]|地址[::]){_NAME}(?=联系|咨询|反映|[,(。;、0-9]|地址|电话|$)"
)
_SIGNED = re.compile(rf"{_NAME}")
_TITLED = re.compile(rf"{_NAME}(?:关于)?(?:20[0-9]{{2}}年度?)?政府信息公开.*(?:年报|年度报告)(?:\(.*\))?")
_OFFICE = re.compile(r"(?<=[局委厅院署会])(?:政务公开|信息公开|行政)?办公室$")
_OWN_LEVEL = re.compile(
    r"[我全本该]?(省|市|区|县|旗|州)(?:委、|委常委会|政府|人民政府|直各|级各|域内|政务公开|政务服务|卫)"
)
_INFORMAL = re.compile(
    r"([\u4e00-\u9fff]{2,4}?)(?=政务(?:公开|服务|信息|网)|政府(?:门户)?网|人民政府网|发布|日报|电视台|在线|先锋|融媒)"
)
# What is said of others: whom it learnt from, whom it visited, whose pages it links.
_OF_OTHERS = re.compile(
    r"(?:学习|借鉴|赴|参观|考察|对标|结对|转发|友情链接|相关链接)[^,。;]*|与[^,。;]{2,20}?(?:结对|交流|合作)[^,。;]*"
)
_CLAUSES = re.compile(r"[,。;]")
_VISITORS = re.compile(r"来(?:访|我|本)")
_LONGEST_VISITOR = 20
_LONGEST_LINE = 40  # characters; a longer line is prose and no signature
_BETWEEN: Final = "\0"
_FIRST = 800  # characters from the start in which the first lines stand
_FIRST_LINES, _LAST_LINES = 8, 14
_SUFFIX = re.compile("[省市区县旗州盟]")
_SEPARATORS = re.compile(r"[\s|>/\\_\-.()\[\]]+")

ICP_PROVINCES: Mapping[str, str] = {
    "京": "11", "津": "12", "冀": "13", "晋": "14", "蒙": "15", "辽": "21", "吉": "22", "黑": "23", "沪": "31",
    "苏": "32", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37", "豫": "41", "鄂": "42", "湘": "43",
    "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51", "蜀": "51", "黔": "52", "贵": "52", "滇": "53",
    "云": "53", "藏": "54", "陕": "61", "秦": "61", "甘": "62", "陇": "62", "青": "63", "宁": "64", "新": "65",
}  # fmt: skip
"""The province that registered a site, by the character its number begins with."""

POST_PROVINCES: Mapping[str, str] = {
    **dict.fromkeys(("01", "02"), "15"), **dict.fromkeys(("03", "04"), "14"), **dict.fromkeys(("05", "06", "07"), "13"),
    "10": "11", **dict.fromkeys(("11", "12"), "21"), "13": "22", **dict.fromkeys(("15", "16"), "23"), "20": "31",
    **dict.fromkeys(("21", "22"), "32"), **dict.fromkeys(("23", "24"), "34"), **dict.fromkeys(("25", "26", "27"), "37"),
    "30": "12", **dict.fromkeys(("31", "32"), "33"), **dict.fromkeys(("33", "34"), "36"),
    **dict.fromkeys(("35", "36"), "35"), "40": "50", **dict.fromkeys(("41", "42"), "43"),
    **dict.fromkeys(("43", "44"), "42"), **dict.fromkeys(("45", "46", "47"), "41"),
    **dict.fromkeys(("51", "52"), "44"), **dict.fromkeys(("53", "54"), "45"), **dict.fromkeys(("55", "56"), "52"),
    "57": "46", **dict.fromkeys(("61", "62", "63", "64"), "51"), **dict.fromkeys(("65", "66", "67"), "53"),
    **dict.fromkeys(("71", "72"), "61"), **dict.fromkeys(("73", "74"), "62"), "75": "64", "81": "63",
    **dict.fromkeys(("83", "84"), "65"), **dict.fromkeys(("85", "86"), "54"),
}  # fmt: skip
"""The province of a postal code, by its first two digits."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The start and end of a text, as lines and run together without blanks, and the words of the file's path."""

    head: str
    tail: str
    lines_head: tuple[str, ...]
    lines_tail: tuple[str, ...]
    path: str

    @property
    def joined(self) -> str:
        """Both ends, without blanks."""
        return f"{self.head}\n{self.tail}"


def surroundings(text: str | None, path: str = "", title: str | None = None) -> Surroundings:
    """The ends of a text in plain characters."""
    text = text or ""
    short = len(text) <= HEAD + TAIL
    head, _, tail = normalise(text if short else f"{text[:HEAD]}{_BETWEEN}{text[-TAIL:]}")[0].partition(_BETWEEN)
    end = head if short else tail
    return Surroundings(
        "".join((title or "").split()) + "\n" + "".join(head.split()),
        "".join(tail.split()),
        _some(head[:_FIRST].split("\n"), _FIRST_LINES),
        _some(end[-TAIL:].split("\n")[::-1], _LAST_LINES)[::-1],
        "\n".join(part for part in _SEPARATORS.split(normalise(path)[0]) if part),
    )


def _some(lines: Iterable[str], most: int) -> tuple[str, ...]:
    """The first lines with something in them, at most so many, with single blanks between their words."""
    found: list[str] = []
    for line in lines:
        plain = " ".join(line.replace("|", " ").split())
        if plain:
            found.append(plain)
            if len(found) == most:
                break
    return tuple(found)


def site_codes(around: Surroundings) -> tuple[str, ...]:
    """Divisions by code that the owner of the site says it is of, the surest first."""
    found = [match[1] for pattern in (_SITE, _POLICE) for match in pattern.finditer(around.joined)]
    return tuple(dict.fromkeys(found))


def provinces(around: Surroundings) -> tuple[str, ...]:
    """First two digits of the provinces that registration and postal codes point to."""
    joined = around.joined
    found = [ICP_PROVINCES[match[1]] for match in _ICP.finditer(joined)]
    found += [POST_PROVINCES.get(match[1][:2], "") for match in _POSTCODE.finditer(joined)]
    return tuple(dict.fromkeys(code for code in found if code))


def phones(around: Surroundings) -> tuple[str, ...]:
    """Area codes of the telephone numbers."""
    return tuple(dict.fromkeys(match[1] for match in _PHONE.finditer(around.joined)))


def own_names(around: Surroundings) -> tuple[tuple[str, str], ...]:
    """Other names of the body itself with what gives each: who compiled it, signed it, heads it, is asked, issued it.

    Who issued it may be who runs the site.
    """
    lines = (*reversed(around.lines_tail), *around.lines_head)
    found = [(match["name"], "preamble") for match in _COMPILED.finditer(around.head)]
    found += [(match["name"], "preamble") for match in _MADE.finditer(around.head[:_FIRST])]
    found += [
        (match["name"], "title")
        for match in (_TITLED.fullmatch(line.replace(" ", "")) for line in around.lines_head)
        if match
    ]
    found += [
        (line, "signature")
        for line in (line.replace(" ", "") for line in lines)
        if len(line) <= _LONGEST_LINE and _SIGNED.fullmatch(line)
    ]
    found += [(match["name"], "prose") for match in _PROSE.finditer(around.head[:_FIRST])]
    found += [(_OFFICE.sub("", match["name"]), "contact") for match in _CONTACT.finditer(around.head)]
    found += [(match["name"], "metadata") for line in lines for match in _ISSUER.finditer(line)]
    return tuple({name: (name, source) for name, source in reversed(found)}.values())[::-1]


def host_names(around: Surroundings) -> tuple[str, ...]:
    """Names of who runs the site."""
    return tuple(
        dict.fromkeys(
            match["name"] for line in (*around.lines_tail, *around.lines_head) for match in _HOST.finditer(line)
        )
    )


def own_level(around: Surroundings) -> str | None:
    """What the report calls its place, 区, 县 or 市, where it mostly calls it one of them."""
    counts: dict[str, int] = {}
    for match in _OWN_LEVEL.finditer(around.head):
        counts[match[1]] = counts.get(match[1], 0) + 1
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def informal(around: Surroundings) -> Mapping[str, int]:
    """Words before 政务公开, 发布 and the like, which may be places, with how often they stand there."""
    counts: dict[str, int] = {}
    for match in _INFORMAL.finditer(around.joined):
        word = match[1]
        for start in range(len(word) - 1):
            counts[word[start:]] = counts.get(word[start:], 0) + 1
    return counts


def of_itself(around: Surroundings) -> str:
    """Both ends without what they say of others."""
    text = _OF_OTHERS.sub("", around.joined)
    for match in reversed(list(_VISITORS.finditer(text))):
        before = text[max(0, match.start() - _LONGEST_VISITOR) : match.start()]
        text = text[: match.start() - len(_CLAUSES.split(before)[-1])] + text[match.start() :]
    return text


def mentions(text: str, names: Mapping[str, Iterable[int]], known: Callable[[str], bool]) -> dict[str, int]:
    """Region names that stand in full in a text, with how often; the longest where one holds another: 永丰县, not 丰县.

    `names` maps the last two characters of the names to look for to the lengths that occur, the longest first.
    """
    found: dict[str, int] = {}
    for match in _SUFFIX.finditer(text, 1):
        end = match.end()
        for length in names.get(text[end - 2 : end], ()):
            if length <= end:
                word = text[end - length : end]
                if word in found or known(word):
                    found[word] = found.get(word, 0) + 1
                    break
    return found
