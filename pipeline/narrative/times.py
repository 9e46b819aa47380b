"""Which time a sentence speaks of, compared with the year of the report."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.narrative.tokens import Token
from pipeline.narrative.vocabulary import Kind

_THIS = re.compile("今年|本年|当年|全年|本报告")
_MONTH = re.compile(r"(?:(?<!\d)1(?:月1日|月)?[-—~至到])?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|[底末])?")
_WHOLE = re.compile(r"1月1日|12月(?:31日|[底末])|1(?:月1日|月)?[-—~至到]12月(?:31日|[底末])?")
_SINCE = ("以来", "截至", "截止", "至今", "历年", "五年", "三年来")
_SOON = 4  # characters of 今年以来


class Times:
    """What the words for times in a sentence, so far, mean for its numbers."""

    __slots__ = ("_months", "_past", "_since", "_start", "_text", "_when", "_year")

    def __init__(self, text: str, start: int, year: int | None) -> None:
        self._text, self._start, self._year = text, start, year
        self._when: Decimal | None = None  # the last year named
        self._past = False  # last year is told of
        self._months = False  # some months are told of
        self._since = False  # all years up to now may be

    def word(self, token: Token, clause: int) -> None:
        """Take a word for a time in the clause that begins there."""
        if token.kind is Kind.YEAR:
            ranged = self._when is not None and self._text[token.start - 1] in "至到-—~"
            self._since = self._since or ranged  # 2018年至2023年
            self._when, self._past = token.number, False
        elif token.key == "before" and token.start == clause:
            self._past = not self._text.startswith(("转", "结", "遗"), token.end)
        elif self._text.startswith(_SINCE, token.start):
            self._since = not _THIS.search(self._text, max(clause, token.start - _SOON), token.start)

    def another(self, clause: int, at: int) -> bool:
        """Whether the number at that place is one of another year: 去年收到12件,答复12件."""
        if self._past and _THIS.search(self._text, clause, at):
            self._past = False
        return self._past or (self._when is not None and self._year is not None and self._when != self._year)

    def open(self, clause: int, at: int) -> bool:
        """Whether it may be one of some months or of many years: 截至11月底,十八大以来."""
        if self._since and not _THIS.search(self._text, clause, at):
            return True
        if not self._months:
            dates = _MONTH.finditer(self._text, self._start, at)
            self._months = any(not _WHOLE.fullmatch(date.group()) for date in dates)
            self._start = max(self._start, at)
        return self._months
