"""Opening files in a process of its own, which may be ended: what C libraries do cannot be stopped in any other way.

Only opening, from bytes to a document: that is where the libraries are, and such a process starts in a third of a
second. It is kept for the next file. Three limits hold it: processor time, memory, and the clock on the wall for one
that does nothing at all. Whatever happens to it is said of the one file it was at work on.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import resource
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import NamedTuple

from pipeline.readers import Document, Unreadable, document, read
from pipeline.readers.problems import died, too_heavy, too_slow

SECONDS = 1.8
"""Processor time that reading a file may take; a real report takes a hundredth, and two seconds are promised."""
PATIENCE = 30.0
"""Seconds by the clock after which a process that does not answer is ended, busy or not."""
MEMORY = 480 * 1024 * 1024
"""Bytes of address space that opening a file may take, the program itself included."""

Opener = Callable[[bytes, str], Document]
"""How the bytes of a file with a name become a document. Raises :class:`Unreadable`."""
_Answer = tuple[Document | tuple[str, str], float]


class _Child(NamedTuple):
    process: multiprocessing.process.BaseProcess
    connection: Connection


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
        try:
            child = self._running()
        except (EOFError, ConnectionError) as error:
            self.close()
            raise RuntimeError("the process that opens files does not start") from error
        try:
            answer, spent = _ask(child.connection, data, name, self._patience)
        except (EOFError, ConnectionError) as error:
            self.close()
            raise too_slow() if child.process.exitcode == -signal.SIGPROF else died() from error
        except BaseException:
            self.close()  # an answer that nobody waited for must not become that of the next file
            raise
        if isinstance(answer, tuple):
            raise Unreadable(*answer)
        return answer, spent

    def close(self) -> None:
        """End the process, if there is one."""
        if self._child is not None:
            self._child.connection.close()
            # One that waits for the next file ends by itself; one that is busy has had its time.
            self._child.process.join(0.2)
            self._child.process.kill()
            self._child.process.join()
            self._child = None

    def _running(self) -> _Child:
        if self._child is not None and not self._child.process.is_alive():
            self.close()
        if self._child is None:
            context = multiprocessing.get_context("spawn")  # a fork of a process with threads may never wake up
            here, there = context.Pipe()
            process = context.Process(target=_serve, args=(there, self._opener), daemon=True)
            process.start()
            there.close()
            self._child = _Child(process, here)
            here.recv()  # it is up, and its start is no time of the file
        return self._child


def _ask(connection: Connection, data: bytes, name: str, patience: float) -> _Answer:
    connection.send(name)
    connection.send_bytes(data)
    if not connection.poll(patience):
        raise too_slow()
    answer: _Answer = connection.recv()
    return answer


def _serve(connection: Connection, opener: Opener) -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which is to die, within C as well
    # Not every system bounds the memory of a process; time is bounded all the same.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    document("", "utf-8")  # what is made once is made now
    connection.send("ready")
    while True:
        try:
            name = connection.recv()
            data = connection.recv_bytes()
        except EOFError:
            return
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        answer = _opened(opener, data, name)
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.send((answer, time.process_time() - begun))


def _opened(opener: Opener, data: bytes, name: str) -> Document | tuple[str, str]:
    try:
        return opener(data, name)
    except Unreadable as error:
        return error.code, error.message
    except MemoryError:
        heavy = too_heavy()
        return heavy.code, heavy.message
    except Exception as error:  # whatever it is, it is this file's
        return "reader_crash", f"{type(error).__name__}: {error}"
