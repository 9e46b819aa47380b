"""Reading against its floor: ``python -m benchmarks.reading [FOLDER…]``.

The floor is what nobody who looks for labels in a text can go below without cleverness: decode the bytes, NFKC of all
of it, split it into lines, and one regular expression of all labels of the forms over it. Reading is everything from
the bytes to cells, plus the identities. Identities are evaluated for many reports at once, as a run does; their cost is
measured over a large batch and added to each report in equal shares.

Every figure is the median of several rounds in one process, files taken in turn within a round. Times are per report.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from pipeline.engine.reading import Reading, checks_of, read_report
from pipeline.forms import FORMS, Column, Row
from pipeline.readers import Unreadable
from pipeline.readers import read as decode

ROUNDS = 15
BATCH = 1_000
SAMPLES = Path(__file__).resolve().parent.parent / "data" / "raw"


def label_pattern() -> re.Pattern[str]:
    """One regular expression of all labels and their variants, the longest first."""
    lines: list[Row | Column] = []
    for key in FORMS.table_keys:
        lines += [*FORMS.rows(key), *FORMS.columns(key)]
    labels = {unicodedata.normalize("NFKC", text) for line in lines for text in (line.label, *line.variants)}
    return re.compile("|".join(re.escape(label) for label in sorted(labels, key=lambda label: (-len(label), label))))


def floor(data: bytes, charset: str, labels: re.Pattern[str]) -> int:
    """The least that must be done with the bytes; gives the number of labels found."""
    text = unicodedata.normalize("NFKC", data.decode(charset))
    text.splitlines()
    return len(labels.findall(text))


def timed(call: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = perf_counter()
    call()
    return perf_counter() - start


def copies(readings: Sequence[Reading], number: int) -> list[Reading]:
    """`number` readings made of the given ones, each with an identity of its own."""
    return [replace(readings[i % len(readings)], report_id=f"r{i:016x}") for i in range(number)]


def reports(folders: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Name and bytes of the text reports in the folders: ``*.txt``, or ``raw.txt`` one folder deeper."""
    paths = [path for folder in folders for path in sorted([*folder.glob("*.txt"), *folder.glob("*/raw.txt")])]
    return [(path.parent.name if path.name == "raw.txt" else path.stem, path.read_bytes()) for path in paths]


def main(folders: Sequence[Path]) -> None:
    """Measure every readable report in the folders and print a table."""
    labels = label_pattern()
    files: list[tuple[str, bytes, str]] = []
    for name, data in reports(folders):
        try:
            files.append((name, data, decode(data, name).charset))
        except Unreadable:
            continue
    floors: list[list[float]] = [[] for _ in files]
    times: list[list[float]] = [[] for _ in files]
    for _ in range(ROUNDS + 1):
        for i, (name, data, charset) in enumerate(files):
            floors[i].append(timed(lambda data=data, charset=charset: floor(data, charset, labels)))  # type: ignore[misc]
            times[i].append(timed(lambda data=data, name=name: read_report(data, name)))  # type: ignore[misc]
    # The first round warms caches up and does not count.
    floor_of = [median(seconds[1:]) for seconds in floors]
    reading_of = [median(seconds[1:]) for seconds in times]
    share = identities_share([read_report(data, name) for name, data, _ in files])

    table = Table(title=f"bytes to cells and identities, median of {ROUNDS} rounds", title_justify="left")
    for heading in ("report", "KB", "floor ms", "reading ms", "identities ms", "ratio"):
        table.add_column(heading, justify="left" if heading == "report" else "right")
    for (name, data, _), low, spent in zip(files, floor_of, reading_of, strict=True):
        table.add_row(name, f"{len(data) / 1024:.1f}", *milliseconds(low, spent, share), f"{(spent + share) / low:.2f}")
    table.add_section()
    low, spent = sum(floor_of) / len(files), sum(reading_of) / len(files)
    size = sum(len(data) for _, data, _ in files) / len(files) / 1024
    table.add_row("mean", f"{size:.1f}", *milliseconds(low, spent, share), f"{(spent + share) / low:.2f}")
    Console(width=100).print(table)


def identities_share(readings: Sequence[Reading]) -> float:
    """Seconds that the identities of one report cost in a large batch."""
    batch = copies([reading for reading in readings if reading.tables is not None], BATCH)
    return median(timed(lambda: checks_of(batch)) for _ in range(3)) / len(batch)


def milliseconds(*seconds: float) -> list[str]:
    """Seconds as text in milliseconds."""
    return [f"{second * 1000:.2f}" for second in seconds]


if __name__ == "__main__":
    real = os.environ.get("GOUJI_REPORTS")
    given = [Path(argument) for argument in sys.argv[1:]]
    main(given or [SAMPLES, *([Path(real)] if real else [])])
