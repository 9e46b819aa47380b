"""The checks that the header of a model declares, as queries for what breaks them.

Each check is a query that gives one row for each thing wrong, and so passes when it gives none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.engine.sql_model import Model, ModelReference, tables_in
from pipeline.storage import quoted

REPORT = "report_id"


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """A check on a model: `sql` over the tables that it `reads` gives the rows that break it."""

    name: str
    description: str
    sql: str
    reads: frozenset[str]


def model_checks(model: Model) -> tuple[ModelCheck, ...]:
    """All checks that a model declares: unique keys, columns never null, references, sums."""
    return tuple(_checks(model))


def _checks(model: Model) -> Iterator[ModelCheck]:
    table, own = quoted(model.name), frozenset((model.name,))
    for key in model.keys:
        columns = ", ".join(map(quoted, key))
        yield ModelCheck(
            f"unique_{'_'.join(key)}",
            f"No two rows have the same {', '.join(key)}.",
            f"select {columns}, count(*) as times from {table} group by {columns} having count(*) > 1",
            own,
        )
    missing = " or ".join(f"{quoted(column)} is null" for column in model.required)
    shown = ", ".join(map(quoted, model.required))
    yield ModelCheck(
        "not_null", f"Never null: {', '.join(model.required)}.", f"select {shown} from {table} where {missing}", own
    )
    for reference in model.references:
        yield _reference(model, reference)
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
            own.union(*(tables_in(total.query) for total in model.sums)),
        )


def _reference(model: Model, reference: ModelReference) -> ModelCheck:
    column, target = quoted(reference.column), quoted(reference.target)
    # Checked year by year, two rows of one key in two years would show nowhere else: a report is of one year.
    dated = model.by_year and reference.column == REPORT
    year = " and there.report_year is not distinct from here.report_year" if dated else ""
    return ModelCheck(
        f"references_{reference.column}",
        f"Every {reference.column} stands in {reference.table}.{reference.target}{', of the same year' * dated}.",
        f"select {column}, count(*) as times from {quoted(model.name)} as here where {column} is not null "
        f"and not exists (select 1 from {quoted(reference.table)} as there where there.{target} = here.{column}{year}) "
        f"group by {column}",
        frozenset((model.name, reference.table)),
    )
