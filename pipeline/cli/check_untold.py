"""What could not be told of a report, in words: which cells have no number, and which rules that leaves open."""

from __future__ import annotations

from collections import Counter

from pipeline.checks import Severity
from pipeline.cli.check_formats import Lang
from pipeline.cli.check_phrases import say
from pipeline.engine.found import Checked
from pipeline.engine.wording import table_words

SHOWN = 3
"""How many of the lines that a rule leaves open are named."""


def untold(checked: Checked, lang: Lang) -> list[str]:
    """A line a table with cells without a number, where that leaves figures open, then a line a rule that is open.

    Rules that only inform are counted and not named: of most reports one or the other cannot be told.
    """
    return [*(_cells(checked, lang) if checked.half_told else ()), *_rules(checked, lang)]


def _cells(checked: Checked, lang: Lang) -> list[str]:
    lines = []
    every = Counter(member.cell.table for member in checked.cells)
    for table, n in every.items():
        without = Counter(
            member.status for member in checked.cells if member.cell.table == table and member.value is None
        )
        if without:
            told = say(lang, "list").join(f"{say(lang, f'status_{status}')} {k}" for status, k in without.items())
            lines.append(say(lang, "without", lang.of(table_words(table)), n, without.total(), told))
    return lines


def _rules(checked: Checked, lang: Lang) -> list[str]:
    by_rule: dict[str, list[str]] = {}
    for one in checked.untold:
        if one.rule.severity is Severity.INFO:
            continue
        by_rule.setdefault(lang.of(one.rule.title), []).append(lang.of(one.words))
    lines = []
    for title, words in by_rule.items():
        named = list(dict.fromkeys(words))
        shown = say(lang, "list").join(named[:SHOWN])
        more = f" {say(lang, 'and_more')}" if len(named) > SHOWN else ""
        lines.append(say(lang, "untold_rule", title, len(words), f"{shown}{more}"))
    return lines
