"""The stages that make the staged tables, one asset a table: ingest, reading, forms, tables, typed."""

# No `from __future__ import annotations` here: Dagster looks at the annotations of what it decorates.

from collections.abc import Iterator

import dagster as dg

from assets import metadata as show
from assets.folders import Folders
from assets.years import ONE_RUN, YEARS, by_year
from pipeline.forms import FORMS

REFERENCE = {
    "form_rows": "The rows of the statutory tables, form by form.",
    "form_columns": "The columns of the statutory tables, form by form.",
    "form_groups": "The groups of rows of the statutory tables.",
    "form_rules": "The rules that reports are checked against.",
    "form_rule_members": "The cells that take part in each instance of the rules.",
    "form_measures": "The measures: what the rates of the marts are made of.",
}
TYPED = tuple(f"typed_{key}" for key in FORMS.table_keys)

PROBLEMS = (
    "select code, count(*) as n, count(distinct report_id) as reports from problems group by code order by n desc"
)

CLAIMS = """
    select c.report_year, r.agency, c.concept, c.number, c.value, c.sentence
    from claims as c join documents as r on c.report_id = r.report_id
    where c.verdict = 'disagrees' order by c.report_year, r.agency, c.claim limit 10
"""


@dg.asset(group_name="ingest", kinds={"python"})
def landing_files(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult[None]:
    """Files of the landing folder, taken into the ingest ledger; their bytes are kept by content.

    A file whose path, size and time are known is not opened again.
    """
    from pipeline.engine.intake import ingest

    done = ingest(folders.settings)
    return dg.MaterializeResult(
        metadata={
            "files": show.counts(done.files, "status"),
            "files_opened": done.opened,
            "new_contents": done.new,
            "rows_changed": done.changed,
            "landing_folder": str(folders.settings.raw),
        }
    )


@dg.asset(group_name="reading", kinds={"python", "parquet"}, deps=[landing_files])
def documents(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult[None]:
    """Text of every content with who reports and on when, and where its six sections stand.

    Only contents not yet read by this version of the reader are read.
    """
    from pipeline.engine.results import NoReportsError
    from pipeline.engine.stages import STAGED, read_documents

    schema = {"dagster/column_schema": show.staged_schema(STAGED["documents"])}
    try:
        done = read_documents(folders.settings)
    except NoReportsError as error:
        # The run goes on, so that the ledger says of each file why it is no report; `reports_found` then stops it.
        return dg.MaterializeResult(metadata={**schema, "nothing_to_read": str(error)})
    return dg.MaterializeResult(
        metadata={
            **schema,
            "kinds": show.counts(done.statuses, "kind"),
            "contents_read": done.read,
            "dagster/row_count": sum(done.statuses.values()),
            "rows_changed": sum(change.changed for change in done.tables.values()),
        }
    )


@dg.multi_asset(
    name="statutory_forms",
    specs=[show.spec(name, text, "forms", []) for name, text in REFERENCE.items()],
)
def statutory_forms(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """The statutory forms as rows, made from their one declaration."""
    from pipeline.engine.stages import write_reference

    for name, change in write_reference(folders.settings).items():
        yield dg.MaterializeResult(asset_key=name, metadata=show.whole(name, change))


@dg.asset(group_name="reference", kinds={"python", "parquet"})
def regions(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult[None]:
    """Divisions of GB/T 2260 from 1980 on, and zones, each with the years in which it stood.

    From the lists in `data/reference`.
    """
    from pipeline.engine.reference import write_regions

    return dg.MaterializeResult(metadata=show.whole("regions", write_regions(folders.settings)))


@dg.multi_asset(
    name="read_tables",
    specs=[
        show.spec(
            "cells",
            "Every cell of the three statutory tables: value, how it came, where it stands.",
            "tables",
            ["documents"],
        ),
        show.spec("readings", "How the reading of each report went.", "tables", ["documents"]),
        show.spec(
            "claims",
            "Numbers that the prose gives for what the tables count, and whether they agree.",
            "tables",
            ["documents"],
        ),
        show.spec("problems", "What was odd about a report while it was read.", "tables", ["documents"]),
    ],
    partitions_def=YEARS,
    backfill_policy=ONE_RUN,
)
def read_tables(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """The statutory tables, cell by cell. Only reports not yet read by this version of the reader are read."""
    from pipeline.engine import stages

    done = by_year(context, folders, stages.read_tables)
    by_table = {year: result.tables for year, result in done.items()}
    said = {
        year: {"cells": {"reports_by_status": show.counts(result.statuses, "status"), "reports_read": result.read}}
        for year, result in done.items()
    }
    show.tell_years(context, by_table, said)
    yield from show.results(
        by_table,
        ("cells", "readings", "problems", "claims"),
        {
            "cells": {"contents_read": sum(result.read for result in done.values())},
            "problems": {"most_frequent": show.sample(folders, PROBLEMS)},
            "claims": {"disagreeing": show.sample(folders, CLAIMS)},
        },
    )


@dg.multi_asset(
    name="type_tables",
    specs=[
        show.spec(
            name,
            f"The statutory table {name.removeprefix('typed_')} with its own columns, typed. Blank is null.",
            "typed",
            ["cells", "reports"],
        )
        for name in TYPED
    ],
    partitions_def=YEARS,
    backfill_policy=ONE_RUN,
)
def type_tables(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult[None]]:
    """The cells laid out as the form has them, under contract: what breaks it stops the run and names the rows."""
    from pipeline.engine import stages

    done = {year: result.tables for year, result in by_year(context, folders, stages.type_tables).items()}
    show.tell_years(context, done, {})
    yield from show.results(done, TYPED, {})


STAGES = (landing_files, documents, statutory_forms, regions, read_tables, type_tables)
