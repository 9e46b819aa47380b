"""Word files: the words that are shown, cells that are cells."""

from __future__ import annotations

import pytest

from pipeline.readers import Unreadable, read
from pipeline.readers.docx import read_docx
from tests.corpus.files import packed

_HEAD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>'
)


def xml(body: str) -> bytes:
    return f"{_HEAD}{body}</w:body></w:document>".encode()


def lines(body: str) -> list[str]:
    return read_docx(xml(body)).text.splitlines()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_it_is_known_by_its_parts() -> None:
    document = read(packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml(paragraph("年报"))}), "a.zip")
    assert (document.text, document.media, document.bordered) == ("年报\n", "docx", False)


def test_spans_are_one_cell_and_their_continuations_none() -> None:
    body = (
        "<w:tbl><w:tr>"
        + cell("结果", '<w:vMerge w:val="restart"/>')
        + cell("公开", '<w:gridSpan w:val="2"/>')
        + cell("1")
        + "</w:tr><w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("部分", '<w:gridSpan w:val="2"/>')
        + cell("")
        + "</w:tr></w:tbl>"
    )
    assert lines(body) == ["| 结果 | 公开 | 1 |", "| 部分 |  |"]


def test_words_cut_into_runs_and_paragraphs_are_joined_in_a_cell() -> None:
    label = f"<w:tc>{paragraph('本年新')}<w:p><w:r><w:t>制</w:t></w:r><w:r><w:t>作</w:t></w:r></w:p></w:tc>"
    assert lines(f"<w:tbl><w:tr>{label}{cell('3')}</w:tr></w:tbl>") == ["| 本年新制作 | 3 |"]


@pytest.mark.parametrize(
    "run",
    [
        "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:instrText>PAGE 9</w:instrText></w:r>",
        "<mc:AlternateContent><mc:Fallback><w:r><w:t>9</w:t></w:r></mc:Fallback></mc:AlternateContent>",
        "<w:r><a:t>9</a:t></w:r>",
    ],
)
def test_what_is_not_shown_is_not_read(run: str) -> None:
    assert lines(f"<w:p><w:r><w:t>收到</w:t></w:r>{run}<w:r><w:t>5件</w:t></w:r></w:p>") == ["收到5件"]


@pytest.mark.parametrize(
    "run",
    [
        "<w:ins><w:r><w:t>9</w:t></w:r></w:ins>",
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>9</w:t></w:r>',
        "<w:sdt><w:sdtContent><w:r><w:t>9</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:hyperlink><w:r><w:t>9</w:t></w:r></w:hyperlink>",
    ],
)
def test_what_is_shown_is_read(run: str) -> None:
    assert lines(f"<w:p><w:r><w:t>收到</w:t></w:r>{run}</w:p>") == ["收到9"]


def test_a_row_struck_out_is_none() -> None:
    struck = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('规章')}{cell('8')}</w:tr>"
    assert lines(f"<w:tbl>{struck}<w:tr>{cell('规章')}{cell('9')}</w:tr></w:tbl>") == ["| 规章 | 9 |"]


def test_tabs_and_breaks_stay_in_prose() -> None:
    body = "<w:p><w:r><w:t>规章</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>许可</w:t><w:tab/></w:r></w:p><w:p/>"
    assert read_docx(xml(body)).text == "规章\t1\n许可\t\n\n"


def test_a_table_within_a_cell_keeps_its_rows() -> None:
    inner = f"<w:tbl><w:tr>{cell('规章')}{cell('1')}</w:tr></w:tbl>"
    assert lines(f"<w:tbl><w:tr>{cell('左')}<w:tc>{paragraph('题')}{inner}</w:tc></w:tr></w:tbl>") == [
        "左",
        "题",
        "| 规章 | 1 |",
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<w:document", "broken_docx"),
        (xml("<w:p><w:r>"), "broken_docx"),
        (xml("<w:p>" * 5000), "broken_docx"),
        (xml("<w:p/>"), "empty"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "empty"),
    ],
)
def test_a_file_without_words_says_why(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read_docx(data)
    assert raised.value.code == code


def test_entities_are_not_unfolded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "九">{entities}]>'.encode() + xml(paragraph("年报&e11;"))
    with pytest.raises(Unreadable) as raised:
        read_docx(bomb)
    assert raised.value.code == "broken_docx"


@pytest.mark.parametrize(
    "run",
    [
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r>",
        '<w:r><w:rPr><w:dstrike w:val="true"/></w:rPr><w:t>9</w:t></w:r>',
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>9</w:t></w:r>',
        "<w:r><w:ruby><w:rt><w:r><w:t>9</w:t></w:r></w:rt></w:ruby></w:r>",
    ],
)
def test_what_is_struck_out_or_raised_is_no_figure(run: str) -> None:
    assert lines(f"<w:p><w:r><w:t>5</w:t></w:r>{run}<w:r><w:t>8</w:t></w:r></w:p>") == ["58"]


@pytest.mark.parametrize(
    "run",
    [
        '<w:r><w:rPr><w:strike w:val="0"/><w:vertAlign w:val="baseline"/></w:rPr><w:t>9</w:t></w:r>',
        "<w:r><w:rPr><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>9</w:t></w:r>",
    ],
)
def test_what_was_struck_out_once_is_shown(run: str) -> None:
    assert lines(f"<w:p>{run}</w:p>") == ["9"]


def test_spans_of_before_a_tracked_change_are_none() -> None:
    change = "<w:tcPrChange><w:tcPr><w:vMerge/></w:tcPr></w:tcPrChange>"
    row = "<w:trPr><w:trPrChange><w:trPr><w:hidden/></w:trPr></w:trPrChange></w:trPr>"
    assert lines(f"<w:tbl><w:tr>{row}{cell('规章')}{cell('3', change)}</w:tr></w:tbl>") == ["| 规章 | 3 |"]


def test_a_cell_struck_out_is_none() -> None:
    assert lines(f"<w:tbl><w:tr>{cell('规章')}{cell('8', '<w:cellDel/>')}{cell('9')}</w:tr></w:tbl>") == [
        "| 规章 | 9 |"
    ]


def test_a_figure_over_several_rows_is_no_ones() -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        (cell("规章", '<w:gridSpan w:val="2"/>'), cell("44", start), cell("1")),
        (cell("许可", '<w:gridSpan w:val="2"/>'), cell("", on), cell("2")),
        (cell("强制"), cell("丙"), cell("5", start), cell("3")),
        (cell("其他"), cell("丁"), cell("6", start), cell("4")),
    )
    document = read_docx(xml("<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"))
    assert document.text.splitlines() == [
        "| 规章 | 44↓ | 1 |",
        "| 许可 | ↑ | 2 |",
        "| 强制 | 丙 | 5 | 3 |",
        "| 其他 | 丁 | 6 | 4 |",
    ]
    assert [problem.code for problem in document.problems] == ["merged_cells"]


def test_words_in_a_box_are_read_once_and_cells_know_their_place() -> None:
    box = (
        "<mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph("框内") + "</w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent>" + paragraph("框内") + "</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    )
    body = f"{paragraph('题')}<w:p><w:r>{box}</w:r></w:p><w:tbl><w:tr>{cell('规章')}{cell('3')}</w:tr></w:tbl>"
    document = read_docx(xml(body))
    assert document.text == "题\n框内\n| 规章 | 3 |\n"
    assert document.where(0) == "paragraph 1"
    assert document.where(document.text.index("3")) == "table 1, row 1, cell 2"
