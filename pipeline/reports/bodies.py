"""The name of the body where the title does not give it: block of metadata, preamble, signature.

A name ends as the names of bodies do and is no word like 我局 that only stands for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.readers.document import Document

_ENDING = (
    r"(?:人民政府|政府|委员会|管委会|办公室|办公厅|办事处|联合会|厅|局|委|办|署|院|会|所|站|中心|总队|支队|大队|银行|集团|公司"
    r"|开发区|新区|经济区|实验区|街道|乡|镇)"
)
_NAME = rf"(?P<name>[\u4e00-\u9fff()·]{{2,38}}?{_ENDING})"
_METADATA = re.compile(
    r"(?:发布机构|发文机关|发文单位|公开主体|信息来源|发布单位|主办单位|主办|来源)\s*[:|]\s*" + _NAME + r"(?=[\s|]|$)"
)
_COMPILED = re.compile(rf"本(?:年度)?报告(?:由|系){_NAME}(?:根据|按照|依照|依据|编制)")
_CONTACT = re.compile(
    rf"(?:请(?:直接)?(?:与|向|联系)|联系(?:单位|部门|机构)[:]){_NAME}(?:联系|咨询|反映|[,(。;]|地址|电话|\(地址)"
)
# The office to ask is mostly that of the body itself.
_OFFICE = re.compile(r"(?<=[局委厅院署会])(?:政务公开|信息公开|行政)?办公室$")
_SIGNED = re.compile(rf"{_NAME}")
_STANDS_FOR_ONE = re.compile(
    r"^(?:[我本该各区县市]|全[区县市省])?(?:机关|单位|部门|局|委|厅|办|镇|乡|街道|办公室|政府|会|院)$"
)
_DATE = re.compile(r"^20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日$")
_YEAR_LINE = re.compile(r"^\(20[0-9]{2}年?度?\)$")
_METADATA_REACH = 1500  # characters from either end of the text in which its metadata stands


def names(document: Document) -> Iterator[tuple[str, str]]:
    """Names of the publishing body with what gives each, the surest evidence first."""
    norm = document.norm
    preamble = "".join(norm[: 3 * _METADATA_REACH].split())
    for source, found in (
        ("metadata", _near_ends(_METADATA, norm)),
        ("preamble", (match["name"] for match in _COMPILED.finditer(preamble))),
        ("signature", _signed(norm)),
        ("contact", (_OFFICE.sub("", match["name"]) for match in _CONTACT.finditer(preamble))),
    ):
        for name in found:
            if not _STANDS_FOR_ONE.match(name):
                yield name, source


def _near_ends(pattern: re.Pattern[str], norm: str) -> Iterator[str]:
    for stretch in (norm[:_METADATA_REACH], norm[-_METADATA_REACH:] if len(norm) > _METADATA_REACH else ""):
        for line in stretch.split("\n"):
            for match in pattern.finditer(line):
                yield match["name"]


def _signed(norm: str) -> Iterator[str]:
    """A line that is a name and nothing else: right above the date near the end, or right under the title's year."""
    for stretch, dated in ((norm[-_METADATA_REACH:], _DATE), (norm[:_METADATA_REACH], _YEAR_LINE)):
        lines = [line for line in ("".join(line.split()) for line in stretch.split("\n")) if line]
        for above, below in pairwise(lines):
            name, date = (above, below) if dated is _DATE else (below, above)
            if dated.match(date) and _SIGNED.fullmatch(name):
                yield name
