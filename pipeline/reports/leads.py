"""What stands before a name without being part of it, and what stands for a name without being one.

A title in a sentence has words before it that lead in: 现将, 现向社会公布, 根据…规定. A notice that is cited has a
title of its own, 《关于做好…报告编制工作的通知》, which is not the report's. And 我局 is whoever writes.
"""

from __future__ import annotations

import re

_SOCIETY = r"(?:(?:面?向|对)(?:全?社会|公众)(?:各界|公众)?|依法|如实|予以?|一并)*"
_TELLS = r"(?:公布|发布|公开|公示|公告|编制|编写|制作|撰写|汇总|形成)"
_LEAD_IN = re.compile(
    rf"(?:[现特兹谨](?:将|就)(?:{_SOCIETY}{_TELLS})?|[现特兹谨]{_SOCIETY}{_TELLS}(?:并?{_TELLS})*)(?:了|出)?(?:[:《]|$)?"
)
# By what a report is made: 根据条例规定, 30号文件精神. It may have lost its commas.
_BY = re.compile(
    r"^(?:(?:根据|按照|依据|依照|遵照|按|为)[^,。]*?|[0-9]*号(?:文件?|通知)?[^,。]{0,4}?)"
    r"(?:规定|要求|精神|部署|安排|通知|号文?)(?:和要求)?"
)
_AT_WHOSE_WISH = re.compile(r"^(?:根据|按照|依据|依照|遵照|按|为|经|受|由)")
_TELLING = re.compile(rf"^{_TELLS}(?=.{{3}})")
_DOCUMENT_NUMBER = re.compile(r"^[0-9]*号(?:文件?)?")
_LEFT_OF_SUBJECT = re.compile(r"^(?:务公开|息公开|府信息)")  # of 政务公开: the subject is no part of a name
_VERB = re.compile(
    r"(?:做好|开展|印发|编制|编写|报送|规范|组织|转发|公布|发布|编报|制作|形成|撰写|完成|落实|推进|加强)(?:了|好)?$"
)
_WRITER = re.compile(
    rf"^(?:{_TELLS}|制定)?[我本该](?:机关|单位|部门|局|委|委员会|管委会|厅|办|办公室|办公厅|镇|乡|街道|街道办|街道办事处|街办|街|办事处|中心|会|院|所"
    r"|支队|大队|总队|公司|学校|集团)$"
)
# What a notice is of or whoever governs, and words that end a bracket which they do not begin.
_NO_BODY = re.compile(r"(?:(?:中华人民共和国|(?:人民)?政府)$|[^(]*\))")
_OPEN, _CLOSE = "《", "》"
_CITED = re.compile(
    rf"(?<=[^\s{_CLOSE}|>])\s?{_OPEN}(?:[^{_OPEN}{_CLOSE}]|{_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE}){{2,160}}{_CLOSE}"
)
_NOTICE = re.compile(rf"(?:通知|意见|函|办法|规定|方案|要点|条例|格式)(?:\([^()]*\))?{_CLOSE}$")
_BLOT = "。"  # no name and no title goes over it
_BODY_END = re.compile(r"(?:政府|委员会|管委会|办公室|办公厅|办事处|局|厅|委|街道|乡|镇|区)$")


def without_lead_in(name: str) -> str | None:
    """A name without the words that lead in to it; None where nothing is left that is a name."""
    while True:
        lead = _LEAD_IN.search(name)
        if lead is not None:
            before, behind = name[: lead.start()], name[lead.end() :]
            # 教育局现将2022年…: who says so is the body, unless it says by whose wish.
            own = not behind and not _AT_WHOSE_WISH.match(before) and _BODY_END.search(before)
            shorter = before if own else behind
        else:
            shorter = _TELLING.sub("", _DOCUMENT_NUMBER.sub("", _BY.sub("", name, count=1), count=1), count=1)
        if shorter == name:
            break
        name = shorter
    if len(name) < 2 or _VERB.search(name) or any(what.match(name) for what in (_WRITER, _NO_BODY, _LEFT_OF_SUBJECT)):
        return None
    return name


def without_notices(text: str) -> str:
    """A text, as long as before, in which the titles of cited notices and rules are blotted out."""
    if _OPEN not in text:
        return text
    return _CITED.sub(lambda match: _blotted(match.group()), text)


def _blotted(cited: str) -> str:
    if not _NOTICE.search("".join(cited.split())):
        return cited
    return "".join(char if char.isspace() else _BLOT for char in cited)
