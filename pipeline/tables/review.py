"""The table of reviews and lawsuits: three routes of five results, printed as one line of fifteen values.

Its header is stacked, often one character a line; so the header only shows that the table is there, and the values are
the numbers behind it. Some print one line a route: then the route's label leads its five.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.forms import Column
from pipeline.tables import anchors
from pipeline.tables.anchors import Anchor
from pipeline.tables.page import Page
from pipeline.tables.rows import Stretch, stretch
from pipeline.tables.values import Sort, Token, tokens
from pipeline.tables.vocabulary import Kind, plain, vocabulary

_LEAST_HEADERS = 3
_SPARE = 2  # values more than the form has that a line may hold and still be the line


@dataclass(frozen=True, slots=True)
class ReviewSite:
    """The line of values (`whole`), or a stretch for each route (`routes`), whichever the report prints."""

    whole: Stretch | None
    routes: dict[str, Stretch]
    columns: tuple[Column, ...]
    start: int
    end: int
    header: int = 0  # where the last label of the header ends
    disordered: bool = False  # the header names results or routes in another order than the form's


def find(page: Page, after: int) -> ReviewSite | None:
    """The review table behind `after`, a place in compact text where the ledger ends, or under its heading."""
    words = vocabulary("review", page.forms)
    block = page.forms.forms[-1].table("review").blocks[0]
    start = page.heading("review")
    start = after if start is None else max(start, after)
    end = page.next_heading(start)
    if end <= start:
        return None
    found = anchors.find(page.text, page.norm, words, start, end)
    met = {(anchor.label.kind, anchor.label.key) for anchor in found}
    if len(met) < _LEAST_HEADERS:
        return None
    columns = tuple(column for _ in block.rows for column in block.columns)
    norm_start, norm_end = page.text.at(start), page.text.at(end)
    runs = _runs(tokens(page.norm, norm_start, norm_end), len(columns))
    routes = _by_route(page, found, runs, norm_end, block.arity)
    if len(routes) == len(block.rows):
        return ReviewSite(None, routes, block.columns, norm_start, norm_end)
    whole = _line(page, found, norm_start, norm_end, len(columns))
    header = max(anchor.norm_end for anchor in found)
    return ReviewSite(whole, {}, columns, norm_start, norm_end, header, _is_disordered(page, found, start))


def _is_disordered(page: Page, found: Sequence[Anchor], start: int) -> bool:
    """Whether the last five results met, each once, or the two kinds of lawsuits, stand in another order."""
    table = page.forms.forms[-1].table("review")
    block = table.blocks[0]
    results = [anchor.label.key for anchor in found if anchor.label.kind is Kind.COLUMN][-block.arity :]
    wanted = [column.key for column in block.columns]
    if len(set(results)) == block.arity and results != wanted:
        return True
    routes = [anchor.label.key for anchor in found if anchor.label.kind is Kind.ROW]
    order = [row.key for row in block.rows[1:]]
    met = [key for key in dict.fromkeys(routes) if key in order]
    if met != sorted(met, key=order.index):
        return True
    lawsuits = next((anchor.start for anchor in found if anchor.label.key in order), start)
    header = page.text.chars[start:lawsuits]
    return 0 <= header.rfind(plain(table.captions[0])) < header.rfind(plain(block.rows[0].label))


def _by_route(
    page: Page, found: Sequence[Anchor], runs: Sequence[tuple[Token, ...]], end: int, arity: int
) -> dict[str, Stretch]:
    """Runs of one route's length, each behind the label of its route; a route met twice makes none of them certain."""
    routes: dict[str, Stretch] = {}
    labels = anchors.of_kind(list(found), Kind.ROW)
    ends = [anchor.norm_end for anchor in labels]
    for run in runs:
        above = bisect_right(ends, run[0].start)
        if len(run) != arity or not above:
            continue
        label = labels[above - 1]
        if label.label.key in routes:
            return {}
        routes[label.label.key] = Stretch(label.norm_end, _line_end(page.norm, run, end), run, 0, False)
    return routes


def _line(page: Page, found: Sequence[Anchor], start: int, end: int, arity: int) -> Stretch | None:
    """The first run of values long enough behind a header; else the line of values behind the last label."""
    header = next((anchor.norm_end for anchor in found if anchor.label.kind is Kind.COLUMN), start)
    runs = _runs(tokens(page.norm, header, end), arity)
    last = max(anchor.norm_end for anchor in found)
    chosen = next((run for run in runs if arity <= len(run) <= arity + _SPARE), None)
    if chosen is None:
        chosen = next((run for run in runs if run[0].start >= last), None)
    if chosen is None:
        return stretch(page.norm, last, end, "")
    return Stretch(_line_start(page.norm, header, chosen[0].start), _line_end(page.norm, chosen, end), chosen, 0, False)


def _runs(found: Sequence[Token], count: int) -> list[tuple[Token, ...]]:
    """The values that follow each other without words in between, but for the printed numbers of `count` columns."""
    numbers = [token for token in found if token.sort is not Sort.WORDS]
    ordinals = [str(number) for number in range(1, count + 1)]
    for first in range(len(numbers) - count + 1):
        if [token.text for token in numbers[first : first + count]] == ordinals:
            places = {token.start for token in numbers[first : first + count]}
            found = [token for token in found if token.start not in places]
            break
    runs: list[tuple[Token, ...]] = []
    current: list[Token] = []
    for token in found:
        if token.sort is Sort.WORDS:
            runs.append(tuple(current))
            current = []
        else:
            current.append(token)
    runs.append(tuple(current))
    return [run for run in runs if run]


def _line_start(norm: str, floor: int, first: int) -> int:
    return max(floor, norm.rfind("\n", 0, first) + 1)


def _line_end(norm: str, run: Sequence[Token], end: int) -> int:
    stop = norm.find("\n", run[-1].end, end)
    return end if stop < 0 else stop
