"""Where a run finds its files, and how much of the machine it may use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.storage import Warehouse


@dataclass(frozen=True, slots=True)
class Settings:
    """The landing folder `raw`, the folder `warehouse`, and how many processes read (None: as many as are worth it)."""

    raw: Path
    warehouse: Path
    workers: int | None = None

    @property
    def house(self) -> Warehouse:
        """The folders of the warehouse."""
        return Warehouse(self.warehouse)


def settings(
    raw: Path | None = None, warehouse: Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Settings from what is given, else ``GOUJI_RAW`` and ``GOUJI_WAREHOUSE``, else ``data/`` in the current folder."""
    given = os.environ if environment is None else environment
    return Settings(
        raw or Path(given.get("GOUJI_RAW") or Path("data", "raw")),
        warehouse or Path(given.get("GOUJI_WAREHOUSE") or Path("data", "warehouse")),
    )
