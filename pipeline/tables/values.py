"""What can stand in a cell: a number with sign and unit, a mark for nothing, or words.

A stretch of text is cut into tokens at blanks and borders; a token is classified by its form alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from pipeline.forms import Domain

_ORNAMENTS = "|\"'*#_"  # borders, quotes and Markdown ornaments hold nothing
_NUMBER = re.compile(
    r"(?P<sign>[+\-]|增加?|减少?|新增|净增)?"
    r"(?P<figure>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<fraction>\.[0-9]+)?"
    r"(?P<unit>亿元|万元|千元|亿|万|元|件|项|个|条|宗|份|起|例|人次|次)?"
)
_UNIT = re.compile(r"(?:亿元|万元|千元|亿|万|元|件|项|个|条|宗|份|起|例|人次|次)")
_MONEY = frozenset({"亿元", "万元", "千元", "亿", "万", "元"})
_MARK = re.compile(r"[\-—–―─~～/\\.…×]+|无|空")
_RULE = re.compile(r"[\-—–=:+]{3,}")  # the line under a Markdown header is no mark
_SIGNS = frozenset({"增", "增加", "减", "减少", "新增", "净增"})
_MINUS = frozenset({"-", "减", "减少"})


class Sort(StrEnum):
    """What a token is."""

    NUMBER = "number"
    MARK = "mark"
    WORDS = "words"


class Token(NamedTuple):
    """A stretch without blanks or borders; `start` and `end` are offsets in normalised text.

    Numbers carry `value`, whether a `sign` was printed, and the `unit` of money printed with them, if any. A tuple and
    no dataclass because a report has hundreds.
    """

    sort: Sort
    text: str
    start: int
    end: int
    value: Decimal | None = None
    sign: bool = False
    unit: str | None = None

    def fits(self, domain: Domain) -> bool:
        """Whether a value like this can stand in a column of this kind. Marks can stand anywhere."""
        if self.value is None:
            return self.sort is Sort.MARK
        if self.unit is None and not self.sign and "." not in self.text:
            return True
        if domain is Domain.AMOUNT:
            return not self.sign
        if self.unit is not None or self.value != self.value.to_integral_value():
            return False
        return domain is Domain.CHANGE or not self.sign


_SMALL = {str(number): Decimal(number) for number in range(1000)}  # what nearly all cells hold


def tokens(norm: str, start: int, end: int) -> list[Token]:
    """The tokens between two places, in order. A unit that stands alone behind its number joins it."""
    text = norm[start:end]
    for ornament in _ORNAMENTS:
        if ornament in text:
            text = text.replace(ornament, " ")
    found: list[Token] = []
    place = 0
    new = tuple.__new__  # what the constructor of a named tuple comes to, at half its price
    for part in text.split():
        place = text.find(part, place)
        at = start + place
        place += len(part)
        small = _SMALL.get(part)
        if small is not None:
            found.append(new(Token, (Sort.NUMBER, part, at, start + place, small, False, None)))
        elif part.isdigit() and part.isascii():
            found.append(Token(Sort.NUMBER, part, at, start + place, Decimal(part)))
        elif found and _UNIT.fullmatch(part) and _joins(norm, found[-1], at):
            last = found[-1]
            found[-1] = _number(norm[last.start : start + place], last.start, last.value, part, last.sign)
        else:
            found.append(classify(part, at))
    return _signed(norm, found) if "增" in text or "减" in text else found


def is_numbering(norm: str, digit: Token, words: Token) -> bool:
    """Whether a digit with nothing but blanks between it and the next words is their number and no value."""
    return len(digit.text) == 1 and digit.text.isdigit() and not norm[digit.end : words.start].strip(" ")


def _signed(norm: str, found: Sequence[Token]) -> list[Token]:
    """The tokens, with a word for more or less joined to the number behind it where only blanks stand between."""
    joined: list[Token] = []
    for token in found:
        last = joined[-1] if joined and joined[-1].text in _SIGNS else None
        if last and token.value is not None and not token.sign and not norm[last.end : token.start].strip(" "):
            read = classify(last.text + token.text, last.start)
            joined[-1] = read._replace(text=norm[last.start : token.end], end=token.end)
        else:
            joined.append(token)
    return joined


def classify(text: str, start: int) -> Token:
    """The token that a stretch of text is."""
    number = _NUMBER.fullmatch(text)
    if number:
        return _number(text, start, *_value(number))
    if _MARK.fullmatch(text) and not _RULE.fullmatch(text):
        return Token(Sort.MARK, text, start, start + len(text))
    return Token(Sort.WORDS, text, start, start + len(text))


def _joins(norm: str, number: Token, place: int) -> bool:
    between = norm[number.end : place]
    return number.sort is Sort.NUMBER and number.unit is None and "|" not in between and between.count("\n") <= 1


def _value(match: re.Match[str]) -> tuple[Decimal, str | None, bool]:
    value = Decimal(match["figure"].replace(",", "") + (match["fraction"] or ""))
    return (-value if match["sign"] in _MINUS else value), match["unit"], match["sign"] is not None


def _number(text: str, start: int, value: Decimal | None, unit: str | None, sign: bool = False) -> Token:
    return Token(Sort.NUMBER, text, start, start + len(text), value, sign, unit if unit in _MONEY else None)
