"""What fails, worst first, what reviews decided on it, and whether more fails than is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

from assets import rules as checks_of_assets
from assets.folders import Folders
from pipeline.checks import declared_rules
from pipeline.checks.baseline import LEAST, BaselineError, baseline, shares
from pipeline.checks.decisions import COLUMNS, DecisionError, decisions
from pipeline.checks.members import members
from pipeline.engine.decisions import failure_shares, unmatched_decisions, write_decisions
from pipeline.engine.model_checking import check_model
from pipeline.engine.models import load_catalogue, query, run_model
from pipeline.engine.settings import Settings
from pipeline.storage import Warehouse, replace_table
from tests.modelled import STAGED, Made, stage

CATALOGUE = load_catalogue()
TOTAL = ("requests", "new_received", "total")
PERSON = ("requests", "granted", "natural_person")
SMALL = Made("small", agency="A", changes={TOTAL: (11, "reported")})
LARGE = Made("large", agency="B", changes={TOTAL: (100, "reported")})
FINDING = {
    "rule": "ledger_balance",
    "instance": "total",
    "decision": "dismissed",
    "reason": "a typing error, corrected",
}


def decision(**given: str) -> dict[str, str]:
    return {**dict.fromkeys(COLUMNS, ""), **FINDING, **given}


def anomalies(
    folder: Path, reports: list[Made], decided: list[Mapping[str, str]] | None = None
) -> list[dict[str, Any]]:
    warehouse = Warehouse(folder)
    stage(warehouse, reports)
    replace_table(warehouse, STAGED["decisions"], decisions(decided or []))
    for model in CATALOGUE.models:
        run_model(warehouse, CATALOGUE, model)
    mart = next(model for model in CATALOGUE.models if model.name == "mart_anomalies")
    assert [outcome.check.name for outcome in check_model(warehouse, CATALOGUE, mart) if not outcome.passed] == []
    return query(warehouse, CATALOGUE, "select * from mart_anomalies order by rank").to_dicts()


def balance(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if (row["rule"], row["instance"]) == ("ledger_balance", "total")]


# --- the mart ------------------------------------------------------------------------------------


def test_the_worst_comes_first(tmp_path: Path) -> None:
    rows = anomalies(tmp_path, [SMALL, LARGE, Made("sound", agency="C")])
    assert [row["report_id"] for row in balance(rows)] == ["large", "small"]
    assert {row["report_id"] for row in rows} == {"large", "small"}
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    first = balance(rows)[0]
    assert (first["severity"], first["delta"], first["decision"]) == ("error", 90, None)
    assert first["rule_zh"]


def test_a_finding_has_a_place_in_the_text(tmp_path: Path) -> None:
    anomalies(tmp_path, [SMALL])
    path = tmp_path / "parquet" / "cells" / "report_year=2023" / "data.parquet"
    cells = pl.read_parquet(path)
    at = (pl.col("row") == "new_received") & (pl.col("column") == "total")
    cells = cells.with_columns(start=pl.when(at).then(70).cast(pl.Int32), end=pl.when(at).then(72).cast(pl.Int32))
    replace_table(Warehouse(tmp_path), STAGED["cells"], cells, 2023)
    for model in CATALOGUE.models:
        run_model(Warehouse(tmp_path), CATALOGUE, model)
    [row] = balance(query(Warehouse(tmp_path), CATALOGUE, "select * from mart_anomalies").to_dicts())
    assert (row["table"], row["row"], row["column"]) == TOTAL
    assert (row["start"], row["end"]) == (70, 72)


def test_what_is_dismissed_goes_last_and_says_why(tmp_path: Path) -> None:
    by_content = decision(sha256="f" * 64)
    reports = [replace(LARGE, report="f" * 16), SMALL]
    rows = balance(anomalies(tmp_path, reports, [by_content]))
    assert [row["decision"] for row in rows] == [None, "dismissed"]
    assert (rows[1]["reason"], rows[1]["decision_line"]) == (FINDING["reason"], 2)


def test_a_decision_on_a_body_and_year_holds_for_its_versions(tmp_path: Path) -> None:
    rows = balance(
        anomalies(tmp_path, [SMALL, LARGE], [decision(agency_key="A", report_year="2023", decision="accepted")])
    )
    assert {row["report_id"]: row["decision"] for row in rows} == {"small": "accepted", "large": None}
    assert rows[0]["report_id"] == "large", "what is accepted keeps its weight"


def test_a_decision_that_matches_nothing_is_told(tmp_path: Path) -> None:
    right = decision(agency_key="A", report_year="2023")
    anomalies(tmp_path, [SMALL], [right, decision(agency_key="A", report_year="2020"), decision(sha256="0" * 64)])
    settings = Settings(tmp_path, tmp_path)
    assert unmatched_decisions(settings)["line"].to_list() == [3, 4]


def test_without_decisions_none_is_unmatched(tmp_path: Path) -> None:
    assert unmatched_decisions(Settings(tmp_path, tmp_path)).is_empty()


# --- the lists -----------------------------------------------------------------------------------


def test_the_lists_of_the_project_are_as_they_must_be(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path)
    assert write_decisions(settings).rows >= 0
    assert failure_shares(settings).is_empty()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "names a report"),
        ({"sha256": "f" * 64, "agency_key": "A", "report_year": "2023"}, "names a report"),
        ({"agency_key": "A"}, "names a report"),
        ({"sha256": "abc"}, "no SHA-256"),
        ({"agency_key": "A", "report_year": "last"}, "no year"),
        ({"sha256": "f" * 64, "rule": "unheard_of"}, "no rule 'unheard_of'"),
        ({"sha256": "f" * 64, "instance": ""}, "no instance"),
        ({"sha256": "f" * 64, "decision": "perhaps"}, "'perhaps'"),
        ({"sha256": "f" * 64, "reason": " "}, "no reason"),
    ],
)
def test_a_wrong_decision_is_refused_with_its_line(given: dict[str, str], why: str) -> None:
    with pytest.raises(DecisionError, match=f"line 3: .*{why}"):
        decisions([decision(sha256="e" * 64), decision(**given)])


def test_two_decisions_on_one_finding_are_refused() -> None:
    with pytest.raises(DecisionError, match="lines 2, 3"):
        decisions([decision(sha256="f" * 64), decision(sha256="f" * 64, decision="accepted")])


def test_a_list_with_other_columns_is_refused() -> None:
    with pytest.raises(DecisionError, match="the columns are"):
        decisions([{"rule": "period"}])


# --- shares --------------------------------------------------------------------------------------


def expected(**shares_of: float) -> pl.DataFrame:
    rows = [{"rule": "*", "report_year": "", "share": "0.1", "note": "any"}]
    rows += [
        {"rule": rule, "report_year": "2023" if rule == "period" else "", "share": str(share), "note": "set"}
        for rule, share in shares_of.items()
    ]
    return baseline(rows)


def counts(*rows: tuple[int, str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["report_year", "rule", "n", "failing"], orient="row").cast(
        {"report_year": pl.Int32}
    )


def judged(found: pl.DataFrame) -> dict[tuple[int, str], bool]:
    return {(year, rule): large for year, rule, large in found.select("report_year", "rule", "too_large").iter_rows()}


def test_a_jump_is_found_and_a_few_reports_are_none() -> None:
    told = counts(
        (2023, "period", 1000, 60),  # 6 % where 5 are expected: within chance
        (2022, "period", 1000, 300),  # 30 % where 10 are expected
        (2023, "cell_domain", LEAST - 1, LEAST - 1),  # too few to tell
        (2023, "value_count", LEAST, 12),
        (2023, "amount_unit", 1000, 0),
        (2023, "foreign_name", 1000, 1000),
    )
    found = shares(told, expected(period=0.05, foreign_name=1.0))
    assert judged(found) == {
        (2022, "period"): True,
        (2023, "period"): False,
        (2023, "cell_domain"): False,
        (2023, "value_count"): False,
        (2023, "amount_unit"): False,
        (2023, "foreign_name"): False,
    }
    assert found.row(0, named=True)["report_year"] == 2022, "what is too large comes first"
    assert found.filter(pl.col("failing") > 0).select((pl.col("least") < pl.col("share")).all()).item()


def test_the_lower_end_of_the_interval_is_exact() -> None:
    [least] = shares(counts((2023, "period", 1, 1)), expected())["least"]
    assert least == pytest.approx(0.001), "one of one: with this share it happens once in a thousand"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"rule": "unheard_of", "report_year": "", "share": "0.1", "note": "x"}, "line 3"),
        ({"rule": "period", "report_year": "", "share": "1.1", "note": "x"}, "line 3"),
        ({"rule": "period", "report_year": "", "share": "some", "note": "x"}, "line 3"),
        ({"rule": "period", "report_year": "", "share": "0.1", "note": ""}, "line 3"),
        ({"rule": "*", "report_year": "", "share": "0.1", "note": "x"}, "two shares"),
        ({"rule": "period"}, "the columns are"),
    ],
)
def test_a_wrong_baseline_is_refused(row: dict[str, str], why: str) -> None:
    with pytest.raises(BaselineError, match=why):
        baseline([{"rule": "*", "report_year": "", "share": "0.1", "note": "any"}, row])


def test_a_baseline_without_a_share_for_the_rest_is_refused() -> None:
    with pytest.raises(BaselineError, match="any rule"):
        baseline([{"rule": "period", "report_year": "", "share": "0.1", "note": "x"}])


def test_shares_are_of_reports_and_not_of_instances(tmp_path: Path) -> None:
    anomalies(tmp_path, [SMALL, LARGE, Made("sound", agency="C")])
    found = failure_shares(Settings(tmp_path, tmp_path)).filter(pl.col("rule") == "ledger_balance")
    assert found.select("report_year", "n", "failing").rows() == [(2023, 3, 2)]


def test_a_broken_reading_stops_the_publishing_and_shows_the_worst(tmp_path: Path) -> None:
    anomalies(tmp_path, [replace(SMALL, report=f"r{number}", agency=f"A{number}") for number in range(LEAST)])
    done = checks_of_assets.failure_shares(Folders(raw=str(tmp_path), warehouse=str(tmp_path)))
    assert isinstance(done, dg.AssetCheckResult)
    assert not done.passed
    assert f"ledger_balance 2023: {LEAST} of {LEAST} reports fail it" in (done.description or "")
    assert "| 2023 | A" in str(done.metadata["worst ledger_balance"].value)
    few = [replace(SMALL, report=f"r{number}", agency=f"A{number}") for number in range(3)]
    anomalies(tmp_path / "few", few)
    done = checks_of_assets.failure_shares(Folders(raw=str(tmp_path), warehouse=str(tmp_path / "few")))
    assert isinstance(done, dg.AssetCheckResult)
    assert done.passed


def test_the_check_of_decisions_names_the_line(tmp_path: Path) -> None:
    anomalies(tmp_path, [SMALL], [decision(agency_key="A", report_year="2020")])
    done = checks_of_assets.decisions_match(Folders(raw=str(tmp_path), warehouse=str(tmp_path)))
    assert isinstance(done, dg.AssetCheckResult)
    assert (done.passed, done.description) == (False, "line 2: no report fails ledger_balance (total) for A 2020")


def test_of_two_decisions_on_one_finding_the_second_names_the_first(tmp_path: Path) -> None:
    small = replace(SMALL, report="00c0ffee00c0ffee")
    rows: list[Mapping[str, str]] = [
        decision(sha256=small.report * 4),
        decision(agency_key="A", report_year="2023", decision="accepted"),
    ]
    found = anomalies(tmp_path, [small], rows)
    assert [row["decision_line"] for row in found if row["decision"]] == [2]
    done = checks_of_assets.decisions_match(Folders(raw=str(tmp_path), warehouse=str(tmp_path)))
    assert isinstance(done, dg.AssetCheckResult)
    assert (done.passed, done.description) == (False, "line 3: line 2 decides the same finding")


# --- members -------------------------------------------------------------------------------------


def test_members_are_those_of_the_identities_and_relations() -> None:
    found = pl.DataFrame(list(members()), orient="row", schema=list(members().__next__()._fields))
    key = ["rule", "instance", "form", "position"]
    assert found.select(key).is_duplicated().sum() == 0
    first = found.filter(pl.col("rule") == "ledger_balance", pl.col("instance") == "total", pl.col("form") == "2021")
    assert first["row"].to_list() == ["new_received", "carried_over", "result_total", "carried_forward"]
    stock = found.filter(pl.col("rule") == "documents_follow", pl.col("instance") == "rules")
    assert stock.select("column", "previous", "sign").rows() == [
        ("in_force", False, 1),
        ("in_force", True, 1),
        ("issued", False, 1),
        ("repealed", False, -1),
    ]
    assert set(found["rule"]) <= {rule.key for rule in declared_rules()}
