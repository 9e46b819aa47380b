"""The pages of a PDF: their characters and the lines drawn on them, as PDFium tells them.

PDFium and no other library, because it takes a twentieth of the time of those written in Python, is fed broken files by
the browsers of the world, and shows a page as people see it: turned, and with drawings placed within drawings.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.readers.glyphs import Glyph
from pipeline.readers.grid import Rule
from pipeline.readers.problems import Unreadable

MAX_PAGES = 200
"""A report has five; a collection of them is to be split."""
MAX_GLYPHS = 60_000
"""Characters of all pages together; a long report has a fifth, and these take a second to read."""
MAX_OBJECTS = 100_000
"""Pieces of text, pictures and drawings of all pages together, those within drawings counted too."""

_TOO_HIGH = 5.0  # a title is twice as high as other text, a few fonts say they are twenty times
_THIN = 3.5  # points; a filled box so thin is a line
_MOST_POINTS = 50_000  # a page with more is a drawing, whose lines are no borders
_ALL_POINTS = 500_000  # of all pages together
_FORMS = 4  # drawings within drawings
_HYPHEN = 2  # what PDFium gives for a hyphen at the end of a line
_ON_PAGE = (pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject)
_IN_FORM = (pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject)
_UNPLACED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ONE_AT_A_TIME = threading.Lock()  # PDFium knows no threads

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Sheet:
    """A page: how it is turned to be read, its characters and its lines."""

    box: tuple[float, float, float, float]  # left, bottom, right, top, y upwards
    turn: int  # degrees clockwise
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the page is on the page as it is read: y downwards."""
        left, bottom, right, top = self.box
        match self.turn:
            case 90:
                return y - bottom, x - left
            case 180:
                return right - x, y - bottom
            case 270:
                return top - y, right - x
            case _:
                return x - left, top - y

    @property
    def height(self) -> float:
        """The height of the page as it is read."""
        left, bottom, right, top = self.box
        return right - left if self.turn in {90, 270} else top - bottom


def sheets(data: bytes) -> list[Sheet]:
    """The pages of a PDF. Raises :class:`Unreadable` with code ``encrypted``, ``broken_pdf`` or ``too_large``."""
    with _ONE_AT_A_TIME:
        return _opened(data)


def _opened(data: bytes) -> list[Sheet]:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise Unreadable("encrypted", "PDF 有密码，不能读取 (the PDF is protected by a password)") from error
        raise _broken(str(error)) from error
    try:
        if len(pdf) > MAX_PAGES:
            raise Unreadable("too_large", f"PDF 超过 {MAX_PAGES} 页，请拆分 (more than {MAX_PAGES} pages: split it)")
        room = _Room(MAX_GLYPHS, MAX_OBJECTS, _ALL_POINTS)
        return [_sheet(pdf[number], room) for number in range(len(pdf))]
    except pdfium.PdfiumError as error:
        raise _broken(str(error)) from error
    finally:
        pdf.close()


def _broken(what: str) -> Unreadable:
    return Unreadable("broken_pdf", f"PDF 损坏，无法打开 (the PDF is broken): {what}")


@dataclass(slots=True)
class _Room:
    """What the pages of a file may still hold: characters, objects, points of drawings."""

    glyphs: int
    objects: int
    points: int
    on_page: int = 0  # points of a page that may hold tables

    def take(self, objects: int = 0, points: int = 0) -> None:
        """Of a page or drawing. Raises :class:`Unreadable` with code ``too_large``."""
        self.objects -= objects
        self.points -= points
        if self.objects < 0 or self.points < 0:
            raise Unreadable(
                "too_large",
                f"PDF 页面元素超过 {MAX_OBJECTS} 个，不是一份报告，请拆分或另存为 DOCX 后放入 "
                f"(more than {MAX_OBJECTS} pieces on its pages, which no report has: split it, or save it as DOCX)",
            )


def _sheet(page: Any, room: _Room) -> Sheet:
    room.take(pdfium_c.FPDFPage_CountObjects(page))
    sheet = Sheet(page.get_bbox(), page.get_rotation())
    text = page.get_textpage()
    count = text.count_chars()
    # Characters that PDFium makes up, spaces and line ends, come on top of those that are there.
    if count > 3 * room.glyphs:
        raise _too_much_text()
    sheet.glyphs.extend(_bounded(list(_glyphs(sheet, text, count))))
    room.glyphs -= len(sheet.glyphs)
    if room.glyphs < 0:
        raise _too_much_text()
    rules: list[Rule] = []
    room.on_page = _MOST_POINTS
    for path, matrix in _paths(page, _ON_PAGE, _UNPLACED, 0, room):
        rules.extend(_rules(sheet, path, matrix, room))
    sheet.rules.extend(rules if room.on_page >= 0 else ())
    page.close()
    return sheet


def _too_much_text() -> Unreadable:
    return Unreadable(
        "too_large",
        f"PDF 文字超过 {MAX_GLYPHS} 个字符，不是一份报告，请拆分 "
        f"(more than {MAX_GLYPHS} characters, which no report has: split it)",
    )


def _glyphs(sheet: Sheet, text: Any, count: int) -> Iterator[Glyph]:
    box, x, y = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        character = "-" if code == _HYPHEN else chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"
        if character.isspace() or not character.isprintable():
            continue
        if not pdfium_c.FPDFText_GetLooseCharBox(text, index, box):
            continue
        pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium_c.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        (a, c), (b, d) = sheet.seen(box.left, box.bottom), sheet.seen(box.right, box.top)
        _, base = sheet.seen(x.value, y.value)
        middle = sheet.seen((left.value + right.value) / 2, (bottom.value + top.value) / 2)
        yield Glyph(character, min(a, b), max(a, b), base, max(abs(c - d), 1.0), middle)


def _bounded(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """The characters; those whose font claims far more room than the others take get what is usual."""
    usual = median(glyph.height for glyph in glyphs) if glyphs else 0.0
    for glyph in glyphs:
        if glyph.height <= _TOO_HIGH * usual:
            yield glyph
        else:
            yield glyph._replace(x1=min(glyph.x1, glyph.x0 + usual), height=usual)


def _paths(
    parent: Any, access: tuple[Any, Any], matrix: Matrix, depth: int, room: _Room
) -> Iterator[tuple[Any, Matrix]]:
    """The drawn paths of a page or of a drawing placed on it, each with what places it."""
    count, get = access
    own = pdfium_c.FS_MATRIX()
    for index in range(count(parent)):
        item = get(parent, index)
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind not in {pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_FORM}:
            continue
        if not pdfium_c.FPDFPageObj_GetMatrix(item, own):
            continue
        placed = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield item, placed
        elif depth < _FORMS:
            room.take(pdfium_c.FPDFFormObj_CountObjects(item))
            yield from _paths(item, _IN_FORM, placed, depth + 1, room)


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _rules(sheet: Sheet, path: Any, matrix: Matrix, room: _Room) -> Iterator[Rule]:
    """The level and upright lines of a path: its strokes, or the thin boxes that it fills."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    count = pdfium_c.FPDFPath_CountSegments(path)
    room.on_page -= max(count, 0)
    room.take(points=max(count, 0))
    if room.on_page < 0 or not pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke):
        return
    for points in _strokes(sheet, path, matrix, count):
        if stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                yield from _rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), 1.0)
        elif fill.value and len(points) > 1:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield from _rule(min(xs), min(ys), max(xs), max(ys), _THIN)


def _strokes(sheet: Sheet, path: Any, matrix: Matrix, count: int) -> Iterator[list[tuple[float, float]]]:
    """The corners of each unbroken stroke."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        place = sheet.seen(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != pdfium_c.FPDF_SEGMENT_LINETO and points:  # curves border no cell: a stroke ends where one begins
            yield points
            points = []
        points.append(place)
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _rule(x0: float, y0: float, x1: float, y1: float, thin: float) -> Iterator[Rule]:
    if y1 - y0 <= thin < x1 - x0:
        yield Rule(True, (y0 + y1) / 2, x0, x1)
    elif x1 - x0 <= thin < y1 - y0:
        yield Rule(False, (x0 + x1) / 2, y0, y1)
