"""Where things are kept: Parquet as the system of record, raw bytes by content, the DuckDB file that is published.

Belongs here: paths inside a warehouse, atomic writes, the replacing of rows in a partition, blobs, the run lock, the
building and opening of ``gouji.duckdb``. Does not belong here: what the rows mean (``contracts``), which of them are to
be made anew (``engine``).

Nothing is ever written in place. A file is written beside its place and renamed, so that whoever reads sees the old
file or the new one, and whoever has the old one open keeps it.
"""

from pipeline.storage.atomic import atomic_path, sweep, write_bytes, write_parquet
from pipeline.storage.blobs import BlobError, blob_path, get_blob, put_blob
from pipeline.storage.copying import drop_table, replace_file
from pipeline.storage.filling import Comments, View
from pipeline.storage.lock import WarehouseBusyError, run_lock
from pipeline.storage.memory import open_memory, sweep_spilled
from pipeline.storage.published import NotPublishedError, Published, open_published, publish
from pipeline.storage.quoting import literal, quoted
from pipeline.storage.tables import (
    Change,
    DamagedTableError,
    Warehouse,
    Year,
    partition_name,
    partitions,
    read_rows,
    rename_partitions,
    replace_rows,
    replace_table,
    table_path,
)

__all__ = [
    "BlobError",
    "Change",
    "Comments",
    "DamagedTableError",
    "NotPublishedError",
    "Published",
    "View",
    "Warehouse",
    "WarehouseBusyError",
    "Year",
    "atomic_path",
    "blob_path",
    "drop_table",
    "get_blob",
    "literal",
    "open_memory",
    "open_published",
    "partition_name",
    "partitions",
    "publish",
    "put_blob",
    "quoted",
    "read_rows",
    "rename_partitions",
    "replace_file",
    "replace_rows",
    "replace_table",
    "run_lock",
    "sweep",
    "sweep_spilled",
    "table_path",
    "write_bytes",
    "write_parquet",
]
