"""Put the evidence together: who, when, which sections, and whether this is a report at all."""

from __future__ import annotations

import re

from pipeline.forms import FORMS, Forms
from pipeline.readers.document import Document
from pipeline.readers.problems import Problem
from pipeline.reports import titles
from pipeline.reports.bodies import names
from pipeline.reports.model import Kind, Report
from pipeline.reports.sections import sections

_HEAD = 1500  # compact characters before the first section in which a title may stand
_NOTICE = re.compile(r"关于(?:印发|做好|开展|报送|规范|编制|组织)|的通知|解读|格式|范本|模板|样表|填报说明")
_LEAST_SECTIONS = 3  # so many of the six headings make a report of a text without a title


def describe(document: Document, name: str = "", forms: Forms = FORMS) -> Report:
    """Who, when and which sections. `name` is the file's name, the last evidence for the year."""
    text = document.compact
    spans = sections(document, forms)
    found = _ranked(titles.titles(text, document.norm, _HEAD))
    title = found[0] if found else None
    start, end = titles.period(text)
    issued = titles.published(text)
    signed = titles.signature(text)
    problems = []

    year, source = None, None
    if title and title.year:
        year, source = title.year, "title"
    elif end:
        year, source = end.year, "period"
    elif signed or issued:
        decided = signed or issued
        assert decided is not None
        # A report is filed in the first months after its year; one dated in December is for the year it is dated in.
        year, source = decided.year - (decided.month < 12), "signature" if signed else "published"
    else:
        match = re.search(r"20[0-2][0-9]", name)
        if match:
            year, source = int(match.group()), "file_name"
    if title and title.year and end and end.year != title.year:
        problems.append(
            Problem(
                "period_contradicts_title",
                f"标题为 {title.year} 年，统计期限止于 {end.year} 年 "
                f"(the title says {title.year}, the period ends in {end.year})",
            )
        )
    agency, agency_source = next(((known.name, "title") for known in found if known.name), (None, None))
    if agency is None:
        agency, agency_source = next(names(document), (None, None))
    kind = _kind(document, title, len(spans), year, forms)
    return Report(
        kind,
        agency,
        agency_source,
        year,
        source,
        title.words if title else None,
        start,
        end,
        issued or signed,
        spans,
        tuple(problems),
    )


def _ranked(found: list[titles.Title]) -> list[titles.Title]:
    """Titles with both name and year first, then with a year; of these the least broken, then the earliest."""
    return sorted(found, key=lambda title: (not (title.name and title.year), not title.year, title.lines, title.start))


def _kind(document: Document, title: titles.Title | None, headings: int, year: int | None, forms: Forms) -> Kind:
    head = document.norm[:400]
    if _NOTICE.search(head.split("一、")[0]) and headings < _LEAST_SECTIONS:
        return Kind.NOT_A_REPORT
    if title is None and headings < _LEAST_SECTIONS:
        return Kind.NOT_A_REPORT
    if year is not None and year < forms.forms[0].first_year:
        return Kind.UNSUPPORTED_FORM
    return Kind.REPORT
