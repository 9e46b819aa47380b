"""Reading one report from its bytes: the whole of it, never raising for what it is given.

Bad bytes are a status and a problem. So is a reader that fails on a report it should have read (``reader_crash``): one
file must not stop the others, and the row names the file for whoever mends the reader.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import polars as pl

from pipeline.contracts import judge
from pipeline.contracts.statuses import VALUE_DECIMALS, VALUE_LIMIT
from pipeline.engine.apart import Opener
from pipeline.engine.claims import claims_of
from pipeline.engine.frames import cells_frame, table_forms_frame
from pipeline.engine.intake import report_id
from pipeline.forms import FORMS, Domain, Forms
from pipeline.ledger import decode, evaluate, in_domain
from pipeline.ledger.values import VALUED
from pipeline.narrative import Judged
from pipeline.readers import Document, Problem, Unreadable, read
from pipeline.reports import Kind, Report, describe
from pipeline.tables import read_tables
from pipeline.tables.model import Cell, CellStatus, TablesReading


def reader_version(number: str, forms: Forms) -> str:
    """The reader's number with a mark of the forms it reads by, so that an edit of a form reads everything again."""
    return f"{number}+{hashlib.sha256(repr(forms).encode()).hexdigest()[:8]}"


READER_VERSION = reader_version("35", FORMS)
"""What read a report. Raise the number whenever a reader gives other cells for some bytes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one content says. `status` is a report status; what could not be had is None."""

    report_id: str
    sha256: str
    document: Document | None
    report: Report | None
    tables: TablesReading | None
    status: str
    problems: tuple[Problem, ...] = ()
    claims: tuple[Judged, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of document, ``unreadable`` if there is none."""
        return "unreadable" if self.report is None else str(self.report.kind)


_SHORT = 9
"""Characters that no number is printed in that a table cannot hold."""

Reader = Callable[[bytes, str, Opener | None], Reading]
"""How a content with a name becomes a reading, its document opened as told."""


def read_report(data: bytes, name: str, opener: Opener | None = None, forms: Forms = FORMS) -> Reading:
    """Read a report whole: text, who and when, sections, cells, claims. `name` is its file name, a hint for the former.

    No limit holds it but those of size: :class:`pipeline.engine.guard.Guard` gives those of time and memory.
    """
    reading = read_document(data, name, opener)
    if reading.document is None or reading.report is None:
        return reading
    try:
        tables = _within_limits(decode(read_tables(reading.document, reading.report, forms), forms))
    except Exception as error:  # whatever it is, it is this file's row
        return _crashed(reading, error)
    problems = (*reading.problems, *tables.problems)
    problems = (*problems, *_out_of_domain(tables.cells, problems, forms))
    report = _of_its_forms(reading.report, tables, forms)
    read = replace(reading, report=report, tables=tables, status=tables.status, problems=problems)
    try:
        return replace(read, claims=claims_of(reading.document, report, tables.cells, forms))
    except Exception as error:  # the tables do not depend on what the prose says
        return replace(read, problems=(*problems, Problem("claims_crash", f"{type(error).__name__}: {error}")))


def read_document(data: bytes, name: str, opener: Opener | None = None) -> Reading:
    """Read a report as far as its tables: text, who and when, sections. The status is provisional for a report."""
    sha256 = hashlib.sha256(data).hexdigest()
    reading = Reading(report_id(sha256), sha256, None, None, None, "unreadable")
    try:
        document = (opener or read)(data, name)
        report = describe(document, name)
    except Unreadable as error:
        return replace(reading, problems=(Problem(error.code, error.message),))
    except Exception as error:  # whatever it is, it is this file's row
        return _crashed(reading, error)
    status = "no_tables" if report.kind is Kind.REPORT else str(report.kind)
    problems = (*document.problems, *report.problems)
    return replace(reading, document=document, report=report, status=status, problems=problems)


def checks_of(readings: Iterable[Reading], forms: Forms = FORMS) -> pl.DataFrame:
    """The verdicts on all identities of all `readings` in one go: the table ``checks`` without its year."""
    read = {reading.report_id: reading for reading in readings if reading.tables is not None}
    return judge(evaluate(cells_frame(read.values()), table_forms_frame(read.values()), forms))


def crashed(sha256: str, message: str) -> Reading:
    """The reading of a content whose reader did not come back."""
    return refused(sha256, "reader_crash", message)


def refused(sha256: str, code: str, message: str) -> Reading:
    """The reading of a content that is not read, and why."""
    return Reading(report_id(sha256), sha256, None, None, None, "unreadable", (Problem(code, message),))


def _crashed(reading: Reading, error: Exception) -> Reading:
    # What was read before the crash is left out as well: half a reading looks like a report with nothing in it.
    return crashed(reading.sha256, f"{type(error).__name__}: {error}")


def _of_its_forms(report: Report, tables: TablesReading, forms: Forms) -> Report:
    """The report without a year that only its overview begins with, where its tables are those of other years."""
    if report.year_source != "overview" or report.report_year is None:
        return report
    due = [form.key for form in forms.forms if form.first_year <= report.report_year]
    if tables.form is None or tables.form in due[-1:]:
        return report
    return replace(report, report_year=None, year_source=None)


def _within_limits(tables: TablesReading) -> TablesReading:
    """A number with more digits than a table can hold is no reading: its cell keeps its characters, without a value."""
    over = [cell for cell in tables.cells if len(cell.raw or "") > _SHORT and cell.value and not _fits(cell.value)]
    if not over:
        return tables
    cells = tuple(
        cell._replace(value=None, status=CellStatus.AMBIGUOUS) if cell in over else cell for cell in tables.cells
    )
    problems = tuple(
        _problem(cell, "value_too_large", "数字位数超过表格所能容纳 (more digits than a figure can have)")
        for cell in over
    )
    return replace(tables, cells=cells, problems=(*tables.problems, *problems))


def _fits(value: Decimal) -> bool:
    """Whether a table holds the number to its last digit: neither too large nor with too many decimals."""
    # Too large comes first: rounding such a number needs more digits than the context has.
    return abs(value) < VALUE_LIMIT and (value == value.to_integral_value() or value == round(value, VALUE_DECIMALS))


def _out_of_domain(cells: Iterable[Cell], known: Iterable[Problem], forms: Forms) -> tuple[Problem, ...]:
    """A problem for each printed number that its column cannot hold, unless the reader said so itself."""
    said = {(problem.table, problem.row, problem.column) for problem in known if problem.code == "cell_domain"}
    domains = _domains(forms)
    return tuple(
        _problem(cell, "cell_domain", f"{cell.value} 不合该列的取值 (is not a {domains[cell.table, cell.column]})")
        for cell in cells
        if cell.value is not None
        and not (cell.raw or "").isdigit()  # as nearly all are, and any column can hold
        and cell.status in VALUED
        and (cell.table, cell.row, cell.column) not in said
        and not in_domain(cell.value, domains[cell.table, cell.column])
    )


@cache
def _domains(forms: Forms) -> Mapping[tuple[str, str], Domain]:
    return {(table, column.key): column.domain for table in forms.table_keys for column in forms.columns(table)}


def _problem(cell: Cell, code: str, message: str) -> Problem:
    return Problem(code, message, cell.table, cell.row, cell.column)
