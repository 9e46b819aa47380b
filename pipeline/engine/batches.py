"""Reading many contents: a pure function from a batch to frames, run here or in a pool of local processes.

A task names a stretch of stored contents; whoever does it fetches the bytes itself and answers with finished frames, so
that no bytes pass through the process that hands out the tasks. A task done twice gives the same frames.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
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

POOL_FROM = 256
"""With fewer contents than this, starting processes takes longer than reading."""

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

    Every source gives its row; a reader that takes its whole process down costs that one source, as ``reader_crash``.
    `reader` stands in for the readers of this package; it must be importable by its name.
    """
    tasks = [
        Task(blobs, tuple(sources[start : start + BATCH]), tables, reader) for start in range(0, len(sources), BATCH)
    ]
    processes = min(workers or os.cpu_count() or 1, len(tasks))
    if processes < 2 or len(sources) < POOL_FROM:
        parts: Iterable[Frames] = map(read_task, tasks)
    else:
        parts = _in_pool(tasks, processes)
    return _joined([*parts, read_task(Task(blobs, (), tables))])


def read_task(task: Task) -> Frames:
    """Do one task: fetch the bytes of each content, read it, and give the rows."""
    reader = task.reader or (read_report if task.tables else read_document)
    readings = [_read(task.blobs, source, reader) for source in task.sources]
    return _frames(readings, task.tables)


def _in_pool(tasks: Sequence[Task], processes: int) -> Iterator[Frames]:
    # Spawned, not forked: polars has threads, and a fork of a process with threads may never wake up.
    left = set(tasks)
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
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
