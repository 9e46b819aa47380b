"""JSON as others rely on it: exact numbers, one object a line.

The standard encoder writes a Decimal only through a float. Money is not for that: a decimal is written digit by digit.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring

# Line ends to some readers (Python's splitlines among them) that JSON leaves as they are.
_LINE_ENDS = (("\x85", "\\u0085"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def encode(value: object) -> str:
    """`value` as JSON on one line. Decimals keep all digits, trailing zeros left out; dates and times are ISO text.

    Raises TypeError for what JSON has no word for; a float that is no number is written as null.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value)
        case int():
            return int.__repr__(value)
        case Decimal():
            return number(value)
        case float():
            return float.__repr__(value) if value - value == 0 else "null"
        case datetime.date() | datetime.time():
            return _text(value.isoformat())
        case Mapping():
            return "{" + ", ".join(f"{_text(str(key))}: {encode(item)}" for key, item in value.items()) + "}"
        case Sequence() if not isinstance(value, bytes | bytearray):
            return "[" + ", ".join([encode(item) for item in value]) + "]"
    raise TypeError(f"{type(value).__name__} has no JSON form")


def number(value: Decimal) -> str:
    """A decimal as a JSON number: plain digits, no exponent, no trailing zeros behind the point; null if not finite."""
    if not value.is_finite():
        return "null"
    digits = format(value, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def line(value: object) -> bytes:
    """`value` as one line of UTF-8. Half a surrogate pair, as in a file name that is no text, becomes a JSON escape."""
    return encode(value).encode("utf-8", "backslashreplace") + b"\n"


def _text(value: str) -> str:
    text = encode_basestring(value)
    if not value.isascii():
        for end, escape in _LINE_ENDS:
            text = text.replace(end, escape)
    return text
