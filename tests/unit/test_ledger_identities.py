"""The two sides of an identity, and the verdict on them."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from pipeline.contracts import judge
from pipeline.forms import FORMS, Domain
from pipeline.ledger import evaluate, in_domain, report_tiers, table_tiers
from tests.cells import Change, cells, table_forms

PERSON = "natural_person"


def verdict(changes: dict[tuple[str, str, str], Change], rule: str, instance: str) -> dict[str, object]:
    checks = judge(evaluate(cells(changes), table_forms()))
    return checks.filter(pl.col("rule") == rule, pl.col("instance") == instance).row(0, named=True)


def requests(row: str, column: str = PERSON) -> tuple[str, str, str]:
    return ("requests", row, column)


@pytest.mark.parametrize(("form", "count"), [("2019", 7 + 7 + 23 + 3), ("2021", 7 + 7 + 25 + 3)])
def test_every_identity_of_the_form_has_one_row(form: str, count: int) -> None:
    checks = evaluate(cells(form=form), table_forms(form=form))
    assert len(checks) == count
    assert checks.select("rule", "instance").rows() == [
        (identity.rule, identity.instance) for identity in FORMS.form(form).identities()
    ]


def test_a_balanced_report_passes_everywhere() -> None:
    checks = judge(evaluate(cells(), table_forms()))
    assert checks["status"].unique().to_list() == ["pass"]
    assert checks["balances_with_blanks_as_zero"].null_count() == len(checks)


def test_a_difference_fails_with_both_sides_and_the_delta() -> None:
    row = verdict(
        {requests("new_received"): (5, "reported"), requests("carried_over"): (2, "reported")}, "ledger_balance", PERSON
    )
    assert (row["status"], row["lhs"], row["rhs"], row["delta"]) == ("fail", 7, 0, 7)


def test_a_difference_concerns_only_the_identities_it_takes_part_in() -> None:
    checks = judge(evaluate(cells({requests("granted"): (1, "reported")}), table_forms()))
    failing = checks.filter(pl.col("status") == "fail").select("rule", "instance").rows()
    assert sorted(failing) == [("applicant_total", "granted"), ("result_total", PERSON)]


@pytest.mark.parametrize("status", ["blank", "marked", "ambiguous", "absent"])
def test_a_member_without_a_number_is_never_zero(status: str) -> None:
    row = verdict({requests("carried_over"): (None, status)}, "ledger_balance", PERSON)
    assert (row["status"], row["lhs"], row["rhs"], row["delta"]) == ("unverifiable", None, 0, None)


@pytest.mark.parametrize(("status", "told"), [("blank", True), ("marked", True), ("ambiguous", None), ("absent", None)])
def test_blanks_as_zero_are_information_only(status: str, told: bool | None) -> None:
    row = verdict({requests("carried_over"): (None, status)}, "ledger_balance", PERSON)
    assert row["balances_with_blanks_as_zero"] is told


def test_blanks_as_zero_can_also_not_balance() -> None:
    changes: dict[tuple[str, str, str], Change] = {
        requests("carried_over"): (None, "blank"),
        requests("new_received"): (3, "reported"),
    }
    row = verdict(changes, "ledger_balance", PERSON)
    assert (row["status"], row["balances_with_blanks_as_zero"]) == ("unverifiable", False)


def test_a_decoded_number_verifies_nothing() -> None:
    row = verdict({requests("carried_over"): (0, "decoded")}, "ledger_balance", PERSON)
    assert (row["status"], row["balances_with_blanks_as_zero"]) == ("unverifiable", None)


@pytest.mark.parametrize("value", [Decimal("1.5"), Decimal(-1)])
def test_what_is_no_count_verifies_nothing(value: Decimal) -> None:
    row = verdict({requests("carried_over"): (value, "reported")}, "ledger_balance", PERSON)
    assert (row["status"], row["lhs"]) == ("unverifiable", None)


def test_a_cell_that_is_not_there_is_absent() -> None:
    gone = cells().filter(~((pl.col("row") == "upheld") | (pl.col("column") == "upheld")))
    checks = judge(evaluate(gone, table_forms()))
    assert set(checks.filter(pl.col("rule") == "review_total")["status"]) == {"unverifiable"}


def test_no_cells_at_all_leave_every_identity_unverifiable() -> None:
    checks = judge(evaluate(cells().clear(), table_forms()))
    assert (len(checks), set(checks["status"])) == (42, {"unverifiable"})


@pytest.mark.parametrize("form", ["mixed", "2027"])
def test_a_table_of_no_known_form_has_no_identities(form: str) -> None:
    forms = table_forms().with_columns(form=pl.when(pl.col("table") == "requests").then(pl.lit(form)).otherwise("form"))
    assert evaluate(cells(), forms)["table"].unique().to_list() == ["review"]


def test_reports_do_not_mix() -> None:
    broken = cells({requests("new_received", "total"): (1, "reported")}, report="r1", form="2019")
    together = pl.concat([broken, cells(report="r2")])
    forms = pl.concat([table_forms("r2"), table_forms("r1", "2019")])
    checks = judge(evaluate(together, forms))
    assert checks.filter(pl.col("status") == "fail")["report_id"].unique().to_list() == ["r1"]
    assert checks["report_id"].unique(maintain_order=True).to_list() == ["r2", "r1"]


def test_numbers_of_sixteen_digits_are_exact() -> None:
    big = 10**16 - 1
    changes: dict[tuple[str, str, str], Change] = {
        requests("new_received"): (big, "reported"),
        requests("result_total"): (big - 1, "reported"),
    }
    row = verdict(changes, "ledger_balance", PERSON)
    assert (row["lhs"], row["rhs"], row["delta"], row["status"]) == (big, big - 1, 1, "fail")


def tiers(changes: dict[tuple[str, str, str], Change]) -> tuple[dict[str, str], str]:
    of_tables = table_tiers(judge(evaluate(cells(changes), table_forms())), pl.Series(["r0"]))
    return dict(of_tables.select("table", "tier").iter_rows()), report_tiers(of_tables)["tier"].item()


def test_tier_verified() -> None:
    assert tiers({}) == ({"disclosure": "unverified", "requests": "verified", "review": "verified"}, "verified")


def test_tier_inconsistent_outweighs_a_blank() -> None:
    of_tables, of_report = tiers({requests("granted"): (1, "reported"), ("review", "review", "total"): (None, "blank")})
    assert of_tables == {"disclosure": "unverified", "requests": "inconsistent", "review": "unverified"}
    assert of_report == "inconsistent"


def test_tier_unverified_when_a_table_was_not_found() -> None:
    checks = judge(evaluate(cells(), table_forms().filter(pl.col("table") == "requests")))
    of_tables = table_tiers(checks, pl.Series(["r0"]))
    assert report_tiers(of_tables)["tier"].item() == "unverified"


def test_tier_of_a_report_without_tables() -> None:
    of_tables = table_tiers(judge(evaluate(cells().clear(), table_forms().clear())), pl.Series(["r0"]))
    assert of_tables["tier"].to_list() == ["unverified"] * 3
    assert report_tiers(of_tables).rows() == [("r0", "unverified")]


@pytest.mark.parametrize(
    ("value", "domain", "fits"),
    [
        ("0", Domain.COUNT, True),
        ("-1", Domain.COUNT, False),
        ("1.5", Domain.COUNT, False),
        ("-1", Domain.CHANGE, True),
        ("-1.5", Domain.CHANGE, False),
        ("1.5", Domain.AMOUNT, True),
        ("-0.01", Domain.AMOUNT, False),
    ],
)
def test_domains(value: str, domain: Domain, fits: bool) -> None:
    assert in_domain(Decimal(value), domain) is fits
