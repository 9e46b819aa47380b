"""Claims against cells.

A sum of cells is known only where every cell has a number. Where some have none the others still bound it from below,
since counts are not negative: a claim below that bound is wrong whatever the blanks would hold. A blank is never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from pipeline.forms import FORMS, YUAN, CellKey, Forms
from pipeline.narrative.concepts import CONCEPTS, Concept, Reading, concepts, written
from pipeline.narrative.model import Claim, Contradiction, Exactness, Judged, Scope, Verdict
from pipeline.tables.model import Cell, CellStatus

_VALUED = frozenset({CellStatus.REPORTED, CellStatus.DECODED})
_EMPTY = frozenset({CellStatus.BLANK, CellStatus.MARKED})
_TOTAL = "total"
_FITS = frozenset({Verdict.AGREES, Verdict.AGREES_AS})
_Cells = Mapping[tuple[str, str, str], Cell]


class _Sum(NamedTuple):
    """At least `low`, and exactly that if `exact`."""

    low: Decimal
    exact: bool


def judge(claims: Iterable[Claim], cells: Iterable[Cell], forms: Forms = FORMS) -> tuple[Judged, ...]:
    """Each claim with its verdict, in the order given. `cells` are those of the same report."""
    listed = tuple(claims)
    if not listed:
        return ()
    known: dict[tuple[str, str, str], Cell] = {cell[:3]: cell for cell in cells}
    declared = concepts(forms)
    return _of_whom(tuple(_judge(claim, declared[claim.concept], known) for claim in listed))


def _of_whom(judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """Where the tables turn out to be those of somebody else whom the text speaks of, what does not fit them is said of
    another: 全县收到40件,县政府办公室收到17件, and the tables have 17.
    """
    theirs = {
        _kin(one.claim)
        for one in judged
        if one.verdict in _FITS and one.claim.scope in _BODIES and one.claim.number and one.claim.concept in _TOTALS
    }
    return tuple(
        _with(one, Verdict.OTHER_SCOPE)
        if one.verdict is Verdict.DISAGREES and theirs and _kin(one.claim) in theirs
        else one
        for one in judged
    )


_BODIES = frozenset({Scope.OWN_OFFICE, Scope.WIDER, Scope.ANOTHER})
_TOTALS = frozenset({"requests_received", "requests_new", "requests_answered", "reviews", "litigation"})


def _kin(claim: Claim) -> str:
    """What is counted by the same table."""
    family = CONCEPTS[claim.concept].family
    return "requests" if family == "outcomes" else family


def _judge(claim: Claim, concept: Concept, cells: _Cells) -> Judged:
    meant = [reading for reading in concept.meant if _has(reading, cells)]
    also = (*concept.lawful, *concept.loose) if claim.loosely else concept.lawful
    lawful = [reading for reading in also if _has(reading, cells)]
    if (not meant and not lawful) or claim.number is None:
        return Judged(claim, Verdict.NOT_COMPARED, None, None)
    sums = {reading: _sum(reading, cells, claim, concept) for reading in (*meant, *lawful)}
    shown = meant[0] if meant else lawful[0]
    value = sums[shown]
    low, exact = value or (None, True)
    answer = Judged(claim, Verdict.NOT_COMPARED, written(shown), low if exact else None, None if exact else low)
    if claim.exactness is Exactness.APPROXIMATE:
        return _with(answer, Verdict.APPROXIMATE) if answer.value is not None else answer
    if claim.scope is Scope.OTHER_PERIOD:
        return _with(answer, Verdict.OTHER_SCOPE) if answer.value not in {None, claim.number} else answer
    for reading, total in sums.items():
        if total is not None and total.exact and _same(claim, concept, total.low):
            verdict = Verdict.AGREES if reading in meant else Verdict.AGREES_AS
            return Judged(claim, verdict, written(reading), total.low)
    if claim.scope is not Scope.REPORT:
        return _with(answer, Verdict.OTHER_SCOPE) if answer.value is not None else answer
    if claim.closed and meant and all(_excluded(claim.number, total) for total in sums.values()):
        return _with(answer, Verdict.DISAGREES)
    return answer


def _with(judged: Judged, verdict: Verdict) -> Judged:
    return replace(judged, verdict=verdict)


def _has(reading: Reading, cells: _Cells) -> bool:
    """Whether the report's form has all cells of a reading; that one has no number is another matter."""
    return all(cell in cells and cells[cell].status is not CellStatus.ABSENT for _, cell in reading)


def _sum(reading: Reading, cells: _Cells, claim: Claim, concept: Concept) -> _Sum | None:
    """The sum of a reading in the claim's unit; None where not even a bound is known."""
    parts = [(sign, _bound(key, cells)) for sign, key in reading]
    known = [(sign, part) for sign, part in parts if part is not None]
    exact = len(known) == len(parts) and all(part.exact for _, part in known)
    if not known or (not exact and any(sign < 0 for sign, _ in parts)):
        return None
    low = sum((sign * part.low for sign, part in known), Decimal(0))
    if concept.money and claim.number != 0:  # nothing is nothing in any unit
        factor = _factor(cells[reading[0][1]].unit, claim.unit)
        return None if factor is None else _Sum(low * factor, exact)
    return _Sum(low, exact)


def _bound(key: CellKey, cells: _Cells) -> _Sum | None:
    """What is known of one cell. An empty total of a row holds at least the sum of the row."""
    cell = cells[key]
    if cell.value is not None and cell.status in _VALUED:
        return _Sum(cell.value, True)
    if key.table == "disclosure" or key.column != _TOTAL or cell.status not in _EMPTY:
        return None
    row = [
        other.value
        for column in FORMS.columns(key.table)
        if column.key != _TOTAL
        and (other := cells.get((key.table, key.row, column.key))) is not None
        and other.value is not None
        and other.status in _VALUED
    ]
    return _Sum(sum(row, Decimal(0)), False) if row else None


def _factor(printed: str | None, claimed: str | None) -> Decimal | None:
    """What a cell's number is multiplied with to be in the claim's unit; None where a unit is not known."""
    if claimed is None:
        return None
    own, wanted = YUAN.get(printed or ""), YUAN.get(claimed)
    return None if own is None or wanted is None else Decimal(own) / wanted


def _same(claim: Claim, concept: Concept, total: Decimal) -> bool:
    number = claim.number
    if number is None or number == total:
        return number is not None
    if not concept.money or number == 0:
        return False
    # 282万元 for 282.1万元: an amount is given to the digit that the text gives.
    digits = number.as_tuple().exponent
    return isinstance(digits, int) and abs(total - number) <= Decimal(5).scaleb(min(0, digits) - 1)


def _excluded(number: Decimal, total: _Sum | None) -> bool:
    """Whether a claim cannot be this sum."""
    return total is not None and (number != total.low if total.exact else number < total.low)


def contradictions(judged: Sequence[Judged]) -> tuple[Contradiction, ...]:
    """Pairs of claims that give two numbers for one thing.

    Both are exact and of the whole report; one of the two can be read in one way only, and the other, where it cannot,
    is borne out by the cells. Two numbers that are both lawful readings contradict nothing.
    """
    said: dict[str, list[int]] = {}  # by concept, the first claim of each number
    found = []
    for j, one in enumerate(judged):
        claim = one.claim
        if claim.exactness is not Exactness.EXACT or claim.scope is not Scope.REPORT or claim.number is None:
            continue
        known = said.setdefault(claim.concept, [])
        found += [Contradiction(claim.concept, i, j) for i in known if _contradict(judged[i], one)]
        if len(known) < _NUMBERS and not any(_alike(judged[i], one) for i in known):
            known.append(j)
    return tuple(found)


_NUMBERS = 20
"""Numbers for one thing that are looked at; a text that gives more is no report."""


def _alike(one: Judged, other: Judged) -> bool:
    first, second = one.claim, other.claim
    return (first.number, first.unit, first.closed, one.verdict) == (
        second.number, second.unit, second.closed, other.verdict,
    )  # fmt: skip


def _contradict(one: Judged, other: Judged) -> bool:
    first, second = one.claim, other.claim
    if first.number == second.number or (first.unit != second.unit and {first.unit, second.unit} & set(YUAN)):
        return False
    if one.verdict in _FITS and other.verdict in _FITS:
        return False
    if first.closed and second.closed:
        return True
    return (first.closed and other.verdict in _FITS) or (second.closed and one.verdict in _FITS)
