"""Tasks done by several processes at once, of which any may hang or die without taking the others along.

A process says which piece of its task it is at. One that ends or stands still costs that piece, and nothing else: the
rest of its task is done again by another.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, Generic, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")
Say = Callable[[int | None], None]
"""Told the number of the piece that is begun; None between pieces."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a piece may take before its process is ended: seconds by the clock, and of processor time (within C too)."""

    clock: float = 60.0
    processor: float = 10.0


@dataclass(frozen=True, slots=True)
class Lost(Generic[Work]):
    """A task whose process did not come back from the piece with this number; `slow` if it took too long."""

    task: Work
    piece: int
    slow: bool


@dataclass(slots=True)
class _Worker(Generic[Work]):
    process: BaseProcess
    connection: Connection
    task: Work | None = None
    piece: int | None = None
    since: float = 0.0


LIMITS = Limits()


def work(
    do: Callable[[Work, Say], Result], tasks: Sequence[Work], processes: int, limits: Limits = LIMITS
) -> Iterator[tuple[Work, Result] | Lost[Work]]:
    """Do `tasks` with so many processes; each with its result as it is done, or lost. A lost task is not done again.

    `do` and the tasks must be such as can be sent to another process. Raises RuntimeError where a process ends between
    pieces, or fails: that is nobody's file.
    """
    waiting = deque(tasks)
    workers: list[_Worker[Work]] = []
    try:
        while waiting or any(worker.task is not None for worker in workers):
            while waiting and len(workers) < processes and not any(worker.task is None for worker in workers):
                workers.append(_started(do, limits))
            for worker in workers:
                if worker.task is None and waiting:
                    worker.task, worker.piece, worker.since = waiting.popleft(), None, monotonic()
                    worker.connection.send(worker.task)
            busy = {worker.connection: worker for worker in workers if worker.task is not None}
            ready = wait(list(busy), timeout=1.0)
            for worker in busy.values():
                answer = _heard(worker) if worker.connection in ready else _stuck(worker, limits)
                if answer is None:
                    continue
                if isinstance(answer, Lost):
                    workers.remove(worker)
                    _end(worker)
                yield answer
    finally:
        for worker in workers:
            _end(worker)


def _started(do: Callable[[Work, Say], Result], limits: Limits) -> _Worker[Work]:
    # Spawned, not forked: polars has threads, and a fork of a process with threads may never wake up.
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, do, limits))
    process.start()
    there.close()
    return _Worker(process, here)


def _heard(worker: _Worker[Work]) -> tuple[Work, Any] | Lost[Work] | None:
    """What a process says: a result, or that it is at another piece (None)."""
    assert worker.task is not None
    try:
        said, what = worker.connection.recv()
    except (EOFError, ConnectionError) as error:
        worker.process.join()
        if worker.piece is None:
            raise RuntimeError(f"a reading process ended by itself ({worker.process.exitcode})") from error
        return Lost(worker.task, worker.piece, worker.process.exitcode == -signal.SIGPROF)
    if said == "at":
        worker.piece, worker.since = what, monotonic()
        return None
    if said == "failed":
        raise RuntimeError(f"a reading process failed: {what}")
    task, worker.task, worker.piece = worker.task, None, None
    return task, what


def _stuck(worker: _Worker[Work], limits: Limits) -> Lost[Work] | None:
    if worker.task is None or worker.piece is None or monotonic() - worker.since < limits.clock:
        return None
    return Lost(worker.task, worker.piece, True)


def _end(worker: _Worker[Work]) -> None:
    worker.connection.close()
    if worker.task is not None:
        worker.process.kill()  # at work, and nobody waits for it
    worker.process.join(5)
    worker.process.kill()
    worker.process.join()


def _serve(connection: Connection, do: Callable[[Work, Say], Result], limits: Limits) -> None:
    """Do one task after the other until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which is to die

    def say(piece: int | None) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0 if piece is None else limits.processor)
        connection.send(("at", piece))

    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            result = do(task, say)
        except Exception as error:
            connection.send(("failed", f"{type(error).__name__}: {error}"))
            return
        connection.send(("done", result))
