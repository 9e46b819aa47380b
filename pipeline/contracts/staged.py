"""The staged tables, from the files that arrived to the verdicts on their figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from pipeline.contracts.agencies import AGENCY_TABLES
from pipeline.contracts.claims import claims_table
from pipeline.contracts.model import Combination, Presence, Reference, StagedColumn, StagedTable
from pipeline.contracts.reference import REFERENCE_TABLES
from pipeline.contracts.regions import REGIONS
from pipeline.contracts.statuses import (
    CELL_STATUSES,
    FILE_STATUSES,
    KINDS,
    MIXED,
    REPORT_STATUSES,
    TIERS,
    VALUE_DTYPE,
    VALUED,
    VERDICTS,
)
from pipeline.contracts.suggestions import suggestions_table
from pipeline.contracts.typed import typed_table
from pipeline.contracts.verdicts import DECISIONS_TABLE, verdict_tables
from pipeline.forms import FORMS, Forms, Text
from pipeline.reports.model import AGENCY_SOURCES, YEAR_SOURCES

STRING, INT, LONG, DATE = pl.String(), pl.Int32(), pl.Int64(), pl.Date()
TIME = pl.Datetime("us", "UTC")


def staged_tables(forms: Forms = FORMS) -> dict[str, StagedTable]:
    """Every staged and reference table by name, in the order in which they come to be."""
    # Asked for at every step, of the forms in use; the combinations that these allow take a while to write out.
    return dict(_in_use()) if forms is FORMS else _declared(forms)


@cache
def _in_use() -> Mapping[str, StagedTable]:
    return _declared(FORMS)


def _declared(forms: Forms) -> dict[str, StagedTable]:
    tables = (
        _ingest_ledger(),
        _documents(),
        _sections(forms),
        _places(),
        _readings(forms),
        _cells(forms),
        _problems(),
        claims_table(forms),
        _checks(forms),
        _reports(forms),
        *verdict_tables(forms),
        suggestions_table(forms),
        *(typed_table(key, forms) for key in forms.table_keys),
        *REFERENCE_TABLES,
        DECISIONS_TABLE,
        *AGENCY_TABLES,
        REGIONS,
    )
    return {table.name: table for table in tables}


def _text(name: str, zh: str, en: str, nullable: bool = True, domain: tuple[str, ...] | None = None) -> StagedColumn:
    return StagedColumn(name, STRING, Text(zh, en), nullable, domain)


def _count(name: str, zh: str, en: str) -> StagedColumn:
    return StagedColumn(name, INT, Text(zh, en), minimum=0)


REPORT_ID = _text("report_id", "报告编号，取自文件内容的哈希值", "Report, named by the hash of its content", False)
REPORT_YEAR = StagedColumn("report_year", INT, Text("报告年度", "Year the report is about"), nullable=True)
SHA256 = _text("sha256", "文件内容的 SHA-256", "SHA-256 of the file's content", False)
SOURCE_PATH = _text("source_path", "首次收到该内容的路径", "Path at which this content first arrived", False)
READER_VERSION = _text("reader_version", "读取程序版本", "Version of the reader", False)
WHO_AND_WHEN = (
    _text("title", "标题", "Title"),
    _text("agency", "报告机关名称（报告所写）", "Reporting body as the report names it"),
    _text(
        "agency_source",
        f"机关名称的出处，依次查找：{'、'.join(AGENCY_SOURCES)}",
        f"Where the name of the body was found, looked for in this order: {', '.join(AGENCY_SOURCES)}",
        domain=AGENCY_SOURCES,
    ),
    _text(
        "year_source",
        f"报告年度的出处，由强到弱：{'、'.join(YEAR_SOURCES)}",
        f"Where the year was found, the surest first: {', '.join(YEAR_SOURCES)}",
        domain=YEAR_SOURCES,
    ),
    StagedColumn("period_start", DATE, Text("统计期限起", "First day of the reporting period"), nullable=True),
    StagedColumn("period_end", DATE, Text("统计期限止", "Last day of the reporting period"), nullable=True),
    StagedColumn("published", DATE, Text("发布日期", "Date of publication"), nullable=True),
)
PLACE = _text(
    "place",
    "在文件中的页或元素，纯文本文件则为空",
    "Page or element of the file: page 2, table 1, row 3, cell 4; empty for text",
)
OF_DOCUMENT = Reference(("report_id",), "documents", ("report_id",))


def _form(name: str, forms: Forms, zh: str, en: str) -> StagedColumn:
    keys = (*(form.key for form in forms.forms), MIXED)
    return _text(name, zh, en, domain=keys)


def _ingest_ledger() -> StagedTable:
    return StagedTable(
        "ingest_ledger",
        Text("文件登记簿，每个收到过的文件版本一行", "Ledger of files, one row a file version ever seen"),
        ("path", "sha256"),
        (
            _text(
                "path",
                "相对于落地目录的路径；压缩包内的文件为 包!文件",
                "Path relative to the landing folder; archive!member for a file in an archive",
                False,
            ),
            _text("sha256", "文件内容的 SHA-256，未能读取则为空", "SHA-256 of the content, empty if it was not read"),
            StagedColumn("size", LONG, Text("字节数", "Size in bytes"), nullable=True, minimum=0),
            StagedColumn("modified", TIME, Text("文件修改时间", "Time the file was last modified"), nullable=True),
            StagedColumn("first_seen", TIME, Text("首次见到的时间", "Time this version was first seen")),
            _text("status", "文件的处理结果", "What became of the file", False, FILE_STATUSES),
            _text("report_id", "内容所属的报告", "Report that the content is"),
            _text(
                "superseded_by", "同一路径现在的报告（文件已更改）", "Report now at this path, if the file was changed"
            ),
            _text("message", "说明", "What happened, in words"),
            StagedColumn(
                "present",
                pl.Boolean(),
                Text(
                    "该版本现在是否仍在落地目录中；不在的，原件仍按内容保存",
                    "Whether this version stands in the landing folder now; if not, its bytes are kept all the same",
                ),
                True,
            ),
        ),
        by_year=False,
    )


def _documents() -> StagedTable:
    return StagedTable(
        "documents",
        Text("文档，每份内容一行", "Documents, one row a content"),
        ("report_id",),
        (
            REPORT_ID,
            REPORT_YEAR,
            SHA256,
            SOURCE_PATH,
            _text("charset", "字符编码", "Character encoding"),
            READER_VERSION,
            _text("text", "全文，位置均按其字符计", "Text; every offset counts its characters"),
            *WHO_AND_WHEN,
            _text("kind", "文档类别", "Kind of document", False, KINDS),
            _count("n_characters", "字符数", "Number of characters"),
        ),
    )


def _span(what_zh: str, what_en: str, nullable: bool) -> tuple[StagedColumn, StagedColumn]:
    return (
        StagedColumn(
            "start", INT, Text(f"{what_zh}起始位置", f"Offset at which {what_en} starts"), nullable, minimum=0
        ),
        StagedColumn("end", INT, Text(f"{what_zh}结束位置", f"Offset behind {what_en}"), nullable, minimum=0),
    )


def _sections(forms: Forms) -> StagedTable:
    return StagedTable(
        "sections",
        Text("报告各部分在全文中的位置", "Where the sections of a report stand in its text"),
        ("report_id", "section", "start"),
        (
            REPORT_ID,
            REPORT_YEAR,
            _text("section", "部分", "Section", False, tuple(section.key for section in forms.sections)),
            _text("heading", "标题（报告所写）", "Heading as written", False),
            *_span("该部分", "the section", False),
        ),
        references=(OF_DOCUMENT,),
    )


def _places() -> StagedTable:
    return StagedTable(
        "places",
        Text(
            "全文各段出自文件何处（纯文本文件没有）",
            "Which page or element of its file the text comes from; none for text",
        ),
        ("report_id", "start"),
        (
            REPORT_ID,
            REPORT_YEAR,
            StagedColumn(
                "start",
                INT,
                Text("自全文此位置起，至下一行止", "From this offset of the text to the next one"),
                minimum=0,
            ),
            PLACE,
        ),
        references=(OF_DOCUMENT,),
    )


def _table_forms(forms: Forms) -> tuple[StagedColumn, ...]:
    return (
        _form("form", forms, "报告所用表样", "Form that the tables show"),
        *(
            _form(f"form_{key}", forms, f"表样：{_title(forms, key).zh}", f"Form of the table {key}")
            for key in forms.table_keys
        ),
    )


def _title(forms: Forms, key: str) -> Text:
    return forms.tables(key)[-1][1].text


def _readings(forms: Forms) -> StagedTable:
    return StagedTable(
        "readings",
        Text("表格读取结果，每份内容一行", "Outcome of reading the tables, one row a content"),
        ("report_id",),
        (
            REPORT_ID,
            REPORT_YEAR,
            READER_VERSION,
            *_table_forms(forms),
            _text("status", "读取结果", "Outcome of the reading", False, REPORT_STATUSES),
        ),
        references=(OF_DOCUMENT,),
    )


def _cells(forms: Forms) -> StagedTable:
    cells = frozenset(tuple(cell) for form in forms.forms for table in form.tables for cell, _, _ in table.cells())
    return StagedTable(
        "cells",
        Text("法定表格的单元格", "Cells of the statutory tables"),
        ("report_id", "table", "row", "column"),
        (
            REPORT_ID,
            REPORT_YEAR,
            _text("table", "表", "Table", False),
            _text("row", "行", "Row", False),
            _text("column", "列", "Column", False),
            StagedColumn(
                "value", VALUE_DTYPE, Text("数值（按所写单位）", "Number as printed, in its unit"), nullable=True
            ),
            _text("raw", "原文字符", "Characters of the cell"),
            _text("unit", "单位", "Unit"),
            _text("status", "单元格状态", "How the cell came to what it holds", False, CELL_STATUSES),
            *_span("单元格", "the cell", True),
            PLACE,
        ),
        references=(OF_DOCUMENT,),
        combinations=(Combination(("table", "row", "column"), cells),),
        presences=(Presence("value", "status", VALUED),),
    )


def _problems() -> StagedTable:
    return StagedTable(
        "problems",
        Text("读取中发现的问题", "Problems found while reading"),
        ("report_id", "code", "message", "table", "row", "column"),
        (
            REPORT_ID,
            REPORT_YEAR,
            _text("code", "问题代码", "Code of the problem", False),
            _text("message", "说明", "The problem in words", False),
            _text("table", "表", "Table"),
            _text("row", "行", "Row"),
            _text("column", "列", "Column"),
        ),
        references=(OF_DOCUMENT,),
    )


def _checks(forms: Forms) -> StagedTable:
    identities = frozenset(
        (identity.table, identity.rule, identity.instance) for form in forms.forms for identity in form.identities()
    )
    side = "任一成员未填报则为空"
    return StagedTable(
        "checks",
        Text("勾稽关系核验结果", "Verdicts on the identities"),
        ("report_id", "table", "rule", "instance"),
        (
            REPORT_ID,
            REPORT_YEAR,
            _text("table", "表", "Table", False),
            _text("rule", "规则", "Rule", False, tuple(rule.key for rule in forms.rules)),
            _text("instance", "规则所核的申请人、行或途径", "Applicant, row or route the rule is checked for", False),
            _text("status", "核验结果", "Verdict", False, VERDICTS),
            StagedColumn("lhs", LONG, Text(f"左边，{side}", "Left side; empty if a member is not reported"), True),
            StagedColumn("rhs", LONG, Text(f"右边，{side}", "Right side; empty if a member is not reported"), True),
            StagedColumn("delta", LONG, Text("左边减右边", "Left side minus right side"), True),
            StagedColumn(
                "balances_with_blanks_as_zero",
                pl.Boolean(),
                Text(
                    "空白按零计时是否平衡，仅供参考；无空白或无法计算则为空",
                    "Whether it would balance with blanks as zero, for information; empty if that says nothing",
                ),
                True,
            ),
        ),
        references=(OF_DOCUMENT,),
        combinations=(Combination(("table", "rule", "instance"), identities),),
    )


def _reports(forms: Forms) -> StagedTable:
    return StagedTable(
        "reports",
        Text("报告，每份内容一行", "Reports, one row a content"),
        ("report_id",),
        (
            REPORT_ID,
            REPORT_YEAR,
            SHA256,
            SOURCE_PATH,
            *WHO_AND_WHEN,
            *_table_forms(forms),
            _text("status", "读取结果", "Outcome of the reading", False, REPORT_STATUSES),
            _text("tier", "勾稽等级", "Whether the identities hold", False, TIERS),
            *(
                _text(f"tier_{key}", f"勾稽等级：{_title(forms, key).zh}", f"Tier of the table {key}", False, TIERS)
                for key in forms.table_keys
            ),
            *(
                _count(f"n_{status}", f"{status} 单元格数", f"Number of cells with the status {status}")
                for status in CELL_STATUSES
            ),
            _count("n_problems", "问题数", "Number of problems"),
            READER_VERSION,
        ),
        references=(OF_DOCUMENT,),
    )
