"""What `gouji check` and `gouji explain` say, in Chinese and English, one language at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.checks import Severity
from pipeline.cli.check_formats import Lang
from pipeline.cli.encoding import number
from pipeline.engine.findings import Checked, Finding, Member, Outcome
from pipeline.engine.spots import Spot
from pipeline.engine.wording import column_words, row_words
from pipeline.forms import Text
from pipeline.readers import Problem

_PHRASES: Mapping[str, Text] = {
    "title": Text("政府信息公开年度报告核对结果", "Check of annual reports on government information"),
    "clean": Text("未发现不符", "nothing wrong found"),
    "clean_open": Text("未发现不符，{0} 项无法核对", "nothing wrong found, {0} cannot be told"),
    "findings": Text("{0} 处不符（{1}）", "{0} found ({1})"),
    "unreadable": Text("无法核对：{0}", "cannot be checked: {0}"),
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "info"),
    "errors": Text("错误 {0}", "errors: {0}"),
    "warnings": Text("警告 {0}", "warnings: {0}"),
    "infos": Text("提示 {0}", "info: {0}"),
    "joiner": Text("，", ", "),
    "sentences": Text("；", "; "),
    "colon": Text("：", ": "),
    "list": Text("、", ", "),
    "year": Text("{0}年", "{0}"),
    "form": Text("表样 {0}", "form {0}"),
    "counted": Text(
        "核对 {0} 项：相符 {1}，不符 {2}，无法核对 {3}", "{0} checks: {1} hold, {2} fail, {3} cannot be told"
    ),
    "compared": Text("已与同时给出的报告对照：{0}", "compared with: {0}"),
    "lhs": Text("左边", "left"),
    "rhs": Text("右边", "right"),
    "delta": Text("相差", "difference"),
    "found": Text("查出", "found"),
    "due": Text("应为", "due"),
    "before": Text("前文", "first"),
    "here": Text("此处", "here"),
    "text": Text("文中", "text"),
    "cells": Text("表中", "table"),
    "zeros": Text("其余 {0} 格为 0", "{0} more cells, 0 each"),
    "all_zeros": Text("{0} 格均为 0", "{0} cells, 0 each"),
    "last_year": Text("上年报告", "last year's report"),
    "source": Text("依据：{0}", "source: {0}"),
    "line": Text("第 {0} 行", "line {0}"),
    "lines": Text("第 {0} 行", "lines {0}"),
    "others": Text("涉及的其他单元格：{0}", "other cells: {0}"),
    "at": Text("位置：{0}", "at {0}"),
    "against": Text("对照：{0}", "compared with {0}"),
    "legend": Text(
        "带底色的单元格涉及不符，右上角数字为不符的序号，涉及多处的加粗；斜纹格没有数值。",
        "Shaded cells take part in findings, by the small numbers; those in several are bold. "
        "Hatched cells have no number.",
    ),
    "doubts": Text("读取存疑（不计为不符）", "Doubts about the reading (not counted as findings)"),
    "more": Text("另有 {0} 条", "and {0} more"),
    "summary": Text(
        "共 {0} 份：{1} 份未发现不符，{2} 份有不符，{3} 份无法核对",
        "{0} files: {1} with nothing wrong found, {2} with findings, {3} that cannot be checked",
    ),
    "nothing": Text("没有可核对的文件", "no file to check"),
    "no_warehouse": Text("{0} 不是数据仓库，请先运行 gouji run", "{0} is no warehouse; run `gouji run` first"),
    "no_report": Text("数据仓库中没有报告 {0}", "no report {0} in the warehouse"),
    "no_reports": Text("{0} 可指多份报告", "{0} may be several reports"),
    "no_cell": Text("该报告没有单元格 {0}", "no cell {0} in this report"),
    "near": Text("；是否指：{0}", "; did you mean: {0}"),
    "value": Text("数值", "value"),
    "no_value": Text("无", "none"),
    "raw": Text("原文", "as printed"),
    "unit": Text("单位", "unit"),
    "offsets": Text("字符", "characters"),
    "rules": Text("参与的规则", "Rules it takes part in"),
    "claims": Text("文中的说法", "What the text says of it"),
    "suggestions": Text("可能的笔误", "Likely slips"),
    "slip": Text(
        "第 {0} 位：{1}，{2} 应为 {3}（同样简单的其他解释 {4} 种）", "rank {0}: {1}, {2} for {3} ({4} others as small)"
    ),
    "versions": Text("历次版本", "Versions"),
    "published": Text("公布于 {0}", "published {0}"),
    "seen": Text("收到于 {0}", "seen {0}"),
    "current": Text("现行", "current"),
    "this": Text("本份", "this one"),
    "verdict_pass": Text("相符", "holds"),
    "verdict_fail": Text("不符", "fails"),
    "verdict_unverifiable": Text("无法核对", "cannot be told"),
    "claim_agrees": Text("与表格相符", "agrees"),
    "claim_agrees_as": Text("按另一种读法与表格相符", "agrees on another reading"),
    "claim_disagrees": Text("与表格不符", "disagrees"),
    "claim_other_scope": Text("范围不同", "of another scope"),
    "claim_approximate": Text("约数", "approximate"),
    "claim_not_compared": Text("未对照", "not compared"),
    "blank": Text("空白", "blank"),
    "status_reported": Text("已填报", "reported"),
    "status_blank": Text("空白", "blank"),
    "status_marked": Text("非数字标记", "marked"),
    "status_decoded": Text("由勾稽关系读出", "decoded"),
    "status_ambiguous": Text("无法确定", "ambiguous"),
    "status_absent": Text("原文没有", "absent"),
}


_PLACES = {"page": "页", "table": "张表", "row": "行", "cell": "格", "paragraph": "段"}


def say(lang: Lang, key: str, *values: object) -> str:
    """The phrase of a key with its values filled in. Raises KeyError for a key that has none."""
    return lang.of(_PHRASES[key]).format(*values)


def verdict(checked: Checked, lang: Lang) -> str:
    """The verdict on a file, in one line."""
    if checked.reason is not None:
        return say(lang, "unreadable", lang.of(checked.reason))
    if checked.findings:
        parts = [say(lang, f"{severity}s", n) for severity in Severity if (n := checked.number(severity))]
        key = "findings" if checked.outcome is Outcome.FINDINGS else "clean"
        said = say(lang, "findings", len(checked.findings), say(lang, "joiner").join(parts))
        return said if key == "findings" else f"{say(lang, 'clean')}{say(lang, 'joiner')}{parts[0]}"
    return say(lang, "clean_open", checked.open) if checked.open else say(lang, "clean")


def summary(answers: Sequence[Checked], lang: Lang) -> str:
    """How many files came to what."""
    return say(lang, "summary", len(answers), *(sum(one.outcome is kind for one in answers) for kind in Outcome))


def about(checked: Checked, lang: Lang) -> str:
    """Whose report it is, of which year, on which form, and how much was checked."""
    parts = [checked.agency or ""]
    if checked.year is not None:
        parts.append(say(lang, "year", checked.year))
    if checked.reading is not None and checked.reading.tables is not None and checked.reading.tables.form:
        parts.append(say(lang, "form", checked.reading.tables.form))
    done = checked.passed + checked.open + len(checked.findings)
    if done:
        parts.append(say(lang, "counted", done, checked.passed, len(checked.findings), checked.open))
    return " · ".join(part for part in parts if part)


def heading(finding: Finding, lang: Lang) -> str:
    """The rule by its title, and what it was evaluated on."""
    return f"{lang.of(finding.rule.title)}{say(lang, 'colon')}{lang.of(finding.words)}"


def sums(finding: Finding, lang: Lang) -> list[tuple[str, str]]:
    """The figures of a finding, one line each: name, and the number with what it is made of."""
    names = {"lhs": "lhs", "rhs": "rhs"}
    if not any(member.side for member in finding.members):
        names = {"lhs": "found", "rhs": "due"}
    elif finding.rule.key.startswith("narrative"):
        names = {"lhs": "text", "rhs": "cells"}
    if finding.rule.key == "narrative_self":
        names = {"lhs": "before", "rhs": "here"}
    lines = []
    for side, value in (("lhs", finding.lhs), ("rhs", finding.rhs)):
        if value is not None or (side == "rhs" and finding.lhs is not None):
            members = [member for member in finding.members if member.side == side]
            made = _made_of(members, finding, lang)
            whole = f"{value} = {made}" if made and len(members) > 1 and value is not None else made
            if whole or value is not None:
                lines.append((say(lang, names[side]), whole or str(value)))
    if finding.delta is not None:
        lines.append((say(lang, "delta"), f"{finding.delta:+d}"))
    return lines


def _made_of(members: list[Member], finding: Finding, lang: Lang) -> str:
    """What a side adds up: cells with their numbers, those that are 0 counted only where they are many."""
    shown = [member for member in members if member.value != 0] if len(members) > 3 else members
    parts = []
    for i, member in enumerate(shown):
        sign = "- " if member.sign < 0 else "+ " if i else ""
        where = f"{say(lang, 'last_year')} " if member.path is not None else ""
        parts.append(f"{sign}{where}{short_words(member, finding, lang)} {shown_value(member, lang)}")
    made = " ".join(parts)
    left = len(members) - len(shown)
    if left:
        zeros = say(lang, "zeros" if shown else "all_zeros", left)
        made = f"{made}{say(lang, 'joiner')}{zeros}" if made else zeros
    return made


def short_words(member: Member, finding: Finding, lang: Lang) -> str:
    """What tells a cell from the others of a finding: its row, its column, or both."""
    rows = {one.cell.row for one in finding.members}
    columns = {one.cell.column for one in finding.members}
    if len(columns) == 1 and len(rows) > 1:
        return lang.of(row_words(member.cell.table, member.cell.row))
    if len(rows) == 1 and len(columns) > 1:
        return lang.of(column_words(member.cell.table, member.cell.column))
    return lang.of(member.words)


def shown_value(member: Member, lang: Lang) -> str:
    """The number of a cell as printed, or why there is none."""
    return plain(member.value) if member.value is not None else say(lang, f"status_{member.status}")


def plain(value: Decimal) -> str:
    """A number with all its digits and no exponent."""
    return number(value)


def where(spot: Spot, lang: Lang) -> str:
    """The place of a spot: the page or element where the file has them, else the line."""
    return place_words(spot.place, lang) if spot.place is not None else say(lang, "line", spot.line)


def place_words(place: str, lang: Lang) -> str:
    """A page or element in words: ``page 2, table 1, row 3, cell 4``."""
    if lang is Lang.EN:
        return place
    for word, unit in _PLACES.items():
        place = re.sub(rf"\b{word} (\d+)(?:, )?", rf"第 \1 {unit}", place)
    return place


def elsewhere(finding: Finding, lang: Lang) -> str:
    """Where the other cells of a finding stand, those with a number other than zero; empty where there are none."""
    spots = [
        member.spot
        for member in finding.members
        if member.spot is not None and member.value and member.path is None and member.spot != finding.spot
    ]
    places = dict.fromkeys(spot.place for spot in spots if spot.place is not None)
    if places:
        return say(lang, "list").join(place_words(place, lang) for place in places)
    own = finding.spot.line if finding.spot is not None else 0
    lines = sorted({spot.line for spot in spots} - {own})
    return say(lang, "lines" if len(lines) > 1 else "line", say(lang, "list").join(map(str, lines))) if lines else ""


def doubts(checked: Checked) -> list[Problem]:
    """What the reader was unsure of and no finding says already."""
    said = {finding.rule.key for finding in checked.findings}
    unread = checked.reason is not None and checked.reading is not None
    return [
        problem
        for problem in checked.doubts
        if problem.code not in said and not (unread and problem is checked.doubts[-1])
    ]
