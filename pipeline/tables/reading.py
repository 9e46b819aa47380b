"""All three tables of a report: find the sites, learn the layout from what is certain, then place what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from pipeline.forms import FORMS, Block, Column, Domain, Forms
from pipeline.readers.document import Document
from pipeline.readers.problems import Problem
from pipeline.reports.model import Kind as ReportKind
from pipeline.reports.model import Report
from pipeline.tables import review, sites
from pipeline.tables.below import Below
from pipeline.tables.counting import Counting
from pipeline.tables.doubts import doubts_of
from pipeline.tables.glued import glued_row, is_glued, keeps_all
from pipeline.tables.gridded import Grid
from pipeline.tables.headless import by_totals
from pipeline.tables.learning import Learning, full_rows
from pipeline.tables.messages import message
from pipeline.tables.model import Cell, CellStatus, GluedRow, TablesReading
from pipeline.tables.page import Page
from pipeline.tables.removed import lines_were_removed
from pipeline.tables.reviewed import review_below
from pipeline.tables.rows import RowReading, place, place_line, unread
from pipeline.tables.sites import Site, TableSite
from pipeline.tables.stretches import Stretch
from pipeline.tables.unlabelled import by_order
from pipeline.tables.values import Sort
from pipeline.tables.versions import MIXED, Versions, decide, settle
from pipeline.tables.vocabulary import vocabulary

_READABLE = frozenset({CellStatus.REPORTED, CellStatus.BLANK, CellStatus.MARKED, CellStatus.DECODED})


def read_tables(document: Document, report: Report, forms: Forms = FORMS) -> TablesReading:
    """Read the tables of a report. Never raises for what a text holds; what cannot be read is a status or a problem."""
    if report.end is not None:
        document = document.until(report.end)
    page = Page(document, report, forms)
    ledger = sites.requests(page)
    disclosure = sites.disclosure(page, None if ledger is None else page.place(ledger.start))
    grids = [site for site in (disclosure, ledger) if site is not None]
    chosen = settle(page, grids, {site.table: decide(page, site) for site in grids})
    grids = [_completed(page, grid, chosen[grid.table]) for grid in grids]
    ledger = next((grid for grid in grids if grid.table == "requests"), None)
    closing = review.find(page, _behind(page, ledger, disclosure))

    rows = [(site, chosen[grid.table].blocks) for grid in grids for site in grid.sites]
    wide = [(site.stretch, blocks[site.block][1].arity) for site, blocks in rows if site.block in blocks]
    glued = is_glued(wide)
    full = cache(lambda: tuple(full_rows(grids, chosen)))
    cells: list[Cell] = []
    problems: list[Problem] = []
    learning = None
    for grid in grids:
        learning = None if glued else Learning(document, grid, chosen[grid.table].blocks, full)
        _read_grid(document, page, grid, chosen[grid.table], learning, cells, problems)
        if grid.beside:
            problems.append(Problem("several_tables", message("several_tables", grid.beside), grid.table))
    if closing is not None:
        _read_review(document, page, closing, learning, cells, problems)
    if lines_were_removed(page, grids):
        cells = [cell._replace(value=None, status=CellStatus.AMBIGUOUS) if _is_said(cell) else cell for cell in cells]
        problems = [Problem("repeated_lines_removed", message("repeated_lines_removed"))]
        return replace(_finish(report, page.forms, chosen, cells, problems, closing is not None), status="unreadable")
    found = _finish(report, page.forms, chosen, cells, problems, closing is not None)
    if glued and keeps_all(wide):
        return replace(found, glued=tuple(_glued(document, page, grids, chosen, closing)))
    return found


def _completed(page: Page, grid: TableSite, versions: Versions) -> TableSite:
    """A table with the rows that have lost their labels, and those marked whose values cannot be told."""
    given: list[Site] = []
    for key, (_, block) in versions.blocks.items():
        own = [site for site in grid.sites if site.block == key]
        given += by_order(page.norm, own, block, vocabulary(grid.table, page.forms).asides)
    left = [site for site in grid.sites if site.block not in versions.blocks]
    return replace(grid, sites=(*given, *left))


def _is_said(cell: Cell) -> bool:
    return cell.status is not CellStatus.ABSENT


def _glued(
    document: Document,
    page: Page,
    grids: Sequence[TableSite],
    chosen: Mapping[str, Versions],
    closing: review.ReviewSite | None,
) -> Iterator[GluedRow]:
    """The rows whose figures run together."""
    for grid in grids:
        blocks = chosen[grid.table].blocks
        for site in grid.sites:
            if site.block in blocks:
                arity = blocks[site.block][1].arity
                yield from glued_row(document, grid.table, (site.row,), arity, site.stretch.values)
    if closing is not None and closing.whole is not None:
        block = page.forms.forms[-1].table("review").blocks[0]
        keys = tuple(row.key for row in block.rows)
        yield from glued_row(document, "review", keys, block.arity, closing.whole.values)


def _behind(page: Page, ledger: TableSite | None, disclosure: TableSite | None) -> int:
    last = ledger or disclosure
    if last is None:
        return 0
    ends = [site.stretch.values[-1].end if site.stretch.values else site.stretch.start for site in last.sites]
    return page.place(max(ends))


def _read_grid(
    document: Document,
    page: Page,
    grid: TableSite,
    versions: Versions,
    layout: Learning | None,
    cells: list[Cell],
    problems: list[Problem],
) -> None:
    """The rows that were found, and the cells of those that were not, as absent."""
    read: dict[str, RowReading] = {}
    blocks = {block: known[1] for block, known in versions.blocks.items()}
    doubts = doubts_of(page, grid, blocks)
    problems.extend(
        Problem("columns_out_of_order", message("columns_out_of_order"), grid.table) for _ in doubts.disordered
    )
    if versions.borrowed:
        problems.append(Problem("form_not_shown", message("form_not_shown", versions.form), grid.table))
    parents = _parents(page.forms, grid.table)
    met = {site.row for site in grid.sites}
    own = [site for site in grid.sites if site.stretch.values or not parents.get(site.row, frozenset()) & met]
    below = Below(Grid(document), own, blocks)
    counting = Counting(document, own, blocks, layout.rows if layout else tuple)
    for site in own:
        version = versions.blocks.get(site.block)
        if version is None:
            problems.append(Problem("form_unknown", message("form_unknown"), grid.table, site.row))
            continue
        header = grid.headers.get(site.block)
        told = header.printed if header else ()
        reading = place(page.norm, site.stretch, version[1].columns, layout, site is grid.sites[-1], told)
        doubt = doubts.about(page.norm, site, version[1])
        if doubt == "unplaced_values" and any(reading.tokens) and not site.doubtful:
            doubt = None  # its cells tell
        doubt = doubt or below.doubt(site, reading)
        if (reading.oddity or doubt) and doubt != "columns_out_of_order":
            placed = below.reading(site) or counting.reading(site, doubt)
            reading, doubt = (reading, doubt) if placed is None else (placed, None)
        if doubt is not None and (doubt != "columns_out_of_order" or any(reading.tokens)):
            reading = unread(version[1].arity, doubt)
        if reading.oddity and _reaches_on(reading, site, own):
            reading = unread(version[1].arity, reading.oddity)
        read[site.row] = reading
        if site.by_order and any(reading.tokens):
            problems.append(Problem("labels_lost", message("labels_lost"), grid.table, site.row))
        if reading.oddity and reading.oddity != "columns_out_of_order":
            problems.append(_oddity(reading.oddity, grid.table, site.row, site.stretch, version[1].arity))
    for block in _blocks(page.forms, grid.table, versions):
        header = grid.headers.get(block.key)
        # The unit is the one this report prints above the column, whatever the form prints there.
        printed = header.unit if header else None
        columns = [replace(each, unit=printed) if each.domain is Domain.AMOUNT else each for each in block.columns]
        absent = RowReading((None,) * block.arity, CellStatus.ABSENT)
        for row in block.rows:
            _emit(document, grid.table, row.key, columns, read.get(row.key, absent), cells, problems)


def _reaches_on(reading: RowReading, site: Site, sites: Sequence[Site]) -> bool:
    """Whether a row takes what stands behind the label of the next one: 规范性文件 | 见附件 | 行政许可 | 4."""
    behind = min((other.stretch.start for other in sites if other.stretch.start > site.stretch.start), default=None)
    return behind is not None and any(token is not None and token.start >= behind for token in reading.tokens)


@cache
def _parents(forms: Forms, table: str) -> Mapping[str, frozenset[str]]:
    """Rows that bear the name of a group in another form, with the rows of that group.

    Printed without values above those rows, such a label is their parent and no row.
    """
    versions = [version for _, version in forms.tables(table)]
    groups = {group.label: group.key for version in versions for group in version.groups if group.label}
    rows = [row for version in versions for row in version.rows]
    return {
        row.key: frozenset(other.key for other in rows if other.group == groups[row.label] and other.key != row.key)
        for row in rows
        if row.label in groups
    }


def _blocks(forms: Forms, key: str, versions: Versions) -> Iterator[Block]:
    """The blocks a table should have: those met, each on its own form, and what its form or every form has."""
    tables = {form.key: table for form, table in forms.tables(key)}
    certain = versions.form if versions.form in tables else None
    seen: set[str] = set()
    for table in [tables[certain]] if certain else tables.values():
        for block in table.blocks:
            everywhere = all(any(other.key == block.key for other in known.blocks) for known in tables.values())
            if block.key not in seen and (block.key in versions.blocks or certain or everywhere):
                seen.add(block.key)
                yield versions.blocks[block.key][1] if block.key in versions.blocks else block


def _oddity(code: str, table: str, row: str, found: Stretch, arity: int) -> Problem:
    # That so many values are under as many headings is no reason to give.
    why = "places" if code == "ambiguous_row" and len(found.values) == arity else code
    return Problem(code, message(why, len(found.values), arity), table, row)


def _emit(
    document: Document,
    table: str,
    row: str,
    columns: Sequence[Column],
    reading: RowReading,
    cells: list[Cell],
    problems: list[Problem],
) -> None:
    """The cells of one row."""
    text, same = document.text, document.offsets is None
    new = tuple.__new__  # as for tokens
    first = len(cells)
    for column, token in zip(columns, reading.tokens, strict=True):
        if token is None:
            cells.append(Cell(table, row, column.key, None, None, None, reading.rest))
            continue
        sort, printed, start, end, value, sign, unit = token
        if not same:
            start, end = document.source(start, end)
        raw = text[start:end]
        if sort is Sort.MARK:
            cells.append(Cell(table, row, column.key, None, raw, None, CellStatus.MARKED, start, end))
            continue
        if (sign or unit or "." in printed) and not token.fits(column.domain):
            problems.append(Problem("cell_domain", message("cell_domain", raw), table, row, column.key))
        read = (table, row, column.key, value, raw, unit or column.unit, CellStatus.REPORTED, start, end)
        cells.append(new(Cell, read))
    for index in reading.unsure:
        if 0 <= index < len(columns):
            cells[first + index] = cells[first + index]._replace(value=None, status=CellStatus.AMBIGUOUS)


def _read_review(
    document: Document,
    page: Page,
    found: review.ReviewSite,
    learning: Learning | None,
    cells: list[Cell],
    problems: list[Problem],
) -> None:
    block: Block = page.forms.forms[-1].table("review").blocks[0]
    readings: list[tuple[str, RowReading]] = []
    first = len(cells)
    if found.whole is not None:
        # Cells one after another on lines of their own have no borders that a file draws.
        learnt = None if document.rows else learning
        reading = place_line(page.norm, found.whole, found.columns, learnt, (found.header, found.end))
        if found.disordered:
            reading = unread(len(found.columns), "no_headings" if found.headless else "columns_out_of_order")
        elif found.headless:
            reading = by_totals(reading, block)
        if reading.oddity and document.rows:
            readings = list(review_below(document, found.start, found.end, block, found.disordered).items())
        if readings:
            problems.extend(
                _oddity(each.oddity, "review", key, found.whole, block.arity) for key, each in readings if each.oddity
            )
        elif reading.oddity:
            problems.append(_oddity(reading.oddity, "review", block.rows[0].key, found.whole, len(found.columns)))
        for index, row in enumerate(block.rows if not readings else ()):
            readings.append((row.key, reading.part(index * block.arity, block.arity)))
    else:
        readings = [(row.key, place_line(page.norm, found.routes[row.key], block.columns)) for row in block.rows]
    for key, reading in readings:
        _emit(document, "review", key, block.columns, reading, cells, problems)
    if found.headless and any(any(reading.tokens) for _, reading in readings):
        problems.append(Problem("headings_lost", message("headings_lost"), "review"))
        # Their totals told whose these are, so that they cannot be checked by them.
        cells[first:] = [cell._replace(status=CellStatus.DECODED) for cell in cells[first:]]


def _finish(
    report: Report,
    forms: Forms,
    chosen: Mapping[str, Versions],
    cells: list[Cell],
    problems: list[Problem],
    reviewed: bool,
) -> TablesReading:
    if report.kind is not ReportKind.REPORT and all(cell.value is None for cell in cells):
        # A notice may print the empty form, and an older report has rows that are named alike.
        code = report.kind.value
        return TablesReading(None, {}, (), code, (Problem(code, message(code)),))
    table_forms = {key: versions.form for key, versions in chosen.items() if versions.form}
    shown = set(table_forms.values())
    form = shown.pop() if len(shown) == 1 else (MIXED if shown else None)
    if reviewed and form in {known.key for known in forms.forms}:
        table_forms["review"] = form
    elif reviewed:
        table_forms["review"] = forms.forms[-1].key
    met = {cell.table for cell in cells}
    missing = [key for key in forms.table_keys if key not in met]
    problems.extend(Problem("table_missing", message("table_missing"), key) for key in missing)
    if met:
        whole = not missing and all(cell.status in _READABLE for cell in cells)
        status = "complete" if whole else "partial"
    elif report.kind is ReportKind.REPORT:
        status = "no_tables"
    else:
        status = report.kind.value
    return TablesReading(form, table_forms, tuple(cells), status, tuple(problems))
