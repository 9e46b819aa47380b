"""Localisation: ``python -m benchmarks.localising [REPORTS]``.

Balanced figures, sparse and dense, with one to three slips planted in each report. Says how often the slips planted are
among the explanations and among the best, how often one explanation is alone, and what a report takes. Times are of the
processor, so that what else the machine does counts less.
"""

from __future__ import annotations

import sys
from itertools import product
from random import Random
from time import process_time

from rich.console import Console
from rich.table import Table

from pipeline.engine.suggesting import undisturbed
from pipeline.forms import FORMS
from pipeline.ledger import localise
from tests.corpus.figures import Wish
from tests.corpus.slips import CHECKED, SINGLE, SLIPS, counts, planted

REPORTS = 200
WISHES = {"sparse": Wish(zeros=0.93, largest=10), "mixed": Wish(zeros=0.6), "dense": Wish(zeros=0.1)}
KINDS = {"one cell": list(SINGLE), "any": list(SLIPS)}


def row(reports: int, wish: Wish, kinds: list[str], slips: int) -> list[str]:
    """One line of the table: shares in percent, milliseconds a report."""
    random = Random(slips)
    times: list[float] = []
    among = best = alone = 0
    while len(times) < reports:
        form = random.choice(FORMS.forms)
        cells = counts(form, random, wish)
        wrong = planted(form, cells, random.choices(kinds, k=slips), random)
        if wrong is None:
            continue
        start = process_time()
        found = localise(wrong, dict.fromkeys(CHECKED, form.key))
        times.append((process_time() - start) * 1000)
        truth = {(key, cells[key]) for key in cells if cells[key] != wrong[key]}
        ranks = [one.rank for one in found if {(edit.cell, edit.new) for edit in one.edits} == truth]
        among += bool(ranks)
        best += ranks == [1]
        alone += found[0].unique if found else 0
    times.sort()
    shares = (f"{100 * part / reports:.1f}" for part in (among, best, alone))
    places = (times[reports // 2], times[int(0.95 * reports)], times[-1])
    return [*shares, *(f"{place:.1f}" for place in places)]


def main() -> None:
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    table = Table("figures", "slips", "kind", "among %", "best %", "unique %", "p50 ms", "p95 ms", "max ms")
    with undisturbed():  # as the stage does
        for (name, wish), (kind, kinds), slips in product(WISHES.items(), KINDS.items(), (1, 2, 3)):
            table.add_row(name, str(slips), kind, *row(reports, wish, kinds, slips))
    Console().print(table)


if __name__ == "__main__":
    main()
