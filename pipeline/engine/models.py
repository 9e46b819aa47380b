"""Running the SQL models: Parquet in, Parquet out, in a DuckDB that lives in memory for one model.

A model of the layer ``facts`` is made one report year at a time from the same year of what it reads; dimensions and
marts are made whole. A receipt beside the tables remembers what each part was made from, so that a part is made again
only when its inputs or its SQL changed, or when it is not as it was left; without receipts everything is made again,
to the same rows.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipeline.contracts import StagedColumn, StagedTable, staged_tables
from pipeline.engine.sql_checks import ModelCheck, model_checks, quoted
from pipeline.engine.sql_model import Model, load_models, tables_in
from pipeline.storage import (
    Change,
    Comments,
    Warehouse,
    Year,
    partition_name,
    partitions,
    replace_table,
    table_path,
    write_bytes,
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
    receipt = _Receipt.read(warehouse, model)
    kept: dict[Year, str] = dict(receipt.parts)
    changes: dict[Year, Change] = {}
    table = stored_as(model)
    due = model_years(warehouse, catalogue, model)
    for year in due if years is None else [year for year in due if year in set(years)]:
        inputs = _files(warehouse, catalogue, model, year)
        output = table_path(warehouse, table, year)
        if output.exists() and kept.get(year) == _fingerprint(model, inputs, output):
            continue
        with connect(warehouse, catalogue, model.reads, year, whole=not model.by_year) as connection:
            frame = _frame(connection, model.sql)
        changes[year] = replace_table(warehouse, stored_as(model, frame.schema), frame, year)
        kept[year] = _fingerprint(model, inputs, output)
    _Receipt(kept).write(warehouse, model, receipt)
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
        return tuple(_check(connection, check) for check in due)


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
        for name in tables:
            files = _table_files(warehouse, _table(catalogue, name), year, whole)
            _view(connection, catalogue, name, files)
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


def _view(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, name: str, files: Sequence[Path]) -> None:
    model = catalogue.model(name)
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    stored = f"from read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
    if model is None:
        # The declaration gives the types, so a file written under an older one still fits.
        connection.register(f"{name} declared", catalogue.staged[name].empty().to_arrow())
        declared = f"from {quoted(f'{name} declared')}"
        source = f"{declared} union all by name {stored}" if files else declared
        connection.execute(f"create view {quoted(name)} as {source}")
    elif files:
        connection.execute(f"create view {quoted(name)} as {stored}")
    else:
        # Not made yet: its own SQL over nothing has the right columns and types.
        with connect(Warehouse(Path(os.devnull)), catalogue, model.reads) as empty:
            connection.register(f"{name} empty", _frame(empty, model.sql).to_arrow())
        connection.execute(f"create view {quoted(name)} as from {quoted(f'{name} empty')}")


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


def _check(connection: duckdb.DuckDBPyConnection, check: ModelCheck) -> CheckOutcome:
    frame = _frame(connection, f"select count(*) over () as n_failing, * from ({check.sql}) limit {EXAMPLES}")
    n = int(frame["n_failing"][0]) if len(frame) else 0
    return CheckOutcome(check, n, tuple(frame.drop("n_failing").to_dicts()))


def _fingerprint(model: Model, inputs: Sequence[Path], output: Path) -> str:
    digest = hashlib.sha256(model.sql.encode())
    for path in (*inputs, output):
        stat = path.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Receipt:
    """What the parts of a model were made from, as one hash a year."""

    parts: Mapping[Year, str]

    @staticmethod
    def _path(warehouse: Warehouse, model: Model) -> Path:
        return warehouse.root / "receipts" / f"{model.name}.json"

    @classmethod
    def read(cls, warehouse: Warehouse, model: Model) -> _Receipt:
        try:
            stored = json.loads(cls._path(warehouse, model).read_bytes())
            return cls(
                {None if name == partition_name(None) else int(name): str(part) for name, part in stored.items()}
            )
        except (OSError, ValueError, AttributeError):
            return cls({})  # no receipt, or a damaged one: everything is made again

    def write(self, warehouse: Warehouse, model: Model, before: _Receipt) -> None:
        if self != before:
            text = json.dumps({partition_name(year): part for year, part in self.parts.items()}, indent=1)
            write_bytes(self._path(warehouse, model), text.encode())
