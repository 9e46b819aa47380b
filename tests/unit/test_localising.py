"""What is suggested for small reports of which one can see what happened."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.forms import FORMS, CellKey
from pipeline.ledger.equations import equations, shape
from pipeline.ledger.localising import EVIDENCE, Hints, Said, Suggestion, localise
from pipeline.ledger.programming import fewest
from pipeline.ledger.slips import COSTS, TEXTS, Operation, mistyped
from tests.corpus.slips import CHECKED, failing

FORM = FORMS.form("2021")
NO_HINTS = Hints()
NATURAL, BUSINESS, TOTAL = "natural_person", "business", "total"


def requests(row: str, column: str) -> CellKey:
    return CellKey("requests", row, column)


def review(route: str, result: str) -> CellKey:
    return CellKey("review", route, result)


def report(changes: Mapping[CellKey, int | None] = {}) -> dict[CellKey, int | None]:
    """12 requests of persons and 30 of firms, 2 carried over; 1 review upheld, 1 corrected."""
    cells: dict[CellKey, int | None] = {key: 0 for table in CHECKED for key, _, _ in FORM.table(table).cells()}
    for column, new, over, granted, held, forward in (
        (NATURAL, 12, 2, 10, 3, 1),
        (BUSINESS, 30, 0, 21, 9, 0),
        (TOTAL, 42, 2, 31, 12, 1),
    ):
        values = {"new_received": new, "carried_over": over, "granted": granted, "unable_not_held": held}
        for row, value in {**values, "result_total": granted + held, "carried_forward": forward}.items():
            cells[requests(row, column)] = value
    cells |= {review("review", "upheld"): 1, review("review", "corrected"): 1, review("review", "total"): 2}
    return {**cells, **changes}


def found(changes: Mapping[CellKey, int | None], hints: Hints = NO_HINTS) -> tuple[Suggestion, ...]:
    return localise(report(changes), dict.fromkeys(CHECKED, "2021"), hints)


def edits(suggestion: Suggestion) -> dict[CellKey, tuple[int | None, int]]:
    return {edit.cell: (edit.old, edit.new) for edit in suggestion.edits}


def test_what_holds_is_let_be() -> None:
    assert failing(FORM, report()) == set()
    assert found({}) == ()


@pytest.mark.parametrize(
    ("cell", "printed", "operation"),
    [
        (requests("new_received", BUSINESS), 3, "digit_lost"),
        (requests("new_received", NATURAL), 122, "digit_doubled"),
        (requests("new_received", NATURAL), 21, "digits_transposed"),
        (requests("new_received", NATURAL), 17, "digit_mistyped"),
        (requests("new_received", NATURAL), 312, "digit_mistyped"),
        (requests("new_received", NATURAL), 407, "retyped"),
        (requests("new_received", TOTAL), 0, "total_left"),
        (requests("result_total", NATURAL), 0, "total_left"),
    ],
)
def test_one_cell(cell: CellKey, printed: int, operation: str) -> None:
    [only] = found({cell: printed})
    assert (only.operation, only.unique, only.alternatives, only.rank) == (operation, True, 0, 1)
    assert edits(only) == {cell: (printed, report()[cell])}
    assert (only.undecidable, only.truncated, only.evidence) == (False, False, "identities")


@pytest.mark.parametrize(
    ("changes", "operation"),
    [
        ({requests("granted", NATURAL): 21, requests("granted", BUSINESS): 10}, "swapped"),
        ({requests("granted", BUSINESS): 0, requests("granted", "research"): 21}, "moved_column"),
        ({requests("carried_over", NATURAL): 0, requests("granted", NATURAL): 2 + 10}, "retyped+digit_lost"),
        ({requests("carried_forward", NATURAL): 0, requests("result_total", NATURAL): 14}, None),
    ],
)
def test_two_cells(changes: dict[CellKey, int | None], operation: str | None) -> None:
    wanted = {cell: (old, report()[cell]) for cell, old in changes.items()}
    [best, *_] = [suggestion for suggestion in found(changes) if edits(suggestion) == wanted]
    if operation is not None:
        assert set(best.operation.split("+")) <= {operation, *operation.split("+"), "digit_mistyped"}


def test_a_number_in_the_row_below() -> None:
    [best, *_] = found({requests("unable_not_held", BUSINESS): 0, requests("unable_needs_creation", BUSINESS): 9})
    assert (best.operation, best.rank) == ("moved_row", 1)


def test_a_row_shifted_by_a_column() -> None:
    row = [column.key for column in FORM.table("requests").columns]
    printed = [0, 10, 21, 0, 0, 0, 0]
    [best, *_] = found({requests("granted", column): value for column, value in zip(row, printed, strict=True)})
    assert best.operation == "row_shifted"
    assert {cell.column: new for cell, (_, new) in edits(best).items()} == {
        NATURAL: 10,
        BUSINESS: 21,
        "research": 0,
        TOTAL: 31,
    }


def test_neighbouring_rows_swapped() -> None:
    changes: dict[CellKey, int | None] = {}
    for column in (NATURAL, BUSINESS, TOTAL):
        upper, lower = requests("result_total", column), requests("carried_forward", column)
        changes |= {upper: report()[lower], lower: report()[upper]}
    [best, *_] = found(changes)
    assert best.operation == "rows_swapped"
    assert edits(best) == {cell: (old, report()[cell]) for cell, old in changes.items()}


def test_a_whole_column_of_totals_left_at_zero_is_one_slip() -> None:
    changes = {key: 0 for key in report() if key.table == "requests" and key.column == TOTAL}
    [only] = found(changes)
    assert (only.operation, only.slips) == ("totals_left", 1)
    assert {cell: new for cell, (_, new) in edits(only).items()} == {
        key: value for key, value in report().items() if key in changes and value
    }


def test_two_totals_at_zero_beside_others_are_two_slips() -> None:
    changes = {requests("granted", TOTAL): 0, requests("new_received", TOTAL): 0}
    [only] = found(changes)
    assert (only.operation, only.slips) == ("total_left", 2)


def test_all_totals_left_at_zero() -> None:
    changes = {
        key: 0 for key in report() if key.table == "requests" and (key.column == TOTAL or key.row == "result_total")
    }
    [best, *_] = found(changes)
    assert best.operation == "totals_left"
    assert {cell: new for cell, (_, new) in edits(best).items()} == {
        key: value for key, value in report().items() if key in changes and value
    }


def test_in_a_block_of_reviews_nothing_can_tell_which() -> None:
    all_five = found({review("review", "total"): 3})
    assert len(all_five) == 5
    assert all(s.undecidable and not s.unique and s.alternatives == 4 for s in all_five)
    assert {next(iter(edits(s))).column for s in all_five} == {"upheld", "corrected", "other", "pending", "total"}


def test_two_blocks_of_reviews_are_every_pair() -> None:
    both = found({review("review", "total"): 3, review("litigation_direct", "upheld"): 1})
    pairs = [s for s in both if s.slips == 2]
    # 0 of the second route cannot become less, and so its total or the 1 itself is wrong.
    assert len(pairs) == 5 * 2
    assert all(s.undecidable for s in pairs)


def test_blanks_constrain_nothing_and_get_nothing() -> None:
    blank = {requests("granted", TOTAL): None, requests("result_total", TOTAL): None}
    assert found(blank) == ()
    [only] = found({**blank, requests("new_received", NATURAL): 17})
    assert edits(only) == {requests("new_received", NATURAL): (17, 12)}


def test_a_blank_beside_a_number_that_is_too_much_may_be_its_place() -> None:
    changes = {requests("granted", BUSINESS): None, requests("granted", "research"): 21}
    best, second = found(changes)
    assert (best.operation, best.rank, second.rank) == ("moved_column", 1, 2)
    assert edits(best) == {requests("granted", BUSINESS): (None, 21), requests("granted", "research"): (21, 0)}
    assert edits(second) == {requests("granted", "research"): (21, 0)}


def test_cells_of_rows_without_totals_share_a_signature() -> None:
    outcomes = [row.key for row in FORM.table("requests").rows if row.group not in {"inflow", "outflow"}]
    every = found({**{requests(row, TOTAL): None for row in outcomes}, requests("granted", NATURAL): 11})
    # One less than printed: the figures that are not zero, and no other.
    assert {next(iter(edits(s))).row for s in every} == {"granted", "unable_not_held"}
    assert all(s.undecidable for s in every)


def test_last_year_decides_between_equals() -> None:
    # One too many came in from a year that is over, or one too few new: the identities of a row without a total.
    changes = {
        requests("carried_over", TOTAL): None,
        requests("new_received", TOTAL): None,
        requests("carried_over", NATURAL): 3,
    }
    plain = found(changes)
    assert {next(iter(edits(s))).row for s in plain} >= {"carried_over", "new_received"}
    assert all(s.undecidable and s.evidence == "identities" for s in plain)
    told = found(changes, Hints(last_year={requests("carried_over", NATURAL): 2}))
    assert edits(told[0]) == {requests("carried_over", NATURAL): (3, 2)}
    assert (told[0].evidence, told[0].rank, told[0].undecidable) == ("carry_over", 1, False)
    assert told[1].rank > 1
    against = found(changes, Hints(last_year={requests("carried_over", NATURAL): 3}))
    assert edits(against[0]).keys() != {requests("carried_over", NATURAL)}


def test_the_text_decides_between_equals() -> None:
    told = found({review("review", "total"): 3}, Hints(text={review("review", "pending"): frozenset({1})}))
    assert edits(told[0]) == {review("review", "pending"): (0, 1)}
    assert (told[0].evidence, told[0].unique, told[0].undecidable) == ("narrative", False, False)
    both = Hints({review("review", "pending"): 1}, {review("review", "pending"): frozenset({1})})
    assert found({review("review", "total"): 3}, both)[0].evidence == "carry_over+narrative"
    assert {suggestion.evidence for suggestion in told} <= set(EVIDENCE)


def test_what_the_text_bears_out_goes_before_a_smaller_slip() -> None:
    # Persons got 10 and 3 on paper, 30 and 3 in print: one digit too few of another row would explain it more cheaply.
    changes = {requests("unable_not_held", NATURAL): 1, requests("unable_not_held", TOTAL): 10}
    plain = found(changes)
    meant = {requests("unable_not_held", NATURAL): (1, 3), requests("unable_not_held", TOTAL): (10, 12)}
    assert [s.rank for s in plain if edits(s) == meant] != [1]
    told = found(changes, Hints(text={requests("unable_not_held", TOTAL): frozenset({12})}))
    assert edits(told[0]) == meant
    assert (told[0].rank, told[0].evidence, told[1].rank) == (1, "narrative", 2)
    # What speaks for one cell and against another one of the same explanation is no such support.
    torn = {requests("unable_not_held", TOTAL): frozenset({12}), requests("unable_not_held", NATURAL): frozenset({1})}
    assert [s.rank for s in found(changes, Hints(text=torn)) if edits(s) == meant] != [1]


def test_what_the_text_says_of_a_sum_is_evidence_too() -> None:
    routes = tuple((1, review(route, TOTAL)) for route in ("litigation_direct", "litigation_after_review"))
    changes: dict[CellKey, int | None] = {review("litigation_direct", key): 1 for key in ("upheld", "pending")}
    assert found(changes)[0].undecidable
    told = found(changes, Hints(sums=(Said(routes, 2),)))
    assert edits(told[0]) == {review("litigation_direct", TOTAL): (0, 2)}
    assert (told[0].evidence, told[0].undecidable) == ("narrative", False)
    # A sum of which a cell has no number says nothing.
    blank = {**changes, review("litigation_after_review", TOTAL): None}
    assert found(blank, Hints(sums=(Said(routes, 2),)))[0].evidence == "identities"


def test_a_table_on_no_form_has_no_identities() -> None:
    values = report({requests("new_received", NATURAL): 17})
    assert localise(values, {"requests": "mixed", "review": "2021"}) == ()
    assert localise(values, {"review": "2021"}) == ()


def test_more_wrong_cells_than_are_searched_get_one_explanation_and_say_so() -> None:
    rows = [row.key for row in FORM.table("requests").rows][2:9]
    values = report({requests(row, "legal_service"): 100 + 7 * i for i, row in enumerate(rows)})
    for i, row in enumerate(rows):
        values[requests(row, "research")] = 10 + 3 * i
    found = localise(values, dict.fromkeys(CHECKED, "2021"))
    assert [suggestion.truncated for suggestion in found] == [True]
    changed = {edit.cell: edit.new for edit in found[0].edits}
    assert failing(FORM, {**values, **changed}) == set()
    assert not found[0].unique


def test_a_report_wrong_throughout_gets_none() -> None:
    values = {key: 17 * i % 101 for i, key in enumerate(report())}
    assert localise(values, dict.fromkeys(CHECKED, "2021")) == ()


def test_figures_too_large_for_the_solver_get_none() -> None:
    rows = [row.key for row in FORM.table("requests").rows][2:11]
    values = report({requests(row, "research"): 10**14 + i**9 for i, row in enumerate(rows)})
    assert fewest(equations(shape(FORMS, "2021", "requests"), values)) is None
    # A line in which all is wrong is still one line of totals that disagree with it, or nothing is said.
    assert all(not failing(FORM, {**values, **{e.cell: e.new for e in s.edits}}) for s in found_of(values))


def found_of(values: dict[CellKey, int | None]) -> tuple[Suggestion, ...]:
    return localise(values, dict.fromkeys(CHECKED, "2021"))


def test_every_operation_has_words_and_a_cost() -> None:
    assert set(TEXTS) == set(COSTS) == set(Operation)
    assert mistyped(0, 105, 15, False).operation is Operation.DIGIT_MISTYPED
    assert mistyped(0, 5, 105, False).operation is Operation.DIGIT_LOST
    assert mistyped(0, 2143, 1234, False).operation is Operation.RETYPED
