"""Report years as partitions.

The tables are stored by their true year. The partitions are fewer, since a run writes events for each of them: the
years from the first statutory form on have one each, the years before share one, and so does what has no year or, by a
slip in its text, an impossible one. A report is never lost for its year.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

import dagster as dg

from assets.folders import Folders
from pipeline.forms import FORMS

if TYPE_CHECKING:
    from pipeline.engine.settings import Settings
    from pipeline.storage import Year

Done = TypeVar("Done")

UNKNOWN = "unknown"
FIRST = min(form.first_year for form in FORMS.forms)
LAST = 2030
"""Later years count as unknown until they are added here, which changes no data."""

BEFORE = f"before_{FIRST}"
KEYS = (UNKNOWN, BEFORE, *map(str, range(FIRST, LAST + 1)))
YEARS = dg.StaticPartitionsDefinition(KEYS)

EVERY_YEAR = {"dagster/asset_partition_range_start": KEYS[0], "dagster/asset_partition_range_end": KEYS[-1]}
"""Tags of a run that covers every year."""

# Beta in name only, and warned of once for each asset.
warnings.filterwarnings("ignore", message="Parameter `backfill_policy`", category=dg.BetaWarning)
ONE_RUN = dg.BackfillPolicy.single_run()


def key_of(year: int | None) -> str:
    """The partition of a report year."""
    if year is None or year > LAST:
        return UNKNOWN
    return str(year) if year >= FIRST else BEFORE


def by_year(
    context: dg.AssetExecutionContext, folders: Folders, stage: Callable[[Settings, Year], Done]
) -> dict[Year, Done]:
    """What a stage gives back for each year that has data and that the run covers."""
    from pipeline.engine.stages import years

    return {year: stage(folders.settings, year) for year in years_of(context, years(folders.settings))}


def years_of(context: dg.AssetExecutionContext, there: Iterable[int | None]) -> list[int | None]:
    """Of the years that have data, `there`, those that the run covers."""
    keys = set(context.partition_keys)
    return [year for year in there if key_of(year) in keys]
