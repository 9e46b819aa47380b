"""What a night costs: ``python -m benchmarks.night [REPORTS]``, 100,000 by default.

A warehouse of that many generated reports, seven years of each body, one report of ten with a figure that does not add
up, goes through every stage behind the reading: the first night. Then one more report of the last year arrives, and the
stages run again: a night with one new report. The last column is a night with none.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.checking import STAGED, YEARS, made, peak, write_whole
from pipeline.engine.agencies import write_departments
from pipeline.engine.checking import check_pairs, check_reports
from pipeline.engine.model_checking import check_model
from pipeline.engine.models import load_catalogue, model_comments, run_model
from pipeline.engine.publishing import publish
from pipeline.engine.reference import write_regions
from pipeline.engine.settings import Settings
from pipeline.engine.stages import check, type_tables
from pipeline.engine.suggesting import suggest
from pipeline.storage import replace_rows, replace_table

LAST = YEARS[-1]
BROKEN = 10


def main(reports: int) -> None:
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder), Path(folder))
        bodies = reports // len(YEARS)
        begun = perf_counter()
        generate(settings, bodies)
        console.print(f"{bodies * len(YEARS):,} reports generated in {perf_counter() - begun:.0f} s")
        nights = [night(settings)]
        arrive(settings, bodies)
        nights += [night(settings), night(settings)]
        table = Table("stage", "first night, s", "one report more, s", "nothing new, s")
        for stage in nights[0]:
            table.add_row(stage, *(f"{spent[stage]:.1f}" for spent in nights))
        table.add_row("all", *(f"{sum(spent.values()):.1f}" for spent in nights))
        console.print(table)
        console.print(f"peak memory: {peak():,} MiB")


def generate(settings: Settings, bodies: int) -> None:
    """The staged tables that a run would have read."""
    house = settings.house
    for year in YEARS:
        for name, rows in made(bodies, year):
            replace_table(house, STAGED[name], broken(rows) if name == "cells" else rows, year)
    write_whole(house, bodies)
    write_regions(settings)
    write_departments(settings)
    replace_table(house, STAGED["decisions"], STAGED["decisions"].empty())


def broken(cells: pl.DataFrame) -> pl.DataFrame:
    """One report of so many with one more application granted than the ledger has."""
    here = (pl.col("row") == "granted") & (pl.col("column") == "natural_person")
    chosen = pl.col("report_id").str.slice(-3).str.to_integer(base=16) % BROKEN == 0
    return cells.with_columns(value=pl.when(here & chosen).then(pl.col("value") + 1).otherwise("value"))


def arrive(settings: Settings, bodies: int) -> None:
    """One report more in the last year, of a body that was not there."""
    for name, rows in made(bodies + 1, LAST):
        new = f"r{LAST}{bodies:012x}"
        one = rows.filter(pl.col("report_id") == new)
        replace_rows(settings.house, STAGED[name], one, pl.Series([new]), LAST)


def night(settings: Settings) -> Mapping[str, float]:
    """Seconds that each stage takes, in the order of a run."""
    spent: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], object]) -> None:
        begun = perf_counter()
        work()
        spent[stage] = perf_counter() - begun

    for title, stage in (
        ("identities", check),
        ("typed tables", type_tables),
        ("rules of one report", check_reports),
        ("rules of two reports", check_pairs),
        ("suggestions", suggest),
    ):
        timed(title, lambda stage=stage: [stage(settings, year) for year in YEARS])  # type: ignore[misc]
    catalogue = load_catalogue()
    house = settings.house
    timed("models", lambda: [run_model(house, catalogue, model) for model in catalogue.models])
    timed("their checks", lambda: [check_model(house, catalogue, model) for model in catalogue.models])
    timed("publishing", lambda: publish(settings, model_comments(catalogue.models), catalogue.models))
    return spent


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
