"""The staged table of what reports claim in their prose."""

from __future__ import annotations

import polars as pl

from pipeline.contracts.model import Reference, StagedColumn, StagedTable
from pipeline.contracts.statuses import VALUE_DTYPE
from pipeline.forms import FORMS, Forms, Text
from pipeline.narrative import Exactness, Scope, Verdict
from pipeline.narrative.concepts import concepts

STRING, INT = pl.String(), pl.Int32()


def claims_table(forms: Forms = FORMS) -> StagedTable:
    """The staged table ``claims``."""
    return StagedTable(
        "claims",
        Text("文字叙述中的数字及其与表格的对照", "Numbers claimed in the prose, compared with the tables"),
        ("report_id", "claim"),
        (
            StagedColumn("report_id", STRING, Text("报告编号，取自文件内容的哈希值", "Report, by its content")),
            StagedColumn("report_year", INT, Text("报告年度", "Year the report is about"), nullable=True),
            StagedColumn("claim", INT, Text("序号，按文中先后", "Number of the claim, in order of place"), minimum=1),
            StagedColumn("concept", STRING, Text("所指事项", "What it is about"), domain=tuple(concepts(forms))),
            StagedColumn("number", VALUE_DTYPE, Text("文中的数", "Number that the text gives")),
            StagedColumn("unit", STRING, Text("单位，未写则为空", "Unit as written, or empty"), nullable=True),
            StagedColumn(
                "exactness", STRING, Text("确数或约数", "Exact, or not meant to the digit"),
                domain=tuple(map(str, Exactness)),
            ),
            StagedColumn("scope", STRING, Text("所述范围", "Whom or when it speaks of"), domain=tuple(map(str, Scope))),
            StagedColumn(
                "closed", pl.Boolean(), Text("措辞是否只有一种读法", "Whether its words can be read in one way only")
            ),
            StagedColumn("start", INT, Text("数字起始位置", "Offset at which the number's words start"), minimum=0),
            StagedColumn("end", INT, Text("数字结束位置", "Offset behind the number's words"), minimum=0),
            StagedColumn("sentence_start", INT, Text("句子起始位置", "Offset at which the sentence starts"), minimum=0),
            StagedColumn("sentence_end", INT, Text("句子结束位置", "Offset behind the sentence"), minimum=0),
            StagedColumn("sentence", STRING, Text("句子，去除空白", "The sentence, without blanks")),
            StagedColumn(
                "cells", STRING, Text("对照的单元格，无从对照则为空", "Cells compared, empty where there are none"),
                nullable=True,
            ),
            StagedColumn(
                "value", VALUE_DTYPE, Text("单元格之和，缺数则为空", "Their sum, empty where one has no number"),
                nullable=True,
            ),
            StagedColumn(
                "at_least", VALUE_DTYPE,
                Text("缺数时其余单元格之和，即其下限", "Where one has none: the sum of the others, a lower bound"),
                nullable=True,
            ),
            StagedColumn("verdict", STRING, Text("对照结果", "Verdict"), domain=tuple(map(str, Verdict))),
            StagedColumn(
                "contradicts", INT,
                Text("与之矛盾的前文叙述的序号", "Earlier claim that gives another number for the same thing"),
                nullable=True, minimum=1,
            ),
        ),
        references=(Reference(("report_id",), "documents", ("report_id",)),),
    )  # fmt: skip
