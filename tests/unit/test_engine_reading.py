"""Reading one report never raises; what cannot be is a problem with a place, and no value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.engine import reading
from pipeline.engine.batches import Source, read_contents
from pipeline.engine.reading import checks_of, read_report
from pipeline.readers import Document, Problem
from pipeline.reports import Report
from pipeline.tables import Cell, CellStatus, TablesReading
from tests.known import RAW

DATA = (RAW / "qiwu_government_2023.txt").read_bytes()


def reads(monkeypatch: pytest.MonkeyPatch, *cells: Cell, problems: tuple[Problem, ...] = ()) -> None:
    result = TablesReading("2021", {"disclosure": "2021"}, cells, "partial", problems)

    def read_tables(_document: Document, _report: Report, _forms: object) -> TablesReading:
        return result

    monkeypatch.setattr(reading, "read_tables", read_tables)


def cell(value: str, row: str = "penalties", column: str = "decisions") -> Cell:
    return Cell("disclosure", row, column, Decimal(value), value, None, CellStatus.REPORTED, 0, len(value))


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty"), (b"\x00\x01\x02\x03" * 100, "binary"), (b"\xff" * 9, "encoding")]
)
def test_bytes_that_are_no_text(data: bytes, code: str) -> None:
    result = read_report(data, "a.txt")
    assert (result.status, result.kind, [problem.code for problem in result.problems]) == (
        "unreadable",
        "unreadable",
        [code],
    )
    assert (result.document, result.tables) == (None, None)


@pytest.mark.parametrize("stage", ["read", "describe", "read_tables"])
def test_a_crash_is_a_row(monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("in a reader")

    monkeypatch.setattr(reading, stage, crash)
    result = read_report(DATA, "a.txt")
    assert (result.status, result.report) == ("unreadable", None)
    assert result.problems == (Problem("reader_crash", "ZeroDivisionError: in a reader"),)


@pytest.mark.parametrize("value", ["-1", "1.5"])
def test_a_number_that_is_no_count_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    reads(monkeypatch, cell(value))
    problem = read_report(DATA, "a.txt").problems[-1]
    assert (problem.code, problem.table, problem.row, problem.column) == (
        "cell_domain",
        "disclosure",
        "penalties",
        "decisions",
    )


def test_what_the_reader_told_is_not_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, cell("-1"), problems=(Problem("cell_domain", "-1", "disclosure", "penalties", "decisions"),))
    assert [problem.code for problem in read_report(DATA, "a.txt").problems].count("cell_domain") == 1


def test_a_number_no_table_can_hold_has_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, cell("9" * 30), cell("7", "coercion"))
    result = read_report(DATA, "a.txt")
    assert result.tables is not None
    first, second = result.tables.cells
    assert (first.value, first.status, first.raw) == (None, CellStatus.AMBIGUOUS, "9" * 30)
    assert second.value == 7
    assert "value_too_large" in [problem.code for problem in result.problems]


def test_checks_of_several_readings_are_told_apart() -> None:
    other = (RAW / "shuyu_government_2020.txt").read_bytes()
    readings = [
        read_report(DATA, "a.txt"),
        read_report(b"", "b.txt"),
        read_report(other, "c.txt"),
        read_report(DATA, "d.txt"),
    ]
    checks = checks_of(readings)
    assert dict(checks.group_by("report_id").len().iter_rows()) == {
        readings[0].report_id: 42,
        readings[2].report_id: 40,
    }


def test_checks_of_nothing() -> None:
    assert checks_of([]).is_empty()


def test_a_content_that_is_lost_is_a_row(tmp_path: object) -> None:
    from pathlib import Path

    frames = read_contents([Source("0" * 64, "a.txt")], Path(str(tmp_path)), tables=True)
    assert frames["readings"]["status"].to_list() == ["unreadable"]
    assert frames["problems"]["code"].to_list() == ["reader_crash"]
