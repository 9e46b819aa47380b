"""Units of money, and how many 元 each of them is."""

from __future__ import annotations

YUAN = {
    "元": 1,
    "千元": 1_000,
    "万": 10_000,
    "万元": 10_000,
    "百万元": 1_000_000,
    "亿": 100_000_000,
    "亿元": 100_000_000,
}
"""How many 元 a unit is, by the unit as written. A unit that is not here is unknown, never guessed."""
