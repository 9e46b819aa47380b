"""An archive of several files, each of which may be a report: its members, one after the other.

A member may be an archive itself; those within that are not opened. Nothing is unpacked to disk, so a name is no more
than a name; it is made harmless all the same, since people and programs will make paths of it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.readers.archive import Archive, open_archive
from pipeline.readers.problems import Unreadable
from pipeline.readers.reading import PACKED, is_office

SEPARATOR = "!"
"""Stands between the name of an archive and that of a member: ``2023.zip!县司法局.docx``."""
MAX_MEMBERS = 2000
"""Members of an archive and of those within it, together."""
MAX_TOTAL = 1024 * 1024 * 1024
"""Bytes of all members together, unpacked. One is in memory at a time."""

_ARCHIVE = re.compile(rf"\.zip{SEPARATOR}", re.IGNORECASE)
_LONGEST = 240  # characters of a name


class Member(NamedTuple):
    """A file in an archive: its name, and its bytes or why there are none."""

    name: str
    data: bytes | None
    refused: Unreadable | None = None


@dataclass(slots=True)
class Unpacked:
    """The members of an archive; `left_out` are the names of those that systems and saved pages add."""

    _archive: Archive
    left_out: list[str] = field(default_factory=list)
    _left: list[int] = field(default_factory=lambda: [MAX_MEMBERS, MAX_TOTAL])
    _names: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[Member]:
        """Unpack one after the other."""
        return self._of(self._archive, "")

    def _of(self, archive: Archive, before: str) -> Iterator[Member]:
        wanted = frozenset(archive.names)
        self.left_out += [before + harmless(name) for name in archive.members if name not in wanted]
        for name in archive.names:
            self._left[0] -= 1
            if self._left[0] < 0:
                refused = Unreadable(
                    "too_large",
                    f"压缩包内文件超过 {MAX_MEMBERS} 个，此后的未读，请分成几个压缩包 "
                    f"(more than {MAX_MEMBERS} files in the archive, those from here on are not read: split it)",
                )
                yield Member(self._own(before + harmless(name)), None, refused)
                return
            yield from self._member(archive, name, before)

    def _member(self, archive: Archive, name: str, before: str) -> Iterator[Member]:
        shown = self._own(before + harmless(name))
        try:
            data = archive.read(name)
            self._left[1] -= len(data)
            if self._left[1] < 0:
                raise Unreadable(
                    "too_large",
                    f"压缩包解压后超过 {MAX_TOTAL // 1024**2} MiB，此文件未读，请分成几个压缩包 "
                    f"(more than {MAX_TOTAL // 1024**2} MiB in the archive, this file is not read: split it)",
                )
        except Unreadable as error:
            yield Member(shown, None, error)
            return
        inner = None if before else opened(data)
        if inner is None:
            yield Member(shown, data)
        else:
            yield from self._of(inner, shown + SEPARATOR)

    def _own(self, name: str) -> str:
        """A name that no other member has."""
        own, number = name, 1
        while own in self._names:
            number += 1
            own = f"{name}~{number}"
        self._names.add(own)
        return own


def unpack(data: bytes) -> Unpacked | None:
    """The members of an archive; None for what is none, or cannot be opened, or is one file of an office program."""
    archive = opened(data)
    return None if archive is None else Unpacked(archive)


def opened(data: bytes) -> Archive | None:
    """The archive that `data` is, if it is one of files."""
    if not data.startswith(PACKED):
        return None
    try:
        archive = open_archive(data)
    except Unreadable:
        return None
    return archive if archive.names and not is_office(archive) else None


def own_name(path: str) -> str:
    """The name of a file without that of the archive it came in: it is the file's own name that tells of it."""
    return _ARCHIVE.split(path)[-1] or path


def harmless(name: str) -> str:
    """A name as a relative path with no way up, no control characters and no more than so many characters."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    plain = "".join(
        character if unicodedata.category(character)[0] != "C" else f"\\u{ord(character):04x}"
        for character in "/".join(parts)
    )
    if len(plain) <= _LONGEST:
        return plain or "_"
    mark = hashlib.sha256(plain.encode()).hexdigest()[:8]
    return f"{mark}…{plain[-_LONGEST:]}"
