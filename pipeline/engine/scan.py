"""What stands in the landing folder, looked at from outside: nothing is opened here.

Hidden files and folders are left out, as are the files that an interrupted copy leaves (they are hidden too), and those
by which office programs mark a file as open.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_LEFT_OUT = (".", "~$")
"""How the names begin of what is left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the landing folder: its posix path relative to it as text, and where it is.

    `status` is None for a file to be read; otherwise it says why it is none, in the words of the ingest ledger.
    """

    path: str
    place: Path
    size: int | None = None
    modified: datetime | None = None
    status: str | None = None
    message: str | None = None


def scan(raw: Path) -> Iterator[Entry]:
    """Every entry below `raw`, in order of path. A folder is entered, a link to a folder is not.

    Raises FileNotFoundError if `raw` is no folder.
    """
    if not raw.is_dir():
        raise FileNotFoundError(f"{raw} is not a folder")
    yield from _entries(raw, raw)


def _entries(folder: Path, raw: Path) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(
                (entry for entry in listing if not entry.name.startswith(_LEFT_OUT)), key=lambda entry: entry.name
            )
    except OSError as error:
        yield failed(relative(folder, raw), folder, error)
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(path, raw)
        else:
            yield _look(path, relative(path, raw))


def _look(path: Path, name: str) -> Entry:
    try:
        found = path.stat()
    except OSError as error:
        return failed(name, path, error)
    if not stat.S_ISREG(found.st_mode):
        folder, other = "指向目录的链接 (a link to a folder)", "管道、套接字或设备 (a pipe, socket or device)"
        kind = folder if stat.S_ISDIR(found.st_mode) else other
        return Entry(name, path, status="not_a_file", message=f"不是文件 (not a file): {kind}")
    # Whole microseconds, as they are stored: a float would differ in its last digits.
    modified = datetime.fromtimestamp(found.st_mtime_ns // 1_000_000_000, UTC).replace(
        microsecond=found.st_mtime_ns % 1_000_000_000 // 1000
    )
    return Entry(name, path, found.st_size, modified)


def failed(name: str, place: Path, error: OSError) -> Entry:
    """The entry for something that could not be looked at or read."""
    if isinstance(error, FileNotFoundError) and place.is_symlink():
        message = "链接指向的文件不存在 (a link to nothing)"
        return Entry(name, place, status="not_a_file", message=message)
    if isinstance(error, FileNotFoundError):
        return Entry(
            name, place, status="vanished", message="列出后在读取前消失 (listed, but gone when it was to be read)"
        )
    return Entry(name, place, status="unreadable", message=f"无法打开 (cannot be opened): {error.strerror or error}")


def relative(path: Path, raw: Path) -> str:
    """The posix path of something below `raw`. Bytes of its name that are no text are escaped."""
    return path.relative_to(raw).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
