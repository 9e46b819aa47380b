"""Running the SQL models: Parquet in, Parquet out, by DuckDB alone, so that no table has to fit into memory.

A model of the layer ``facts`` is made one report year at a time from the same year of what it reads; dimensions and
marts are made whole. A receipt beside the tables remembers what each part was made from, so that a part is made again
only when its inputs or its SQL changed, or when it is not as it was left; without receipts everything is made again,
to the same rows. A model that is a view is never made: what reads it reads what is behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from pipeline.engine.catalogue import (
    Catalogue,
    connect,
    load_catalogue,
    make_views,
    query,
    sql_behind,
    stored_as,
    table_files,
)
from pipeline.engine.receipts import Receipt, fingerprint
from pipeline.engine.sql_model import Model
from pipeline.storage import (
    Change,
    Comments,
    Warehouse,
    Year,
    drop_table,
    open_memory,
    partition_name,
    partitions,
    replace_file,
    table_path,
)

__all__ = [
    "Catalogue",
    "ModelRun",
    "UnstorableError",
    "connect",
    "load_catalogue",
    "model_comments",
    "model_years",
    "query",
    "run_model",
    "stored_as",
]

UNSTORABLE = ("HUGEINT", "UHUGEINT")
"""Types that Parquet has not: DuckDB would write them as floating point."""


class UnstorableError(ValueError):
    """A model has a column of a type that cannot be stored exactly."""


@dataclass(frozen=True, slots=True)
class ModelRun:
    """What running a model came to: the rows of each year (of None alone if it is made whole), and what was done.

    `made` lists the years that were made again, `changes` what that changed. The rows of a view are not counted.
    """

    rows: Mapping[Year, int]
    made: tuple[Year, ...]
    changes: Mapping[Year, Change]
    schema: Mapping[str, str]

    @property
    def changed(self) -> int:
        """Rows that are not as they were."""
        return sum(change.changed for change in self.changes.values())


def run_model(
    warehouse: Warehouse, catalogue: Catalogue, model: Model, years: Iterable[Year] | None = None
) -> ModelRun:
    """Make a model, or those of its `years` that have something to make it from; all of them by default.

    Raises duckdb.Error when the SQL does not run, UnstorableError for a column that Parquet cannot hold.
    """
    if model.view:
        return _look_at(warehouse, catalogue, model)
    receipt = Receipt.read(warehouse, model.name)
    kept = dict(receipt.parts)
    changes: dict[Year, Change] = {}
    table = stored_as(model)
    due = model_years(warehouse, catalogue, model)
    sources = [catalogue.table(name) for name in sorted(catalogue.stored(model.reads))]
    maker = "\n".join(sql_behind(catalogue, model))
    whole = not model.by_year
    with open_memory(warehouse) as connection:
        for year in due if years is None else [year for year in due if year in set(years)]:
            inputs = [path for source in sources for path in table_files(warehouse, source, year, whole)]
            output = table_path(warehouse, table, year)
            if output.exists() and kept.get(partition_name(year)) == fingerprint(maker, (*inputs, output)):
                continue
            make_views(connection, warehouse, catalogue, model.reads, year, whole)
            _refuse_unstorable(connection, model)
            changes[year] = replace_file(warehouse, table, connection, model.sql, year)
            kept[partition_name(year)] = fingerprint(maker, (*inputs, output))
    if kept != receipt.parts:
        Receipt(model.name, kept).write(warehouse)
    files = {year: table_path(warehouse, table, year) for year in due}
    there = {year: path for year, path in files.items() if path.exists()}
    schema = pl.read_parquet_schema(next(iter(there.values()))) if there else {}
    return ModelRun(
        rows={year: pl.scan_parquet(path).select(pl.len()).collect().item() for year, path in there.items()},
        made=tuple(changes),
        changes=changes,
        schema={name: str(dtype) for name, dtype in schema.items()},
    )


def model_years(warehouse: Warehouse, catalogue: Catalogue, model: Model) -> tuple[Year, ...]:
    """The years that a model can have rows in, or had, None for the unknown year last; None alone if it is made whole.

    Where nothing it reads has any year, that is None too, so that the table exists.
    """
    if not model.by_year:
        return (None,)
    tables = [stored_as(model), *(catalogue.table(name) for name in catalogue.stored(model.reads))]
    found = {year for read in tables if read.by_year for year in partitions(warehouse, read)}
    return tuple(sorted(found or {None}, key=lambda year: (year is None, year or 0)))


def model_comments(models: Iterable[Model]) -> dict[str, Comments]:
    """What the models and their columns mean, in both languages, for the published file."""
    return {
        model.name: Comments(
            f"{model.text.zh} ({model.text.en})",
            {column.name: f"{column.text.zh} ({column.text.en})" for column in model.columns},
        )
        for model in models
    }


def _look_at(warehouse: Warehouse, catalogue: Catalogue, model: Model) -> ModelRun:
    """The columns of a view. A table of its name, left from when it was written out, goes."""
    drop_table(warehouse, stored_as(model))
    with connect(warehouse, catalogue, {model.name}) as connection:
        described = connection.execute(f"describe {model.name}").fetchall()
    return ModelRun({}, (), {}, {name: dtype for name, dtype, *_ in described})


def _refuse_unstorable(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    described = connection.execute(f"describe {model.sql}").fetchall()
    odd = [f"{name} {dtype}" for name, dtype, *_ in described if dtype in UNSTORABLE]
    if odd:
        raise UnstorableError(f"{model.name}: cast to a type that Parquet has: {', '.join(odd)}")
