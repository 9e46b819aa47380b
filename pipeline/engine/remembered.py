"""What a stage did report by report, so that a night with few new reports does little more than these.

A receipt (:mod:`pipeline.engine.receipts`) says that nothing of a year has to be done again. Where something has to be,
and what comes of a report is made from that report's own rows alone, a mark of these rows says which reports it is. The
marks are a note beside the tables, as receipts are: without them a year is done again as a whole, to the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline.engine.receipts import Receipt, fingerprint
from pipeline.storage import Warehouse, Year, partition_name, write_parquet

MARKS = pl.Schema({"report_id": pl.String(), "mark": pl.UInt64()})
"""A mark of a report is 64 bits of hash over all that its rows are made from."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The reports of a year that a stage has done, by which code and what else (`maker`), into which files."""

    stage: str
    year: Year
    maker: str
    targets: tuple[Path, ...]

    def marks(self, warehouse: Warehouse) -> Mapping[str, int]:
        """The marks that were left, by report: none if anything else touched the files since."""
        path = self._path(warehouse)
        left = Receipt.read(warehouse, self._name).parts.get(partition_name(self.year))
        if left is None or left != self._mark(path):
            return {}
        return dict(pl.read_parquet(path).iter_rows())

    def leave(self, warehouse: Warehouse, marks: Mapping[str, int]) -> None:
        """Say that the files that stand now have the rows made from what has these marks."""
        path = self._path(warehouse)
        write_parquet(path, pl.DataFrame(list(marks.items()), schema=MARKS, orient="row"))
        receipt = Receipt.read(warehouse, self._name)
        receipt.with_part(partition_name(self.year), self._mark(path)).write(warehouse)

    @property
    def _name(self) -> str:
        return f"{self.stage}.reports"

    def _path(self, warehouse: Warehouse) -> Path:
        return warehouse.root / "receipts" / self._name / f"{partition_name(self.year)}.parquet"

    def _mark(self, path: Path) -> str:
        return fingerprint(f"{self.maker} polars {pl.__version__}", (path, *self.targets))
