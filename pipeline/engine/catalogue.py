"""What SQL can read: the tables of a warehouse as views in a DuckDB that lives in memory.

A staged table and a model that is written out are views of their Parquet files; a model that is not is a view by its
own SQL. Nothing here writes a table.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipeline.contracts import StagedColumn, StagedTable, staged_tables
from pipeline.engine.sql_model import Model, load_models, tables_in
from pipeline.storage import Warehouse, Year, literal, open_memory, partitions, quoted, table_path


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

    def table(self, name: str) -> StagedTable:
        """How a table is stored. Raises KeyError for one that is neither staged nor a model."""
        model = self.model(name)
        return self.staged[name] if model is None else stored_as(model)

    def stored(self, names: Iterable[str]) -> frozenset[str]:
        """The tables with files that these tables come from: themselves, and in place of a view what it reads."""
        found: set[str] = set()
        for name in names:
            model = self.model(name)
            found |= {name} if model is None or not model.view else self.stored(model.reads)
        return frozenset(found)


def load_catalogue(models: Sequence[Model] | None = None) -> Catalogue:
    """The staged tables of the forms in use, and the models of this project or those given."""
    return Catalogue(staged_tables(), load_models() if models is None else tuple(models))


def stored_as(model: Model, schema: Mapping[str, pl.DataType] | None = None) -> StagedTable:
    """The table that a model is stored as, columns typed by `schema` where it is known."""
    types = schema or {}
    columns = (
        StagedColumn(column.name, types.get(column.name, pl.Null()), column.text, column.name not in model.required)
        for column in model.columns
    )
    return StagedTable(model.name, model.text, model.keys[0], tuple(columns), by_year=model.by_year)


@contextmanager
def connect(
    warehouse: Warehouse, catalogue: Catalogue, tables: Iterable[str], year: Year = None, whole: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory with a view of each of these tables: whole, or only `year` of those stored by year.

    A table without a file is there without rows. Raises KeyError for a table that is neither staged nor a model.
    """
    with open_memory(warehouse) as connection:
        make_views(connection, warehouse, catalogue, tables, year, whole)
        yield connection


def make_views(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    catalogue: Catalogue,
    tables: Iterable[str],
    year: Year,
    whole: bool,
) -> None:
    """Put a view of each of these tables, and of what they are views over, into a connection."""
    for name in sorted(tables):
        model = catalogue.model(name)
        if model is not None and model.view:
            make_views(connection, warehouse, catalogue, model.reads, year, whole)
            connection.execute(f"create or replace view {quoted(name)} as {model.sql}")
        else:
            _view(connection, catalogue, name, table_files(warehouse, catalogue.table(name), year, whole))


def sql_behind(catalogue: Catalogue, model: Model) -> Iterator[str]:
    """The SQL that makes a model: its own, and that of the views it reads."""
    yield model.sql
    for name in sorted(model.reads):
        read = catalogue.model(name)
        if read is not None and read.view:
            yield from sql_behind(catalogue, read)


def query(warehouse: Warehouse, catalogue: Catalogue, sql: str) -> pl.DataFrame:
    """The rows of a query over the tables of a warehouse. Raises KeyError for a table there is not."""
    with connect(warehouse, catalogue, tables_in(sql)) as connection:
        return frame_of(connection, sql)


def frame_of(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """The rows of a query."""
    frame = pl.from_arrow(connection.sql(sql).to_arrow_table())
    assert isinstance(frame, pl.DataFrame)
    return frame


def table_files(warehouse: Warehouse, table: StagedTable, year: Year, whole: bool) -> list[Path]:
    """The files of a table that are there: all of them, or that of one year where it is stored by year."""
    years = partitions(warehouse, table) if table.by_year and whole else (year,)
    return [path for path in (table_path(warehouse, table, part) for part in years) if path.exists()]


def _view(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, name: str, files: Sequence[Path]) -> None:
    model = catalogue.model(name)
    listed = ", ".join(map(literal, files))
    stored = f"from read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
    if model is None:
        connection.register(f"{name} declared", catalogue.staged[name].empty().to_arrow())
        declared = f"from {quoted(f'{name} declared')}"
        if not files:
            source = declared
        elif _described(connection, declared) == _described(connection, stored):
            source = stored
        else:
            # The declaration gives the types, so a file written under an older one still fits. Only where it must:
            # a planner that sees a union knows nothing of how many rows there are, and joins the wrong way round.
            source = f"{declared} union all by name {stored}"
        connection.execute(f"create or replace view {quoted(name)} as {source}")
    elif files:
        connection.execute(f"create or replace view {quoted(name)} as {stored}")
    else:
        # Not made yet: its own SQL over nothing has the right columns and types.
        with connect(Warehouse(Path(os.devnull)), catalogue, model.reads) as empty:
            connection.register(f"{name} empty", frame_of(empty, model.sql).to_arrow())
        connection.execute(f"create or replace view {quoted(name)} as from {quoted(f'{name} empty')}")


def _described(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, str]]:
    """Names and types of the columns of a query, in order."""
    return [(name, dtype) for name, dtype, *_ in connection.execute(f"describe {query}").fetchall()]
