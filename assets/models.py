"""The SQL models as assets, and what their headers declare as asset checks.

A model is not partitioned, although facts are stored by report year: what is made again is settled year by year by
receipts, whatever range a run covers, and a range would have each fact write an event for every year of it.
"""

# No `from __future__ import annotations` here: Dagster looks at the annotations of what it decorates.

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets import metadata as show
from assets.folders import Folders
from pipeline.engine.sql_checks import model_checks
from pipeline.engine.sql_model import Model

if TYPE_CHECKING:
    from pipeline.engine.model_checking import CheckOutcome
    from pipeline.engine.models import Catalogue, ModelRun

CHECK = "declared"
CHECK_STEP = "{}_checks"
EXAMPLE = {
    "mart_refusal_mix": (
        "why requests end without disclosure, by year",
        "select report_year, sum(denied) as denied, sum(unable) as unable, sum(refused) as refused, "
        "sum(other_outcomes) as other, count(*) - count(not_disclosed) as reports_left_open "
        "from mart_refusal_mix where scope <> 'consolidated' and tier_requests <> 'inconsistent' group by 1 order by 1",
    ),
    "mart_carry_over": (
        "pairs of years, and how many fit",
        "select report_year, verdict, count(*) as pairs from mart_carry_over group by all order by all",
    ),
    "mart_coverage": (
        "bodies by year",
        "select report_year, coverage, count(*) as bodies from mart_coverage where body_known "
        "group by all order by all",
    ),
    "mart_data_quality": (
        "reports by tier",
        "select tier, count(*) as reports, round(avg(share_with_value), 3) as cells_with_a_number, "
        "sum(n_checks_failed) as failing from mart_data_quality where is_current group by all order by all",
    ),
    "mart_correction_rate": (
        "decided cases by route",
        "select route, sum(decided) as decided, sum(corrected) as corrected from mart_correction_rate "
        "where tier_review <> 'inconsistent' and corrected is not null and decided is not null group by 1 order by 1",
    ),
    "mart_agency_year": (
        "the lowest disclosure rates",
        "select agency, report_year, tier, blanks_requests as blanks, result_total, round(disclosure_rate, 3) as rate "
        "from mart_agency_year where disclosure_rate is not null order by disclosure_rate, agency limit 10",
    ),
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
        metadata={"sql": dg.MetadataValue.md(f"```sql\n{model.sql}\n```")},
    )
    def make(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult[None]:
        from pipeline.engine.models import load_catalogue, run_model

        catalogue = load_catalogue(models)
        done = run_model(folders.settings.house, catalogue, model)
        return dg.MaterializeResult(metadata=_metadata(model, catalogue, done) | _example(model, catalogue, folders))

    return make


def model_check(model: Model, models: Sequence[Model]) -> dg.AssetChecksDefinition:
    """All that the header of this model declares, as one check that says of each part whether it holds.

    It blocks the publishing of the run.
    """
    checks = model_checks(model)

    @dg.asset_check(
        asset=model.name,
        name=CHECK,
        description="\n".join(f"- {check.description}" for check in checks),
        blocking=True,
        # A check may look into other tables than its own: they have to be there.
        additional_deps=sorted(model.compares - {model.name}),
        metadata={check.name: dg.MetadataValue.md(f"```sql\n{check.sql}\n```") for check in checks},
    )
    def run_checks(folders: Folders) -> dg.AssetCheckResult:
        from pipeline.engine.model_checking import check_model
        from pipeline.engine.models import load_catalogue

        return _check_result(check_model(folders.settings.house, load_catalogue(models), model))

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

        done = publish_file(folders.settings, model_comments(models), models)
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(done.path)),
                "built": done.built,
                "size_bytes": done.path.stat().st_size,
                "rows": show.table(["table", "rows"], sorted(done.rows.items())),
            }
        )

    return publish


def _metadata(model: Model, catalogue: "Catalogue", done: "ModelRun") -> dict[str, Any]:
    from pipeline.engine.sql_lineage import column_lineage

    lineage = column_lineage(model, catalogue.columns())
    return {
        **({} if model.view else {"dagster/row_count": sum(done.rows.values())}),
        "rows_changed": done.changed,
        "parts_made": len(done.made),
        **_by_year(model, done),
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


def _by_year(model: Model, done: "ModelRun") -> dict[str, Any]:
    if not model.by_year or model.view:
        return {}
    lines = (("unknown" if year is None else year, n, year in done.made) for year, n in done.rows.items())
    return {"by_year": show.table(["report_year", "rows", "made_in_this_run"], lines)}


def _check_result(outcomes: Sequence["CheckOutcome"]) -> dg.AssetCheckResult:
    lines = [(o.check.name, o.n, o.looked_at, o.check.description) for o in outcomes]
    said: dict[str, Any] = {"checked": show.table(["check", "failing", "parts_looked_at", "what it says"], lines)}
    for outcome in outcomes:
        if outcome.sample:
            heading = list(outcome.sample[0])
            said[f"breaks {outcome.check.name}"] = show.table(heading, (row.values() for row in outcome.sample))
    broken = [f"{o.check.name}: {o.n} rows break it: {o.check.description}" for o in outcomes if not o.passed]
    return dg.AssetCheckResult(passed=not broken, description="; ".join(broken) or None, metadata=said)
