"""The staged tables of bodies: which body each report is of, and the departments that bodies belong to."""

from __future__ import annotations

import polars as pl

from pipeline.agencies.departments import VERTICALS
from pipeline.agencies.model import LEVELS, METHODS, SCOPES
from pipeline.contracts.model import Reference, StagedColumn, StagedTable
from pipeline.forms import Text

STRING, INT, FLOAT = pl.String(), pl.Int32(), pl.Float64()


def _text(name: str, zh: str, en: str, nullable: bool = True, domain: tuple[str, ...] | None = None) -> StagedColumn:
    return StagedColumn(name, STRING, Text(zh, en), nullable, domain)


REPORT_AGENCIES = StagedTable(
    "report_agencies",
    Text("报告单位的认定，每份文档一行", "Which body each report is of, one row a document"),
    ("report_id",),
    (
        _text("report_id", "报告编号", "Report", False),
        StagedColumn("report_year", INT, Text("报告年度", "Year the report is about"), nullable=True),
        _text("agency_key", "单位键，同一单位各年相同", "Key of the body, the same in all years", False),
        _text("agency_name", "单位名称（规范）", "Name of the body in full", False),
        _text("region_code", "行政区划或功能区代码", "Code of the division or zone"),
        _text("department", "部门类别代码", "Code of the department"),
        _text("body_form", "机构形式", "Form of the body: 局, 委员会, 办公室 …"),
        _text("level", "层级", "Level of the body", domain=LEVELS),
        _text("vertical", "垂直管理的归属", "Who it belongs to where not to its region", domain=VERTICALS),
        _text("scope", "统计范围", "What the figures cover", False, SCOPES),
        _text("scope_evidence", "判断统计范围的依据", "What the scope was told by"),
        _text("method", "认定方法", "How the body was told", False, METHODS),
        StagedColumn("confidence", FLOAT, Text("把握程度，0 至 1", "How surely, from 0 to 1"), minimum=0),
        _text("reason", "未能认定的原因", "Why it is not resolved"),
        _text("alias", "所用的人工认定", "Reviewed decision that was used"),
        _text("resolver_version", "认定程序与参考表的版本", "Version of the code and lists that resolved it", False),
    ),
    references=(Reference(("report_id",), "documents", ("report_id",)),),
)
"""One row for every row of ``documents``."""

DEPARTMENTS = StagedTable(
    "departments",
    Text("部门类别", "Departments"),
    ("department",),
    (
        _text("department", "部门类别代码", "Code of the department", False),
        _text("name", "名称", "Name in Chinese", False),
        _text("name_en", "英文名称", "Name in English", False),
        _text("vertical", "垂直管理的归属", "Who it belongs to where not to its region", domain=VERTICALS),
        _text("levels", "设立的层级", "Levels it exists at", False),
        _text("former_names", "曾用名称", "Names it had"),
        _text("note", "说明", "Remark"),
    ),
    by_year=False,
)

AGENCY_TABLES = (REPORT_AGENCIES, DEPARTMENTS)
"""Declarations of these tables, the same whatever the forms are."""
