"""Files that a command was given, opened and read one by one. Never fails for what a path names or a file holds."""

from __future__ import annotations

import errno
import stat
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath

from pipeline.agencies.model import Resolution
from pipeline.engine.agencies import body_of, subject_of
from pipeline.engine.guard import Guard
from pipeline.engine.intake import MAX_BYTES
from pipeline.engine.reading import Reading, read_report
from pipeline.readers import Problem
from pipeline.readers.unpacking import SEPARATOR, unpack

STDIN = "-"
"""The path that stands for standard input."""
_FOLDERS = 3  # of a path that may tell the body: the file's name and two folders above it
_WHY = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有读取权限",
    errno.EIO: "读取出错",
    errno.ENAMETOOLONG: "路径过长",
}
"""What the system says in English, in Chinese."""


def read_path(path: Path, guard: Guard) -> Iterator[tuple[str, Reading | Problem]]:
    """The reading of a file, of each file in an archive, or why its bytes could not be had."""
    data = _typed_in() if str(path) == STDIN else _bytes(path)
    if isinstance(data, Problem):
        yield str(path), data
        return
    unpacked = unpack(data)
    if unpacked is None:
        yield str(path), guard.read(read_report, data, path.name)
        return
    for member in unpacked:
        name = f"{path}{SEPARATOR}{member.name}"
        if member.data is not None:
            yield name, guard.read(read_report, member.data, PurePosixPath(member.name).name)
        elif member.refused is not None:
            yield name, Problem(member.refused.code, member.refused.message)


def body_at(reading: Reading, path: str) -> Resolution | None:
    """The body that the report at `path` is of; None for what is no report."""
    subject = subject_of(reading, "/".join(PurePath(path.replace(SEPARATOR, "/")).parts[-_FOLDERS:]))
    return None if subject is None else body_of(subject)


def _typed_in() -> bytes | Problem:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    return data if len(data) <= MAX_BYTES else _too_large()


def _too_large() -> Problem:
    mib = MAX_BYTES // 1024**2
    return Problem("too_large", f"文件超过 {mib} MiB，不是一份报告 (larger than {mib} MiB, which no report is)")


def _bytes(path: Path) -> bytes | Problem:
    try:
        there = path.stat()
        if not (stat.S_ISREG(there.st_mode) or stat.S_ISDIR(there.st_mode)):
            return Problem("not_a_file", "管道、套接字或设备，不是文件 (a pipe, socket or device, not a file)")
        if there.st_size > MAX_BYTES:
            return _too_large()
        return path.read_bytes()
    except IsADirectoryError:
        return Problem("not_a_file", "目录，不是文件 (a folder, not a file)")
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        reason = str(getattr(error, "strerror", None) or error)
        why = _WHY.get(int(getattr(error, "errno", None) or 0), reason)
        return Problem("cannot_open", f"无法打开：{why} (cannot be opened: {reason})")
