"""The SQL models over many report-years: ``python -m benchmarks.models [REPORTS] [FOLDER]``.

The first call writes staged tables as a run would leave them, a body for each county and department until there are
enough; the second makes every model from nothing, publishes the file, and times each query of the cookbook on it.
Reports are copies of some hundred made-up ones under other names: as many rows as real ones, in smaller files.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

import duckdb

from benchmarks.cookbook import queries
from pipeline.contracts import reference_frames
from pipeline.engine.models import load_catalogue, model_comments, run_model
from pipeline.engine.publishing import publish
from pipeline.engine.reference import write_regions
from pipeline.engine.settings import Settings
from pipeline.storage import Warehouse, open_published, replace_table, table_path
from tests.generated import reports
from tests.modelled import STAGED, stage

YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
AS_MADE_UP = ("cells", "checks", "claims", "reports", "typed_disclosure", "typed_requests", "typed_review")
"""Staged tables of which each report has the rows of the made-up report that it is a copy of."""
VERDICTS = {"report_checks": ["cell", "report"], "pair_checks": ["pair"]}
"""Staged tables with a verdict on each report by each rule of these levels, one of fifty a failure."""
LEFT_EMPTY = ("decisions", "suggestions")
"""Staged tables that models read and that have no rows here."""
ROUNDS = 5


def generate(settings: Settings, number: int) -> None:
    """Write the staged tables of `number` report-years over YEARS."""
    house = settings.house
    for name, frame in reference_frames().items():
        replace_table(house, STAGED[name], frame)
    write_regions(settings)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"memory_limit": "3GB"}) as connection:
        samples = Warehouse(Path(folder))
        stage(samples, [report for report in reports(7, 200, (2021,)) if report.year == 2021 and report.agency])
        for name in (*AS_MADE_UP, "report_agencies"):
            path = table_path(samples, STAGED[name], 2021)
            connection.execute(f"create table sample_{name} as from read_parquet('{path}', hive_partitioning = false)")
        connection.register("form_rules", reference_frames()["form_rules"].to_arrow())
        for name, levels in VERDICTS.items():
            connection.execute(
                f"""create table sample_{name} as
                select s.report_id, r.rule, r."table", r.severity, 'report' as instance,
                    case when hash(s.report_id, r.rule) % 50 = 0 then 'fail' else 'pass' end as status,
                    length(r.rule) as lhs, 10 as rhs, lhs - rhs as delta,
                    r.title_zh as detail_zh, r.title_en as detail_en
                from sample_reports s, form_rules r where list_contains(?, r.level)""",
                [levels],
            )
        connection.execute(
            "create table numbered as select report_id, row_number() over () - 1 as i from sample_reports"
        )
        regions = table_path(house, STAGED["regions"])
        connection.execute(
            f"create table bodies as select row_number() over () - 1 as body, region_code, full_name, department from "
            f"(select distinct region_code, full_name from '{regions}' where level = 'county' and valid_to is null), "
            f"(select unnest(range(60)) as department) limit {number // len(YEARS)}"
        )
        _write(
            house,
            connection,
            "departments",
            None,
            "select 'D' || d as department, '部门' || d as name, 'Department ' || d as name_en, 'county' as levels "
            "from range(60) t(d)",
        )
        for year in YEARS:
            _year(house, connection, year)
        files = " union all ".join(
            f"select report_id, sha256, source_path from '{table_path(house, STAGED['reports'], year)}'"
            for year in YEARS
        )
        _write(
            house,
            connection,
            "ingest_ledger",
            None,
            "select source_path as path, sha256, 1000 as size, timestamptz '2025-01-01' as first_seen, "
            f"'complete' as status, report_id, true as present from ({files})",
        )


def _year(house: Warehouse, connection: duckdb.DuckDBPyConnection, year: int) -> None:
    connection.execute(
        f"create or replace table these as select 'r' || substr(md5('{year}/' || body), 1, 16) as id, "
        f"n.report_id as sample, b.* from bodies b join numbered n "
        f"on (b.body * 7 + {year}) % (select count(*) from numbered) = n.i order by id"
    )
    for name in (*AS_MADE_UP, *VERDICTS):
        columns = [column for column, *_ in connection.execute(f"describe sample_{name}").fetchall()]
        made = {column: f'u."{column}"' for column in columns if column not in ("report_id", "report_year")}
        if name == "reports":
            made |= {
                "agency": "t.full_name || t.department || '局'",
                "sha256": "t.id",
                "source_path": f"'{year}/' || t.id",
                "reader_version": "'made'",
            }
        connection.execute(
            "create or replace table listed as "
            f"select report_id, list(s) as every from sample_{name} s group by report_id"
        )
        chosen = ", ".join(f'{expression} as "{column}"' for column, expression in made.items())
        _write(
            house,
            connection,
            name,
            year,
            f"select t.id as report_id, {year}::integer as report_year, {chosen} from "
            "(select these.*, unnest(listed.every) as u from these join listed on these.sample = listed.report_id) t",
        )
    _write(
        house,
        connection,
        "report_agencies",
        year,
        f"select t.id as report_id, {year}::integer as report_year, 'a' || t.body as agency_key, "
        "t.full_name || t.department || '局' as agency_name, t.region_code, 'D' || t.department as department, "
        "'局' as body_form, 'county' as level, s.scope, 'name' as method, 1.0 as confidence, "
        "'made' as resolver_version "
        "from these t join sample_report_agencies s on t.sample = s.report_id",
    )


def _write(house: Warehouse, connection: duckdb.DuckDBPyConnection, name: str, year: int | None, sql: str) -> None:
    """Write the rows of a query as a staged table, columns by name as they are declared, what is not given null.

    Raises ValueError for a column that is not declared, and for one that is never null and not given.
    """
    table = STAGED[name]
    given = {column for column, *_ in connection.execute(f"describe {sql}").fetchall()}
    odd = given - set(table.names) | {column.name for column in table.columns if not column.nullable} - given
    if odd:
        raise ValueError(f"{name}: not as declared: {', '.join(sorted(odd))}")
    path = table_path(house, table, year)
    path.parent.mkdir(parents=True, exist_ok=True)
    connection.register("declared", table.empty().to_arrow())
    connection.execute(f"copy (from declared union all by name {sql}) to '{path}' (format parquet, compression zstd)")


def build(settings: Settings) -> Iterator[tuple[str, int, float, float]]:
    """Make every model from nothing: name, rows, seconds, seconds of all cores together."""
    catalogue = load_catalogue()
    for model in catalogue.models:
        start, busy = perf_counter(), process_time()
        done = run_model(settings.house, catalogue, model)
        yield model.name, sum(done.rows.values()), perf_counter() - start, process_time() - busy


def ask(settings: Settings) -> Iterator[tuple[str, list[float]]]:
    """Ask each question of the cookbook of the published file: title, seconds of each round."""
    with open_published(settings.house.published) as connection:
        for title, sql in queries():
            spent = []
            for _ in range(ROUNDS):
                start = perf_counter()
                connection.execute(sql).fetchall()
                spent.append(perf_counter() - start)
            yield title, spent


def memory() -> float:
    """Most memory that this process ever held, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main(number: int, folder: Path) -> None:
    """Generate unless there, build, publish, ask; print what each took."""
    settings = Settings(folder / "raw", folder / "warehouse", workers=1)
    if not settings.house.parquet.exists():
        start = perf_counter()
        generate(settings, number)
        print(f"generated {number} report-years in {perf_counter() - start:.0f} s; run again to build")
        return
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    total, used = 0.0, 0.0
    for name, rows, seconds, busy in build(settings):
        total, used = total + seconds, used + busy
        line = f"{name:28} {rows:>12,} rows {seconds:7.1f} s {busy:7.1f} s of cores  {memory():.1f} GB"
        print(f"{line}  load {os.getloadavg()[0]:.1f}", flush=True)
    print(f"all models: {total:.0f} s, {used:.0f} s of cores, {memory():.1f} GB")
    start = perf_counter()
    models = load_catalogue().models
    publish(settings, model_comments(models), models)
    size = settings.house.published.stat().st_size / 1e9
    print(f"published in {perf_counter() - start:.0f} s: {size:.1f} GB")
    every: list[float] = []
    for title, spent in ask(settings):
        every += spent
        print(f"{median(spent):6.2f} s  {title}", flush=True)
    if len(every) > 1:
        print(f"p95 of all questions: {quantiles(every, n=20)[-1]:.2f} s")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 10_000, Path(given[1]) if len(given) > 1 else Path(tempfile.mkdtemp()))
