"""The stage that says of reports that do not add up which of their cells most likely broke.

    check -> for each year: suggest

It reads last year's reports of the same bodies as well, where there are any: what they carried forward, and what the
report's own text claims, tells between explanations that take as few slips. As the other stages, it makes again only
what would come out otherwise.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipeline import checks
from pipeline.contracts import staged_tables, validate
from pipeline.engine.checking import versions_of
from pipeline.engine.localisation import CARRIED_FORWARD, LEDGER, carried, claimed, counts_of, rows
from pipeline.engine.receipts import Made, code_mark
from pipeline.engine.remembered import Remembered
from pipeline.engine.results import counts
from pipeline.engine.settings import Settings
from pipeline.forms import FORMS, CellKey
from pipeline.ledger import Hints, localise
from pipeline.storage import Change, Warehouse, Year, read_rows, replace_table, table_path

STAGED = staged_tables()
SUGGESTIONS = STAGED["suggestions"]
_PIPELINE = Path(__file__).parents[1]
_CODE = (
    Path(__file__),
    Path(__file__).with_name("localisation.py"),
    *(_PIPELINE / folder for folder in ("forms", "ledger", "narrative", "checks", "contracts")),
)
_OF_THE_YEAR = ("checks", "cells", "readings", "claims")
_CLAIM = ("cells", "number", "exactness", "scope", "closed")
_CELL = ("report_id", "table", "row", "column", "value", "status")


@dataclass(frozen=True, slots=True)
class SuggestResult:
    """Suggesting for a year: reports that fail, of these those with a suggestion and with one alone, what changed."""

    year: Year
    failing: int
    explained: int
    single: int
    operations: Mapping[str, int]
    tables: Mapping[str, Change]


def suggest(settings: Settings, year: Year) -> SuggestResult:
    """Localise what fails in the reports of a year: the table ``suggestions``. Comes after ``check``.

    What was localised already, by the same code from the same figures, is not localised again.
    """
    house = settings.house
    failing = _failing(house, year)
    pairs = _last_year(house, year)
    sources = [table_path(house, STAGED[name], year) for name in _OF_THE_YEAR]
    sources += [] if year is None else [table_path(house, STAGED["cells"], year - 1)]
    maker = code_mark(*_CODE) + hashlib.sha256(pairs.write_csv().encode()).hexdigest()
    made_so = Made("suggest", year, maker, tuple(sources), (table_path(house, SUGGESTIONS, year),))
    if made_so.stands(house):
        stored = read_rows(house, SUGGESTIONS, year)
        return _result(year, failing, stored, Change(len(stored)))
    remembered = Remembered("suggest", year, code_mark(*_CODE), (table_path(house, SUGGESTIONS, year),))
    before = remembered.marks(house)
    marks: dict[str, int] = {}
    found: list[dict[str, object]] = []
    with undisturbed():
        for report_id, values, forms, hints in _reports(house, year, failing, pairs):
            marks[report_id] = _mark(values, forms, hints)
            if before.get(report_id) != marks[report_id]:
                found += ({**row, "report_year": year} for row in rows(report_id, localise(values, forms, hints)))
    done = [report_id for report_id, mark in marks.items() if before.get(report_id) == mark]
    stand = read_rows(house, SUGGESTIONS, year, where=pl.col("report_id").is_in(done))
    made = pl.concat([stand, pl.DataFrame(found, schema=SUGGESTIONS.schema)])
    validate({SUGGESTIONS.name: made})
    change = replace_table(house, SUGGESTIONS, made, year)
    remembered.leave(house, marks)
    made_so.leave(house)
    return _result(year, failing, made, change)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Meanwhile what stands in memory now is not gone through for garbage.

    A search makes many small things and none in cycles; going through all that the libraries hold took longer than the
    search itself in one of twenty.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _mark(values: Mapping[CellKey, int | None], forms: Mapping[str, str], hints: Hints) -> int:
    """A mark of all that the suggestions for a report are made from."""
    said = sorted((cell, sorted(numbers)) for cell, numbers in hints.text.items())
    known = (sorted(values.items()), sorted(forms.items()), sorted(hints.last_year.items()), said, hints.sums)
    return int.from_bytes(hashlib.blake2b(repr(known).encode(), digest_size=8).digest())


def _failing(house: Warehouse, year: Year) -> pl.DataFrame:
    checks = read_rows(house, STAGED["checks"], year, ("report_id", "status"))
    return checks.filter(pl.col("status") == "fail").select("report_id").unique().sort("report_id")


def _reports(
    house: Warehouse, year: Year, failing: pl.DataFrame, pairs: pl.DataFrame
) -> Iterable[tuple[str, dict[CellKey, int | None], dict[str, str], Hints]]:
    """Of each report that fails: its counts, the forms of its tables, what last year's report and its own text say."""
    if failing.is_empty():
        return
    cells = _cells(house, year, failing, pl.col("table").is_in(_tables_with_identities()))
    values = cells.partition_by("report_id", as_dict=True)
    forms = read_rows(house, STAGED["readings"], year).join(failing, on="report_id", how="semi")
    by_report = {row["report_id"]: row for row in forms.iter_rows(named=True)}
    hints = _hints(house, year, failing, pairs)
    text = _claims(house, year, failing)
    for (report_id,) in failing.iter_rows():
        own = values[(report_id,)].select(_CELL[1:]).iter_rows()
        of_tables = {key: by_report[report_id][f"form_{key}"] for key in FORMS.table_keys}
        yield (
            report_id,
            counts_of((cell[:4], cell[4]) for cell in own),
            {table: form for table, form in of_tables.items() if form is not None},
            claimed(text.get(report_id, ()), hints.get(report_id, Hints())),
        )


def _last_year(house: Warehouse, year: Year) -> pl.DataFrame:
    """Each report of a year with the one of the same body that it follows: report_id, report_id_before.

    It need not be certain that they are of one body: it only tells between explanations that take as few slips.
    """
    if year is None:
        return pl.DataFrame(schema={"report_id": pl.String, "report_id_before": pl.String})
    return checks.followed(versions_of(house, (year - 1, year)), year).select(
        "report_id", report_id_before="other_report_id"
    )


def _hints(house: Warehouse, year: Year, failing: pl.DataFrame, followed: pl.DataFrame) -> Mapping[str, Hints]:
    """What the reports before carried forward, by this year's report."""
    pairs = followed.join(failing, on="report_id", how="semi")
    if year is None or pairs.is_empty():
        return {}
    earlier = pairs.select(report_id="report_id_before").unique()
    cells = _cells(house, year - 1, earlier, (pl.col("table") == LEDGER) & (pl.col("row") == CARRIED_FORWARD))
    said = pairs.join(cells, left_on="report_id_before", right_on="report_id").sort("report_id", "column")
    return {
        report_id: carried(
            (key.column, value)
            for cell in frame.select(_CELL[1:]).iter_rows()
            for key, value in counts_of([(cell[:4], cell[4])]).items()
        )
        for (report_id,), frame in said.partition_by("report_id", as_dict=True).items()
    }


def _claims(house: Warehouse, year: Year, failing: pl.DataFrame) -> Mapping[str, list[tuple[Any, ...]]]:
    """What the texts say, by report."""
    claims = read_rows(house, STAGED["claims"], year, ("report_id", *_CLAIM)).join(failing, on="report_id", how="semi")
    return {
        report_id: frame.select(_CLAIM).rows()
        for (report_id,), frame in claims.partition_by("report_id", as_dict=True).items()
    }


def _cells(house: Warehouse, year: Year, reports: pl.DataFrame, where: pl.Expr) -> pl.DataFrame:
    cells = read_rows(house, STAGED["cells"], year, _CELL)
    return cells.filter(where & pl.col("value").is_not_null()).join(reports, on="report_id", how="semi")


def _tables_with_identities() -> list[str]:
    return sorted({identity.table for form in FORMS.forms for identity in form.identities()})


def _result(year: Year, failing: pl.DataFrame, suggestions: pl.DataFrame, change: Change) -> SuggestResult:
    best = suggestions.filter(pl.col("suggestion") == 1)
    return SuggestResult(
        year,
        len(failing),
        suggestions["report_id"].n_unique(),
        best.filter("unique")["report_id"].n_unique(),
        counts(best, "operation"),
        {SUGGESTIONS.name: change},
    )
