"""Known reports as files: HTML, DOCX and PDF made to order, from the same grids as the text layouts.

Written by hand, byte by byte where that is short, so that a test says what it puts into a file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from pipeline.forms import FORMS, Form
from tests.corpus import grids
from tests.corpus.figures import Figures, Wish, figures
from tests.corpus.grids import Box, Row

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


def known(seed: int, wish: Wish = Wish(), form: str | None = None) -> Known:  # noqa: B008
    """The report that this seed gives."""
    random = Random(seed)
    chosen = FORMS.form(form) if form else random.choice(FORMS.forms)
    year = chosen.first_year + random.randrange(0, 2)
    cells = figures(chosen, random, wish)
    parts: list[Part] = [f"青塘县某局{year}年政府信息公开工作年度报告"]
    for numeral, section in zip(_NUMERALS, FORMS.sections, strict=True):
        parts.append(f"{numeral}、{section.label}")
        parts.append(_TABLES[section.key](chosen, cells) if section.key in _TABLES else _PROSE)
    parts += ["青塘县某局", f"{year + 1}年1月15日"]
    return Known(tuple(parts), chosen, year, cells)


def html_table(grid: Sequence[Row], *, blank: str = "&nbsp;", closed: bool = True) -> str:
    """A grid as a table with spans. `closed`: cells and rows have end tags."""
    end, row_end = ("</td>", "</tr>") if closed else ("", "")
    rows = []
    for row in grid:
        cells = [
            f'<td colspan="{box.columns}" rowspan="{box.rows}"><p align=center>{_broken(box)}</p>{end}'
            if box.text
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


_SIZE, _LEADING, _PAD = 9.0, 11.0, 3.0
_LEFT, _TOP, _BOTTOM, _WIDTH = 60.0, 780.0, 70.0, 480.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a PDF is drawn. `boxes`: borders are thin filled boxes and not strokes. `ruled`: there are borders.

    `start`: how far down the first page the text begins, so that tables break over pages elsewhere.
    """

    boxes: bool = False
    ruled: bool = True
    start: float = 0.0


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
                pages[-1].append(text_of(_LEFT, y - _SIZE, line))
                y -= _LEADING * 2
        else:
            y = _draw(part, pages, y, drawing)
    for number, page in enumerate(pages, 1):
        page.append(text_of(280, 40, f"- {number} -"))
    return ["\n".join(page) for page in pages]


def _draw(grid: Sequence[Row], pages: list[list[str]], y: float, drawing: Drawing) -> float:
    """Draw a grid from `y` on, on as many pages as it takes; where it ends on the last."""
    count = sum(box.columns for box in grid[0])
    narrow = _WIDTH / (count + 6) if count > 4 else _WIDTH / count
    wide = (_WIDTH - narrow * (count - 3)) / 3 if count == 10 else _WIDTH / count
    edges = [_LEFT + sum(wide if i < 3 or count != 10 else narrow for i in range(n)) for n in range(count + 1)]
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
        room = _SIZE if character > "\x7f" else _SIZE / 2
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
    drawn = []
    if drawing.boxes and drawing.ruled:
        drawn += [f"{x0} {y} {x1 - x0} 0.5 re f" for y in (y0, y1)]
        drawn += [f"{x} {y0} 0.5 {y1 - y0} re f" for x in (x0, x1)]
    elif drawing.ruled:
        drawn.append(f"{x0} {y0} m {x1} {y0} l {x1} {y1} l {x0} {y1} l h S")
    lines = _wrapped(text, x1 - x0)
    y = (y0 + y1) / 2 + _LEADING * len(lines) / 2
    for line in lines:
        width = sum(_SIZE if character > "\x7f" else _SIZE / 2 for character in line)
        drawn.append(text_of(max(x0 + _PAD, (x0 + x1 - width) / 2), y - _SIZE, line))
        y -= _LEADING
    return drawn


def text_of(x: float, y: float, text: str) -> str:
    """What draws a line of text at a place."""
    return f"BT /F {_SIZE} Tf {x:.2f} {y:.2f} Td <{text.encode('utf-16-be').hex()}> Tj ET" if text else ""


def pdf_of(pages: Sequence[str], turned: bool = False, trailer: str = "") -> bytes:
    """A PDF of pages with this content, A4. Its font names characters by their UTF-16 code; digits are half as wide.

    `turned`: pages are stored on their side, to be turned by whoever shows them. `trailer` is added to the trailer.
    """
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    blocks = "".join(f"100 beginbfrange\n{chr(10).join(ranges[at : at + 100])}\nendbfrange\n" for at in (0, 100))
    blocks += f"56 beginbfrange\n{chr(10).join(ranges[200:])}\nendbfrange\n"
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{blocks}endcmap end end"
    )
    numbers = [7 + 2 * index for index in range(len(pages))]
    box, turn = ("0 0 842 595", "/Rotate 90") if turned else ("0 0 595 842", "")
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /FontDescriptor 5 0 R /DW 1000 /W [32 126 500] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -140 1000 860] /Ascent 860 /Descent -140 "
        "/CapHeight 700 /ItalicAngle 0 /StemV 80 >>",
        _stream(to_unicode),
    ]
    for number, page in zip(numbers, pages, strict=True):
        # What is drawn upright is laid on its side, and turned back by whoever shows the page.
        content = f"0 1 -1 0 842 0 cm\n{page}" if turned else page
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] {turn} /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {number + 1} 0 R >>"
        )
        objects.append(_stream(content))
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R {trailer} >>\n"
    return data + tail.encode() + f"startxref\n{len(data)}\n%%EOF\n".encode()


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
