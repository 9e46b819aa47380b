"""Findings for programs: one JSON object, or one a line for each file; words in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.engine.found import Checked, Finding, Member
from pipeline.engine.localisation import as_answer
from pipeline.engine.spots import Spot
from pipeline.forms import Text


def as_object(answers: Sequence[Checked], code: int) -> dict[str, object]:
    """All files with what was found, and the exit code."""
    return {"exit_code": code, "files": [file_object(checked) for checked in answers]}


def file_object(checked: Checked) -> dict[str, object]:
    """One file with what was found."""
    reading = checked.reading
    return {
        "path": checked.path,
        "sha256": reading and reading.sha256,
        "report_id": reading and reading.report_id,
        "agency": checked.agency,
        "report_year": checked.year,
        "form": reading.tables.form if reading and reading.tables else None,
        "status": reading.status if reading else "unreadable",
        "outcome": str(checked.outcome),
        "reason": _text(checked.reason),
        "checks": {"pass": checked.passed, "fail": len(checked.findings), "unverifiable": len(checked.untold)},
        "compared_with": list(checked.compared),
        "findings": [_finding(finding) for finding in checked.findings],
        "unverifiable": [
            {"rule": one.rule.key, "instance": one.instance, "about": _text(one.words)} for one in checked.untold
        ],
        "suggestions": [as_answer(suggestion) for suggestion in checked.suggestions],
        "problems": [
            {"code": p.code, "message": p.message, "table": p.table, "row": p.row, "column": p.column}
            for p in checked.doubts
        ],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule.key,
        "severity": str(finding.severity),
        "title": _text(finding.rule.title),
        "description": _text(finding.rule.description),
        "source": _text(finding.rule.source),
        "instance": finding.instance,
        "about": _text(finding.words),
        "lhs": finding.lhs,
        "rhs": finding.rhs,
        "delta": finding.delta,
        "detail": _text(finding.detail),
        "spot": spot_object(finding.spot),
        "against": finding.against,
        "cells": [member_object(member) for member in finding.members],
    }


def member_object(member: Member) -> dict[str, object]:
    """A cell that takes part."""
    return {
        "table": member.cell.table,
        "row": member.cell.row,
        "column": member.cell.column,
        "label": _text(member.words),
        "side": member.side or None,
        "sign": member.sign,
        "path": member.path,
        "value": member.value,
        "raw": member.raw,
        "unit": member.unit,
        "status": member.status,
        "spot": spot_object(member.spot),
    }


def spot_object(spot: Spot | None) -> dict[str, object] | None:
    """A place in the text."""
    if spot is None:
        return None
    return {
        "start": spot.start,
        "end": spot.end,
        "line": spot.line,
        "column": spot.column,
        "place": spot.place,
        "before": spot.before,
        "marked": spot.marked,
        "after": spot.after,
    }


def _text(text: Text | None) -> dict[str, object] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}
