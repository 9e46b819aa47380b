"""DuckDB within bounds: a database in memory that moves what does not fit to a folder of the warehouse."""

from __future__ import annotations

import os
import shutil
from uuid import uuid4

import duckdb

from pipeline.storage.atomic import is_abandoned
from pipeline.storage.tables import Warehouse

MEMORY = "3GB"
"""What DuckDB may take for one query; what does not fit goes to the disk, below the warehouse, while it runs."""

_SPILL = ".spill."


def open_memory(warehouse: Warehouse, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that keeps within so much of it, however large the tables are that it makes or copies."""
    # A folder of its own: whoever ends first takes the whole folder away.
    spill = warehouse.root / f"{_SPILL}{os.getpid()}.{uuid4().hex}"
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(spill)})
    # DuckDB 2 splits a large grouping into ranges and reads its whole input again for each of them.
    if connection.execute("from duckdb_optimizers() where name = 'partitioned_execution'").fetchall():
        connection.execute("set disabled_optimizers = 'partitioned_execution'")
    return connection


def sweep_spilled(warehouse: Warehouse) -> int:
    """Remove what a DuckDB moved to the disk and left when its process was killed; gives the number of folders."""
    removed = 0
    for folder in warehouse.root.glob(f"{_SPILL}*"):
        pid = folder.name.removeprefix(_SPILL).partition(".")[0]
        if pid.isdigit() and is_abandoned(folder, int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed
