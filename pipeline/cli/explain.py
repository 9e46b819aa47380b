"""``gouji explain``: where a value of the warehouse stands in its source, and what was made of it."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from pipeline.checks.verdicts import FAIL
from pipeline.cli.check_formats import ExplainFormat, Lang
from pipeline.cli.check_json import member_object, spot_object
from pipeline.cli.check_phrases import say
from pipeline.cli.check_text import as_written, in_colour, show_spot
from pipeline.cli.check_words import operation, plain
from pipeline.cli.encoding import line
from pipeline.cli.settings import refuse
from pipeline.engine.explaining import Explained, NotFoundError, Taking, Version
from pipeline.engine.explaining import explain as find
from pipeline.engine.settings import Settings

_STYLES = {"pass": "green", "fail": "bold red", "unverifiable": "yellow"}


def explain(warehouse: Path, report: str, cell: str, shown_as: ExplainFormat, lang: Lang) -> None:
    """Write what there is to say of a cell to stdout. Leaves with exit code 2 where there is no such report or cell."""
    if not (warehouse / "parquet").is_dir():
        refuse(say(lang, "no_warehouse", warehouse))
    try:
        found = find(Settings(Path(), warehouse), report, cell)
    except NotFoundError as error:
        near = say(lang, "near", say(lang, "list").join(error.near)) if error.near else ""
        refuse(say(lang, f"no_{error.what}", error.asked) + near)
    if shown_as is ExplainFormat.JSON:
        sys.stdout.buffer.write(line(as_object(found)))
    else:
        colour = in_colour()
        sys.stdout.buffer.write(as_written(lambda console: show(console, found, lang), colour))


def show(console: Console, found: Explained, lang: Lang) -> None:
    """Print it for a person."""
    source, cell = found.source, found.cell
    whose = [source.agency or "", say(lang, "year", source.year) if source.year is not None else ""]
    console.print(Line(" · ".join(part for part in (*whose, source.report_id) if part), style="bold"))
    for path in source.paths:
        console.print(Line(path, style="dim"), overflow="fold")
    console.print()
    head = Line(lang.of(cell.words), style="bold")
    head.append(f"  [{'.'.join(cell.cell)}]", style="not bold dim")
    console.print(head, overflow="fold")
    figures = Table.grid(padding=(0, 2, 0, 0))
    figures.add_column(style="dim", no_wrap=True)
    figures.add_column(overflow="fold")
    status = say(lang, f"status_{cell.status}")
    value = plain(cell.value) if cell.value is not None else say(lang, "no_value")
    figures.add_row(say(lang, "value"), Line(f"{value}{say(lang, 'joiner')}{status}"))
    if cell.raw is not None:
        figures.add_row(say(lang, "raw"), Line(repr(cell.raw)[1:-1]))
    if cell.unit is not None:
        figures.add_row(say(lang, "unit"), Line(cell.unit))
    if cell.spot is not None:
        figures.add_row(say(lang, "offsets"), f"{cell.spot.start} – {cell.spot.end}")
    console.print(Padding(figures, (0, 0, 0, 3)))
    if cell.spot is not None:
        show_spot(console, cell.spot, lang)
    _section(console, say(lang, "rules"), [_taking(taking, lang) for taking in found.verdicts])
    if found.claims:
        _section(console, say(lang, "claims"), [])
        for claim in found.claims:
            said = f"{plain(claim.number)}{claim.unit or ''}{say(lang, 'joiner')}{say(lang, f'claim_{claim.verdict}')}"
            console.print(Padding(Line(said), (0, 0, 0, 3)))
            show_spot(console, claim.spot, lang)
    slips = [
        Line(say(lang, "slip", slip.rank, operation(slip.operation, lang), slip.old, slip.new, slip.alternatives))
        for slip in found.slips
    ]
    if slips:
        _section(console, say(lang, "suggestions"), slips)
    if found.versions:
        _section(console, say(lang, "versions"), [_version(version, found, lang) for version in found.versions])


def _section(console: Console, title: str, lines: list[Line]) -> None:
    console.print()
    console.print(Line(title, style="bold"))
    for said in lines:
        said.overflow = "fold"
        console.print(Padding(said, (0, 0, 0, 3)))


def _taking(taking: Taking, lang: Lang) -> Line:
    said = Line(say(lang, f"verdict_{taking.status}"), style=_STYLES[taking.status])
    said.append(f"  {lang.of(taking.rule.title)}{say(lang, 'colon')}{lang.of(taking.words)}", style="default not bold")
    if taking.lhs is not None and taking.rhs is not None:
        sign = "≠" if taking.status == FAIL else "="
        relation = f"{taking.lhs} {sign} {taking.rhs}" if taking.status == FAIL or taking.lhs == taking.rhs else ""
        said.append(f"  {relation or f'{taking.lhs}, {taking.rhs}'}", style="default not bold")
    said.append(f"  [{taking.rule.key}]", style="dim not bold")
    if taking.other is not None:
        said.append(f"  {say(lang, 'against', taking.other)}", style="dim not bold")
    return said


def _version(version: Version, found: Explained, lang: Lang) -> Line:
    value = plain(version.value) if version.value is not None else say(lang, f"status_{version.status}")
    said = Line(f"{version.report_id}  {value}")
    if version.published is not None:
        said.append(f"  {say(lang, 'published', version.published.isoformat())}")
    if version.first_seen is not None:
        said.append(f"  {say(lang, 'seen', version.first_seen.date().isoformat())}")
    if version.current:
        said.append(f"  {say(lang, 'current')}")
    if version.report_id == found.source.report_id:
        said.append(f"  {say(lang, 'this')}")
    return said


def as_object(found: Explained) -> dict[str, object]:
    """The same for programs."""
    source = found.source
    return {
        "report_id": source.report_id,
        "report_year": source.year,
        "sha256": source.sha256,
        "paths": list(source.paths),
        "title": source.title,
        "agency": source.agency,
        "agency_key": source.agency_key,
        "form": source.form,
        "status": source.status,
        "cell": member_object(found.cell),
        "checks": [
            {
                "rule": taking.rule.key,
                "title": {"zh": taking.rule.title.zh, "en": taking.rule.title.en},
                "instance": taking.instance,
                "status": taking.status,
                "lhs": taking.lhs,
                "rhs": taking.rhs,
                "delta": taking.delta,
                "other_report_id": taking.other,
            }
            for taking in found.verdicts
        ],
        "claims": [
            {
                "number": claim.number,
                "unit": claim.unit,
                "verdict": claim.verdict,
                "cells": claim.cells,
                "value": claim.value,
                "sentence": claim.sentence,
                "spot": spot_object(claim.spot),
            }
            for claim in found.claims
        ],
        "suggestions": [
            {
                "rank": slip.rank,
                "operation": slip.operation,
                "old": slip.old,
                "new": slip.new,
                "unique": slip.unique,
                "alternatives": slip.alternatives,
            }
            for slip in found.slips
        ],
        "versions": [
            {
                "report_id": version.report_id,
                "paths": list(version.paths),
                "published": version.published,
                "first_seen": version.first_seen,
                "current": version.current,
                "value": version.value,
                "status": version.status,
            }
            for version in found.versions
        ],
    }
