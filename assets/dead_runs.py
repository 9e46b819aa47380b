"""Runs whose process was killed: Dagster goes on calling them running, and lets no other begin.

``python -m assets.dead_runs`` closes those of the warehouse; `make ui` calls it before Dagster starts, and `gouji run`
does the same by itself. A run that is alive holds the lock of its warehouse: where that is free, none is.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

YOUNG = timedelta(minutes=2)
"""A run that began so lately may not have come to the lock yet."""

_UNENDED = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
_WHY = "进程已不在，运行中断 (the process that ran it is gone)"


def own_home(warehouse: Path) -> Path:
    """Where the runs of a warehouse are kept by default; whatever runs stand there are its own."""
    return (warehouse / ".dagster").resolve()


def close_dead_runs(instance: dg.DagsterInstance, warehouse: Path, young: timedelta = YOUNG) -> int:
    """Mark runs of `instance`, all of them runs on `warehouse`, as failed where no process can be at them any more.

    Gives their number; none while a run holds the warehouse.
    """
    from pipeline.storage import WarehouseBusyError, run_lock

    before = datetime.now(UTC) - young
    try:
        with run_lock(warehouse):
            records = instance.get_run_records(dg.RunsFilter(statuses=_UNENDED))
            dead = [record for record in records if record.update_timestamp.replace(tzinfo=UTC) <= before]
            for record in dead:
                instance.report_run_failed(record.dagster_run, _WHY)
            return len(dead)
    except WarehouseBusyError:
        return 0


def main() -> None:
    """Close the dead runs of the warehouse that the environment names, where its runs are kept beside it."""
    from pipeline.engine.settings import settings

    warehouse = settings(None, None).warehouse
    home = os.environ.get("DAGSTER_HOME")
    if home and Path(home).resolve() == own_home(warehouse) and Path(home).is_dir():
        with dg.DagsterInstance.get() as instance:
            closed = close_dead_runs(instance, warehouse)
        if closed:
            sys.stderr.write(f"已结束中断的运行 interrupted runs closed: {closed}\n")


if __name__ == "__main__":
    main()
