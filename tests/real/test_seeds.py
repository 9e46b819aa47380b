"""Over real reports with known cells, where the folder is there: nothing wrong, nothing invented, nothing silent."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.engine.reading import Reading, checks_of, read_report

SEEDS = [f"seed_{number:03d}" for number in range(5)]
REVIEWED = 15
FILES = [
    "hangzhou_like_2025_html/raw.html",
    "shanghai_office_2019_html/raw.html",
    "hongze_2024_pdf/raw.pdf",
    "huaian_2024_pdf/raw.pdf",
]


def _load(folder: Path) -> tuple[Reading, dict[str, Any]]:
    truth = json.loads((folder / "truth.json").read_text("utf-8"), parse_float=Decimal)
    return read_report((folder / "raw.txt").read_bytes(), "raw.txt"), truth


def _cells(reading: Reading) -> dict[str, Any]:
    assert reading.tables is not None
    return {f"{cell.table}|{cell.row}|{cell.column}": cell for cell in reading.tables.cells}


@pytest.mark.parametrize("name", SEEDS)
def test_every_cell_of_a_whole_report_is_right(real_reports: Path, name: str) -> None:
    reading, truth = _load(real_reports / name)
    cells = _cells(reading)
    assert reading.status == "complete"
    assert reading.report is not None
    assert reading.report.report_year == truth["year"]
    assert {key: cell.value for key, cell in cells.items()} == truth["cells"]
    units = {key: cell.unit for key, cell in cells.items() if key in truth.get("units", {})}
    assert units == truth.get("units", {})


@pytest.mark.parametrize("name", SEEDS)
def test_all_identities_of_a_whole_report_pass(real_reports: Path, name: str) -> None:
    reading, truth = _load(real_reports / name)
    statuses = checks_of([reading])["status"].to_list()
    assert statuses == ["pass"] * (42 if truth["form"] == "2021" else 40)


@pytest.mark.parametrize("name", FILES)
def test_every_cell_of_a_file_is_right_and_every_blank_a_blank(real_reports: Path, name: str) -> None:
    file = real_reports / name
    truth = json.loads((file.parent / "truth.json").read_text("utf-8"), parse_float=Decimal)
    reading = read_report(file.read_bytes(), file.name)
    cells = _cells(reading)
    assert (reading.status, reading.problems) == ("complete", ())
    assert {key: cell.value for key, cell in cells.items()} == truth["cells"]
    assert {cell.status for cell in cells.values()} <= {"reported", "blank"}
    assert reading.document is not None
    assert reading.report is not None
    assert reading.report.report_year == truth["year"]
    for cell in cells.values():
        assert cell.raw is None or reading.document.text[cell.start : cell.end] == cell.raw


def test_sixteen_values_under_fifteen_headings_are_reported(real_reports: Path) -> None:
    reading, _ = _load(real_reports / "seed_002")
    assert [(problem.code, problem.table) for problem in reading.problems] == [("value_count", "review")]
    assert "16" in reading.problems[0].message
    assert str(REVIEWED) in reading.problems[0].message


def test_no_text_report_has_a_wrong_or_an_invented_figure(real_reports: Path) -> None:
    wrong = []
    for file in sorted(real_reports.glob("*/raw.txt")):
        reading, truth = _load(file.parent)
        for key, cell in _cells(reading).items() if reading.tables else ():
            known = truth["cells"].get(key)
            if cell.value is not None and cell.value != known:
                wrong.append((file.parent.name, key, cell.value, known))
    assert wrong == []


def test_every_figure_stands_where_it_is_said_to_stand(real_reports: Path) -> None:
    checked = 0
    for file in sorted(real_reports.glob("*/raw.txt")):
        text = file.read_bytes().decode("utf-8")
        reading, _ = _load(file.parent)
        for cell in _cells(reading).values() if reading.tables else ():
            if cell.raw is not None:
                assert text[cell.start : cell.end] == cell.raw
                checked += 1
    assert checked > 1000
