"""Running the SQL models: Parquet in, Parquet out, in a DuckDB that lives in memory for one model.

A model of the layer ``facts`` is made one report year at a time from the same year of what it reads; dimensions and
marts are made whole. A receipt beside the tables remembers what each part was made from, so that a part is made again
only when its inputs or its SQL changed, or when it is not as it was left; without receipts everything is made again,
to the same rows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipeline.contracts import StagedColumn, StagedTable, staged_tables
from pipeline.engine.receipts import Receipt, fingerprint
from pipeline.engine.sql_checks import ModelCheck, model_checks, quoted
from pipeline.engine.sql_model import Model, load_models, tables_in
from pipeline.storage import (
    Change,
    Comments,
    Warehouse,
    Year,
    partitions,
    replace_table,
    table_path,
)

EXAMPLES = 10
"""How many rows that break a check are shown."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that SQL can read: the staged tables and the models, each model after those it reads."""

    staged: Mapping[str, StagedTable]
    models: tuple[Model, ...]

    def model(self, name: str) -> Model | None:
        """The model of this name, if there is one."""
        return next((model for model in self.models if model.name == name), None)

    def columns(self) -> dict[str, tuple[str, ...]]:
        """Column names by table, staged tables first."""
        staged = {name: table.names for name, table in self.staged.items()}
        return staged | {model.name: tuple(column.name for column in model.columns) for model in self.models}


@dataclass(frozen=True, slots=True)
class ModelRun:
    """What running a model came to: the rows of each year (of None alone if it is made whole), and what was done.

    `made` lists the years that were made again, `changes` what that changed.
    """

    rows: Mapping[Year, int]
    made: tuple[Year, ...]
    changes: Mapping[Year, Change]
    schema: Mapping[str, str]

    @property
    def changed(self) -> int:
        """Rows that are not as they were."""
        return sum(change.changed for change in self.changes.values())


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """How a check came out: how many rows break it, and the first of them."""

    check: ModelCheck
    n: int
    sample: tuple[dict[str, Any], ...]

    @property
    def passed(self) -> bool:
        """Whether nothing breaks the check."""
        return self.n == 0


def load_catalogue(models: Sequence[Model] | None = None) -> Catalogue:
    """The staged tables of the forms in use, and the models of this project or those given."""
    return Catalogue(staged_tables(), load_models() if models is None else tuple(models))


def run_model(
    warehouse: Warehouse, catalogue: Catalogue, model: Model, years: Iterable[Year] | None = None
) -> ModelRun:
    """Make a model, or those of its `years` that have something to make it from; all of them by default.

    Raises duckdb.Error when the SQL does not run.
    """
    receipt = Receipt.read(warehouse, model.name)
    kept: dict[Year, str] = dict(receipt.parts)
    changes: dict[Year, Change] = {}
    table = stored_as(model)
    due = model_years(warehouse, catalogue, model)
    with duckdb.connect() as connection:
        for year in due if years is None else [year for year in due if year in set(years)]:
            inputs = _files(warehouse, catalogue, model, year)
            output = table_path(warehouse, table, year)
            if output.exists() and kept.get(year) == fingerprint(model.sql, (*inputs, output)):
                continue
            _views(connection, warehouse, catalogue, model.reads, year, whole=not model.by_year)
            frame = _frame(connection, model.sql)
            changes[year] = replace_table(warehouse, stored_as(model, frame.schema), frame, year)
            kept[year] = fingerprint(model.sql, (*inputs, output))
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
    tables = [stored_as(model), *(_table(catalogue, name) for name in model.reads)]
    found = {year for read in tables if read.by_year for year in partitions(warehouse, read)}
    return tuple(sorted(found or {None}, key=lambda year: (year is None, year or 0)))


def check_model(
    warehouse: Warehouse, catalogue: Catalogue, model: Model, names: frozenset[str] | None = None
) -> tuple[CheckOutcome, ...]:
    """Run the checks that a model declares, or those of these `names`, over all its years."""
    due = [check for check in model_checks(model) if names is None or check.name in names]
    with connect(warehouse, catalogue, {model.name} | model.compares) as connection:
        counts = ", ".join(f"(select count(*) from ({check.sql}))" for check in due)
        [failing] = connection.execute(f"select {counts}").fetchall() if due else [()]
        return tuple(_outcome(connection, check, n) for check, n in zip(due, failing, strict=True))


def query(warehouse: Warehouse, catalogue: Catalogue, sql: str) -> pl.DataFrame:
    """The rows of a query over the tables of a warehouse. Raises KeyError for a table there is not."""
    with connect(warehouse, catalogue, tables_in(sql)) as connection:
        return _frame(connection, sql)


def model_comments(models: Iterable[Model]) -> dict[str, Comments]:
    """What the models and their columns mean, in both languages, for the published file."""
    return {
        model.name: Comments(
            f"{model.text.zh} ({model.text.en})",
            {column.name: f"{column.text.zh} ({column.text.en})" for column in model.columns},
        )
        for model in models
    }


@contextmanager
def connect(
    warehouse: Warehouse, catalogue: Catalogue, tables: Iterable[str], year: Year = None, whole: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory with a view of each of these tables: whole, or only `year` of those stored by year.

    A table without a file is there without rows. Raises KeyError for a table that is neither staged nor a model.
    """
    with duckdb.connect() as connection:
        _views(connection, warehouse, catalogue, tables, year, whole)
        yield connection


def stored_as(model: Model, schema: Mapping[str, pl.DataType] | None = None) -> StagedTable:
    """The table that a model is stored as, columns typed by `schema` where it is known."""
    types = schema or {}
    columns = (
        StagedColumn(column.name, types.get(column.name, pl.Null()), column.text, column.name not in model.required)
        for column in model.columns
    )
    return StagedTable(model.name, model.text, model.keys[0], tuple(columns), by_year=model.by_year)


def _table(catalogue: Catalogue, name: str) -> StagedTable:
    model = catalogue.model(name)
    return catalogue.staged[name] if model is None else stored_as(model)


def _views(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    catalogue: Catalogue,
    tables: Iterable[str],
    year: Year,
    whole: bool,
) -> None:
    for name in tables:
        _view(connection, catalogue, name, _table_files(warehouse, _table(catalogue, name), year, whole))


def _view(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, name: str, files: Sequence[Path]) -> None:
    model = catalogue.model(name)
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    stored = f"from read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
    if model is None:
        # The declaration gives the types, so a file written under an older one still fits.
        connection.register(f"{name} declared", catalogue.staged[name].empty().to_arrow())
        declared = f"from {quoted(f'{name} declared')}"
        source = f"{declared} union all by name {stored}" if files else declared
        connection.execute(f"create or replace view {quoted(name)} as {source}")
    elif files:
        connection.execute(f"create or replace view {quoted(name)} as {stored}")
    else:
        # Not made yet: its own SQL over nothing has the right columns and types.
        with connect(Warehouse(Path(os.devnull)), catalogue, model.reads) as empty:
            connection.register(f"{name} empty", _frame(empty, model.sql).to_arrow())
        connection.execute(f"create or replace view {quoted(name)} as from {quoted(f'{name} empty')}")


def _table_files(warehouse: Warehouse, table: StagedTable, year: Year, whole: bool) -> list[Path]:
    years = partitions(warehouse, table) if table.by_year and whole else (year,)
    return [path for path in (table_path(warehouse, table, part) for part in years) if path.exists()]


def _files(warehouse: Warehouse, catalogue: Catalogue, model: Model, year: Year) -> list[Path]:
    tables = (_table(catalogue, name) for name in sorted(model.reads))
    return [path for table in tables for path in _table_files(warehouse, table, year, not model.by_year)]


def _frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    frame = pl.from_arrow(connection.sql(sql).to_arrow_table())
    assert isinstance(frame, pl.DataFrame)
    return frame


def _outcome(connection: duckdb.DuckDBPyConnection, check: ModelCheck, n: int) -> CheckOutcome:
    sample = _frame(connection, f"select * from ({check.sql}) limit {EXAMPLES}").to_dicts() if n else ()
    return CheckOutcome(check, n, tuple(sample))
