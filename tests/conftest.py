"""Fixtures that every test may use. Nothing here reads a report or builds a warehouse by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples every time, so that a run tells of the code and not of luck; HYPOTHESIS_PROFILE=search looks on.
settings.register_profile("same", derandomize=True, database=None, print_blob=True)
settings.register_profile("search", max_examples=200, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def _nothing_of_this_machine() -> Iterator[None]:
    """No test may touch the warehouse, or the Dagster runs, of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DAGSTER_HOME", "GOUJI_RAW", "GOUJI_WAREHOUSE"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """The folder of real reports with known cells; the test is skipped where there is none."""
    named = os.environ.get("GOUJI_REPORTS", "")
    if not named:
        pytest.skip("GOUJI_REPORTS is not set: no real reports to run over")
    folder = Path(named)
    if not folder.is_dir():
        pytest.skip(f"GOUJI_REPORTS names {folder}, which is not a folder")
    return folder
