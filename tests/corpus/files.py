"""Known reports as files: HTML, DOCX and PDF made to order, from the same grids as the text layouts.

Written by hand, byte by byte where that is short, so that a test says what it puts into a file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from random import Random

from pipeline.forms import FORMS, Form
from tests.corpus import grids
from tests.corpus.figures import Figures, Wish, figures
from tests.corpus.grids import Box, Row
from tests.corpus.pages import SIZE, pdf_of, text_of

Part = str | list[Row]

_PROSE = "本局全年按时更新目录，答复公众留言，修订审查流程一份，接受社会监督。"
_NUMERALS = "一二三四五六"
_TABLES = {"disclosure": grids.disclosure, "requests": grids.requests, "review": grids.review}


@dataclass(frozen=True, slots=True)
class Known:
    """The parts of a report, lines of prose and grids, and what is in it."""

    parts: tuple[Part, ...]
    form: Form
    year: int
    cells: Figures


def known(seed: int, wish: Wish = Wish(), form: str | None = None, hollow: bool = False) -> Known:  # noqa: B008
    """The report that this seed gives; `hollow`: with blanks for all its zeros."""
    random = Random(seed)
    chosen = FORMS.form(form) if form else random.choice(FORMS.forms)
    year = chosen.first_year + random.randrange(0, 2)
    cells = figures(chosen, random, wish)
    if hollow:
        cells = {key: value or None for key, value in cells.items()}
    parts: list[Part] = [f"青塘县某局{year}年政府信息公开工作年度报告"]
    for numeral, section in zip(_NUMERALS, FORMS.sections, strict=True):
        parts.append(f"{numeral}、{section.label}")
        parts.append(_TABLES[section.key](chosen, cells) if section.key in _TABLES else _PROSE)
    parts += ["青塘县某局", f"{year + 1}年1月15日"]
    return Known(tuple(parts), chosen, year, cells)


def html_table(grid: Sequence[Row], *, blank: str = "&nbsp;", closed: bool = True, wide: bool = False) -> str:
    """A grid as a table with spans. `closed`: cells and rows have end tags. `wide`: empty cells span what they do."""
    end, row_end = ("</td>", "</tr>") if closed else ("", "")
    rows = []
    for row in grid:
        cells = [
            f'<td colspan="{box.columns}" rowspan="{box.rows}"><p align=center>{_broken(box)}</p>{end}'
            if box.text
            else f'<td colspan="{box.columns}" rowspan="{box.rows}">{blank}{end}'
            if wide
            else f"<td>{blank}{end}"
            for box in row
            if not box.gap
        ]
        rows.append("<tr>" + "\n".join(cells) + row_end)
    return "<table border=1><tbody>" + "".join(rows) + "</tbody></table>"


def _broken(box: Box) -> str:
    """The text of a cell; a label of some length is broken by hand, as typists do."""
    text = escape(box.text)
    return text if box.value or len(text) < 6 else text[:3] + "<br />\n" + text[3:]


def html(parts: Sequence[Part], *, blank: str = "&nbsp;", closed: bool = True) -> str:
    """A page of nothing but the report."""
    body = "".join(
        f"<p>{escape(part)}</p>" if isinstance(part, str) else html_table(part, blank=blank, closed=closed)
        for part in parts
    )
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def docx(parts: Sequence[Part]) -> bytes:
    """A Word file."""
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": docx_xml(parts).encode()})


def docx_xml(parts: Sequence[Part]) -> str:
    """Its main part: spans across as ``gridSpan``, down as ``vMerge``, runs cut in the middle of words."""
    body = "".join(_paragraph(part) if isinstance(part, str) else _word_table(part) for part in parts)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><w:document '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}</w:body></w:document>"
    )


def _paragraph(text: str) -> str:
    half = len(text) // 2
    return "<w:p>" + "".join(f"<w:r><w:t>{escape(t)}</w:t></w:r>" for t in (text[:half], text[half:]) if t) + "</w:p>"


def _word_table(grid: Sequence[Row]) -> str:
    rows = []
    for row in grid:
        cells = []
        for box in row:
            merge = "<w:vMerge/>" if box.gap else '<w:vMerge w:val="restart"/>' if box.rows > 1 else ""
            span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
            cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_paragraph(box.text)}</w:tc>")
        rows.append("<w:tr>" + "".join(cells) + "</w:tr>")
    return "<w:tbl><w:tblPr/>" + "".join(rows) + "</w:tbl>"


def packed(members: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


_LEADING, _PAD = 11.0, 3.0
_LEFT, _TOP, _BOTTOM, _WIDTH = 60.0, 780.0, 70.0, 480.0
_APPLICANTS, _MOST_LABELS = 7, 6  # columns of a ledger
_LONG = 20  # rows; only ledgers have as many


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a PDF is drawn. `boxes`: borders are thin filled boxes and not strokes. `ruled`: there are borders.

    `start`: how far down the first page the text begins, so that tables break over pages elsewhere. `spacing`: every
    cell has a border of its own, so far from those beside it, and the table one around them. `repeated`: so many rows
    of a ledger stand once more on top of each page on which it goes on. `numbered`: a number at the foot of each page.
    """

    boxes: bool = False
    ruled: bool = True
    start: float = 0.0
    spacing: float = 0.0
    repeated: int = 0
    numbered: bool = True


def pdf(parts: Sequence[Part], drawing: Drawing = Drawing()) -> bytes:
    """A PDF with a text layer, its tables broken over pages between rows, a number at the foot of each page."""
    return pdf_of(pdf_pages(parts, drawing))


def pdf_pages(parts: Sequence[Part], drawing: Drawing = Drawing()) -> list[str]:
    """What draws its pages, an instruction a line."""
    pages: list[list[str]] = [[]]
    y = _TOP - drawing.start
    for part in parts:
        if isinstance(part, str):
            lines = [part[at : at + 40] for at in range(0, len(part), 40)]
            if y - _LEADING * 2 * len(lines) < _BOTTOM:
                pages.append([])
                y = _TOP
            for line in lines:
                pages[-1].append(text_of(_LEFT, y - SIZE, line))
                y -= _LEADING * 2
        else:
            y = _draw(part, pages, y, drawing)
    for number, page in enumerate(pages, 1):
        page.append(text_of(280, 40, f"- {number} -") if drawing.numbered else "")
    return ["\n".join(page) for page in pages]


def _draw(grid: Sequence[Row], pages: list[list[str]], y: float, drawing: Drawing) -> float:
    """Draw a grid from `y` on, on as many pages as it takes; where it ends on the last."""
    count = sum(box.columns for box in grid[0])
    narrow = _WIDTH / (count + 6) if count > 4 else _WIDTH / count
    labels = count - _APPLICANTS if 1 < count - _APPLICANTS < _MOST_LABELS else 0
    wide = (_WIDTH - narrow * (count - labels)) / labels if labels else _WIDTH / count
    edges = [_LEFT + sum(wide if i < labels or not labels else narrow for i in range(n)) for n in range(count + 1)]
    placed = list(_placed(grid))
    row = 0
    while row < len(grid):
        heights: list[float] = []
        while row + len(heights) < len(grid):
            height = _height(row + len(heights), placed, edges)
            if heights and y - sum(heights) - height < _BOTTOM:
                break
            heights.append(height)
        if y - sum(heights) < _BOTTOM:
            pages.append([])
            y = _TOP
            continue
        tops = [y - sum(heights[:n]) for n in range(len(heights) + 1)]
        if drawing.spacing and drawing.ruled:
            pages[-1] += _borders(edges[0], tops[-1], edges[-1], tops[0], drawing)
        for at, column, box in placed:
            first, last = max(at, row), min(at + box.rows, row + len(heights))
            if first < last:
                rect = (edges[column], tops[last - row], edges[column + box.columns], tops[first - row])
                pages[-1] += cell_of(rect, box.text if at >= row else "", drawing)
        y = tops[-1] - _LEADING
        row += len(heights)
        if row < len(grid):
            pages.append([])
            y = _TOP
            if drawing.repeated and len(grid) >= _LONG:
                y = _draw(grid[: drawing.repeated], pages, y, replace(drawing, repeated=0)) + _LEADING
    return y


def _placed(grid: Sequence[Row]) -> Iterator[tuple[int, int, Box]]:
    """Row, column and box of each cell."""
    for at, row in enumerate(grid):
        column = 0
        for box in row:
            if not box.gap:
                yield at, column, box
            column += box.columns


def _wrapped(text: str, width: float) -> list[str]:
    lines, used = [""], 0.0
    for character in text:
        room = SIZE if character > "\x7f" else SIZE / 2
        if used + room > width - 2 * _PAD and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += character
        used += room
    return lines


def _height(row: int, placed: Sequence[tuple[int, int, Box]], edges: Sequence[float]) -> float:
    lines = [
        len(_wrapped(box.text, edges[column + box.columns] - edges[column]))
        for at, column, box in placed
        if at == row and box.rows == 1
    ]
    return _LEADING * max(lines, default=1) + 2 * _PAD


def cell_of(rect: tuple[float, float, float, float], text: str, drawing: Drawing) -> list[str]:
    x0, y0, x1, y1 = rect
    half = drawing.spacing / 2
    drawn = _borders(x0 + half, y0 + half, x1 - half, y1 - half, drawing) if drawing.ruled else []
    lines = _wrapped(text, x1 - x0)
    y = (y0 + y1) / 2 + _LEADING * len(lines) / 2
    for line in lines:
        width = sum(SIZE if character > "\x7f" else SIZE / 2 for character in line)
        drawn.append(text_of(max(x0 + _PAD, (x0 + x1 - width) / 2), y - SIZE, line))
        y -= _LEADING
    return drawn


def _borders(x0: float, y0: float, x1: float, y1: float, drawing: Drawing) -> list[str]:
    if not drawing.boxes:
        return [f"{x0} {y0} m {x1} {y0} l {x1} {y1} l {x0} {y1} l h S"]
    level = [f"{x0} {y} {x1 - x0} 0.5 re f" for y in (y0, y1)]
    return level + [f"{x} {y0} 0.5 {y1 - y0} re f" for x in (x0, x1)]
