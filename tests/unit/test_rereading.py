"""A reader that leaves open what it read before is found, although no rule fails for it."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.folders import Folders
from assets.ledger import reading_kept
from pipeline.checks.baseline import LEAST
from pipeline.engine.rereading import kept_numbers, most_lost
from pipeline.engine.settings import Settings
from pipeline.storage import Warehouse, publish, replace_table, table_path
from tests.modelled import STAGED, Made, stage

REPORTS = STAGED["reports"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A published warehouse of enough reports."""
    house = Warehouse(tmp_path)
    stage(house, [Made(f"r{number}", agency=f"A{number}") for number in range(LEAST)])
    publish(house, {})
    return Settings(tmp_path, tmp_path)


def reread(settings: Settings, lost: int, version: str = "another") -> None:
    """So many of the reports have a number less, by another version of the reader."""
    rows = pl.read_parquet(table_path(settings.house, REPORTS, 2023))
    fewer = pl.int_range(pl.len()) < lost
    replace_table(
        settings.house,
        REPORTS,
        rows.with_columns(
            reader_version=pl.lit(version),
            n_reported=pl.col("n_reported") - fewer,
            n_ambiguous=pl.col("n_ambiguous") + fewer,
        ).cast(dict(REPORTS.schema.items())),
        2023,
    )


def outcome(settings: Settings) -> dg.AssetCheckResult:
    done = reading_kept(Folders(raw=str(settings.raw), warehouse=str(settings.warehouse)))
    assert isinstance(done, dg.AssetCheckResult)
    return done


def test_many_reports_with_fewer_numbers_stop_the_publishing(settings: Settings) -> None:
    reread(settings, LEAST // 2)
    done = outcome(settings)
    said = f"2023: {LEAST // 2} of {LEAST} reports read again give fewer numbers than before, where 5.0% are expected"
    assert (done.passed, done.description) == (False, said)
    worst = most_lost(settings)
    assert (worst["numbers_before"] - worst["numbers_now"]).to_list() == [1] * 10


def test_a_few_do_not(settings: Settings) -> None:
    reread(settings, 1)
    assert outcome(settings).passed
    assert kept_numbers(settings)["failing"].to_list() == [1]


def test_the_same_version_is_not_compared(settings: Settings) -> None:
    [version] = pl.read_parquet(table_path(settings.house, REPORTS, 2023))["reader_version"].unique()
    reread(settings, LEAST, version)
    assert outcome(settings).passed
    assert kept_numbers(settings).is_empty()


def test_what_is_published_is_compared_with_from_then_on(settings: Settings) -> None:
    reread(settings, LEAST)
    publish(settings.house, {})
    assert outcome(settings).passed


@pytest.mark.parametrize("published", [None, b"no database"])
def test_without_a_published_file_there_is_nothing_to_compare(settings: Settings, published: bytes | None) -> None:
    reread(settings, LEAST)
    settings.house.published.unlink()
    if published:
        settings.house.published.write_bytes(published)
    assert outcome(settings).passed
    assert most_lost(settings).is_empty()
