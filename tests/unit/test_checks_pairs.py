"""Every rule about two reports: reports that pass, that fail, and of which it cannot be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import polars as pl
import pytest

from pipeline.checks import (
    BODY_SCHEMA,
    FEATURE_SCHEMA,
    REGION_SCHEMA,
    RULES,
    VERDICT_SCHEMA,
    Level,
    PairFrames,
    check_pairs,
    figure_marks,
    text_marks,
    versions,
    wanted_cells,
)
from pipeline.checks.alike import LEAST_PROSE, REPEATED_REPORT
from pipeline.forms import FORMS
from tests.cells import Change, cells, table_forms

YEAR = 2023
FILES = pl.Schema({"report_id": pl.String(), "first_seen": pl.Datetime("us", "UTC"), "superseded_by": pl.String()})


REGIONS = pl.DataFrame(
    [
        ("990000", "青云市", None, 1980, None, "division"),
        ("990100", "青塘县", "990000", 1980, None, "division"),
        ("990200", "河口县", "990000", 1980, 2022, "division"),
        ("990300", "河东新区", "990000", 2020, None, "zone"),
    ],
    schema=REGION_SCHEMA,
    orient="row",
)


def words(seed: int, length: int = 400) -> str:
    """Prose of no meaning."""
    return "".join(Random(seed).choices("政府信息公开工作按照条例要求做好各项服务群众监督制度建设", k=length))


@dataclass(frozen=True, slots=True)
class Filed:
    """A report of a body and year. `numbers` are cells by their key, zero where not given."""

    report: str
    year: int = YEAR
    body: str = "A"
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    form: str = "2021"
    sure: bool = True
    scope: str = "own"
    prose: str = ""
    published: date | None = None
    region: str | None = None
    department: str | None = None
    vertical: str | None = None
    table_form: str | None = None
    status: str = "complete"
    named: bool = True
    superseded_by: str | None = None


def _changes(filed: Filed) -> dict[tuple[str, str, str], Change]:
    found: dict[tuple[str, str, str], Change] = {}
    for key, value in filed.numbers.items():
        table, row, column = key.split("|")
        found[table, row, column] = (None, "blank") if value is None else (value, "reported")
    return found


def known(*filed: Filed) -> pl.DataFrame:
    reports = pl.DataFrame(
        [(one.report, one.year, one.published, one.status) for one in filed],
        schema={"report_id": pl.String, "report_year": pl.Int32, "published": pl.Date, "status": pl.String},
        orient="row",
    )
    bodies = pl.DataFrame(
        [
            {
                "report_id": one.report,
                "agency_key": one.body,
                "name": one.body if one.named else None,
                "region": one.region,
                "department": one.department,
                "vertical": one.vertical,
                "scope": one.scope,
                "sure": one.sure,
            }
            for one in filed
        ],
        schema=BODY_SCHEMA,
    )
    files = pl.DataFrame(
        [
            (one.report, datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=i), one.superseded_by)
            for i, one in enumerate(filed)
        ],
        schema=FILES,
        orient="row",
    )
    return versions(reports, bodies, files)


def frames(*filed: Filed) -> PairFrames:
    read = pl.concat([cells(_changes(one), one.report, one.form, one.year) for one in filed])
    forms = pl.concat(
        [
            table_forms(one.report, one.form).with_columns(form=pl.lit(one.table_form or one.form))
            for one in filed
            if one.table_form != "none"
        ]
    )
    prose = pl.DataFrame([(one.report, one.prose) for one in filed], schema=["report_id", "prose"], orient="row")
    marks = text_marks(prose).join(figure_marks(read), on="report_id", how="left")
    return PairFrames(known(*filed), read, forms, marks.with_columns(pl.col("n_telling").fill_null(0)), REGIONS)


def followed(
    year: int, form: str, was: Mapping[str, int | None], now: Mapping[str, int | None], **rest: Any
) -> PairFrames:
    """A body's reports of two years."""
    return frames(Filed("r1", year - 1, numbers=was, form=form), Filed("r2", year, numbers=now, form=form, **rest))


CARRIED = "requests|carried_over|{}"
FORWARD = "requests|carried_forward|{}"
IN_FORCE, ISSUED, REPEALED = (f"disclosure|rules|{column}" for column in ("in_force", "issued", "repealed"))
ITEMS, CHANGED = (f"disclosure|licensing|{column}" for column in ("previous_items", "change"))
PUBLIC, DISCLOSED = "disclosure|rules|total_public", "disclosure|rules|disclosed"
PENDING, REVIEWS = "review|review|pending", "review|review|total"
RECEIVED = "requests|new_received|total"
TELLING = {
    RECEIVED: 41,
    "requests|granted|total": 23,
    "disclosure|licensing|decisions": 518,
    "disclosure|penalties|decisions": 77,
}
MORE = {**TELLING, "disclosure|coercion|decisions": 16}
TALK = words(1)


def carried(forward: int | None, over: int | None, who: str = "total", **rest: Any) -> PairFrames:
    return followed(2023, "2021", {FORWARD.format(who): forward}, {CARRIED.format(who): over}, **rest)


def twice(figures: Mapping[str, int], was: str = "", now: str = "", **rest: Any) -> PairFrames:
    return frames(Filed("r1", YEAR - 1, numbers=figures, prose=was), Filed("r2", numbers=figures, prose=now, **rest))


def two(figures: Mapping[str, int], one: str = "", other: str = "", **rest: Any) -> PairFrames:
    first = Filed("r1", body="B", numbers=figures, prose=one, region="110000", department="GOV")
    return frames(first, Filed("r2", numbers=figures, prose=other, **rest))


def again(was: Mapping[str, int | None], now: Mapping[str, int | None], **rest: Any) -> PairFrames:
    return frames(Filed("r1", numbers=was), Filed("r2", numbers=now, **rest))


def division(whole: int | None, *others: Filed, **rest: Any) -> PairFrames:
    """The report of a whole city, r2, over its office with 2 requests and its one county with 3."""
    city = Filed("r2", body="G", numbers={RECEIVED: whole}, scope="consolidated", region="990000", department="GOV")
    office = Filed("r3", body="O", numbers={RECEIVED: 2}, region="990000", department="OFF")
    county = Filed("r1", body="C", numbers={RECEIVED: 3}, scope="consolidated", region="990100", department="GOV")
    return frames(city, office, replace(county, **rest), *others)


BUREAU = Filed("r4", body="E", numbers={RECEIVED: 4}, region="990000", department="EDU")

CASES: dict[str, list[tuple[PairFrames, str, str]]] = {
    "carry_over_follows": [
        (carried(3, 3), "total", "pass"),
        (carried(3, 4), "total", "fail"),
        (carried(3, 4, "business"), "business", "fail"),
        (carried(None, 4), "total", "unverifiable"),
        (carried(3, None), "total", "unverifiable"),
        (carried(3, 4, sure=False), "total", "unverifiable"),
        (carried(3, 3, sure=False), "total", "pass"),
        (carried(3, 4, scope="unknown"), "total", "unverifiable"),
        (carried(3, 4, table_form="mixed"), "total", "unverifiable"),
        (carried(3, 4, table_form="none"), "total", "unverifiable"),
    ],
    "items_follow": [
        (followed(2020, "2019", {ITEMS: 40, CHANGED: -2}, {ITEMS: 38}), "licensing", "pass"),
        (followed(2020, "2019", {ITEMS: 40, CHANGED: -2}, {ITEMS: 40}), "licensing", "fail"),
        (followed(2020, "2019", {ITEMS: 40, CHANGED: None}, {ITEMS: 40}), "licensing", "unverifiable"),
    ],
    "documents_follow": [
        (followed(2023, "2021", {IN_FORCE: 665}, {IN_FORCE: 698, ISSUED: 88, REPEALED: 55}), "rules", "pass"),
        (followed(2023, "2021", {IN_FORCE: 665}, {IN_FORCE: 708, ISSUED: 88, REPEALED: 55}), "rules", "fail"),
        (followed(2023, "2021", {IN_FORCE: None}, {IN_FORCE: 698}), "rules", "unverifiable"),
    ],
    "public_total_follows": [
        (followed(2020, "2019", {PUBLIC: 8}, {PUBLIC: 9}), "rules", "pass"),
        (followed(2020, "2019", {PUBLIC: 8}, {PUBLIC: 7}), "rules", "fail"),
        (followed(2020, "2019", {PUBLIC: 8}, {PUBLIC: None}), "rules", "unverifiable"),
        (followed(2020, "2019", {PUBLIC: 8}, {PUBLIC: 9, DISCLOSED: 1}), DISCLOSED, "pass"),
        (followed(2020, "2019", {PUBLIC: 8}, {PUBLIC: 9, DISCLOSED: 3}), DISCLOSED, "fail"),
        (followed(2020, "2019", {PUBLIC: 8}, {PUBLIC: 9, DISCLOSED: None}), DISCLOSED, "unverifiable"),
    ],
    "pending_follows": [
        (followed(2023, "2021", {PENDING: 2}, {REVIEWS: 3}), "review", "pass"),
        (followed(2023, "2021", {PENDING: 2}, {REVIEWS: 1}), "review", "fail"),
        (followed(2023, "2021", {PENDING: None}, {REVIEWS: 1}), "review", "unverifiable"),
    ],
    "year_on_year": [
        (followed(2023, "2021", {RECEIVED: 20}, {RECEIVED: 100}), "all", "pass"),
        (followed(2023, "2021", {RECEIVED: 20}, {RECEIVED: 101}), RECEIVED, "fail"),
        (followed(2023, "2021", {RECEIVED: 100}, {RECEIVED: 19}), RECEIVED, "fail"),
        (followed(2023, "2021", {RECEIVED: 19}, {RECEIVED: 900}), "all", "unverifiable"),
        (followed(2023, "2021", {RECEIVED: 20}, {RECEIVED: None}), "all", "unverifiable"),
        (followed(2023, "2021", {RECEIVED: 20}, {RECEIVED: 101}, sure=False), "all", "unverifiable"),
    ],
    "reissued_report": [
        (again({RECEIVED: 5}, {RECEIVED: 5}), "version", "pass"),
        (again({RECEIVED: 5}, {RECEIVED: 6}), "version", "fail"),
        (again({RECEIVED: None}, {RECEIVED: 6}), "version", "fail"),
        (again({RECEIVED: 5}, {RECEIVED: 6}, sure=False), "version", "unverifiable"),
    ],
    "region_total": [
        (division(5), "all", "pass"),
        (division(4), RECEIVED, "fail"),
        (division(6), "all", "unverifiable"),
        (division(None), "all", "unverifiable"),
        (division(9, BUREAU), "all", "pass"),
        (division(5, replace(BUREAU, vertical="central")), "all", "pass"),
        (division(5, replace(BUREAU, year=YEAR - 1)), "all", "unverifiable"),
        (division(4, scope="unknown"), "all", "unverifiable"),
        (division(4, year=YEAR - 1), "all", "unverifiable"),
    ],
    "repeated_report": [
        (twice(TELLING), "figures_of_last_year", "fail"),
        (twice({RECEIVED: 41, "requests|granted|total": 23}), "figures_of_last_year", "unverifiable"),
        (twice({}), "figures_of_last_year", "unverifiable"),
        (twice(TELLING, sure=False), "figures_of_last_year", "unverifiable"),
        (followed(2023, "2021", TELLING, {**TELLING, RECEIVED: 42}), "figures_of_last_year", "pass"),
        (twice({}, TALK, TALK), "text_of_last_year", "fail"),
        (twice({}, TALK, TALK[:390] + words(2, 10)), "text_of_last_year", "fail"),
        (twice({}, TALK, words(2)), "text_of_last_year", "pass"),
        (twice({}, TALK, TALK[:200] + words(2, 200)), "text_of_last_year", "pass"),
        (twice({}, TALK[: LEAST_PROSE - 1], TALK), "text_of_last_year", "unverifiable"),
        (two(MORE), "figures_of_another", "fail"),
        (two(TELLING), "figures_of_another", "unverifiable"),
        (two({}), "figures_of_another", "unverifiable"),
        (two(MORE, sure=False), "figures_of_another", "unverifiable"),
        (two(MORE, region="110000", department="OFF"), "figures_of_another", "pass"),
        (two({}, TALK, TALK), "text_of_another", "fail"),
        (two({}, TALK, words(2)), "text_of_another", "pass"),
        (two({}, TALK, TALK[: LEAST_PROSE - 1]), "text_of_another", "unverifiable"),
    ],
}


def verdict(made: PairFrames, rule: str, instance: str) -> dict[str, Any]:
    found = check_pairs(made, max(made.versions["report_year"]))
    [row] = found.filter(pl.col("report_id") == "r2", pl.col("rule") == rule, pl.col("instance") == instance).to_dicts()
    return row


@pytest.mark.parametrize(
    ("rule", "made", "instance", "status"),
    [
        pytest.param(rule, *case, id=f"{rule}-{number}-{case[2]}")
        for rule, cases in CASES.items()
        for number, case in enumerate(cases)
    ],
)
def test_a_verdict(rule: str, made: PairFrames, instance: str, status: str) -> None:
    row = verdict(made, rule, instance)
    assert row["status"] == status, row
    if status == "fail" and rule != "region_total":
        assert row["other_report_id"] == "r1"


def test_every_rule_about_two_reports_has_cases_of_all_three_outcomes() -> None:
    assert set(CASES) == {rule.key for rule in RULES if rule.level in {Level.PAIR, Level.REGION}}
    for rule, cases in CASES.items():
        assert {status for _, _, status in cases} == {"pass", "fail", "unverifiable"}, rule


def test_a_failing_total_is_an_error_and_a_part_a_warning() -> None:
    found = {who: verdict(carried(3, 4, who), "carry_over_follows", who)["severity"] for who in ("total", "business")}
    assert found == {"total": "error", "business": "warning"}


def test_both_sides_are_told() -> None:
    row = verdict(CASES["documents_follow"][1][0], "documents_follow", "rules")
    assert (row["lhs"], row["rhs"], row["delta"], row["table"]) == (708, 698, 10, "disclosure")


def test_cells_that_a_version_changed_are_named() -> None:
    row = verdict(again({RECEIVED: 5, IN_FORCE: 2}, {RECEIVED: 6, IN_FORCE: None}), "reissued_report", "version")
    assert (row["lhs"], row["members"]) == (2, f"{IN_FORCE};{RECEIVED}")


def test_rules_of_one_form_have_no_verdict_on_the_other() -> None:
    across = frames(Filed("r1", 2020, form="2019"), Filed("r2", 2021))
    rules = set(check_pairs(across, 2021)["rule"])
    assert "carry_over_follows" in rules
    assert not {"items_follow", "documents_follow", "public_total_follows"} & rules


def test_only_the_year_before_is_last_year() -> None:
    apart = frames(Filed("r1", YEAR - 2, numbers={FORWARD.format("total"): 3}), Filed("r2"))
    assert check_pairs(apart, YEAR).filter(pl.col("rule") == "carry_over_follows").is_empty()


def test_what_covers_all_below_does_not_follow_what_covers_the_body_alone() -> None:
    apart = frames(Filed("r1", YEAR - 1), Filed("r2", scope="consolidated"))
    assert check_pairs(apart, YEAR).filter(pl.col("rule") == "carry_over_follows").is_empty()
    both = frames(Filed("r0", YEAR - 1), Filed("r1", YEAR - 1, scope="consolidated"), Filed("r2", scope="consolidated"))
    assert verdict(both, "carry_over_follows", "total")["other_report_id"] == "r1"


def test_every_bearer_of_a_common_text_is_found() -> None:
    many = frames(*(Filed(f"r{i}", body=f"B{i}", prose=TALK) for i in range(30)))
    found = check_pairs(many, YEAR).filter(pl.col("instance") == "text_of_another")
    assert found["status"].to_list() == ["fail"] * 30


def test_a_text_alike_is_found_among_many_that_share_half() -> None:
    half = TALK[:200]
    rest = [Filed(f"q{i:03}", body=f"B{i}", prose=half + words(100 + i, 200)) for i in range(200)]
    found = check_pairs(frames(*rest, Filed("r1", body="X", prose=TALK), Filed("r2", prose=TALK)), YEAR)
    told = found.filter(pl.col("instance") == "text_of_another", pl.col("status") == "fail")
    assert dict(told.select("report_id", "other_report_id").iter_rows()) == {"r1": "r2", "r2": "r1"}


def test_texts_have_runs_in_common_and_not_single_characters() -> None:
    changed = "".join("改" if i % 20 == 0 else character for i, character in enumerate(TALK))
    made = frames(Filed("r1", YEAR - 1, prose=TALK), Filed("r2", prose=changed))
    assert verdict(made, "repeated_report", "text_of_last_year")["status"] == "pass"
    assert "runs of 8 characters" in REPEATED_REPORT.description.en


def test_what_is_missing_of_a_division_is_named() -> None:
    row = verdict(division(5, replace(BUREAU, year=YEAR - 1), year=YEAR - 1), "region_total", "all")
    assert (row["lhs"], row["rhs"]) == (1, 3)
    assert row["detail_zh"] == "缺 2 家：E、青塘县"
    row = verdict(division(4), "region_total", RECEIVED)
    assert (row["lhs"], row["rhs"], row["members"]) == (4, 5, RECEIVED)


def test_versions() -> None:
    found = known(
        Filed("r1", published=date(2024, 3, 1)),
        Filed("r2", published=date(2024, 1, 1)),
        Filed("r3", scope="consolidated"),
        Filed("r4", status="unreadable"),
        Filed("r5", body="B", superseded_by="r6"),
        Filed("r6", body="B", year=2022, named=False),
        Filed("r7", body="C", superseded_by="r8"),
        Filed("r8", body="D", named=False),
    )
    told = {row["report_id"]: (row["is_current"], row["before"]) for row in found.to_dicts()}
    assert told == {
        "r1": (True, "r2"),
        "r2": (False, None),
        "r3": (True, None),
        "r5": (True, None),  # what stands there now is of another year
        "r6": (True, None),
        "r7": (False, None),  # what stands there now may be of any body
        "r8": (True, None),
    }


def test_wanted_cells_are_enough() -> None:
    whole = CASES["carry_over_follows"][1][0]
    few = replace(whole, cells=whole.cells.join(wanted_cells(), on=["table", "row", "column"], how="semi"))
    assert check_pairs(few, YEAR).equals(check_pairs(whole, YEAR))
    assert len(wanted_cells()) < 60


def test_nothing_gives_nothing() -> None:
    whole = CASES["carry_over_follows"][0][0]
    empty = PairFrames(*(getattr(whole, name).clear() for name in PairFrames.__slots__))
    assert check_pairs(empty, YEAR).equals(pl.DataFrame(schema=VERDICT_SCHEMA))


def test_marks_tell_figures_apart_by_cell_and_by_value() -> None:
    made = [{RECEIVED: 12}, {RECEIVED: 13}, {IN_FORCE: 12}, {RECEIVED: 12, IN_FORCE: 0}, {}]
    read = pl.concat(cells(_changes(Filed("", numbers=numbers)), f"r{i}") for i, numbers in enumerate(made))
    marks = figure_marks(read)
    assert marks["report_id"].to_list() == ["r0", "r1", "r2", "r3"]
    first, second, third, fourth = marks["figures"]
    assert first == fourth
    assert len({first, second, third}) == 3
    assert marks["n_telling"].to_list() == [1, 1, 1, 1]


def test_marks_of_a_text_do_not_depend_on_its_neighbours() -> None:
    texts = [words(seed, length) for seed, length in ((1, 400), (2, 5), (3, 0), (4, 8), (5, 300))]
    frame = pl.DataFrame({"report_id": [str(i) for i in range(5)], "prose": texts})
    together = text_marks(frame)
    assert pl.concat(text_marks(frame[i]) for i in range(5)).equals(together)
    assert together["sketch"].is_null().to_list() == [False, True, True, False, False]
    assert text_marks(pl.DataFrame(schema=FEATURE_SCHEMA)).is_empty()


def test_relations_name_cells_of_the_forms_they_hold_on() -> None:
    for rule in RULES:
        declared = {
            cell
            for form in FORMS.forms
            if form.key in (rule.forms or ("2019", "2021"))
            for table in form.tables
            for cell, _, _ in table.cells()
        }
        for relation in rule.relations:
            assert {term.cell for term in (*relation.lhs, *relation.rhs)} <= declared, rule.key
