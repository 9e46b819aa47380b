"""What the check of reviewed decisions says in the UI."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from assets.agencies import aliases_match
from assets.folders import Folders


@pytest.mark.parametrize(
    ("unused", "passed", "said"),
    [((), True, None), (("甲局", "乙局 @ 丙"), False, "decides no report: 甲局; decides no report: 乙局 @ 丙")],
)
def test_an_entry_that_decides_nothing_is_named(
    unused: tuple[str, ...], passed: bool, said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.engine.agencies.unused_aliases", lambda _: unused)
    found = aliases_match(Folders(raw=str(tmp_path), warehouse=str(tmp_path)))
    assert isinstance(found, dg.AssetCheckResult)
    assert (found.passed, found.description) == (passed, said)
