"""Texts no report is: read in time that grows with their length, or said to be unreadable. None breaks the reader."""

from __future__ import annotations

import re
import time

import pytest

from pipeline.engine.reading import read_report
from pipeline.readers import Unreadable, read
from pipeline.readers.document import LONGEST
from pipeline.readers.flow import MAX_ELEMENTS
from pipeline.readers.grid import Rule, grids
from pipeline.readers.reading import MAX_TEXT
from pipeline.readers.sheet import MAX_GLYPHS, MAX_OBJECTS
from tests.corpus.pages import pdf_of, text_of

HEAD = (
    "青棠县2020年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n第二十条第(一)项\n"
    "信息内容 本年制发件数\n规章 0 0 0\n三、收到和处理政府信息公开申请情况\n"
    "一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1\n二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n"
)


@pytest.mark.parametrize(
    "unit",
    [
        "行政许可 0 ",
        "一、总体情况\n",
        "目录\n一、总体情况 1\n二、主动公开政府信息情况 2\n三、收到和处理政府信息公开申请情况 3\n四、行政复议情况 4\n",
        "行政许可(",
        "-3-\n",
        "\t一、总体情况五、存在的主要问题及改进情况",
        "总计 0 ",
        "<tr><td>行政许可</td><td>0</td></tr>\n",
        "结果维持 结果纠正 其他结果 尚未审结 总计 0 0 0 0 0 ",
        "一、本年新收政府信息公开申请数量 1 0 二、上年结转政府信息公开申请数量 0 ",
        "第二十条第(一)项 规章 0 0 0 ",
    ],
)
def test_time_grows_with_length_and_no_faster(unit: str) -> None:
    def seconds(characters: int) -> float:
        data = (HEAD + unit * (characters // len(unit))).encode()
        begun = time.process_time()
        read_report(data, "x.txt")
        return time.process_time() - begun

    # Eight times the text: a quadratic reader takes sixty-four times as long. Less than a tenth of a second is noise,
    # and a second look is taken where other work may have made it longer.
    most = 20 * max(seconds(12_500), 0.1)
    assert seconds(100_000) < most or seconds(100_000) < most


def test_a_text_longer_than_any_report_is_said_to_be() -> None:
    reading = read_report(("无" * (LONGEST + 1)).encode(), "x.txt")
    assert (reading.status, [problem.code for problem in reading.problems]) == ("unreadable", ["too_long"])


def test_tables_within_tables_without_end_take_no_time() -> None:
    begun = time.process_time()
    reading = read_report(b"<html><p>x</p>" + b"<table>" * 40_000, "x.html")
    assert reading.status == "not_a_report"
    assert time.process_time() - begun < 15


def test_a_header_without_a_caption_breaks_nothing() -> None:
    reading = read_report("本年制发件数废止件数现行有效数规章000".encode(), "x.txt")
    assert [problem.code for problem in reading.problems if problem.code == "reader_crash"] == []


def test_more_decimals_than_a_table_holds_are_no_value() -> None:
    text = HEAD.replace(
        "规章 0 0 0", "规章 0 0 0\n第二十条第(八)项\n信息内容 本年收费金额(单位:万元)\n行政事业性收费 1.1234567891234"
    )
    reading = read_report(text.encode(), "x.txt")
    assert reading.tables is not None
    cells = [cell for cell in reading.tables.cells if cell.row == "fees"]
    assert [(cell.value, cell.raw) for cell in cells] == [(None, "1.1234567891234")]
    assert "value_too_large" in {problem.code for problem in reading.problems}


def test_a_long_run_of_blanks_behind_a_heading_takes_no_time() -> None:
    begun = time.process_time()
    read_report((HEAD + "四、政府信息公开行政复议、行政诉讼情况" + " " * 3_000 + "x").encode(), "x.txt")
    assert time.process_time() - begun < 1


def code(data: bytes) -> str:
    with pytest.raises(Unreadable) as raised:
        read(data)
    message = raised.value.message
    assert re.search("[\u4e00-\u9fff].*[a-z]", message), f"not in both languages: {message}"
    return raised.value.code


@pytest.mark.parametrize(
    "data",
    [
        b"<html><p>x</p>" + b"<b>" * (MAX_ELEMENTS + 1),
        b"x" * (MAX_TEXT + 1),
        pdf_of(["1 1 5 5 re f\n" * (MAX_OBJECTS // 2 + 1)] * 2),
        pdf_of(["1 1 m " + "2 2 l " * 260_000 + "S"] * 2),
        pdf_of([text_of(10, 800 - y, "报告" * 60 + chr(0x4E00 + y)) for y in range(1, MAX_GLYPHS // 120)]),
    ],
    ids=["elements", "bytes", "objects", "points", "characters"],
)
def test_what_is_far_too_large_is_refused_by_size_and_not_by_time(data: bytes) -> None:
    begun = time.process_time()
    assert code(data) == "too_large"
    assert time.process_time() - begun < 15


def test_lines_by_the_thousand_that_make_no_table_are_no_table() -> None:
    across = [Rule(True, 5.0 * y, 20.0 * x, 20.0 * x + 8) for x in range(40) for y in range(40)]
    down = [Rule(False, 20.0 * x, 20.0 * y, 20.0 * y + 8) for x in range(40) for y in range(40)]
    assert grids([*across, *down]) == []
