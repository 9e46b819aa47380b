"""Suggestions for reports at hand: which cells most likely broke, told by last year and by the text too."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.engine.localisation import CARRIED_FORWARD, LEDGER, carried, claimed, counts_of
from pipeline.engine.reading import Reading
from pipeline.forms import FORMS, CellKey, Forms
from pipeline.ledger import Hints, Suggestion, localise
from pipeline.narrative import Judged

NOTHING = Hints()
"""Nothing is known from elsewhere."""

SHOWN = 3
"""How many explanations of the best rank are shown to a person."""


def suggest(reading: Reading, last_year: Reading | None, forms: Forms = FORMS) -> tuple[Suggestion, ...]:
    """The smallest explanations of what fails in a report, best first; none where nothing fails.

    What `last_year`'s report carried forward and what the text claims go before the smallness of the slips.
    """
    if reading.tables is None:
        return ()
    counts = _counts(reading)
    forward = () if last_year is None else _counts(last_year).items()
    hints = carried((key.column, value) for key, value in forward if (key.table, key.row) == (LEDGER, CARRIED_FORWARD))
    return localise(counts, reading.tables.table_forms, hints_of(reading.claims, hints), forms)


def best(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Those of the first rank."""
    return tuple(suggestion for suggestion in suggestions if suggestion.rank == 1)


def hints_of(claims: Iterable[Judged], of_last_year: Hints = NOTHING) -> Hints:
    """What is known from elsewhere: of last year, and what the text says surely."""
    said = ((one.cells, one.claim.number, one.claim.exactness, one.claim.scope, one.claim.closed) for one in claims)
    return claimed(said, of_last_year)


def _counts(reading: Reading) -> dict[CellKey, int | None]:
    cells = reading.tables.cells if reading.tables is not None else ()
    return counts_of((cell[:4], str(cell.status)) for cell in cells)
