"""What is known of a report before its tables are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from pipeline.readers.problems import Problem

YEAR_SOURCES: Final = ("title", "period", "signature", "published", "file_name", "overview")
"""What the year of a report may be told by, the surest first: see ``years``."""

SAID: Final = YEAR_SOURCES[:2]
"""Of these what says of which year the report means to be. Rules that hold a report to its year go by no other."""

AGENCY_SOURCES: Final = ("title", "headline", "metadata", "preamble", "signature", "contact")
"""Where the name of the body may stand, a ``headline`` being a title whose last words are lost or in disorder."""


class Kind(StrEnum):
    """What a document is, as far as its prose tells."""

    REPORT = "report"
    NOT_A_REPORT = "not_a_report"
    UNSUPPORTED_FORM = "unsupported_form"  # a report of a year before the tables were prescribed


@dataclass(frozen=True, slots=True)
class SectionSpan:
    """A section: its key, its heading as printed, and from where to where it reaches in the document's text."""

    key: str
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """Who, when and which sections. `agency_source` and `year_source` name the evidence that decided: one of
    ``AGENCY_SOURCES`` and of ``YEAR_SOURCES``.

    Dates are None where the text does not give them. `sections` are in order of place, without gaps between them.
    `end` is where in the document's text another report begins; None where there is none.
    """

    kind: Kind
    agency: str | None
    agency_source: str | None
    report_year: int | None
    year_source: str | None
    title: str | None
    period_start: date | None
    period_end: date | None
    published: date | None
    sections: tuple[SectionSpan, ...]
    problems: tuple[Problem, ...] = field(default=())
    end: int | None = None

    def section(self, key: str) -> SectionSpan | None:
        """The section with this key, if its heading was found."""
        return next((span for span in self.sections if span.key == key), None)
