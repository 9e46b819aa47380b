"""PDF: cells by ruling lines, rows over pages, numbers that do not fit their cells, and what cannot be read."""

from __future__ import annotations

import pytest

from pipeline.readers import Unreadable, read
from pipeline.readers.grid import Rule, grids
from pipeline.readers.sheet import MAX_PAGES
from tests.corpus.files import Drawing, cell_of
from tests.corpus.pages import pdf_of, text_of

PROSE = "\n".join(text_of(60, 780 - 20 * n, "本局全年按时更新目录，答复公众留言。") for n in range(4))


def drawn(*cells: tuple[float, float, float, float, str], boxes: bool = False) -> str:
    return "\n".join(
        part for x0, y0, x1, y1, text in cells for part in cell_of((x0, y0, x1, y1), text, Drawing(boxes=boxes))
    )


def rows(*pages: str) -> list[str]:
    document = read(pdf_of([PROSE + "\n" + pages[0], *pages[1:]]))
    assert (document.media, document.bordered) == ("pdf", True)
    return [line for line in document.text.splitlines() if line.startswith("|")]


def code(data: bytes) -> str:
    with pytest.raises(Unreadable) as raised:
        read(data)
    return raised.value.code


GRANTED = (
    (60, 600, 160, 660, "办理结果"),
    (160, 630, 260, 660, "予以公开"),
    (260, 630, 300, 660, "12"),
    (300, 630, 340, 660, ""),
    (160, 600, 260, 630, "部分公开"),
    (260, 600, 340, 630, "7"),
)
GRANTED_ROWS = ["| 办理结果 | 予以公开 | 12 |  |", "| 部分公开 | 7 |"]


@pytest.mark.parametrize("boxes", [False, True])
def test_cells_are_what_lines_enclose(boxes: bool) -> None:
    assert rows(drawn(*GRANTED, boxes=boxes)) == GRANTED_ROWS


def test_a_table_open_at_its_sides_has_its_outer_cells() -> None:
    page = "60 660 m 340 660 l S 60 630 m 340 630 l S 60 600 m 340 600 l S 200 660 m 200 600 l S\n"
    page += "\n".join(
        text_of(*place) for place in ((80, 640, "规章"), (250, 640, "3"), (80, 610, "许可"), (250, 610, "4"))
    )
    assert rows(page) == ["| 规章 | 3 |", "| 许可 | 4 |"]


def test_a_number_wider_than_its_cell_stays_whole() -> None:
    page = drawn((60, 600, 160, 630, "行政许可"), (160, 600, 182, 630, ""), (182, 600, 260, 630, "5"))
    assert rows(page + "\n" + text_of(157, 610, "1139889")) == ["| 行政许可 | 1139889 | 5 |"]


def test_a_number_that_fills_its_line_goes_on_in_the_next() -> None:
    page = drawn((60, 590, 160, 630, "行政许可"), (160, 590, 186, 630, "113988"), (186, 590, 260, 630, ""))
    page += "\n" + text_of(200, 615, "12") + "\n" + text_of(200, 600, "34")
    assert rows(page) == ["| 行政许可 | 113988 | 12 34 |"]


def test_what_is_drawn_twice_to_look_bold_is_there_once() -> None:
    page = drawn((60, 600, 160, 630, "规章"), (160, 600, 260, 630, "115")) + "\n" + text_of(203.4, 611.5, "115")
    assert rows(page) == ["| 规章 | 115 |"]


def test_a_row_cut_by_the_end_of_a_page_is_one() -> None:
    first = drawn((60, 100, 160, 130, "5.要求行政机关确认"), (160, 100, 200, 130, ""), (200, 100, 240, 130, ""))
    second = drawn((60, 750, 160, 780, "或重新出具"), (160, 750, 200, 780, "3"), (200, 750, 240, 780, ""))
    second += "\n" + drawn((60, 720, 160, 750, "总计"), (160, 720, 200, 750, "3"), (200, 720, 240, 750, "1"))
    number = text_of(290, 40, "—1—")
    assert rows(first + "\n" + number, second) == ["| 5.要求行政机关确认或重新出具 | 3 |  |", "| 总计 | 3 | 1 |"]


@pytest.mark.parametrize(
    ("label", "figure", "following"),
    [("予以公开", "", "2.重复申请"), ("予以公开", "4", "部分公开"), ("5", "", "部分公开")],
)
def test_rows_on_two_pages_stay_two(label: str, figure: str, following: str) -> None:
    first = drawn((60, 100, 160, 130, label), (160, 100, 200, 130, figure), (200, 100, 240, 130, ""))
    second = drawn((60, 750, 160, 780, following), (160, 750, 200, 780, "3"), (200, 750, 240, 780, ""))
    assert rows(first, second) == [f"| {label} | {figure} |  |", f"| {following} | 3 |  |"]


def test_page_numbers_are_left_out_and_figures_are_not() -> None:
    page = "\n".join([PROSE, text_of(290, 40, "- 1 -"), text_of(290, 400, "12")])
    text = read(pdf_of([page, text_of(290, 800, "第2页/共2页")])).text
    assert text.splitlines()[4:] == ["12"]


def test_a_figure_at_the_edge_of_a_page_is_that_of_the_label_beside_it() -> None:
    label = [text_of(60, 96, "3.补正后申请"), text_of(200, 90, "45"), text_of(60, 85, "内容仍不明确")]
    page = "\n".join([PROSE, *label, text_of(290, 40, "7")])
    assert read(pdf_of([page])).text.splitlines()[4:] == ["3.补正后申请", "45", "内容仍不明确"]


def test_without_lines_gaps_stay_gaps() -> None:
    page = "\n".join([PROSE, text_of(60, 600, "规章"), text_of(200, 600, "1"), text_of(260, 600, "2")])
    document = read(pdf_of([page]))
    assert document.text.splitlines()[-1] == "规章   1   2"
    assert not document.bordered


def test_a_page_stored_on_its_side_is_read_upright() -> None:
    words = "\n".join(text_of(60, 780 - 20 * n, "abcdefghijklmnop") for n in range(4))
    page = drawn((60, 600, 160, 630, "ab"), (160, 600, 200, 630, "12"), (200, 600, 240, 630, "3"))
    document = read(pdf_of([words + "\n" + page], turned=True))
    assert document.text.splitlines() == ["abcdefghijklmnop"] * 4 + ["| ab | 12 | 3 |"]


def test_a_frame_around_a_page_is_no_table() -> None:
    page = "20 20 555 800 re S\n" + PROSE
    document = read(pdf_of([page]))
    assert len(document.text.splitlines()) == 4
    assert not document.bordered


def test_a_pdf_without_text_is_said_to_be_scanned() -> None:
    with pytest.raises(Unreadable) as raised:
        read(pdf_of(["", text_of(290, 40, "- 2 -")]))
    assert raised.value.code == "scanned"
    assert "扫描" in raised.value.message
    assert "scanned" in raised.value.message


def test_a_pdf_with_a_password_says_so() -> None:
    key = "00" * 32
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00> <00>]"
    assert code(pdf_of([PROSE], trailer=locked)) == "encrypted"


def test_a_broken_pdf_says_so() -> None:
    assert code(b"%PDF-1.7\n" + b"\x00garbage" * 50) == "broken_pdf"


def test_a_collection_is_too_large() -> None:
    assert code(pdf_of([text_of(60, 700, "1")] * (MAX_PAGES + 1))) == "too_large"


def test_bytes_changed_anywhere_never_crash_the_reader() -> None:
    data = pdf_of([PROSE + "\n" + drawn((60, 600, 160, 630, "规章"), (160, 600, 260, 630, "115"))])
    for place in range(0, len(data), 97):
        for change in (b"", b"\x00", b"9", b">>"):
            try:
                assert read(data[:place] + change + data[place + 1 :]).media in {"pdf", "text"}
            except Unreadable as error:
                assert error.code in {"scanned", "broken_pdf", "encrypted", "binary", "encoding"}  # noqa: PT017


def test_lines_drawn_in_pieces_and_doubled_are_one() -> None:
    across = [Rule(True, y + d, x, x + 49) for y in (0.0, 20.0) for d in (0.0, 0.6) for x in (0.0, 50.0)]
    down = [Rule(False, x, 0.0, 20.5) for x in (0.0, 50.0, 99.0)]
    (grid,) = grids([*across, *down])
    assert [len(row) for row in grid.rows] == [2]
    assert (grid.cell_at(10, 10), grid.cell_at(70, 10), grid.cell_at(10, 30)) == (0, 1, None)


def test_lines_that_do_not_meet_enclose_nothing() -> None:
    assert grids([Rule(True, 10, 0, 100), Rule(True, 30, 0, 100)]) == []
    assert grids([Rule(True, 10, 0, 100), Rule(False, 200, 0, 100)]) == []


def test_a_figure_over_several_rows_is_no_ones() -> None:
    page = drawn(
        (60, 630, 160, 660, "规范性文件"),
        (160, 600, 260, 660, "44"),
        (260, 630, 340, 660, "1"),
        (60, 600, 160, 630, "行政许可"),
        (260, 600, 340, 630, "2"),
    )
    assert rows(page) == ["| 规范性文件 | 44↓ | 1 |", "| 行政许可 | ↑ | 2 |"]


def test_every_line_knows_its_page() -> None:
    table = drawn((60, 600, 160, 630, "规章"), (160, 600, 260, 630, "115"))
    document = read(pdf_of([PROSE, table + "\n" + text_of(60, 500, "完成")]))
    at = document.text.index
    assert document.where(0) == "page 1"
    assert document.where(at("115")) == "page 2, table 1, row 1, cell 2"
    assert document.where(at("完成")) == "page 2"


def test_what_stands_before_a_pdf_is_passed_over() -> None:
    assert read(b"\r\nHTTP/1.1 200 OK\r\n" + pdf_of([PROSE])).media == "pdf"
    assert read("本局年报用 %PDF-1.4 格式".encode()).media == "text"


def test_a_figure_that_lost_the_line_to_its_heading_is_no_ones() -> None:
    page = drawn(
        (60, 630, 160, 660, "结果维持"),
        (60, 600, 160, 630, "5"),
        (160, 600, 260, 660, "总计"),
        (260, 630, 340, 660, "其他"),
        (260, 600, 340, 630, "2"),
    )
    assert rows(page + "\n" + text_of(208, 604, "7")) == ["| 结果维持 | 总计 7↓ | 其他 |", "| 5 | ↑ | 2 |"]


LABELS = ("规章", "规范性文件", "行政许可", "行政处罚", "行政强制", "其他")


def halves(*edges: str) -> list[str]:
    """The rows of a table over three pages that have these lines at their edges, one a page."""
    pages = [
        drawn((60, 100, 160, 130, LABELS[2 * at]), (160, 100, 200, 130, "3"))
        + "\n"
        + drawn((60, 730, 160, 760, LABELS[2 * at + 1]), (160, 730, 200, 760, "4"))
        + "\n"
        + edge
        for at, edge in enumerate(edges)
    ]
    document = read(pdf_of([PROSE.replace("780", "690"), *pages]))
    return document.text.splitlines()[4:]


ROWS = [f"| {label} | {figure} |" for at in range(0, 6, 2) for label, figure in ((LABELS[at + 1], 4), (LABELS[at], 3))]


@pytest.mark.parametrize(
    "words",
    [
        ((30, 822, "11/28/26, 11:22 AM 年报"), (30, 16, "file:///a.html {n}/3")),
        ((90, 810, "年报"), (250, 30, "第 {n} 页，共 3 页 内部编号 A-7")),
        ((90, 800, "年报 {n}"), (250, 30, "Page {n} of 3")),
        ((250, 30, "第{c}页 年报"),),
    ],
)
def test_what_runs_along_the_edges_of_pages_parts_no_table(words: tuple[tuple[float, float, str], ...]) -> None:
    edges = ["\n".join(text_of(x, y, text.format(n=n, c="一二三"[n - 1])) for x, y, text in words) for n in (1, 2, 3)]
    assert halves(*edges) == ROWS


@pytest.mark.parametrize(
    "lines",
    [
        ("11月底", "12月中", "来年"),  # other words on each page
        ("收到 5 件", "收到 9 件", "收到 2 件"),  # numbers that do not count pages
        ("0 0 0 7", "0 0 0 7", "0 0 0 7"),  # no words
        ("其他 0 0 0 0", "其他 0 0 0 0", "其他 0 0 0 0"),  # a row
    ],
)
def test_other_lines_at_the_edges_stay(lines: tuple[str, str, str]) -> None:
    found = halves(*(text_of(60, 30, line) for line in lines))
    assert [line.replace("   ", " ") for line in found if not line.startswith("|")] == list(lines)


@pytest.mark.parametrize("spacing", [2.25, 3.0, 4.5])
@pytest.mark.parametrize("boxes", [False, True])
def test_what_is_between_double_borders_is_no_cell(spacing: float, boxes: bool) -> None:
    drawing = Drawing(boxes=boxes, spacing=spacing)
    parts = [part for x0, y0, x1, y1, text in GRANTED for part in cell_of((x0, y0, x1, y1), text, drawing)]
    frame = cell_of((60, 600, 340, 660), "", Drawing(boxes=boxes))
    assert rows("\n".join([*parts, *frame])) == GRANTED_ROWS


def test_cells_on_a_ground_of_their_own_are_no_table() -> None:
    cells = [(60 + 90 * x, 600 - 40 * y, 150 + 90 * x, 640 - 40 * y, f"甲{x}{y}") for x in range(4) for y in range(4)]
    parts = [part for x0, y0, x1, y1, text in cells for part in cell_of((x0, y0, x1, y1), text, Drawing(spacing=8))]
    frame = cell_of((60, 480, 420, 640), "", Drawing())
    document = read(pdf_of(["\n".join([PROSE, *parts, *frame])]))
    assert "甲11" in document.text
    assert not document.bordered


def test_headings_over_a_break_of_pages_stay_two_rows() -> None:
    first = drawn((60, 100, 160, 130, "信息内容"), (160, 100, 230, 130, "项目数量"), (230, 100, 270, 130, ""))
    second = drawn((60, 750, 160, 780, "政府集中采购"), (160, 750, 230, 780, "3"), (230, 750, 270, 780, ""))
    assert rows(first, second) == ["| 信息内容 | 项目数量 |  |", "| 政府集中采购 | 3 |  |"]


def test_rows_know_where_on_the_page_their_cells_are() -> None:
    page = drawn((60, 600, 160, 630, "规章"), (160, 600, 260, 630, "115"))
    (row,) = read(pdf_of([PROSE + "\n" + page])).rows
    assert [tuple(map(round, extent)) for extent in (*row.cells, row.reach)] == [(60, 160), (160, 260), (60, 260)]
