"""The staged tables that hold the verdicts of the rules beyond the identities, and the table of all rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from pipeline.checks import VERDICT_SCHEMA
from pipeline.checks.decisions import DECISIONS
from pipeline.checks.declared import declared_rules, forms_of
from pipeline.checks.members import SIDES
from pipeline.checks.model import Level, Severity
from pipeline.contracts.model import Reference, StagedColumn, StagedTable
from pipeline.contracts.statuses import VERDICTS
from pipeline.forms import FORMS, Forms, Text

_WORDS = {
    "report_id": Text("报告编号", "Report"),
    "table": Text("表，不属于某一张表则为空", "Statutory table, empty where a rule is about none"),
    "rule": Text("规则", "Rule"),
    "instance": Text("规则所核的对象；all 表示整份报告", "What the rule was checked for; all: the whole report"),
    "status": Text("核验结果", "Verdict"),
    "severity": Text("不符时的严重程度", "How much a failure weighs"),
    "lhs": Text("左边的数，不是整数或没有则为空", "Left side; empty where it is no whole number, or there is none"),
    "rhs": Text("右边的数，不是整数或没有则为空", "Right side; empty where it is no whole number, or there is none"),
    "delta": Text("左边减右边", "Left side minus right side"),
    "members": Text(
        "涉及的单元格（表|行|列，以 ; 分隔）；规则和对象已能说明则为空",
        "Cells that take part, table|row|column with ; between; empty where rule and instance tell them",
    ),
    "other_report_id": Text("对照的另一份报告", "Other report that it is compared with"),
    "start": Text("原文起始位置", "Offset at which its place in the text starts"),
    "end": Text("原文结束位置", "Offset behind its place in the text"),
    "detail_zh": Text("说明", "What was found, in Chinese"),
    "detail_en": Text("英文说明", "What was found, in English"),
}
_YEAR = StagedColumn("report_year", pl.Int32(), Text("报告年度", "Year the report is about"), nullable=True)
_OF_DOCUMENT = Reference(("report_id",), "documents", ("report_id",))
_REQUIRED = {"report_id", "rule", "instance", "status", "severity"}


MARKS_TABLE = StagedTable(
    "report_marks",
    Text("报告的特征值，用于查找内容雷同的报告", "Marks of reports, by which those that are alike are found"),
    ("report_id",),
    (
        StagedColumn("report_id", pl.String(), _WORDS["report_id"]),
        _YEAR,
        StagedColumn("figures", pl.UInt64(), Text("非零数据的哈希值", "Hash of all cells that are not zero"), True),
        StagedColumn(
            "n_telling",
            pl.Int32(),
            Text("不同的两位以上数字个数", "Different figures of two digits or more"),
            minimum=0,
        ),
        StagedColumn(
            "sketch",
            pl.List(pl.UInt32()),
            Text("文字的 MinHash 特征", "MinHash sketch of the prose; two alike at as many places as their texts"),
            True,
        ),
        StagedColumn(
            "n_prose",
            pl.Int32(),
            Text(
                "总体情况和存在问题两部分的字数，不计数字标点",
                "Characters of overview and problems, digits and points apart",
            ),
            minimum=0,
        ),
    ),
    references=(_OF_DOCUMENT,),
)


def verdict_table(name: str, text: Text, levels: Sequence[Level], forms: Forms = FORMS) -> StagedTable:
    """A staged table of verdicts on the rules of some levels."""
    rules = tuple(rule.key for rule in declared_rules(forms) if rule.level in levels)
    domains = {"status": VERDICTS, "severity": tuple(map(str, Severity)), "table": forms.table_keys, "rule": rules}
    columns = [
        StagedColumn(
            column,
            dtype if isinstance(dtype, pl.DataType) else dtype(),
            _WORDS[column],
            nullable=column not in _REQUIRED,
            domain=domains.get(column),
            minimum=0 if column in {"start", "end"} else None,
        )
        for column, dtype in VERDICT_SCHEMA.items()
    ]
    return StagedTable(
        name,
        text,
        ("report_id", "rule", "instance"),
        (columns[0], _YEAR, *columns[1:]),
        references=(_OF_DOCUMENT,),
    )


def verdict_tables(forms: Forms = FORMS) -> tuple[StagedTable, ...]:
    """The staged tables of verdicts, in the order in which they come to be."""
    return (
        verdict_table(
            "report_checks",
            Text("单份报告的核验结果（勾稽关系以外）", "Verdicts of the rules about one report, identities apart"),
            (Level.CELL, Level.TABLE, Level.REPORT),
            forms,
        ),
        MARKS_TABLE,
        verdict_table(
            "pair_checks",
            Text("报告之间的核验结果", "Verdicts of the rules between reports"),
            (Level.PAIR, Level.REGION),
            forms,
        ),
    )


RULES_TABLE = StagedTable(
    "form_rules",
    Text("核验规则", "Rules that reports are checked against"),
    ("rule",),
    (
        *(
            StagedColumn(name, pl.String(), Text(zh, en), nullable=name == "table")
            for name, zh, en in (
                ("rule", "规则", "Rule"),
                ("table", "表，涉及多张或不涉及表则为空", "Table, empty where it is none or several"),
                ("per", "每一实例所指", "What one instance of it is"),
                ("severity", "严重程度", "Severity"),
                ("title_zh", "名称", "Title in Chinese"),
                ("title_en", "英文名称", "Title in English"),
                ("description_zh", "内容", "What must hold, in Chinese"),
                ("description_en", "英文内容", "What must hold, in English"),
                ("source_zh", "依据", "Source in Chinese"),
                ("source_en", "英文依据", "Source in English"),
                ("level", "层级", "Level at which it is checked"),
                ("forms", "适用的表样", "Forms it holds on"),
            )
        ),
    ),
    by_year=False,
)


MEMBERS_TABLE = StagedTable(
    "form_rule_members",
    Text("规则涉及的单元格", "Cells that take part in the rules"),
    ("rule", "instance", "form", "position"),
    (
        StagedColumn("rule", pl.String(), _WORDS["rule"]),
        StagedColumn("instance", pl.String(), Text("规则的实例", "Instance of the rule")),
        StagedColumn("form", pl.String(), Text("表样", "Form")),
        StagedColumn("position", pl.Int32(), Text("次序，从 1 起", "Order, from 1"), minimum=1),
        StagedColumn("side", pl.String(), Text("在等式的哪一边", "Side of the identity"), domain=SIDES),
        StagedColumn(
            "previous", pl.Boolean(), Text("是否为上年报告的单元格", "Whether it is the cell of the year before")
        ),
        StagedColumn("sign", pl.Int32(), Text("加为 1，减为 -1", "1 where it is added, -1 where it is taken off")),
        StagedColumn("table", pl.String(), Text("表", "Table")),
        StagedColumn("row", pl.String(), Text("行", "Row")),
        StagedColumn("column", pl.String(), Text("列", "Column")),
    ),
    by_year=False,
)

DECISIONS_TABLE = StagedTable(
    "decisions",
    Text("对核验发现的复核结论", "Reviewed decisions on findings"),
    ("line",),
    (
        StagedColumn("line", pl.Int32(), Text("复核表中的行号", "Line of the list of decisions"), minimum=2),
        StagedColumn("sha256", pl.String(), Text("报告内容的 SHA-256", "SHA-256 of the report's content"), True),
        StagedColumn("agency_key", pl.String(), Text("单位键", "Key of the body"), True),
        StagedColumn("report_year", pl.Int32(), Text("报告年度", "Year the report is about"), True),
        StagedColumn("rule", pl.String(), _WORDS["rule"]),
        StagedColumn("instance", pl.String(), Text("规则的实例", "Instance of the rule")),
        StagedColumn("decision", pl.String(), Text("结论", "Whether the finding is right"), domain=DECISIONS),
        StagedColumn("reason", pl.String(), Text("理由", "Why")),
    ),
    by_year=False,
)


def rules_rows(forms: Forms = FORMS) -> Iterable[tuple[str | None, ...]]:
    """The rows of RULES_TABLE, in the order of the rules."""
    for rule in declared_rules(forms):
        texts = (text for both in (rule.title, rule.description, rule.source) for text in (both.zh, both.en))
        yield (
            rule.key,
            rule.table,
            rule.per,
            str(rule.severity),
            *texts,
            str(rule.level),
            ", ".join(forms_of(rule, forms)),
        )
