"""``gouji parse``: one JSON object a file, in order, and nothing else on stdout, whatever the files are."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline import __version__
from pipeline.cli.main import app
from tests.known import RAW, SAMPLE_REPORTS

COMMAND = (sys.executable, "-c", "from pipeline.cli.main import main; main()")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(RAW.parent.parent)}


def gouji(*arguments: str | Path) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(app, [os.fspath(argument) for argument in arguments])


def answers(*paths: str | Path) -> list[dict[str, Any]]:
    """What `gouji parse` answers, after looking at what holds for any answer."""
    done = gouji("parse", "--format", "jsonl", *paths)
    assert done.exit_code == 0, done.output
    lines = done.stdout_bytes.decode("utf-8").splitlines()
    assert len(lines) == len(paths)
    found = [json.loads(line, parse_float=Decimal) for line in lines]
    assert [answer["path"] for answer in found] == [os.fspath(path) for path in paths]
    for answer in found:
        assert list(answer) == [
            *("path", "sha256", "agency", "agency_key", "agency_name", "region_code", "department"),
            *("level", "vertical", "method", "confidence", "reason", "scope"),
            *("report_year", "form", "status", "cells", "checks", "suggestions", "problems", "claims"),
        ]
    return found


def test_all_samples_at_once_in_the_order_given() -> None:
    paths = [RAW / f"{sample.name}.txt" for sample in reversed(SAMPLE_REPORTS)]
    found = answers(*paths)
    assert [answer["sha256"] for answer in found] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    for sample, answer in zip(reversed(SAMPLE_REPORTS), found, strict=True):
        # What each cell should be is the affair of test_samples; here it must come through unchanged.
        values = {(cell["table"], cell["row"], cell["column"]): cell["value"] for cell in answer["cells"]}
        reported = {key for key, value in values.items() if value is not None}
        assert reported <= set(sample.cells)
        assert {key: sample.cells[key] for key in reported} == {key: values[key] for key in reported}
        assert {(check["rule"], check["instance"]) for check in answer["checks"] if check["status"] == "fail"} == (
            sample.failing
        )


def test_numbers_are_numbers_and_decimals_keep_their_digits() -> None:
    [answer] = answers(RAW / "qiwu_government_2023.txt")
    values = {(cell["row"], cell["column"]): cell["value"] for cell in answer["cells"] if cell["table"] != "review"}
    assert values["new_received", "total"] == 651
    assert isinstance(values["new_received", "total"], int)
    assert values["fees", "amount"] == Decimal("28476.3915")


def test_how_surely_the_body_was_told_and_why_not(tmp_path: Path) -> None:
    named = tmp_path / "named.txt"
    named.write_text("亳州市谯城区卫健委2021年政府信息公开工作年度报告\n一、总体情况\n无。\n", encoding="utf-8")
    sure, unknown, none = answers(named, RAW / "qiwu_housing_2019.txt", RAW / "empty.txt")
    told = ("agency_key", "region_code", "department", "level", "vertical", "method", "reason")
    assert [sure[key] for key in told] == ["341602-HLT", "341602", "HLT", "county", None, "name", None]
    assert sure["confidence"] >= 0.8
    assert (unknown["method"], unknown["confidence"]) == ("unresolved", 0)
    assert unknown["reason"].startswith("unknown_region")
    assert [none[key] for key in told] == [None] * len(told)


def test_a_cell_and_a_check_and_a_problem_have_the_fields_others_rely_on() -> None:
    [answer] = answers(RAW / "qiwu_housing_2019.txt")
    assert set(answer["cells"][0]) == {
        *("table", "row", "column", "value", "raw", "unit", "status", "start", "end", "place"),
    }
    assert set(answer["checks"][0]) == {"rule", "instance", "status", "lhs", "rhs", "delta"}
    assert set(answer["problems"][0]) == {"code", "message", "table", "row", "column"}


def test_a_claim_has_the_fields_others_rely_on(tmp_path: Path) -> None:
    report = tmp_path / "claims.txt"
    text = (RAW / "qiwu_government_2023.txt").read_text(encoding="utf-8")
    assert "\n二、" in text
    report.write_text(text.replace("\n二、", "\n全区共收到政府信息公开申请９件。\n二、", 1), encoding="utf-8")
    [answer] = answers(report)
    [claim] = [claim for claim in answer["claims"] if claim["sentence"] == "全区共收到政府信息公开申请9件。"]
    assert list(claim) == [
        *("concept", "number", "unit", "exact", "scope", "start", "end", "sentence", "cells", "value"),
        *("at_least", "verdict"),
    ]
    assert (claim["concept"], claim["number"], claim["exact"]) == ("requests_received", 9, True)
    assert (claim["value"], claim["verdict"]) == (651, "disagrees")
    assert report.read_text(encoding="utf-8")[claim["start"] : claim["end"]] == "９件"


def test_what_cannot_be_opened_is_answered(tmp_path: Path) -> None:
    good = RAW / "qingtang_health_2020.txt"
    found = answers(tmp_path / "missing.txt", good, tmp_path)
    assert [answer["status"] for answer in found] == ["unreadable", "complete", "unreadable"]
    assert [problem["code"] for answer in found for problem in answer["problems"]] == ["cannot_open", "not_a_file"]
    assert found[0]["sha256"] is None


def test_bad_bytes_are_answered(tmp_path: Path) -> None:
    text = (RAW / "qingtang_health_2020.txt").read_text(encoding="utf-8")
    contents = {
        "binary": bytes(range(256)) * 64,
        "broken": text.encode()[:600] + b"\xff\xff\xff" + text.encode()[600:],
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(2000),
        "blank": b" \n\t\n",
        "utf16": text.encode("utf-16"),
        "cut": text[: text.index("(四)无法提供")].encode(),
    }
    paths = []
    for name, data in contents.items():
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_bytes(data)
    status = {name: answer["status"] for name, answer in zip(contents, answers(*paths), strict=True)}
    assert status == {
        "binary": "unreadable",
        "broken": "unreadable",
        "picture": "unreadable",
        "blank": "unreadable",
        "utf16": "complete",
        "cut": "partial",
    }


def test_the_same_file_twice_is_answered_twice() -> None:
    path = RAW / "shuyu_resources_2022.txt"
    first, second = answers(path, path)
    assert first == second
    assert first["checks"]


@pytest.mark.skipif(os.name != "posix", reason="names that are no text exist on POSIX only")
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xb1\xa8\xb8\xe6.txt")
    path.write_bytes((RAW / "empty.txt").read_bytes())
    assert answers(path)[0]["status"] == "unreadable"


def test_more_files_than_a_batch() -> None:
    path = RAW / "qiwu_notice_2024.txt"
    assert {answer["status"] for answer in answers(*[path] * 130)} == {"not_a_report"}


def test_as_a_process_of_its_own() -> None:
    path = RAW / "qingtang_health_2020.txt"
    done = subprocess.run([*COMMAND, "parse", path, path / "x"], capture_output=True, check=False, env=ENVIRONMENT)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["complete", "unreadable"]


def test_the_reader_of_the_output_may_leave() -> None:
    paths = [os.fspath(RAW / "qingtang_health_2020.txt")] * 40
    with subprocess.Popen(
        [*COMMAND, "parse", *paths], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
    assert b"Traceback" not in complaint
    assert complaint == b""


def test_without_a_path_the_command_says_how_it_is_used() -> None:
    done = gouji("parse")
    assert done.exit_code == 2
    assert done.stdout == ""


def test_version_and_help() -> None:
    assert gouji("--version").stdout == f"gouji {__version__}\n"
    for command in ("run", "parse", "sql"):
        shown = gouji(command, "--help").stdout
        assert any("\u4e00" <= character <= "\u9fff" for character in shown)
        assert "--help" in shown


def test_parse_does_not_wait_for_dagster() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, pipeline.cli.main, pipeline.cli.parse; print('dagster' in sys.modules)"],
        capture_output=True,
        check=True,
        env=ENVIRONMENT,
    )
    assert done.stdout.strip() == b"False"


def test_real_reports(real_reports: Path) -> None:
    """Every known cell of every whole real report, through the command."""
    folders = sorted(folder for folder in real_reports.glob("seed_*") if (folder / "truth.json").is_file())
    if not folders:
        pytest.skip(f"no seed_* under {real_reports}")
    for folder, answer in zip(folders, answers(*(folder / "raw.txt" for folder in folders)), strict=True):
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"), parse_float=Decimal)
        values = {
            f"{cell['table']}|{cell['row']}|{cell['column']}": cell["value"]
            for cell in answer["cells"]
            if cell["status"] != "absent"
        }
        assert values == truth["cells"], folder.name
        assert {check["status"] for check in answer["checks"]} == {"pass"}, folder.name
        assert answer["status"] == "complete"


def test_what_fails_is_localised() -> None:
    [answer, whole] = answers(RAW / "shuyu_resources_2022.txt", RAW / "qiwu_government_2023.txt")
    assert whole["suggestions"] == []
    [only] = answer["suggestions"]
    assert {key: only[key] for key in ("rank", "operation", "unique")} == {
        "rank": 1,
        "operation": "digit_mistyped+total_left",
        "unique": True,
    }
    assert [(cell["row"], cell["column"], cell["old"], cell["new"]) for cell in only["cells"]] == [
        ("unable_not_held", "total", 6, 7),
        ("result_total", "natural_person", 19, 18),
        ("review", "total", 0, 3),
    ]
