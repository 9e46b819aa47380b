"""What libraries print is not among the answers."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.known import RAW

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(RAW.parent.parent)}
NOISY = """
import os
from pipeline.cli.stdout import keep_to_answers
{first}
keep_to_answers()
os.write(1, b"noise")
print("答案", flush=True)
"""


def run(first: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", NOISY.format(first=first)], env=ENVIRONMENT, capture_output=True, check=False
    )


def test_what_is_written_to_the_descriptor_goes_to_stderr() -> None:
    done = run()
    assert (done.returncode, done.stdout.decode("utf-8").strip(), done.stderr) == (0, "答案", b"noise")


def test_without_stderr_all_is_as_it_was() -> None:
    done = run("os.close(2)")
    assert (done.returncode, done.stdout.decode("utf-8").strip()) == (0, "noise答案")


def test_without_stdout_nothing_happens() -> None:
    assert run("import sys; sys.stdout = None; os.close(1); os.open(os.devnull, os.O_WRONLY)").returncode == 0
