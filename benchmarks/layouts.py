"""Reading against its floor by layout: ``python -m benchmarks.layouts``.

The same as ``benchmarks.reading``, over whole reports made in every layout, on both forms, with mostly small figures
and zeros as real ledgers have. A report here is a few thousand characters: tables and hardly any prose, so that the
ratio is that of reading tables, the hardest part. Figures are medians over reports of the best of several rounds, in
processor time.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

from rich.console import Console
from rich.table import Table

from benchmarks.reading import floor, label_pattern
from pipeline.engine.reading import read_report
from pipeline.forms import FORMS
from tests.corpus.figures import Wish
from tests.corpus.layouts import GLUED, LAYOUTS
from tests.corpus.reports import Noise, make

ROUNDS = 7
SEEDS = range(6)
REAL = Wish(zeros=0.85, largest=400)


def least(call: Callable[[], object]) -> float:
    """Seconds of processor time that a call takes at least: a machine at work on other things adds to the others."""
    spent = []
    for _ in range(ROUNDS):
        start = process_time()
        call()
        spent.append(process_time() - start)
    return min(spent)


def main() -> None:
    """Measure every layout and print a table."""
    labels = label_pattern()
    table = Table(title=f"bytes to cells, best of {ROUNDS} rounds", title_justify="left")
    for heading in ("layout", "KB", "floor ms", "reading ms", "slowest ms", "ratio"):
        table.add_column(heading, justify="left" if heading == "layout" else "right")
    for layout in (*LAYOUTS, GLUED):
        texts = [make(seed, layout, Noise(), REAL, form.key).text.encode() for seed in SEEDS for form in FORMS.forms]
        floors, times = [], []
        for data in texts:
            read_report(data, "report.txt")
            floors.append(least(lambda data=data: floor(data, "utf-8", labels)))  # type: ignore[misc]
            times.append(least(lambda data=data: read_report(data, "report.txt")))  # type: ignore[misc]
        low, spent = median(floors), median(times)
        size = median(len(data) for data in texts) / 1024
        figures = (f"{size:.1f}", *(f"{seconds * 1000:.2f}" for seconds in (low, spent, max(times))))
        table.add_row(layout.name, *figures, f"{spent / low:.1f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
