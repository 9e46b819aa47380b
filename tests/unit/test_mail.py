"""Pages saved as one file, in the shape of a mail."""

from __future__ import annotations

import base64
import quopri

import pytest

from pipeline.readers import Unreadable, read

PAGE = '<html><meta charset="{}"><p>本局的政府信息公开报告</p><table><tr><td>规章</td><td>3</td></tr></table></html>'
TEXT = "本局的政府信息公开报告\n| 规章 | 3 |\n"


def part(kind: str, content: bytes, packing: str) -> bytes:
    packed = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}[packing](content)
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {packing}\r\n\r\n".encode() + packed + b"\r\n"


def saved(*parts: bytes) -> bytes:
    head = (
        "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b--"\r\n\r\n'
    )
    return head.encode() + b"".join(b"----b--\r\n" + each for each in parts) + b"----b----\r\n"


@pytest.mark.parametrize("packing", ["base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_page_is_read(packing: str, charset: str) -> None:
    page = part("text/html", PAGE.format(charset).encode(charset), packing)
    style = part("text/css", b"p{color:red}", packing)
    document = read(saved(style, page, part("image/png", b"\x89PNG", "base64")))
    assert (document.text, document.media, document.charset) == (TEXT, "html", charset)


def test_pages_within_the_page_follow_it() -> None:
    frame = part("text/html", "<p>附件</p>".encode(), "base64")
    assert read(saved(part("text/html", PAGE.format("utf-8").encode(), "base64"), frame)).text == TEXT + "附件\n"


def test_a_mail_of_text_is_text() -> None:
    document = read(saved(part("text/plain", "本局的政府信息公开报告".encode(), "base64")))
    assert (document.text, document.media) == ("本局的政府信息公开报告", "text")


def test_a_mail_without_a_page_says_so() -> None:
    with pytest.raises(Unreadable) as raised:
        read(saved(part("image/png", b"\x89PNG", "base64")))
    assert raised.value.code == "empty"


def test_a_text_about_mail_is_text() -> None:
    text = "本局的政府信息公开报告\nMIME-Version: 1.0\nContent-Type: text/html\n"
    assert read(text.encode()).text == text
