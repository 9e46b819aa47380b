"""Files that hang, take the memory or take their process down: each is a row that says so, and the others go on."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from pipeline.engine import batches
from pipeline.engine.apart import Apart
from pipeline.engine.batches import Source, read_contents
from pipeline.engine.guard import LARGE, Guard
from pipeline.engine.pool import Limits, Lost, Say, work
from pipeline.engine.reading import read_report
from pipeline.readers import Unreadable, read
from pipeline.storage import put_blob
from tests.corpus.files import docx, known, pdf
from tests.known import RAW
from tests.readers_for_tests import open_as_told, spinning, unruly

SAMPLE = RAW / "qingtang_health_2020.txt"
PDF = pdf(known(1).parts)


@pytest.fixture
def apart() -> Iterator[Apart]:
    opened = Apart(open_as_told, patience=3.0)
    yield opened
    opened.close()


def code(apart: Apart, data: bytes) -> str:
    with pytest.raises(Unreadable) as raised:
        apart.open(data, "x")
    return raised.value.code


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"STUCK", "too_slow"),
        (b"SLEEP", "too_slow"),
        (b"MEMORY", "too_large"),
        (b"DIE", "reader_died"),
        (b"RAISE", "reader_crash"),
    ],
)
def test_whatever_a_file_does_to_its_process_the_next_one_is_opened(apart: Apart, data: bytes, expected: str) -> None:
    assert code(apart, data) == expected
    document, spent = apart.open("年报".encode(), "x")
    assert document.text == "年报"
    assert 0 <= spent < 1


def test_a_process_that_was_ended_meanwhile_costs_no_file(apart: Apart) -> None:
    apart.open(b"1", "x")
    assert apart._child is not None
    apart._child.process.kill()
    apart._child.process.wait()
    assert apart.open(b"2", "x")[0].text == "2"


def test_what_files_before_left_behind_costs_no_file(apart: Apart) -> None:
    assert apart.open(b"KEEP", "x")[0].text == "KEEP"  # 300 MB that stay
    assert apart.open(b"TAKE", "x")[0].text == "TAKE"  # 300 MB more
    assert code(apart, b"MEMORY") == "too_large"


_HEAVY = """
import polars, duckdb, scipy.optimize, sys
from pathlib import Path
from pipeline.engine.guard import Guard
from pipeline.engine.reading import read_document
if __name__ == "__main__":
    with Guard() as guard:
        print(guard.read(read_document, Path(sys.argv[1]).read_bytes(), "x").kind)
"""


def test_a_heavy_program_leaves_no_less_room_for_files(tmp_path: Path, root: Path) -> None:
    (tmp_path / "heavy.py").write_text(_HEAVY)
    (tmp_path / "a.pdf").write_bytes(PDF)
    done = subprocess.run(
        [sys.executable, tmp_path / "heavy.py", tmp_path / "a.pdf"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert (done.stdout.strip(), done.stderr) == ("report", "")


def test_what_is_said_of_a_file_opened_elsewhere_is_what_is_said_here() -> None:
    opened = Apart()
    try:
        assert opened.open(PDF, "a.pdf")[0] == read(PDF, "a.pdf")
        with pytest.raises(Unreadable) as raised:
            opened.open(b"%PDF-1.7\n" + b"\x00garbage" * 50, "a.pdf")
        assert raised.value.code == "broken_pdf"
    finally:
        opened.close()


@pytest.mark.parametrize("data", [PDF, docx(known(1).parts), SAMPLE.read_bytes(), b"<p>" + b" " * LARGE + b"</p>"])
def test_a_guarded_reading_is_the_reading(data: bytes) -> None:
    with Guard() as guard:
        assert guard.read(read_report, data, "a") == read_report(data, "a")


def test_python_that_does_not_end_is_interrupted() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with Guard() as guard:
        reading = guard.read(spinning, b"SPIN", "a")
        assert (reading.status, [problem.code for problem in reading.problems]) == ("unreadable", ["too_slow"])
        assert reading.sha256 == hashlib.sha256(b"SPIN").hexdigest()
        assert guard.read(spinning, SAMPLE.read_bytes(), "a").status == "complete"
    assert signal.getsignal(signal.SIGVTALRM) is before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_time_of_other_threads_is_not_that_of_the_file() -> None:
    done = threading.Event()

    def busy() -> None:
        while not done.is_set():
            pass

    threads = [threading.Thread(target=busy) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        with Guard() as guard:
            for _ in range(3):
                assert guard.read(spinning, SAMPLE.read_bytes(), "a").status == "complete"
            assert guard.read(spinning, b"SPIN", "a").problems[0].code == "too_slow"
    finally:
        done.set()


def test_in_another_thread_files_are_read_by_other_processes(tmp_path: Path) -> None:
    sources = [Source(put_blob(tmp_path, SAMPLE.read_bytes()), "a.txt")]
    found: list[batches.Frames] = []
    thread = threading.Thread(target=lambda: found.append(read_contents(sources, tmp_path, True, None, spinning)))
    thread.start()
    thread.join()
    assert found[0]["readings"]["status"].to_list() == ["complete"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_is_not_read_costs_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr(batches, "BATCH", 6)
    monkeypatch.setattr(batches, "LIMITS", Limits(clock=4.0, processor=2.5))
    bad = [b"SPIN"] if workers == 1 else [b"SPIN", b"STUCK", b"SLEEP", b"CRASH"]
    good = [SAMPLE.read_bytes() + bytes([48 + number]) for number in range(6)]
    names = [put_blob(tmp_path, data) for pair in zip(good, bad, strict=False) for data in pair]
    names += [put_blob(tmp_path, data) for data in good[len(bad) :]]
    sources = [Source(name, f"{name[:4]}.txt") for name in names]
    frames = read_contents(sources, tmp_path, True, workers, unruly)
    statuses = dict(frames["readings"].select("report_id", "status").iter_rows())
    assert sorted(statuses.values()) == ["complete"] * 6 + ["unreadable"] * len(bad)
    problems = dict(frames["problems"].select("report_id", "code").iter_rows())
    for data in bad:
        expected = "reader_died" if data == b"CRASH" else "too_slow"
        assert problems["r" + put_blob(tmp_path, data)[:16]] == expected
    for message in frames["problems"].filter(pl.col("code").is_in(["too_slow", "reader_died"]))["message"]:
        assert "文件" in message
        assert "file" in message


def _between(task: int, say: Say) -> int:
    say(0)
    say(None)
    if task:
        os.abort()
    return task


def _failing(task: int, say: Say) -> int:
    raise ValueError(f"task {task}")


def _unheard(task: int, say: Say) -> int:
    say(task)
    os.abort()


def test_a_process_that_ends_for_no_file_is_a_failure_of_the_run() -> None:
    with pytest.raises(RuntimeError, match="ended by itself"):
        list(work(_between, [1], 1))
    with pytest.raises(RuntimeError, match="ValueError: task 7"):
        list(work(_failing, [7], 1))


def test_tasks_are_done_once_and_lost_once() -> None:
    assert list(work(_between, [0, 0, 0], 2)) == [(0, 0)] * 3
    assert list(work(_unheard, [3], 2)) == [Lost(3, 3, False)]


def _bomb(characters: int) -> bytes:
    """A PDF whose page unpacks to so many characters."""
    packer = zlib.compressobj(9)
    pieces = [packer.compress(b" " * 10_000_000) for _ in range(characters // 10_000_000)]
    content = b"".join([*pieces, packer.flush()]).decode("latin-1")
    head = f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n{content}\nendstream"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        head,
    ]
    body = "%PDF-1.7\n" + "\n".join(f"{n} 0 obj\n{what}\nendobj" for n, what in enumerate(objects, 1))
    return (body + "\ntrailer << /Size 5 /Root 1 0 R >>\n").encode("latin-1")


_CHILDREN = """
import resource, sys
from pathlib import Path
from pipeline.engine.guard import Guard
from pipeline.engine.reading import read_report
with Guard() as guard:
    reading = guard.read(read_report, Path(sys.argv[1]).read_bytes(), "x")
print([problem.code for problem in reading.problems][0])
own = [int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(max(*own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound the memory of a process")
def test_a_page_that_unpacks_to_far_too_much_stays_below_the_limit(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(_bomb(1_200_000_000))
    done = subprocess.run([sys.executable, "-c", _CHILDREN, path], capture_output=True, text=True, check=True, cwd=root)
    said, most = done.stdout.split()
    assert said in {"reader_died", "too_large", "too_slow"}
    assert int(most) < 500
