"""Readers that do what no reader should. They stand in a module of their own, for other processes to import."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace

from pipeline.engine.apart import Opener
from pipeline.engine.reading import Reading, read_report
from pipeline.readers import Document, document
from pipeline.tables import CellStatus


def raising(data: bytes, name: str, opener: Opener | None = None) -> Reading:
    """Fail on a file that says so."""
    if b"CRASH" in data:
        raise RuntimeError("not foreseen")
    return read_report(data, name, opener)


def contradicting(data: bytes, name: str, opener: Opener | None = None) -> Reading:
    """Give open cells values in a file that says so, and the others whole."""
    reading = read_report(data, name, opener)
    if b"CRASH" not in data or reading.tables is None:
        return reading
    cells = tuple(cell._replace(status=CellStatus.AMBIGUOUS) for cell in reading.tables.cells)
    return replace(reading, tables=replace(reading.tables, cells=cells))


def dying(data: bytes, name: str, opener: Opener | None = None) -> Reading:
    """Take the whole process down on a file that says so."""
    if b"CRASH" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_report(data, name, opener)


def forbidden(data: bytes, name: str, opener: Opener | None = None) -> Reading:
    """Nothing is to be read."""
    raise AssertionError(f"{name} is read again ({len(data)} bytes)")


def spinning(data: bytes, name: str, opener: Opener | None = None) -> Reading:
    """Never come back from a file that says so."""
    while b"SPIN" in data:
        pass
    return dying(data, name, opener)


def unruly(data: bytes, name: str, opener: Opener | None = None) -> Reading:
    """On a file that says so, never come back from Python or from C, do nothing at all, or die."""
    if b"STUCK" in data:
        sum(range(10**12))
    if b"SLEEP" in data:
        time.sleep(1000)
    return spinning(data, name, opener)


_KEPT: list[bytes] = []


def open_as_told(data: bytes, name: str) -> Document:
    """Open a file, but do first what it says: spin in C, sleep, take memory, raise, die."""
    if b"STUCK" in data:
        sum(range(10**12))
    if b"SLEEP" in data:
        time.sleep(1000)
    if b"KEEP" in data:
        _KEPT.append(bytes(b"1" * 300_000_000))
    if b"TAKE" in data:
        assert b"1" * 300_000_000
    if b"MEMORY" in data:
        assert bytes(10**9)
    if b"RAISE" in data:
        raise RuntimeError("not foreseen")
    if b"DIE" in data:
        os.abort()
    return document(data.decode(), "utf-8")
