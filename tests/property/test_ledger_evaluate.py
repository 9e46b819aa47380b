"""Evaluating a million rows at once says what adding up one identity by hand says."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contracts import judge
from pipeline.forms import FORMS, CellKey, Identity
from pipeline.ledger import evaluate
from tests.cells import Change, cells, table_forms

KEYS = {form.key: [key for table in form.tables for key, _, _ in table.cells()] for form in FORMS.forms}
NUMBERS = st.integers(0, 3).map(lambda n: (n, "reported"))
OTHERS = st.one_of(
    st.sampled_from([(None, "blank"), (None, "marked"), (None, "ambiguous"), (None, "absent")]),
    st.integers(0, 3).map(lambda n: (n, "decoded")),
)


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, dict[tuple[str, str, str], Change]]:
    form = draw(st.sampled_from(sorted(KEYS)))
    places = st.sampled_from(KEYS[form])
    changes = draw(st.dictionaries(places, st.one_of(NUMBERS, NUMBERS, OTHERS), max_size=12))
    return form, {(key.table, key.row, key.column): change for key, change in changes.items()}


def by_hand(identity: Identity, changes: dict[tuple[str, str, str], Change]) -> tuple[object, ...]:
    def side(members: tuple[CellKey, ...], zero: tuple[str, ...]) -> int | None:
        total = 0
        for member in members:
            value, status = changes.get(member, (0, "reported"))
            if status not in ("reported", *zero):
                return None
            total += int(Decimal(value or 0))
        return total

    lhs, rhs = side(identity.lhs, ()), side(identity.rhs, ())
    if lhs is not None and rhs is not None:
        return "pass" if lhs == rhs else "fail", lhs, rhs, lhs - rhs, None
    left, right = (side(members, ("blank", "marked")) for members in (identity.lhs, identity.rhs))
    return "unverifiable", lhs, rhs, None, None if left is None or right is None else left == right


@given(st.lists(reports(), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_verdicts_are_those_of_adding_up_by_hand(drawn: list[tuple[str, dict[tuple[str, str, str], Change]]]) -> None:
    together = pl.concat([cells(changes, f"r{i}", form) for i, (form, changes) in enumerate(drawn)])
    forms = pl.concat([table_forms(f"r{i}", form) for i, (form, _) in enumerate(drawn)])
    checks = judge(evaluate(together.sample(fraction=1, shuffle=True, seed=7), forms))
    expected = [
        (f"r{i}", identity.table, identity.rule, identity.instance, *by_hand(identity, changes))
        for i, (form, changes) in enumerate(drawn)
        for identity in FORMS.form(form).identities()
    ]
    assert checks.rows() == expected
