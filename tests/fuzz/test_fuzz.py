"""A short run over mutated reports, the same every time, and reports that grow; the long one is ``tests.fuzz.run``."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from pipeline.engine.reading import Reading, checks_of, read_report
from pipeline.tables.model import CellStatus
from tests.fuzz.holding import examine, examine_checks
from tests.fuzz.run import case, examined, sources
from tests.known import RAW

CASES = 300
SEED = 20_250_131
SAMPLE = RAW / "qingtang_health_2020.txt"
HANGS = 30.0  # seconds that no case takes, however slow the machine and with coverage measured


def test_whatever_happens_to_a_report_the_reading_of_it_holds() -> None:
    known = sources()
    broken = [(number, found) for number, _, found in examined(SEED, iter(range(CASES)), known, seconds=HANGS) if found]
    assert broken == []


def test_a_case_is_the_same_every_time() -> None:
    known = sources()
    cases = [case(SEED, number, known) for number in range(50)]
    assert cases == [case(SEED, number, known) for number in range(50)]
    assert len({data for _, data in cases}) > 40


def _forged(reading: Reading, **changes: Any) -> Reading:
    """The reading with its first reported cell of the ledger changed."""
    assert reading.tables is not None
    cells = list(reading.tables.cells)
    at = next(i for i, cell in enumerate(cells) if cell.table == "requests" and cell.status is CellStatus.REPORTED)
    cells[at] = cells[at]._replace(**changes)
    return replace(reading, tables=replace(reading.tables, cells=tuple(cells)))


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"start": 0, "end": 1}, "offsets"),
        ({"start": None}, "offsets"),
        ({"value": 4711}, "digits"),
        ({"value": None}, "cell"),
        ({"status": CellStatus.BLANK}, "cell"),
        ({"column": "total"}, "twice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_hold_is_found(changes: dict[str, Any], what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = SAMPLE.read_bytes()
    forged = _forged(read_report(data, SAMPLE.name), **changes)
    monkeypatch.setattr("tests.fuzz.holding.read_report", lambda data, name: forged)
    assert what in {broken.what for broken in examine(data, SAMPLE.name)[1]}


def test_a_crash_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("pipeline.engine.reading.read_tables", fail)
    assert [broken.what for broken in examine(SAMPLE.read_bytes(), SAMPLE.name)[1]] == ["crashed"]


def test_a_verdict_that_adding_up_denies_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read_report(SAMPLE.read_bytes(), SAMPLE.name)
    assert examine_checks([reading]) == []
    other = _forged(reading, value=4711)
    monkeypatch.setattr("tests.fuzz.holding.checks_of", lambda readings: checks_of([reading]))
    assert {broken.what for broken in examine_checks([other])} == {"verdict"}


@pytest.mark.parametrize("unit", ["|", "| 0 ", "(", "\n", " \u3000", "0", "2023年", "公开", "<td>0</td>"])
def test_a_text_as_long_as_is_read_is_read_in_time(unit: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    place = text.index("行政处罚")

    def seconds(characters: int) -> float:
        data = (text[:place] + unit * (characters // len(unit)) + text[place:]).encode()
        begun = process_time()
        assert examine(data, SAMPLE.name, seconds=HANGS)[1] == []
        return process_time() - begun

    short, long = seconds(30_000), seconds(300_000)
    # Ten times the text: a quadratic reader takes a hundred times as long.
    assert long < 30 * max(short, 0.02)


_LONGEST = """
import re, sys
from pipeline.engine.reading import read_report
from pipeline.readers.document import LONGEST
text = open(sys.argv[1], encoding="utf-8").read()
line = "本单位按照条例要求做好各项公开工作。\\n"
reading = read_report((text + line * ((LONGEST - len(text)) // len(line))).encode(), "x.txt")
assert reading.document is not None and len(reading.document.text) > LONGEST - 100
assert read_report(line.encode() * 100_000, "x.txt").problems[0].code == "too_long"
# Not ru_maxrss, which counts the process that started this one too.
print(re.search(r"VmHWM:\\s+([0-9]+) kB", open("/proc/self/status").read())[1])
"""


def test_the_longest_text_stays_below_five_hundred_megabytes(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LONGEST, SAMPLE], capture_output=True, text=True, check=True, cwd=root
    )
    assert int(done.stdout) / 1024 < 500
