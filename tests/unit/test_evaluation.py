"""Scores of readings whose faults are planted: each is counted as what it is, and silent only if nothing speaks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.engine.evaluation import COUNTS, Score, Scored, evaluate_cases
from pipeline.engine.floors import NotComparable, counts_of, floors_for, mark, shortfalls
from pipeline.engine.known import Case, Known, NotKnown, fingerprint, read_known
from pipeline.engine.reading import Reading, read_report
from pipeline.forms import CellKey
from pipeline.readers import Problem
from pipeline.tables.model import Cell, CellStatus
from tests.known import RAW, SAMPLES, known

NAME = "qingtang_health_2021"
DATA = (RAW / f"{NAME}.txt").read_bytes()
READING = read_report(DATA, f"{NAME}.txt")
TRUTH = {CellKey(*key): value for key, value in known(SAMPLES / f"{NAME}.json").cells.items()}
CASE = Case(NAME, "raw.txt", DATA, Known(TRUTH, "pipes", "2021", 2021))
LEDGER = CellKey("requests", "denied_law_forbidden", "business")
STOCK = CellKey("disclosure", "penalties", "decisions")


def _read(changes: Mapping[CellKey, Mapping[str, object]], *problems: Problem) -> Reading:
    assert READING.tables is not None

    def changed(cell: Cell) -> Cell:
        return cell._replace(**changes.get(CellKey(*cell[:3]), {}))  # type: ignore[arg-type]

    tables = replace(READING.tables, cells=tuple(changed(cell) for cell in READING.tables.cells))
    return replace(READING, tables=tables, problems=(*READING.problems, *problems))


def _scored(reading: Reading, case: Case = CASE) -> Scored:
    [scored] = evaluate_cases([case], read=lambda data, name: reading).scored
    return scored


def _counts(reading: Reading, *names: str, case: Case = CASE) -> tuple[int, ...]:
    score = _scored(reading, case).score
    return tuple(getattr(score, name) for name in names)


def test_a_right_reading_has_no_fault() -> None:
    scored = _scored(READING)
    score = scored.score
    assert scored.faults == ()
    assert score.nonzero + score.zeros + score.blanks == len(TRUTH)
    assert score.nonzero > 10
    assert (score.nonzero_right, score.zeros_right, score.blanks_right) == (score.nonzero, score.zeros, score.blanks)
    assert (score.forms_right, score.years_right, score.readings) == (1, 1, 1)


def test_a_wrong_figure_in_the_ledger_is_not_silent_because_identities_fail() -> None:
    reading = _read({LEDGER: {"value": Decimal(4711)}})
    assert _counts(reading, "wrong", "invented", "silent") == (1, 0, 0)


def test_a_wrong_figure_whose_identities_cannot_be_verified_is_silent() -> None:
    # Unverifiable speaks neither for nor against: both identities of the cell lose another member.
    blank = {"value": None, "raw": None, "start": None, "end": None, "status": CellStatus.BLANK}
    row = CellKey("requests", "denied_law_forbidden", "other")
    column = CellKey("requests", "denied_state_secret", "business")
    reading = _read({LEDGER: {"value": Decimal(4711)}, row: blank, column: blank})
    assert _counts(reading, "wrong", "silent", "blanked") == (1, 1, 2)


def test_a_wrong_figure_that_was_decoded_is_silent() -> None:
    reading = _read({LEDGER: {"value": Decimal(4711), "status": CellStatus.DECODED}})
    assert _counts(reading, "wrong", "silent") == (1, 1)


def test_a_wrong_figure_where_nothing_adds_up_is_silent_unless_a_problem_names_its_row() -> None:
    changes = {STOCK: {"value": Decimal(4711)}}
    elsewhere = Problem("value_count", "", "disclosure", "coercion")
    of_the_table = Problem("value_count", "", "disclosure")
    here = Problem("value_count", "", "disclosure", "penalties")
    assert _counts(_read(changes), "wrong", "silent") == (1, 1)
    assert _counts(_read(changes, elsewhere, of_the_table), "silent") == (1,)
    assert _counts(_read(changes, here), "wrong", "silent") == (1, 0)


def test_a_value_for_a_blank_is_wrong() -> None:
    case = replace(CASE, known=replace(CASE.known, cells={**TRUTH, STOCK: None}))
    assert _counts(READING, "wrong", "blanks", "blanks_right", "silent", case=case) == (1, 1, 0, 1)


def test_a_value_for_what_is_not_in_the_text_is_invented() -> None:
    without = {key: value for key, value in TRUTH.items() if key != STOCK}
    case = replace(CASE, known=replace(CASE.known, cells=without))
    assert _counts(READING, "wrong", "invented", "silent", case=case) == (0, 1, 1)


def test_a_value_in_a_row_that_nobody_can_place_is_invented_though_it_be_right() -> None:
    case = replace(CASE, known=replace(CASE.known, ambiguous=frozenset({("disclosure", "penalties")})))
    assert _counts(READING, "invented", case=case) == (1,)


def test_a_figure_said_to_be_blank_is_not_merely_missed() -> None:
    gone = {"value": None, "raw": None, "start": None, "end": None}
    said_blank = _read({STOCK: {**gone, "status": CellStatus.BLANK}})
    left_open = _read({STOCK: {**gone, "status": CellStatus.AMBIGUOUS}})
    assert _counts(said_blank, "blanked", "missed", "wrong") == (1, 0, 0)
    assert _counts(left_open, "blanked", "missed", "wrong") == (0, 1, 0)


def test_without_a_reading_figures_are_missed_and_blanks_are_kept() -> None:
    case = replace(CASE, known=replace(CASE.known, cells={**TRUTH, STOCK: None}))
    unread = read_report(b"\x00\x01", "raw.txt")
    score = _scored(unread, case).score
    assert (score.missed, score.nonzero_right, score.blanks_right) == (len(TRUTH) - 1, 0, 1)
    assert (score.forms_right, score.years_right) == (0, 0)


def test_units_count_where_they_are_known() -> None:
    case = replace(CASE, known=replace(CASE.known, units={STOCK: "万元", LEDGER: None}))
    assert _counts(READING, "units", "units_right", case=case) == (2, 1)


def test_the_worst_come_first_and_extra_files_are_left_out_of_totals() -> None:
    reading = _read({STOCK: {"value": Decimal(4711)}, LEDGER: {"value": Decimal(4712)}})
    cases = [CASE, replace(CASE, file="raw_other.txt", extra=True)]
    evaluation = evaluate_cases(cases, read=lambda data, name: reading)
    assert evaluation.total.readings == 1
    assert [(fault.key, fault.silent) for fault in evaluation.worst(10)] == [(STOCK, True), (LEDGER, False)]
    assert len(evaluation.worst(1)) == 1
    assert len(evaluation.scored) == 2


def test_scores_add_up() -> None:
    one = Score(*range(len(COUNTS)))
    assert (one + one).counts() == {name: 2 * number for number, name in enumerate(COUNTS)}


def _floors_file(case: Case, reason: str = "as it is", **changes: int) -> str:
    floors = counts_of(evaluate_cases([case]))
    floors["total"] |= changes
    corpus = {
        "fingerprint": fingerprint([case]),
        "floors": floors,
        "history": [{"reason": reason, "floors": mark(floors)}],
    }
    return json.dumps({"corpora": {"one": corpus}})


def test_a_floor_holds_until_something_falls_below() -> None:
    floors = floors_for(_floors_file(CASE), fingerprint([CASE]))
    worse = _read({STOCK: {"value": Decimal(4711)}})
    assert shortfalls(evaluate_cases([CASE]), floors) == ()
    short = shortfalls(evaluate_cases([CASE], read=lambda data, name: worse), floors)
    assert {(one.layout, one.count) for one in short if one.count in ("wrong", "silent")} == {
        (layout, count) for layout in ("total", "pipes") for count in ("wrong", "silent")
    }
    assert "total: wrong 1 > 0" in {str(one) for one in short}


@pytest.mark.parametrize(
    "other",
    [
        replace(CASE, data=DATA + b"\n"),
        replace(CASE, known=replace(CASE.known, year=2022)),
        replace(CASE, known=replace(CASE.known, cells={**TRUTH, STOCK: None})),
        replace(CASE, name="other"),
    ],
)
def test_floors_are_for_the_corpus_they_were_set_on(other: Case) -> None:
    with pytest.raises(NotComparable, match="no floors for a corpus"):
        floors_for(_floors_file(CASE), fingerprint([other]))


@pytest.mark.parametrize(
    "text",
    [
        _floors_file(CASE).replace('"wrong": 0', '"wrong": 1', 1),
        _floors_file(CASE, reason=" "),
        _floors_file(CASE, wrang=1),
        "{}",
        "[]",
        "not json",
    ],
)
def test_floors_without_a_reason_or_in_another_shape_are_refused(text: str) -> None:
    with pytest.raises(NotComparable):
        floors_for(text, fingerprint([CASE]))


def test_floors_of_other_layouts_are_refused() -> None:
    floors = floors_for(_floors_file(CASE), fingerprint([CASE]))
    with pytest.raises(NotComparable, match="glued"):
        shortfalls(evaluate_cases([CASE]), {**floors, "glued": {}})


def test_a_truth_file_is_read() -> None:
    told = {
        "form": "2019 form used for 2023",
        "year": 2023,
        "cells": {"disclosure|rules|made": 3, "disclosure|procurement|amount": 7.10, "review|review|total": None},
        "units": {"disclosure|procurement|amount": "万元"},
        "ambiguous_rows": ["requests|granted"],
    }
    found = read_known(json.dumps(told), "one")
    assert (found.form, found.year, found.layout) == ("2019", 2023, "one")
    assert list(found.cells.values()) == [Decimal(3), Decimal("7.1"), None]
    assert found.ambiguous == {("requests", "granted")}
    assert read_known(json.dumps({**told, "layout": "tabs"}), "one").layout == "tabs"


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        "{}",
        '{"cells": {"disclosure|rules": 1}}',
        '{"cells": {"disclosure|rules|nothing": 1}}',
        '{"cells": {"disclosure|rules|made": "1"}}',
        '{"cells": {"disclosure|rules|made": true}}',
        '{"cells": {}, "ambiguous_rows": ["disclosure|nothing"]}',
        '{"cells": {}, "form": "of old"}',
        '{"cells": {}, "year": "2023"}',
        '{"cells": {}, "layout": 1}',
    ],
)
def test_a_truth_file_in_another_shape_is_refused(told: str) -> None:
    with pytest.raises(NotKnown, match=r"^one/truth\.json"):
        read_known(told, "one")
