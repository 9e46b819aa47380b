"""What an asset tells of itself in the UI: columns, lineage, counts, examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.folders import Folders
from assets.years import key_of

if TYPE_CHECKING:
    import polars as pl

    from pipeline.contracts import StagedTable
    from pipeline.forms import Text
    from pipeline.storage import Change, Year

SHOWN = 10
"""How many rows an example shows."""


def both(text: Text) -> str:
    """A text in both languages."""
    return f"{text.zh} | {text.en}"


def counts(by: Mapping[str, int], of: str) -> dg.MarkdownMetadataValue:
    """Counts as a table, the most frequent first."""
    frequent: list[tuple[str, int]] = sorted(by.items(), key=lambda item: (-item[1], item[0]))
    return table([of, "n"], frequent)


def table(heading: Iterable[str], lines: Iterable[Iterable[Any]]) -> dg.MarkdownMetadataValue:
    """A markdown table; a null is an empty cell."""
    names = list(heading)
    every: list[Iterable[Any]] = [names, ["---"] * len(names), *lines]
    return dg.MetadataValue.md("\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in every))


def frame(found: pl.DataFrame) -> dg.MarkdownMetadataValue:
    """The first rows of a frame as a markdown table."""
    return table(found.columns, found.head(SHOWN).iter_rows()) if len(found) else dg.MetadataValue.md("none")


def staged_schema(declared: StagedTable) -> dg.TableSchema:
    """Columns of a staged table, with what they mean."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                str(column.dtype),
                both(column.text),
                dg.TableColumnConstraints(nullable=column.nullable, unique=declared.key == (column.name,)),
            )
            for column in declared.columns
        ]
    )


def changed(changes: Sequence[Change]) -> dict[str, Any]:
    """Rows of a partition of a table, and what the run changed in them."""
    return {
        "dagster/partition_row_count": sum(change.rows for change in changes),
        "rows_written": sum(change.written for change in changes),
        "rows_removed": sum(change.removed for change in changes),
    }


def spec(name: str, description: str, group: str, deps: list[str]) -> dg.AssetSpec:
    """A staged table as an asset."""
    return dg.AssetSpec(name, description=description, group_name=group, kinds={"python", "parquet"}, deps=deps)


def tell_years(
    context: dg.AssetExecutionContext,
    changes: Mapping[Year, Mapping[str, Change]],
    said: Mapping[Year, Mapping[str, Mapping[str, Any]]],
) -> None:
    """Attach what concerns one year to its partition: rows, changes, and what is `said` of it by table.

    Years that share a partition are added up; what is said of them carries the year.
    """
    shared: dict[tuple[str, str], list[Year]] = {}
    for year, tables in changes.items():
        for name in tables:
            shared.setdefault((name, key_of(year)), []).append(year)
    for (name, key), years in shared.items():
        told: dict[str, Any] = changed([changes[year][name] for year in years])
        for year in years:
            words = said.get(year, {}).get(name, {})
            told |= (
                words if len(years) == 1 else {f"{text}_{year or 'unknown'}": value for text, value in words.items()}
            )
        context.add_asset_metadata(told, asset_key=name, partition_key=key)


def results(
    done: Mapping[Year, Mapping[str, Change]], names: tuple[str, ...], said: Mapping[str, Mapping[str, Any]]
) -> Iterator[dg.MaterializeResult[None]]:
    """One result a table of a stage that works year by year: what concerns all years of the run."""
    from pipeline.engine.stages import STAGED

    for name in names:
        changes = [tables[name] for tables in done.values()]
        yield dg.MaterializeResult(
            asset_key=name,
            metadata={
                "dagster/column_schema": staged_schema(STAGED[name]),
                "rows_changed": sum(change.changed for change in changes),
                **said.get(name, {}),
            },
        )


def whole(name: str, change: Change) -> dict[str, Any]:
    """What a staged table that is written whole tells of itself."""
    from pipeline.engine.stages import STAGED

    return {
        "dagster/column_schema": staged_schema(STAGED[name]),
        "dagster/row_count": change.rows,
        "rows_changed": change.changed,
    }


def rows(folders: Folders, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query over the staged tables."""
    from pipeline.engine.models import load_catalogue, query

    return query(folders.settings.house, load_catalogue(()), sql).rows()


def sample(folders: Folders, sql: str) -> dg.MarkdownMetadataValue:
    """The first rows of a query over the staged tables, as a markdown table."""
    from pipeline.engine.models import load_catalogue, query

    return frame(query(folders.settings.house, load_catalogue(()), sql))


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ")


def shares_check(
    found: pl.DataFrame, say: Callable[[dict[str, Any]], str], worst: Mapping[str, pl.DataFrame]
) -> dg.AssetCheckResult:
    """The result of a check of shares against their baseline: passed where none is too large, else saying which are."""
    large = found.filter("too_large")
    return dg.AssetCheckResult(
        passed=large.is_empty(),
        description="; ".join(map(say, large.to_dicts())) or None,
        metadata={"shares": frame(found), **{title: frame(rows) for title, rows in worst.items()}},
    )
