"""Whether what the models declare holds of their tables.

A model of the layer ``facts`` is checked one report year at a time, as it is made. A check that found nothing wrong is
not run again over the same files: a receipt says which they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.engine.catalogue import Catalogue, connect, frame_of, sql_behind, table_files
from pipeline.engine.models import model_years
from pipeline.engine.receipts import Receipt, fingerprint
from pipeline.engine.sql_checks import ModelCheck, model_checks
from pipeline.engine.sql_model import Model
from pipeline.storage import Warehouse, Year, partition_name

EXAMPLES = 10
"""How many rows that break a check are shown."""


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """How a check came out: how many rows break it, the first of them, and how many parts were looked at to say so."""

    check: ModelCheck
    n: int
    sample: tuple[dict[str, Any], ...]
    looked_at: int

    @property
    def passed(self) -> bool:
        """Whether nothing breaks the check."""
        return self.n == 0


def check_model(warehouse: Warehouse, catalogue: Catalogue, model: Model) -> tuple[CheckOutcome, ...]:
    """Run the checks that a model declares, over what was not found right as it stands."""
    checks = model_checks(model)
    receipt = Receipt.read(warehouse, f"{model.name}.checks")
    years = model_years(warehouse, catalogue, model)
    marks = {(check, year): _mark(warehouse, catalogue, model, check, year) for check in checks for year in years}
    due = {part: mark for part, mark in marks.items() if receipt.parts.get(_named(*part)) != mark}
    broken: dict[tuple[ModelCheck, Year], tuple[int, Sequence[dict[str, Any]]]] = {}
    for year in years:
        left = [check for check in checks if (check, year) in due]
        broken |= {(check, year): found for check, found in _broken(warehouse, catalogue, model, left, year)}
    right = Receipt(receipt.name, {_named(*part): mark for part, mark in marks.items() if part not in broken})
    if right != receipt:
        right.write(warehouse)
    return tuple(
        CheckOutcome(
            check,
            sum(n for (one, _), (n, _) in broken.items() if one == check),
            tuple(row for (one, _), (_, rows) in broken.items() if one == check for row in rows)[:EXAMPLES],
            sum((check, year) in due for year in years),
        )
        for check in checks
    )


def _broken(
    warehouse: Warehouse, catalogue: Catalogue, model: Model, checks: Sequence[ModelCheck], year: Year
) -> Iterator[tuple[ModelCheck, tuple[int, Sequence[dict[str, Any]]]]]:
    """Those of the checks that something breaks in a year, with how many rows do and the first of them."""
    if not checks:
        return
    tables = frozenset[str]().union(*(check.reads for check in checks))
    with connect(warehouse, catalogue, tables, year, whole=not model.by_year) as connection:
        counts = ", ".join(f"(select count(*) from ({check.sql}))" for check in checks)
        [failing] = connection.execute(f"select {counts}").fetchall()
        for check, n in zip(checks, failing, strict=True):
            if n:
                yield check, (n, frame_of(connection, f"select * from ({check.sql}) limit {EXAMPLES}").to_dicts())


def _mark(warehouse: Warehouse, catalogue: Catalogue, model: Model, check: ModelCheck, year: Year) -> str:
    """Changes whenever the check, or a file that it looks at, does."""
    stored = (catalogue.table(name) for name in sorted(catalogue.stored(check.reads)))
    files = [path for table in stored for path in table_files(warehouse, table, year, whole=not model.by_year)]
    return fingerprint("\n".join([check.sql, *_views(catalogue, check.reads)]), files)


def _views(catalogue: Catalogue, names: Iterable[str]) -> Iterator[str]:
    for name in sorted(names):
        model = catalogue.model(name)
        if model is not None and model.view:
            yield from sql_behind(catalogue, model)


def _named(check: ModelCheck, year: Year) -> str:
    return f"{check.name} {partition_name(year)}"
