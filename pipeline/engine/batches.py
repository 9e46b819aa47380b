"""Reading many contents: a pure function from a batch to frames, run here or in a pool of local processes.

A task names a stretch of stored contents; whoever does it fetches the bytes itself and answers with finished frames, so
that no bytes pass through the process that hands out the tasks. A task done twice gives the same frames.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import polars as pl

from pipeline.engine.claims import claims_frame
from pipeline.engine.frames import (
    cells_frame,
    documents_frame,
    places_frame,
    problems_frame,
    readings_frame,
    sections_frame,
)
from pipeline.engine.guard import Guard
from pipeline.engine.pool import LIMITS, Lost, Say, work
from pipeline.engine.reading import READER_VERSION, Reader, Reading, crashed, read_document, read_report, refused
from pipeline.readers.problems import died, too_slow
from pipeline.readers.unpacking import own_name
from pipeline.storage import get_blob

BATCH = 64
"""Contents to a task: some seconds of work, some megabytes of answer."""

POOL_WORTH = 5.0
"""Seconds of reading left from which on it pays to start processes, which takes some two seconds by itself."""

Frames = dict[str, pl.DataFrame]
"""Rows by the name of their table."""


@dataclass(frozen=True, slots=True)
class Source:
    """A stored content: its hash, and the name of the file it arrived in."""

    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class Task:
    """Contents to read, where they are stored, and whether their tables are wanted or who, when and which sections.

    `lost` are the readings of contents that no process came back from, in place of reading them, by number.
    """

    blobs: Path
    sources: tuple[Source, ...]
    tables: bool
    reader: Reader | None = None
    lost: tuple[tuple[int, Reading], ...] = field(default=())


def read_contents(
    sources: Sequence[Source], blobs: Path, tables: bool, workers: int | None = None, reader: Reader | None = None
) -> Frames:
    """Read stored contents into frames: ``documents``, ``sections``, ``places``, or ``readings``, ``cells`` and so on.

    `workers` is the number of processes; None starts in this one and takes others when there is enough to do. Every
    source gives its row: one that takes too long is ``too_slow``, one that takes another process down ``reader_died``.
    `reader` stands in for the readers of this package; it must be importable by its name.
    """
    tasks = [
        Task(blobs, tuple(sources[start : start + BATCH]), tables, reader) for start in range(0, len(sources), BATCH)
    ]
    nothing = frames_of((), tables)
    return _joined([nothing, *(_here_first(tasks) if workers is None else _with(tasks, workers))])


def read_task(task: Task, say: Say | None = None, guard: Guard | None = None) -> Frames:
    """Do one task: fetch the bytes of each content, read it within limits, and give the rows; `say` learns of each."""
    reader = task.reader or (read_report if task.tables else read_document)
    lost = dict(task.lost)
    readings = []
    with nullcontext(guard) if guard else Guard() as held:
        for number, source in enumerate(task.sources):
            if say and number not in lost:
                say(number)
            readings.append(lost.get(number) or _read(task.blobs, source, reader, held))
    if say:
        say(None)
    return frames_of(readings, task.tables)


def _here_first(tasks: Sequence[Task]) -> Iterator[Frames]:
    """Do tasks in this process, and hand the rest to others as soon as what is left is seen to be worth it."""
    start = time.monotonic()
    with Guard() as guard:
        for done, task in enumerate(tasks):
            if done and (time.monotonic() - start) / done * (len(tasks) - done) > POOL_WORTH:
                yield from _with(tasks[done:], os.cpu_count() or 1)
                return
            yield read_task(task, guard=guard)


def _with(tasks: Sequence[Task], workers: int) -> Iterator[Frames]:
    """Do tasks in so many processes, in this one if there is to be only one."""
    if workers < 2 and threading.current_thread() is threading.main_thread():
        with Guard() as guard:
            yield from (read_task(task, guard=guard) for task in tasks)
    else:
        yield from _in_pool(tasks, workers)


def _in_pool(tasks: Sequence[Task], processes: int) -> Iterator[Frames]:
    left = list(tasks)
    while left:
        again = []
        for found in work(read_task, left, processes, LIMITS):
            if isinstance(found, Lost):
                again.append(_without(found))
            else:
                yield found[1]
        left = again


def _without(lost: Lost[Task]) -> Task:
    """The task again, with what happened to the content that was lost in its place."""
    why = too_slow() if lost.slow else died()
    reading = refused(lost.task.sources[lost.piece].sha256, why.code, why.message)
    return replace(lost.task, lost=(*lost.task.lost, (lost.piece, reading)))


def _read(blobs: Path, source: Source, reader: Reader, guard: Guard) -> Reading:
    try:
        return guard.read(reader, get_blob(blobs, source.sha256), PurePosixPath(own_name(source.name)).name)
    except Exception as error:  # a stored content that is damaged, a reader that fails: this file's row, and no more
        return crashed(source.sha256, f"{type(error).__name__}: {error}")


def frames_of(readings: Sequence[Reading], tables: bool) -> Frames:
    """The rows of readings: those of their `tables`, or those of who, when and which sections."""
    if not tables:
        return {
            "documents": documents_frame(readings, READER_VERSION),
            "sections": sections_frame(readings),
            "places": places_frame(readings),
        }
    return {
        "cells": cells_frame(readings),
        "problems": problems_frame(readings),
        "claims": claims_frame(readings),
        "readings": readings_frame(readings, READER_VERSION),
    }


def _joined(parts: Sequence[Frames]) -> Frames:
    return {table: pl.concat([part[table] for part in parts]) for table in parts[0]}
