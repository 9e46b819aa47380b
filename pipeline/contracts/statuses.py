"""The closed vocabularies of the staged tables, and the types that several of them share."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from pipeline.tables.model import CellStatus

REPORT_STATUSES = ("complete", "partial", "no_tables", "unreadable", "unsupported_form", "not_a_report")
"""What reading a content can come to."""

STORED = "stored"
"""A file kept for reading that was not read yet; no row keeps this status after a whole run."""

FILE_STATUSES = (*REPORT_STATUSES, STORED, "duplicate", "unsupported", "archive", "vanished", "not_a_file")
"""What can become of a file: the status of its report, or why there is none."""

KINDS = ("report", "not_a_report", "unsupported_form", "unreadable")
"""What a document can be."""

CELL_STATUSES = tuple(str(status) for status in CellStatus)
VALUED = (str(CellStatus.REPORTED), str(CellStatus.DECODED))
"""Statuses of a cell that has a value; none of another has."""

VERDICTS = ("pass", "fail", "unverifiable")
TIERS = ("verified", "unverified", "inconsistent")

MIXED = "mixed"
"""Stands for the form where tables, or the parts of one table, show different forms."""

VALUE_DTYPE = pl.Decimal(24, 8)
"""Numbers as printed: sixteen digits before the point, eight behind it."""

VALUE_DECIMALS = 8
"""A printed number with more decimals than these would lose some."""

VALUE_LIMIT = Decimal(10) ** 16
"""A printed number at or above this does not fit VALUE_DTYPE."""
