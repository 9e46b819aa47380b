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
    r"[汇匯彙][总總集编編]|综合|綜合|[编編][制製写寫]|整理|合[并並併计計]|[会會]同|[范範][围圍]|口[径徑]|涵[盖蓋]|包[含括]"
    r"|上[报報]|反映|[纳納]入|限于|不在|[报報]送|提供|[统統][计計]|[只含]|[来來][源自]|仅|僅|不含|本[级級]|[内內][设設]"
)
_SENTENCES = re.compile(r"[。;]")
_COMPILED = re.compile(
    r"汇总|汇集|汇编|综合|编制而成|整理|合并|合计|会同|(?:报送|上报|提供)的?[^,]{0,6}(?:数据|材料|情况|报告|年报)"
    r"|(?:根据|依据|结合)[^,]*(?:报告|年报|数据|情况)[^,]{0,6}(?:编制|编写|形成)"
    r"|数据[^,]{0,6}由[^,]*提供|纳入(?:本|年度)?(?:报告|统计|汇总)"
)
_OF_OTHERS = re.compile(
    r"各(?:级|县|区|市|镇|乡|苏木|街|部门|职能|承办|设区|公开|有关部门|单位|有关单位|相关单位|责任单位|委|办|局|科局|直属|隶属|基层|盟|旗|行政机关)"
    r"|各[^,]{0,4}(?:分局|支局|支队|大队|调查队|海关)|[0-9]+[个家](?:部门|单位|公开主体|乡|镇|街|[省市县区]直)"
    r"|分支机构|派出机构|[省市县区总]局直属单位|市县[^,]{0,4}局|全[省市县区州盟旗]政府信息公开(?:工作)?(?:年度)?报告"
    r"|[0-9]+[个家]行政机关|所属|下属|下级|下辖|所辖|辖内|各分支|(?:乡镇|镇街)(?:及|和)部门|全系统|辖区内|组成部门|工作部门|直属机构"
    r"|全(?:省|市|县|区|州|盟|旗|关区)[^,]{0,8}(?:行政机关|机构|系统|部门|单位)"
    r"|(?:政府|县|区|市|省)(?:直属?)?(?:各?部门|单位)|部门和(?:乡|镇|街)|有关单位"
)
_COVERS = r"(?:涵盖|覆盖|(?<!不)包括|(?<!不)包含|(?<![不仅包])含|涉及|来源于|来自)"
_WHOLE_AREA = re.compile(
    rf"(?:统计|数据|编制)(?:的?统计|的)?(?:范围|口径|来源|对象)[^,]{{0,4}}(?:为|是|[:]|{_COVERS})"
    rf"|(?:数据|统计|本(?:年度)?报告){_COVERS}|(?:数据|统计)[^,]{{0,12}},{_COVERS}"
    r"|本?报告反映|报告由[^,]{0,4}部分组成:"
)
_OWN = r"(?:本级|本机关|本单位|机关本身|[局会队厅]机关|内设机构)"
_ONLY_OWN = re.compile(
    rf"[仅只](?:包括|含|限|统计|为|涉及|是|反映)[^,]{{0,16}}(?:{_OWN}|办公室|政府办)"
    r"|(?:范围|口径)[^,]{0,4}(?:为|是|包括)(?:(?!各|所属|部门|乡|镇|街|单位)[^,])*(?:办公室|政府办)(?:,|$)"
    r"|(?:数据|范围|口径)(?:仅限|限)于?(?:(?!各|全|所属|及其|部门|乡|镇|街)[^,])*(?:,|$)"
    rf"|(?:范围|口径|数据|本(?:年度)?报告)[^,]{{0,4}}(?:为|是|限于)(?:(?!各)[^,]){{0,12}}{_OWN}(?!.*(?:各|所属|下属|乡镇|街道))"
)
_WITHOUT = re.compile(
    r"(?:不含|不包括|不包含|未包括|未包含|不涉及)(?!.{0,6}[垂驻])[^,]{0,10}(?:其他|所属|所辖|下属|下级|隶属|部门|乡|镇|街道|县区)[^,]*"
    r"|[^,]*(?:部门|乡镇|镇街|街道|单位|县区)[^,]{0,8}不在本?(?:年度)?(?:报告|统计|汇总)[^,]{0,6}(?:范围|之内|之列)"
)
# What others publish by themselves is no part of this.
_BY_THEMSELVES = re.compile(r"(?:^|,)[^,]*(?:自行|另行|单独|分别)(?:公布|公开|编制|发布)[^,]*")
# Others are told to send theirs: 要求各部门汇总上报. Nothing is said of this report.
_TOLD_TO = re.compile(r"(?:要求|通知|督促|指导|布置|部署)各[^,]{0,16}(?:汇总|综合|上报|报送|编制)")
# Where to find others' reports, or whom to ask.
_ELSEWHERE = re.compile(r"(?:^|,)[^,]*(?:网站|服务网|查阅|查看|链接|联系|专栏|另行)[^,]*")
# Behind it 综合 and 各部门 stand in accounts of the year, and say nothing of the figures. That of a table of contents
# has the second right behind it.
_FIRST_SECTION = re.compile("一、(?!.{0,30}二、)")
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
    first = _FIRST_SECTION.search(head)
    for sentence in _SENTENCES.split(head[: first.start() if first else _PREAMBLE]):
        own = _ONLY_OWN.search(_BY_THEMSELVES.sub("", sentence))
        if own:
            return "own", _around(sentence, own.start())
        rest = _ELSEWHERE.sub("", _BY_THEMSELVES.sub("", _WITHOUT.sub("", _TOLD_TO.sub("", sentence))))
        compiled = _COMPILED.search(rest)
        of_others = _OF_OTHERS.search(rest)
        area = _WHOLE_AREA.search(rest)
        if of_others and (compiled or area):
            return "consolidated", _around(rest, min(of_others.start(), (compiled or of_others).start()))
        without = _WITHOUT.search(sentence)
        if without:
            return "own", _around(sentence, without.start())
    return None


def _around(sentence: str, place: int) -> str:
    clause = sentence.rfind(",", 0, place) + 1
    return sentence[max(clause, place - _EVIDENCE // 2) :][:_EVIDENCE]
