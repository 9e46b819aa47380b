"""``gouji evaluate``: a folder of reports with known cells, scored for people and programs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.main import app
from pipeline.engine.evaluation import evaluate_cases
from pipeline.engine.floors import counts_of, mark
from pipeline.engine.known import cases_in, fingerprint
from tests.known import RAW, SAMPLES

NAMES = ("qingtang_health_2020", "qingtang_health_2021", "qiwu_notice_2024")


def gouji(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["evaluate", *(os.fspath(argument) for argument in arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports, one with a second text of the same report that says less."""
    for name in NAMES:
        here = tmp_path / "reports" / name
        here.mkdir(parents=True)
        told = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
        told = {key: told[key] for key in ("cells", "units", "form", "year", "agency")}
        if name.startswith("qingtang"):
            told["layout"] = "pipes"
        (here / "truth.json").write_text(json.dumps(told), encoding="utf-8")
        (here / "raw.txt").write_bytes((RAW / f"{name}.txt").read_bytes())
    (tmp_path / "reports" / NAMES[0] / "raw_cut.txt").write_bytes((RAW / f"{NAMES[0]}.txt").read_bytes()[:3000])
    return tmp_path / "reports"


def answer(*arguments: str | Path) -> dict[str, Any]:
    done = gouji(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_scores_by_layout(folder: Path) -> None:
    found = answer(folder)
    assert {layout: score["readings"] for layout, score in found["layouts"].items()} == {
        "pipes": 2,
        "qiwu_notice_2024": 1,
    }
    assert found["total"]["nonzero_right"] == found["total"]["nonzero"] > 20
    assert [found["total"][name] for name in ("wrong", "invented", "silent", "missed")] == [0, 0, 0, 0]
    assert {one["file"]: one["extra"] for one in found["readings"]} == {"raw.txt": False, "raw_cut.txt": True}


def test_other_texts_count_when_asked_for(folder: Path) -> None:
    found = answer(folder, "--all", "--worst", "3")
    assert found["layouts"]["pipes"]["readings"] == 3
    assert found["total"]["missed"] > 3
    assert [fault["file"] for fault in found["worst"]] == ["raw_cut.txt"] * 3
    assert found["fingerprint"] != answer(folder)["fingerprint"]


def test_a_table_for_people(folder: Path) -> None:
    done = gouji(folder, "--worst", "2")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert any("非零 non-zero" in line for line in lines)
    assert any(line.startswith("pipes") for line in lines)
    assert any(line.startswith("合计 total") for line in lines)
    assert any(line.startswith("extra: qingtang_health_2020/raw_cut.txt") for line in lines)


def test_floors_are_compared(folder: Path, tmp_path: Path) -> None:
    cases = [case for case in cases_in(folder) if not case.extra]
    floors = counts_of(evaluate_cases(cases))
    file = tmp_path / "floors.json"

    def pin() -> None:
        corpus = {"fingerprint": fingerprint(cases), "floors": floors}
        history = [{"reason": "as it is", "floors": mark(floors)}]
        file.write_text(json.dumps({"corpora": {"here": {**corpus, "history": history}}}), encoding="utf-8")

    pin()
    assert gouji(folder, "--floors", file).exit_code == 0
    floors["pipes"]["nonzero_right"] += 1
    pin()
    below = gouji(folder, "--floors", file)
    assert below.exit_code == 1
    assert "pipes: nonzero_right" in below.stderr
    shown = gouji(folder, "--floors", file, "--format", "json")
    assert shown.exit_code == 1
    assert [one["count"] for one in json.loads(shown.stdout)["below"]] == ["nonzero_right"]


def test_another_corpus_is_not_compared(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    file.write_text(json.dumps({"corpora": {}}), encoding="utf-8")
    done = gouji(folder, "--floors", file)
    assert (done.exit_code, done.stdout) == (2, "")
    assert answer(folder)["fingerprint"] in done.stderr


def test_what_is_no_folder_of_reports_is_refused(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert gouji(empty).exit_code == 2
    assert gouji(tmp_path / "missing").exit_code == 2
    assert gouji(folder, "--floors", tmp_path / "missing.json").exit_code == 2
    (folder / NAMES[0] / "truth.json").write_text("{", encoding="utf-8")
    done = gouji(folder)
    assert (done.exit_code, done.stdout) == (2, "")
    assert NAMES[0] in done.stderr
    (folder / NAMES[0] / "truth.json").unlink()
    (folder / NAMES[1] / "raw.txt").unlink()
    assert NAMES[1] in gouji(folder).stderr
