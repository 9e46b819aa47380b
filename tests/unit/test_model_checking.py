"""Checks of models that are not run again over what they found right."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from pipeline.engine.model_checking import EXAMPLES, CheckOutcome, check_model
from pipeline.engine.models import Catalogue, load_catalogue
from pipeline.engine.sql_model import Model, parse_model
from pipeline.storage import Warehouse, write_parquet
from tests.modelled import STAGED

FACT = """-- fact_x: 某事 | Something
-- grain: report × item
-- key: report_id, item
-- not null: n
-- references: report_id -> dim_report.report_id
-- sum n: select sum(value) from cells
-- columns:
--   report_id: 报告 | Report
--   report_year: 年度 | Year
--   item: 项 | Item
--   n: 数 | Number
select report_id, report_year, "row" as item, value as n from cells
"""
DIM = """-- dim_report: 报告 | Reports
-- grain: report
-- key: report_id
-- columns:
--   report_id: 报告 | Report
--   report_year: 年度 | Year
select report_id, report_year from reports
"""
YEARS = (2021, 2022)


@pytest.fixture
def fact() -> Model:
    return parse_model("fact_x", "facts", FACT)


@pytest.fixture
def house(tmp_path: Path) -> Warehouse:
    house = Warehouse(tmp_path)
    for year in YEARS:
        write(house, year, report_id=[f"r{year}"] * 2, report_year=[year] * 2, item=["a", "b"], n=[1, 2])
        declared = STAGED["cells"]
        cells = pl.DataFrame({"report_id": [f"r{year}"] * 2, "row": ["a", "b"], "value": [1, 2]})
        absent = [pl.lit(None).alias(name) for name in declared.names if name not in cells.columns]
        write_parquet(
            house.parquet / "cells" / f"report_year={year}" / "data.parquet",
            cells.with_columns(absent).select(pl.col(name).cast(dtype) for name, dtype in declared.schema.items()),
        )
    dim(house, {f"r{year}": year for year in YEARS})
    return house


def write(house: Warehouse, year: int, **columns: object) -> None:
    frame = pl.DataFrame(columns, schema_overrides={"report_year": pl.Int32})
    write_parquet(house.parquet / "fact_x" / f"report_year={year}" / "data.parquet", frame)


def dim(house: Warehouse, reports: dict[str, int]) -> None:
    frame = pl.DataFrame({"report_id": list(reports), "report_year": list(reports.values())})
    write_parquet(house.parquet / "dim_report" / "data.parquet", frame.cast({"report_year": pl.Int32}))


def checked(house: Warehouse, model: Model) -> dict[str, CheckOutcome]:
    catalogue = load_catalogue([parse_model("dim_report", "dimensions", DIM), model])
    assert isinstance(catalogue, Catalogue)
    return {outcome.check.name: outcome for outcome in check_model(house, catalogue, model)}


def looked_at(house: Warehouse, model: Model) -> dict[str, int]:
    outcomes = checked(house, model)
    assert all(outcome.passed for outcome in outcomes.values())
    return {name: outcome.looked_at for name, outcome in outcomes.items()}


ALL = ("unique_report_id_item", "not_null", "references_report_id", "sums")


def test_what_was_found_right_is_not_looked_at_again(house: Warehouse, fact: Model) -> None:
    assert looked_at(house, fact) == dict.fromkeys(ALL, 2)
    assert looked_at(house, fact) == dict.fromkeys(ALL, 0)
    shutil.rmtree(house.root / "receipts")
    assert looked_at(house, fact) == dict.fromkeys(ALL, 2)


def test_a_year_that_changed_is_looked_at_and_no_other(house: Warehouse, fact: Model) -> None:
    checked(house, fact)
    write(house, 2022, report_id=["r2022"], report_year=[2022], item=["c"], n=[3])
    assert looked_at(house, fact) == dict.fromkeys(ALL, 1)


def test_a_table_that_a_check_compares_with_counts_too(house: Warehouse, fact: Model) -> None:
    checked(house, fact)
    dim(house, {"r2021": 2021, "r2022": 2022, "r2023": 2023})
    assert looked_at(house, fact) == {**dict.fromkeys(ALL, 0), "references_report_id": 2}
    dim(house, {"r2021": 2021})
    broken = checked(house, fact)["references_report_id"]
    assert (broken.n, broken.sample) == (1, ({"report_id": "r2022", "times": 2},))


def test_what_is_wrong_is_looked_at_until_it_is_right(house: Warehouse, fact: Model) -> None:
    write(
        house,
        2022,
        report_id=["r2022"] * 30,
        report_year=[2022] * 30,
        item=[f"{i // 2}" for i in range(30)],
        n=[1] * 30,
    )
    for _ in range(2):
        outcomes = checked(house, fact)
        assert {name: outcome.n for name, outcome in outcomes.items() if not outcome.passed} == {
            "unique_report_id_item": 15,
            "sums": 1,
        }
        assert len(outcomes["unique_report_id_item"].sample) == EXAMPLES
    assert outcomes["unique_report_id_item"].looked_at == 1
    write(house, 2022, report_id=["r2022"], report_year=[2022], item=["c"], n=[3])
    assert looked_at(house, fact)["sums"] == 1


def test_a_report_in_two_years_is_found_although_each_year_is_sound(house: Warehouse, fact: Model) -> None:
    write(house, 2022, report_id=["r2021", "r2022"], report_year=[2022, 2022], item=["a", "b"], n=[1, 2])
    assert [name for name, outcome in checked(house, fact).items() if not outcome.passed] == ["references_report_id"]


def test_another_check_is_run_over_the_same_files(house: Warehouse, fact: Model) -> None:
    checked(house, fact)
    other = parse_model("fact_x", "facts", FACT.replace("-- not null: n\n", ""))
    assert looked_at(house, other) == {**dict.fromkeys(ALL, 0), "not_null": 2}
