"""Where another report begins in the same text: reports of several bodies, or of several years, one behind the other.

A table that the first report lacks would else be taken from the second. That shows by its first heading, printed once
more behind headings of later sections, and by a title before it that names another body or another year.
"""

from __future__ import annotations

from pipeline.forms import FORMS, Forms
from pipeline.readers.document import Document, compact, normalise
from pipeline.reports.sections import candidates
from pipeline.reports.titles import Title, titles

_WEIGHT = 2  # of a heading: two signs that it is one
_LONG = 400  # compact characters that a report has at least; a table of contents with all headings has fewer


def next_report(document: Document, titled: Title, forms: Forms = FORMS) -> int | None:
    """Where in norm the title of another report stands, behind the one with this title; None where there is none."""
    label = compact(normalise(forms.sections[0].label)[0]).chars
    if titled.year is None or document.compact.chars.count(label) < 2:
        return None
    found = [each for each in candidates(document, forms) if each.weight >= _WEIGHT]
    final = max((each.start for each in found if each.order), default=-1)
    begun = later = False  # whether a first heading was met, and one behind the second
    last = 0  # where the headings so far end
    for each in found:
        if not each.order:
            if begun and later and each.start < final:
                title = _title_between(document, titled, last, each.start)
                if title is not None:
                    return title.start
            begun = True
        later = later or each.order > 1
        last = max(last, each.end)
    return None


def _title_between(document: Document, titled: Title, last: int, start: int) -> Title | None:
    """The title between the headings before a first heading and it, if it is that of another report."""
    text = document.compact
    for title in titles(text, document.norm, text.place(start), text.place(last)):
        differs = title.year != titled.year or bool(titled.name and title.name != titled.name)
        long = text.place(title.start) - text.place(titled.start) >= _LONG
        if title.start >= last and long and title.name and title.year and differs:
            return title
    return None
