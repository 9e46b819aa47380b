"""The stage that says which body each report is of: nothing done twice, every document told, lists that are of use."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from pipeline.contracts import staged_tables
from pipeline.contracts.agencies import REPORT_AGENCIES
from pipeline.engine.agencies import (
    body_of,
    load_resolver,
    resolve,
    resolver_version,
    subject_of,
    unused_aliases,
    write_departments,
)
from pipeline.engine.intake import ingest
from pipeline.engine.models import load_catalogue
from pipeline.engine.reading import read_document
from pipeline.engine.reference import REFERENCE
from pipeline.engine.settings import Settings
from pipeline.engine.stages import read_documents, years
from pipeline.storage import Warehouse, read_rows, replace_table
from tests.known import RAW
from tests.modelled import Made, model, stage
from tests.warehouses import contents, rows

SAMPLES = (
    "qingtang_health_2020.txt",
    "qingtang_health_2021.txt",
    "shuyu_government_2020.txt",
    "empty.txt",
    "qiwu_notice_2024.txt",
)


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    for name in SAMPLES:
        shutil.copy(RAW / name, tmp_path / "raw" / name)
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse")
    ingest(settings)
    read_documents(settings)
    return settings


def all_years(settings: Settings, folder: Path = REFERENCE) -> int:
    return sum(resolve(settings, year, folder).resolved for year in years(settings))


def lists(tmp_path: Path, *aliases: str) -> Path:
    folder = tmp_path / "reference"
    folder.mkdir(exist_ok=True)
    for path in REFERENCE.glob("*.csv"):
        shutil.copy(path, folder)
    with (folder / "aliases.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in aliases)
    resolver_version.cache_clear()
    load_resolver.cache_clear()
    return folder


def test_every_document_is_told_once(here: Settings) -> None:
    assert all_years(here) == len(SAMPLES)
    found = rows(here, "report_agencies").join(rows(here, "documents"), on="report_id")
    by_path = {row["source_path"]: row for row in found.iter_rows(named=True)}
    assert set(by_path) == set(SAMPLES)
    # Two reports of a place of no list are of one body all the same.
    keys = {by_path[name]["agency_key"] for name in SAMPLES[:2]}
    assert keys == {"x-青棠县-HLT"}
    government = by_path["shuyu_government_2020.txt"]
    assert (government["department"], government["scope"]) == ("GOV", "consolidated")
    assert "汇总" in government["scope_evidence"]
    assert by_path["empty.txt"]["reason"] == "no_name"


def test_where_a_file_lies_that_is_no_report_makes_no_body(here: Settings) -> None:
    folder = here.raw / "安徽省" / "亳州市"
    folder.mkdir(parents=True)
    (folder / "readme.txt").write_text("文件清单\n", encoding="utf-8")
    ingest(here)
    read_documents(here)
    all_years(here)
    found = rows(here, "report_agencies").join(rows(here, "documents"), on="report_id")
    read = found.filter(pl.col("source_path").str.ends_with("readme.txt"))
    assert (read["method"].item(), read["reason"].item(), read["region_code"].item()) == ("unresolved", "no_name", None)


def test_nothing_is_resolved_twice(here: Settings) -> None:
    all_years(here)
    before = contents(here.warehouse)
    assert all_years(here) == 0
    assert contents(here.warehouse) == before


def test_other_lists_resolve_again_and_what_is_gone_goes(here: Settings, tmp_path: Path) -> None:
    all_years(here)
    folder = lists(tmp_path, "青棠县卫生健康局,,江源区卫生健康局,,试验", "没有的局,,江源区卫生健康局,,试验")
    assert all_years(here, folder) == len(SAMPLES)
    found = rows(here, "report_agencies")
    assert set(found.filter(pl.col("method") == "alias")["agency_key"]) == {"220605-HLT"}
    assert unused_aliases(here, folder) == ("没有的局",)
    assert unused_aliases(here) == ()
    documents = staged_tables()["documents"]
    replace_table(here.house, documents, read_rows(here.house, documents, 2021).clear(), 2021)
    assert resolve(here, 2021, folder).change.removed == 1
    assert read_rows(here.house, REPORT_AGENCIES, 2021).is_empty()


def test_a_resolver_that_fails_costs_one_report(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read_document((RAW / SAMPLES[0]).read_bytes(), SAMPLES[0])
    subject = subject_of(reading, SAMPLES[0])
    assert subject is not None
    assert body_of(subject).key == "x-青棠县-HLT"
    failing = load_resolver()
    monkeypatch.setattr(type(failing), "resolve", lambda *_: 1 / 0)
    found = body_of(subject, failing)
    assert found.reason == "resolver_crash: ZeroDivisionError: division by zero"
    assert subject_of(replace(reading, report=None), "") is None


def test_departments_are_written_with_the_names_they_had(here: Settings) -> None:
    assert write_departments(here).rows > 75
    by_code = {row["department"]: row for row in rows(here, "departments").iter_rows(named=True)}
    assert by_code["HLT"]["former_names"] == "卫生和计划生育（至2018年）、卫生（至2014年）"
    assert by_code["TAX"]["vertical"] == "central"
    assert write_departments(here).changed == 0


def test_a_body_is_one_row_under_the_name_of_its_latest_report(tmp_path: Path) -> None:
    house = Warehouse(tmp_path)
    stage(house, [Made("a", "甲局", 2021), Made("b", "甲局", 2022), Made("c", None, None)])
    found = model(tmp_path, load_catalogue(), "dim_agency")
    by_key = {row["agency_key"]: row for row in found.iter_rows(named=True)}
    assert set(by_key) == {"甲局", "x-c"}
    body = by_key["甲局"]
    assert (body["n_reports"], body["first_year"], body["last_year"], body["names_written"]) == (2, 2021, 2022, "甲局")
    assert by_key["x-c"]["method"] == "unresolved"
