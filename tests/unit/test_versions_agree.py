"""Versions are worked out twice, by ``dim_report`` and by the rules between reports: both come to the same."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipeline.engine.checking import versions_of
from pipeline.engine.models import load_catalogue
from pipeline.storage import Warehouse, read_rows, replace_table
from tests.generated import reports
from tests.modelled import STAGED, model, stage

YEARS = (2020, 2021, 2022)
LEDGER = STAGED["ingest_ledger"]


def staged(house: Warehouse, seed: int) -> None:
    """Generated reports, published and seen on days by chance, some replaced at their own path by any other."""
    dice = random.Random(seed)
    stage(house, reports(seed, 60, YEARS))
    for year in (*YEARS, None):
        rows = read_rows(house, STAGED["reports"], year)
        days = [dice.choice([None, *(date(2023, 1, 1) + timedelta(n) for n in range(4))]) for _ in range(len(rows))]
        rows = rows.with_columns(published=pl.Series(days, dtype=pl.Date))
        replace_table(house, STAGED["reports"], rows, year)
        for name in ("documents", "readings"):
            declared = STAGED[name]
            made = [pl.col(name) if name in rows.columns else pl.lit(None).alias(name) for name in declared.names]
            replace_table(house, declared, rows.select(made).cast(dict(declared.schema.items())), year)
    ledger = read_rows(house, LEDGER)
    ids = ledger["report_id"].drop_nulls().to_list()
    replaced = [dice.choice(ids) if dice.random() < 0.2 else None for _ in range(len(ledger))]
    seen = [first + timedelta(days=dice.randrange(5)) for first in ledger["first_seen"]]
    changed = {"superseded_by": pl.Series(replaced, dtype=pl.String), "first_seen": pl.Series(seen)}
    replace_table(house, LEDGER, ledger.with_columns(**changed).cast(dict(LEDGER.schema.items())))


@pytest.mark.parametrize("seed", range(4))
def test_the_rules_and_the_dimension_have_the_same_versions(tmp_path: Path, seed: int) -> None:
    house = Warehouse(tmp_path)
    staged(house, seed)
    dimension = model(tmp_path, load_catalogue(), "dim_report").filter(pl.col("report_year").is_not_null())
    ruled = versions_of(house, YEARS)
    ids = ["report_id", "is_current"]
    known = dimension.filter(pl.col("version").is_not_null())
    assert known.select(ids).sort(ids).equals(ruled.select(ids).sort(ids))
    assert 0 < known["is_current"].sum() < len(known)
    place = ["agency_key", "scope", "report_year"]
    before = known.sort(*place, "version").with_columns(before=pl.col("report_id").shift(1).over(place))
    pair = ["report_id", "before"]
    assert before.select(pair).sort(pair).equals(ruled.select(pair).sort(pair))
    assert before["before"].is_not_null().any()
