"""What a report claims in its prose, and whether the cells of its tables bear it out.

Belongs here: finding the sentences that give a number for something the tables count too, what exactly is claimed and
where it stands, and the comparison with the cells. The words that prose uses for things stand in ``vocabulary``; the
statutory labels come from ``forms``. Does not belong here: reading the tables (``tables``), whether they add up
(``ledger``). A claim is never corrected, and where reading or scope is open nothing is said to disagree.
"""

from pipeline.narrative.concepts import CONCEPTS, Concept, reading_of
from pipeline.narrative.extraction import extract
from pipeline.narrative.model import Claim, Contradiction, Exactness, Judged, Scope, Verdict
from pipeline.narrative.verdicts import contradictions, judge

__all__ = [
    "CONCEPTS",
    "Claim",
    "Concept",
    "Contradiction",
    "Exactness",
    "Judged",
    "Scope",
    "Verdict",
    "contradictions",
    "extract",
    "judge",
    "reading_of",
]
