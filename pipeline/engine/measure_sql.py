"""The measures as SQL, over columns named as their figures and the tiers of the statutory tables.

The marts are plain SQL and write these expressions out; a test holds them to what comes from here.
"""

from __future__ import annotations

from pipeline.forms.measures import Measure

INCLUDING = "_including_inconsistent"
"""What the name of a measure ends in where tables that contradict themselves are let in."""


def holds(measure: Measure) -> str:
    """Whether no identity of its tables fails; null where a table was not told."""
    return " and ".join(f"tier_{table} != 'inconsistent'" for table in measure.tables)


def rate(measure: Measure, including_inconsistent: bool = False) -> str:
    """The measure of one report."""
    condition = f"{measure.below} > 0" if including_inconsistent else f"{holds(measure)} and {measure.below} > 0"
    return f"case when {condition} then ({measure.above}) / ({measure.below}) end"
