"""The SQL models as assets, and what their headers declare as asset checks."""

# No `from __future__ import annotations` here: Dagster looks at the annotations of what it decorates.

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets import metadata as show
from assets.folders import Folders
from assets.years import ONE_RUN, YEARS, key_of, years_of
from pipeline.engine.sql_checks import model_checks
from pipeline.engine.sql_model import Model

if TYPE_CHECKING:
    from pipeline.engine.models import Catalogue, CheckOutcome, ModelRun

CHECK_STEP = "{}_checks"
EXAMPLE = {
    "mart_agency_year": (
        "the lowest disclosure rates",
        "select agency, report_year, tier, blanks_requests as blanks, result_total, round(disclosure_rate, 3) as rate "
        "from mart_agency_year where disclosure_rate is not null order by disclosure_rate, agency limit 10",
    )
}
"""What is worth showing of a model, where a row count says too little: a title and a query."""


def model_asset(model: Model, models: Sequence[Model]) -> dg.AssetsDefinition:
    """The asset that makes this model; what it depends on is what its SQL reads."""

    @dg.asset(
        name=model.name,
        description=f"{show.both(model.text)}\n\n{model.description}\n\nGrain: {model.grain}.",
        group_name=model.layer,
        kinds={"duckdb", "sql", "parquet"},
        deps=sorted(model.reads),
        partitions_def=YEARS if model.by_year else None,
        backfill_policy=ONE_RUN if model.by_year else None,
        metadata={"sql": dg.MetadataValue.md(f"```sql\n{model.sql}\n```")},
    )
    def make(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult[None]:
        from pipeline.engine.models import load_catalogue, model_years, run_model

        catalogue = load_catalogue(models)
        house = folders.settings.house
        if model.by_year:
            done = run_model(house, catalogue, model, years_of(context, model_years(house, catalogue, model)))
            _tell_years(context, done)
        else:
            done = run_model(house, catalogue, model)
        return dg.MaterializeResult(metadata=_metadata(model, catalogue, done) | _example(model, catalogue, folders))

    return make


def model_check_steps(model: Model, models: Sequence[Model]) -> dg.AssetChecksDefinition:
    """The checks of this model, one step for all of them; every one blocks the publishing of the run."""
    checks = model_checks(model)

    @dg.multi_asset_check(
        name=CHECK_STEP.format(model.name),
        specs=[
            dg.AssetCheckSpec(
                check.name,
                asset=model.name,
                description=check.description,
                blocking=True,
                # A check may look into other tables than its own: they have to be there.
                additional_deps=sorted(model.compares - {model.name}),
                metadata={"sql": dg.MetadataValue.md(f"```sql\n{check.sql}\n```")},
            )
            for check in checks
        ],
        can_subset=True,
    )
    def run_checks(context: dg.AssetCheckExecutionContext, folders: Folders) -> Iterator[dg.AssetCheckResult]:
        from pipeline.engine.models import check_model, load_catalogue

        names = frozenset(key.name for key in context.selected_asset_check_keys)
        for outcome in check_model(folders.settings.house, load_catalogue(models), model, names):
            yield _check_result(model, outcome)

    return run_checks


def publish_asset(models: Sequence[Model], deps: Sequence[str]) -> dg.AssetsDefinition:
    """The asset that publishes all tables, once every blocking check on them has passed."""

    @dg.asset(name="gouji_duckdb", group_name="publish", kinds={"duckdb"}, deps=deps)
    def publish(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult[None]:
        """`gouji.duckdb`: every table in one file, with a comment on each table and column.

        Built aside and swapped in, so that whoever has it open keeps what they see. Not built again when it is up to
        date.
        """
        from pipeline.engine.models import model_comments
        from pipeline.engine.publishing import publish as publish_file

        done = publish_file(folders.settings, model_comments(models))
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(done.path)),
                "built": done.built,
                "size_bytes": done.path.stat().st_size,
                "rows": show.table(["table", "rows"], sorted(done.rows.items())),
            }
        )

    return publish


def _tell_years(context: dg.AssetExecutionContext, done: "ModelRun") -> None:
    rows: dict[str, int] = {}
    for year, n in done.rows.items():
        rows[key_of(year)] = rows.get(key_of(year), 0) + n
    made = {key_of(year) for year in done.made}
    for key in rows.keys() & set(context.partition_keys):
        said = {"dagster/partition_row_count": rows[key], "made_in_this_run": key in made}
        context.add_asset_metadata(said, partition_key=key)


def _metadata(model: Model, catalogue: "Catalogue", done: "ModelRun") -> dict[str, Any]:
    from pipeline.engine.sql_lineage import column_lineage

    lineage = column_lineage(model, catalogue.columns())
    return {
        "dagster/row_count": sum(done.rows.values()),
        "rows_changed": done.changed,
        "parts_made": len(done.made),
        "dagster/column_schema": dg.TableSchema(
            columns=[
                dg.TableColumn(
                    column.name,
                    done.schema.get(column.name, "unknown"),
                    show.both(column.text),
                    dg.TableColumnConstraints(
                        nullable=column.name not in model.required, unique=(column.name,) in model.keys
                    ),
                )
                for column in model.columns
            ]
        ),
        "dagster/column_lineage": dg.TableColumnLineage(
            {
                column: [dg.TableColumnDep(asset_key=table, column_name=name) for table, name in sources]
                for column, sources in lineage.items()
            }
        ),
    }


def _example(model: Model, catalogue: "Catalogue", folders: Folders) -> dict[str, Any]:
    from pipeline.engine.models import query

    if model.name not in EXAMPLE:
        return {}
    title, sql = EXAMPLE[model.name]
    return {title: show.frame(query(folders.settings.house, catalogue, sql))}


def _check_result(model: Model, outcome: "CheckOutcome") -> dg.AssetCheckResult:
    said: dict[str, Any] = {"failing": outcome.n}
    if outcome.sample:
        heading = list(outcome.sample[0])
        said["examples"] = show.table(heading, (row.values() for row in outcome.sample))
    return dg.AssetCheckResult(
        asset_key=model.name,
        check_name=outcome.check.name,
        passed=outcome.passed,
        description=None if outcome.passed else f"{outcome.n} rows break it: {outcome.check.description}",
        metadata=said,
    )
