"""Words around a place, cut to the room there is: never too wide, never without what is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipeline.cli.check_formats import Lang
from pipeline.cli.check_text import CUT, clipped
from pipeline.cli.check_words import place_words
from pipeline.engine.spots import Lines, Spot
from pipeline.readers.document import document

WORDS = st.text("本年新收政府信息公开申请数量|0123456789 ab⏎", max_size=120)
FIGURES = st.text("0123456789.万元", min_size=1, max_size=12)


@given(before=WORDS, marked=FIGURES, after=WORDS, room=st.integers(40, 120))
def test_what_is_marked_is_shown_whole_and_fits(before: str, marked: str, after: str, room: int) -> None:
    parts = clipped(Spot(0, 0, 1, 1, 1, 1, before, marked, after), room)
    assert parts[1] == marked
    assert sum(map(cell_len, parts)) <= room
    assert before.endswith(parts[0].removeprefix(CUT)) or set(parts[0]) == {"."}
    assert after.startswith(parts[2].removesuffix(CUT)) or set(parts[2]) == {"."}
    if cell_len(before + marked + after) <= room:
        assert parts == (before, marked, after)


@given(before=st.text("本年|\n\r\t 0", max_size=40), marked=FIGURES, after=st.text("本年|\n\r\t 0", max_size=40))
def test_line_and_column_lead_back_to_the_characters(before: str, marked: str, after: str) -> None:
    text = before + marked + after
    spot = Lines.of(document(text, "utf-8")).spot(len(before), len(before) + len(marked))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert lines[spot.line - 1][spot.column - 1 : spot.end_column - 1] == marked == spot.marked
    assert spot.line == spot.end_line


def test_places_are_in_the_language_asked_for() -> None:
    place = "page 2, table 1, row 3, cell 4"
    assert place_words(place, Lang.EN) == place
    assert place_words(place, Lang.ZH) == "第 2 页第 1 张表第 3 行第 4 格"
    assert place_words("paragraph 10", Lang.ZH) == "第 10 段"
