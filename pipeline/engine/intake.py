"""Taking files in: from the landing folder into the ingest ledger and the blobs.

A file whose path, size and time are known is not opened. An archive is taken apart, each file in it a row of its own.
The ledger keeps one row a file version ever seen, gone or not, and none of its columns tells of a run, so that a run
that finds nothing new changes no row.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from pipeline.contracts import staged_tables, validate
from pipeline.contracts.statuses import STORED
from pipeline.engine.scan import Entry, failed, scan
from pipeline.engine.settings import Settings
from pipeline.readers.unpacking import SEPARATOR, Member, unpack
from pipeline.storage import put_blob, read_rows, replace_table, sweep, sweep_spilled

MAX_BYTES = 64 * 1024 * 1024
"""A file larger than this is no report; it is not read into memory to find out."""

LEDGER = staged_tables()["ingest_ledger"]

_NAMED = 5  # files left out that a message names


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
    present: bool | None = True


def report_id(sha256: str) -> str:
    """The name of the report with this content."""
    return "r" + sha256[:16]


def ingest(settings: Settings, now: datetime | None = None) -> IngestResult:
    """Take in what is new in the landing folder, after clearing away what a run that died left half-written.

    Raises FileNotFoundError if there is no such folder.
    """
    seen = now or datetime.now(UTC)
    sweep(settings.warehouse)
    sweep_spilled(settings.house)
    before = read_rows(settings.house, LEDGER)
    rows = {(row["path"], row["sha256"]): _Version(**row) for row in before.iter_rows(named=True)}
    entries = list(scan(settings.raw))
    current = {
        (row.path, row.size, row.modified)
        for row in rows.values()
        if row.sha256 is not None and not row.superseded_by and row.present is not False
    }
    failing = {row.path for row in rows.values() if row.sha256 is None and not row.superseded_by}
    due = [
        entry
        for entry in entries
        if entry.status or entry.path in failing or (entry.path, entry.size, entry.modified) not in current
    ]
    first_paths = _first_paths(rows.values())
    versions = [version for entry in due for version in _take_in(entry, settings, first_paths, seen)]
    if any(version.sha256 for version in versions):
        os.sync()  # one wait for all new blobs, before the ledger says that they are kept
    after = _merged(rows, versions, {entry.path for entry in entries}, {entry.path for entry in due})
    frame = pl.DataFrame(_columns(after), schema=LEDGER.schema)
    validate({LEDGER.name: frame})
    change = replace_table(settings.house, LEDGER, frame)
    counted = frame.group_by("status").len().sort("status")
    known = set(before["sha256"])
    return IngestResult(
        dict(counted.iter_rows()),
        sum(entry.status is None for entry in due),
        len({version.sha256 for version in versions if version.report_id} - known),
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


def _take_in(entry: Entry, settings: Settings, first_paths: dict[str, str], seen: datetime) -> list[_Version]:
    """Read one file, keep its bytes, and say what became of it; of an archive, of each file in it as well.

    `first_paths` learns of contents that are new.
    """
    whole = _Version(entry.path, None, entry.size, entry.modified, seen, entry.status or STORED, message=entry.message)
    if entry.status is not None:
        return [whole]
    if entry.size is not None and entry.size > MAX_BYTES:
        mib = MAX_BYTES // 1024**2
        message = f"文件超过 {mib} MiB，不是一份报告 (larger than {mib} MiB, which no report is)"
        return [replace(whole, status="unsupported", message=message)]
    try:
        data = entry.place.read_bytes()
    except OSError as error:
        return _take_in(failed(entry.path, entry.place, error), settings, first_paths, seen)
    unpacked = unpack(data)
    if unpacked is None:
        return [_kept(whole, data, settings, first_paths)]
    sha256 = put_blob(settings.house.blobs, data, durable=False)
    members = [_of_member(whole, member, settings, first_paths) for member in unpacked]
    return [replace(whole, sha256=sha256, status="archive", message=_held(members, unpacked.left_out)), *members]


def _of_member(archive: _Version, member: Member, settings: Settings, first_paths: dict[str, str]) -> _Version:
    path = f"{archive.path}{SEPARATOR}{member.name}"
    if member.data is None:
        why = None if member.refused is None else member.refused.message
        return replace(archive, path=path, size=None, status="unreadable", message=why)
    return _kept(replace(archive, path=path, size=len(member.data)), member.data, settings, first_paths)


def _held(members: Sequence[_Version], left_out: Sequence[str]) -> str:
    said = f"压缩包，内有 {len(members)} 个文件 (an archive of {len(members)} files)"
    if not left_out:
        return said
    names = "、".join(left_out[:_NAMED]) + ("…" if len(left_out) > _NAMED else "")
    return f"{said}；略去系统或网页附带的 {len(left_out)} 个 (left out, as systems and saved pages add them): {names}"


def _kept(version: _Version, data: bytes, settings: Settings, first_paths: dict[str, str]) -> _Version:
    """Keep the bytes of a file."""
    # Hashed before it is stored: most files opened again have only been touched.
    sha256 = hashlib.sha256(data).hexdigest()
    first = first_paths.setdefault(sha256, version.path)
    version = replace(version, sha256=sha256, size=len(data), report_id=report_id(sha256))
    # Two empty files have nothing in common but that they are empty.
    if first != version.path and data:
        return replace(version, status="duplicate", message=f"与 {first} 内容相同 (same content as {first})")
    put_blob(settings.house.blobs, data, durable=False)
    return version


def _merged(
    rows: Mapping[tuple[str, str | None], _Version],
    versions: Iterable[_Version],
    there: Collection[str],
    due: Collection[str],
) -> Iterator[_Version]:
    """The ledger with `versions` in it: a version seen before stays as it was but for its time; others give way.

    `there` are the paths in the landing folder, `due` those that were looked at now.
    """
    merged = dict(rows)
    now_at: dict[str, _Version] = {}
    met = set[tuple[str, str | None]]()
    for version in versions:
        key = (version.path, version.sha256)
        merged[key] = _again(merged.get(key), version)
        met.add(key)
        if version.sha256 is not None:
            now_at[version.path] = merged[key]
    archives = {row.path for row in merged.values() if row.status == "archive"}
    for key, row in merged.items():
        latest = now_at.get(row.path)
        if latest is not None and latest is not row:
            yield replace(row, superseded_by=_name(latest), present=False)
            continue
        file = _file(row.path, archives)
        # What was looked at has the versions that were met; what was not is as it was.
        stands = key in met if file in due else row.present is not False and row.superseded_by is None
        yield replace(row, present=file in there and stands)


def _name(version: _Version) -> str | None:
    return version.report_id or (version.sha256 and report_id(version.sha256))


def _file(path: str, archives: Collection[str]) -> str:
    """The file in the landing folder that a path leads to: that of the archive for a member."""
    end = path.find(SEPARATOR)
    while end > 0:
        if path[:end] in archives:
            return path[:end]
        end = path.find(SEPARATOR, end + 1)
    return path


def _again(known: _Version | None, version: _Version) -> _Version:
    """A version met once more."""
    if known is None:
        return version
    if version.sha256 is None:
        return replace(version, first_seen=known.first_seen)
    return replace(known, modified=version.modified, superseded_by=None, present=True)


def _columns(versions: Iterator[_Version]) -> dict[str, list[Any]]:
    rows = list(versions)
    return {name: [getattr(row, name) for row in rows] for name in LEDGER.names}
