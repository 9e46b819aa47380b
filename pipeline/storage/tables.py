"""Staged tables as Parquet files: ``parquet/<table>/report_year=<YYYY>/data.parquet``, or one ``data.parquet``.

Reports without a year stand under the name that readers of partitioned files take for null. A partition is one file,
sorted by the key of its table. Rows are replaced by reading it, exchanging what is new and writing it whole; when that
changes nothing, nothing is written, and bytes and time of the file stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline.contracts.model import StagedTable
from pipeline.storage.atomic import write_parquet
from pipeline.storage.lock import table_lock

Year = int | None
"""A report year; None stands for reports whose year is unknown."""

_PREFIX = "report_year="
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_NO_YEAR_BEFORE = "unknown"  # which no reader takes for null


class DamagedTableError(Exception):
    """A file of a table cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The folders of a warehouse."""

    root: Path

    @property
    def parquet(self) -> Path:
        """Tables, one folder each."""
        return self.root / "parquet"

    @property
    def blobs(self) -> Path:
        """Raw bytes by content."""
        return self.root / "blobs"

    @property
    def published(self) -> Path:
        """The DuckDB file for analysts."""
        return self.root / "gouji.duckdb"


@dataclass(frozen=True, slots=True)
class Change:
    """What a replacement came to: rows there now, rows that are new or different, rows that are gone."""

    rows: int
    written: int = 0
    removed: int = 0

    @property
    def changed(self) -> int:
        """Rows that are not as they were."""
        return self.written + self.removed


def partition_name(year: Year) -> str:
    """The year as Dagster's partitions and receipts name it: ``2023``, or ``unknown``."""
    return "unknown" if year is None else str(year)


def table_path(warehouse: Warehouse, table: StagedTable, year: Year = None) -> Path:
    """The file of a table, or of its partition if it is stored by year."""
    folder = warehouse.parquet / table.name
    return (folder / f"{_PREFIX}{_NO_YEAR if year is None else year}" if table.by_year else folder) / "data.parquet"


def year_of(folder: str) -> Year:
    """The year of which a folder of that name has the rows. Raises ValueError for a name that is none of a year."""
    name = folder.removeprefix(_PREFIX)
    return None if name == _NO_YEAR else int(name)


def rename_partitions(warehouse: Warehouse) -> None:
    """Give partitions without a year, in a warehouse made by an earlier version, the name that they have now."""
    for old in warehouse.parquet.glob(f"*/{_PREFIX}{_NO_YEAR_BEFORE}"):
        new = old.with_name(f"{_PREFIX}{_NO_YEAR}")
        if not new.exists():
            old.rename(new)


def partitions(warehouse: Warehouse, table: StagedTable) -> tuple[Year, ...]:
    """The years for which a table has a file, in order, the unknown year last."""
    names = [
        path.parent.name[len(_PREFIX) :] for path in (warehouse.parquet / table.name).glob(f"{_PREFIX}*/data.parquet")
    ]
    known = sorted(int(name) for name in names if name.isdigit())
    return (*known, None) if _NO_YEAR in names else tuple(known)


def read_rows(
    warehouse: Warehouse,
    table: StagedTable,
    year: Year = None,
    columns: tuple[str, ...] | None = None,
    where: pl.Expr | None = None,
) -> pl.DataFrame:
    """The rows of a table, or of one year of it, as declared; none if there is no file.

    `columns` and `where` (a condition on the columns read) say which of them, and the rest is not kept in memory.
    A file written under an older declaration is made to fit: columns it lacks are null, others are left out. Raises
    DamagedTableError for a file that is none.
    """
    path = table_path(warehouse, table, year)
    schema = {name: dtype for name, dtype in table.schema.items() if columns is None or name in columns}
    if not path.exists():
        return pl.DataFrame(schema=schema)
    stored = pl.scan_parquet(path, hive_partitioning=False)
    try:
        there = stored.collect_schema().names()
        declared = stored.select(
            (pl.col(name) if name in there else pl.lit(None)).cast(dtype).alias(name) for name, dtype in schema.items()
        )
        return (declared if where is None else declared.filter(where)).collect()
    except pl.exceptions.ComputeError as error:
        # A run that stops tells the root of what went wrong: that has to be what names the file.
        raise DamagedTableError(f"{path} 已损坏 (is damaged): {error}") from None


def replace_table(warehouse: Warehouse, table: StagedTable, frame: pl.DataFrame, year: Year = None) -> Change:
    """Make `frame` the content of a table, or of one year of it."""
    with table_lock(warehouse.parquet / table.name):
        return _exchange(warehouse, table, year, read_rows(warehouse, table, year), frame)


def replace_rows(
    warehouse: Warehouse, table: StagedTable, frame: pl.DataFrame, report_ids: pl.Series, year: Year = None
) -> Change:
    """Exchange all rows of the reports `report_ids` in a table, or in one year of it, for those of `frame`."""
    with table_lock(warehouse.parquet / table.name):
        before = read_rows(warehouse, table, year)
        kept = before.filter(~pl.col("report_id").is_in(report_ids.implode()))
        return _exchange(warehouse, table, year, before, pl.concat([kept, frame.select(table.names)]))


def _exchange(
    warehouse: Warehouse, table: StagedTable, year: Year, before: pl.DataFrame, frame: pl.DataFrame
) -> Change:
    path = table_path(warehouse, table, year)
    after = frame.select(table.names).sort(table.key)
    if path.exists() and pl.read_parquet_schema(path) == table.schema and before.equals(after):
        return Change(len(after))
    write_parquet(path, after)
    if before.is_empty():
        return Change(len(after), len(after))
    new = ~after.hash_rows().is_in(before.hash_rows().implode())
    gone = before.join(after, on=list(table.key), how="anti", nulls_equal=True)
    return Change(len(after), int(new.sum()), len(gone))
