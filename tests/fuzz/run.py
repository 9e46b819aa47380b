"""The long run: ``python -m tests.fuzz.run --minutes 30 [--seed N] [--from N] [--out DIR] [FOLDER…]``.

Case N of a seed is always the same bytes. What does not hold is written to `--out`, one file a case, and counted by
what broke. A case that does not come back is stopped after some seconds, told of with the place where it was, and
passed over. Readings are held to the limits that a run holds them to.
Folders of reports (``raw.*``) are mutated besides the samples and the generated ones.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import monotonic
from types import FrameType

from pipeline.engine.guard import Guard
from pipeline.engine.reading import Reading
from tests.corpus import files
from tests.corpus.layouts import GLUED, LAYOUTS
from tests.corpus.reports import Noise, make
from tests.fuzz.holding import SECONDS, Broken, examine, examine_checks
from tests.fuzz.mutations import mutate, mutate_packed
from tests.gate.corpora import word_file
from tests.known import RAW

BATCH = 64
STOPPED = 6  # seconds of processor time after which a case is stopped
MEMORY = 500 * 1024  # KB, of the whole process
SHOWN = 5  # cases told of, of each kind

Source = tuple[str, bytes]


class Stopped(BaseException):
    """A case that takes too long. Not an Exception, so that no reader takes it for a failure of its own."""


def sources(folders: Sequence[Path] = ()) -> list[Source]:
    """Name and bytes of what is mutated: samples, one report of every layout, files of the folders."""
    found = [(path.name, path.read_bytes()) for path in sorted(RAW.iterdir())]
    for number, layout in enumerate((*LAYOUTS, GLUED)):
        for form in ("2019", "2021"):
            made = make(number, layout, Noise(chrome=bool(number % 2)), form=form)
            found.append((f"{layout.name}.txt", made.text.encode()))
    for number in range(2):
        parts = files.known(number).parts
        found += [
            ("html.html", files.html(parts).encode()),
            ("docx.docx", word_file(parts)),
            ("pdf.pdf", files.pdf(parts, files.Drawing(boxes=bool(number)))),
        ]
    for folder in folders:
        paths = sorted(folder.rglob("raw*.*"))
        found += [(path.name, path.read_bytes()) for path in paths if path.stat().st_size < 2_000_000]
    return found


def case(seed: int, number: int, known: Sequence[Source]) -> Source:
    """The case with this number: a file name and its bytes."""
    random = Random(f"{seed}-{number}")
    name, data = random.choice(known)
    if random.random() < 0.02:
        return name, random.randbytes(random.choice((0, 1, 7, 300, 40_000)))
    other = random.choice(known)[1]
    # Flipping bytes of a packed file only breaks the packing; what it holds is to be broken too.
    change = mutate_packed if data.startswith(b"PK") and random.random() < 0.7 else mutate
    return name, change(data, other, random)


def examined(
    seed: int,
    numbers: Iterator[int],
    known: Sequence[Source],
    guard: Guard | None = None,
    seconds: float = SECONDS,
) -> Iterator[tuple[int, Source, list[Broken]]]:
    """Each case with what does not hold of it; verdicts are looked at a batch at a time."""
    waiting: dict[int, tuple[Source, Reading]] = {}
    for number in numbers:
        source = case(seed, number, known)
        reading, broken = examine(source[1], source[0], guard, seconds)
        if reading is not None:
            waiting[number] = (source, reading)
        yield number, source, broken
        if len(waiting) == BATCH:
            yield from _judged(waiting)
            waiting = {}
    yield from _judged(waiting)


def _judged(waiting: dict[int, tuple[Source, Reading]]) -> Iterator[tuple[int, Source, list[Broken]]]:
    if examine_checks([reading for _, reading in waiting.values()]):
        for number, (source, reading) in waiting.items():
            if broken := examine_checks([reading]):
                yield number, source, broken


def main(minutes: float, seed: int, first: int, out: Path, folders: Sequence[Path]) -> int:
    """Run for so many minutes; the number of cases of which something does not hold."""
    known = sources(folders)
    out.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGPROF, _stop)
    end = monotonic() + 60 * minutes
    kinds: Counter[str] = Counter()
    read, number = 0, first - 1

    def numbers() -> Iterator[int]:
        nonlocal number, read
        while monotonic() < end:
            number += 1
            signal.setitimer(signal.ITIMER_PROF, STOPPED)
            yield number
            read += 1

    def tell(source: Source, broken: Sequence[Broken]) -> None:
        for one in broken[:1]:
            kind = f"{one.what}: {one.message.split(':')[0]}" if one.what in {"crashed", "raised"} else one.what
            kinds[kind] += 1
            if kinds[kind] <= SHOWN:
                (out / f"{seed}-{number}-{source[0]}").write_bytes(source[1])
                print(f"{seed}-{number} {source[0]} {one.what}: {one.message[:400]}", flush=True)

    guard = Guard()
    while monotonic() < end:
        try:
            for at, source, broken in examined(seed, numbers(), known, guard):
                tell(source, broken)
                if at % 5000 == 0:
                    print(f"{read} cases, {_memory() // 1024} MB, {dict(kinds)}", flush=True)
        except Stopped as stopped:
            where = " < ".join(
                f"{f.name}:{f.lineno}" for f in reversed(traceback.extract_tb(stopped.__traceback__)[-6:-1])
            )
            tell(case(seed, number, known), [Broken("stopped", where)])
    signal.setitimer(signal.ITIMER_PROF, 0)
    guard.__exit__(None, None, None)
    if _memory() > MEMORY:
        kinds["memory"] += 1
    print(f"{read} cases from {first} of seed {seed}, at most {_memory() // 1024} MB: {dict(kinds) or 'all hold'}")
    return sum(kinds.values())


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _memory() -> int:
    """The most memory this process has had, in KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    real = os.environ.get("GOUJI_REPORTS")
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--out", type=Path, default=Path(".fuzz"))
    parser.add_argument("folders", nargs="*", type=Path, default=[Path(real)] if real else [])
    given = parser.parse_args()
    sys.exit(bool(main(given.minutes, given.seed, given.first, given.out, given.folders)))
