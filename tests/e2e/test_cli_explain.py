"""``gouji explain``: where a value of the warehouse stands, and what was made of it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.main import app
from pipeline.engine.settings import Settings
from tests.checking import BROKEN, YEARS
from tests.known import RAW
from tests.warehouses import rows, run

BLANKS = RAW / "shihe_town_2021.txt"
TOTAL = "requests.result_total.total"
ROW = "上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse of a broken report, three years of one body, and a second version of the last of them."""
    folder = tmp_path_factory.mktemp("explained")
    settings = Settings(folder / "raw", folder / "warehouse")
    (settings.raw / "again").mkdir(parents=True)
    for path in (BROKEN, BLANKS, *YEARS):
        shutil.copy(path, settings.raw)
    run(settings)
    last = YEARS[2].read_text(encoding="utf-8")
    (settings.raw / "again" / "corrected.txt").write_text(last.replace(ROW, ROW.replace("2", "5")), encoding="utf-8")
    run(settings)
    return settings


def gouji(house: Settings, *arguments: str) -> Result:
    command = ["explain", "--warehouse", os.fspath(house.warehouse), *arguments]
    return CliRunner().invoke(app, command, env={"COLUMNS": "80"})


def explained(house: Settings, report: str, cell: str) -> dict[str, Any]:
    done = gouji(house, "--format", "json", report, cell)
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout_bytes))


def test_a_value_stands_where_it_is_said_to(house: Settings) -> None:
    found = explained(house, BROKEN.name, TOTAL)
    text, cell = BROKEN.read_text(encoding="utf-8"), found["cell"]
    assert found["paths"] == [BROKEN.name]
    assert (cell["value"], cell["raw"], cell["status"]) == (22, "22", "reported")
    assert text[cell["spot"]["start"] : cell["spot"]["end"]] == "22"
    line = text.split("\n")[cell["spot"]["line"] - 1]
    assert line[cell["spot"]["column"] - 1 :].startswith("22")


def test_every_identity_that_a_cell_enters_is_named(house: Settings) -> None:
    found = explained(house, BROKEN.name, TOTAL)
    verdicts = {(check["rule"], check["instance"]): check["status"] for check in found["checks"]}
    assert verdicts == {
        ("ledger_balance", "total"): "pass",
        ("result_total", "total"): "fail",
        ("applicant_total", "result_total"): "fail",
    }


def test_a_cell_enters_relations_with_the_year_before_and_the_year_after(house: Settings) -> None:
    over = explained(house, YEARS[1].name, "requests.carried_over.total")["checks"]
    assert ("carry_over_follows", "total") in {(check["rule"], check["instance"]) for check in over}
    [followed] = [check for check in over if check["rule"] == "carry_over_follows"]
    before = explained(house, YEARS[0].name, "requests.carried_forward.total")
    [following] = [check for check in before["checks"] if check["rule"] == "carry_over_follows"]
    assert followed["other_report_id"] == before["report_id"]
    assert following["other_report_id"] == explained(house, YEARS[1].name, TOTAL)["report_id"]
    assert (followed["lhs"], followed["rhs"]) == (following["lhs"], following["rhs"])


def test_what_the_text_says_of_a_cell(house: Settings) -> None:
    claims = explained(house, YEARS[2].name, "requests.new_received.total")["claims"]
    assert any((claim["number"], claim["verdict"]) == (13, "agrees") for claim in claims)
    for claim in claims:
        assert claim["spot"]["marked"] in claim["sentence"]


def test_suggestions_that_touch_a_cell(house: Settings) -> None:
    cell = "requests.result_total.natural_person"
    [slip, *_] = explained(house, BROKEN.name, cell)["suggestions"]
    assert (slip["rank"], slip["old"], slip["new"]) == (1, 19, 18)
    assert "19 应为 18" in gouji(house, BROKEN.name, cell).stdout
    assert "19 for 18" in gouji(house, "--lang", "en", BROKEN.name, cell).stdout
    assert explained(house, BROKEN.name, "requests.granted.total")["suggestions"] == []


def test_versions_in_order_with_their_values(house: Settings) -> None:
    found = explained(house, YEARS[2].name, "requests.carried_over.total")
    assert [(version["value"], version["current"]) for version in found["versions"]] == [(2, False), (5, True)]
    assert [version["paths"] for version in found["versions"]] == [[YEARS[2].name], ["again/corrected.txt"]]


def test_a_report_goes_by_its_key_its_hash_or_its_path(house: Settings) -> None:
    sha256 = hashlib.sha256(BROKEN.read_bytes()).hexdigest()
    [report_id] = rows(house, "documents").filter(sha256=sha256)["report_id"]
    for asked in (
        report_id,
        sha256,
        sha256[:8].upper(),
        BROKEN.name,
        f"somewhere/raw/{BROKEN.name}",
        os.fspath(BROKEN),
    ):
        assert explained(house, asked, TOTAL)["report_id"] == report_id
    assert explained(house, "corrected.txt", TOTAL)["paths"] == ["again/corrected.txt"]
    assert explained(house, BROKEN.name, TOTAL.replace(".", "|"))["report_id"] == report_id


@pytest.mark.parametrize(
    ("report", "cell", "said"),
    [
        ("shuyu_resource_2022.txt", TOTAL, f"没有报告 shuyu_resource_2022.txt；是否指：{BROKEN.name}"),
        (BROKEN.name, "requests.result_totl.total", f"没有单元格 requests.result_totl.total；是否指：{TOTAL}"),
        ("---", TOTAL, "没有报告 ---"),
    ],
)
def test_what_is_not_there_is_said_with_what_may_be_meant(house: Settings, report: str, cell: str, said: str) -> None:
    done = gouji(house, "--", report, cell)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_folder_that_is_no_warehouse_is_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["explain", "--lang", "en", "--warehouse", os.fspath(tmp_path), "x", TOTAL])
    assert done.exit_code == 2
    assert "is no warehouse" in done.stderr


def test_the_text_shows_the_place_and_the_rules(house: Settings) -> None:
    text = gouji(house, BROKEN.name, TOTAL).stdout
    lines = text.splitlines()
    assert lines[0].startswith("漱玉县自然资源局 · 2022年 · r")
    pointer = next(i for i, line in enumerate(lines) if line.strip() and set(line.strip()) == {"^"})
    assert "第 47 行" in lines[pointer - 1]
    assert any("不符  办理结果总计：总计  22 ≠ 21" in line for line in lines)
    english = gouji(house, "--lang", "en", BROKEN.name, TOTAL).stdout
    assert "Rules it takes part in" in english
    assert "fails  Total of outcomes: Total  22 ≠ 21" in english


def test_the_text_shows_claims_and_versions(house: Settings) -> None:
    text = gouji(house, YEARS[2].name, "requests.new_received.total").stdout
    assert "文中的说法" in text
    assert "13件，与表格相符" in text
    assert text.count("收到于") == 2
    assert "本份" in text


def test_a_blank_cell_has_no_value(house: Settings) -> None:
    blank = rows(house, "cells").filter(status="blank").sort("report_id", "table", "row", "column")
    first = blank.row(0, named=True)
    text = gouji(house, first["report_id"], f"{first['table']}.{first['row']}.{first['column']}").stdout
    assert "无，空白" in text
