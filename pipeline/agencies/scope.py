"""Whose figures a report has: the body's own, or those of all below it as well.

A department, an office and a township report on themselves. The report of a people's government may be that of all its
departments and of the places below it; it is taken for such where it says so, and for unknown where it does not. The
same goes for the State's offices that have offices below them.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.readers.document import normalise

HEAD = 1500
"""Characters from the start of a text in which a report says what it covers."""
REPORTS_FOR_ALL: Final = frozenset({"GOV", "DEV"})
"""Departments whose report may be that of all below, and mostly is."""
_MANY_OFFICES: Final = frozenset({"TAX", "CUS", "MSA", "POS", "TOB", "STS", "FIR", "NFR", "PBC", "MTR"})
_WORTH_A_LOOK = re.compile(
    r"[汇匯彙]总|[汇匯彙]總|[汇匯彙][集编編]|综合|綜合|[编編][制製]而成|收集整理|[统統][计計][范範][围圍]|数据范围|仅|僅|不含|不包括"
)
_SENTENCES = re.compile(r"[。;]")
_COMPILED = re.compile(r"汇总|汇集|汇编|综合|编制而成|收集整理")
_OF_OTHERS = re.compile(
    r"各(?:级|县|区|市|镇|乡|街|部门|有关部门|单位|有关单位|相关单位|委|办|局|科局|直属|基层|盟|旗|行政机关)|所属|下属|下级|下辖"
    r"|全系统|辖区内|(?:政府|县|区|市|省)(?:直属?)?(?:各?部门|单位)|部门和(?:乡|镇|街)|有关单位"
)
_WHOLE_AREA = re.compile(r"(?:统计|数据)范围(?:为|包括|涵盖|涉及|是)")
_ONLY_OWN = re.compile(r"(?:仅(?:包括|含|限|统计|为|涉及)|不(?:含|包括)).{0,10}(?:本级|本机关|本单位|所属|下属|各部门)")
_FIRST_SECTION = "一、"  # behind it 综合 and 各部门 stand in accounts of the year, and say nothing of the figures
_PREAMBLE = 700  # characters that are taken for the preamble where no section begins
_EVIDENCE = 120


def scope(department: str | None, text: str | None) -> tuple[str, str | None]:
    """The scope of a report and what it was told by: words of the start of its text, or its department."""
    if department is None:
        return "unknown", None
    for_all = department in REPORTS_FOR_ALL
    if for_all or department in _MANY_OFFICES:
        head = (text or "")[:HEAD]
        if _WORTH_A_LOOK.search(head):
            said = _said("".join(normalise(head)[0].split()))
            if said is not None:
                return said
    return ("unknown", None) if for_all else ("own", f"department {department}")


def _said(head: str) -> tuple[str, str] | None:
    first = head.find(_FIRST_SECTION)
    for sentence in _SENTENCES.split(head[: first if first >= 0 else _PREAMBLE]):
        own = _ONLY_OWN.search(sentence)
        if own:
            return "own", _around(sentence, own.start())
        compiled = _COMPILED.search(sentence)
        of_others = _OF_OTHERS.search(sentence)
        area = _WHOLE_AREA.search(sentence)
        if of_others and (compiled or area):
            return "consolidated", _around(sentence, min(of_others.start(), (compiled or of_others).start()))
    return None


def _around(sentence: str, place: int) -> str:
    clause = sentence.rfind(",", 0, place) + 1
    return sentence[max(clause, place - _EVIDENCE // 2) :][:_EVIDENCE]
