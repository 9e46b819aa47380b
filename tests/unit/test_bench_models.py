"""The warehouse that the models are measured on: as the staged tables are declared, and good for every model."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from benchmarks.models import AS_MADE_UP, LEFT_EMPTY, VERDICTS, YEARS, build, generate
from pipeline.engine.models import load_catalogue
from pipeline.engine.settings import Settings
from pipeline.storage import table_path
from tests.modelled import STAGED

BODIES = 40


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Some hundred report-years."""
    folder: Path = tmp_path_factory.mktemp("generated")
    settings = Settings(folder / "raw", folder / "warehouse", workers=1)
    generate(settings, BODIES * len(YEARS))
    return settings


def test_every_staged_table_that_models_read_is_generated(generated: Settings) -> None:
    models = load_catalogue().models
    read = frozenset().union(*(model.reads for model in models)) - {model.name for model in models}
    for name in sorted(read - set(LEFT_EMPTY)):
        table = STAGED[name]
        for year in YEARS if table.by_year else (None,):
            frame = pl.read_parquet(table_path(generated.house, table, year), hive_partitioning=False)
            assert dict(frame.schema) == dict(table.schema), name
            assert len(frame) > 0, name
            assert frame.select(table.key).n_unique() == len(frame), name
            never_null = [column.name for column in table.columns if not column.nullable]
            assert sum(frame.select(never_null).null_count().row(0)) == 0, name
    assert {"report_agencies", "ingest_ledger", *AS_MADE_UP, *VERDICTS} <= read


def test_every_model_is_built_of_it(generated: Settings) -> None:
    catalogue = load_catalogue()
    rows = {name: n for name, n, _, _ in build(generated)}
    assert set(rows) == {model.name for model in catalogue.models}
    assert rows["dim_report"] == rows["mart_agency_year"] == BODIES * len(YEARS)
    assert [model.name for model in catalogue.models if not model.view and not rows[model.name]] == []
