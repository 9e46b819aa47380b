"""Put the evidence together: who, when, which sections, and whether this is a report at all."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.forms import FORMS, Forms
from pipeline.readers.document import Document
from pipeline.readers.problems import Problem
from pipeline.reports import titles
from pipeline.reports.bodies import names
from pipeline.reports.leads import without_notices
from pipeline.reports.model import Kind, Report
from pipeline.reports.sections import sections
from pipeline.reports.several import next_report
from pipeline.reports.years import year_of

_HEAD = 1500  # compact characters before the first section in which a title may stand
_HEADLINE = 120  # characters of a line that may be a headline
_ABOUT_REPORTS = re.compile(
    r"关于(?:印发|做好|开展|报送|规范|编制|组织|转发)|的通知$|的通知[^》]|解读|报告格式|范本|模板|样表|填报说明|编制说明"
)
_CLAUSES = ",。;"
_SEVERAL = (
    "文本中另有他机关或他年度的报告，只读取第一份 "
    "(the text holds a report of another body or another year behind this one; the first was read)"
)
_LEAST_SECTIONS = 3  # so many of the six headings make a report of a text without a title


def describe(document: Document, name: str = "", forms: Forms = FORMS) -> Report:
    """Who, when and which sections. `name` is the file's name, the last evidence for the year."""
    found = _found(document)
    until = next_report(document, found[0], forms) if found else None
    problems: list[Problem] = []
    stop = None if until is None else document.source(until, until)[0]
    if stop is not None:
        document = document.until(stop)
        found = _found(document)
        problems.append(Problem("several_reports", _SEVERAL))
    title = found[0] if found else None
    text = document.compact
    spans = sections(document, forms)
    start, end = titles.period(text)
    issued = titles.published(text)
    signed = titles.signature(text)
    year, source = year_of(document, title, end, signed, issued, name, spans, forms)
    claimed = {known.year for known in found if known.year} | ({end.year} if end else set())
    if len(claimed) > 1:
        years = "、".join(map(str, sorted(claimed)))
        problems.append(
            Problem(
                "years_disagree", f"标题与统计期限所说年度不一：{years} (title and period name several years: {years})"
            )
        )
    agency, agency_source = _agency(document, found)
    kind = _kind(document, found, len(spans), year, forms)
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
        stop,
    )


def _agency(document: Document, found: list[titles.Title]) -> tuple[str | None, str | None]:
    """The name of the body and where it stands: in a title, else where the report tells it best.

    A line that may be a title in disorder may as well be a link: of several, or against who signs, none counts.
    """
    titled = next((known.name for known in found if known.name and not known.broken), None)
    if titled is not None:
        return titled, "title"
    others = list(names(document))
    headlines = {known.name for known in found if known.name}
    signing = {name for name, source in others if source in ("preamble", "signature")}
    if len(headlines) == 1 and signing <= headlines:
        return headlines.pop(), "headline"
    return next(iter(others), (None, None))


def _found(document: Document) -> list[titles.Title]:
    """The titles near the head, best first.

    Pages list the reports of other years in front of the text. Of several years that have a line to themselves the
    report's is the one named most often, the list and the title both having it; else that of the stated period.
    """
    ranked = _ranked(titles.titles(document.compact, document.norm, _HEAD))
    if not any(title.name for title in ranked):
        ranked += titles.broken_titles(document.norm[: document.compact.at(_HEAD)])
    lines = [title for title in ranked if title.name and title.year and _has_its_line(document.norm, title)]
    years = Counter(title.year for title in lines)
    if len(years) < 2:
        return ranked
    _, end = titles.period(document.compact)
    stated = end.year if end else None
    most = max(years.values())
    likely = {year for year, times in years.items() if times == most}
    year = next(iter(likely)) if len(likely) == 1 else stated
    own = [title for title in lines if title.year == year]
    return [*own, *(title for title in ranked if title not in own)]


def _has_its_line(norm: str, title: titles.Title) -> bool:
    """Whether a title stands on one line with nothing behind it."""
    return title.lines == 1 and _title_line(norm, title).endswith(title.words)


def _ranked(found: list[titles.Title]) -> list[titles.Title]:
    """Titles with both name and year first, then with a year; of these the least broken, then the earliest."""
    return sorted(found, key=lambda title: (not (title.name and title.year), not title.year, title.lines, title.start))


def _kind(document: Document, found: list[titles.Title], headings: int, year: int | None, forms: Forms) -> Kind:
    """A page about reports shows in the line of its title; a report without a title shows by its headings."""
    norm = document.norm
    if found:
        # The headline counts as well where it names no body and another title does: 关于做好…报告编制工作的通知.
        head = _title_line(norm, min(found, key=lambda title: (title.start, title.lines)))
        lines = [_own_clause(norm, found[0]), *([] if any(mark in head for mark in _CLAUSES) else [head])]
    else:
        lines = [without_notices(norm.strip()[:_HEADLINE])]
    if any(map(_ABOUT_REPORTS.search, lines)) or (not found and headings < _LEAST_SECTIONS):
        return Kind.NOT_A_REPORT
    if year is not None and year < forms.forms[0].first_year:
        return Kind.UNSUPPORTED_FORM
    return Kind.REPORT


def _own_clause(norm: str, title: titles.Title) -> str:
    """The line of a title; of one in a sentence the clause alone, for what stands before it may cite a notice."""
    line = without_notices(_title_line(norm, title))
    end = line.rfind(title.words) + len(title.words)
    begin = max(line.rfind(mark, 0, end - len(title.words)) for mark in _CLAUSES) + 1
    return line[begin:] if end >= len(title.words) else line


def _title_line(norm: str, title: titles.Title) -> str:
    """The line a title begins on, with the one behind it where the title goes on there."""
    stop = title.start
    for _ in range(title.lines):
        found = norm.find("\n", stop)
        stop = len(norm) if found < 0 else found + 1
    return "".join(norm[title.start : min(stop, title.start + _HEADLINE)].split())
