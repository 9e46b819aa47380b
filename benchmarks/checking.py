"""Checking, beyond reading: ``python -m benchmarks.checking [REPORTS]``, 100,000 by default.

Staged tables of that many generated reports are written to a folder of their own, seven years of each body: whole
ledgers that add up, prose of some two thousand characters, half of it as last year, nine claims. Then the stages run
over them as a run does: the identities, the rules about one report, the rules about two. Times include reading and
writing Parquet; beside the seconds stands the time of all processors, which other work does not lengthen.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from pipeline.contracts import reference_frames, staged_tables
from pipeline.engine.checking import check_pairs, check_reports
from pipeline.engine.settings import Settings
from pipeline.engine.stages import check
from pipeline.forms import FORMS, CellKey, Form
from pipeline.narrative import CONCEPTS
from pipeline.storage import Warehouse, replace_table

YEARS = range(2019, 2026)
STAGED = staged_tables()
HEADINGS = [f"{section.number}、{section.label}" for section in FORMS.sections]
SIGNS = np.array(
    list(
        "政府信息公开工作按照条例要求做好各项服务群众监督制度建设及时更新目录接受社会培训审查流程答复公众留言完善内容方便查阅"
    )
)
SENTENCES = 5_000
CLAIMS = 6  # concepts that a text gives numbers for
_Counts = NDArray[np.int64]


def main(reports: int) -> None:
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder), Path(folder))
        bodies = reports // len(YEARS)
        started = perf_counter()
        for year in YEARS:
            for name, frame in made(bodies, year):
                replace_table(settings.house, STAGED[name], frame, year)
        write_whole(settings.house, bodies)
        console.print(f"{bodies * len(YEARS):,} reports generated in {perf_counter() - started:.0f} s")
        before = peak()
        table = Table("stage", "seconds", "processor", "verdicts", "failing")
        total, busy = 0.0, process_time()
        for title, stage in (("identities", check), ("one report", check_reports), ("two reports", check_pairs)):
            used = process_time()
            seconds, verdicts, failing = timed(stage, settings)
            total += seconds
            table.add_row(title, f"{seconds:.1f}", f"{process_time() - used:.1f}", f"{verdicts:,}", f"{failing:,}")
        table.add_row("all", f"{total:.1f}", f"{process_time() - busy:.1f}", "", "")
        console.print(table)
        console.print(f"peak memory: {peak():,} MiB (of generating: {before:,} MiB)")


def timed(stage: Callable[[Settings, int], object], settings: Settings) -> tuple[float, int, int]:
    verdicts: dict[str, int] = {}
    started = perf_counter()
    for year in YEARS:
        done = stage(settings, year)
        for status, n in getattr(done, "verdicts").items():  # noqa: B009
            verdicts[status] = verdicts.get(status, 0) + n
    return perf_counter() - started, sum(verdicts.values()), verdicts.get("fail", 0)


def peak() -> int:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def made(bodies: int, year: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """The staged tables of a year that a run would have read, one report a body."""
    random = np.random.default_rng(year)
    form = max((form for form in FORMS.forms if form.first_year <= year), key=lambda form: form.first_year)
    ids = pl.Series("report_id", [f"r{year}{body:012x}" for body in range(bodies)])
    yield "documents", documents(ids, year)
    yield "sections", sections(ids, year)
    yield "cells", cells(ids, year, form, random)
    yield (
        "readings",
        frame(
            "readings",
            ids,
            year,
            status="complete",
            reader_version="1",
            form=form.key,
            **{f"form_{key}": form.key for key in FORMS.table_keys},
        ),
    )
    yield "problems", STAGED["problems"].empty()
    yield "claims", claims(ids, year)
    names = pl.Series([f"青塘县第{body}局" for body in range(bodies)])
    agencies = frame(
        "report_agencies",
        ids,
        year,
        agency_key=names,
        agency_name=names,
        region_code="341000",
        department="CIV",
        level="county",
        scope="own",
        method="name",
        confidence=1.0,
        resolver_version="1",
    )
    yield "report_agencies", agencies


def frame(name: str, ids: pl.Series, year: int, **columns: object) -> pl.DataFrame:
    """Rows of a staged table, one a report, with these columns alike or given."""
    given = {"report_id": ids, "report_year": year, **columns}
    return pl.DataFrame({"report_id": ids}).select(
        (value if isinstance(value := given.get(column), pl.Series) else pl.lit(value)).cast(dtype).alias(column)
        for column, dtype in STAGED[name].schema.items()
    )


def documents(ids: pl.Series, year: int) -> pl.DataFrame:
    texts = pl.Series([text(body, year)[0] for body in range(len(ids))])
    return frame(
        "documents",
        ids,
        year,
        sha256=ids,
        source_path=ids,
        reader_version="1",
        text=texts,
        kind="report",
        agency="青塘县某局",
        year_source="title",
        n_characters=texts.str.len_chars(),
        published=date(year + 1, 1, 20),
    )


def sections(ids: pl.Series, year: int) -> pl.DataFrame:
    rows = [
        (report, year, section.key, HEADINGS[i], start, end)
        for body, report in enumerate(ids)
        for i, (section, (start, end)) in enumerate(zip(FORMS.sections, text(body, year)[1], strict=True))
    ]
    return pl.DataFrame(rows, schema=STAGED["sections"].schema, orient="row")


def text(body: int, year: int) -> tuple[str, list[tuple[int, int]]]:
    """The text of a report, and where its sections stand."""
    own = np.random.default_rng(body).integers(0, SENTENCES, 24)
    fresh = np.random.default_rng((body, year)).integers(0, SENTENCES, 24)
    prose = "".join(sentences()[i] for pair in zip(own, fresh, strict=True) for i in pair)
    half = len(prose) // 2
    said = [f"{year}年，{prose[:half]}", "表一\n" * 40, "表二\n" * 100, "表三\n" * 20, prose[half:], "无。"]
    whole = f"青塘县第{body}局{year}年政府信息公开工作年度报告\n统计期限为{year}年1月1日至{year}年12月31日。\n"
    places = []
    for heading, words in zip(HEADINGS, said, strict=True):
        start = len(whole)
        whole += f"{heading}\n{words}\n"
        places.append((start, len(whole)))
    return whole, places


def sentences(made: list[str] = []) -> list[str]:  # noqa: B006 (made once)
    if not made:
        random = np.random.default_rng(0)
        made += ["".join(random.choice(SIGNS, 40)) + "。" for _ in range(SENTENCES)]
    return made


def cells(ids: pl.Series, year: int, form: Form, random: np.random.Generator) -> pl.DataFrame:
    """Whole tables: ledgers that add up, carry-overs that follow, other cells as they fall."""
    n = len(ids)
    values: dict[CellKey, _Counts] = {
        key: random.poisson(0.3, n) * random.integers(0, 60, n) for table in form.tables for key, _, _ in table.cells()
    }
    carried = np.random.default_rng(1).poisson(1, (8, 10, n))
    applicants = [column.key for column in FORMS.columns("requests")]
    for number, who in enumerate(applicants[:-1]):
        values[CellKey("requests", "carried_over", who)] = carried[year - YEARS[0], number]
        values[CellKey("requests", "carried_forward", who)] = carried[year - YEARS[0] + 1, number]
    totals = [one for one in form.identities() if one.rule != "ledger_balance"]
    for one in [*totals, *totals]:  # parts come before the totals of totals
        values[one.lhs[0]] = np.sum([values[part] for part in one.rhs], axis=0)
    for who in applicants:
        done, kept, over = (
            values[CellKey("requests", row, who)] for row in ("result_total", "carried_forward", "carried_over")
        )
        values[CellKey("requests", "new_received", who)] = done + kept - over
    return pl.concat(
        frame(
            "cells",
            ids,
            year,
            table=table,
            row=row,
            column=column,
            value=pl.Series(number),
            raw="0",
            unit="万元" if column == "amount" else None,
            status="reported",
            start=1,
            end=2,
        )
        for (table, row, column), number in values.items()
    ).sort(STAGED["cells"].key)


def claims(ids: pl.Series, year: int) -> pl.DataFrame:
    """Some numbers that each text gives, half of them twice, one of twenty reports with one that disagrees."""
    said = [concept for concept in CONCEPTS.values() if concept.family][:CLAIMS]
    places = range(len(said) * 2)
    every = pl.DataFrame({"claim": list(places)}).with_columns(
        concept=pl.Series([said[place % CLAIMS].key for place in places])
    )
    reports = ids.to_frame().with_row_index("body").join(every.head(CLAIMS + CLAIMS // 2), how="cross")
    wrong = (pl.col("body") % 20 == 0) & (pl.col("claim") == CLAIMS)
    made = reports.with_columns(
        number=pl.when(wrong).then(8).otherwise(7),
        verdict=pl.when(wrong).then(pl.lit("disagrees")).otherwise(pl.lit("agrees")),
        contradicts=pl.when(wrong).then(1),
        claim=pl.col("claim") + 1,
    )
    return frame(
        "claims",
        made["report_id"],
        year,
        claim=made["claim"],
        concept=made["concept"],
        number=made["number"],
        exactness="exact",
        scope="report",
        closed=True,
        start=1,
        end=2,
        sentence_start=1,
        sentence_end=2,
        sentence="本机关全年共收到政府信息公开申请七件",
        cells="requests.new_received.total+requests.carried_over.total",
        value=7,
        verdict=made["verdict"],
        contradicts=made["contradicts"],
    )


def write_whole(house: Warehouse, bodies: int) -> None:
    """The tables that are not kept by year."""
    for name, reference in reference_frames().items():
        replace_table(house, STAGED[name], reference)
    ids = [f"r{year}{body:012x}" for year in YEARS for body in range(bodies)]
    ledger = pl.DataFrame({"path": ids, "sha256": ids, "report_id": ids, "status": "complete"}).with_columns(
        first_seen=pl.lit(datetime(2026, 1, 1, tzinfo=UTC))
    )
    declared = STAGED["ingest_ledger"]
    replace_table(
        house,
        declared,
        ledger.select(
            (pl.col(name) if name in ledger.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in declared.schema.items()
        ),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
