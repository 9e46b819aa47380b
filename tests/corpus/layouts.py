"""The ways in which a grid becomes text. Each is modelled on a layout that real reports have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.corpus.grids import Row

Grid = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to flatten a grid. `keeps_borders`: a blank cell leaves a trace that tells where it stands."""

    name: str
    flatten: Callable[[Grid], str]
    keeps_borders: bool


def _entries(row: Row, gaps: bool, runs: bool) -> list[str]:
    """The cells of a row in order; what a span covers is kept as empty cells if asked for."""
    texts: list[str] = []
    for box in row:
        if box.gap and not gaps:
            continue
        texts.append(box.text)
        if runs:
            texts += [""] * (box.columns - 1)
    return texts


def _pipe_rows(gaps: bool, runs: bool, leading: bool, markdown: bool = False) -> Callable[[Grid], str]:
    def flatten(grid: Grid) -> str:
        lines = []
        for index, row in enumerate(grid):
            texts = _entries(row, gaps, runs)
            lines.append(("| " if leading else "") + " | ".join(texts) + " |")
            if markdown and not index:
                lines.append("|" + "---|" * len(texts))
        return "\n".join(lines)

    return flatten


def _written_out(border: str) -> Callable[[Grid], str]:
    """Every row as wide as the table, the text of a merged cell in each of the columns and rows it spans."""

    def flatten(grid: Grid) -> str:
        above: list[str] = []
        lines = []
        for row in grid:
            texts: list[str] = []
            for box in row:
                covered = above[len(texts) : len(texts) + box.columns]
                texts += covered if box.gap else [box.text] * box.columns
            lines.append(border.join(texts))
            above = texts
        return "\n".join(lines)

    return flatten


def _lines(step: str, front: str, gaps: bool, behind_row: str) -> Callable[[Grid], str]:
    def flatten(grid: Grid) -> str:
        return behind_row.join(step.join(front + text for text in _entries(row, gaps, False)) for row in grid)

    return flatten


def _tabs(grid: Grid) -> str:
    return "\n".join("\t".join(_entries(row, True, True)) for row in grid)


def _pipe_lines(runs: bool) -> Callable[[Grid], str]:
    """One cell a line, each closed by a pipe; what a span covers as a line of pipes."""

    def flatten(grid: Grid) -> str:
        lines = []
        for row in grid:
            for box in row:
                if box.gap:
                    continue
                lines.append(f"{box.text} |".lstrip())
            spare = sum(box.columns - 1 for box in row)
            if runs and spare:
                lines.append("|" * spare)
        return "\n".join(lines)

    return flatten


def _lone_pipe(grid: Grid) -> str:
    """A line with a pipe alone opens each row."""
    lines = []
    for row in grid:
        boxes = [box for box in row if not box.gap]
        lines.append("|")
        lines += [f"{box.text} |" for box in boxes[:-1]]
        lines.append(f"{boxes[-1].text} |" + " |" * boxes[-1].columns)
    return "\n".join(lines)


def _newline_in_cell(grid: Grid) -> str:
    """Every cell begins with a line break and an indentation."""
    lines = []
    for row in grid:
        boxes = [box for box in row if not box.gap]
        lines.append("| " + " | ".join(f"\n {box.text} " for box in boxes) + " |" + "|" * (boxes[-1].columns - 1))
    return "\n".join(lines)


def _alternating(grid: Grid) -> str:
    """A line with a value, a line with a pipe, through the whole table."""
    return "\n".join(text + "\n|" for row in grid for text in _entries(row, False, False))


def _one_line(grid: Grid) -> str:
    return " | ".join(text for row in grid for text in _entries(row, False, False))


def _columns(grid: Grid) -> str:
    """The text layer of a PDF: cells set apart by spaces, rows by an empty line here and there."""
    lines = []
    for index, row in enumerate(grid):
        lines.append("   ".join(box.text.rjust(6) for box in row if not box.gap))
        if index % 3 == 0:
            lines.append("")
    return "\n".join(lines)


LAYOUTS: tuple[Layout, ...] = (
    Layout("pipe_rows", _pipe_rows(gaps=False, runs=False, leading=False), True),
    Layout("pipe_rows_leading", _pipe_rows(gaps=False, runs=False, leading=True), True),
    Layout("pipe_rows_gaps", _pipe_rows(gaps=True, runs=False, leading=True), True),
    Layout("pipe_rows_runs", _pipe_rows(gaps=True, runs=True, leading=True), True),
    Layout("markdown", _pipe_rows(gaps=True, runs=True, leading=True, markdown=True), True),
    Layout("tabs", _tabs, True),
    Layout("tab_in_front", _lines("\n", "\t", gaps=True, behind_row="\n\n"), True),
    Layout("cell_a_line", _lines("\n", "", gaps=False, behind_row="\n"), False),
    Layout("cell_a_line_spaced", _lines("\n\n", "", gaps=False, behind_row="\n\n"), False),
    Layout("cell_a_line_gaps", _lines("\n", " ", gaps=True, behind_row="\n\n"), False),
    Layout("pipe_lines", _pipe_lines(runs=False), True),
    Layout("pipe_lines_runs", _pipe_lines(runs=True), False),
    Layout("lone_pipe", _lone_pipe, True),
    Layout("newline_in_cell", _newline_in_cell, True),
    Layout("alternating", _alternating, False),
    Layout("one_line", _one_line, False),
    Layout("columns", _columns, False),
)

GLUED = Layout("glued", lambda grid: "".join(text for row in grid for text in _entries(row, False, False)), False)
"""No border at all. Not among the others: which digits make a figure is for the ledger to say."""

WRITTEN_OUT = (
    Layout("pipes_written_out", _written_out(" | "), True),
    Layout("tabs_written_out", _written_out("\t"), True),
)
"""As programs give tables that know of no merged cells. Not among the others: no label of such a table is ever lost."""
