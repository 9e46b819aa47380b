"""Reports made by hand, a few lines each, and what is read of them: for the tests of what a text shows."""

from __future__ import annotations

from pipeline.engine.reading import Reading, read_report
from pipeline.tables import Cell, CellStatus

TITLE = "云溪县水利局2023年政府信息公开工作年度报告\n一、总体情况\n公开工作照常进行。\n二、主动公开政府信息情况\n"
REQUESTS, REVIEW = "三、收到和处理政府信息公开申请情况\n", "四、政府信息公开行政复议、行政诉讼情况\n无。\n"
CAPTION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 | ||||||||\n"
HEADER = "自然人 | 法人或其他组织 | 总计 | |||||||\n商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||\n"
RECEIVED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
Cells = dict[tuple[str, str], list[Cell]]


def read(text: str) -> tuple[Reading, Cells]:
    """The reading of a text, and its cells by table and row."""
    reading = read_report(text.encode(), "x.txt")
    assert reading.tables is not None
    rows: Cells = {}
    for cell in reading.tables.cells:
        rows.setdefault((cell.table, cell.row), []).append(cell)
    return reading, rows


def statuses(cells: Cells, table: str, row: str) -> list[CellStatus]:
    """How the cells of a row came; none for a row that is not told of."""
    return [cell.status for cell in cells.get((table, row), [])]


def codes(reading: Reading, row: str | None) -> list[str]:
    """What is said of a row."""
    return [problem.code for problem in reading.problems if problem.row == row and problem.code != "table_missing"]
