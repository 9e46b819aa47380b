"""Files that are there whole or not at all; blobs by content; one run at a time."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.synchronize import Event
from pathlib import Path

import polars as pl
import pytest
import zstandard

from pipeline.storage import (
    BlobError,
    Warehouse,
    WarehouseBusyError,
    atomic_path,
    blob_path,
    get_blob,
    open_memory,
    put_blob,
    run_lock,
    sweep,
    sweep_spilled,
    write_bytes,
    write_parquet,
)

NOBODY = 2**22 + 1
"""A process number that Linux does not give out."""


def test_a_file_takes_its_place_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "a.bin"
    write_bytes(target, b"one")
    write_bytes(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["a.bin"]


def test_a_writer_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    write_bytes(target, b"old")

    def fail() -> None:
        with atomic_path(target) as temporary:
            temporary.write_bytes(b"half")
            assert target.read_bytes() == b"old"
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk"):
        fail()
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_parquet_comes_back_as_it_went(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [1, None], "b": ["x", "报告"]})
    write_parquet(tmp_path / "t.parquet", frame)
    assert pl.read_parquet(tmp_path / "t.parquet").equals(frame)


def test_sweep_removes_what_the_dead_left_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "parquet" / "cells"
    folder.mkdir(parents=True)
    stale = folder / f".data.parquet.{NOBODY}-{'0' * 32}.tmp"
    log = folder / f".gouji.duckdb.{NOBODY}-{'0' * 32}.tmp.wal"
    living = folder / f".data.parquet.{os.getpid()}-{'0' * 32}.tmp"
    others = [folder / "data.parquet", folder / ".keep.tmp", folder / "notes.tmp"]
    for path in (stale, log, living, *others):
        path.write_bytes(b"")
    assert sweep(tmp_path) == 2
    assert {path.name for path in folder.iterdir()} == {path.name for path in (living, *others)}


def test_sweep_takes_a_day_old_file_of_any_process(tmp_path: Path) -> None:
    living = tmp_path / f".data.parquet.{os.getpid()}-{'0' * 32}.tmp"
    living.write_bytes(b"")
    os.utime(living, (0, 0))
    assert sweep(tmp_path) == 1


def test_a_database_that_needs_more_memory_than_it_may_have_goes_to_the_disk_and_leaves_nothing(tmp_path: Path) -> None:
    with open_memory(Warehouse(tmp_path), memory="20MB") as connection:
        connection.execute("create table t as select range as i, md5(range::varchar) as words from range(1_000_000)")
        spilled = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert spilled
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_a_killed_database_left_on_the_disk_is_swept(tmp_path: Path) -> None:
    dead, living = (tmp_path / f".spill.{pid}.{'0' * 32}" for pid in (NOBODY, os.getpid()))
    for folder in (dead, living):
        folder.mkdir(parents=True)
        (folder / "duckdb_temp_storage_S32K-0.tmp").write_bytes(b"")
    assert sweep_spilled(Warehouse(tmp_path)) == 1
    assert living.exists()
    assert not dead.exists()


def test_a_content_is_kept_once(tmp_path: Path) -> None:
    sha256 = put_blob(tmp_path, b"report" * 100)
    path = blob_path(tmp_path, sha256)
    assert path.relative_to(tmp_path).as_posix() == f"{sha256[:2]}/{sha256}.zst"
    before = path.stat().st_mtime_ns
    assert put_blob(tmp_path, b"report" * 100) == sha256
    assert path.stat().st_mtime_ns == before
    assert get_blob(tmp_path, sha256) == b"report" * 100


@pytest.mark.parametrize("damage", [b"", b"not zstd", zstandard.compress(b"another content")])
def test_a_damaged_blob_is_told_and_mended(tmp_path: Path, damage: bytes) -> None:
    sha256 = put_blob(tmp_path, b"report")
    blob_path(tmp_path, sha256).write_bytes(damage)
    with pytest.raises(BlobError, match=sha256):
        get_blob(tmp_path, sha256)
    put_blob(tmp_path, b"report")
    assert get_blob(tmp_path, sha256) == b"report"


def test_a_missing_blob_is_told(tmp_path: Path) -> None:
    with pytest.raises(BlobError):
        get_blob(tmp_path, "0" * 64)


def test_an_empty_content_is_a_content(tmp_path: Path) -> None:
    assert get_blob(tmp_path, put_blob(tmp_path, b"")) == b""


def hold(warehouse: Path, held: Event, done: Event) -> None:
    with run_lock(warehouse):
        held.set()
        done.wait(30)


def test_two_runs_do_not_interleave(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path, held, done))
    other.start()
    assert held.wait(30)
    with pytest.raises(WarehouseBusyError, match=f"process {other.pid}"), run_lock(tmp_path):
        pass
    other.kill()  # a lock goes with its holder, however that ends
    other.join()
    with run_lock(tmp_path), pytest.raises(WarehouseBusyError), run_lock(tmp_path):
        pass
    with run_lock(tmp_path):
        pass
