"""Where a run reads and writes, and the lock it holds on the warehouse while it is at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import Field

if TYPE_CHECKING:
    from pipeline.engine.settings import Settings


class Folders(dg.ConfigurableResource["Folders"]):
    """The landing folder and the warehouse. Left empty they are what the command takes: environment, else ``data/``."""

    raw: str = Field(default="", description="Landing folder; empty: $GOUJI_RAW, else data/raw")
    warehouse: str = Field(default="", description="Warehouse; empty: $GOUJI_WAREHOUSE, else data/warehouse")

    @property
    def settings(self) -> Settings:
        """Both as settings of the engine."""
        from pipeline.engine.settings import settings

        return settings(
            Path(self.raw) if self.raw else None,
            Path(self.warehouse) if self.warehouse else None,
        )

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Folders]:
        """Hold the warehouse for the whole run: a second run at the same time fails at once and says why."""
        from pipeline.storage import rename_partitions, run_lock

        with run_lock(self.settings.warehouse):
            rename_partitions(self.settings.house)
            yield self
