"""HTML as a reader of the page sees it: what is shown, in order, rows on lines with their own cells."""

from __future__ import annotations

import time

import pytest

from pipeline.readers import Unreadable, read
from pipeline.readers.html import is_html


def lines(page: str) -> list[str]:
    document = read(page.encode())
    assert document.media == "html"
    return document.text.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html>\n<html><body>年报</body></html>",
        "\ufeff<?xml version='1.0'?><!-- 存档 --><HTML>年报",
        "<p>年报</p>",
        "年报 <table><tr><td>1</td></tr></table>",
        'let content = "<tr><td>1<\\/td><\\/tr>"',
    ],
)
def test_a_page_or_a_piece_of_one_is_html(text: str) -> None:
    assert is_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "收到 < 5 件，占比 <1%",
        "行政许可 | 3 |\n<见附件>",
        "规章<br>1<br>2",
        "说明：用<table>标签排版",
        "a<b",
        "<http://www.example.cn>",
    ],
)
def test_a_stray_sign_stays_text(text: str) -> None:
    assert not is_html(text)
    assert read((text + "本局报告").encode()).media == "text"


def test_a_row_has_its_own_cells_only() -> None:
    page = """<table><tr><td rowspan=2>结果</td><td colspan="2">公开</td><td>1</td></tr>
    <tr><td>部分</td><td>&nbsp;</td><td></td></tr></table>"""
    assert lines(page) == ["| 结果 | 公开 | 1 |", "| 部分 |  |  |"]


def test_breaks_inside_a_cell_are_no_breaks() -> None:
    page = "<table><tr><td>本年新<br />制作\n  数量</td><td><p>3</p><p>4</p></td><td>x|y<br>z</td></tr></table>"
    assert lines(page) == ["| 本年新制作数量 | 3 4 | x/y z |"]


def test_only_what_is_shown_is_read() -> None:
    page = """<html><head><title>年报</title><style>p{}</style><script>var a="<td>9</td>"</script></head><body>
    <!-- <p>旧</p> --><p style="color:red; display : none">藏</p>
    <div hidden>藏<div>藏</div></div><noscript>藏</noscript>
    <p>正文<span style="visibility:hidden">藏</span>完</p></body></html>"""
    assert lines(page) == ["年报", "正文完"]


def test_a_table_that_lays_out_the_page_becomes_lines() -> None:
    page = """<table><tr><td>首页</td><td><table><tr><td><p>一、总体情况</p><p>好。</p>
    <table><tr><td>规章</td><td>3</td></tr></table></td></tr></table></td></tr></table>"""
    assert lines(page) == ["首页", "一、总体情况", "好。", "| 规章 | 3 |"]


def test_a_column_of_prose_is_no_cell() -> None:
    page = f"<table><tr><td>栏目</td><td><p>{'报告' * 300}</p><p>完</p></td></tr></table>"
    assert lines(page) == ["栏目", "报告" * 300, "完"]


def test_cells_left_open_are_mended() -> None:
    assert lines("<table><tr><td>规章<td>1<td><tr><td>许可<td>2<td>3</table>") == [
        "| 规章 | 1 |  |",
        "| 许可 | 2 | 3 |",
    ]


def test_an_empty_paragraph_is_an_empty_line() -> None:
    document = read("<div>规章</div><p>1</p><p>&nbsp;</p><p>3</p>".encode())
    assert document.text == "规章\n1\n\n3\n"
    assert not document.bordered


def test_preformatted_lines_stay_lines() -> None:
    assert lines("<pre>规章\t1\n许可\t2</pre>") == ["规章\t1", "许可\t2"]


def test_figures_in_fields_of_a_form_are_figures() -> None:
    page = '<table><tr><td>规章</td><td><input value="7"></td><td><input type=hidden value="9"></td></tr></table>'
    assert lines(page) == ["| 规章 | 7 |  |"]


def test_a_page_within_the_page_is_read() -> None:
    assert lines('<p>前</p><iframe srcdoc="&lt;p&gt;规章&lt;/p&gt;&lt;td&gt;1"></iframe><p>后</p>')[:2] == [
        "前",
        "规章",
    ]


def test_a_page_in_a_string_of_a_script_is_read() -> None:
    text = 'let content = "<table><tr><td>规章<\\/td><td align=\\"center\\">1<\\/td><\\/tr><\\/table>"'
    assert "| 规章 | 1 |" in lines(text)


@pytest.mark.parametrize(("encoding", "named"), [("utf-8", "utf-8"), ("gb18030", "gb18030"), ("utf-16", "utf-16-le")])
def test_the_bytes_decide_the_encoding_whatever_the_page_declares(encoding: str, named: str) -> None:
    page = '<html><meta charset="iso-8859-1"><p>本局的政府信息公开报告</p></html>'.encode(encoding)
    document = read(page)
    assert (document.text, document.charset) == ("本局的政府信息公开报告\n", named)


def test_the_word_of_the_page_is_taken_where_the_bytes_are_no_help() -> None:
    page = '<html><meta http-equiv=Content-Type content="text/html; charset=Big5"><p>本府的政府資訊公開工作年報</p>'
    document = read(page.encode("big5"))
    assert (document.text, document.charset) == ("本府的政府資訊公開工作年報\n", "big5")


def test_offsets_refer_to_the_text_as_extracted() -> None:
    document = read("<table><tr><td>规章</td><td>１２</td></tr></table>".encode())
    start = document.norm.index("12")
    assert document.text[slice(*document.source(start, start + 2))] == "１２"
    assert document.bordered


def test_a_page_without_words_is_empty() -> None:
    with pytest.raises(Unreadable) as raised:
        read(b"<html><body><img src=a.png></body></html>")
    assert raised.value.code == "empty"


@pytest.mark.parametrize(
    "piece", ["<div>", "<table><tr><td>", "<b><i><p>", "<td", "<!--", "&lt;p", "</td>", "<p hidden>"]
)
def test_no_depth_or_number_of_elements_takes_long(piece: str) -> None:
    begun = time.process_time()
    assert read(("<html><p>年报</p>" + piece * 20_000).encode()).text.startswith("年报")
    assert time.process_time() - begun < 4


_SHEET = "<style>.gone, p.x{ display:none }\n.up{vertical-align : super;font-size:8px}</style>"
_PRINTED = "<style>@media print { .later { display: none } } .menu .deep{display:none}</style>"


@pytest.mark.parametrize(
    "cell",
    [
        "58<sup>1</sup>",
        "<s>61</s>58",
        "<del>6</del><ins>58</ins>",
        "<strike>5</strike>58",
        '58<span style="font-size:0">7</span>',
        '58<span style="color:red;font-size : 0px;">7</span>',
        '58<font style="opacity:0">7</font>',
        '<span style="text-decoration: line-through">61</span>58',
        '58<span style="vertical-align:super">1</span>',
        '58<a style="position:absolute;left:-9999px">7</a>',
        '58<span style="mso-hide:all">7</span>',
        _SHEET + '58<span class="b gone">7</span>',
        _SHEET + "58<i class=up>7</i>",
        "<ruby>58<rp>(</rp><rt>7</rt></ruby>",
        "<select><option>1<option selected>58</select>",
        '<span lang=EN-US>5</span><span style="font-size:10.5pt">8</span>',
        _PRINTED + '5<span class="later deep">8</span>',
        '5<b class="MsoNormal">8</b>',
    ],
)
def test_a_figure_is_what_is_shown_of_it(cell: str) -> None:
    assert lines(f"<table><tr><td>行政处罚</td><td>{cell}</td></tr></table>") == ["| 行政处罚 | 58 |"]


@pytest.mark.parametrize(
    "cell",
    ['58<a href="#n1">1</a>', '58<span aria-hidden="true">1</span>', '58<span class="footnote">1</span>'],
)
def test_digits_that_may_be_those_of_a_note_are_set_apart(cell: str) -> None:
    assert lines(f"<table><tr><td>行政处罚</td><td>{cell}</td></tr></table>") == ["| 行政处罚 | 58 1 |"]


def test_parts_of_a_page_are_not_hidden_by_what_hides_a_few_characters() -> None:
    page = '<div style="font-size:0"><p style="font-size:12px">年报</p></div>' + _SHEET + '<div class="gone">正文</div>'
    assert lines(page) == ["年报", "正文"]


def test_a_figure_over_several_rows_is_no_ones() -> None:
    page = """<table><tr><td>规章</td><td>1</td><td rowspan=3>44</td></tr><tr><td>规范性文件</td><td>7</td></tr>
    <tr></tr><tr><td>其他文件</td><td>8</td><td>9</td></tr></table>"""
    document = read(page.encode())
    assert document.text.splitlines() == ["| 规章 | 1 | 44↓ |", "| 规范性文件 | 7 | ↑ |", "| 其他文件 | 8 | 9 |"]
    assert [problem.code for problem in document.problems] == ["merged_cells"]


def test_a_figure_alone_in_its_column_over_two_rows_is_no_ones() -> None:
    page = "<table><tr><td>行政处罚<td rowspan=2>67<tr><td>行政强制<tr><td>其他<td>1</table>"
    assert lines(page) == ["| 行政处罚 | 67↓ |", "| 行政强制 | ↑ |", "| 其他 | 1 |"]


@pytest.mark.parametrize(
    "page",
    [
        # rows that span two rows of the grid each; a label with its number before it; a label that spans
        "<table><tr><td rowspan=2>规章</td><td rowspan=2>1</td></tr><tr></tr><tr><td>许可</td><td>2</td></tr></table>",
        "<table><tr><td rowspan=2>1</td><td>规章</td><td>1</td></tr><tr><td>许可</td><td>2</td></tr></table>",
        "<table><tr><td rowspan=0>结果</td><td>规章</td><td>1</td></tr><tr><td>许可</td><td>2</td></tr></table>",
        "<table><tr><td>规章</td><td rowspan=x>1</td></tr><tr><td>许可</td><td rowspan=99999>2</td></tr></table>",
    ],
)
def test_other_spans_leave_figures_alone(page: str) -> None:
    document = read(page.encode())
    assert document.problems == ()
    assert "↓" not in document.text


def test_every_line_knows_its_element() -> None:
    inner = "<table><tr><td>规章</td><td>3</td><td></td></tr></table>"
    page = f"""<p>题</p><table><tr><td><p>栏</p>{inner}</td></tr></table>
    <p>完</p>收到<br>5件"""
    document = read(page.encode())
    assert document.text == "题\n栏\n| 规章 | 3 |  |\n完\n收到\n5件\n"
    at = document.text.index
    assert document.where(0) == "paragraph 1"
    assert document.where(at("栏")) == "table 1, row 1"
    assert document.where(at("规章")) == "table 2, row 1, cell 1"
    assert document.where(at("3")) == "table 2, row 1, cell 2"
    assert document.where(at("完")) == "paragraph 3"
    assert read("年报".encode()).where(0) is None


def test_rows_know_the_columns_of_their_cells() -> None:
    page = """<table><tr><td rowspan=2>结果<td colspan=2>公开<td>1<tr><td>部分<td><td>2<tr><td colspan=3>总计<td>3
    <tr><td>注</table>"""
    document = read(page.encode())
    assert [row.cells for row in document.rows] == [
        ((0, 1), (1, 3), (3, 4)),
        ((1, 2), (2, 3), (3, 4)),
        ((0, 3), (3, 4)),
    ]
    assert {row.reach for row in document.rows} == {(0, 4)}
    assert [document.text[row.start] for row in document.rows] == ["|"] * 3
    assert read("规章 | 3 |".encode()).rows == ()


@pytest.mark.parametrize("span", ["&#28;2", "2.0", "zwei", "", "99999"])
def test_a_span_that_is_no_number_is_one(span: str) -> None:
    page = f"<table><tr><td colspan='{span}'>公开</td><td colspan=' 2 '>不予公开</td><td>1</td></tr></table>"
    assert [cells for _, cells, _ in read(page.encode()).rows] == [((0, 1), (1, 3), (3, 4))]
