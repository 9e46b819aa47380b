"""The table of reviews and lawsuits: three routes of five results, printed as one line of fifteen values.

Its header is stacked, often one character a line; so the header only shows that the table is there, and the values are
the numbers behind it. Some print one line a route: then the route's label leads its five. Others turn the table: a line
a result, in which three values follow the label.

Where the labels of the header stand beside each other and each is broken over lines, a text has the first halves of all
and then the second halves: no label is left, but below the section's heading nothing else has the same characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.forms import Block, Column, Forms
from pipeline.tables import anchors
from pipeline.tables.anchors import Anchor
from pipeline.tables.ends import has_room
from pipeline.tables.headers import adds_a_total
from pipeline.tables.headless import below_heading, names_nothing_else
from pipeline.tables.layout import line_of
from pipeline.tables.page import Page
from pipeline.tables.serials import rule
from pipeline.tables.stretches import Stretch, stretch
from pipeline.tables.values import Sort, Token, tokens
from pipeline.tables.vocabulary import Kind, plain, vocabulary

_LEAST_HEADERS = 3
_SPARE = 2  # values more than the form has that a line may hold and still be the line
_LOST = 0.2  # of the characters of a header may be missing where its labels are interleaved
_FOREIGN = 2  # characters in it that are none of its own
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


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
    headless: bool = False  # no header is above the line


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
    columns = tuple(column for _ in block.rows for column in block.columns)
    if len(met) < _LEAST_HEADERS:
        return _interleaved(page, start, end, columns) or _headless(page, start, end, columns)
    norm_start, norm_end = page.text.at(start), page.text.at(end)
    runs = _runs(tokens(page.norm, norm_start, norm_end), len(columns))
    routes = _by_route(page, found, runs, norm_end, block.arity) or _by_result(page, found, runs, norm_end, block)
    if len(routes) == len(block.rows):
        return ReviewSite(None, routes, block.columns, norm_start, norm_end)
    whole = _line(page, found, norm_start, norm_end, len(columns))
    if whole is not None and _is_header(page, found, whole, block):
        return None
    header = max(anchor.norm_end for anchor in found)
    is_disordered = _is_disordered(page, found, start)
    if whole is not None and len({key for kind, key in met if kind is Kind.COLUMN}) < block.arity:
        is_disordered |= not _are_in_order(page.norm[norm_start : whole.start], page.forms)
    if whole is not None and whole.values:
        is_disordered |= _is_another(page, found, start, whole.values, block)
    return ReviewSite(whole, {}, columns, norm_start, norm_end, header, is_disordered)


def _is_header(page: Page, found: Sequence[Anchor], behind: Stretch, block: Block) -> bool:
    """Whether the results stand there for several routes, as they do above a line, and nothing below them.

    Not in a file with borders of its own: what reads it may leave out a row that is all empty.
    """
    results = sum(anchor.label.kind is Kind.COLUMN for anchor in found)
    is_last = max(found, key=lambda anchor: anchor.norm_end).label.kind is Kind.COLUMN
    is_empty = not behind.values and not behind.foreign and not page.document.bordered
    ends = behind.ends_text and not has_room(page.norm, behind, block.arity)
    return is_empty and (ends or (is_last and results > block.arity and not has_room(page.norm, behind, results)))


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
    last = max(anchor.start for anchor in found)
    if plain(block.rows[0].label) in page.text.chars[lawsuits:last]:
        return True  # reviews behind lawsuits
    header = page.text.chars[start:lawsuits]
    return 0 <= header.rfind(plain(table.captions[0])) < header.rfind(plain(block.rows[0].label))


def _is_another(page: Page, found: Sequence[Anchor], start: int, values: Sequence[Token], block: Block) -> bool:
    """Whether the header names a total more than the form has, or none at all where not every cell has a value: then
    as many values or cells as the form has columns are not its columns."""
    count, routes, total = len(values), len(block.rows), block.columns[-1]
    header = page.text.chars[start : page.place(values[0].start)]
    if count == routes * block.arity:
        return adds_a_total(header, plain(total.label), routes)
    met = Counter(anchor.label.key for anchor in found if anchor.label.kind is Kind.COLUMN)
    return count < routes * block.arity and not met[total.key] and len(met) == block.arity - 1


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


def _by_result(
    page: Page, found: Sequence[Anchor], runs: Sequence[tuple[Token, ...]], end: int, block: Block
) -> dict[str, Stretch]:
    """The values of a turned table: the routes above it, each result in the form's order before a value a route."""
    wanted = [row.key for row in block.rows]
    results = [anchor for anchor in found if anchor.label.kind is Kind.COLUMN]
    routes = [anchor.label.key for anchor in found if anchor.label.kind is Kind.ROW]
    # The section's heading names a route as well.
    if routes[-len(wanted) :] != wanted or [anchor.label.key for anchor in results] != [
        column.key for column in block.columns
    ]:
        return {}
    lines: list[tuple[Token, ...]] = []
    for label, after in zip(results, [*(anchor.norm_start for anchor in results[1:]), end], strict=True):
        own = [run for run in runs if label.norm_end <= run[0].start < after]
        if not own or len(own[0]) != len(wanted) or own[0][-1].end > after:
            return {}
        lines.append(own[0])
    start, stop = results[0].norm_start, _line_end(page.norm, lines[-1], end)
    values = zip(*lines, strict=True)
    return {key: Stretch(start, stop, column, 0, False) for key, column in zip(wanted, values, strict=True)}


def _interleaved(page: Page, start: int, end: int, columns: tuple[Column, ...]) -> ReviewSite | None:
    """The first values below the section's heading, if the words in between have the characters of the table's header
    and no others."""
    begin = _below_heading(page, start)
    if begin is None:
        return None
    norm_start, norm_end = page.text.at(begin), page.text.at(end)
    run = next(iter(_runs(tokens(page.norm, norm_start, norm_end), len(columns))), None)
    if run is None:
        return None
    met = Counter(filter(_IDEOGRAPH.match, page.text.chars[begin : page.place(run[0].start)]))
    header = _header(page.forms)
    if (header - met).total() > _LOST * header.total() or (met - header).total() > _FOREIGN:
        return None
    place, stop = _line_start(page.norm, norm_start, run[0].start), _line_end(page.norm, run, norm_end)
    line = Stretch(place, stop, run, 0, False)
    is_disordered = not _are_in_order(page.norm[norm_start:place], page.forms)
    return ReviewSite(line, {}, columns, norm_start, norm_end, place, is_disordered)


def _headless(page: Page, start: int, end: int, columns: tuple[Column, ...]) -> ReviewSite | None:
    """The line of values below the section's heading with no header above it."""
    begin = _below_heading(page, start)
    if begin is None:
        return None
    norm_start, norm_end = page.text.at(begin), page.text.at(end)
    run = below_heading(page, begin, _runs(tokens(page.norm, norm_start, norm_end), len(columns)))
    if run is None:
        return None
    place, stop = _line_start(page.norm, norm_start, run[0].start), _line_end(page.norm, run, norm_end)
    line = Stretch(place, stop, run, 0, False)
    is_disordered = not names_nothing_else(page.text.chars[begin : page.place(run[0].start)], page.forms)
    return ReviewSite(line, {}, columns, norm_start, norm_end, place, is_disordered, headless=True)


def _below_heading(page: Page, start: int) -> int | None:
    """Where the section's heading ends in compact text, or `start` if that is further on; None without a heading."""
    span, heading = page.report.section("review"), page.heading("review")
    return None if span is None or heading is None else max(start, heading + len(plain(span.heading)))


def _are_in_order(header: str, forms: Forms) -> bool:
    """Whether the results of which a line of the header has a piece stand in the form's order, route after route."""
    places, routes = _pieces(forms), len(forms.forms[-1].table("review").blocks[0].rows)
    for line in header.split("\n"):
        order = [places[character] for character in line if character in places]
        if "。" not in line and sum(a > b for a, b in pairwise(order)) >= routes:
            return False
    return True


@cache
def _pieces(forms: Forms) -> dict[str, int]:
    """The characters that stand in the label of one result only, each with the place of that result."""
    table = forms.forms[-1].table("review")
    block = table.blocks[0]
    labels = [plain(column.label) for column in block.columns]
    others = "".join((*table.captions, *(plain(row.label) for row in block.rows)))
    whole = Counter("".join("".join(set(label)) for label in labels) + others)
    return {character: place for place, label in enumerate(labels) for character in label if whole[character] == 1}


@cache
def _header(forms: Forms) -> Counter[str]:
    """The characters of the header."""
    table = forms.forms[-1].table("review")
    block = table.blocks[0]
    words = [*table.captions, *(row.label for row in block.rows)]
    words += [column.label for column in block.columns for _ in block.rows]
    return Counter("".join(map(plain, words)))


def _line(page: Page, found: Sequence[Anchor], start: int, end: int, arity: int) -> Stretch | None:
    """The first run of values long enough behind a header; else the line of values behind the last label."""
    header = next((anchor.norm_end for anchor in found if anchor.label.kind is Kind.COLUMN), start)
    runs = _runs(tokens(page.norm, header, end), arity)
    dashes = any(token.sort is Sort.MARK for run in runs for token in (run[0], run[-1]))
    if dashes and any(rule(page.norm, anchor.norm_start) for anchor in found):
        runs = [_without_rules(page.norm, run) for run in runs]
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


def _without_rules(norm: str, run: tuple[Token, ...]) -> tuple[Token, ...]:
    """A run without the dashes on lines of their own that part it from the header and from what follows."""
    own = [index for index, token in enumerate(run) if line_of(norm, token.start).strip(" |\t") != token.text]
    dashes = [token.sort is Sort.MARK for token in run]
    first = next((index for index, dash in enumerate(dashes) if not dash or index in own), 0)
    last = next((index for index in range(len(run) - 1, 0, -1) if not dashes[index] or index in own), len(run) - 1)
    return run[first : last + 1]


def _line_start(norm: str, floor: int, first: int) -> int:
    return max(floor, norm.rfind("\n", 0, first) + 1)


def _line_end(norm: str, run: Sequence[Token], end: int) -> int:
    stop = norm.find("\n", run[-1].end, end)
    return end if stop < 0 else stop
