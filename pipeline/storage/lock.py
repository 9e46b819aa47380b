"""One run at a time on a warehouse, and one writer at a time on a table.

Locks are those of the operating system (flock): they go with the process that holds them, however it ends, and so are
never left behind.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WarehouseBusyError(Exception):
    """Another run is at work on the warehouse."""


@contextmanager
def run_lock(warehouse: Path) -> Iterator[None]:
    """Hold the warehouse for a whole run. Raises WarehouseBusyError at once when another run holds it."""
    path = warehouse / ".run.lock"
    descriptor = _open(path)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = path.read_text(encoding="ascii").strip() or "unknown"
            raise WarehouseBusyError(f"another run (process {holder}) is at work on {warehouse}") from None
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def table_lock(folder: Path) -> Iterator[None]:
    """Hold the folder of a table while its rows are replaced, waiting for another writer to finish."""
    descriptor = _open(folder / ".lock")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
