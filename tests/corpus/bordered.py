"""Files with borders in the variations in which typists and programs make them, every cell of which is plain.

A variation takes the parts of a known report and gives a file; what stands in its cells stays what it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from html import escape

from tests.corpus import edits, files
from tests.corpus.edits import LEDGER, Edit
from tests.corpus.files import Drawing, Part
from tests.corpus.pages import pdf_of, text_of

Variation = Callable[[Sequence[Part]], bytes]


def _edited(parts: Sequence[Part], changes: Sequence[Edit]) -> list[Part]:
    return [part if isinstance(part, str) else reduce(lambda grid, edit: edit(grid), changes, part) for part in parts]


def word(*changes: Edit, change: Callable[[str], str] = str) -> Variation:
    """A Word file of edited grids, its XML changed."""

    def make(parts: Sequence[Part]) -> bytes:
        xml = change(files.docx_xml(_edited(parts, changes)))
        return files.packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})

    return make


def page(*changes: Edit, change: Callable[[str], str] = str, blank: str = "&nbsp;", closed: bool = True) -> Variation:
    """A page of edited grids, its source changed."""

    def make(parts: Sequence[Part]) -> bytes:
        body = "".join(
            f"<p>{escape(part)}</p>"
            if isinstance(part, str)
            else files.html_table(part, blank=blank, closed=closed, wide=True)
            for part in _edited(parts, changes)
        )
        return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{change(body)}</body></html>'.encode()

    return make


def sheet(
    *changes: Edit,
    drawing: Drawing = Drawing(),  # noqa: B008
    running: Sequence[tuple[float, float, str]] = (),
    level: bool = False,
) -> Variation:
    """A PDF of edited grids; `running` stands on every page: x, y, a text with the number of the page and of pages."""

    def make(parts: Sequence[Part]) -> bytes:
        pages = files.pdf_pages(_edited(parts, changes), drawing)
        heads = [
            "\n".join(text_of(x, y, text.format(number, len(pages), number + 4)) for x, y, text in running)
            for number in range(1, len(pages) + 1)
        ]
        return pdf_of([f"{head}\n{page}" for head, page in zip(heads, pages, strict=True)], level=level)

    return make


def _old_merges(xml: str) -> str:
    """Cells merged across as older programs write it."""

    def cells(found: re.Match[str]) -> str:
        more = f"<w:tc><w:tcPr>{found[2]}<w:hMerge/></w:tcPr><w:p/></w:tc>" * (int(found[1]) - 1)
        return f'<w:tc><w:tcPr>{found[2]}<w:hMerge w:val="restart"/></w:tcPr>{found[3]}</w:tc>{more}'

    return re.sub(r'<w:tc><w:tcPr><w:gridSpan w:val="(\d+)"/>(.*?)</w:tcPr>(.*?)</w:tc>', cells, xml)


def _split(xml: str) -> str:
    """Long tables cut in two between two rows."""
    return re.sub(
        r"<w:tbl>.*?</w:tbl>", lambda found: "</w:tbl><w:p/><w:tbl><w:tblPr/>".join(_halves(found[0], "<w:tr>")), xml
    )


def _split_page(source: str) -> str:
    return re.sub(
        r"<table.*?</table>",
        lambda found: "</table><p></p><table border=1>".join(_halves(found[0], "<tr>")),
        source,
        flags=re.S,
    )


def _halves(table: str, begins: str) -> tuple[str, ...]:
    rows = table.split(begins)
    if len(rows) < LEDGER:
        return (table,)
    # The last rows of the ledger, none of which is covered from above where no cell spans rows.
    return begins.join(rows[:-9]), begins + begins.join(rows[-9:])


def _set_in(source: str) -> str:
    """Every cell's text in a table of its own, and all in one that lays out the page."""
    inner = re.sub(r"(<td[^>]*>)(.*?)</td>", r"\1<table><tr><td>\2</td></tr></table></td>", source, flags=re.DOTALL)
    return f"<table width=960><tr><td>目录</td></tr><tr><td>{inner}</td></tr></table>"


def _columns(source: str) -> str:
    """A first row of nothing but widths, as spreadsheets write, and headings as such."""
    source = re.sub(r"<tbody>", "<colgroup><col width=80></colgroup><tbody>", source)
    return source.replace("<table border=1>", '<table border="1" cellspacing="0" style="border-collapse:collapse">')


_BROWSER = (
    (30, 822, "11/28/26, 11:22 AM"),
    (250, 822, "2022年度报告"),
    (30, 16, "file:///data/a.html"),
    (540, 16, "{0}/{1}"),
)
_OFFICE = ((90, 810, "政府信息公开工作年度报告"), (250, 30, "第 {0} 页 共 {1} 页 内部编号 A-7"))
_BOOK = ((60, 800, "青塘县年报汇编 2023"), (500, 800, "{2}"), (240, 36, "Page {0} of {1}"))

VARIATIONS: Mapping[str, Variation] = {
    "word": word(),
    "word_unmerged": word(edits.unmerged),
    "word_unmerged_second": word(edits.unmerged_second),
    "word_unmerged_last": word(edits.unmerged_last),
    "word_unmerged_across": word(edits.unmerged_across),
    "word_unmerged_down": word(edits.unmerged_down),
    "word_written_out": word(edits.written_out),
    "word_two_labels": word(edits.two_labels, edits.unmerged),
    "word_two_labels_second": word(edits.two_labels, edits.unmerged_second),
    "word_one_label": word(edits.one_label),
    "word_serials": word(edits.with_serials),
    "word_serials_unmerged": word(edits.with_serials, edits.unmerged),
    "word_remarks_unmerged": word(edits.with_remarks, edits.unmerged),
    "word_codes": word(edits.with_codes),
    "word_last_year": word(edits.with_last_year, edits.unmerged),
    "word_edges": word(edits.unmerged, edits.with_edges),
    "word_spare": word(edits.with_spare),
    "word_note": word(edits.with_note, edits.with_title),
    "word_note_unmerged": word(edits.with_note, edits.with_title, edits.unmerged),
    "word_marks": word(edits.marked, edits.unmerged),
    "word_old_merges": word(change=_old_merges),
    "word_split": word(edits.unmerged_down, change=_split),
    "word_split_unmerged": word(edits.unmerged, change=_split),
    "word_paragraphs": word(edits.unmerged, change=lambda xml: xml.replace("</w:p></w:tc>", "</w:p><w:p/></w:tc>")),
    "word_by_route": word(edits.by_route, edits.unmerged),
    "word_turned": word(edits.turned),
    "word_routes_numbered": word(edits.routes_numbered),
    "page": page(),
    "page_unmerged": page(edits.unmerged),
    "page_unmerged_second": page(edits.unmerged_second, blank=""),
    "page_unmerged_last": page(edits.unmerged_last, closed=False),
    "page_unmerged_across": page(edits.unmerged_across),
    "page_unmerged_down": page(edits.unmerged_down),
    "page_two_labels": page(edits.two_labels, edits.unmerged, blank=""),
    "page_two_labels_second": page(edits.two_labels, edits.unmerged_second),
    "page_serials": page(edits.with_serials, edits.unmerged_across),
    "page_codes": page(edits.with_codes, edits.unmerged),
    "page_last_year": page(edits.with_last_year),
    "page_spare": page(edits.with_spare, change=_columns),
    "page_edges": page(edits.with_edges),
    "page_note": page(edits.with_note, edits.with_title),
    "page_marks": page(edits.marked),
    "page_collapsed": page(edits.unmerged, change=_columns),
    "page_nested": page(change=_set_in),
    "page_nested_unmerged": page(edits.unmerged, change=_set_in),
    "page_split": page(edits.unmerged, change=_split_page),
    "page_by_route": page(edits.by_route),
    "page_turned": page(edits.turned),
    "pdf": sheet(drawing=Drawing(start=300)),
    "pdf_browser": sheet(drawing=Drawing(start=200, numbered=False), running=_BROWSER),
    "pdf_browser_unmerged": sheet(edits.unmerged, drawing=Drawing(start=330, numbered=False), running=_BROWSER),
    "pdf_office": sheet(drawing=Drawing(start=250, numbered=False), running=_OFFICE),
    "pdf_book": sheet(drawing=Drawing(start=350, boxes=True, numbered=False), running=_BOOK),
    "pdf_double": sheet(drawing=Drawing(start=200, spacing=2.25)),
    "pdf_double_boxes": sheet(drawing=Drawing(start=100, spacing=3.0, boxes=True)),
    "pdf_double_wide": sheet(drawing=Drawing(start=260, spacing=4.5)),
    "pdf_double_unmerged": sheet(edits.unmerged, drawing=Drawing(start=300, spacing=2.25, boxes=True)),
    "pdf_double_browser": sheet(drawing=Drawing(start=220, spacing=3.0, boxes=True, numbered=False), running=_BROWSER),
    "pdf_repeated": sheet(drawing=Drawing(start=200, repeated=3)),
    "pdf_repeated_browser": sheet(drawing=Drawing(start=200, repeated=3, numbered=False), running=_BROWSER),
    "pdf_two_labels": sheet(edits.two_labels, edits.unmerged, drawing=Drawing(start=280)),
    "pdf_unmerged_last": sheet(edits.unmerged_last, drawing=Drawing(start=330)),
    "pdf_serials": sheet(edits.with_serials, drawing=Drawing(start=180)),
    "pdf_codes": sheet(edits.with_codes, drawing=Drawing(start=180)),
    "pdf_edges": sheet(edits.with_edges, drawing=Drawing(start=240)),
    "pdf_note": sheet(edits.with_note, edits.with_title, drawing=Drawing(start=220)),
    "pdf_level": sheet(drawing=Drawing(start=260, numbered=False), running=_OFFICE, level=True),
    "pdf_by_route": sheet(edits.by_route, drawing=Drawing(start=150)),
}
"""Files by what is special about them."""

CONTRADICTIONS: Mapping[str, Variation] = {
    "word_head_off": word(edits.head_off),
    "page_head_off": page(edits.unmerged, edits.head_off),
    "word_labels_narrow": word(edits.labels_narrow),
    "page_labels_narrow": page(edits.labels_narrow),
    "word_total_first": word(edits.total_first),
    "page_total_first": page(edits.total_first, edits.unmerged_second),
    "page_routes_off": page(edits.routes_off),
    "word_cells_lost": word(edits.unmerged_second, edits.cells_lost),
    "page_cells_lost": page(edits.unmerged, edits.cells_lost),
    "page_shared": page(edits.shared),
    "word_two_in_one": word(edits.two_in_one),
    "page_two_in_one": page(edits.two_in_one, edits.unmerged),
    "pdf_ground": sheet(drawing=Drawing(start=200, spacing=8.0)),
}
"""Files whose grids do not say what stands where."""
