"""What stands above the rows of a table: the headings of its columns, their order, and the unit of money they name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.forms import Block
from pipeline.tables.anchors import Anchor
from pipeline.tables.layout import FullRow
from pipeline.tables.page import Page
from pipeline.tables.values import Sort, Token
from pipeline.tables.vocabulary import Vocabulary, plain

_HEADER = 160  # compact characters above the first row in which its headings stand
_ANOTHER_YEAR = re.compile(r"上年|去年|上一年|同比|增减")
_ANOTHER_TOTAL = re.compile(r"合计|小计")
_HALF = 2  # characters of a heading that a break leaves together
_UNIT = re.compile(r"亿元|万元|千元|(?<=[:(])元")


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above a block: the keys of the columns named there, the line as a row where it looks like one,
    the unit of money it names, and the keys as often as they are printed, where merged cells were written out."""

    columns: tuple[str, ...]
    line: FullRow | None
    unit: str | None = None
    printed: tuple[str, ...] = ()


def headers_of(
    page: Page, words: Vocabulary, columns: Sequence[Anchor], rows: Sequence[Anchor], blocks: Mapping[str, str]
) -> dict[str, Header]:
    """The column labels that stand above the first row of each block, in printed order."""
    headers: dict[str, Header] = {}
    above = 0
    for row in rows:
        block = blocks[row.label.key]
        if block not in headers:
            printed = [anchor for anchor in columns if above <= anchor.start < row.start]
            found = {anchor.label.key: anchor for anchor in printed}
            labels = list(found.values())
            unit = _UNIT.findall(page.text.chars, labels[0].start, row.start) if labels else []
            line = _caption_line(page, words, labels, row.norm_start)
            headers[block] = Header(tuple(found), line, unit[-1] if unit else None, _keys(printed))
        above = row.end
    return headers


def _keys(printed: Sequence[Anchor]) -> tuple[str, ...]:
    """The keys of the columns in printed order; a heading of several spellings is found once by each."""
    return tuple({anchor.end: anchor.label.key for anchor in printed}.values())


def _caption_line(page: Page, words: Vocabulary, found: Sequence[Anchor], end: int) -> FullRow | None:
    """The header of a block as a row: behind its caption one label a column, set apart as values are."""
    if not found:
        return None
    places = [page.text.chars.rfind(aside, 0, found[0].start) + len(aside) for aside in words.asides]
    caption = max((place for place in places if place <= found[0].start), default=-1)
    if caption != found[0].start:
        return None
    labels = tuple(Token(Sort.WORDS, "", anchor.norm_start, anchor.norm_end) for anchor in found)
    return FullRow(page.text.after(caption), end, labels)


def disordered(page: Page, headers: Mapping[str, Header], start: int, blocks: Mapping[str, Block]) -> frozenset[str]:
    """The blocks whose headings stand in another order than the form's, as far as they were met."""
    found = set()
    for key, block in blocks.items():
        wanted = [column.key for column in block.columns]
        header = headers.get(key)
        printed = list(header.columns) if header and header.columns else _printed(page, start, block)
        if len(printed) > 1 and set(printed) <= set(wanted) and printed != sorted(printed, key=wanted.index):
            found.add(key)
    return frozenset(found)


def misheaded(headers: Mapping[str, Header], blocks: Mapping[str, Block]) -> frozenset[str]:
    """The blocks above which stand headings of another block's columns and not all of their own.

    Whether such a heading is a slip of the pen or says what the cells below it hold, nothing tells.
    """
    wanted = {key: {column.key for column in block.columns} for key, block in blocks.items()}
    printed = {key: set(header.columns) for key, header in headers.items()}
    return frozenset(key for key, own in wanted.items() if printed.get(key, own) - own and own - printed.get(key, own))


def has_another_year(page: Page, start: int, captions: Sequence[str]) -> bool:
    """Whether the header of a ledger, between its captions and its first row at `start`, names columns of another
    year: last year's totals, or what changed since."""
    stop = page.place(start)
    above = page.text.chars[max(0, stop - _HEADER) : stop]
    tops = [above.rfind(plain(caption)) for caption in captions]
    return bool(_ANOTHER_YEAR.search(above, max(tops))) if any(top >= 0 for top in tops) else False


def adds_a_total(header: str, total: str, times: int = 1) -> bool:
    """Whether a header in compact text has a column of totals beside those of the form, of which it prints so many."""
    return bool(_ANOTHER_TOTAL.search(header)) and header.count(total) >= times


def lacks_a_column(page: Page, start: int, block: Block) -> bool:
    """Whether the header of a ledger whose first row is at `start` has nothing of one of its inner columns' headings,
    and something of all others; a heading may be broken over rows of the header."""
    stop = page.place(start)
    above = page.text.chars[max(0, stop - _HEADER) : stop]
    return sum(plain(column.label)[:_HALF] not in above for column in block.columns[1:-2]) == 1


def _printed(page: Page, start: int, block: Block) -> list[str]:
    """The headings above the first label of a ledger, in printed order.

    Its header has two storeys, and the outer kinds of applicants are printed before the inner ones, so that only the
    order of the inner ones tells.
    """
    stop = page.place(start)
    above = page.text.chars[max(0, stop - _HEADER) : stop]
    places = {column.key: above.rfind(plain(column.label)) for column in block.columns[1:-2]}
    return sorted((key for key, place in places.items() if place >= 0), key=lambda key: places[key])
