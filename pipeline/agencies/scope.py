"""Whose figures a report has: the body's own, or those of all below it as well.

A department, an office and a township report on themselves. The report of a people's government may be that of all its
departments and of the places below it; it is taken for such where it says so, and for unknown where it does not.
"""

from __future__ import annotations

import re
from typing import Final

_COMPILED = re.compile(
    r"[^。;]{0,40}(?:汇总|汇集|综合|收集|统计|根据|依据|结合|由)[^。;]{0,24}"
    r"(?:各(?:级|县|区|市|镇|乡|街道|部门|单位|委|办|科局|直属|有关|相关|乡镇|镇街|盟|旗)|所属|下属|下级|全系统|(?:政府|县|区|市|省)(?:直属)?(?:部门|单位))"
    r"[^。]{0,60}?(?:编制|汇总|汇编|数据|综合|形成|情况)[^。]{0,20}"
)
_SAYS_COMPILED = re.compile(r"汇总|汇编|综合|汇集|编制而成|汇总编制|收集整理")
_WHOLE_AREA = re.compile(r"(?:统计|数据)范围(?:为|包括|涵盖|涉及)[^。;]{0,40}(?:各|所属|全)[^。;]{0,30}")
_ONLY_OWN = re.compile(
    r"[^。;]{0,30}(?:仅(?:包括|含|限|统计|为)|不(?:含|包括))[^。;]{0,10}(?:本级|本机关|本单位|所属|下属|各部门)[^。;]{0,20}"
)
_REPORTS_FOR_ALL: Final = frozenset({"GOV", "DEV"})
_MANY_OFFICES: Final = frozenset({"TAX", "CUS", "MSA", "POS", "TOB", "STS", "FIR", "NFR", "PBC", "MTR"})
HEAD = 1500
"""Characters from the start of a text, blanks left out, in which a report says what it covers."""
_EVIDENCE = 120


def scope(department: str | None, head: str) -> tuple[str, str | None]:
    """The scope of a report and what it was told by: words of `head`, the start of its text without blanks."""
    if department is None:
        return "unknown", None
    if department in _REPORTS_FOR_ALL or department in _MANY_OFFICES:
        own = _ONLY_OWN.search(head, 0, HEAD)
        if own:
            return "own", _words(own)
        for found in (*_COMPILED.finditer(head, 0, HEAD), *_WHOLE_AREA.finditer(head, 0, HEAD)):
            if found.re is _WHOLE_AREA or _SAYS_COMPILED.search(found.group()):
                return "consolidated", _words(found)
    if department in _REPORTS_FOR_ALL:
        return "unknown", None
    return "own", f"department {department}"


def _words(match: re.Match[str]) -> str:
    return match.group().lstrip(",、")[:_EVIDENCE]
