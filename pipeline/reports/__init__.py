"""Document to report: who published it, for which year, and where its six sections stand.

Belongs here: headings, titles, dates and names as the text gives them, each with what decided it. Does not belong here:
what stands in a table (``tables``), or which body a name denotes.
"""

from pipeline.reports.describing import describe
from pipeline.reports.model import Kind, Report, SectionSpan

__all__ = ["Kind", "Report", "SectionSpan", "describe"]
