"""Running all stages over a folder, and looking at what that left behind."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl

from pipeline.contracts import staged_tables
from pipeline.engine.agencies import resolve, write_departments
from pipeline.engine.checking import check_pairs, check_reports
from pipeline.engine.decisions import write_decisions
from pipeline.engine.intake import ingest
from pipeline.engine.publishing import publish
from pipeline.engine.reference import write_regions
from pipeline.engine.settings import Settings
from pipeline.engine.stages import check, read_documents, read_tables, settle, type_tables, write_reference, years
from pipeline.engine.suggesting import suggest
from pipeline.storage import partitions, read_rows

TABLES = staged_tables()


def run(settings: Settings) -> int:
    """All stages, in order; gives the number of readings done."""
    ingest(settings)
    read = read_documents(settings).read
    write_reference(settings)
    write_departments(settings)
    write_decisions(settings)
    write_regions(settings)
    for year in years(settings):
        resolve(settings, year)
        read += read_tables(settings, year).read
        check(settings, year)
        check_reports(settings, year)
        suggest(settings, year)
        type_tables(settings, year)
    for year in years(settings):
        check_pairs(settings, year)
    settle(settings)
    publish(settings)
    return read


def rows(settings: Settings, table: str) -> pl.DataFrame:
    """All rows of a staged table."""
    declared = TABLES[table]
    found = partitions(settings.house, declared) if declared.by_year else (None,)
    return pl.concat([declared.empty(), *(read_rows(settings.house, declared, year) for year in found)])


def ledger(settings: Settings) -> dict[str, str]:
    """Status by path, of the versions that are current."""
    current = rows(settings, "ingest_ledger").filter(pl.col("superseded_by").is_null())
    return dict(current.select("path", "status").iter_rows())


def contents(folder: Path) -> dict[str, tuple[str, int]]:
    """Hash and time of every file below `folder`, lock files left out."""
    return {
        path.relative_to(folder).as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock") and path.name != ".lock"
    }
