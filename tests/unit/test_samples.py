"""Reading the sample reports: every known cell right, nothing invented, blanks kept, numbers traced to their place."""

from __future__ import annotations

import unicodedata
from collections import Counter
from decimal import Decimal

import pytest

from pipeline.engine.reading import Reading, checks_of, read_report
from tests.known import RAW, SAMPLE_REPORTS, Known

READABLE = [sample for sample in SAMPLE_REPORTS if sample.cells]
OTHERS = [sample for sample in SAMPLE_REPORTS if not sample.cells]


def reading_of(sample: Known) -> Reading:
    return read_report((RAW / f"{sample.name}.txt").read_bytes(), f"{sample.name}.txt")


def name(sample: Known) -> str:
    return sample.name


readable = pytest.mark.parametrize("sample", READABLE, ids=name)


def test_samples_and_known_cells_belong_together() -> None:
    assert {path.stem for path in RAW.iterdir()} == {sample.name for sample in SAMPLE_REPORTS}
    assert len(READABLE) == 11
    assert len(OTHERS) == 4


@pytest.mark.parametrize("sample", SAMPLE_REPORTS, ids=name)
def test_status(sample: Known) -> None:
    assert reading_of(sample).status == sample.status


@readable
def test_who_and_when_and_which_form(sample: Known) -> None:
    reading = reading_of(sample)
    assert reading.report is not None
    assert reading.tables is not None
    found = (reading.report.agency, reading.report.report_year, reading.tables.form)
    assert found == (sample.agency, sample.year, sample.form)


@readable
def test_every_known_cell_is_right_and_nothing_is_invented(sample: Known) -> None:
    tables = reading_of(sample).tables
    assert tables is not None
    found = {(cell.table, cell.row, cell.column): cell.value for cell in tables.cells if cell.status != "absent"}
    assert found == sample.cells
    assert all(cell.value is None for cell in tables.cells if cell.status == "absent")


@readable
def test_blanks_and_marks_are_what_they_are(sample: Known) -> None:
    tables = reading_of(sample).tables
    assert tables is not None
    empty = {(cell.table, cell.row, cell.column): str(cell.status) for cell in tables.cells if cell.value is None}
    without = {key for key, value in sample.cells.items() if value is None}
    wanted = {key: "marked" if key in sample.marked else "blank" for key in without}
    assert {key: status for key, status in empty.items() if status != "absent"} == wanted


@readable
def test_units(sample: Known) -> None:
    tables = reading_of(sample).tables
    assert tables is not None
    written = {
        (cell.table, cell.row, cell.column): cell.unit
        for cell in tables.cells
        if cell.unit is not None and cell.raw is not None and cell.unit in cell.raw
    }
    assert written == sample.units
    # The fee column of 2021 prints its unit in the heading, and so it holds for every number below.
    fees = [
        cell.unit for cell in tables.cells if cell.row == "fees" and cell.column == "amount" and cell.value is not None
    ]
    assert set(fees) <= {"万元"}


@readable
def test_offsets_lead_to_the_number(sample: Known) -> None:
    reading = reading_of(sample)
    assert reading.document is not None
    assert reading.tables is not None
    told = [cell for cell in reading.tables.cells if cell.status == "reported"]
    assert told
    for cell in told:
        assert cell.start is not None
        assert cell.end is not None
        there = unicodedata.normalize("NFKC", reading.document.text[cell.start : cell.end])
        digits = "".join(character for character in there if character in "0123456789.")
        assert Decimal(digits) == abs(cell.value or Decimal(0)), cell


@readable
def test_the_ledger_says_what_is_known_of_it(sample: Known) -> None:
    checks = checks_of([reading_of(sample)])
    failing = {(rule, instance) for rule, instance in checks.filter(status="fail").select("rule", "instance").rows()}
    assert failing == sample.failing
    assert Counter(checks["status"])["unverifiable"] == sample.unverifiable


@pytest.mark.parametrize("sample", OTHERS, ids=name)
def test_what_is_no_report_gives_no_number_and_says_why(sample: Known) -> None:
    reading = reading_of(sample)
    cells = reading.tables.cells if reading.tables else ()
    assert [cell for cell in cells if cell.value is not None] == []
    assert reading.problems


def test_sixteen_values_under_fifteen_headings_are_reported() -> None:
    sample = next(sample for sample in READABLE if sample.name == "qiwu_housing_2019")
    found = {(problem.code, problem.table) for problem in reading_of(sample).problems}
    assert ("value_count", "review") in found


def test_one_body_over_three_years_carries_over() -> None:
    years = [next(s for s in READABLE if s.name == f"qingtang_health_{year}") for year in (2020, 2021, 2022)]
    totals = [
        {row: sample.cells["requests", row, "total"] for row in ("carried_over", "carried_forward")} for sample in years
    ]
    assert [before["carried_forward"] for before in totals[:-1]] == [after["carried_over"] for after in totals[1:]]
    assert [sample.form for sample in years] == ["2019", "2021", "2021"]
