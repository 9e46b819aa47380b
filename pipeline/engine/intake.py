"""Taking files in: from the landing folder into the ingest ledger and the blobs.

A file whose path, size and time are known is not opened. The ledger keeps one row a file version ever seen, and none of
its columns tells of a run, so that a run that finds nothing new changes no row.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from pipeline.contracts import staged_tables, validate
from pipeline.contracts.statuses import STORED
from pipeline.engine.scan import Entry, failed, scan
from pipeline.engine.settings import Settings
from pipeline.storage import put_blob, read_rows, replace_table, sweep

MAX_BYTES = 64 * 1024 * 1024
"""A file larger than this is no report; it is not read into memory to find out."""

LEDGER = staged_tables()["ingest_ledger"]


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What taking in came to: files in the ledger by status, files opened, contents new to it, rows changed."""

    files: Mapping[str, int]
    opened: int
    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class _Version:
    """A row of the ledger; the fields are its columns."""

    path: str
    sha256: str | None
    size: int | None
    modified: datetime | None
    first_seen: datetime
    status: str
    report_id: str | None = None
    superseded_by: str | None = None
    message: str | None = None


def report_id(sha256: str) -> str:
    """The name of the report with this content."""
    return "r" + sha256[:16]


def ingest(settings: Settings, now: datetime | None = None) -> IngestResult:
    """Take in what is new in the landing folder, after clearing away what a run that died left half-written.

    Raises FileNotFoundError if there is no such folder.
    """
    seen = now or datetime.now(UTC)
    sweep(settings.warehouse)
    before = read_rows(settings.house, LEDGER)
    rows = {(row["path"], row["sha256"]): _Version(**row) for row in before.iter_rows(named=True)}
    current = {
        (row.path, row.size, row.modified) for row in rows.values() if row.sha256 is not None and not row.superseded_by
    }
    failing = {row.path for row in rows.values() if row.sha256 is None and not row.superseded_by}
    due = [
        entry
        for entry in scan(settings.raw)
        if entry.status or entry.path in failing or (entry.path, entry.size, entry.modified) not in current
    ]
    first_paths = _first_paths(rows.values())
    versions = [_take_in(entry, settings, first_paths, seen) for entry in due]
    if any(version.sha256 for version in versions):
        os.sync()  # one wait for all new blobs, before the ledger says that they are kept
    after = _merged(rows, versions)
    frame = pl.DataFrame(_columns(after), schema=LEDGER.schema)
    validate({LEDGER.name: frame})
    change = replace_table(settings.house, LEDGER, frame)
    counted = frame.group_by("status").len().sort("status")
    known = set(before["sha256"])
    return IngestResult(
        dict(counted.iter_rows()),
        sum(entry.status is None for entry in due),
        len({version.sha256 for version in versions if version.sha256} - known),
        change.changed,
    )


def contents(settings: Settings) -> pl.DataFrame:
    """The contents that are kept, each once: report_id, sha256, source_path (where it arrived first)."""
    return (
        read_rows(settings.house, LEDGER)
        .filter(pl.col("report_id").is_not_null() & (pl.col("status") != "duplicate"))
        .sort("first_seen", "path")
        .unique("report_id", keep="first", maintain_order=True)
        .select("report_id", "sha256", source_path="path")
    )


def _first_paths(rows: Iterable[_Version]) -> dict[str, str]:
    """The path at which each content first arrived."""
    first: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.first_seen, row.path)):
        if row.sha256 is not None and row.status != "duplicate":
            first.setdefault(row.sha256, row.path)
    return first


def _take_in(entry: Entry, settings: Settings, first_paths: dict[str, str], seen: datetime) -> _Version:
    """Read one file, keep its bytes, and say what became of it; `first_paths` learns of contents that are new."""
    if entry.status is not None:
        return _Version(entry.path, None, entry.size, entry.modified, seen, entry.status, message=entry.message)
    if entry.size is not None and entry.size > MAX_BYTES:
        message = f"larger than {MAX_BYTES // 1024**2} MiB, which no report is"
        return _Version(entry.path, None, entry.size, entry.modified, seen, "unsupported", message=message)
    try:
        data = entry.place.read_bytes()
    except OSError as error:
        return _take_in(failed(entry.path, entry.place, error), settings, first_paths, seen)
    # Hashed before it is stored: most files opened again have only been touched.
    sha256 = hashlib.sha256(data).hexdigest()
    first = first_paths.setdefault(sha256, entry.path)
    version = _Version(entry.path, sha256, len(data), entry.modified, seen, STORED, report_id(sha256))
    # Two empty files have nothing in common but that they are empty.
    if first != entry.path and data:
        return replace(version, status="duplicate", message=f"same content as {first}")
    put_blob(settings.house.blobs, data, durable=False)
    return version


def _merged(rows: Mapping[tuple[str, str | None], _Version], versions: Iterable[_Version]) -> Iterator[_Version]:
    """The ledger with `versions` in it: a version seen before stays as it was but for its time; others give way."""
    merged = dict(rows)
    now_at: dict[str, _Version] = {}
    for version in versions:
        key = (version.path, version.sha256)
        merged[key] = _again(merged.get(key), version)
        if version.sha256 is not None:
            now_at[version.path] = merged[key]
    for row in merged.values():
        latest = now_at.get(row.path)
        yield row if latest is None or latest is row else replace(row, superseded_by=latest.report_id)


def _again(known: _Version | None, version: _Version) -> _Version:
    """A version met once more."""
    if known is None:
        return version
    if version.sha256 is None:
        return replace(version, first_seen=known.first_seen)
    return replace(known, modified=version.modified, superseded_by=None)


def _columns(versions: Iterator[_Version]) -> dict[str, list[Any]]:
    rows = list(versions)
    return {name: [getattr(row, name) for row in rows] for name in LEDGER.names}
