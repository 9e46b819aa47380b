"""What the SQL models make of staged tables, and what their checks find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.engine.model_checking import check_model
from pipeline.engine.models import Catalogue, UnstorableError, load_catalogue, query, run_model
from pipeline.engine.sql_model import parse_model
from pipeline.storage import Warehouse
from tests.modelled import BLANK, STAGED, Made, amount, model, stage
from tests.warehouses import contents

Rows = Callable[[list[Made], str, str], list[dict[str, Any]]]
CATALOGUE = load_catalogue()
PLAIN = Made("r1")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Stage reports, run a model, and give the rows of it for which a condition holds."""

    def made(reports: list[Made], name: str, where: str = "true") -> list[dict[str, Any]]:
        stage(Warehouse(tmp_path), reports)
        model(tmp_path, CATALOGUE, name)
        return query(Warehouse(tmp_path), CATALOGUE, f"select * from {name} where {where}").to_dicts()

    return made


def one(found: list[dict[str, Any]]) -> dict[str, Any]:
    [row] = found
    return row


def run_all(warehouse: Warehouse, catalogue: Catalogue = CATALOGUE) -> int:
    return sum(run_model(warehouse, catalogue, made).changed for made in catalogue.models)


def failing(warehouse: Warehouse, catalogue: Catalogue = CATALOGUE) -> dict[str, int]:
    return {
        f"{made.name}.{outcome.check.name}": outcome.n
        for made in catalogue.models
        for outcome in check_model(warehouse, catalogue, made)
        if not outcome.passed
    }


# --- facts ---------------------------------------------------------------------------------------


def test_a_fact_keeps_blanks_and_says_so(rows: Rows) -> None:
    blank = replace(PLAIN, changes={("requests", "granted", "business"): BLANK})
    row = one(rows([blank], "fact_request_disposition", "outcome = 'granted' and applicant = 'business'"))
    assert (row["n"], row["status"], row["is_total"]) == (None, "blank", False)


def test_totals_are_flagged_so_that_no_sum_counts_twice(rows: Rows) -> None:
    found = rows([PLAIN], "fact_request_disposition", "true")
    assert sum(row["n"] for row in found if not row["is_total"]) == 9
    assert sum(row["n"] for row in found) == 4 * 9
    assert not {row["outcome"] for row in found} & {"new_received", "carried_over", "carried_forward"}


def test_flow_has_the_four_lines_of_each_applicant(rows: Rows) -> None:
    blank = replace(PLAIN, changes={("requests", "carried_forward", "natural_person"): BLANK})
    found = {row["applicant"]: row for row in rows([blank], "fact_request_flow", "true")}
    assert len(found) == 7
    person = found["natural_person"]
    assert [person[name] for name in ("new_received", "carried_over", "result_total", "carried_forward")] == [
        10,
        2,
        9,
        None,
    ]
    assert (person["n_without_value"], found["total"]["n_without_value"]) == (1, 0)
    assert [name for name, row in found.items() if row["is_total"]] == ["total"]


def test_stocks_that_do_not_compare_are_kept_apart(rows: Rows) -> None:
    old = Made("r1", form="2019", changes={("disclosure", "rules", "total_public"): (7, "reported")})
    new = Made("r2", agency="B", changes={("disclosure", "rules", "in_force"): (3, "reported")})
    found = {row["report_id"]: row for row in rows([old, new], "fact_document_stock", "kind = 'rules'")}
    assert [found["r1"][name] for name in ("total_public", "in_force", "stock", "stock_kind")] == [
        7,
        None,
        7,
        "total_public",
    ]
    assert [found["r2"][name] for name in ("total_public", "in_force", "stock", "stock_kind")] == [
        None,
        3,
        3,
        "in_force",
    ]


def test_actions_are_those_that_the_form_asks_for(rows: Rows) -> None:
    found = rows([Made("r1", form="2019"), Made("r2", agency="B")], "fact_administrative_action", "true")
    actions = {name: {row["action"] for row in found if row["report_id"] == name} for name in ("r1", "r2")}
    assert actions["r1"] == {"licensing", "other_services", "penalties", "coercion", "fees"}
    assert actions["r2"] == {"licensing", "penalties", "coercion"}


def test_money_is_in_yuan_where_the_unit_is_known(tmp_path: Path, rows: Rows) -> None:
    fees = replace(PLAIN, changes={("disclosure", "fees", "amount"): amount("1.5")})
    row = one(rows([fees], "fact_money", "true"))
    assert (row["item"], row["amount_written"], row["amount_yuan"]) == ("fees", Decimal("1.5"), None)


def test_a_failing_identity_is_a_row_and_not_an_error(rows: Rows) -> None:
    broken = replace(PLAIN, changes={("requests", "new_received", "total"): (11, "reported")})
    row = one(rows([broken], "fact_check_result", "rule = 'ledger_balance' and instance = 'total'"))
    assert (row["status"], row["lhs"], row["rhs"], row["delta"], row["tier"]) == ("fail", 13, 12, 1, "inconsistent")


def test_a_claim_of_the_prose_stands_beside_its_cells(rows: Rows) -> None:
    row = one(rows([PLAIN], "fact_narrative_claim", "true"))
    assert (row["concept"], row["number"], row["value"], row["difference"]) == ("requests_received", 12, 10, 2)
    assert (row["verdict"], row["tier"], row["sentence"]) == ("agrees_as", "verified", "收到公开申请12件。")


# --- reports -------------------------------------------------------------------------------------


def versions(found: list[dict[str, Any]]) -> dict[str, tuple[int | None, bool, str | None]]:
    return {row["report_id"]: (row["version"], row["is_current"], row["superseded_by"]) for row in found}


def test_the_version_published_last_is_current(rows: Rows) -> None:
    first = Made("r1", published=date(2024, 3, 1), seen=9)
    second = Made("r2", published=date(2024, 5, 1), seen=2)
    undated = Made("r3", seen=10)
    assert versions(rows([first, second, undated], "dim_report", "true")) == {
        "r3": (1, False, "r1"),
        "r1": (2, False, "r2"),
        "r2": (3, True, None),
    }


def test_bodies_years_and_the_unknown_are_no_versions_of_each_other(rows: Rows) -> None:
    reports = [
        Made("r1"),
        Made("r2", agency="B"),
        Made("r3", year=2022),
        Made("r4", agency=None),
        Made("r5", agency=None),
    ]
    assert set(versions(rows(reports, "dim_report", "true")).values()) == {(1, True, None)}


def test_own_and_consolidated_reports_are_no_versions_of_each_other(rows: Rows) -> None:
    early, late = date(2024, 3, 1), date(2024, 5, 1)
    reports = [
        Made("r1", scope="own", published=early),
        Made("r2", scope="consolidated", published=late),
        Made("r3", scope="own", published=late),
    ]
    assert versions(rows(reports, "dim_report", "true")) == {
        "r1": (1, False, "r3"),
        "r2": (1, True, None),
        "r3": (2, True, None),
    }
    assert {row["report_id"] for row in rows(reports, "mart_agency_year", "true")} == {"r2", "r3"}
    [covered] = rows(reports, "mart_coverage", "true")
    assert (covered["report_id"], covered["scope"], covered["n_versions"]) == ("r3", "own", 3)


def test_two_years_are_paired_scope_by_scope(rows: Rows) -> None:
    reports = [
        Made("a1", year=2022, scope="own"),
        Made("a2", year=2022, scope="consolidated"),
        Made("b1", year=2023, scope="own"),
        Made("b2", year=2023, scope="unknown"),
        Made("c1", year=2024, scope="consolidated"),
    ]
    pairs = {(row["report_id_before"], row["report_id"]): row for row in rows(reports, "mart_carry_over", "true")}
    assert set(pairs) == {("a1", "b1"), ("a2", "b2"), ("b1", "c1"), ("b2", "c1")}
    assert pairs["b1", "c1"]["verdict"] == "not_comparable"


@pytest.mark.parametrize(
    ("other", "superseded"),
    [
        (Made("r2", path="a.txt"), "r2"),
        (Made("r2", path="a.txt", published=date(2000, 1, 1)), "r2"),
        (Made("r2", path="a.txt", agency=None), "r2"),
        (Made("r2", path="a.txt", agency="B"), None),
        (Made("r2", path="a.txt", year=2022), None),
        (Made("r2", path="a.txt", status="unreadable", agency=None, year=None), None),
    ],
)
def test_what_replaces_a_report_at_its_path_supersedes_it(rows: Rows, other: Made, superseded: str | None) -> None:
    old = Made("r1", path="a.txt", published=date(2024, 1, 1), superseded_by="r2")
    found = versions(rows([old, other], "dim_report", "true"))
    assert found["r1"][1:] == (superseded is None, superseded)


def test_what_is_no_report_stays_and_is_not_current(rows: Rows) -> None:
    found = versions(rows([PLAIN, Made("r2", agency=None, year=None, status="unreadable")], "dim_report", "true"))
    assert found["r2"] == (None, False, None)


# --- the scorecard -------------------------------------------------------------------------------


def test_rates_are_as_defined(rows: Rows) -> None:
    row = one(rows([PLAIN], "mart_agency_year", "true"))
    assert row["disclosure_rate"] == pytest.approx(6 / 9)
    assert row["substantive_disclosure_rate"] == pytest.approx(6 / 8)
    assert row["clearance"] == pytest.approx(9 / 12)
    assert row["carry_over_ratio"] == pytest.approx(3 / 12)
    assert row["dispute_rate"] == pytest.approx(4 / 10)
    assert row["correction_rate_review"] == pytest.approx(2 / 3)
    assert row["correction_rate_litigation_direct"] is None, "0 of 0 is no rate"
    assert (row["tier"], row["denied"], row["refused"], row["other_outcomes"]) == ("verified", 2, 1, 0)


@pytest.mark.parametrize(
    ("cell", "status", "void"),
    [
        (("requests", "granted", "total"), "blank", {"disclosure_rate", "substantive_disclosure_rate"}),
        (("requests", "refused_mass", "total"), "marked", {"substantive_disclosure_rate"}),
        (("requests", "other_misc", "total"), "ambiguous", {"substantive_disclosure_rate"}),
        (("requests", "carried_over", "total"), "absent", {"clearance", "carry_over_ratio"}),
        (("requests", "carried_over", "total"), "decoded", {"clearance", "carry_over_ratio"}),
        (("review", "litigation_direct", "total"), "blank", {"dispute_rate"}),
        (("review", "review", "pending"), "blank", {"correction_rate_review"}),
    ],
)
def test_a_rate_is_null_where_a_member_is_not_reported(
    rows: Rows, cell: tuple[str, str, str], status: str, void: set[str]
) -> None:
    value = 0 if status == "decoded" else None
    row = one(rows([replace(PLAIN, changes={cell: (value, status)})], "mart_agency_year", "true"))
    rates = (
        "disclosure_rate",
        "substantive_disclosure_rate",
        "clearance",
        "carry_over_ratio",
        "dispute_rate",
        "correction_rate_review",
    )
    assert {name for name in rates if row[name] is None} == void
    assert row[f"blanks_{cell[0]}"] == (status != "decoded")


def test_an_inconsistent_table_enters_a_rate_only_when_asked(rows: Rows) -> None:
    broken = replace(PLAIN, changes={("requests", "granted", "total"): (6, "reported")})
    row = one(rows([broken], "mart_agency_year", "true"))
    assert (row["tier_requests"], row["tier_review"]) == ("inconsistent", "verified")
    assert row["disclosure_rate"] is None
    assert row["dispute_rate"] is None
    assert row["disclosure_rate_including_inconsistent"] == pytest.approx(7 / 9)
    assert row["correction_rate_review"] == pytest.approx(2 / 3)


def test_the_mart_holds_current_reports_of_known_bodies_and_counts_them_by_tier(rows: Rows) -> None:
    reports = [
        Made("r1", published=date(2024, 1, 1)),
        Made("r2", published=date(2024, 2, 1)),
        Made("r3", agency="B", changes={("requests", "granted", "business"): BLANK}),
        Made("r4", agency="C", changes={("requests", "granted", "total"): (6, "reported")}),
        Made("r5", agency=None),
        Made("r6", agency="A", year=2022),
    ]
    found = {row["report_id"]: row for row in rows(reports, "mart_agency_year", "true")}
    assert set(found) == {"r2", "r3", "r4", "r6"}
    counts = ("n_verified_in_year", "n_unverified_in_year", "n_inconsistent_in_year")
    assert {name: tuple(row[count] for count in counts) for name, row in found.items()} == {
        "r2": (1, 1, 1),
        "r3": (1, 1, 1),
        "r4": (1, 1, 1),
        "r6": (1, 0, 0),
    }


def test_a_count_outside_its_domain_enters_no_rate(rows: Rows) -> None:
    odd = replace(PLAIN, changes={("requests", "granted", "total"): (Decimal("5.5"), "reported")})
    row = one(rows([odd], "mart_agency_year", "true"))
    assert (row["granted"], row["disclosure_rate"]) == (None, None)


# --- running and checking ------------------------------------------------------------------------


def test_every_check_passes_on_sound_tables(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    stage(warehouse, [PLAIN, Made("r2", agency=None, year=None), Made("r3", form="2019", year=2020)])
    run_all(warehouse)
    assert failing(warehouse) == {}


def test_a_second_run_makes_nothing_and_writes_nothing(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    stage(warehouse, [PLAIN, Made("r3", year=2020)])
    assert run_all(warehouse) > 0
    before = contents(tmp_path)
    assert [run_model(warehouse, CATALOGUE, made).made for made in CATALOGUE.models] == [()] * len(CATALOGUE.models)
    assert contents(tmp_path) == before


def test_only_the_year_that_changed_is_made_again(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    stage(warehouse, [PLAIN, Made("r3", year=2020)])
    run_all(warehouse)
    stage(warehouse, [replace(PLAIN, changes={("requests", "granted", "business"): BLANK}), Made("r3", year=2020)])
    figures = CATALOGUE.model("fact_report_figures")
    assert figures is not None
    done = run_model(warehouse, CATALOGUE, figures)
    assert done.made == (2023,)
    assert done.changed == 1


def test_a_view_is_never_written_and_shows_what_it_reads(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    stage(warehouse, [PLAIN, Made("r3", year=2020)])
    view = CATALOGUE.model("fact_cell")
    assert view is not None
    assert view.view
    stale = tmp_path / "parquet" / "fact_cell" / "report_year=2023" / "data.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"from when it was a table")
    done = run_model(warehouse, CATALOGUE, view)
    assert (done.rows, done.made, done.changed) == ({}, (), 0)
    assert list(done.schema) == [column.name for column in view.columns]
    assert not stale.exists()
    cells = query(warehouse, CATALOGUE, "select count(*) as n from cells").item()
    assert query(warehouse, CATALOGUE, "select count(*) as n from fact_cell").item() == cells


def test_what_a_view_reads_is_what_its_readers_are_made_from(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    stage(warehouse, [PLAIN])
    run_all(warehouse)
    figures = CATALOGUE.model("fact_report_figures")
    assert figures is not None
    assert "fact_check_result" in figures.reads
    assert {"checks", "report_checks"} <= CATALOGUE.stored(figures.reads)
    assert not CATALOGUE.stored(figures.reads) & {"fact_check_result"}
    path = tmp_path / "parquet" / "checks" / "report_year=2023" / "data.parquet"
    pl.read_parquet(path).head(1).write_parquet(path)
    assert run_model(warehouse, CATALOGUE, figures).made == (2023,)
    assert query(warehouse, CATALOGUE, "select n_checks_passed from fact_report_figures").item() == 1


def test_a_type_that_parquet_has_not_is_refused(tmp_path: Path) -> None:
    source = (
        "-- mart_x: 甲 | X\n--\n-- grain: x\n-- key: x\n-- columns:\n--   x: 甲 | X\n\n"
        "select sum(position) as x from form_rows"
    )
    catalogue = load_catalogue([parse_model("mart_x", "marts", source)])
    with pytest.raises(UnstorableError, match="x HUGEINT"):
        run_model(Warehouse(tmp_path), catalogue, catalogue.models[0])


def test_receipts_may_be_lost(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    stage(warehouse, [PLAIN])
    run_all(warehouse)
    for receipt in (tmp_path / "receipts").iterdir():
        receipt.write_text("not json")
    assert run_all(warehouse) == 0


def test_a_table_without_rows_is_still_a_table(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    run_all(warehouse)
    for made in CATALOGUE.models:
        found = query(warehouse, CATALOGUE, f"select * from {made.name}")
        assert (len(found), found.columns) == (0, [column.name for column in made.columns])


def test_a_year_that_lost_its_reports_loses_its_rows(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    stage(warehouse, [PLAIN, Made("r3", year=2020)])
    run_all(warehouse)
    for name in ("cells", "checks", "reports", "typed_disclosure", "typed_requests", "typed_review"):
        (tmp_path / "parquet" / name / "report_year=2020" / "data.parquet").unlink()
    run_all(warehouse)
    for made in CATALOGUE.models:
        if made.by_year:
            years = query(warehouse, CATALOGUE, f"select distinct report_year from {made.name}")
            assert years["report_year"].to_list() in ([2023], []), "none where no report has such rows"


@pytest.mark.parametrize(
    ("name", "sql", "broken"),
    [
        ("fact_money", "select * from {} union all select * from {}", {"unique_report_id_item", "sums"}),
        ("fact_money", "select * from {} where false", {"sums"}),
        ("fact_money", "select * replace ('nobody' as report_id) from {}", {"references_report_id"}),
        ("fact_money", "select * replace (null as status) from {}", {"not_null"}),
        ("fact_request_flow", "select * replace (coalesce(new_received, 0) + 1 as new_received) from {}", {"sums"}),
        (
            "fact_request_flow",
            "select * replace ('nobody' as applicant) from {} limit 1",
            {"references_applicant", "sums"},
        ),
    ],
)
def test_a_violation_is_found_by_its_check(tmp_path: Path, name: str, sql: str, broken: set[str]) -> None:
    warehouse = Warehouse(tmp_path)
    fees = {("disclosure", "fees", "amount"): (Decimal("1.5"), "reported")}
    stage(warehouse, [replace(PLAIN, changes=fees)])
    # A unit is what the typed table needs to give an amount in 元.
    path = tmp_path / "parquet" / "typed_disclosure" / "report_year=2023" / "data.parquet"
    typed = pl.read_parquet(path).with_columns(
        amount_yuan=pl.when(pl.col("item") == "fees").then(15000).cast(STAGED["typed_disclosure"].schema["amount_yuan"])
    )
    typed.write_parquet(path)
    run_all(warehouse)
    assert failing(warehouse) == {}
    stored = tmp_path / "parquet" / name / "report_year=2023" / "data.parquet"
    spoilt = query(warehouse, CATALOGUE, sql.format(name, name))
    spoilt.write_parquet(stored)
    assert set(failing(warehouse)) == {f"{name}.{check}" for check in broken}
