"""The measures as SQL, over columns named as their figures and the tiers of the statutory tables.

The marts are plain SQL and write these expressions out; a test holds them to what comes from here.
"""

from __future__ import annotations

from pipeline.forms.measures import Measure

INCLUDING = "_including_inconsistent"
"""What the name of a measure ends in where tables that contradict themselves are let in."""


def numerator(measure: Measure) -> str:
    """The sum above the line."""
    return " + ".join(measure.numerator)


def denominator(measure: Measure) -> str:
    """The sum below the line."""
    return " - ".join((" + ".join(measure.denominator), *measure.less))


def holds(measure: Measure) -> str:
    """Whether no identity of its tables fails; null where a table was not told."""
    return " and ".join(f"tier_{table} != 'inconsistent'" for table in measure.tables)


def rate(measure: Measure, including_inconsistent: bool = False) -> str:
    """The measure of one report."""
    below = denominator(measure)
    condition = f"{below} > 0" if including_inconsistent else f"{holds(measure)} and {below} > 0"
    return f"case when {condition} then ({numerator(measure)}) / ({below}) end"


def pooled(measure: Measure) -> str:
    """The measure of many reports together: only those that have all its figures and hold, above and below the line."""
    above, below = numerator(measure), denominator(measure)
    enters = f"{holds(measure)} and {above} is not null and {below} is not null"
    return (
        f"sum({above}) filter (where {enters}) / "
        f"case when sum({below}) filter (where {enters}) > 0 then sum({below}) filter (where {enters}) end"
    )
