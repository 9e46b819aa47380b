"""The year a report is for, and what tells it: the title, the period, a date, the file's name, or the overview.

The overview is the last resort. A report that says nowhere of which year it is mostly begins to tell of it with the
year: 2019年，我局…. It is taken where no other year comes near it, and nothing is planned for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipeline.forms import FORMS, Forms
from pipeline.readers.document import Document
from pipeline.reports.model import SectionSpan
from pipeline.reports.titles import Title

_SENTENCES = re.compile(r"[。;!?]")
_CLOSED = re.compile(r"[。;:!?]$")  # a line that the next one does not go on from
_HEADING = re.compile(
    r"^(?:\([一二三四五六七八九十0-9]{1,2}\)|[一二三四五六七八九十0-9]{1,2}[、.])[^,。;]{2,25}$|^[^,。;]{0,20}(?:情况|报告)$"
)
_NUMBERED = re.compile(
    r"^(?:\([一二三四五六七八九十0-9]{1,2}\)[、.,:]?|[一二三四五六七八九十0-9]{1,2}[、.,:)]|[●◆■·#*|-])+"
)
_HEADED = re.compile(r"^[^,。:;0-9]{2,20}[。:](?=20[0-9]{2}年)")  # 主动公开情况:2022年,…
_OPENS = re.compile(r"^(20[0-2][0-9])年度?(?![0-9]|[至到—~～-])以?来?,?(?P<rest>.+)", re.DOTALL)
_NOW = "今年"
_NAMED = re.compile(r"(?<![0-9])(20[0-9]{2})(?:年度?(?![0-9]{1,2}月)|(?=[至到—~～-]+20[0-9]{2}年))")
# Who or what such a sentence is about: the writer, the work, or a body that is named right behind the year.
_OWN = re.compile(
    r"[我本](?:机关|单位|部门|局|委|厅|办|镇|乡|街|中心|院|会|所|[省市区县旗州])|全[局委镇乡区县市街]|公开|公示|公布"
    r"|^[\u4e00-\u9fff]{2,20}?(?:局|委员会|办公室|办事处|政府|街道|镇|乡|委|厅|区)"
)
_PLANNED = re.compile(r"计划|打算|下一步|将(?:进一步|继续|严格|认真|不断|着力|按照|以)|今后|[明来]年|以后")


def year_of(
    document: Document,
    title: Title | None,
    end: date | None,
    signed: date | None,
    issued: date | None,
    name: str,
    spans: tuple[SectionSpan, ...],
    forms: Forms = FORMS,
) -> tuple[int | None, str | None]:
    """The year and its source, one of ``YEAR_SOURCES``, the surest first; (None, None) where nothing tells."""
    if title and title.year:
        return title.year, "title"
    if end:
        return end.year, "period"
    for dated, source in ((signed, "signature"), (issued, "published")):
        if dated:
            # A report is filed in the first months after its year; one dated in December is for the year of its date.
            return dated.year - (dated.month < 12), source
    match = re.search(r"20[0-2][0-9]", name)
    if match:
        return int(match.group()), "file_name"
    year = _told_of(document, spans, forms)
    return (None, None) if year is None else (year, "overview")


def _told_of(document: Document, spans: tuple[SectionSpan, ...], forms: Forms) -> int | None:
    """The year that sentences before the first table begin with, if it can be no other."""
    if not spans:
        return None
    [first, *_] = spans
    overview = first.key == forms.sections[0].key
    text = document.norm[: document.place(first.end if overview else first.start)]
    opening: set[int] = set()
    for paragraph in _paragraphs(text):
        for sentence in _SENTENCES.split(_NUMBERED.sub("", paragraph)):
            match = _OPENS.match(_HEADED.sub("", _NUMBERED.sub("", sentence)))
            if match and _PLANNED.search(match["rest"]):
                return None
            if match and _OWN.search(match["rest"]):
                opening.add(int(match[1]))
    if len(opening) != 1 or _NOW in text:
        return None  # 今年 is either that year or the one after it, to which it is compared
    [year] = opening
    here, all_over = _named(text), _named(document.norm)
    # A later year is one that is planned for, or the report's own beside figures of the year before.
    if any(other > year or (other < year and here[other] >= here[year]) for other in here):
        return None
    if any(other != year and all_over[other] >= all_over[year] for other in all_over):
        return None
    # Of a year before the forms: what has such tables is of a later one, and tells of another.
    return None if year < forms.forms[0].first_year else year


def _named(text: str) -> Counter[int]:
    """The years that a text names, without those of dates, and how often."""
    return Counter(int(match[1]) for match in _NAMED.finditer("".join(text.split())))


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text without blanks. A line goes on in the next one unless it is closed or a heading."""
    held = ""
    for line in ("".join(line.split()) for line in text.split("\n")):
        held += line
        if held and (not line or _CLOSED.search(line) or (held == line and _HEADING.match(line))):
            yield held
            held = ""
    if held:
        yield held
