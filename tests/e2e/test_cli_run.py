"""``gouji run`` over the sample reports, through Dagster: what is published and said, and what a second run does."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline.checks.decisions import COLUMNS
from pipeline.cli.main import PUBLISHED, app
from pipeline.engine.decisions import write_decisions
from pipeline.storage import Warehouse
from tests.known import RAW, ROOT, SAMPLE_REPORTS


def run(raw: Path, warehouse: Path) -> Result:
    return CliRunner().invoke(app, ["run", "--raw", str(raw), "--warehouse", str(warehouse)])


def ask(warehouse: Path, statement: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["sql", "--format", "json", "--warehouse", str(warehouse), "--", statement])
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout, parse_float=Decimal)
    return rows


def contents(folder: Path) -> dict[str, str]:
    """Hash of every Parquet file and of the published file, by path."""
    files = [*folder.rglob("*.parquet"), folder / PUBLISHED]
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A warehouse made of the samples, and what the command said."""
    folder = tmp_path_factory.mktemp("run")
    shutil.copytree(RAW, folder / "raw")
    return folder, run(folder / "raw", folder / "warehouse")


def test_the_command_and_the_storage_agree_on_the_name() -> None:
    assert Warehouse(Path("w")).published == Path("w") / PUBLISHED


def test_it_publishes_and_says_what_it_did(ran: tuple[Path, Result]) -> None:
    folder, result = ran
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    said = result.stderr
    assert str(folder / "warehouse") in said.replace("\n", "")
    for word in ("complete", "unreadable", "not_a_report", "fact_cell", "ledger_balance"):
        assert word in said


def test_every_report_is_there_with_its_status(ran: tuple[Path, Result]) -> None:
    warehouse = ran[0] / "warehouse"
    found = {row["path"]: row["status"] for row in ask(warehouse, "select path, status from ingest_ledger")}
    assert found == {f"{sample.name}.txt": sample.status for sample in SAMPLE_REPORTS}


def test_figures_in_the_warehouse_are_those_of_the_reports(ran: tuple[Path, Result]) -> None:
    rows = ask(
        ran[0] / "warehouse",
        'select r.source_path, c."table", c."row", c."column", c.value '
        "from fact_cell c join reports r using (report_id) where c.status <> 'absent'",
    )
    found: dict[str, dict[tuple[str, ...], Decimal | None]] = {}
    for row in rows:
        found.setdefault(row["source_path"], {})[row["table"], row["row"], row["column"]] = row["value"]
    for sample in SAMPLE_REPORTS:
        assert found.get(f"{sample.name}.txt", {}) == sample.cells, sample.name


def test_what_contradicts_itself_is_kept_and_enters_no_rate(ran: tuple[Path, Result]) -> None:
    warehouse = ran[0] / "warehouse"
    [broken] = ask(warehouse, "select * from mart_agency_year where tier = 'inconsistent'")
    assert broken["agency"] == "漱玉县自然资源局"
    assert broken["clearance"] is None
    assert broken["clearance_including_inconsistent"] is not None


def examples() -> list[str]:
    """Every statement that the documents show."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/guide.md")]
    found = [statement for text in texts for statement in re.findall(r'gouji sql "([^"…]+)"', text)]
    for block in (block for text in texts for block in re.findall(r"```sql\n(.*?)```", text, re.DOTALL)):
        found += [statement for statement in block.split(";") if statement.strip()]
    return found


@pytest.mark.parametrize("statement", examples())
def test_what_the_documents_show_works(ran: tuple[Path, Result], statement: str) -> None:
    ask(ran[0] / "warehouse", statement)


def test_a_second_run_changes_nothing(ran: tuple[Path, Result]) -> None:
    folder, _ = ran
    before = contents(folder / "warehouse")
    again = run(folder / "raw", folder / "warehouse")
    assert again.exit_code == 0, again.output
    assert contents(folder / "warehouse") == before


def test_a_decision_that_matches_nothing_fails_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, lists = tmp_path / "raw", tmp_path / "lists"
    raw.mkdir()
    lists.mkdir()
    shutil.copy(RAW / "shuyu_resources_2022.txt", raw)
    line = "ledger_balance,business,dismissed,nobody fails it\n"
    (lists / "decisions.csv").write_text(f"{','.join(COLUMNS)}\n{'0' * 64},,,{line}", encoding="utf-8")
    monkeypatch.setattr("pipeline.engine.decisions.write_decisions", partial(write_decisions, folder=lists))
    result = run(raw, tmp_path / "warehouse")
    assert result.exit_code == 1
    assert "decisions.decisions_match: line 2: no report fails ledger_balance (business)" in result.stderr.replace(
        "\n", " "
    )
    assert "已发布" in result.stderr
    assert (tmp_path / "warehouse" / PUBLISHED).exists()


def test_without_a_folder_it_says_so(tmp_path: Path) -> None:
    result = run(tmp_path / "raw", tmp_path / "warehouse")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"gouji: {tmp_path / 'raw'} ")
    assert not (tmp_path / "warehouse").exists()


def test_a_home_of_dagster_that_is_no_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "nowhere"))
    result = run(RAW, tmp_path / "warehouse")
    assert result.exit_code == 2
    assert result.stderr.startswith("gouji: DAGSTER_HOME=")


def test_without_a_single_report_it_says_so(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("empty.txt", "qiwu_notice_2024.txt"):
        shutil.copy(RAW / name, raw)
    result = run(raw, tmp_path / "warehouse")
    assert result.exit_code == 2
    assert f"gouji: {raw} " in result.stderr
    assert "not_a_report" in result.stderr
    assert not (tmp_path / "warehouse" / PUBLISHED).exists()
