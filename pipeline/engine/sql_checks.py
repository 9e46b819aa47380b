"""The checks that the header of a model declares, as queries for what breaks them.

Each check is a query that gives one row for each thing wrong, and so passes when it gives none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.engine.sql_model import Model, ModelReference
from pipeline.storage import quoted


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """A check on a model: `sql` gives the rows that break it."""

    name: str
    description: str
    sql: str


def model_checks(model: Model) -> tuple[ModelCheck, ...]:
    """All checks that a model declares: unique keys, columns never null, references, sums."""
    return tuple(_checks(model))


def _checks(model: Model) -> Iterator[ModelCheck]:
    table = quoted(model.name)
    for key in model.keys:
        columns = ", ".join(map(quoted, key))
        yield ModelCheck(
            f"unique_{'_'.join(key)}",
            f"No two rows have the same {', '.join(key)}.",
            f"select {columns}, count(*) as times from {table} group by {columns} having count(*) > 1",
        )
    missing = " or ".join(f"{quoted(column)} is null" for column in model.required)
    shown = ", ".join(map(quoted, model.required))
    yield ModelCheck(
        "not_null", f"Never null: {', '.join(model.required)}.", f"select {shown} from {table} where {missing}"
    )
    for reference in model.references:
        yield _reference(table, reference)
    if model.sums:
        yield ModelCheck(
            "sums",
            "Sums over the model equal those over what it is made from: "
            + ", ".join(total.column for total in model.sums)
            + ".",
            " union all ".join(
                f"select '{total.column}' as sum_of, here, there from "
                f"(select (select sum({quoted(total.column)}) from {table}) as here, ({total.query}) as there) "
                "where here is distinct from there"
                for total in model.sums
            ),
        )


def _reference(table: str, reference: ModelReference) -> ModelCheck:
    column = quoted(reference.column)
    return ModelCheck(
        f"references_{reference.column}",
        f"Every {reference.column} stands in {reference.table}.{reference.target}.",
        f"select {column}, count(*) as times from {table} as here where {column} is not null and not exists "
        f"(select 1 from {quoted(reference.table)} as there "
        f"where there.{quoted(reference.target)} = here.{column}) group by {column}",
    )
