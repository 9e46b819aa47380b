"""Findings for a person at a terminal: plain lines that need no colour, and fit into 80 columns."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from pipeline.checks import Severity
from pipeline.cli import check_words as words
from pipeline.cli.check_formats import Lang
from pipeline.cli.check_phrases import say
from pipeline.cli.check_untold import untold
from pipeline.engine.found import Checked, Finding, Outcome
from pipeline.engine.spots import Spot
from pipeline.engine.wording import both_languages, problem_place
from pipeline.readers import Problem

WIDTH, NARROWEST, WIDEST = 80, 60, 120
WHOLE = 1_000  # columns for a file or a pipe, in which no line is broken that somebody may search for
_INDENT = 3
CUT = "..."  # where words were left out; an ellipsis is one cell wide on some terminals and two on others
_DOUBTS = 5  # doubts that are shown; the rest is counted
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_HALF_TOLD = "bold yellow"
_OUTCOMES = {Outcome.CLEAN: "bold green", Outcome.FINDINGS: "bold red", Outcome.UNREADABLE: "bold magenta"}


def as_text(answers: Sequence[Checked], lang: Lang, width: int | None = None, colour: bool = False) -> bytes:
    """What was found, file by file, and a line that counts them where they are several."""
    return as_written(lambda console: show(console, answers, lang), colour, width)


def as_written(print_to: Callable[[Console], None], colour: bool, width: int | None = None) -> bytes:
    """What a function prints, as bytes for the standard output; `width` is that of the terminal if not given."""
    out = io.StringIO()
    broad = terminal_width() if width is None else width
    print_to(Console(file=out, width=broad, force_terminal=colour, no_color=not colour, highlight=False, emoji=False))
    # Blanks that fill a line up to the width are no use to a file.
    text = out.getvalue() if colour else "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
    return text.encode(sys.stdout.encoding or "utf-8", "replace")


def in_colour() -> bool:
    """Whether the standard output is a terminal that shows colours, and nobody asked for none."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Columns to write: those of the terminal, or of COLUMNS, within reason; no end of them where there is none."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return WHOLE
    return min(max(shutil.get_terminal_size((WIDTH, 24)).columns, NARROWEST), WIDEST)


def show(console: Console, answers: Sequence[Checked], lang: Lang) -> None:
    """Print what was found."""
    for i, checked in enumerate(answers):
        if i:
            console.print()
        _file(console, checked, lang)
    if len(answers) > 1:
        console.print()
        console.print(Line(words.summary(answers, lang), style="bold"))


def _file(console: Console, checked: Checked, lang: Lang) -> None:
    verdict = Line(checked.path, style="bold")
    verdict.append(say(lang, "colon"))
    style = _HALF_TOLD if checked.outcome is Outcome.CLEAN and checked.half_told else _OUTCOMES[checked.outcome]
    verdict.append(words.verdict(checked, lang), style=style)
    console.print(verdict, overflow="fold")
    about = words.about(checked, lang)
    if about:
        console.print(Line(about, style="dim"), overflow="fold")
    if checked.compared:
        console.print(
            Line(say(lang, "compared", say(lang, "list").join(checked.compared)), style="dim"),
            overflow="fold",
        )
    for number, finding in enumerate(checked.findings, 1):
        console.print()
        _finding(console, number, finding, lang)
    _slips(console, checked, lang)
    _list(console, say(lang, "untold"), untold(checked, lang), lang)
    _list(console, say(lang, "doubts"), [_doubt(problem, lang) for problem in words.doubts(checked)], lang, _DOUBTS)


def _slips(console: Console, checked: Checked, lang: Lang) -> None:
    told = words.slips(checked, lang)
    if not told:
        return
    console.print()
    console.print(Line(say(lang, "slips"), style="bold"))
    for number, lines in enumerate(told):
        if number:
            _indented(console, [Line(say(lang, "or"), style="dim")])
        for line in lines:
            _item(console, line)
    remark = words.slips_remark(checked, lang)
    if remark:
        _indented(console, [Line(remark, style="dim")])


def _finding(console: Console, number: int, finding: Finding, lang: Lang) -> None:
    head = Line(f"{number}. ")
    head.append(say(lang, str(finding.severity)), style=_STYLES[finding.severity])
    head.append(f"  {words.heading(finding, lang)}", style="bold")
    head.append(f"  [{finding.rule.key}]", style="dim")
    console.print(head, overflow="fold")
    lines: list[Line] = [Line(lang.of(finding.rule.description))]
    lines.append(Line(say(lang, "source", lang.of(finding.rule.source)), style="dim"))
    if finding.detail is not None:
        lines.append(Line(lang.of(finding.detail), style="bold"))
    _indented(console, lines)
    figures = Table.grid(padding=(0, 2, 0, 0))
    figures.add_column(style="dim", no_wrap=True)
    figures.add_column(overflow="fold")
    for name, value in words.sums(finding, lang):
        figures.add_row(name, Line(value))
    if figures.row_count:
        console.print(Padding(figures, (0, 0, 0, _INDENT)))
    if finding.against is not None:
        _indented(console, [Line(say(lang, "against", finding.against), style="dim")])
    if finding.spot is not None:
        show_spot(console, finding.spot, lang)
    others = words.elsewhere(finding, lang)
    if others:
        _indented(console, [Line(say(lang, "others", others), style="dim")])


def show_spot(console: Console, spot: Spot, lang: Lang) -> None:
    """The words around a place, and a line below that points at it, for where colours are not seen."""
    label = words.where(spot, lang)
    if spot.place is not None:
        _indented(console, [Line(label, style="cyan")])
        label = ""
    room = min(console.width, WIDEST) - _INDENT - 1 - (cell_len(label) + 2 if label else 0)
    before, marked, after = clipped(spot, room)
    line = Line(f"{label}  " if label else "", style="cyan")
    line.append(before, style="not bold default")
    line.append(marked, style="bold red")
    line.append(after, style="default")
    pointer = " " * cell_len(f"{label}  {before}" if label else before) + "^" * max(cell_len(marked), 1)
    _indented(console, [line, Line(pointer, style="red")])


def _doubt(problem: Problem, lang: Lang) -> str:
    said = [lang.of(text) for text in (problem_place(problem), both_languages(problem.message)) if text is not None]
    return say(lang, "colon").join(said)


def _list(console: Console, title: str, lines: Sequence[str], lang: Lang, most: int | None = None) -> None:
    """A title and a list below it, of which the rest is counted; nothing without lines."""
    if not lines:
        return
    console.print()
    console.print(Line(title, style="bold"))
    for line in lines[:most]:
        _item(console, line)
    if most is not None and len(lines) > most:
        _indented(console, [Line(say(lang, "more", len(lines) - most), style="dim")])


def _item(console: Console, line: str) -> None:
    """A line of a list, its further lines as far in as its words."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("-", Line(line))
    console.print(Padding(grid, (0, 0, 0, _INDENT)))


def _indented(console: Console, lines: Iterable[Line]) -> None:
    for line in lines:
        line.overflow = "fold"
        console.print(Padding(line, (0, 0, 0, _INDENT)))


def clipped(spot: Spot, room: int) -> tuple[str, str, str]:
    """The words around a place in `room` cells: most before it, where the label of a row stands; cut ends say so."""
    marked = spot.marked if cell_len(spot.marked) <= room else f"{_head(spot.marked, room - len(CUT))}{CUT}"
    left = room - cell_len(marked)
    wanted = min(cell_len(spot.after), max(left // 3, left - cell_len(spot.before)))
    after = (
        spot.after
        if cell_len(spot.after) <= wanted
        else f"{_head(spot.after, wanted - len(CUT))}{CUT}"[: max(wanted, 0)]
    )
    left -= cell_len(after)
    before = (
        spot.before if cell_len(spot.before) <= left else f"{CUT}{_tail(spot.before, left - len(CUT))}"[: max(left, 0)]
    )
    return before, marked, after


def _head(text: str, room: int) -> str:
    """The beginning of a text in at most `room` cells."""
    used = 0
    for i, character in enumerate(text):
        used += cell_len(character)
        if used > room:
            return text[:i]
    return text


def _tail(text: str, room: int) -> str:
    return _head(text[::-1], room)[::-1]
