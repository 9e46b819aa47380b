"""Archives: one report in it is read; anything else says what to do."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.readers import Unreadable, archive, read
from tests.corpus.files import packed

TEXT = "青塘县卫生健康局2020年政府信息公开工作年度报告\n行政许可 | 34 | +1 |\n".encode()
PAGE = "<html><p>青塘县的年报</p></html>".encode()
WORD = packed(
    {
        "word/document.xml": (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:p><w:r><w:t>年报</w:t></w:r></w:p></w:document>"
        ).encode()
    }
)
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def code(data: bytes) -> str:
    with pytest.raises(Unreadable) as raised:
        read(data)
    assert any("\u4e00" <= character <= "\u9fff" for character in raised.value.message)
    return raised.value.code


@pytest.mark.parametrize(("member", "media"), [(TEXT, "text"), (PAGE, "html"), (WORD, "docx")])
def test_the_one_report_in_an_archive_is_read(member: bytes, media: str) -> None:
    assert read(packed({"年报/": b"", "年报/a.bin": member})).media == media


def test_what_lies_beside_a_report_is_passed_over() -> None:
    beside = {
        "a_files/x.js": b"var a",
        "__MACOSX/._a.htm": TEXT,
        ".DS_Store": TEXT,
        "Thumbs.db": b"\x00",
        "b.png": PICTURE,
    }
    assert read(packed({**beside, "a.htm": PAGE})).text == "青塘县的年报\n"


def test_several_reports_are_none() -> None:
    with pytest.raises(Unreadable) as raised:
        read(packed({"甲.txt": TEXT, "乙.htm": PAGE}))
    assert raised.value.code == "archive_of_many"
    assert "甲.txt" in raised.value.message


def test_the_only_member_says_for_itself_why_it_cannot_be_read() -> None:
    assert code(packed({"a.png": PICTURE})) == "unsupported_media"
    assert code(packed({"a.txt": b"\xff" * 9})) == "encoding"


@pytest.mark.parametrize("members", [{}, {"a/": b""}, {"a.png": PICTURE, "b.png": PICTURE}])
def test_an_archive_without_a_report_is_empty(members: dict[str, bytes]) -> None:
    assert code(packed(members)) == "archive_empty"


def test_archives_in_archives_are_not_opened() -> None:
    assert code(packed({"a.zip": packed({"a.txt": TEXT})})) == "unsupported_media"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "ppt/presentation.xml", "OFD.xml"])
def test_other_office_files_are_named(part: str) -> None:
    assert code(packed({"[Content_Types].xml": b"<Types/>", part: b"<x/>"})) == "unsupported_media"


def test_names_in_gbk_are_names() -> None:
    data = packed({"aaaa.txt": TEXT}).replace(b"aaaa.txt", "年报".encode("gbk") + b".txt")
    assert archive.open_archive(data).names == ("年报.txt",)
    assert read(data).media == "text"


def test_an_encrypted_member_says_so() -> None:
    data = bytearray(packed({"a.txt": TEXT}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert code(bytes(data)) == "encrypted"


def test_a_member_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    assert code(packed({"a.txt": b"0" * (8 * 1024 * 1024)})) == "too_large"


def test_many_members_that_are_large_together_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.reading.MAX_BYTES", 3 * len(TEXT))
    assert code(packed({f"{n}.png": PICTURE + TEXT for n in range(4)})) == "too_large"


def test_too_many_members_are_not_looked_at() -> None:
    assert code(packed({f"{n}.png": b"" for n in range(archive.MAX_MEMBERS + 1)})) == "too_large"


def test_two_members_of_one_name_are_a_broken_archive() -> None:
    assert code(packed({"a.txt": TEXT, "b.txt": TEXT + b"1"}).replace(b"b.txt", b"a.txt")) == "broken_archive"


def test_unusual_compression_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as opened:
        opened.writestr("a.txt", TEXT)
    assert code(file.getvalue()) == "broken_archive"


def test_a_broken_archive_never_gives_words() -> None:
    data = packed({"a.txt": TEXT * 20})
    for cut in range(4, len(data) - 1, 7):
        assert code(data[:cut]) == "broken_archive"
    for place in range(4, len(data), 5):
        try:
            assert read(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]).text
        except Unreadable as error:
            assert error.code in {"broken_archive", "encrypted", "archive_empty", "too_large"}  # noqa: PT017
