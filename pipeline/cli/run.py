"""``gouji run``: the nightly job once, through Dagster, with its progress and what came of it on stderr."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from pipeline.cli.settings import raw_folder, refuse, warehouse_folder
from pipeline.contracts import staged_tables
from pipeline.engine.settings import Settings
from pipeline.storage import open_published, read_rows

if TYPE_CHECKING:
    from assets import Nightly, Progress

FAILED = 1
"""Exit code when the run stopped before publishing."""

SHOWN = 10
"""How many failing identities and unread files are listed; the rest is counted."""

# A file that is no report, or says nothing, deserves a line of its own with the reason.
_EXPECTED = ("complete", "duplicate")

_COUNTS = (
    "select table_name, estimated_size from duckdb_tables() where table_name <> 'publication' "
    "union all select view_name, null from duckdb_views() where not internal order by table_name"
)
_FAILING = """
    select r.agency, r.report_year, k.rule, k.instance, k.lhs, k.rhs
    from checks as k join reports as r on k.report_id = r.report_id
    where k.status = 'fail' order by r.agency, r.report_year, k.rule, k.instance
"""


def run_once(raw: Path | None, warehouse: Path | None) -> None:
    """Run the job over `raw` into `warehouse`.

    Leaves with code 2 without a report, with code 1 when the run did not publish, or a reviewed list is out of date.
    """
    from assets import run_nightly  # Dagster takes a second and more to import

    settings = Settings(raw_folder(raw), warehouse_folder(warehouse))
    if not settings.raw.is_dir():
        refuse(f"{settings.raw} 不是文件夹，没有任何报告 (not a folder: there is not a single report)")
    home = os.environ.get("DAGSTER_HOME")
    if home and not Path(home).is_dir():
        refuse(f"DAGSTER_HOME={home} 不是文件夹 (DAGSTER_HOME does not name a folder)")
    console = Console(stderr=True, highlight=False)
    with Bar(
        TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    ) as bar:
        task = bar.add_task("nightly", total=None)

        def show(progress: Progress) -> None:
            bar.update(task, description=progress.step, completed=progress.done, total=progress.total)

        nightly = run_nightly(settings, on_event=show)
        bar.update(task, description="nightly")
    _show_files(console, settings)
    if not nightly.found_reports:
        refuse(f"{settings.raw} 中没有任何报告 (not a single report there)")
    if not nightly.success:
        for failure in nightly.failures:
            console.print(failure, style="red", markup=False)
        typer.echo("gouji: 运行未完成，已发布的数据未变 (the run stopped; what is published has not changed)", err=True)
        raise typer.Exit(FAILED)
    _show_warehouse(console, settings, nightly)
    if nightly.mistakes:
        for mistake in nightly.mistakes:
            console.print(mistake, style="red", markup=False)
        typer.echo(
            "gouji: 已发布；审定清单（data/reference）中有条目无所对应 "
            "(published; entries of the reviewed lists match nothing)",
            err=True,
        )
        raise typer.Exit(FAILED)


def _show_files(console: Console, settings: Settings) -> None:
    """Files by status, and the reason for each that gave no whole report."""
    ledger = read_rows(settings.house, staged_tables()["ingest_ledger"]).filter(pl.col("superseded_by").is_null())
    files = _table("文件 files", "状态 status", "n")
    for status, n in ledger.group_by("status").len().sort("status").iter_rows():
        files.add_row(status, str(n))
    console.print(files)
    odd = ledger.filter(~pl.col("status").is_in(_EXPECTED)).sort("status", "path")
    for path, status, message in odd.head(SHOWN).select("path", "status", "message").iter_rows():
        console.print(f"  {path}: {status}" + (f", {message}" if message else ""), markup=False)
    _rest(console, len(odd))


def _show_warehouse(console: Console, settings: Settings, nightly: Nightly) -> None:
    """Rows by table, what does not add up, and where it all is."""
    with open_published(settings.house.published) as connection:
        counts = connection.execute(_COUNTS).fetchall()
        failing = connection.execute(_FAILING).fetchall()
    tables = _table("表 tables", "表 table", "行 rows")
    for name, rows in counts:
        tables.add_row(name, "视图 view" if rows is None else str(rows))
    console.print(tables)
    console.print(f"勾稽不符 failing identities: {len(failing)}")
    for agency, year, rule, instance, lhs, rhs in failing[:SHOWN]:
        console.print(f"  {agency or '?'} {year or '?'}: {rule} {instance}, {lhs} ≠ {rhs}", markup=False)
    _rest(console, len(failing))
    for warning in nightly.warnings:
        console.print(f"警告 warning: {warning}", style="yellow", markup=False)
    console.print(f"读取 read: {nightly.read}，变动行 rows changed: {nightly.changed}")
    console.print(f"数据仓库 warehouse: {settings.house.published}", soft_wrap=True, markup=False)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="right" if position else "left")
    return table


def _rest(console: Console, n: int) -> None:
    if n > SHOWN:
        console.print(f"  … {n - SHOWN} more")
