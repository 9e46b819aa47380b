"""Writing a file so that nobody ever sees half of it.

The content goes to a hidden temporary file in the same folder, is flushed to the disk, and takes its place by a rename,
which the operating system does whole or not at all. polars and pyarrow write in place, so everything goes through here.
"""

from __future__ import annotations

import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

_TEMPORARY = re.compile(r"^\..+\.(?P<pid>\d+)-[0-9a-f]{32}\.tmp(\.wal)?$")
_STALE_SECONDS = 24 * 3600.0


@contextmanager
def atomic_path(target: Path, durable: bool = True) -> Iterator[Path]:
    """A path beside `target` to write to; on leaving without an error it becomes `target`.

    `durable` waits until content and name are on the disk; without it a power failure may leave an empty file. If the
    block raises, nothing has happened.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{uuid.uuid4().hex}.tmp")
    try:
        yield temporary
        if durable:
            _flush(temporary)
        temporary.replace(target)
        if durable:
            _flush(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(target: Path, data: bytes, durable: bool = True) -> None:
    """Put `data` at `target`."""
    with atomic_path(target, durable) as temporary:
        temporary.write_bytes(data)


def write_parquet(target: Path, frame: pl.DataFrame) -> None:
    """Put `frame` at `target` as Parquet, zstd-compressed."""
    with atomic_path(target) as temporary:
        frame.write_parquet(temporary, compression="zstd")


def sweep(folder: Path) -> int:
    """Remove what writers that died left below `folder`; gives the number of files removed.

    A temporary file belongs to a living writer as long as the process in its name lives here; one written on another
    machine that shares the storage counts as abandoned after a day.
    """
    removed = 0
    for root, _, names in os.walk(folder):
        for name in names:
            match = _TEMPORARY.match(name)
            if match is not None and is_abandoned(Path(root, name), int(match["pid"])):
                Path(root, name).unlink(missing_ok=True)
                removed += 1
    return removed


def is_abandoned(path: Path, pid: int) -> bool:
    """Whether what this process wrote for a time is no one's any more: it is gone, or a day has passed."""
    try:
        old = time.time() - path.stat().st_mtime > _STALE_SECONDS
    except FileNotFoundError:
        return False
    return old or (pid != os.getpid() and not _alive(pid))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
