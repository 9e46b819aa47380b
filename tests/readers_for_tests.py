"""Readers that do what no reader should. They stand in a module of their own, for other processes to import."""

from __future__ import annotations

import os
import signal

from pipeline.engine.reading import Reading, read_report


def raising(data: bytes, name: str) -> Reading:
    """Fail on a file that says so."""
    if b"CRASH" in data:
        raise RuntimeError("not foreseen")
    return read_report(data, name)


def dying(data: bytes, name: str) -> Reading:
    """Take the whole process down on a file that says so."""
    if b"CRASH" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_report(data, name)


def forbidden(data: bytes, name: str) -> Reading:
    """Nothing is to be read."""
    raise AssertionError(f"{name} is read again ({len(data)} bytes)")
