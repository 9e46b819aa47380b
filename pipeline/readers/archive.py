"""ZIP: the container that DOCX is, and archives of one report.

One content is one report, so an archive is read as one if exactly one of its members can be; several are taken apart
before (:mod:`pipeline.readers.unpacking`). Nothing is unpacked to disk, and
what a header promises is not believed: sizes are bounded while reading.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.readers.problems import Unreadable

MAX_MEMBERS = 5000
"""An archive with more files than that is not opened."""
MAX_BYTES = 64 * 1024 * 1024
"""Unpacked size of a member, and of all members that are looked at together."""

_RATIO = 200  # text packs to a twentieth, the XML of a large table to a hundredth; zeros to a thousandth
_SMALL = 1024 * 1024  # bytes below which any ratio is harmless
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1  # flag bits of a member
_UTF8 = 0x800
_BESIDE = frozenset({".js", ".css", ".json", ".xml", ".map", ".ini", ".db", ".log", ".lnk", ".url", ".md5"})
_HIDDEN = re.compile(r"(?:^|/)(?:\.(?!\.?/)|__MACOSX/|~\$|Thumbs\.db$)")


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened archive. `names` are those of its files, in its order, without what systems and saved pages add."""

    _zip: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files that may be reports."""
        return tuple(
            name
            for name in self.members
            if not _HIDDEN.search(name) and PurePosixPath(name).suffix.lower() not in _BESIDE
        )

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises :class:`Unreadable`: ``encrypted``, ``too_large`` or ``broken_archive``."""
        member = self.members[name]
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable("encrypted", f"压缩包内文件有密码: {name} (encrypted member of the archive)")
        if member.compress_type not in _METHODS:
            raise _broken(f"{name}: compression method {member.compress_type}")
        bound = min(MAX_BYTES, max(_SMALL, member.compress_size * _RATIO))
        try:
            with self._zip.open(member) as file:
                data = file.read(bound + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise _broken(f"{name}: {error}") from error
        if len(data) > bound:
            raise Unreadable("too_large", f"解压后过大: {name} (a member of the archive is far too large unpacked)")
        return data


def open_archive(data: bytes) -> Archive:
    """Open the bytes of an archive. Raises :class:`Unreadable`: ``broken_archive`` or ``too_large``."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise _broken(str(error)) from error
    files = [member for member in opened.infolist() if not member.is_dir()]
    members = {_name(member): member for member in files}
    if len(members) < len(files):
        raise _broken("two members of one name")
    if len(members) > MAX_MEMBERS:
        raise Unreadable("too_large", f"压缩包内文件超过 {MAX_MEMBERS} 个 (more than {MAX_MEMBERS} files in it)")
    return Archive(opened, members)


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member; one that does not say that it is UTF-8 may be so, else it is GBK in Chinese archives."""
    if member.flag_bits & _UTF8:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeError):
            return member.filename.encode("cp437").decode(encoding)
    return member.filename


def _broken(what: str) -> Unreadable:
    return Unreadable("broken_archive", f"压缩包损坏，无法解开 (the archive is broken): {what}")
