"""Reading held to limits: no file takes longer than a report may, or takes down the process that reads it.

What is too large is refused first, the same everywhere; time is the last resort. Files that C libraries take apart,
and large ones, are opened in another process (:mod:`pipeline.engine.apart`); the rest is Python, interrupted here.
"""

from __future__ import annotations

import hashlib
import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Self

from pipeline.engine.apart import SECONDS, Apart, Opener
from pipeline.engine.reading import Reader, Reading, refused
from pipeline.readers import Document, read
from pipeline.readers.problems import too_slow

LARGE = 1_000_000
"""Bytes from which on a file is opened in another process, whatever it is."""

_ELSEWHERE = (b"%PDF-", b"PK")
_FIRST = 1024  # bytes within which a PDF says that it is one


class TooSlow(BaseException):
    """Time is up. Not an Exception, so that no reader takes it for a failure of its own."""


class Guard:
    """Reads files, one after the other, within limits. Use it as a context, so that its process ends.

    In the main thread of a process; in any other nothing can interrupt Python, and only opening is held to the limits.
    """

    def __init__(self, opener: Opener = read) -> None:
        """`opener` stands in for the readers of this package, for tests; it must be importable by its name."""
        self._opener = opener
        self._apart = Apart(opener)
        self._left = SECONDS  # of processor time, for the file at hand
        self._begun = 0.0

    def __enter__(self) -> Self:
        """Nothing is started before it is needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process that opened files."""
        self._apart.close()

    def read(self, reader: Reader, data: bytes, name: str) -> Reading:
        """What `reader` reads, or a reading that says ``too_slow``."""
        self._left, self._begun = SECONDS, time.thread_time()
        if threading.current_thread() is not threading.main_thread():
            return reader(data, name, self._open)
        before = signal.signal(signal.SIGVTALRM, self._ring)
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            return reader(data, name, self._open)
        except TooSlow:
            slow = too_slow()
            return refused(hashlib.sha256(data).hexdigest(), slow.code, slow.message)
        finally:
            self._left = float("inf")  # a signal on its way comes to nothing
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)

    def _open(self, data: bytes, name: str) -> Document:
        if len(data) < LARGE and not data.startswith(_ELSEWHERE) and _ELSEWHERE[0] not in data[:_FIRST]:
            return self._opener(data, name)
        document, spent = self._apart.open(data, name)
        self._left -= spent
        return document

    def _ring(self, number: int, frame: FrameType | None) -> None:
        """The time of the process is up; that of the file only if no other thread was at work meanwhile."""
        left = self._left - (time.thread_time() - self._begun)
        if left <= 0:
            raise TooSlow
        if left < SECONDS:
            signal.setitimer(signal.ITIMER_VIRTUAL, max(left, 0.01))
