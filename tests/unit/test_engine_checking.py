"""The stages that check reports by themselves and in pairs: what they leave, and that nothing is done twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipeline import checks
from pipeline.engine import checking
from pipeline.engine.models import load_catalogue, query, run_model
from pipeline.engine.settings import Settings
from tests.known import RAW
from tests.warehouses import contents, rows, run

NAMES = ("qingtang_health_2020.txt", "qingtang_health_2021.txt", "qingtang_health_2022.txt", "qiwu_government_2023.txt")


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    for name in NAMES:
        shutil.copy(RAW / name, tmp_path / "raw" / name)
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    run(settings)
    return settings


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what was evaluated, from here on."""
    heard: list[str] = []

    def told(name: str, real: Callable[..., object]) -> None:
        def listening(*given: object) -> object:
            heard.append(name)
            return real(*given)

        monkeypatch.setattr(checks, name, listening)

    told("check_reports", checks.check_reports)
    told("check_pairs", checks.check_pairs)
    return heard


def test_every_report_has_verdicts_and_marks(here: Settings) -> None:
    documents = rows(here, "documents")
    found = rows(here, "report_checks")
    assert set(found["report_id"]) == set(documents["report_id"]) == set(rows(here, "report_marks")["report_id"])
    told = {rule.key for rule in checks.RULES if rule.level not in {"pair", "region"}}
    # A text without a claim has no verdict on its claims.
    assert {key for key in told if not key.startswith("narrative_")} <= set(found["rule"]) <= told


def test_two_years_of_a_body_are_a_pair(here: Settings) -> None:
    names = dict(rows(here, "documents").select("report_id", "source_path").iter_rows())
    found = rows(here, "pair_checks").filter(pl.col("rule") == "carry_over_follows", pl.col("instance") == "total")
    told = {(names[one], names[other]) for one, other in found.select("report_id", "other_report_id").iter_rows()}
    assert told == {(NAMES[1], NAMES[0]), (NAMES[2], NAMES[1])}


def test_nothing_is_checked_twice(here: Settings, done: list[str]) -> None:
    before = contents(here.warehouse)
    first = {year: checking.check_reports(here, year) for year in (2020, 2021, 2022, 2023)}
    for year in first:
        checking.check_pairs(here, year)
    assert done == []
    assert contents(here.warehouse) == before
    assert first[2021].verdicts["pass"] > 0
    cells = here.warehouse / "parquet" / "cells" / "report_year=2021" / "data.parquet"
    os.utime(cells, ns=(1, 1))
    assert checking.check_reports(here, 2021).tables["report_checks"].changed == 0
    for year in first:
        checking.check_pairs(here, year)
    assert done == ["check_reports", "check_pairs", "check_pairs"], "the year itself, and the one behind it"


def test_a_new_version_changes_the_pairs_of_its_year_and_the_next(here: Settings, done: list[str]) -> None:
    text = (RAW / NAMES[1]).read_text(encoding="utf-8")
    (here.raw / "again.txt").write_text(text + "\n2022年3月1日\n", encoding="utf-8")
    run(here)
    assert done == ["check_reports", "check_pairs", "check_pairs"]
    again = rows(here, "pair_checks").filter(pl.col("rule") == "reissued_report")
    assert again["status"].to_list() == ["pass"]


def test_versions_are_those_of_dim_report(here: Settings) -> None:
    for number in range(3):
        text = (RAW / NAMES[number]).read_text(encoding="utf-8")
        (here.raw / f"again{number}.txt").write_text(
            text + f"\n发布时间：202{number + 1}-0{number + 2}-01\n", encoding="utf-8"
        )
    run(here)
    changed = here.raw / NAMES[2]
    changed.write_text(changed.read_text(encoding="utf-8") + "\n(更正)\n", encoding="utf-8")
    run(here)
    catalogue = load_catalogue()
    for model in catalogue.models:
        run_model(here.house, catalogue, model)
    dim = query(here.house, catalogue, "select report_id, is_current from dim_report order by report_id")
    years = [2020, 2021, 2022, 2023]
    assert len(dim) == 8
    assert checking.versions_of(here.house, years).select("report_id", "is_current").rows() == dim.rows()


def test_reports_without_a_year_have_no_pairs(here: Settings) -> None:
    assert checking.check_pairs(here, None).tables["pair_checks"].rows == 0
