"""What a report must satisfy, and whether it does: every rule as data, evaluated over many reports at once.

Belongs here: the declarations of all rules with their words, the evaluation of those that look at one report, at two
years of a body or at a body and what it is made of, each a pure function from frames to verdicts. Does not belong here:
the identities inside a table and how they are added up (``forms``, ``ledger``), reading, and where verdicts are stored.

A verdict is a row (see :mod:`pipeline.checks.verdicts`). ``fail`` is about the report as published. Where the reading
is in doubt, a figure is blank, or two reports may not be of one body, the verdict is ``unverifiable``.
"""

from pipeline.checks.declared import RULES, declared_rules
from pipeline.checks.features import FEATURE_SCHEMA, text_features
from pipeline.checks.frames import BODY_SCHEMA, CLAIM_SCHEMA, ReportFrames
from pipeline.checks.marks import figure_marks, text_marks
from pipeline.checks.model import CheckRule, Level, Relation, Severity, Term
from pipeline.checks.pairs import PairFrames, check_pairs, wanted_cells, wanted_whole
from pipeline.checks.region import REGION_SCHEMA
from pipeline.checks.reports import check_reports
from pipeline.checks.verdicts import VERDICT_SCHEMA, no_verdicts
from pipeline.checks.versions import followed, versions

__all__ = [
    "BODY_SCHEMA",
    "CLAIM_SCHEMA",
    "FEATURE_SCHEMA",
    "REGION_SCHEMA",
    "RULES",
    "VERDICT_SCHEMA",
    "CheckRule",
    "Level",
    "PairFrames",
    "Relation",
    "ReportFrames",
    "Severity",
    "Term",
    "check_pairs",
    "check_reports",
    "declared_rules",
    "figure_marks",
    "followed",
    "no_verdicts",
    "text_features",
    "text_marks",
    "versions",
    "wanted_cells",
    "wanted_whole",
]
