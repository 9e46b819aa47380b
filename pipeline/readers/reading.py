"""One way in: what kind of file this is, and its text. The bytes decide; a name may say anything."""

from __future__ import annotations

from pipeline.readers.archive import MAX_BYTES, Archive, open_archive
from pipeline.readers.document import Document, document
from pipeline.readers.docx import MAIN_PART, read_docx
from pipeline.readers.html import decode_page, is_html, read_html
from pipeline.readers.mail import is_mail, read_mail
from pipeline.readers.pdf import read_pdf
from pipeline.readers.problems import Unreadable

# What files begin with that nothing here reads, so that the message can say what was given instead of "broken".
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "DOC / XLS / WPS"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x1f\x8b", "GZIP"),
)
_PDF = b"%PDF-"
_FIRST, _HEAD = 1024, 8192  # bytes within which a PDF says that it is one, and has an object
MAX_TEXT = 16 * 1024 * 1024
"""Bytes of a text or a page, its pictures included where they are written into it; more are not decoded."""
PACKED = (b"PK\x03\x04", b"PK\x05\x06")
"""What an archive begins with; the second is an empty one."""
# Parts that tell which program's file an archive is.
_OFFICE = {"xl/workbook.xml": "XLSX", "ppt/presentation.xml": "PPTX", "Document.xml": "OFD", "OFD.xml": "OFD"}


def read(data: bytes, name: str = "") -> Document:
    """Read the bytes of a file called `name` into a document.

    Raises :class:`Unreadable`, whose codes its class lists, for what is no text or has none.
    """
    if data.startswith(PACKED):
        return _packed(open_archive(data))
    return _plain(data)


def _plain(data: bytes) -> Document:
    """What is not an archive."""
    if data.startswith(_PDF) or (_PDF in data[:_FIRST] and b" obj" in data[:_HEAD]):
        return read_pdf(data[data.index(_PDF) :])
    for signature, kind in _SIGNATURES:
        if data.startswith(signature) and b"\x00" in data[:65536] + b"\x00" * (kind == "RTF"):
            raise _unsupported(kind)
    if len(data) > MAX_TEXT:
        raise Unreadable(
            "too_large",
            f"文本或网页超过 {MAX_TEXT // 1024**2} MiB，不是一份报告，请拆分 "
            f"(a text or page of more than {MAX_TEXT // 1024**2} MiB is no single report: split it)",
        )
    if is_mail(data):
        return read_mail(data)
    text, charset, lost = decode_page(data)
    return read_html(text, charset, lost) if is_html(text) else document(text, charset, lost=lost)


def _packed(archive: Archive) -> Document:
    """A Word file, or the one readable member of an archive."""
    office = _office(archive)
    if office is not None:
        return office
    names = archive.names
    total = 0
    found: dict[str, Document] = {}
    refused: dict[str, Unreadable] = {}
    for name in names:
        data = archive.read(name)
        total += len(data)
        if total > MAX_BYTES:
            raise Unreadable("too_large", "压缩包内容过大 (the archive holds far too much for one report)")
        try:
            found[name] = _member(data)
        except Unreadable as error:
            refused[name] = error
        if len(found) > 1:
            raise Unreadable(
                "archive_of_many",
                f"压缩包内有多份可读文件（{'、'.join(found)}…），请解压后逐份放入 "
                "(more than one readable file in the archive: unpack it, a file a report)",
            )
    if found:
        return next(iter(found.values()))
    if len(refused) == 1:
        raise next(iter(refused.values()))
    raise Unreadable("archive_empty", f"压缩包内 {len(names)} 个文件均不可读 (no file in the archive can be read)")


def _member(data: bytes) -> Document:
    """A member of an archive: anything but another archive."""
    if not data.startswith(PACKED):
        return _plain(data)
    office = _office(open_archive(data))
    if office is None:
        raise _unsupported("ZIP in ZIP")
    return office


def is_office(archive: Archive) -> bool:
    """Whether an archive is one file of an office program."""
    return any(MAIN_PART.fullmatch(name) or name in _OFFICE for name in archive.members)


def _office(archive: Archive) -> Document | None:
    """The document of an office file; None if the archive is none."""
    for name in archive.members:
        if MAIN_PART.fullmatch(name):
            return read_docx(archive.read(name))
        if name in _OFFICE:
            raise _unsupported(_OFFICE[name])
    return None


def _unsupported(kind: str) -> Unreadable:
    return Unreadable(
        "unsupported_media",
        f"{kind} 文件不能读取，请另存为 DOCX、PDF、HTML 或文本 "
        f"(a {kind} file is not read; save it as DOCX, PDF, HTML or text)",
    )
