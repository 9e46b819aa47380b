"""Where another report begins in the same text: reports of several bodies, or of several years, one behind the other.

A table that the first report lacks would else be taken from the second. That shows by its first heading, printed once
more behind headings of later sections, and by a title before it that names another body or another year.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.forms import FORMS, Forms
from pipeline.readers.document import Document, compact, normalise
from pipeline.reports.sections import Candidate, candidates
from pipeline.reports.titles import Title, titles

_WEIGHT = 2  # of a heading: two signs that it is one
_LONG = 400  # compact characters that a report has at least; a table of contents with all headings has fewer


def next_report(document: Document, titled: Title, forms: Forms = FORMS) -> int | None:
    """Where in norm the title of another report stands, behind the one with this title; None where there is none."""
    label = compact(normalise(forms.sections[0].label)[0]).chars
    if titled.year is None or document.compact.chars.count(label) < 2:
        return None
    found = [each for each in candidates(document, forms) if each.weight >= _WEIGHT]
    for again in [each for each in found if not each.order][1:]:
        title = _title_before(document, titled, [each for each in found if each.end <= again.start], again.start)
        if title is not None and any(each.order and each.start > again.start for each in found):
            return title.start
    return None


def _title_before(document: Document, titled: Title, before: Sequence[Candidate], start: int) -> Title | None:
    """The title between the headings before a first heading and it, if it is that of another report."""
    if not any(each.order > 1 for each in before):
        return None
    text = document.compact
    last = max(each.end for each in before)
    for title in titles(text, document.norm, text.place(start), text.place(last)):
        differs = title.year != titled.year or bool(titled.name and title.name != titled.name)
        long = text.place(title.start) - text.place(titled.start) >= _LONG
        if title.start >= last and long and title.name and title.year and differs:
            return title
    return None
