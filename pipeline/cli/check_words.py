"""What `gouji check` and `gouji explain` say, in Chinese and English, one language at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.checks import Severity
from pipeline.cli.check_formats import Lang
from pipeline.cli.check_phrases import say
from pipeline.cli.encoding import number
from pipeline.engine.found import Checked, Finding, Member, Outcome
from pipeline.engine.spots import Spot
from pipeline.engine.suggested import SHOWN, best
from pipeline.engine.wording import cell_words, column_words, row_words
from pipeline.ledger.slips import TEXTS, Operation
from pipeline.readers import Problem
from pipeline.tables.versions import MIXED

SAID_IN_WORDS = frozenset({"cell_domain", "value_count", "amount_unit", "published_late", "reissued_report"})
"""Rules whose details say all that the figures of a finding would."""
_PLACES = {"page": "页", "table": "张表", "row": "行", "cell": "格", "paragraph": "段"}


def verdict(checked: Checked, lang: Lang) -> str:
    """The verdict on a file, in one line."""
    if checked.reason is not None:
        return say(lang, "unreadable", lang.of(checked.reason))
    if checked.findings:
        parts = [say(lang, f"{severity}s", n) for severity in Severity if (n := checked.number(severity))]
        key = "findings" if checked.outcome is Outcome.FINDINGS else "clean"
        said = say(lang, "findings", _counting(checked), say(lang, "joiner").join(parts))
        return said if key == "findings" else f"{_clean(checked, lang)}{say(lang, 'joiner')}{parts[0]}"
    return _clean(checked, lang)


def _clean(checked: Checked, lang: Lang) -> str:
    """Rules that only inform leave nothing open that is listed, so that they are not counted here."""
    open_ones = sum(one.rule.severity is not Severity.INFO for one in checked.untold)
    return say(lang, "clean_open", open_ones) if open_ones else say(lang, "clean")


def _counting(checked: Checked) -> int:
    """How many findings are more than information."""
    return sum(finding.counts for finding in checked.findings)


def summary(answers: Sequence[Checked], lang: Lang) -> str:
    """How many files came to what."""
    return say(lang, "summary", len(answers), *(sum(one.outcome is kind for one in answers) for kind in Outcome))


def about(checked: Checked, lang: Lang) -> str:
    """Whose report it is, of which year, on which form, and how much was checked."""
    parts = [checked.agency or ""]
    if checked.year is not None:
        parts.append(say(lang, "year", checked.year))
    if checked.reading is not None and checked.reading.tables is not None and checked.reading.tables.form:
        form = checked.reading.tables.form
        parts.append(say(lang, "form_mixed") if form == MIXED else say(lang, "form", form))
    done = checked.passed + len(checked.untold) + len(checked.findings)
    if done:
        wrong = _counting(checked)
        told = len(checked.findings) - wrong
        key = "counted_info" if told else "counted"
        parts.append(say(lang, key, done, checked.passed, wrong, len(checked.untold), told))
    return " · ".join(part for part in parts if part)


def heading(finding: Finding, lang: Lang) -> str:
    """The rule by its title, and what it was evaluated on."""
    return f"{lang.of(finding.rule.title)}{say(lang, 'colon')}{lang.of(finding.words)}"


def sums(finding: Finding, lang: Lang) -> list[tuple[str, str]]:
    """The figures of a finding, one line each: name, and the number with what it is made of."""
    names = {"lhs": "lhs", "rhs": "rhs"}
    if finding.detail is not None and finding.rule.key in SAID_IN_WORDS:
        return []
    if not any(member.side for member in finding.members):
        names = {"lhs": "found", "rhs": "due"}
    elif finding.rule.key.startswith("narrative"):
        names = {"lhs": "text", "rhs": "cells"}
    if finding.rule.key == "year_on_year":  # last year's figure is not what this year's should be
        names = {"lhs": "this_year", "rhs": "year_before"}
    if finding.rule.key == "narrative_self":
        names = {"lhs": "before", "rhs": "here"}
    lines = []
    for side, value in (("lhs", finding.lhs), ("rhs", finding.rhs)):
        if value is not None or (side == "rhs" and finding.lhs is not None):
            members = [member for member in finding.members if member.side == side]
            made = _made_of(members, finding, lang)
            whole = f"{value} = {made}" if made and len(members) > 1 and value is not None else made
            if whole or value is not None:
                lines.append((say(lang, names[side]), whole or str(value)))
    if finding.delta is not None:
        lines.append((say(lang, "delta"), f"{finding.delta:+d}"))
    return lines


def _made_of(members: list[Member], finding: Finding, lang: Lang) -> str:
    """What a side adds up: cells with their numbers, those that are 0 counted only where they are many."""
    shown = [member for member in members if member.value != 0] if len(members) > 3 else members
    parts = []
    for i, member in enumerate(shown):
        sign = "- " if member.sign < 0 else "+ " if i else ""
        where = f"{say(lang, 'last_year')} " if member.path is not None else ""
        parts.append(f"{sign}{where}{short_words(member, finding, lang)} {shown_value(member, lang)}")
    made = " ".join(parts)
    left = len(members) - len(shown)
    if left:
        zeros = say(lang, "zeros" if shown else "all_zeros", left)
        made = f"{made}{say(lang, 'joiner')}{zeros}" if made else zeros
    return made


def short_words(member: Member, finding: Finding, lang: Lang) -> str:
    """What tells a cell from the others of a finding: its row, its column, or both."""
    rows = {one.cell.row for one in finding.members}
    columns = {one.cell.column for one in finding.members}
    if len(columns) == 1 and len(rows) > 1:
        return lang.of(row_words(member.cell.table, member.cell.row))
    if len(rows) == 1 and len(columns) > 1:
        return lang.of(column_words(member.cell.table, member.cell.column))
    return lang.of(member.words)


def shown_value(member: Member, lang: Lang) -> str:
    """The number of a cell as printed, or why there is none."""
    return plain(member.value) if member.value is not None else say(lang, f"status_{member.status}")


def plain(value: Decimal) -> str:
    """A number with all its digits and no exponent."""
    return number(value)


def slips(checked: Checked, lang: Lang) -> list[list[str]]:
    """The likeliest explanations of what does not add up: each a line a cell, and what is to be said of it."""
    cells = {member.cell: member for member in checked.cells}
    found = best(checked.suggestions)
    told = []
    for suggestion in found[:SHOWN]:
        lines = []
        for edit in suggestion.edits:
            spot = cells[edit.cell].spot if edit.cell in cells else None
            place = say(lang, "in_brackets", where(spot, lang)) if spot is not None else ""
            old = say(lang, "status_blank") if edit.old is None else str(edit.old)
            lines.append(
                say(
                    lang,
                    "should_be",
                    lang.of(cell_words(edit.cell)),
                    place,
                    old,
                    edit.new,
                    operation(edit.operation, lang),
                )
            )
        told.append(lines)
    return told


def slips_remark(checked: Checked, lang: Lang) -> str:
    """How far the explanations can be relied on; empty where there is one, and nothing to add."""
    found = best(checked.suggestions)
    if not found:
        return ""
    remarks = []
    left = len(found) - SHOWN
    if left > 0:
        remarks.append(say(lang, "more_slips", left))
    if any(suggestion.undecidable for suggestion in found):
        remarks.append(say(lang, "undecidable"))
    elif len(found) > 1:
        remarks.append(say(lang, "several_slips"))
    elif found[0].evidence != "identities":
        remarks.append(say(lang, f"evidence_{found[0].evidence.replace('+', '_')}"))
    return say(lang, "sentences").join(remarks)


def operation(name: str, lang: Lang) -> str:
    """What a slip of the pen is called, as it stands behind other words."""
    said = lang.of(TEXTS[Operation(name)])
    return said[:1].lower() + said[1:]


def where(spot: Spot, lang: Lang) -> str:
    """The place of a spot: the page or element where the file has them, else the line."""
    return place_words(spot.place, lang) if spot.place is not None else say(lang, "line", spot.line)


def place_words(place: str, lang: Lang) -> str:
    """A page or element in words: ``page 2, table 1, row 3, cell 4``."""
    if lang is Lang.EN:
        return place
    for word, unit in _PLACES.items():
        place = re.sub(rf"(?<![a-z]){word} (\d+)(?:, )?", rf"第 \1 {unit}", place)
    return place


def elsewhere(finding: Finding, lang: Lang) -> str:
    """Where the other cells of a finding stand, those with a number other than zero; empty where there are none."""
    spots = [
        member.spot
        for member in finding.members
        if member.spot is not None and member.value and member.path is None and member.spot != finding.spot
    ]
    places = dict.fromkeys(spot.place for spot in spots if spot.place is not None)
    if places:
        return say(lang, "places").join(place_words(place, lang) for place in places)
    own = finding.spot.line if finding.spot is not None else 0
    lines = sorted({spot.line for spot in spots} - {own})
    return say(lang, "lines" if len(lines) > 1 else "line", say(lang, "list").join(map(str, lines))) if lines else ""


def doubts(checked: Checked) -> list[Problem]:
    """What the reader was unsure of and no finding says already."""
    said = {finding.rule.key for finding in checked.findings}
    unread = checked.reason is not None and checked.reading is not None
    return [
        problem
        for problem in checked.doubts
        if problem.code not in said and not (unread and problem is checked.doubts[-1])
    ]
