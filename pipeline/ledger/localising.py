"""Which cells of a report most likely broke: the smallest explanations of all its failing identities.

An explanation is a set of slips of the pen, each with the cells it changed and the values that these would have; with
them every identity holds that can be checked. It is a suggestion beside the report and changes nothing in it. All
explanations with the fewest slips are given. First come those that last year's report or the text of this one bears
out: that a figure given elsewhere is the very one that the identities ask for is no accident. Then they are ranked by
how small the slips are, and last by whether what is said elsewhere speaks against the change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from pipeline.forms import FORMS, CellKey, Forms
from pipeline.ledger.equations import Equations, equations, shape
from pipeline.ledger.optima import MOST, Explanation, Optima, cost, optima

_MOST_TOGETHER = 16 * MOST  # explanations put together of those of several tables, before they are ranked

EVIDENCE = ("identities", "carry_over", "narrative", "carry_over+narrative")
"""What an explanation rests on: the identities alone, or last year's report or the text as well."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the text says several cells are together: each with its sign, and their sum."""

    cells: tuple[tuple[int, CellKey], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of cells from elsewhere: figures of `last_year`'s report, figures that the `text` gives.

    `sums` are what the text says of several cells together.
    """

    last_year: Mapping[CellKey, int] = field(default_factory=dict)
    text: Mapping[CellKey, frozenset[int]] = field(default_factory=dict)
    sums: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell of an explanation: as printed (None: nothing is), and as it would be. `operation` names the slip."""

    cell: CellKey
    old: int | None
    new: int
    operation: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One explanation of everything that fails in a report.

    `rank` counts from 1, what nothing tells apart shares a rank. `operation` joins the operations of its slips with
    ``+``. `unique` says that no other explanation takes as few slips, `alternatives` how many others do.
    `undecidable` says that cells stand in the same identities as others that would do as well, so that nothing in the
    tables can tell which is wrong, and nothing else did. `truncated` says that there may be more than are listed.
    """

    rank: int
    operation: str
    edits: tuple[Edit, ...]
    slips: int
    unique: bool
    alternatives: int
    undecidable: bool
    evidence: str
    truncated: bool


def localise(
    values: Mapping[CellKey, int | None],
    table_forms: Mapping[str, str],
    hints: Hints = Hints(),
    forms: Forms = FORMS,
) -> tuple[Suggestion, ...]:
    """The smallest explanations of all failing identities of a report, best first; none if nothing fails.

    Takes the count of every cell that was reported (None or nothing for any other: blank, marked, decoded, ambiguous)
    and the form of each table by its key; a table on no one form has no identities.
    """
    tables = []
    for table, form in table_forms.items():
        if form not in {known.key for known, _ in forms.tables(table)}:
            continue
        system = equations(shape(forms, form, table), values)
        if system.residual:
            tables.append((system, optima(system)))
    if not tables or not all(found.explanations for _, found in tables):
        return ()
    together = list(islice(_together(tables), _MOST_TOGETHER))
    alternatives = 1
    for _, found in tables:
        alternatives *= len(found.explanations)
    truncated = alternatives > MOST or not all(found.whole for _, found in tables)
    return _ranked(together, values, hints, alternatives - 1, truncated)


@dataclass(frozen=True, slots=True)
class _Candidate:
    slips: int
    cost: int
    edits: tuple[Edit, ...]
    alike: bool


def _together(tables: Sequence[tuple[Equations, Optima]]) -> Iterator[_Candidate]:
    """One explanation of each table, in every combination."""
    for chosen in product(*(found.explanations for _, found in tables)):
        parts = list(zip(tables, chosen, strict=True))
        yield _Candidate(
            sum(len(explanation) for explanation in chosen),
            sum(cost(explanation) for explanation in chosen),
            tuple(edit for (system, _), explanation in parts for edit in _edits(system, explanation)),
            any(_has_equals(system, explanation) for (system, _), explanation in parts),
        )


def _edits(system: Equations, explanation: Explanation) -> Iterator[Edit]:
    for slip in explanation:
        for cell, new in slip.changes:
            yield Edit(system.shape.cells[cell], system.values[cell], new, str(slip.operation))


def _has_equals(system: Equations, explanation: Explanation) -> bool:
    """Whether a single cell of it could be exchanged for another one in the same identities.

    A slip of several cells that all stand in the same identities could be one of a single cell just as well.
    """
    changed = {change.cell for slip in explanation for change in slip.changes}
    for slip in explanation:
        if len(slip.changes) > 1:
            if len({frozenset(i for i, _ in system.signatures[change.cell]) for change in slip.changes}) == 1:
                return True
            continue
        cell, new = slip.changes[0]
        by = new - (system.values[cell] or 0)
        for group in system.alike:
            signs = dict(group.cells)
            if cell in signs and any(
                other not in changed and (system.values[other] or 0) + signs[cell] * sign * by >= 0
                for other, sign in group.cells
            ):
                return True
    return False


def _ranked(
    candidates: Sequence[_Candidate],
    values: Mapping[CellKey, int | None],
    hints: Hints,
    alternatives: int,
    truncated: bool,
) -> tuple[Suggestion, ...]:
    scored = []
    for candidate in candidates:
        of_last_year = [_agreement(edit, hints.last_year.get(edit.cell)) for edit in candidate.edits]
        of_text = [_told(edit, hints.text.get(edit.cell, frozenset())) for edit in candidate.edits]
        of_text += [_summed(candidate.edits, said, values) for said in hints.sums]
        last_year, text = sum(of_last_year), sum(of_text)
        # What is borne out and nowhere spoken against goes before what merely takes a smaller slip.
        borne_out = last_year + text if min((*of_last_year, *of_text), default=0) >= 0 else 0
        scored.append(((-borne_out, candidate.cost, -(last_year + text)), last_year, text, candidate))
    scored.sort(key=lambda item: (item[0], [edit.cell for edit in item[3].edits]))
    best = [item for item in scored if item[0][:2] == scored[0][0][:2]]
    told = best[0][1] + best[0][2]
    # Where what is said elsewhere speaks for one explanation alone, the tables need not decide.
    decided = told > 0 and sum(last_year + text == told for _, last_year, text, _ in best) == 1
    ranks = {key: rank for rank, key in enumerate(dict.fromkeys(key for key, *_ in scored), 1)}
    return tuple(
        Suggestion(
            ranks[key],
            "+".join(dict.fromkeys(edit.operation for edit in candidate.edits)),
            candidate.edits,
            candidate.slips,
            not alternatives and not truncated,
            alternatives,
            candidate.alike and not decided,
            _evidence(last_year, text),
            truncated,
        )
        for key, last_year, text, candidate in scored[:MOST]
    )


def _agreement(edit: Edit, known: int | None) -> int:
    """1 if the new figure is the one known from elsewhere, -1 if the printed one is, which then needs no change."""
    return 0 if known is None else (edit.new == known) - (edit.old == known)


def _told(edit: Edit, told: frozenset[int]) -> int:
    return (edit.new in told) - (edit.old in told)


def _summed(edits: Sequence[Edit], said: Said, values: Mapping[CellKey, int | None]) -> int:
    """The same of cells of which the text gives the sum: nothing where one of them has no number."""
    changed = {edit.cell: edit.new for edit in edits}
    if not any(cell in changed for _, cell in said.cells):
        return 0
    printed = [(sign, cell, values.get(cell)) for sign, cell in said.cells]
    if any(value is None for _, _, value in printed):
        return 0
    old = sum(sign * (value or 0) for sign, _, value in printed)
    new = sum(sign * changed.get(cell, value or 0) for sign, cell, value in printed)
    return (new == said.number) - (old == said.number)


def _evidence(last_year: int, text: int) -> str:
    speaking = [name for name, by in (("carry_over", last_year), ("narrative", text)) if by > 0]
    return "+".join(speaking) or EVIDENCE[0]
