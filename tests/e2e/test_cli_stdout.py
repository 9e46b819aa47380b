"""What libraries print is not among the answers; what becomes of answers that nobody takes, and of what is typed in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


COMMAND = [sys.executable, "-c", "from pipeline.cli.main import main; main()"]
CLEAN = RAW / "qingtang_health_2022.txt"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["check", "parse"])
def test_answers_that_cannot_be_written_are_said_to_be(command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, command, CLEAN], env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("gouji: 无法写出结果")
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("command", ["check", "parse"])
def test_who_leaves_before_the_answer_gets_no_verdict(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, command, CLEAN], env=ENVIRONMENT, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_standard_input_is_read_where_the_path_is_a_dash() -> None:
    with CLEAN.open("rb") as typed:
        done = subprocess.run([*COMMAND, "parse", "-"], env=ENVIRONMENT, stdin=typed, capture_output=True, check=True)
    answer = json.loads(done.stdout)
    assert (answer["path"], answer["status"], answer["report_year"]) == ("-", "complete", 2022)
