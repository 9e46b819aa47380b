"""Every figure of every mart, recomputed from the staged tables in Polars, on reports made up at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.checks import declared_rules
from pipeline.engine.model_checking import check_model
from pipeline.engine.models import load_catalogue, query, run_model
from pipeline.storage import Warehouse, partitions, read_rows, replace_table
from tests import recomputed
from tests.generated import PARENTS, reports
from tests.modelled import STAGED, Made, model, stage

CATALOGUE = load_catalogue()
RECOMPUTED: dict[str, Callable[[recomputed.Staged], pl.DataFrame]] = {
    "mart_agency_year": recomputed.agency_year,
    "mart_agency_measure": recomputed.agency_measure,
    "mart_refusal_mix": recomputed.refusal_mix,
    "mart_carry_over": recomputed.carry_over,
    "mart_year_on_year": recomputed.year_on_year,
    "mart_correction_rate": recomputed.correction_rate,
    "mart_peer_benchmark": recomputed.peer_benchmark,
    "mart_coverage": recomputed.coverage,
    "mart_data_quality": recomputed.data_quality,
    "mart_anomalies": recomputed.anomalies,
    "mart_region_year": lambda tables: recomputed.region_year(tables, PARENTS),
}


def regions() -> pl.DataFrame:
    """The invented regions as staged, one of them under two names."""
    rows = [
        {
            "region_code": code,
            "name": f"{code}之地",
            "level": {"0000": "province", "00": "prefecture"}.get(
                code[2:] if code.endswith("0000") else code[4:], "county"
            ),
            "parent_code": parent,
            "valid_from": start,
            "valid_to": end,
            "full_name": code,
            "kind": "division",
        }
        for code, parent in PARENTS.items()
        for start, end in ([(1980, 1999), (2000, None)] if code == "990101" else [(1980, None)])
    ]
    return pl.DataFrame(rows, schema=STAGED["regions"].schema)


FOUND: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("report_checks", "published_late", {"detail_zh": "迟", "detail_en": "late", "start": 4, "end": 8}),
    ("report_checks", "value_count", {"table": "requests", "members": "requests|granted|", "lhs": 6, "rhs": 7}),
    ("report_checks", "cell_domain", {"table": "review", "members": "review|review|total;review|review|upheld"}),
    ("pair_checks", "carry_over_follows", {"table": "requests", "lhs": 3, "rhs": 0, "other_report_id": "before"}),
    ("pair_checks", "year_on_year", {"lhs": -40, "rhs": 2}),
)
"""Findings beyond the identities: table, rule, and what else there is to it."""


def find_more(warehouse: Warehouse) -> None:
    """Give every cell a place in the text, some reports findings of other rules, and decide on some of all."""
    dice = random.Random(5)
    severities = {rule.key: str(rule.severity) for rule in declared_rules()}
    failing: list[dict[str, object]] = []
    for year in partitions(warehouse, STAGED["cells"]):
        cells = read_rows(warehouse, STAGED["cells"], year)
        at = pl.int_range(pl.len(), dtype=pl.Int32)
        replace_table(warehouse, STAGED["cells"], cells.with_columns(start=at * 3, end=at * 3 + 2), year)
        made: dict[str, list[dict[str, object]]] = {"report_checks": [], "pair_checks": []}
        for report in cells["report_id"].unique().sort():
            for table, rule, what in FOUND:
                row = {
                    "report_id": report,
                    "report_year": year,
                    "rule": rule,
                    "instance": dice.choice(("total", "report")),
                    "severity": severities[rule],
                    "status": dice.choice(("pass", "fail", "unverifiable")),
                    **what,
                }
                delta = int(str(row["lhs"])) - int(str(row["rhs"])) if "lhs" in row else None
                made[table].append({**row, "delta": delta})
        for name, rows in made.items():
            replace_table(warehouse, STAGED[name], pl.DataFrame(rows, schema=STAGED[name].schema), year)
        failing += [row for rows in made.values() for row in rows if row["status"] == "fail"]
        identities = read_rows(warehouse, STAGED["checks"], year)
        failing += identities.filter(pl.col("status") == "fail").to_dicts()
    told = {
        report: {"sha256": report * 4, "agency_key": key}
        for year in partitions(warehouse, STAGED["report_agencies"])
        for report, key in read_rows(warehouse, STAGED["report_agencies"], year)
        .select("report_id", "agency_key")
        .iter_rows()
    }
    decided = {}
    for found in dice.sample(failing, 40):
        of = told[str(found["report_id"])]
        whole = {"agency_key": of["agency_key"], "report_year": found["report_year"]}
        who = dice.choice([{"sha256": of["sha256"]}, *([whole] if found["report_year"] else [])])
        verdict = {"decision": dice.choice(("accepted", "dismissed")), "reason": f"seen {found['rule']}"}
        what = {"rule": found["rule"], "instance": found["instance"]}
        decided[(*who.values(), *what.values())] = {**who, **what, **verdict}
    lines = [{"line": line, **one} for line, one in enumerate(decided.values(), 2)]
    replace_table(warehouse, STAGED["decisions"], pl.DataFrame(lines, schema=STAGED["decisions"].schema))


@pytest.fixture(scope="module", params=[1, 2])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse of generated reports with every model made."""
    warehouse = Warehouse(tmp_path_factory.mktemp("generated"))
    stage(warehouse, reports(request.param))
    replace_table(warehouse, STAGED["regions"], regions())
    find_more(warehouse)
    for each in CATALOGUE.models:
        run_model(warehouse, CATALOGUE, each)
    return warehouse


def test_every_mart_is_recomputed() -> None:
    assert {model.name for model in CATALOGUE.models if model.layer == "marts"} == set(RECOMPUTED)


@pytest.mark.parametrize("name", sorted(RECOMPUTED))
def test_every_figure_is_what_it_must_be(made: Warehouse, name: str) -> None:
    mart = CATALOGUE.model(name)
    assert mart is not None
    columns = [column.name for column in mart.columns]
    key = list(mart.keys[0])
    found = query(made, CATALOGUE, f"select * from {name}").sort(key)
    due = RECOMPUTED[name](recomputed.staged(made)).select(columns).sort(key)
    assert len(found) > 0
    assert_frame_equal(found, due, check_dtypes=False, abs_tol=1e-12)


def test_what_the_marts_declare_holds(made: Warehouse) -> None:
    failing = [
        (model.name, outcome.check.name)
        for model in CATALOGUE.models
        if model.name in RECOMPUTED or model.name == "fact_report_figures"
        for outcome in check_model(made, CATALOGUE, model)
        if not outcome.passed and not outcome.check.name.startswith("references_department")
    ]
    assert failing == []


def test_the_generated_reports_have_what_marts_stumble_over(made: Warehouse) -> None:
    """A comparison of two frames says little if they hold nothing but zeros."""

    def count(sql: str) -> int:
        return int(query(made, CATALOGUE, f"select count(*) as n from {sql}").item())

    assert count("dim_report where not is_current and version is not null") > 5
    for form in ("2019", "2021"):
        assert count(f"mart_agency_year where form = '{form}'") > 20
    for tier in ("verified", "unverified", "inconsistent"):
        assert count(f"mart_agency_year where tier_requests = '{tier}'") > 5
    for scope in ("own", "consolidated", "unknown"):
        assert count(f"mart_agency_year where scope = '{scope}'") > 5
    for verdict in ("continuous", "broken", "unverifiable", "not_comparable"):
        assert count(f"mart_carry_over where verdict = '{verdict}'") > 2
    assert count("(select agency_key, report_year from mart_agency_year group by all having count(*) > 1)") > 2
    for coverage in ("read", "not_read", "between", "before_first", "after_last"):
        assert count(f"mart_coverage where coverage = '{coverage}'") > 0
    for table in ("requests", "review"):
        assert count(f"mart_anomalies where \"table\" = '{table}' and start is not null") > 5
    for decision in ("accepted", "dismissed"):
        assert count(f"mart_anomalies where decision = '{decision}'") > 5
    assert count("mart_anomalies where not is_current") > 5
    for scope in ("consolidated", "unknown"):
        assert count(f"mart_region_year where scope = '{scope}' and n_held > 0 and new_received > 0") > 1
        assert count(f"mart_region_year where scope = '{scope}' and n_held = 0 and n_reports > 1") > 2
    assert count("mart_peer_benchmark where n_peers >= 30 and rank is not null") > 30
    assert count("mart_peer_benchmark where n_peers < 30 and rank is null and median is null") > 30
    assert count("mart_year_on_year where same_scope and disclosure_rate_change is not null") > 5
    assert count("mart_agency_year where disclosure_rate is null and disclosure_rate_including_inconsistent > 0") > 2


@pytest.mark.parametrize("scope", ["own", "consolidated", "unknown"])
def test_what_a_report_holds_is_not_added_to_it(tmp_path: Path, scope: str) -> None:
    house = Warehouse(tmp_path)
    told = [
        ("990100", 100, "GOV"),
        ("990101", 20, "GOV"),
        ("990102", 30, "GOV"),
        ("990101", 5, "HLT"),
        ("990102", 7, "TAX"),
    ]
    made = [
        Made(
            f"r{number}",
            agency=f"B{number}",
            changes={
                ("requests", "new_received", "natural_person"): (None, "blank"),
                ("requests", "new_received", "total"): (n, "reported"),
                ("requests", "carried_over", "total"): (None, "blank"),
            },
            scope=scope,
            region=region,
            department=department,
            vertical="central" if department == "TAX" else None,
            level="county",
        )
        for number, (region, n, department) in enumerate(told)
    ]
    stage(house, made)
    replace_table(house, STAGED["regions"], regions())
    rows = model(tmp_path, CATALOGUE, "mart_region_year").rows(named=True)
    found = {(row["region_code"], row["reach"]): (row["new_received"], row["n_held"]) for row in rows}
    every = {
        "own": {"990000": (162, 0), "990100": (162, 0), "990101": (25, 0), "990102": (37, 0), "itself": (100, 0)},
        # The State's own bodies are no part of what a government puts together.
        "consolidated": {
            "990000": (107, 3),
            "990100": (107, 3),
            "990101": (20, 1),
            "990102": (37, 0),
            "itself": (100, 0),
        },
    }
    due = every.get(scope, every["consolidated"])
    assert {code: found[code, "with_below"] for code in PARENTS} == {code: due[code] for code in PARENTS}
    assert found["990100", "itself"] == due["itself"]
    assert found["990101", "itself"] == due["990101"]
