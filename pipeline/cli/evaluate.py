"""``gouji evaluate``: a folder of reports with known cells read and scored, for people or programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from pipeline.cli.encoding import encode
from pipeline.cli.settings import refuse
from pipeline.engine.evaluation import Evaluation, Fault, Score, Scored, evaluate_cases
from pipeline.engine.floors import NotComparable, Shortfall, floors_for, shortfalls
from pipeline.engine.known import NotKnown, cases_in, fingerprint

BELOW = 1
"""Exit code when a pinned floor is not reached."""


def evaluate(folder: Path, as_json: bool, floors: Path | None, worst: int, everything: bool) -> None:
    """Read and score the reports of `folder` and write what came of it to stdout.

    Leaves with exit code 1 where a floor is not reached, 2 where there is nothing to score or to compare with.
    """
    try:
        cases = list(cases_in(folder))
        if everything:
            cases = [replace(case, extra=False) for case in cases]
        # What counts makes the corpus: floors pinned without the other forms of a report do not hold with them.
        mark = fingerprint(case for case in cases if not case.extra)
        pinned = floors_for(floors.read_text(encoding="utf-8"), mark) if floors else None
        if not cases:
            refuse(f"{folder} 中没有 */truth.json (no report with known cells there)")
        evaluation = evaluate_cases(cases)
        short = shortfalls(evaluation, pinned) if pinned is not None else ()
    except (NotKnown, NotComparable, OSError, UnicodeDecodeError) as error:
        refuse(str(error))
    if as_json:
        sys.stdout.write(encode(_answer(evaluation, mark, worst, short)) + "\n")
    else:
        _show(evaluation, mark, worst)
    for shortfall in short:
        typer.echo(f"gouji: 未达到下限 (below its floor): {shortfall}", err=True)
    if short:
        raise typer.Exit(BELOW)


def _answer(evaluation: Evaluation, mark: str, worst: int, short: Sequence[Shortfall]) -> dict[str, object]:
    return {
        "fingerprint": mark,
        "total": evaluation.total.counts(),
        "layouts": {layout: score.counts() for layout, score in evaluation.layouts.items()},
        "readings": [
            {
                "name": one.name,
                "file": one.file,
                "layout": one.layout,
                "extra": one.extra,
                "status": one.status,
                **one.score.counts(),
            }
            for one in evaluation.scored
        ],
        "worst": [
            {
                "name": fault.name,
                "file": fault.file,
                "cell": "|".join(fault.key),
                "sort": fault.sort,
                "silent": fault.silent,
                "known": fault.known,
                "found": fault.found,
                "raw": fault.raw,
                "status": fault.status,
            }
            for fault in evaluation.worst(worst)
        ],
        "below": [{"layout": one.layout, "count": one.count, "found": one.found, "floor": one.floor} for one in short],
    }


def _show(evaluation: Evaluation, mark: str, worst: int) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    # Into a pipe nothing is cut to the width of a screen that is not there.
    console = Console(highlight=False) if sys.stdout.isatty() else Console(width=100_000, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for position, heading in enumerate(
        (
            *("布局 layout", "读 read", "非零 non-zero", "零 zeros", "空 blanks", "错 wrong", "虚构 invented"),
            *("无声 silent", "误作空 blanked", "未读出 missed", "单位 units", "表式 form", "年 year"),
        )
    ):
        table.add_column(heading, justify="right" if position else "left", overflow="fold")
    for layout, score in evaluation.layouts.items():
        table.add_row(layout, *_row(score))
    table.add_section()
    table.add_row("合计 total", *_row(evaluation.total))
    extra = [one for one in evaluation.scored if one.extra]
    if extra:
        table.add_section()
    for one in extra:
        table.add_row(f"extra: {one.name}/{one.file}", *_row(one.score))
    console.print(table)
    for one in evaluation.scored:
        if one.status == "unreadable":
            console.print(_unread(one), markup=False)
    for fault in evaluation.worst(worst):
        console.print(_line(fault), markup=False)
    console.print(f"语料 corpus: {mark}", markup=False)


def _row(score: Score) -> list[str]:
    def share(right: int, of: int) -> str:
        return f"{right}/{of}" if of else ""

    return [
        str(score.readings),
        share(score.nonzero_right, score.nonzero),
        share(score.zeros_right, score.zeros),
        share(score.blanks_right, score.blanks),
        str(score.wrong),
        str(score.invented),
        str(score.silent),
        str(score.blanked),
        str(score.missed),
        share(score.units_right, score.units),
        share(score.forms_right, score.forms),
        share(score.years_right, score.years),
    ]


def _unread(one: Scored) -> str:
    return f"{one.name}/{one.file}: {one.status}"


def _line(fault: Fault) -> str:
    def shown(value: object) -> str:
        return "null" if value is None else str(value)

    silent = "silent, " if fault.silent else ""
    return (
        f"{fault.name}/{fault.file} {'|'.join(fault.key)}: {silent}{fault.sort}, known {shown(fault.known)}, "
        f"found {shown(fault.found)} ({fault.status or 'no cell'})"
    )
