"""The phrases of `gouji check` and `gouji explain`, in Chinese and English, one language at a time."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.cli.check_formats import Lang
from pipeline.forms import Text

_PHRASES: Mapping[str, Text] = {
    "title": Text("政府信息公开年度报告核对结果", "Check of annual reports on government information"),
    "clean": Text("未发现不符", "nothing wrong found"),
    "clean_open": Text("未发现不符，{0} 项无法核对", "nothing wrong found, {0} cannot be told"),
    "findings": Text("{0} 处不符（{1}）", "{0} wrong ({1})"),
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
    "counted_info": Text(
        "核对 {0} 项：相符 {1}，不符 {2}，提示 {4}，无法核对 {3}",
        "{0} checks: {1} hold, {2} fail, {4} for information, {3} cannot be told",
    ),
    "untold": Text("无法核对（不计为不符）", "Cannot be told (not counted as findings)"),
    "without": Text("{0}：{1} 格中 {2} 格没有数字（{3}）", "{0}: {2} of {1} cells have no number ({3})"),
    "untold_rule": Text("{0}：{1} 项（{2}）", "{0}: {1} ({2})"),
    "and_more": Text("等", "…"),
    "form_mixed": Text("两种表样混用", "two forms mixed"),
    "compared": Text("已与同时给出的报告对照：{0}", "compared with: {0}"),
    "lhs": Text("左边", "left"),
    "rhs": Text("右边", "right"),
    "delta": Text("相差", "difference"),
    "found": Text("查出", "found"),
    "due": Text("应为", "due"),
    "this_year": Text("本年", "this year"),
    "year_before": Text("上年", "last year"),
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
    "places": Text("；", "; "),
    "at": Text("位置：{0}", "at {0}"),
    "against": Text("对照：{0}", "compared with {0}"),
    "slips": Text(
        "最可能的笔误（仅供参考，不改动任何数字）", "Likeliest slips (for information; no figure is changed)"
    ),
    "should_be": Text("{0}{1}：{2} 应为 {3} · {4}", "{0}{1}: {2} should be {3}; {4}"),
    "likely": Text("可能应为 {0}", "likely to be {0}"),
    "in_brackets": Text("（{0}）", " ({0})"),
    "or": Text("或", "or"),
    "more_slips": Text("另有 {0} 种同样可能的解释", "{0} more that are as likely"),
    "undecidable": Text(
        "同一组勾稽关系中各格地位相同，仅凭表内数字不能断定是哪一格",
        "cells that stand in the same identities cannot be told apart by the figures of the tables",
    ),
    "several_slips": Text("以上各项同样可能，择一即可使勾稽关系成立", "each of these alone makes everything add up"),
    "evidence_carry_over": Text("与上年报告的结转数一致", "it agrees with what last year's report carried forward"),
    "evidence_narrative": Text("与文中所述一致", "it agrees with what the text says"),
    "evidence_carry_over_narrative": Text(
        "与上年报告的结转数和文中所述一致", "it agrees with last year's report and with the text"
    ),
    "legend": Text(
        "带底色的单元格涉及不符，右上角数字为不符的序号，涉及多处的加粗；红框格可能填错；斜纹格没有数值。",
        "Shaded cells take part in findings, by the small numbers; those in several are bold. "
        "Framed cells are likely to be wrong. Hatched cells have no number.",
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


def say(lang: Lang, key: str, *values: object) -> str:
    """The phrase of a key with its values filled in. Raises KeyError for a key that has none."""
    return lang.of(_PHRASES[key]).format(*values)
