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
_BESIDE = re.compile(r"(?:同比|相较|对比|较|比|与|同)\Z")
_GROWTH = re.compile("增长|增加|增多|上升|提高|下降|减少|降低|回落|持平|相比|翻")
_CLAUSE = re.compile(r"[^,;:()。]*")
_BRACKET = re.compile(r"[^()]*\d(?:件|宗|条|起|例|份|项|次|个|部|万元|元)[^()]*(?=\))")


class Times:
    """What the words for times in a sentence, so far, mean for its numbers."""

    __slots__ = ("_back", "_months", "_past", "_since", "_start", "_text", "_until", "_when", "_year")

    def __init__(self, text: str, start: int, year: int | None) -> None:
        self._text, self._start, self._year = text, start, year
        self._when: Decimal | None = None  # the last year named
        self._past = False  # last year is told of
        self._until: int | None = None  # up to where the other year is only compared with
        self._back: tuple[Decimal | None, bool] = (None, False)  # and what was told of before
        self._months = False  # some months are told of
        self._since = False  # all years up to now may be

    def word(self, token: Token, clause: int) -> None:
        """Take a word for a time in the clause that begins there."""
        self._return(token.start)
        if token.kind is Kind.YEAR or token.key == "before":
            self._beside(token)
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
        self._return(at)
        if self._past and _THIS.search(self._text, clause, at):
            self._past = False
        return self._past or (self._when is not None and self._year is not None and self._when != self._year)

    def _beside(self, token: Token) -> None:
        """Whether a year is only compared with, and up to where: 同比2021年增长20%;办结62件, and 15件(2021年16件)."""
        text, bracket = self._text, None
        if token.start and text[token.start - 1] == "(":
            bracket = _BRACKET.match(text, token.end)
        compared = bracket
        if bracket is None and _BESIDE.search(text, max(0, token.start - 2), token.start):
            clause = _CLAUSE.match(text, token.end)
            compared = clause if clause is not None and _GROWTH.search(clause.group()) else None
        if compared is not None and self._until is None:
            self._until, self._back = compared.end(), (self._when, self._past)

    def _return(self, at: int) -> None:
        """Behind a year that was only compared with go on with the one told of before."""
        if self._until is not None and at > self._until:
            (self._when, self._past), self._until = self._back, None

    def open(self, clause: int, at: int) -> bool:
        """Whether it may be one of some months or of many years: 截至11月底,十八大以来."""
        if self._since and not _THIS.search(self._text, clause, at):
            return True
        if not self._months:
            dates = _MONTH.finditer(self._text, self._start, at)
            self._months = any(not _WHOLE.fullmatch(date.group()) for date in dates)
            self._start = max(self._start, at)
        return self._months
