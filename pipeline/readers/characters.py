"""The map of characters: compatibility forms to plain ones, traditional to simplified, all blanks to one blank.

One character maps to one, so that offsets stay what they are; the few that unfold into several (㈠ to (一)) are kept
apart. Digits are sacred: nothing but a full-width digit becomes a digit, or a footnote mark behind a figure (5²)
would silently become part of it.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

import opencc

# All kinds of space, invisible marks, and the control characters that word processors leave; not tab, not line breaks.
_BLANK = "".join(
    map(
        chr,
        (
            *(*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA1), 0xAD, 0x1680, 0x180E),
            *(*range(0x2000, 0x200E), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF),
        ),
    )
)
_PIPES = "｜│┃╎╏║¦∣"
_DOUBLE_QUOTES = "“”„‟〝〞＂「」『』"
_SINGLE_QUOTES = "‘’‚‛＇"
_MINUS = "−－﹣"
_IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


@functools.cache
def one_to_one() -> Mapping[str, str]:
    """Characters that become one other character."""
    table: dict[str, str] = {}
    for code in (*range(0xA0, 0x3400), *range(0xA000, 0xD800), *range(0xF900, 0x10000)):
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) == 1 and plain != character and _keeps_digits(character, plain):
            table[character] = plain
    for family, plain in ((_BLANK, " "), (_PIPES, "|"), (_DOUBLE_QUOTES, '"'), (_SINGLE_QUOTES, "'"), (_MINUS, "-")):
        table.update(dict.fromkeys(family, plain))
    table.update(_simplified())
    return MappingProxyType(table)


@functools.cache
def one_to_many() -> Mapping[str, str]:
    """Characters that unfold into several: the bracketed numerals that number rows and paragraphs (㈠ is (一))."""
    return MappingProxyType({chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x3220, 0x3244)})


def _keeps_digits(character: str, plain: str) -> bool:
    return not plain.isdigit() or "\uff10" <= character <= "\uff19"


def _simplified() -> dict[str, str]:
    """Traditional characters one by one; the separator keeps the converter from seeing words."""
    characters = [chr(code) for block in _IDEOGRAPHS for code in block]
    simplified = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, simplified, strict=True) if old != new and len(new) == 1}
