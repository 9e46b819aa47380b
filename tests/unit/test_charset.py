"""Bytes to characters: what each rung of the ladder takes, and what none does."""

from __future__ import annotations

import pytest

from pipeline.readers import Unreadable, read
from pipeline.readers.charset import decode

TEXT = "青塘县卫生健康局2020年政府信息公开工作年度报告\n行政许可 | 34 | +1 |\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
    ],
)
def test_every_encoding_in_use_gives_the_same_text(encoding: str, named: str) -> None:
    text, charset, lost = decode(TEXT.encode(encoding))
    assert (text.lstrip("\ufeff"), charset, lost) == (TEXT, named, 0)


def test_a_character_cut_at_the_end_of_the_file_is_left_out_and_counted() -> None:
    data = TEXT.encode() + "公".encode()[:2]
    assert decode(data) == (TEXT, "utf-8", 2)
    assert read(data).lost == 2


def test_nothing_but_nul_bytes_is_no_empty_file() -> None:
    with pytest.raises(Unreadable) as raised:
        read(b"\x00" * 4096)
    assert raised.value.code == "binary"
    assert "NUL" in raised.value.message


@pytest.mark.parametrize("data", [b"", b" \n\t "])
def test_a_file_without_characters_is_empty(data: bytes) -> None:
    with pytest.raises(Unreadable) as raised:
        read(data)
    assert raised.value.code == "empty"


def test_one_broken_byte_is_an_error_that_names_the_byte() -> None:
    data = TEXT.encode()
    broken = data[:10] + b"\xff" + data[10:]
    with pytest.raises(Unreadable) as raised:
        read(broken)
    assert raised.value.code == "encoding"
    assert " 9 " in raised.value.message or " 10 " in raised.value.message


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bytes(range(256)) * 8, "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "unsupported_media"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "unsupported_media"),
        (b"PK\x03\x04\x14\x00\x06\x00", "broken_archive"),
        (b"%PDF-1.7\n1 0 obj", "broken_pdf"),
        (b"\xfe\xff\xd8\x00\x00", "encoding"),
    ],
)
def test_what_is_no_text_is_said_to_be_none(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read(data)
    assert raised.value.code == code


def test_a_stray_control_character_does_not_make_a_text_binary() -> None:
    assert read((TEXT * 20 + "\x07").encode()).text.endswith("\x07")
