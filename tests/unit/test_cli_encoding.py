"""JSON of the command: exact numbers, one line an object whatever stands in a text."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.encoding import encode, line, number
from pipeline.cli.query import distinct

TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(TREES)
def test_what_is_written_is_read_back_exactly(tree: object) -> None:
    assert json.loads(encode(tree), parse_float=Decimal) == tree


@given(TREES)
def test_a_line_is_one_line_to_any_reader(tree: object) -> None:
    written = line(tree)
    assert written.endswith(b"\n")
    assert len(written.decode("utf-8").splitlines()) == 1


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("3.00000000", "3"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("323.93000000", "323.93"),
        ("0.00000001", "0.00000001"),
        ("1234567890123456.12345678", "1234567890123456.12345678"),
        ("-3", "-3"),
        ("NaN", "null"),
    ],
)
def test_numbers_keep_every_digit(value: str, written: str) -> None:
    assert number(Decimal(value)) == written


def test_a_name_that_is_no_text_survives_as_an_escape() -> None:
    assert json.loads(line({"path": "a\udcff"})) == {"path": "a\udcff"}


def test_dates_are_iso_text_and_no_float_is_invented() -> None:
    assert encode([datetime.date(2022, 1, 18), float("nan"), 0.5]) == '["2022-01-18", null, 0.5]'


def test_what_json_cannot_say_is_an_error() -> None:
    with pytest.raises(TypeError, match="bytes"):
        encode(b"x")


def test_repeated_column_names_stay_apart() -> None:
    assert distinct(["a", "b", "a", "a", "a_2"]) == ["a", "b", "a_2", "a_3", "a_2_2"]
