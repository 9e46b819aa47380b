"""The measures as a table, for joins and for their words in two languages."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipeline.contracts.model import StagedColumn, StagedTable
from pipeline.forms import Text
from pipeline.forms.measures import BLANKS, MEASURES

MEASURES_TABLE = StagedTable(
    "form_measures",
    Text("指标的定义", "How the measures are defined"),
    ("measure",),
    (
        *(
            StagedColumn(name, pl.String(), Text(zh, en))
            for name, zh, en in (
                ("measure", "指标", "Measure"),
                ("title_zh", "名称", "Title in Chinese"),
                ("title_en", "英文名称", "Title in English"),
                ("description_zh", "含义", "What it says, in Chinese"),
                ("description_en", "英文含义", "What it says, in English"),
                ("numerator", "分子", "Figures above the line"),
                ("denominator", "分母", "Figures below the line"),
                ("tables", "由其等级决定是否计入的表", "Tables whose tier decides whether it counts"),
                ("forms", "口径一致的表样", "Forms in which it means the same"),
                ("unit_zh", "单位", "Unit in Chinese"),
                ("unit_en", "英文单位", "Unit in English"),
                ("blanks_zh", "空白如何处理", "What blanks do to it, in Chinese"),
                ("blanks_en", "空白如何处理（英文）", "What blanks do to it, in English"),
            )
        ),
        StagedColumn("position", pl.Int32(), Text("次序，从 1 起", "Order, from 1")),
    ),
    by_year=False,
)


def measure_rows() -> Iterator[tuple[object, ...]]:
    """The rows of the table, in the order of the declaration."""
    for position, m in enumerate(MEASURES, 1):
        words = (m.text.zh, m.text.en, m.description.zh, m.description.en)
        where = (", ".join(m.tables), ", ".join(m.forms))
        yield (m.key, *words, m.above, m.below, *where, m.unit.zh, m.unit.en, BLANKS.zh, BLANKS.en, position)
