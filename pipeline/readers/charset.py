"""Bytes to characters, by a strict ladder: byte-order mark, UTF-8, UTF-16 by its NUL bytes, GB18030.

Nothing is replaced or dropped: a byte that fits no rung is an error of the file. A ladder beats detectors here because
the encodings in use are few, and strict decoding tells them apart; only GB18030 accepts nearly anything and therefore
stands last and has to prove itself.
"""

from __future__ import annotations

import codecs
import re

from pipeline.readers.problems import Unreadable

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Any Chinese text of some length has one of these; mojibake has them only by chance.
_COMMON = re.compile("[的一年政公信报本行在不有中和为工]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_CONTROL_SHARE = 200  # word processors leave a control character here and there; more than one in so many is no text
_CHINESE = frozenset({"big5", "big5-hkscs", "gb2312", "gbk", "gb18030", "hz-gb-2312"})
_INCOMPLETE = 3  # a UTF-8 character cut at the end of the file leaves at most this many bytes


def decode(data: bytes) -> tuple[str, str, int]:
    """Decode `data`; return the text, the name of its encoding and how many bytes of a cut last character were left.

    A byte-order mark stays in the text as U+FEFF, so that offsets count from the first character of the file.
    Raises :class:`Unreadable` with code ``empty``, ``binary`` or ``encoding``.
    """
    if not data.strip(b" \t\r\n"):
        raise Unreadable("empty", "文件为空 (the file is empty)")
    if not data.strip(b" \t\r\n\x00"):
        raise Unreadable(
            "binary",
            "文件只有空字节，可能是传输中断，请重新获取 "
            "(nothing but NUL bytes, perhaps a transfer that broke off: get the file again)",
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\x00" in data[:4096]:
        return _by_nul_bytes(data)
    try:
        return _checked(data.decode("utf-8")), "utf-8", 0
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(data) - error.start <= _INCOMPLETE and error.start:
            return _checked(data[: error.start].decode("utf-8")), "utf-8", len(data) - error.start
        return _gb18030(data, error)


def decode_as(data: bytes, encoding: str) -> str | None:
    """Decode `data` as a page that names its encoding says; None if that gives no Chinese text.

    For the encodings of Chinese only, and for files that :func:`decode` refused: a file's own word is no proof.
    """
    if encoding not in _CHINESE:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if not _is_binary(text) and _plausible(text) else None


def _strict(data: bytes, encoding: str) -> tuple[str, str, int]:
    try:
        return _checked(data.decode(encoding)), encoding, 0
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and error.reason == "unexpected end of data":
            return _checked(data[: error.start].decode(encoding)), encoding, len(data) - error.start
        raise Unreadable(
            "encoding",
            f"文件标明为 {encoding}，但第 {error.start} 字节不合该编码，请转存为 UTF-8 "
            f"(the mark says {encoding}, but byte {error.start} is not; save it as UTF-8)",
        ) from error


def _by_nul_bytes(data: bytes) -> tuple[str, str, int]:
    """UTF-16 without a mark: line breaks and digits hold NUL bytes. The byte order that gives Chinese is the one."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text) and _plausible(text):
            return text, encoding, 0
    raise _binary()


def _gb18030(data: bytes, utf8: UnicodeDecodeError) -> tuple[str, str, int]:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if _is_binary(data[:4096].decode("latin-1")):
            raise _binary() from error
        raise _broken(utf8, error.start) from error
    if _is_binary(text):
        raise _binary()
    # UTF-8 with one broken byte decodes as GB18030 too, into rare characters: then the common ones are missing.
    if not _plausible(text):
        raise _broken(utf8, utf8.start)
    return text, "gb18030", 0


def _plausible(text: str) -> bool:
    wide = sum(1 for character in text if character > "\x7f")
    return bool(wide) and len(_COMMON.findall(text)) * 50 >= wide


def _checked(text: str) -> str:
    if _is_binary(text):
        raise _binary()
    return text


def _is_binary(text: str) -> bool:
    return bool(_CONTROL.search(text)) and len(_CONTROL.findall(text)) * _CONTROL_SHARE > len(text)


def _binary() -> Unreadable:
    return Unreadable("binary", "不是文本文件 (not a text file: it has control bytes no text has)")


def _broken(utf8: UnicodeDecodeError, gb18030: int) -> Unreadable:
    return Unreadable(
        "encoding",
        f"编码损坏：UTF-8 错在第 {utf8.start} 字节，GB18030 错在第 {gb18030} 字节，请以 UTF-8 重新保存 "
        f"(broken encoding: not UTF-8 at byte {utf8.start}, not GB18030 at byte {gb18030}; save it as UTF-8 again)",
    )
