"""The staged table of suggestions: which cells of a report that does not add up most likely broke."""

from __future__ import annotations

import polars as pl

from pipeline.contracts.model import Combination, Reference, StagedColumn, StagedTable
from pipeline.forms import Forms, Text
from pipeline.ledger.localising import EVIDENCE
from pipeline.ledger.slips import Operation

STRING, INT, LONG, FLAG = pl.String(), pl.Int32(), pl.Int64(), pl.Boolean()


def suggestions_table(forms: Forms) -> StagedTable:
    """The declaration of the table, of which the cells are those that stand in an identity."""
    cells = frozenset(
        tuple(member) for form in forms.forms for identity in form.identities() for member in identity.members
    )
    return StagedTable(
        "suggestions",
        Text(
            "勾稽不符的最小解释，每份报告、每个解释、每个单元格一行；从不改动原数",
            "Smallest explanations of what fails, one row a report, explanation and cell; no value is changed by them",
        ),
        ("report_id", "suggestion", "table", "row", "column"),
        (
            StagedColumn("report_id", STRING, Text("报告编号", "Report")),
            StagedColumn("report_year", INT, Text("报告年度", "Year the report is about"), nullable=True),
            StagedColumn(
                "suggestion", INT, Text("解释的序号，自 1 起", "Number of the explanation, from 1"), minimum=1
            ),
            StagedColumn(
                "rank",
                INT,
                Text("名次，1 为最可能，同名次者无从区分", "Rank, 1 the likeliest; equals share a rank"),
                minimum=1,
            ),
            StagedColumn("slips", INT, Text("该解释含几处笔误", "Slips that the explanation takes"), minimum=1),
            StagedColumn(
                "operation",
                STRING,
                Text("该单元格所属笔误的类型", "What happened to the cell"),
                domain=tuple(map(str, Operation)),
            ),
            StagedColumn("table", STRING, Text("表", "Table")),
            StagedColumn("row", STRING, Text("行", "Row")),
            StagedColumn("column", STRING, Text("列", "Column")),
            StagedColumn("old", LONG, Text("原填数值，空白则为空", "Number as printed, empty if none is"), True),
            StagedColumn("new", LONG, Text("按此解释应为的数值", "Number it would be"), minimum=0),
            StagedColumn("unique", FLAG, Text("是否为唯一的最小解释", "Whether no other explanation is as small")),
            StagedColumn("n_alternatives", INT, Text("同样小的其他解释数", "Other explanations as small"), minimum=0),
            StagedColumn(
                "undecidable",
                FLAG,
                Text("表内无从判断是哪一格", "Whether nothing in the tables can tell which cell it is"),
            ),
            StagedColumn("evidence", STRING, Text("依据", "What speaks for it"), domain=EVIDENCE),
            StagedColumn(
                "truncated", FLAG, Text("是否可能还有未列出的解释", "Whether there may be more than are listed")
            ),
        ),
        references=(Reference(("report_id",), "documents", ("report_id",)),),
        combinations=(Combination(("table", "row", "column"), cells),),
    )
