"""The stages between the files and the published tables, in the order in which they run.

Each is a function of what stands in the warehouse: it reads what it needs, makes what is missing or not as it should
be, and writes only what changes. A stage that is cut short leaves whole files, and the next run makes up for it.

    ingest (intake) -> read_documents -> for each year: read_tables -> check -> type_tables -> settle
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipeline.contracts import (
    judge,
    reference_frames,
    staged_tables,
    type_cells,
    typed_name,
    validate,
)
from pipeline.contracts.statuses import CELL_STATUSES
from pipeline.engine.batches import Frames, Source
from pipeline.engine.containing import read_whole
from pipeline.engine.intake import LEDGER, contents
from pipeline.engine.reading import READER_VERSION, Reader
from pipeline.engine.receipts import Made, code_mark
from pipeline.engine.results import CheckResult, NoReportsError, ReadResult, TypeResult, counts
from pipeline.engine.settings import Settings
from pipeline.forms import FORMS
from pipeline.ledger import evaluate, report_tiers, table_tiers
from pipeline.storage import Change, Warehouse, Year, partitions, read_rows, replace_rows, replace_table, table_path

STAGED = staged_tables()
TOLD = ("sections", "places", "documents")
READ = ("cells", "problems", "claims", "readings")
JUDGED = ("checks", "reports")
TYPED = tuple(typed_name(key) for key in FORMS.table_keys)
REPORT_KINDS = ("report", "unsupported_form")
Tables = tuple[str, ...]
_PIPELINE = Path(__file__).parents[1]
_JUDGING = ("forms", "ledger", "contracts")
EXAMPLES = 20
"""How many reports a result names."""


def years(settings: Settings) -> tuple[Year, ...]:
    """The report years that have data, in order, None (unknown) last."""
    return partitions(settings.house, STAGED["documents"])


def read_documents(settings: Settings, reader: Reader | None = None) -> ReadResult:
    """Read text, who and when and sections of every content not yet read by this version of the reader.

    Raises NoReportsError when there is no report among all contents. `reader` stands in for the readers, for tests.
    """
    known = _all_years(settings, "documents", ("report_id", "report_year", "reader_version", "kind"))
    lost = [year for year in years(settings) if not _whole(settings, TOLD, year)]
    again = pl.col("report_year").is_in(pl.Series(lost, dtype=pl.Int32).implode(), nulls_equal=True)
    current = known.filter(pl.col("reader_version") == READER_VERSION, ~again)
    due = contents(settings).join(current, on="report_id", how="anti")
    paths = due.select("report_id", "source_path")

    def with_paths(frames: Frames) -> Frames:
        documents = frames["documents"].join(paths, on="report_id").select(STAGED["documents"].names)
        return {**frames, "documents": documents}

    frames = read_whole(settings, _sources(due), False, reader, with_paths)
    documents = frames["documents"]
    # A better reader may find another year: the rows of a content leave the year they were in.
    before = known.join(due, on="report_id", how="semi")
    touched = pl.concat([before["report_year"], documents["report_year"]]).unique().sort().to_list()
    changes = [
        {
            # Sections and places first: a document that is there says that they are.
            name: replace_rows(settings.house, STAGED[name], _of_year(frames[name], year), due["report_id"], year)
            for name in TOLD
        }
        for year in touched
    ]
    kinds = pl.concat([known.join(due, on="report_id", how="anti").select("kind"), documents.select("kind")])
    if not kinds["kind"].is_in(REPORT_KINDS).any():
        raise NoReportsError(f"no report found in {settings.raw}")
    return ReadResult(None, len(due), counts(kinds, "kind"), _summed(changes))


def read_tables(settings: Settings, year: Year, reader: Reader | None = None) -> ReadResult:
    """Read the tables of every report of a year not yet read by this version of the reader."""
    house = settings.house
    documents = read_rows(house, STAGED["documents"], year, ("report_id", "sha256", "source_path"))
    readings = read_rows(house, STAGED["readings"], year, ("report_id", "reader_version", "status"))
    current = readings.filter(pl.col("reader_version") == READER_VERSION, _whole(settings, READ, year))
    due = documents.join(current, on="report_id", how="anti")
    left = readings.join(documents, on="report_id", how="anti")
    if due.is_empty() and left.is_empty():
        changes = {name: Change(n_rows(house, name, year)) for name in READ}
        return ReadResult(year, 0, counts(readings, "status"), changes)

    def with_year(frames: Frames) -> Frames:
        return {name: frame.with_columns(report_year=pl.lit(year, pl.Int32)) for name, frame in frames.items()}

    frames = read_whole(settings, _sources(due), True, reader, with_year, {"documents": documents})
    replaced = pl.concat([due["report_id"], left["report_id"]])
    # Readings last: a reading that is there says that its cells and problems are.
    changes = {name: replace_rows(house, STAGED[name], frames[name], replaced, year) for name in READ}
    return ReadResult(year, len(due), counts(read_rows(house, STAGED["readings"], year), "status"), changes)


def check(settings: Settings, year: Year) -> CheckResult:
    """Check the identities of every report of a year: the tables ``checks`` and ``reports``, tiers included.

    What was checked already, by the same code over the same files, is not checked again.
    """
    house = settings.house
    made = _made(settings, "check", ("documents", *READ), JUDGED, year)
    if made.stands(house):
        frames = {name: read_rows(house, STAGED[name], year) for name in JUDGED}
        return _checked(year, frames, {name: Change(len(frame)) for name, frame in frames.items()})
    documents = read_rows(house, STAGED["documents"], year, all_but("documents", "text"))
    readings = read_rows(house, STAGED["readings"], year)
    cells = read_rows(house, STAGED["cells"], year, ("report_id", "table", "row", "column", "value", "status"))
    problems = read_rows(house, STAGED["problems"], year, ("report_id",))
    verdicts = judge(evaluate(cells, table_forms(readings)))
    checks = verdicts.with_columns(report_year=pl.lit(year, pl.Int32)).select(STAGED["checks"].names)
    tiers = table_tiers(checks, readings["report_id"])
    reports = _reports(documents, readings, cells, problems, tiers)
    frames = {"checks": checks, "reports": reports}
    validate(frames, known={"documents": documents})
    changes = {name: replace_table(house, STAGED[name], frame, year) for name, frame in frames.items()}
    made.leave(house)
    return _checked(year, frames, changes)


def _whole(settings: Settings, tables: Tables, year: Year) -> bool:
    """Whether each of these tables has its file of a year. One that somebody deleted, as it was damaged, has none."""
    return all(table_path(settings.house, STAGED[name], year).exists() for name in tables)


def all_but(table: str, *left_out: str) -> tuple[str, ...]:
    """The columns of a staged table but these."""
    return tuple(name for name in STAGED[table].names if name not in left_out)


def _checked(year: Year, frames: Mapping[str, pl.DataFrame], changes: Mapping[str, Change]) -> CheckResult:
    checks, reports = frames["checks"], frames["reports"]
    inconsistent = reports.filter(pl.col("tier") == "inconsistent")["report_id"].sort().head(EXAMPLES)
    return CheckResult(
        year,
        counts(checks, "status"),
        counts(reports, "tier"),
        counts(checks.filter(pl.col("status") == "fail"), "rule"),
        tuple(inconsistent),
        changes,
    )


def type_tables(settings: Settings, year: Year) -> TypeResult:
    """Lay out the cells of a year as the typed tables. Comes after ``check``, which gives the tiers.

    What was laid out already, by the same code from the same files, is not laid out again.
    """
    house = settings.house
    made = _made(settings, "type_tables", ("cells", "reports"), TYPED, year)
    if made.stands(house):
        return TypeResult(year, {name: Change(n_rows(house, name, year)) for name in TYPED})
    reports = read_rows(house, STAGED["reports"], year)
    cells = read_rows(house, STAGED["cells"], year)
    tiers = _unpivoted(reports, "tier")
    of_tables = table_forms(reports)
    frames = {typed_name(key): type_cells(cells, of_tables, tiers, key) for key in FORMS.table_keys}
    validate(frames, known={"reports": reports})
    changes = {name: replace_table(house, STAGED[name], frame, year) for name, frame in frames.items()}
    made.leave(house)
    return TypeResult(year, changes)


def write_reference(settings: Settings) -> Mapping[str, Change]:
    """Write the reference tables made from the forms."""
    frames = reference_frames()
    validate(frames)
    return {name: replace_table(settings.house, STAGED[name], frame) for name, frame in frames.items()}


def settle(settings: Settings) -> Change:
    """Say in the ingest ledger what became of each file, now that its content was read."""
    ledger = read_rows(settings.house, LEDGER)
    readings = _all_years(settings, "readings", ("report_id", "status"))
    problems = _all_years(settings, "problems", ("report_id", "code", "message"))
    first = problems.unique("report_id", keep="first", maintain_order=True)
    outcome = readings.join(first, on="report_id", how="left").select(
        "report_id",
        outcome=pl.when(pl.col("code") == "unsupported_media").then(pl.lit("unsupported")).otherwise("status"),
        why=pl.when(pl.col("status") == "unreadable").then("message"),
    )
    own = pl.col("outcome").is_not_null() & (pl.col("status") != "duplicate")
    settled = ledger.join(outcome, on="report_id", how="left").with_columns(
        status=pl.when(own).then("outcome").otherwise("status"),
        message=pl.when(own).then("why").otherwise("message"),
    )
    frame = settled.select(LEDGER.names)
    validate({LEDGER.name: frame})
    return replace_table(settings.house, LEDGER, frame)


def _made(settings: Settings, stage: str, sources: Tables, targets: Tables, year: Year) -> Made:
    code = code_mark(Path(__file__), *(_PIPELINE / folder for folder in _JUDGING))
    files = [tuple(table_path(settings.house, STAGED[name], year) for name in names) for names in (sources, targets)]
    return Made(stage, year, code, *files)


def n_rows(house: Warehouse, table: str, year: Year) -> int:
    """How many rows a table by report has in a year."""
    return len(read_rows(house, STAGED[table], year, ("report_id",)))


def _reports(
    documents: pl.DataFrame,
    readings: pl.DataFrame,
    cells: pl.DataFrame,
    problems: pl.DataFrame,
    tiers: pl.DataFrame,
) -> pl.DataFrame:
    of_status = cells.select(
        "report_id", *(pl.col("status").eq(status).alias(f"n_{status}") for status in CELL_STATUSES)
    )
    n_cells = of_status.group_by("report_id").agg(pl.exclude("report_id").sum())
    n_problems = problems.group_by("report_id").agg(pl.len().alias("n_problems"))
    by_table = tiers.group_by("report_id").agg(
        pl.col("tier").filter(pl.col("table") == key).first().alias(f"tier_{key}") for key in FORMS.table_keys
    )
    declared = STAGED["reports"]
    reports = documents.join(readings.drop("report_year", "reader_version"), on="report_id")
    for part in (report_tiers(tiers), by_table, n_cells, n_problems):
        reports = reports.join(part, on="report_id", how="left")
    return reports.with_columns(pl.col(r"^n_.*$").fill_null(0)).select(
        pl.col(name).cast(dtype) for name, dtype in declared.schema.items()
    )


def table_forms(reports: pl.DataFrame) -> pl.DataFrame:
    """``form_<table>`` of readings or reports as rows: report_id, table, form, where there is one."""
    return _unpivoted(reports, "form").drop_nulls("form")


def _unpivoted(reports: pl.DataFrame, what: str) -> pl.DataFrame:
    """``form_<table>`` or ``tier_<table>`` as rows: report_id, table, and what it is."""
    return reports.select("report_id", *(pl.col(f"{what}_{key}").alias(key) for key in FORMS.table_keys)).unpivot(
        index="report_id", variable_name="table", value_name=what
    )


def _all_years(settings: Settings, table: str, columns: tuple[str, ...]) -> pl.DataFrame:
    declared = STAGED[table]
    frames = [read_rows(settings.house, declared, year, columns) for year in partitions(settings.house, declared)]
    return pl.concat([declared.empty().select(columns), *frames])


def _of_year(frame: pl.DataFrame, year: Year) -> pl.DataFrame:
    return frame.filter(pl.col("report_year").eq_missing(pl.lit(year, pl.Int32)))


def _sources(due: pl.DataFrame) -> list[Source]:
    return [Source(*row) for row in due.select("sha256", "source_path").iter_rows()]


def _summed(changes: list[dict[str, Change]]) -> dict[str, Change]:
    names = changes[0] if changes else {}
    return {
        name: Change(
            sum(change[name].rows for change in changes),
            sum(change[name].written for change in changes),
            sum(change[name].removed for change in changes),
        )
        for name in names
    }
