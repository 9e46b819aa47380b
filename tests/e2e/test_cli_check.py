"""``gouji check``: what it says, in which form, and with which exit code."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from pipeline.cli.main import app
from tests.checking import BROKEN, YEARS
from tests.known import RAW

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
CLEAN = RAW / "qingtang_health_2021.txt"
EMPTY = RAW / "empty.txt"


def gouji(*arguments: str | Path, **variables: str) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(app, [os.fspath(argument) for argument in arguments], env={"COLUMNS": "80", **variables})


def said(*arguments: str | Path) -> str:
    """What `gouji check` writes."""
    return gouji("check", *arguments).stdout_bytes.decode()


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        ((CLEAN,), 0),
        ((BROKEN,), 1),
        ((RAW / "qiwu_housing_2019.txt",), 1),  # warnings alone
        ((EMPTY,), 2),
        ((BROKEN, EMPTY), 2),
        ((CLEAN, RAW / "nowhere.txt"), 2),
        ((CLEAN, BROKEN), 1),
    ],
)
def test_the_exit_code_says_what_was_found(paths: tuple[Path, ...], code: int) -> None:
    for form in ("text", "json", "jsonl", "sarif", "html"):
        assert gouji("check", "--format", form, *paths).exit_code == code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_of_a_broken_report(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(RAW)
    text = said("--lang", lang, BROKEN.name)
    golden = GOLDEN / f"check_{BROKEN.stem}_{lang}.txt"
    assert text == golden.read_text(encoding="utf-8"), (
        f"if this is meant: COLUMNS=80 gouji check --lang {lang} > {golden.name}"
    )


def test_no_line_is_wider_than_the_terminal() -> None:
    text = said(BROKEN, RAW / "qiwu_housing_2019.txt", RAW / "shuyu_government_2020.txt")
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text


def test_a_file_or_a_pipe_gets_whole_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    whole = CliRunner().invoke(app, ["check", str(RAW / "qiwu_housing_2019.txt")]).stdout.splitlines()
    wrapped = said(RAW / "qiwu_housing_2019.txt").splitlines()
    assert max(cell_len(line) for line in whole) > 80
    assert "".join(wrapped).replace(" ", "") == "".join(whole).replace(" ", "")


def test_what_cannot_be_told_is_listed_with_the_cells_that_leave_it_open() -> None:
    path = RAW / "qiwu_transport_2024.txt"
    text = said(path)
    assert "无法核对（不计为不符）" in text
    assert "收到和处理政府信息公开申请情况：175 格中 162 格没有数字（非数字标记 162）" in text
    assert "收支平衡：7 项（自然人、商业企业、科研机构 等）" in text
    assert "他人名称" not in text
    [file] = json.loads(said("--format", "json", path))["files"]
    open_rules = [one["rule"] for one in file["unverifiable"]]
    assert len(open_rules) == file["checks"]["unverifiable"]
    assert open_rules.count("applicant_total") == 25
    assert "未发现不符，" in text
    assert 'class="file clean half"' in said("--format", "html", path)
    assert 'class="file clean"' in said("--format", "html", CLEAN)


def test_the_pointer_stands_below_what_it_points_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(RAW)
    lines = said(BROKEN.name).splitlines()
    pointers = [(above, line) for above, line in pairwise(lines) if re.fullmatch(r" +\^+", line)]
    assert len(pointers) == 6
    for above, line in pointers:
        start, end = line.index("^"), len(line)
        shown, column = "", 0
        for character in above:
            if start <= column < end:
                shown += character
            column += cell_len(character)
        assert shown in {"17", "19", "22", "6", "0"}


def test_one_language_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(RAW)
    english = said("--lang", "en", BROKEN.name)
    lines = [line for line in english.splitlines() if not line.lstrip().startswith(("line ", "漱玉"))]
    assert not re.search("[\u3400-\u9fff]", "".join(lines))
    chinese = re.sub(r"\[[a-z_]+\]|\w+\.txt", "", said(BROKEN.name))
    assert not re.search("[a-z]", chinese)


def test_a_folder_stands_for_the_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b.txt").write_bytes(CLEAN.read_bytes())
    (tmp_path / "a.txt").write_bytes(BROKEN.read_bytes())
    (tmp_path / ".hidden").write_text("")
    found = [json.loads(line) for line in said("--format", "jsonl", tmp_path).splitlines()]
    assert [Path(one["path"]).name for one in found] == ["a.txt", "b.txt"]
    empty = tmp_path / "empty"
    empty.mkdir()
    nothing = gouji("check", empty)
    assert nothing.exit_code == 2
    assert "没有可核对的文件" in nothing.stderr


def test_years_given_together_are_compared_and_counted() -> None:
    text = said(*YEARS)
    assert "共 3 份：3 份未发现不符，0 份有不符，0 份无法核对" in text
    assert "已与同时给出的报告对照" in text
    assert "3 files: 3 with nothing wrong found" in said("--lang", "en", *YEARS)


def test_what_cannot_be_told_is_not_passed_over() -> None:
    assert re.search(r"未发现不符，\d+ 项无法核对", said(RAW / "qiwu_transport_2024.txt"))


def test_the_likely_slip_is_told_with_its_place() -> None:
    text = said(BROKEN)
    assert "(七)总计·自然人（第 47 行）：19 应为 18" in text
    assert "行政复议·总计（第 53 行）：0 应为 3 · 合计未填，仍为0" in text
    [file] = json.loads(said("--format", "json", BROKEN))["files"]
    assert {(cell["row"], cell["column"], cell["old"], cell["new"]) for cell in file["suggestions"][0]["cells"]} == {
        ("unable_not_held", "total", 6, 7),
        ("result_total", "natural_person", 19, 18),
        ("review", "total", 0, 3),
    }
    assert "笔误" not in said(CLEAN)


def test_what_the_tables_cannot_decide_is_said(tmp_path: Path) -> None:
    row = "1 | 0 | 0 | 1 | 2 | 0 | 0 | 0 | 1 | 1 |"  # of reviews: any of five cells could be wrong
    text = YEARS[2].read_text(encoding="utf-8")
    assert row in text
    path = tmp_path / "report.txt"
    path.write_text(text.replace(row, row.replace("1", "7", 1)), encoding="utf-8")
    assert "不能断定是哪一格" in said(path)
    assert "cannot be told apart" in said("--lang", "en", path)


def test_json_has_the_fields_others_rely_on() -> None:
    answer = json.loads(said("--format", "json", BROKEN, EMPTY))
    assert answer["exit_code"] == 2
    broken, empty = answer["files"]
    assert list(broken) == [
        *("path", "sha256", "report_id", "agency", "report_year", "form", "status", "outcome", "reason", "checks"),
        *("compared_with", "findings", "unverifiable", "suggestions", "problems"),
    ]
    assert (broken["outcome"], len(broken["findings"])) == ("findings", 6)
    first = broken["findings"][0]
    assert first["title"] == {"zh": "收支平衡", "en": "Ledger balance"}
    assert {"rule", "severity", "instance", "lhs", "rhs", "delta", "spot", "cells"} <= set(first)
    assert first["spot"]["line"] == 47
    assert (empty["outcome"], empty["reason"]["zh"]) == ("unreadable", "文件为空")
    assert [json.loads(line) for line in said("--format", "jsonl", BROKEN, EMPTY).splitlines()] == answer["files"]


# --- SARIF -------------------------------------------------------------------------------------------


def sarif(*arguments: str | Path) -> dict[str, Any]:
    log = json.loads(said("--format", "sarif", *arguments))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = log["runs"]
    return dict(run)


def test_sarif_names_its_rules_in_both_languages() -> None:
    rules = sarif(BROKEN)["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"] == rule["properties"]["title_zh"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        for words in ("title", "description", "source"):
            assert re.search("[\u3400-\u9fff]", rule["properties"][f"{words}_zh"])
            assert rule["properties"][f"{words}_en"]
    english = sarif("--lang", "en", BROKEN)["tool"]["driver"]
    assert english["language"] == "en"
    assert english["rules"][0]["shortDescription"]["text"] == rules[0]["properties"]["title_en"]


def test_sarif_points_at_the_characters() -> None:
    run = sarif(BROKEN)
    rules, text = run["tool"]["driver"]["rules"], BROKEN.read_text(encoding="utf-8")
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == 6
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        places = [*result["locations"], *result["relatedLocations"]]
        assert len({place["id"] for place in result["relatedLocations"]}) == len(result["relatedLocations"])
        for place in places:
            physical = place["physicalLocation"]
            artifact = run["artifacts"][physical["artifactLocation"]["index"]]
            assert artifact["location"]["uri"] == physical["artifactLocation"]["uri"] == BROKEN.as_uri()
            region = physical["region"]
            end = region["charOffset"] + region["charLength"]
            assert text[region["charOffset"] : end] == region["snippet"]["text"] != ""
            line = text.splitlines()[region["startLine"] - 1]
            assert region["startLine"] == region["endLine"]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]
    assert len({result["partialFingerprints"]["finding/v1"] for result in run["results"]}) == 6


def test_sarif_leaves_a_byte_order_mark_out(tmp_path: Path) -> None:
    path = tmp_path / "报告 一.txt"
    path.write_bytes(b"\xef\xbb\xbf" + BROKEN.read_bytes())
    run, text = sarif(path), BROKEN.read_text(encoding="utf-8")
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert text[region["charOffset"] :].startswith(region["snippet"]["text"])
    assert run["artifacts"][0]["location"]["uri"] == path.as_uri()


def test_sarif_names_a_file_once() -> None:
    run = sarif(BROKEN, CLEAN, BROKEN)
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == [BROKEN.as_uri(), CLEAN.as_uri()]
    assert len(run["results"]) == 12


def test_sarif_says_what_could_not_be_checked() -> None:
    run = sarif(EMPTY, CLEAN)
    assert run["results"] == []
    [invocation] = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    [notification] = invocation["toolExecutionNotifications"]
    assert (notification["level"], "文件为空" in notification["message"]["text"]) == ("error", True)
    assert sarif(CLEAN)["invocations"][0]["executionSuccessful"] is True


SHAPES: dict[str, tuple[set[str], dict[str, str]]] = {
    # what must be there, and what may be, with the shape it has, if any: as SARIF 2.1.0 has them, no others
    "log": ({"version", "runs"}, {"$schema": "", "version": "", "runs": "run"}),
    "run": (
        {"tool"},
        {"tool": "tool", "language": "", "columnKind": "", "newlineSequences": "", "invocations": "invocation"}
        | {"artifacts": "artifact", "results": "result"},
    ),
    "tool": ({"driver"}, {"driver": "driver"}),
    "driver": ({"name"}, {"name": "", "version": "", "language": "", "rules": "rule"}),
    "rule": (
        {"id"},
        {"id": "", "name": "", "defaultConfiguration": "configuration", "properties": ""}
        | dict.fromkeys(("shortDescription", "fullDescription", "help"), "message"),
    ),
    "configuration": (set(), {"level": ""}),
    "message": ({"text"}, {"text": ""}),
    "invocation": (
        {"executionSuccessful"},
        {"executionSuccessful": "", "exitCode": "", "toolExecutionNotifications": "notification"},
    ),
    "notification": ({"message"}, {"message": "message", "level": "", "locations": "location"}),
    "artifact": (set(), {"location": "artifactLocation", "hashes": "", "encoding": ""}),
    "artifactLocation": (set(), {"uri": "", "index": ""}),
    "result": (
        {"message"},
        {"ruleId": "", "ruleIndex": "", "kind": "", "level": "", "message": "message", "locations": "location"}
        | {"relatedLocations": "location", "partialFingerprints": "", "properties": ""},
    ),
    "location": (
        set(),
        {"id": "", "message": "message", "physicalLocation": "physical", "logicalLocations": "logical"},
    ),
    "physical": ({"artifactLocation"}, {"artifactLocation": "artifactLocation", "region": "region"}),
    "logical": (set(), {"fullyQualifiedName": "", "kind": ""}),
    "region": (
        set(),
        dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn", "charOffset", "charLength"), "")
        | {"snippet": "message"},
    ),
}


def test_sarif_holds_what_the_standard_knows_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(f"<pre>{BROKEN.read_text(encoding='utf-8')}</pre>", encoding="utf-8")
    met = set()

    def check(found: Any, name: str) -> None:
        for one in found if isinstance(found, list) else [found]:
            met.add(name)
            needed, known = SHAPES[name]
            assert needed <= one.keys() <= known.keys(), name
            for key, value in one.items():
                if known[key]:
                    check(value, known[key])
            assert one.get("level", "note") in {"none", "note", "warning", "error"}
            assert all(one[key] >= 1 for key in one.keys() & {"startLine", "startColumn", "endLine", "endColumn"})
            assert all(isinstance(text, str) for text in one.get("partialFingerprints", one.get("hashes", {})).values())

    check(json.loads(said("--format", "sarif", BROKEN, EMPTY, page, *YEARS)), "log")
    assert met == SHAPES.keys()


def test_last_years_figure_is_not_what_this_years_should_be(tmp_path: Path) -> None:
    text = CLEAN.read_text(encoding="utf-8")
    decisions = re.search(r"(?<=行政许可)\D+(\d+)", text)
    assert decisions is not None
    for year, figure in ((2021, "50"), (2022, "4000")):
        changed = text[: decisions.start(1)] + figure + text[decisions.end(1) :]
        (tmp_path / f"{year}.txt").write_text(changed.replace("2022", "2023").replace("2021", str(year)), "utf-8")
    shown = said(tmp_path)
    assert "[year_on_year]" in shown
    assert re.search(r"本年 +4000\n +上年 +50\n", shown)
    assert "应为  50" not in shown
    assert re.search(r"this year +4000\n +last year +50\n", said("--lang", "en", tmp_path))


def test_sarif_has_no_region_in_what_is_no_text(tmp_path: Path) -> None:
    rows = "".join(f"<p>{line}</p>" for line in BROKEN.read_text(encoding="utf-8").split("\n"))
    path = tmp_path / "report.html"
    path.write_text(f"<html><body>{rows}</body></html>", encoding="utf-8")
    results = sarif(path)["results"]
    assert results
    assert all("region" not in result["locations"][0]["physicalLocation"] for result in results)


def test_sarif_gives_no_suggestion_for_a_cell_of_last_years_report(tmp_path: Path) -> None:
    """This year's carried_forward broke; the rule on the carry-over looks at that of last year."""
    last, this = YEARS[1:]
    text = this.read_text(encoding="utf-8")
    for row, printed, changed in (
        ("一、本年新收政府信息公开申请数量", "10 | 3 | 0 | 0 | 0 | 0 | 13", "9 | 3 | 0 | 0 | 0 | 0 | 12"),
        ("二、上年结转政府信息公开申请数量", "2 | 0 | 0 | 0 | 0 | 0 | 2", "3 | 0 | 0 | 0 | 0 | 0 | 3"),
        ("四、结转下年度继续办理", "1 | 0 | 0 | 0 | 0 | 0 | 1", "1 | 0 | 0 | 0 | 0 | 0 | 7"),
    ):
        assert f"{row} | {printed} |" in text
        text = text.replace(f"{row} | {printed} |", f"{row} | {changed} |")
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    told = {
        (result["ruleId"], result["properties"]["instance"]): result["properties"]["suggestions"]
        for result in sarif(last, path)["results"]
    }
    [suggestion] = told["applicant_total", "carried_forward"]
    assert [(cell["row"], cell["column"]) for cell in suggestion["cells"]] == [("carried_forward", "total")]
    assert told["carry_over_follows", "total"] == []


# --- HTML --------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page is made of, as far as the tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.marked: list[str] = []
        self.words: list[str] = []
        self.language: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        self.language = known.get("lang") or self.language
        self.ids += [known["id"]] if known.get("id") else []  # type: ignore[list-item]
        self.links += [value for name, value in attributes if name in {"href", "src"} and value]
        if tag == "td" and "error" in (known.get("class") or "").split():
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)
        if "td" in self.open and "sup" not in self.open and self.marked:
            self.marked[-1] += data


def test_the_page_needs_nothing_else_and_its_links_lead_somewhere() -> None:
    text = said("--format", "html", BROKEN, EMPTY, *YEARS)
    page = Page(text)
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert "url(" not in text
    assert "<script" not in text


def test_the_page_marks_the_cells_of_findings() -> None:
    page = Page(said("--format", "html", BROKEN))
    assert page.language == "zh-CN"
    assert len(page.marked) == 4 + 2 * 22 + 2 * 7 + 5 - 5  # five cells take part in two
    assert "漱玉县自然资源局" in "".join(page.words)
    english = Page(said("--format", "html", "--lang", "en", BROKEN))
    assert english.language == "en"
    assert "Ledger balance: Natural persons" in " ".join(english.words)


def test_what_a_file_is_called_cannot_break_the_page(tmp_path: Path) -> None:
    path = tmp_path / "<b>&quot;.txt"
    path.write_bytes(BROKEN.read_bytes())
    text = said("--format", "html", path)
    assert "<b>&quot;" not in text
    assert path.name in "".join(Page(text).words)
