"""Where in a text each table lies, and which stretch belongs to which of its rows.

A site is a row that was found: its label, its columns, and the text behind it. Headings narrow down where to look;
where they are missing the table's own first labels do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.forms import Block, Forms
from pipeline.tables import anchors
from pipeline.tables.anchors import Anchor
from pipeline.tables.captions import of_the_year
from pipeline.tables.headers import Header, headers_of
from pipeline.tables.page import Page
from pipeline.tables.serials import series
from pipeline.tables.slips import resembling, segments
from pipeline.tables.stretches import Stretch, stretch
from pipeline.tables.vocabulary import Kind, Label, Vocabulary, plain, vocabulary

_OPENING = 800  # compact characters within which the second row of a table follows its first
_FILLED = 2  # rows with values that make a table of it, and not a mention
_MUCH = 2  # a table with half as many is not that of a report whose tables were filled
_FIRST_ROW = 40  # compact characters from the first label of a ledger to its values at the latest
_TAIL = 2  # characters of a label that show it ends where a value begins
_TRIES = 6  # places where a table may begin that are looked into
_LENGTH = 6000  # compact characters a table takes at most, where nothing says where it ends
_WIDE = 5  # cells of a row; as many borders do not stand between two labels
_HEADERS = 2  # so many distinct column headings show a table where its block headings are missing


@dataclass(frozen=True, slots=True)
class Site:
    """A row of a table as found: `row` key, the `block` it stands in, and what is behind its label.

    `top` is where its label begins, in norm; `by_order` says that its values are its own by their order alone,
    `doubtful` that whose values stand there cannot be told.
    """

    row: str
    block: str
    stretch: Stretch
    top: int
    by_order: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class TableSite:
    """A table as found: its rows, in order, and which labels of columns were met in which block."""

    table: str
    sites: tuple[Site, ...]
    headers: dict[str, Header]
    start: int  # of its first label, in norm
    end: int
    beside: int = 0  # how many other tables of this kind with values the text holds

    @property
    def filled(self) -> int:
        """How many of its rows have values."""
        return sum(bool(site.stretch.values) for site in self.sites)


def requests(page: Page) -> TableSite | None:
    """The ledger of requests: of all places where its first labels follow each other, that which gives most rows."""
    # Its columns are the same in all forms, so their headings decide nothing.
    words = vocabulary("requests", page.forms, headings=False)
    heading = page.heading("requests")
    starts = ledgers(page, words)
    if heading is not None and not any(start >= heading for start in starts):
        starts.append(heading)
    found = []
    valued = re.compile(re.escape(plain(page.forms.rows("requests")[0].label)[-_TAIL:]) + "[0-9]")
    filled = [start for start in starts if valued.search(page.text.chars, start, start + _FIRST_ROW)]
    for start in starts[:_TRIES]:
        following = next((other for other in filled if other > start), start + _LENGTH)
        end = min(page.next_heading(start), following, start + _LENGTH)
        hits = list(_without_headings(page, words, anchors.find(page.text, page.norm, words, start, end)))
        found.append(_table_site(page, "requests", words, hits, start, end))
    return _fullest(page, found)


def _without_headings(page: Page, words: Vocabulary, found: Sequence[Anchor]) -> Iterator[Anchor]:
    """The labels of a ledger without those that are headings of its columns: some of its rows bear the same names.

    A heading has no number, and stands before all rows or right behind another heading.
    """
    names = {plain(column.label) for column in page.forms.columns(words.table)}
    captions = {plain(caption) for _, version in page.forms.tables(words.table) for caption in version.captions}
    above = tuple({*names, *captions} - {label.full for label in words.labels})
    is_above, end = True, -1  # where the heading before ends
    for anchor in found:
        follows = anchor.start == end or page.text.chars.endswith(above, 0, anchor.start)
        if anchor.label.full in names and not anchor.numbered and (is_above or follows):
            end = anchor.end
        else:
            is_above = False
            yield anchor


def _fullest(page: Page, found: Sequence[TableSite | None]) -> TableSite | None:
    """The first table with about as many rows that have values as any, and how many others stand beside it.

    An empty form has none, a mention in the prose few, and one of another year may say so; of two reports in one text
    the first gives all its tables.
    """
    sites = sorted((site for site in found if site is not None), key=lambda site: site.start)
    if not sites:
        return None
    most = max(site.filled for site in sites)
    full = [site for site in sites if _MUCH * site.filled >= most]
    told = of_the_year(page.norm, [site.start for site in full], page.report.report_year)
    best = next(site for site, is_own in zip(full, told, strict=True) if is_own)
    beside = {
        site.start for site in sites if site.filled >= _FILLED and (site.start >= best.end or site.end <= best.start)
    }
    return replace(best, beside=len(beside))


def ledgers(page: Page, words: Vocabulary) -> list[int]:
    """The places in compact text where ledgers of requests may begin."""
    rows = page.forms.rows("requests")
    return _openings(page, words, rows[0].key, rows[1].key)


def _openings(page: Page, words: Vocabulary, first: str, second: str) -> list[int]:
    """The places where the labels of a table's first two rows follow each other, printed number included."""
    seconds = [label.stem for label in words.labels if label.key == second]
    places = []
    for label in words.labels:
        if label.key != first:
            continue
        for place in _all(page.text.chars, label.stem):
            if any(page.text.chars.find(stem, place, place + _OPENING) >= 0 for stem in seconds):
                numbered = page.text.chars.endswith(label.number, 0, place)
                places.append(place - len(label.number) * numbered)
    return sorted(set(places))


def disclosure(page: Page, before: int | None) -> TableSite | None:
    """The disclosure table: between its heading and the ledger, or wherever its block headings stand."""
    start = page.heading("disclosure")
    limits = [place for place in (before, page.heading("requests")) if place is not None]
    end = min(limits) if limits else len(page.text.chars)
    if start is None or start >= end:
        start = 0
    words = vocabulary("disclosure", page.forms)
    first = min(label.order for label in words.labels if label.kind is Kind.BLOCK)
    stems = {label.stem for label in words.labels if label.kind is Kind.BLOCK and label.order == first}
    tops = [place for stem in stems for place in _all(page.text.chars, stem)]
    inside = sorted(place for place in tops if start < place < end)
    found = [_disclosure(page, start, inside[1] if len(inside) > 1 else end)]
    # An empty form, or another report, on the same page; or the section stands behind the requests.
    if len(tops) > 1 or (tops and found == [None]):
        openings = ledgers(page, vocabulary("requests", page.forms, headings=False))
        for top in sorted(tops)[:_TRIES]:
            stop = min([place for place in (*openings, *tops) if place > top], default=len(page.text.chars))
            found.append(_disclosure(page, top, stop))
    return _fullest(page, found)


def _all(chars: str, word: str) -> Iterator[int]:
    place = chars.find(word)
    while place >= 0:
        yield place
        place = chars.find(word, place + 1)


def _disclosure(page: Page, start: int, end: int) -> TableSite | None:
    words = vocabulary("disclosure", page.forms)
    end = min(end, start + 2 * _LENGTH)
    found = anchors.find(page.text, page.norm, words, start, end)
    blocks = anchors.of_kind(found, Kind.BLOCK)
    headers = {anchor.label.key for anchor in anchors.of_kind(found, Kind.COLUMN)}
    if not blocks and len(headers) < _HEADERS:
        return None
    # The block heading may be misspelt: then the headings of its columns are the first sure thing.
    first = min(anchor.start for anchor in found if anchor.label.kind in {Kind.BLOCK, Kind.COLUMN})
    return _table_site(page, "disclosure", words, [anchor for anchor in found if anchor.start >= first], first, end)


def _table_site(
    page: Page, table: str, words: Vocabulary, found: Sequence[Anchor], start: int, end: int
) -> TableSite | None:
    picked = anchors.chain(anchors.of_kind(list(found), Kind.ROW, Kind.GROUP, Kind.BLOCK), page.norm)
    rows = [anchor for anchor in picked if anchor.label.kind is Kind.ROW]
    if not rows:
        return None
    blocks = _blocks(page.forms, table)
    sites: list[Site] = []
    norm_end = page.text.at(end)
    missing = _missing(words, rows)
    room = _room(page.forms, table)
    numbered = 2 * sum(anchor.numbered for anchor in rows) > sum(bool(anchor.label.number) for anchor in rows)
    tops = [anchor.norm_start for anchor in picked]
    counted = series(page.text, page.norm, picked, words.asides)
    for index, place in counted.items():
        tops[index] = place
    if missing:
        sites += _misspelt(page, missing, blocks, page.text.at(start), tops[0], 0, picked[0].label.order, room)
    for index, anchor in enumerate(picked):
        after = picked[index + 1] if index + 1 < len(picked) else None
        following = tops[index + 1] if after else norm_end
        place = anchor.norm_end
        if anchor.label.kind is Kind.ROW:
            own = stretch(page.norm, anchor.norm_end, following, anchor.rest, words.asides)
            if after and _leads_next(page.norm, own, following):
                own = stretch(page.norm, anchor.norm_end, own.values[-1].start, anchor.rest, words.asides)
            if after and numbered and _took_number(page.norm, own, after):
                own = stretch(page.norm, anchor.norm_end, own.values[-1].start, anchor.rest, words.asides)
            sites.append(Site(anchor.label.key, blocks[anchor.label.key], own, tops[index]))
            place = own.end
        if missing and place < following:
            limit = after.label.order if after else missing[-1].order + 1
            met = list(_misspelt(page, missing, blocks, place, following, anchor.label.order, limit, room))
            if met and anchor.label.kind is Kind.ROW:
                sites[-1] = replace(sites[-1], stretch=_without(page.norm, own, met, following, words.asides))
            sites += met
    headers = headers_of(page, words, anchors.of_kind(list(found), Kind.COLUMN), rows, blocks)
    return TableSite(table, tuple(sites), headers, min(picked[0].norm_start, sites[0].stretch.start), norm_end)


@cache
def _blocks(forms: Forms, table: str) -> Mapping[str, str]:
    """The block of each row of a table."""
    return {row.key: block.key for _, version in forms.tables(table) for block in version.blocks for row in block.rows}


@cache
def _room(forms: Forms, table: str) -> int:
    """The borders behind a label that resembles one which show it to be that of a blank row: as many as its cells, if
    these are more than the labels of parents may have behind them."""
    least = min(block.arity for _, version in forms.tables(table) for block in version.blocks)
    return least if least >= _WIDE else 0


def _without(norm: str, own: Stretch, met: Sequence[Site], following: int, asides: Sequence[str]) -> Stretch:
    """The stretch of a row without the misspelt rows met in it: what stands in these is not astray."""
    left = zip([own.end, *(site.stretch.end for site in met)], [*(site.top for site in met), following], strict=True)
    strays = sum(stretch(norm, start, end, "", asides).strays for start, end in left if start < end)
    return replace(own, strays=strays, foreign=own.foreign and met[0].top > own.end)


def _leads_next(norm: str, own: Stretch, following: int) -> bool:
    """Whether the last value opens the line of the next label: a serial number of that row."""
    if not own.values or "\n" in norm[own.values[-1].end : following]:
        return False
    before = own.values[-2].end if len(own.values) > 1 else own.start
    return "\n" in norm[before : own.values[-1].start]


def _took_number(norm: str, own: Stretch, after: Anchor) -> bool:
    """Whether the last value is the printed number of the next label, set apart from it by a break of the line.

    Not where it ends a line on which borders keep it apart from other values: that label has lost its number.
    """
    digit = after.label.number.strip("().、")
    if not own.values or after.numbered or not digit.isdigit() or own.values[-1].text != digit:
        return False
    before = norm[own.values[-2].end : own.values[-1].start] if len(own.values) > 1 else ""
    ends_line = "\n" in norm[own.values[-1].end : after.norm_start]
    return not (ends_line and "\n" not in before and ("|" in before or "\t" in before))


def _missing(words: Vocabulary, rows: Sequence[Anchor]) -> list[Label]:
    """The labels of rows that were not met, in the order of the form."""
    met = {anchor.label.key for anchor in rows}
    labels = [label for label in words.labels if label.kind is Kind.ROW and label.key not in met]
    return sorted(labels, key=lambda label: label.order)


def _misspelt(
    page: Page,
    missing: Sequence[Label],
    blocks: Mapping[str, str],
    start: int,
    end: int,
    above: int,
    below: int,
    room: int,
) -> Iterator[Site]:
    """Rows between two places that resemble missing ones whose rank lies between two others."""
    for segment in segments(page.norm, start, end, room):
        label = resembling(segment, [label for label in missing if above < label.order < below])
        if label is not None:
            above = label.order
            own = Stretch(segment.start, segment.end, segment.values, 0, False)
            yield Site(label.key, blocks[label.key], own, segment.top)


@cache
def versions_of(forms: Forms, table: str, block: str) -> Mapping[str, Block]:
    """The forms that have a block, each with its version of it."""
    return {
        form.key: candidate
        for form, version in forms.tables(table)
        for candidate in version.blocks
        if candidate.key == block
    }
