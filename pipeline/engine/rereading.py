"""What reading again came to: does a new version of the reader give the numbers that the one before gave?

Where a reader breaks so that cells are left open, no rule fails: it only can no longer be told. So the reports that
were read by another version than those published are compared with these, by how many of their cells have a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from pipeline.checks.baseline import READING_KEPT, shares
from pipeline.engine.catalogue import connect, frame_of, load_catalogue
from pipeline.engine.decisions import load_baseline
from pipeline.engine.reference import REFERENCE
from pipeline.engine.settings import Settings
from pipeline.storage import literal

_AGAIN = """
    from (
        select
            n.report_year, n.source_path, n.reader_version, n.n_ambiguous,
            n.n_reported + n.n_decoded as now, b.n_reported + b.n_decoded as before
        from reports as n
        inner join published.reports as b on n.report_id = b.report_id
        where n.reader_version is distinct from b.reader_version
    )
"""
_COUNTS = f"""
    select report_year, {literal(READING_KEPT)} as rule, count(*) as n, count(*) filter (where now < before) as failing
    {_AGAIN} group by all
"""
_LOST = f"""
    select report_year, source_path, before as numbers_before, now as numbers_now, n_ambiguous as left_open
    {_AGAIN} where now < before order by before - now desc, source_path limit 10
"""
_NONE = {
    _COUNTS: pl.Schema({"report_year": pl.Int32, "rule": pl.String, "n": pl.Int64, "failing": pl.Int64}),
    _LOST: pl.Schema({"report_year": pl.Int32, "source_path": pl.String}),
}
_OTHER_MAKE = (duckdb.IOException, duckdb.CatalogException, duckdb.BinderException)
"""What a published file of another make gives, without such a table or column: there is nothing to compare with."""


def kept_numbers(settings: Settings, folder: Path = REFERENCE) -> pl.DataFrame:
    """The shares of reports read again in which fewer cells have a number than as published, as `shares` has them.

    Without rows where nothing was read by another version. Raises BaselineError for a list that is not as it must be.
    """
    return shares(_found(settings, _COUNTS), load_baseline(folder))


def most_lost(settings: Settings) -> pl.DataFrame:
    """The reports read again that have lost the most numbers."""
    return _found(settings, _LOST)


def _found(settings: Settings, query: str) -> pl.DataFrame:
    nothing = pl.DataFrame(schema=_NONE[query])
    if not settings.house.published.exists():
        return nothing
    try:
        with _beside_published(settings) as connection:
            return frame_of(connection, query)
    except _OTHER_MAKE:
        return nothing


@contextmanager
def _beside_published(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(settings.house, load_catalogue(), {"reports"}) as connection:
        connection.execute(f"attach {literal(settings.house.published)} as published (read_only)")
        yield connection
