"""A run killed between writing a file and its taking its place, anywhere: the next run makes up for it, exactly."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from pipeline.engine.settings import Settings
from pipeline.storage import open_published
from tests.known import RAW, ROOT
from tests.warehouses import TABLES, ledger, rows, run

NAME = "qingtang_health_2021.txt"
KILLS = (0.0, 0.04, 0.15, 0.4, 0.75, 1.0)  # of the files that a run writes
"""After so many files: none, the blob, the ledger, sections, documents, … the ledger settled, the published file."""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    shutil.copy2(RAW / NAME, tmp_path / "raw" / NAME)
    return tmp_path / "raw"


def kill(raw: Path, warehouse: Path, at: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.fault.killed", str(raw), str(warehouse), str(at)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def state(settings: Settings) -> dict[str, pl.DataFrame]:
    return {name: rows(settings, name).drop("first_seen", strict=False) for name in TABLES}


def left_behind(settings: Settings) -> list[Path]:
    return [path for path in settings.warehouse.rglob(".*") if path.name.endswith((".tmp", ".wal"))]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    folder = tmp_path_factory.mktemp("untouched")
    (folder / "raw").mkdir()
    shutil.copy2(RAW / NAME, folder / "raw" / NAME)
    settings = Settings(folder / "raw", folder / "warehouse")
    run(settings)
    return state(settings)


@pytest.fixture(scope="module")
def last(tmp_path_factory: pytest.TempPathFactory) -> int:
    """The place of the last file among those that a run writes."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "raw").mkdir()
    shutil.copy2(RAW / NAME, folder / "raw" / NAME)
    finished = kill(folder / "raw", folder / "warehouse", 10_000)
    assert finished.returncode == 0, finished.stderr
    return int(finished.stdout) - 1


@pytest.mark.parametrize("share", KILLS)
def test_the_next_run_makes_up_for_it(
    raw: Path, tmp_path: Path, untouched: dict[str, pl.DataFrame], last: int, share: float
) -> None:
    settings = Settings(raw, tmp_path / "warehouse")
    killed = kill(raw, settings.warehouse, round(share * last))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert left_behind(settings)
    for path in settings.warehouse.rglob("data.parquet"):
        pl.read_parquet(path)  # what is there is whole
    run(settings)
    assert left_behind(settings) == []
    after = state(settings)
    assert [name for name, frame in untouched.items() if not after[name].equals(frame)] == []
    assert run(settings) == 0


def test_analysts_keep_what_was_published_until_the_new_file_stands(raw: Path, tmp_path: Path) -> None:
    settings = Settings(raw, tmp_path / "warehouse")
    run(settings)
    shutil.copy(RAW / "qiwu_government_2023.txt", raw)
    for at in (2, 12):  # the blob and the ledger; then everything but the published file
        assert kill(raw, settings.warehouse, at).returncode == -signal.SIGKILL
        with open_published(settings.house.published) as connection:
            assert connection.execute("SELECT count(*) FROM reports").fetchall() == [(1,)]
    assert run(settings) == 0
    with open_published(settings.house.published) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchall() == [(2,)]
    assert ledger(settings) == {NAME: "complete", "qiwu_government_2023.txt": "complete"}
