"""Reading many contents: a pure function from a batch to frames, run here or in a pool of local processes.

A task names a stretch of stored contents; whoever does it fetches the bytes itself and answers with finished frames, so
that no bytes pass through the process that hands out the tasks. A task done twice gives the same frames.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

import polars as pl

from pipeline.engine.frames import cells_frame, documents_frame, problems_frame, readings_frame, sections_frame
from pipeline.engine.reading import READER_VERSION, Reader, Reading, crashed, read_document, read_report
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
    """Contents to read, where they are stored, and whether their tables are wanted or who, when and which sections."""

    blobs: Path
    sources: tuple[Source, ...]
    tables: bool
    reader: Reader | None = None


def read_contents(
    sources: Sequence[Source], blobs: Path, tables: bool, workers: int | None = None, reader: Reader | None = None
) -> Frames:
    """Read stored contents into frames: ``documents`` and ``sections``, or ``readings``, ``cells`` and ``problems``.

    `workers` is the number of processes; None starts in this one and takes others when there is enough to do. Every
    source gives its row; a reader that takes another process down costs that one source, as ``reader_crash``.
    `reader` stands in for the readers of this package; it must be importable by its name.
    """
    tasks = [
        Task(blobs, tuple(sources[start : start + BATCH]), tables, reader) for start in range(0, len(sources), BATCH)
    ]
    nothing = read_task(Task(blobs, (), tables))
    return _joined([nothing, *(_here_first(tasks) if workers is None else _with(tasks, workers))])


def read_task(task: Task) -> Frames:
    """Do one task: fetch the bytes of each content, read it, and give the rows."""
    reader = task.reader or (read_report if task.tables else read_document)
    readings = [_read(task.blobs, source, reader) for source in task.sources]
    return _frames(readings, task.tables)


def _here_first(tasks: Sequence[Task]) -> Iterator[Frames]:
    """Do tasks in this process, and hand the rest to others as soon as what is left is seen to be worth it."""
    start = time.monotonic()
    for done, task in enumerate(tasks):
        if done and (time.monotonic() - start) / done * (len(tasks) - done) > POOL_WORTH:
            yield from _with(tasks[done:], os.cpu_count() or 1)
            return
        yield read_task(task)


def _with(tasks: Sequence[Task], workers: int) -> Iterator[Frames]:
    """Do tasks in so many processes, in this one if there is to be only one."""
    return map(read_task, tasks) if workers < 2 else _in_pool(tasks, workers)


def _in_pool(tasks: Sequence[Task], processes: int) -> Iterator[Frames]:
    # Spawned, not forked: polars has threads, and a fork of a process with threads may never wake up.
    left = set(tasks)
    try:
        with ProcessPoolExecutor(min(processes, len(tasks)) or 1, multiprocessing.get_context("spawn")) as pool:
            futures = {pool.submit(read_task, task): task for task in tasks}
            for future in as_completed(futures):
                yield future.result()
                left.discard(futures[future])
    except BrokenProcessPool:
        # Some content took its process down, and the pool with it. One at a time finds out which.
        for task in tasks:
            if task in left:
                yield from map(partial(_alone, task), task.sources)


def _alone(task: Task, source: Source) -> Frames:
    try:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            return pool.submit(read_task, replace(task, sources=(source,))).result()
    except BrokenProcessPool:
        return _frames([crashed(source.sha256, "the process that read this file ended without an answer")], task.tables)


def _read(blobs: Path, source: Source, reader: Reader) -> Reading:
    try:
        return reader(get_blob(blobs, source.sha256), PurePosixPath(source.name).name)
    except Exception as error:  # a stored content that is damaged, a reader that fails: this file's row, and no more
        return crashed(source.sha256, f"{type(error).__name__}: {error}")


def _frames(readings: Sequence[Reading], tables: bool) -> Frames:
    if not tables:
        return {"documents": documents_frame(readings, READER_VERSION), "sections": sections_frame(readings)}
    return {
        "cells": cells_frame(readings),
        "problems": problems_frame(readings),
        "readings": readings_frame(readings, READER_VERSION),
    }


def _joined(parts: Sequence[Frames]) -> Frames:
    return {table: pl.concat([part[table] for part in parts]) for table in parts[0]}
