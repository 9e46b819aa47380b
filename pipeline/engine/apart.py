"""Opening files in a process of its own, which may be ended: what C libraries do cannot be stopped in any other way.

Only opening, from bytes to a document: that is where the libraries are, and such a process starts in a third of a
second. It is kept for the next file. Three limits hold it: processor time, memory, and the clock on the wall for one
that does nothing at all. Whatever happens to it is said of the one file it was at work on.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.readers import Document, Unreadable, document, read
from pipeline.readers.problems import died, too_heavy, too_slow

SECONDS = 1.8
"""Processor time that reading a file may take; a real report takes a hundredth, and two seconds are promised."""
PATIENCE = 30.0
"""Seconds by the clock after which a process that does not answer is ended, busy or not."""
MEMORY = 420 * 1024 * 1024
"""Bytes of address space that opening a file may take, on top of the 50 MB of the program itself."""

Opener = Callable[[bytes, str], Document]
"""How the bytes of a file with a name become a document. Raises :class:`Unreadable`."""

_OUT_OF_MEMORY = 41  # exit code
# Not by multiprocessing: that imports whatever program runs there too, with all that it takes in memory and time.
_PROGRAM = "import sys; from pipeline.engine.apart import serve; serve(int(sys.argv[1]))"


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    connection: Connection
    opened: int = 0


class _Ended(Exception):
    """The process came to an end over a file."""


class Apart:
    """A process that opens files, started when there is the first, ended by `close` or with a file it cannot bear."""

    def __init__(self, opener: Opener = read, patience: float = PATIENCE) -> None:
        """`opener` is what is done there; it must be importable by its name."""
        self._opener = opener
        self._patience = patience
        self._child: _Child | None = None

    def open(self, data: bytes, name: str) -> tuple[Document, float]:
        """The document, and the processor time it took. Raises :class:`Unreadable` as `read` does, or ``too_slow``,
        ``too_large``, ``reader_died`` for what it did not come back from."""
        child = self._running()
        try:
            return self._asked(child, data, name)
        except _Ended:
            if not child.opened:
                raise self._why(child) from None
        # What files before have left behind is not this file's doing: once more, by a process that opened none.
        child = self._running()
        try:
            return self._asked(child, data, name)
        except _Ended:
            raise self._why(child) from None

    def close(self) -> None:
        """End the process, if there is one."""
        if self._child is not None:
            self._child.connection.close()  # one that waits for the next file ends by that
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.process.wait(0.2)
            self._child.process.kill()
            self._child.process.wait()
            self._child = None

    def _asked(self, child: _Child, data: bytes, name: str) -> tuple[Document, float]:
        try:
            child.connection.send(name)
            child.connection.send_bytes(data)
            if not child.connection.poll(self._patience):
                raise too_slow()
            answer, spent = child.connection.recv()
        except (EOFError, ConnectionError) as error:
            child.process.wait()
            self.close()
            if child.process.returncode == -signal.SIGPROF:
                raise too_slow() from error
            raise _Ended from error
        except BaseException:
            self.close()  # an answer that nobody waited for must not become that of the next file
            raise
        child.opened += 1
        if isinstance(answer, tuple):
            raise Unreadable(*answer)
        return answer, spent

    def _why(self, child: _Child) -> Unreadable:
        return too_heavy() if child.process.returncode == _OUT_OF_MEMORY else died()

    def _running(self) -> _Child:
        if self._child is not None and self._child.process.poll() is not None:
            self.close()
        if self._child is None:
            here, there = multiprocessing.Pipe()
            process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, str(there.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(there.fileno(),),
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            there.close()
            self._child = _Child(process, here)
            try:
                here.send(self._opener)
                here.recv()  # it is up, and its start is no time of the file
            except (EOFError, ConnectionError) as error:
                self.close()
                raise RuntimeError("the process that opens files does not start") from error
        return self._child


def serve(handle: int) -> None:
    """Open files for whoever holds the other end of the connection `handle`, until nobody does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which is to die, within C as well
    connection = Connection(handle)
    opener: Opener = connection.recv()
    document("", "utf-8")  # what is made once is made now
    _bound_memory()
    connection.send("ready")
    while True:
        try:
            name = connection.recv()
            data = connection.recv_bytes()
            begun = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            answer = _opened(opener, data, name)
            signal.setitimer(signal.ITIMER_PROF, 0)
            connection.send((answer, time.process_time() - begun))
        except EOFError:
            return
        except MemoryError:
            sys.exit(_OUT_OF_MEMORY)


def _bound_memory() -> None:
    # Not every system tells of the memory of a process, or bounds it; time is bounded all the same.
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        bound = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def _opened(opener: Opener, data: bytes, name: str) -> Document | tuple[str, str]:
    try:
        return opener(data, name)
    except Unreadable as error:
        return error.code, error.message
    except MemoryError:
        raise
    except Exception as error:  # whatever it is, it is this file's
        return "reader_crash", f"{type(error).__name__}: {error}"
