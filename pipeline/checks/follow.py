"""The rules between two years of one body: what the tables of one year say about those of the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.model import CheckRule, Level, Relation, Severity, Term
from pipeline.forms import FORMS, CellKey, Forms, Text

DERIVED = Text(
    "由表样推出，没有任何通知写明",
    "derived: follows from the form, written in no notice",
)
BASE = 20
"""A count from which on it is worth saying that it moved."""

TIMES = 5
"""A count that grew, or shrank, by more than this has moved."""

TOTAL = "total"


def _here(table: str, row: str, column: str, sign: int = 1) -> Term:
    return Term(CellKey(table, row, column), sign=sign)


def _before(table: str, row: str, column: str, sign: int = 1) -> Term:
    return Term(CellKey(table, row, column), previous=True, sign=sign)


def _labels(key: str, forms: Forms = FORMS) -> dict[str, str]:
    """Statutory headings of the columns of a table, by key."""
    return {column.key: column.label for column in forms.columns(key)}


def _applicants(forms: Forms = FORMS) -> Sequence[str]:
    return [column.key for column in forms.columns("requests")]


def _with_items(forms: Forms = FORMS) -> Iterator[str]:
    """Rows that tell how many items there were last year."""
    for block in forms.form("2019").table("disclosure").blocks:
        if {"previous_items", "change"} <= {column.key for column in block.columns}:
            yield from (row.key for row in block.rows)


_DOCUMENTS = ("rules", "normative_documents")
_LABEL = _labels("disclosure")

CARRY_OVER_FOLLOWS = CheckRule(
    "carry_over_follows",
    Text("结转衔接", "Carry-over follows"),
    Text(
        "本年的上年结转数等于上年报告的结转下年度数，七类申请人分别核对；总计不符为错误，各类不符为警告",
        "carried_over of a year is carried_forward of the year before, for each kind of applicant; an error on the "
        "total, a warning on its parts",
    ),
    Level.PAIR,
    Severity.ERROR,
    DERIVED,
    "applicant",
    "requests",
    severities=tuple((applicant, Severity.WARNING) for applicant in _applicants() if applicant != TOTAL),
    relations=tuple(
        Relation(
            applicant,
            (_here("requests", "carried_over", applicant),),
            (_before("requests", "carried_forward", applicant),),
        )
        for applicant in _applicants()
    ),
)
ITEMS_FOLLOW = CheckRule(
    "items_follow",
    Text("项目数量衔接", "Items follow"),
    Text(
        f"本年的{_LABEL['previous_items']}等于上年报告的{_LABEL['previous_items']}加增减数",
        "previous_items of a year is previous_items plus change of the year before",
    ),
    Level.PAIR,
    Severity.WARNING,
    DERIVED,
    "item",
    "disclosure",
    ("2019",),
    relations=tuple(
        Relation(
            row,
            (_here("disclosure", row, "previous_items"),),
            (_before("disclosure", row, "previous_items"), _before("disclosure", row, "change")),
        )
        for row in _with_items()
    ),
)
DOCUMENTS_FOLLOW = CheckRule(
    "documents_follow",
    Text("文件存量衔接", "Documents follow"),
    Text(
        f"{_LABEL['in_force']}等于上年的{_LABEL['in_force']}加{_LABEL['issued']}减{_LABEL['repealed']}",
        "in_force of a year is in_force of the year before plus issued minus repealed",
    ),
    Level.PAIR,
    Severity.WARNING,
    DERIVED,
    "kind of document",
    "disclosure",
    ("2021",),
    relations=tuple(
        Relation(
            row,
            (_here("disclosure", row, "in_force"),),
            (
                _before("disclosure", row, "in_force"),
                _here("disclosure", row, "issued"),
                _here("disclosure", row, "repealed", -1),
            ),
        )
        for row in _DOCUMENTS
    ),
)
PUBLIC_TOTAL_FOLLOWS = CheckRule(
    "public_total_follows",
    Text("公开总数衔接", "Public total follows"),
    Text(
        f"{_LABEL['total_public']}不少于上年；等于上年加{_LABEL['disclosed']}（不等多因废止或重新统计，仅供参考）",
        "total_public is not less than in the year before, and equal to that plus disclosed; the latter for "
        "information, as documents are repealed and counted anew",
    ),
    Level.PAIR,
    Severity.INFO,
    DERIVED,
    "kind of document, or cell of it",
    "disclosure",
    ("2019",),
    relations=(
        *(
            Relation(
                row, (_here("disclosure", row, "total_public"),), (_before("disclosure", row, "total_public"),), ">="
            )
            for row in _DOCUMENTS
        ),
        *(
            Relation(
                f"disclosure|{row}|disclosed",
                (_here("disclosure", row, "total_public"),),
                (_before("disclosure", row, "total_public"), _here("disclosure", row, "disclosed")),
            )
            for row in _DOCUMENTS
        ),
    ),
)
PENDING_FOLLOWS = CheckRule(
    "pending_follows",
    Text("未审结案件衔接", "Pending cases follow"),
    Text(
        "上年尚未审结的复议诉讼案件应当列入本年的结果，因此本年的总计不少于上年未审结数",
        "Cases pending in a year are among the results of the next, so that its total is not less than their number",
    ),
    Level.PAIR,
    Severity.INFO,
    DERIVED,
    "route",
    "review",
    relations=tuple(
        Relation(route.key, (_here("review", route.key, TOTAL),), (_before("review", route.key, "pending"),), ">=")
        for route in FORMS.rows("review")
    ),
)
YEAR_ON_YEAR = CheckRule(
    "year_on_year",
    Text("年度间大幅变动", "Moved from year to year"),
    Text(
        f"主要数量与上年相比不超过{TIMES}倍、不低于{TIMES}分之一（上年不少于{BASE}时才比较）",
        f"A main count is not more than {TIMES} times, nor less than a {TIMES}th of, that of the year before, where "
        f"that was {BASE} or more",
    ),
    Level.PAIR,
    Severity.INFO,
    DERIVED,
    "cell, or report",
)
MAIN_COUNTS = (
    CellKey("requests", "new_received", TOTAL),
    CellKey("disclosure", "licensing", "decisions"),
    CellKey("disclosure", "penalties", "decisions"),
    CellKey("disclosure", "coercion", "decisions"),
    CellKey("disclosure", "normative_documents", "in_force"),
    CellKey("disclosure", "normative_documents", "total_public"),
    CellKey("review", "review", TOTAL),
)
"""The counts that are followed from year to year."""

RELATED = (CARRY_OVER_FOLLOWS, ITEMS_FOLLOW, DOCUMENTS_FOLLOW, PUBLIC_TOTAL_FOLLOWS, PENDING_FOLLOWS)
"""Rules made up of relations between the cells of two years."""
