"""Whom a sentence speaks of, compared with the body whose report it is."""

from __future__ import annotations

import re

from pipeline.narrative.model import Scope
from pipeline.narrative.tokens import Token

_GOVERNMENT = re.compile(
    r"(?:政府|(?<=[区园城港岛湖山])(?:管委会|管理委员会)|街道办事处|街道办|街道|镇|乡|新区|开发区|实验区|园区|[市县区旗州盟省]|自治区|经济区|保税区)$"
)
_LOWEST = re.compile(r"(?:[镇乡](?:人民政府|政府)?|街道办事处|街道办|街道)$")
_OFFICE = re.compile(r"(?:政府|管委会|管理委员会|街道|[镇乡])办(?:公厅|公室)?$")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{1,20}(?:局|委员会|委|厅|办公室|办公厅|中心|街道|[镇乡]|人民政府|政府(?!信息)|分局|大队|支队|总队|法院|公司"
    r"|部门|单位|科室|站|所|学校|医院)"
)
_ENDING = re.compile(f"{_BODY.pattern}$")
_LEVEL = re.compile(r"(?:[省市区县州旗盟镇乡]|街道)(?=人民政府|政府|管委会|管理委员会|办事处|办|$)")
_LEVELS = frozenset("省市区县州旗盟镇乡") | {"街道"}
_REACH = 40  # characters in front of a noun in which a body is looked for
_SHORTEST = 3  # characters of a name by which a body is known


class Speaker:
    """The body that publishes the report, as its name tells."""

    __slots__ = ("kind", "level", "lowest", "name")

    def __init__(self, agency: str | None) -> None:
        self.name = agency or ""
        self.lowest = bool(_LOWEST.search(self.name))  # a government without bodies below it
        self.level = next(iter(_LEVEL.findall(self.name)[-1:]), "")  # of a government or its office: 县
        if not agency:
            self.kind = "unknown"
        elif _OFFICE.search(agency):
            self.kind = "office"
        else:
            self.kind = "government" if _GOVERNMENT.search(agency) else "department"

    def scope(self, named: Token | None, text: str, clause: int, noun: int) -> tuple[Scope, bool]:
        """Of whom ``text[clause:noun]`` speaks, where `named` is the last word for anybody that the paragraph had, and
        whether the clause says so itself.
        """
        said = Scope.REPORT
        if named is not None:
            said = self._named(named, text)
        if named is not None and named.start >= clause:
            return said, True
        body = _BODY.search(text, max(clause, noun - _REACH), noun)
        if body is None and clause > 0 and text[clause - 1] == ",":
            # 最多的是县自然资源局,共收到18件
            body = _ENDING.search(text, max(0, clause - 1 - _REACH), clause - 1)
        if body is not None and not self.own(body.group()):
            return Scope.ANOTHER, True
        return said, body is not None

    def _named(self, named: Token, text: str) -> Scope:
        words = text[named.start : named.end]
        if self.level and self.kind != "department":
            # 市政府 and 全市 in the report of a county are those above it.
            sign = words[0] if named.key == "government" else words[-2:] if words.endswith("街道") else words[-1]
            sign = text[named.start - 1] if named.key == "office" else sign
            if named.key in {"office", "government", "place"} and sign in _LEVELS - {self.level}:
                return Scope.ANOTHER if named.key != "place" else Scope.WIDER
        match named.key:
            case "own":
                return Scope.REPORT
            case "place":
                return Scope.REPORT if self.kind == "government" else Scope.WIDER
            case "office":
                own = self.kind == "office" and words.startswith("政府办")
                return Scope.REPORT if own else Scope.OWN_OFFICE
            case "government":
                return Scope.REPORT if self.kind == "office" or self.lowest else Scope.OWN_OFFICE
            case _:
                # 全市各级行政机关 are all of them, 各部门 alone are all but one.
                whole = text[max(0, named.start - 4) : named.start]
                place = re.search(r"全([市县区省州旗盟])", whole)
                all_of_them = place is not None and self.kind == "government" and place[1] in (self.level or place[1])
                return Scope.REPORT if all_of_them else Scope.ANOTHER

    def own(self, body: str) -> bool:
        """Whether a name, long or short, can be that of the reporting body: its characters stand in order in it."""
        if not self.name:
            return False
        # Words in front of the name may have been taken for a part of it.
        return any(self._within(body[i:]) for i in range(max(1, len(body) - _SHORTEST + 1)))

    def named(self, words: str) -> bool:
        """Whether words are the reporting body's name, or part of it."""
        return len(words) > 1 and self._within(words)

    def _within(self, name: str) -> bool:
        rest = iter(self.name)
        return all(character in rest for character in name)
