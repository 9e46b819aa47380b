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
