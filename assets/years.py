"""Report years as partitions."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import dagster as dg

UNKNOWN = "unknown"
FIRST, LAST = 2008, 2030
"""The first reports are about 2008. Past the last year, add years here: it changes no data."""

YEARS = dg.StaticPartitionsDefinition([UNKNOWN, *map(str, range(FIRST, LAST + 1))])

EVERY_YEAR = {
    "dagster/asset_partition_range_start": UNKNOWN,
    "dagster/asset_partition_range_end": str(LAST),
}
"""Tags of a run that covers every year."""

with warnings.catch_warnings():
    # Beta in name: backfill policies have been stable for years, and one run for all years is what all this rests on.
    warnings.simplefilter("ignore", dg.BetaWarning)
    ONE_RUN = dg.BackfillPolicy.single_run()


def year_of(key: str) -> int | None:
    """The report year of a partition key, None for the unknown year."""
    return None if key == UNKNOWN else int(key)


def key_of(year: int | None) -> str:
    """The partition key of a report year."""
    return UNKNOWN if year is None else str(year)


def years_of(context: dg.AssetExecutionContext, there: Iterable[int | None]) -> list[int | None]:
    """Of the years that have data, `there`, those that the run covers. A year outside the partitions is an error."""
    years = list(there)
    outside = [year for year in years if not YEARS.has_partition_key(key_of(year))]
    if outside:
        raise dg.Failure(f"reports of {outside}, but partitions only for {FIRST} to {LAST}: see assets/years.py")
    keys = set(context.partition_keys)
    return [year for year in years if key_of(year) in keys]
