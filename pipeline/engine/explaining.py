"""Where a value of the warehouse stands in its source, and all that was made of it: rules, claims, suggestions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

import polars as pl

from pipeline.checks import CheckRule, declared_rules
from pipeline.contracts import staged_tables
from pipeline.engine.checking import versions_of
from pipeline.engine.found import Member
from pipeline.engine.settings import Settings
from pipeline.engine.spots import Lines, Spot
from pipeline.engine.wording import cell_words, instance_words
from pipeline.forms import FORMS, CellKey, Forms, Text
from pipeline.narrative import reading_of
from pipeline.readers import Document
from pipeline.storage import Warehouse, Year, partitions, read_rows

STAGED = staged_tables()
NEAR = 5
"""How many names that are nearly the one asked for are told."""
PREFIX = 6
"""Characters of a hash from which on it may stand for a content."""

_HEXADECIMAL = re.compile(r"[0-9a-f]+")


class NotFoundError(Exception):
    """No such report (`what` is ``report``), several of them (``reports``), or no such cell in it (``cell``).

    `near` are those that may have been meant.
    """

    def __init__(self, what: str, asked: str, near: Iterable[str]) -> None:
        """What was `asked` for, and what is there instead."""
        super().__init__(f"{what}: {asked}")
        self.what, self.asked, self.near = what, asked, tuple(near)


@dataclass(frozen=True, slots=True)
class Source:
    """A report of the warehouse, and the paths at which its content stands or stood."""

    report_id: str
    year: Year
    sha256: str
    paths: tuple[str, ...]
    title: str | None
    agency: str | None
    agency_key: str | None
    form: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Taking:
    """A verdict that the cell takes part in. `other` is the report on the other side, if there is one."""

    rule: CheckRule
    instance: str
    words: Text
    status: str
    lhs: int | None
    rhs: int | None
    delta: int | None
    other: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A number that the prose gives for what the cell counts, alone or with others (`cells`)."""

    number: Decimal
    unit: str | None
    verdict: str
    cells: str
    value: Decimal | None
    sentence: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Slip:
    """A suggestion that touches the cell: what it would be, and by which slip of the pen it came to be otherwise."""

    rank: int
    operation: str
    old: int | None
    new: int
    unique: bool
    alternatives: int


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the report, in order of issue, and what stands in the cell there."""

    report_id: str
    paths: tuple[str, ...]
    published: date | None
    first_seen: datetime | None
    current: bool
    value: Decimal | None
    status: str


@dataclass(frozen=True, slots=True)
class Explained:
    """All there is to say of a cell of a report."""

    source: Source
    cell: Member
    verdicts: tuple[Taking, ...]
    claims: tuple[Said, ...]
    slips: tuple[Slip, ...]
    versions: tuple[Version, ...]


def explain(settings: Settings, report: str, cell: str, forms: Forms = FORMS) -> Explained:
    """All there is to say of `cell` (``table.row.column``) of `report`: its key, the start of a hash, or a path.

    Raises NotFoundError.
    """
    house = settings.house
    source = find_report(house, report)
    cells = _rows(house, "cells", source)
    key = find_cell(cell, cells.select("table", "row", "column").rows())
    spots = _spots(house, source)
    return Explained(
        source,
        _member(cells, key, spots, forms),
        tuple(_verdicts(house, source, key, forms)),
        tuple(_claims(house, source, key, spots)),
        tuple(_slips(house, source, key)),
        tuple(_versions(house, source, key)),
    )


def find_report(house: Warehouse, asked: str) -> Source:
    """The report that is meant. Raises NotFoundError for none, or several."""
    wanted = ("report_id", "report_year", "sha256", "title", "agency")
    documents = pl.concat(
        [STAGED["documents"].empty().select(wanted)]
        + [read_rows(house, STAGED["documents"], year, wanted) for year in partitions(house, STAGED["documents"])]
    )
    files = read_rows(house, STAGED["ingest_ledger"], None, ("path", "report_id")).drop_nulls("report_id")
    files = files.join(documents.select("report_id"), on="report_id", how="semi")
    path = pl.col("path")
    found = documents.filter(pl.col("report_id") == asked)
    start = asked.lower()
    if found.is_empty() and len(start) >= PREFIX and _HEXADECIMAL.fullmatch(start.removeprefix("r")):
        found = documents.filter(pl.col("sha256").str.starts_with(start) | pl.col("report_id").str.starts_with(start))
    if found.is_empty():
        # A path as it is known here, the end of one, or one that leads here from somewhere else.
        outer = pl.lit(f"/{asked}").str.ends_with(pl.lit("/") + path)
        named = files.filter((path == asked) | path.str.ends_with(f"/{asked}") | outer)
        found = documents.join(named, on="report_id", how="semi")
    if len(found) > 1:
        raise NotFoundError("reports", asked, found["report_id"].sort().head(NEAR))
    if found.is_empty():
        names = [*files["path"], *documents["report_id"]]
        raise NotFoundError("report", asked, get_close_matches(asked, names, NEAR, 0.4))
    report_id, year, sha256, title, agency = found.row(0)
    reading = read_rows(house, STAGED["readings"], year, where=pl.col("report_id") == report_id)
    body = read_rows(house, STAGED["report_agencies"], year, where=pl.col("report_id") == report_id)
    return Source(
        report_id,
        year,
        sha256,
        tuple(files.filter(pl.col("report_id") == report_id)["path"].sort()),
        title,
        body["agency_name"][0] if len(body) else agency,
        body["agency_key"][0] if len(body) else None,
        reading["form"][0] if len(reading) else None,
        reading["status"][0] if len(reading) else "unreadable",
    )


def find_cell(asked: str, known: Iterable[tuple[str, str, str]]) -> CellKey:
    """The cell that is meant, written with dots or bars between its keys. Raises NotFoundError."""
    names = {".".join(key): CellKey(*key) for key in known}
    written = asked.replace("|", ".")
    if written in names:
        return names[written]
    near = get_close_matches(written, names, NEAR, 0.5)
    raise NotFoundError("cell", asked, near or list(names)[:NEAR])


def _rows(house: Warehouse, table: str, source: Source) -> pl.DataFrame:
    """The rows of a report in a table."""
    return read_rows(house, STAGED[table], source.year, where=pl.col("report_id") == source.report_id)


def _spots(house: Warehouse, source: Source) -> Callable[[int, int], Spot]:
    text = _rows(house, "documents", source)["text"][0] or ""
    places = _rows(house, "places", source).sort("start")
    found = tuple((start, place or "") for start, place in places.select("start", "place").iter_rows())
    return Lines.of(Document(text, "", "", places=found)).spot


def _member(cells: pl.DataFrame, key: CellKey, spots: Callable[[int, int], Spot], forms: Forms) -> Member:
    table, row, column = key
    [cell] = cells.filter(table=table, row=row, column=column).iter_rows(named=True)
    placed = cell["start"] is not None and cell["end"] is not None
    return Member(
        key,
        cell_words(key, forms),
        cell["value"],
        cell["raw"],
        cell["unit"],
        cell["status"],
        spots(cell["start"], cell["end"]) if placed else None,
    )


def _verdicts(house: Warehouse, source: Source, key: CellKey, forms: Forms) -> Iterable[Taking]:
    """The verdicts on rules that the cell enters: identities, relations to other years, what names it."""
    rules = {rule.key: rule for rule in declared_rules(forms)}
    reading = _rows(house, "readings", source).row(0, named=True)
    form = reading[f"form_{key.table}"]
    entered = {
        (one.rule, one.instance)
        for known in forms.forms
        if known.key == form
        for one in known.identities()
        if key in one.members
    }
    related = {
        previous: {
            (rule.key, one.instance)
            for rule in rules.values()
            for one in rule.relations
            if any(term.cell == key and term.previous is previous for term in (*one.lhs, *one.rhs))
        }
        for previous in (False, True)
    }
    name = "|".join(key)
    named = (pl.col("instance") == name) | pl.col("members").str.split(";").list.contains(name).fill_null(False)
    frames = [
        (_rows(house, "checks", source), entered, "", ""),
        (_rows(house, "report_checks", source).filter(named), None, "", ""),
        (_rows(house, "pair_checks", source), related[False], name, "other_report_id"),
    ]
    if source.year is not None:
        after = read_rows(
            house, STAGED["pair_checks"], source.year + 1, where=pl.col("other_report_id") == source.report_id
        )
        frames.append((after, related[True], "", "report_id"))
    for frame, wanted, also, other in frames:
        for row in frame.iter_rows(named=True):
            names = (row["instance"], *(row.get("members") or "").split(";"))
            if wanted is None or (row["rule"], row["instance"]) in wanted or (also and also in names):
                rule = rules[row["rule"]]
                words = instance_words(row["instance"], row["table"] or rule.table, rule.per, forms)
                figures = (row["lhs"], row["rhs"], row["delta"])
                yield Taking(rule, row["instance"], words, row["status"], *figures, row[other] if other else None)


def _claims(house: Warehouse, source: Source, key: CellKey, spots: Callable[[int, int], Spot]) -> Iterable[Said]:
    for row in _rows(house, "claims", source).sort("start").iter_rows(named=True):
        if any(cell == key for _, cell in reading_of(row["cells"] or "")):
            yield Said(
                row["number"],
                row["unit"],
                row["verdict"],
                row["cells"],
                row["value"],
                row["sentence"],
                spots(row["start"], row["end"]),
            )


def _slips(house: Warehouse, source: Source, key: CellKey) -> Iterable[Slip]:
    for row in _rows(house, "suggestions", source).sort("suggestion").iter_rows(named=True):
        if (row["table"], row["row"], row["column"]) == key:
            yield Slip(row["rank"], row["operation"], row["old"], row["new"], row["unique"], row["n_alternatives"])


def _versions(house: Warehouse, source: Source, key: CellKey) -> Iterable[Version]:
    """The versions of the report, this one among them, in order of issue."""
    if source.year is None:
        return
    known = versions_of(house, (source.year,))
    own = known.filter(pl.col("report_id") == source.report_id)
    if own.is_empty():
        return
    table, row, column = key
    same = known.join(own.select("agency_key", "scope"), on=["agency_key", "scope"], how="semi")
    ids = same["report_id"].implode()
    cells = read_rows(house, STAGED["cells"], source.year, where=pl.col("report_id").is_in(ids))
    values = {
        cell["report_id"]: (cell["value"], cell["status"])
        for cell in cells.filter(table=table, row=row, column=column).iter_rows(named=True)
    }
    documents = read_rows(
        house, STAGED["documents"], source.year, ("report_id", "published"), pl.col("report_id").is_in(ids)
    )
    published: Mapping[str, date | None] = dict(documents.iter_rows())
    files = read_rows(house, STAGED["ingest_ledger"], None, ("path", "report_id", "first_seen"))
    before = dict(same.select("report_id", "before").iter_rows())
    current = set(same.filter("is_current")["report_id"])
    for report_id in _in_order(before):
        held = files.filter(pl.col("report_id") == report_id)
        value, status = values.get(report_id, (None, "absent"))
        seen = [when for when in held["first_seen"] if when is not None]
        yield Version(
            report_id,
            tuple(held["path"].sort()),
            published.get(report_id),
            min(seen, default=None),
            report_id in current,
            value,
            status,
        )


def _in_order(before: Mapping[str, str | None]) -> Iterable[str]:
    """Versions from the first to the last, each behind the one it was issued after."""
    after = {earlier: report_id for report_id, earlier in before.items()}
    at = after.get(None)
    while at is not None:
        yield at
        at = after.get(at)
