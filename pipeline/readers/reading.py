"""One way in: what kind of file this is, and its text."""

from __future__ import annotations

from pipeline.readers.charset import decode
from pipeline.readers.document import Document, document
from pipeline.readers.problems import Unreadable

# What files begin with that are no text, so that the message can say what was given instead of "broken".
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP / DOCX / XLSX"),
    (b"\xd0\xcf\x11\xe0", "DOC / XLS"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "GZIP"),
)


def read(data: bytes, name: str = "") -> Document:
    """Read the bytes of a file called `name` into a document.

    Raises :class:`Unreadable` with code ``empty``, ``binary``, ``encoding`` or ``unsupported_media``.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature) and b"\x00" in data[:65536] + b"\x00" * (kind in {"PDF", "RTF"}):
            raise Unreadable(
                "unsupported_media",
                f"{kind} 文件不能按文本读取，请提供其文本 (a {kind} file is not read as text; give its text instead)",
            )
    text, charset, lost = decode(data)
    return document(text, charset, lost=lost)
