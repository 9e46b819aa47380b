"""The words to look for in a text, derived from the forms.

A label is looked for by its *stem*, the beginning that tells it apart from all others of its table: layouts break
labels, and a PDF puts the figures in the middle of one, but a stem that short survives. What follows the stem is
swallowed as far as it agrees.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from pipeline.forms import FORMS, Forms
from pipeline.readers.document import compact, normalise

_STEM = 6  # characters; shorter beginnings also occur in running text


class Kind(StrEnum):
    """What a label names."""

    ROW = "row"
    GROUP = "group"  # the parent cell of an outcome group
    BLOCK = "block"  # 第二十条第(…)项
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it appears in compact text. `order` is its rank in the printed table, a column's that of its block."""

    kind: Kind
    key: str
    full: str
    stem: str
    order: int
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels of one table over all forms. `pattern` finds any of them, whole or by its stem alone, and `by_word`
    says which labels a word met stands for.

    `asides` are the other words a table prints, numbered parents and captions: they may stand between a label and its
    values, or in the middle of it, where a layout runs columns together.
    """

    table: str
    pattern: re.Pattern[str]
    by_word: dict[str, tuple[Label, ...]]
    labels: tuple[Label, ...]
    asides: tuple[str, ...]


@functools.lru_cache(maxsize=2048)
def plain(label: str) -> str:
    """A label as it looks in compact text."""
    return compact(normalise(label)[0]).chars


@functools.cache
def vocabulary(table: str, forms: Forms = FORMS, headings: bool = True) -> Vocabulary:
    """The vocabulary of the table with this key, with or without the headings of its columns."""
    labels = [label for label in _stemmed(_labels(table, forms)) if headings or label.kind is not Kind.COLUMN]
    # A stem that labels share stands for all of them: whole labels are matched only where the stem is their own.
    sharing = Counter(label.stem for label in labels)
    by_word: dict[str, tuple[Label, ...]] = {}
    for label in labels:
        for word in {label.stem, label.full} if sharing[label.stem] == 1 else {label.stem}:
            by_word[word] = (*by_word.get(word, ()), label)
    pattern = "|".join(map(re.escape, sorted(by_word, key=len, reverse=True)))
    return Vocabulary(table, re.compile(pattern), by_word, tuple(labels), _asides(table, forms))


def _labels(table: str, forms: Forms) -> list[Label]:
    """Every spelling of every label, stems not yet cut. Ranks leave room: rows of a later block come later."""
    found: list[Label] = []
    rows = forms.rows(table)
    ranks = {row.key: 10 * position for position, row in enumerate(rows, 1)}
    for _, version in forms.tables(table):
        for group in version.groups:
            members = [ranks[row.key] for row in version.rows if row.group == group.key]
            # 其他处理 is a row in one form and a parent in the other: one label, told apart by what follows it.
            if members and group.label and group.label not in {row.label for row in rows}:
                found.append(Label(Kind.GROUP, group.key, plain(group.label), "", min(members) - 1, group.number))
        for block in version.blocks:
            first = min(ranks[row.key] for row in block.rows)
            if block.heading:
                found.append(Label(Kind.BLOCK, block.key, plain(block.heading), "", first - 2))
            for column in block.columns:
                found += [
                    Label(Kind.COLUMN, column.key, plain(spelling), "", first - 1)
                    for spelling in (column.label, *column.variants)
                ]
        for row in version.rows:
            found += [
                Label(Kind.ROW, row.key, plain(spelling), "", ranks[row.key], row.number, plain(row.note))
                for spelling in (row.label, *row.variants)
            ]
    return list(dict.fromkeys(found))


def _asides(table: str, forms: Forms) -> tuple[str, ...]:
    words = [
        text
        for _, version in forms.tables(table)
        for text in (
            *(group.number + group.label for group in version.groups if group.label),
            *(block.heading for block in version.blocks if block.heading),
            *version.captions,
        )
    ]
    return tuple(dict.fromkeys(map(plain, words)))


def _stemmed(labels: list[Label]) -> list[Label]:
    """Cut each label to the shortest beginning of at least `_STEM` characters that no other label begins with."""
    texts = {label.full for label in labels}
    return [_cut(label, texts) for label in labels]


def _cut(label: Label, texts: set[str]) -> Label:
    length = min(_STEM, len(label.full))
    while length < len(label.full) and any(
        label.full[:length] in text for text in texts if text != label.full and label.full not in text
    ):
        length += 1
    stem = label.full[:length]
    return Label(label.kind, label.key, label.full, stem, label.order, label.number, label.note)
