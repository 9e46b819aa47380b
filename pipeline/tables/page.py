"""A document as it is searched for tables: its compact text, its headings, and the way between places."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.forms import FORMS, Forms
from pipeline.readers.document import Compact, Document
from pipeline.reports.model import Report


@dataclass(frozen=True, slots=True)
class Page:
    """A document ready to be searched for tables."""

    document: Document
    report: Report
    forms: Forms = FORMS

    @property
    def norm(self) -> str:
        """The normalised text."""
        return self.document.norm

    @property
    def text(self) -> Compact:
        """The compact text; places of labels and headings are positions in it."""
        return self.document.compact

    def place(self, norm: int) -> int:
        """The position in compact text of a place in norm, or of the first character behind it."""
        return self.text.place(norm)

    def heading(self, key: str) -> int | None:
        """Where a section's heading stands in compact text."""
        span = self.report.section(key)
        return None if span is None else self.place(self.document.place(span.start))

    def next_heading(self, after: int) -> int:
        """Where the next section begins behind a place of the compact text; the end of the text if there is none."""
        places = [self.place(self.document.place(span.start)) for span in self.report.sections]
        return min((place for place in places if place > after), default=len(self.text.chars))
