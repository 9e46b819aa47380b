"""Which form a table is on, read off its labels.

Each block decides for itself, since hybrids exist: by the column headings above it, else by rows only one form has,
else by how many values its rows hold. A block that shows nothing follows the rest of its table, and a table that shows
nothing is read as the others are, which says nothing of its form. The year never decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.forms import Block, Forms
from pipeline.tables.page import Page
from pipeline.tables.sites import Site, TableSite, versions_of

MIXED = "mixed"  # blocks of one table, or tables of one report, on different forms


@dataclass(frozen=True, slots=True)
class Versions:
    """For each block met, the form key and the block as that form has it; `form` for the table as a whole.

    `borrowed`: the form is that of the other tables, and nothing in this one shows it.
    """

    blocks: Mapping[str, tuple[str, Block]]
    form: str | None
    borrowed: bool = False


def decide(page: Page, found: TableSite) -> Versions:
    """The form of each block of a table and of the table: its key, ``mixed``, or None where nothing tells."""
    by_block: dict[str, list[Site]] = {}
    for site in found.sites:
        by_block.setdefault(site.block, []).append(site)
    options = {block: versions_of(page.forms, found.table, block) for block in by_block}
    votes = {block: _vote(page.forms, options[block], found, block, sites) for block, sites in by_block.items()}
    if not any(votes.values()):
        votes = {block: _by_count(options[block], sites) for block, sites in by_block.items()}
    decided = {form for form in votes.values() if form is not None}
    common = Counter(form for form in votes.values() if form).most_common(1)
    fallback = common[0][0] if common else None
    blocks: dict[str, tuple[str, Block]] = {}
    for block, vote in votes.items():
        form = vote or (fallback if fallback in options[block] else None)
        if form is None and len(options[block]) == 1:
            form = next(iter(options[block]))
        if form is not None:
            blocks[block] = (form, options[block][form])
    return Versions(blocks, decided.pop() if len(decided) == 1 else (MIXED if decided else None))


def settle(page: Page, found: Sequence[TableSite], chosen: Mapping[str, Versions]) -> dict[str, Versions]:
    """Let a table whose labels do not tell, because the text ends before them, follow the form of the others.

    Where no table tells, its blocks are read as the newest form has them if all forms give them the same columns, and
    its form stays None.
    """
    shown = {versions.form for versions in chosen.values() if versions.form}
    common = shown.pop() if len(shown) == 1 else None
    settled = {}
    for site in found:
        known = chosen[site.table]
        blocks = dict(known.blocks)
        for block in dict.fromkeys(row.block for row in site.sites):
            if block in blocks:
                continue
            options = versions_of(page.forms, site.table, block)
            if common is not None and common in options:
                blocks[block] = (common, options[common])
            elif len({tuple(column.key for column in version.columns) for version in options.values()}) == 1:
                blocks[block] = list(options.items())[-1]
        form = known.form or (common if common != MIXED else None)
        settled[site.table] = Versions(blocks, form, known.form is None and form is not None)
    return settled


def _vote(forms: Forms, options: Mapping[str, Block], found: TableSite, block: str, sites: list[Site]) -> str | None:
    """What the labels of one block show, or None."""
    if len(options) == 1:
        return next(iter(options))
    return _headings(options, _printed(found, block)) or _own_rows(forms, options, found.table, sites)


def _by_count(options: Mapping[str, Block], sites: list[Site]) -> str | None:
    """What the number of values shows, asked only where no label of the table tells."""
    counts = {len(site.stretch.values) for site in sites if site.stretch.values}
    fitting = [form for form, version in options.items() if counts == {version.arity}]
    return fitting[0] if len(fitting) == 1 else None


def _printed(found: TableSite, block: str) -> tuple[str, ...]:
    header = found.headers.get(block)
    return header.columns if header else ()


def _headings(options: Mapping[str, Block], printed: tuple[str, ...]) -> str | None:
    """The form whose own headings stand there, those that no other has; else the one with just these headings."""
    scores = {}
    for form, version in options.items():
        others = {column.key for key, other in options.items() if key != form for column in other.columns}
        scores[form] = sum(column.key in printed and column.key not in others for column in version.columns)
    exact = {form: {column.key for column in version.columns} == set(printed) for form, version in options.items()}
    return _single(scores) or _single(exact)


def _own_rows(forms: Forms, options: Mapping[str, Block], table: str, sites: list[Site]) -> str | None:
    filled = {site.row for site in sites if site.stretch.values}
    return _single(_scores(options, filled)) or _single(_scores(options, _named(forms, table, sites)))


def _scores(options: Mapping[str, Block], met: Collection[str]) -> Mapping[str, int]:
    scores = {}
    for form, version in options.items():
        others = {row.key for key, other in options.items() if key != form for row in other.rows}
        scores[form] = sum(row.key in met and row.key not in others for row in version.rows)
    return scores


def _named(forms: Forms, table: str, sites: list[Site]) -> frozenset[str]:
    """The rows that are there by their labels, with values or without.

    Not those named as a column is. One named as a group is in another form may be the parent of rows below it, unless
    the row that follows in its own form does.
    """
    versions = [version for _, version in forms.tables(table)]
    groups = {group.label for version in versions for group in version.groups}
    columns = {column.label for version in versions for block in version.blocks for column in block.columns}
    unclear = {row.key for version in versions for row in version.rows if row.label in groups | columns}
    follows = {(a.key, b.key) for version in versions for a, b in pairwise(version.rows) if a.label in groups}
    alone = {a.row for a, b in pairwise(sites) if (a.row, b.row) in follows and not a.stretch.strays}
    return frozenset(site.row for site in sites if site.row not in unclear or site.row in alone)


def _single(scores: Mapping[str, int]) -> str | None:
    ahead = [form for form, score in scores.items() if score]
    return ahead[0] if len(ahead) == 1 else None
