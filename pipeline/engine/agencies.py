"""The stage that says which body each report is of, and the lists it goes by."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import polars as pl

from pipeline.agencies.aliases import Aliases, aliases
from pipeline.agencies.cleaning import as_cleaned
from pipeline.agencies.departments import Departments, department_names, departments
from pipeline.agencies.evidence import HEAD, TAIL
from pipeline.agencies.model import Resolution, Subject
from pipeline.agencies.resolving import Resolver
from pipeline.contracts import staged_tables, validate
from pipeline.contracts.agencies import DEPARTMENTS, REPORT_AGENCIES
from pipeline.engine import reference
from pipeline.engine.reading import READER_VERSION, Reading
from pipeline.engine.reference import REFERENCE, load_regions
from pipeline.engine.results import counts
from pipeline.engine.settings import Settings
from pipeline.reports.model import Kind
from pipeline.storage import Change, Year, partitions, read_rows, replace_rows, replace_table, table_path

_CODE = Path(__file__).parents[1] / "agencies"
_WANTED = ("report_id", "report_year", "agency", "title", "text", "source_path", "agency_source")
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class ResolveResult:
    """Resolving of a year: reports resolved in this run, all by method, rows and changes."""

    year: Year
    resolved: int
    methods: Mapping[str, int]
    change: Change


def resolve(settings: Settings, year: Year, folder: Path = REFERENCE) -> ResolveResult:
    """Say of every document of a year which body it is of, unless this version of code and lists has said so already.

    Raises ReferenceListError when a list is not as it must be.
    """
    house = settings.house
    documents = read_rows(house, staged_tables()["documents"], year, ("report_id",))
    known = read_rows(house, REPORT_AGENCIES, year, ("report_id", "resolver_version", "method"))
    version = resolver_version(folder)
    current = known.filter(pl.col("resolver_version") == version)
    due = documents.join(current, on="report_id", how="anti")
    left = known.join(documents, on="report_id", how="anti")
    if due.is_empty() and left.is_empty():
        return ResolveResult(year, 0, counts(known, "method"), Change(len(known)))
    frame = agencies_frame(_resolved(_subjects(settings, year, due), load_resolver(folder)), version)
    validate({REPORT_AGENCIES.name: frame}, known={"documents": documents})
    replaced = pl.concat([due["report_id"], left["report_id"]])
    change = replace_rows(house, REPORT_AGENCIES, frame, replaced, year)
    return ResolveResult(year, len(due), counts(read_rows(house, REPORT_AGENCIES, year), "method"), change)


def body_of(subject: Subject, resolver: Resolver | None = None) -> Resolution:
    """Which body a report is of. A resolver that fails on it leaves it unresolved, and stops nothing else."""
    used = resolver or load_resolver()
    try:
        return used.resolve(subject)
    except Exception as error:  # whatever it is, it is this report's row
        return used.unresolved(subject, None, f"resolver_crash: {type(error).__name__}: {error}")


def subject_of(reading: Reading, path: str) -> Subject | None:
    """What the resolver goes by of a content as it was read; None for one that was not."""
    if reading.report is None or reading.document is None:
        return None
    report = reading.report
    return Subject(
        reading.report_id,
        report.report_year,
        report.agency,
        report.title,
        reading.document.text,
        _telling(path, report.kind),
        report.agency_source,
    )


def write_departments(settings: Settings, folder: Path = REFERENCE) -> Change:
    """Write the list of departments as a table."""
    listed = load_departments(folder)
    former: dict[str, list[str]] = {}
    for name in listed.names:
        if name.kind == "former":
            until = f"（至{name.until}年）" if name.until else ""
            former.setdefault(name.code, []).append(name.full + until)
    rows = [
        (
            department.code,
            department.name,
            department.name_en,
            department.vertical,
            "|".join(department.levels),
            "、".join(dict.fromkeys(former.get(department.code, ()))) or None,
            department.note or None,
        )
        for department in listed.by_code.values()
    ]
    frame = pl.DataFrame(rows, schema=DEPARTMENTS.schema, orient="row")
    validate({DEPARTMENTS.name: frame})
    return replace_table(settings.house, DEPARTMENTS, frame)


def agencies_frame(rows: Iterable[tuple[Subject, Resolution]], version: str) -> pl.DataFrame:
    """Resolutions as rows of ``report_agencies``."""
    return pl.DataFrame(
        [
            (
                subject.report_id,
                subject.year,
                found.key,
                found.name,
                found.region,
                found.department,
                found.form,
                found.level,
                found.vertical,
                found.scope,
                found.scope_evidence,
                found.method,
                found.confidence,
                found.reason,
                found.alias,
                version,
            )
            for subject, found in rows
        ],
        schema=REPORT_AGENCIES.schema,
        orient="row",
    )


@cache
def load_resolver(folder: Path = REFERENCE) -> Resolver:
    """The resolver over the lists of a folder. Raises ReferenceListError for what is wrong in them."""
    listed = Aliases(aliases(_rows(folder / "aliases.csv")))
    return Resolver(as_cleaned(load_regions(folder)), load_departments(folder), listed, _area_codes(folder))


def load_departments(folder: Path = REFERENCE) -> Departments:
    """The departments of a folder of lists. Raises ReferenceListError for what is wrong in them."""
    found = departments(_rows(folder / "departments.csv"))
    codes = [department.code for department in found]
    return Departments(found, department_names(_rows(folder / "department_names.csv"), codes))


@cache
def resolver_version(folder: Path = REFERENCE) -> str:
    """A mark of the code and the lists that resolve, and of the reader whose words they resolve from."""
    files = (*sorted(_CODE.glob("*.py")), Path(__file__), Path(reference.__file__), *sorted(folder.glob("*.csv")))
    return hashlib.sha256(b"".join([READER_VERSION.encode(), *(path.read_bytes() for path in files)])).hexdigest()[:12]


def _area_codes(folder: Path) -> dict[str, tuple[str, ...]]:
    return {row["area_code"]: tuple(row["region_codes"].split("|")) for row in _rows(folder / "area_codes.csv")}


def _subjects(settings: Settings, year: Year, due: pl.DataFrame) -> pl.DataFrame:
    """The documents that are due, of their texts only the ends: whole texts of a year may be more than memory holds."""
    path = table_path(settings.house, staged_tables()["documents"], year)
    text = pl.col("text")
    ends = pl.concat_str(text.str.head(HEAD), pl.lit("\n"), text.str.tail(TAIL))
    return (
        pl.scan_parquet(path, hive_partitioning=False)
        .select(*_WANTED, "kind", "n_characters")
        .with_columns(text=pl.when(pl.col("n_characters") > HEAD + TAIL).then(ends).otherwise(text))
        .join(due.lazy(), on="report_id", how="semi")
        .select(*_WANTED, "kind")
        .collect(engine="streaming")
    )


def _resolved(subjects: pl.DataFrame, resolver: Resolver) -> Iterator[tuple[Subject, Resolution]]:
    for part in subjects.select(*_WANTED, "kind").iter_slices(_BATCH):
        for *row, kind in part.iter_rows():
            subject = Subject(*row)
            subject = replace(subject, path=_telling(subject.path, kind))
            yield subject, body_of(subject, resolver)


def _telling(path: str, kind: str) -> str:
    """The path as far as it tells whose a document is: of what is no report, where it lies makes no body."""
    return "" if kind == Kind.NOT_A_REPORT else path


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def unused_aliases(settings: Settings, folder: Path = REFERENCE) -> tuple[str, ...]:
    """The reviewed decisions that decide no report of the warehouse, as they stand in the list."""
    house = settings.house
    used = {
        alias
        for year in partitions(house, REPORT_AGENCIES)
        for alias in read_rows(house, REPORT_AGENCIES, year, ("alias",))["alias"].drop_nulls().unique()
    }
    return tuple(str(alias) for alias in aliases(_rows(folder / "aliases.csv")) if str(alias) not in used)
