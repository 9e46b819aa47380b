"""Reference lists kept as files: read, put in the shape of their tables, and written to the warehouse."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from pipeline.agencies import Regions
from pipeline.contracts import staged_tables, validate
from pipeline.contracts.regions import LEVELS, REGIONS
from pipeline.engine.settings import Settings
from pipeline.storage import Change, replace_table

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
"""The lists that come with the project."""
DIVISIONS, ZONES = "regions.csv", "zones.csv"


def write_regions(settings: Settings, folder: Path = REFERENCE) -> Change:
    """Write the reference table ``regions`` from the lists of divisions and zones."""
    frame = regions_frame(folder)
    validate({REGIONS.name: frame})
    return replace_table(settings.house, staged_tables()[REGIONS.name], frame)


@cache
def load_regions(folder: Path = REFERENCE) -> Regions:
    """The regions of the lists in `folder`, ready to be looked up. Read once: the lists do not change under a run."""
    return Regions.from_frame(_rows(folder))


def regions_frame(folder: Path = REFERENCE) -> pl.DataFrame:
    """The table ``regions`` of the lists in `folder`, by code and first year."""
    rows, regions = _rows(folder), load_regions(folder)
    names = pl.Series([regions.full_name(row) for row in regions], dtype=pl.String())
    return rows.with_columns(full_name=names).select(REGIONS.names)


def _rows(folder: Path) -> pl.DataFrame:
    types = {name: dtype for name, dtype in REGIONS.schema.items() if name != "full_name"}
    divisions = _listed(folder / DIVISIONS, types).with_columns(kind=pl.lit("division"))
    zones = _listed(folder / ZONES, types)
    zones = zones.with_columns(
        kind=pl.lit("zone"),
        level=_level_below(zones, divisions),
        # Where it is not recorded since when there is a zone, it counts as there in every year.
        valid_from=pl.col("valid_from").fill_null(divisions["valid_from"].min()),
    )
    return pl.concat([divisions, zones]).sort("region_code", "valid_from")


def _level_below(zones: pl.DataFrame, divisions: pl.DataFrame) -> pl.Series:
    """A zone has the level of the divisions directly below its parent: districts, in a city that is a province."""
    parents = divisions.unique("region_code", keep="last").select("region_code", "name", "level")
    rank = {
        code: LEVELS.index(level) + (2 if level == LEVELS[0] and name.endswith("市") else 1)
        for code, name, level in parents.iter_rows()
    }
    return pl.Series([LEVELS[rank[parent]] for parent in zones["parent_code"]], dtype=pl.String())


def _listed(path: Path, types: dict[str, pl.DataType]) -> pl.DataFrame:
    listed = pl.read_csv(path, infer_schema=False)
    return listed.select(
        (pl.col(name) if name in listed.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in types.items()
    )
