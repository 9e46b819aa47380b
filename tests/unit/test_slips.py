"""Labels that are not spelt as the form spells them, and pieces of labels that are none."""

from __future__ import annotations

import pytest

from pipeline.tables.slips import resembling, segments
from pipeline.tables.vocabulary import Kind, vocabulary

_LABELS = [label for label in vocabulary("requests", headings=False).labels if label.kind is Kind.ROW]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("于三类内部事务信息\n0 0 0 1 0 0 1", "denied_internal_affairs"),
        ("(三)不予公开5.属于三类内部务信息\n0 0 0 1 0 0 1", "denied_internal_affairs"),
        # the end of a label and the beginning of the next, whose values follow
        ("于三类内部事务信息\n6.属\n0 0 0 1 0 0 1", None),
        ("求行政机关确认或重新出具已获取信息\n(六)\n0 0 0 1 0 0 1", None),
    ],
)
def test_words_resemble_a_label_if_they_are_those_of_one(text: str, row: str | None) -> None:
    [segment] = segments(text, 0, len(text))
    label = resembling(segment, _LABELS)
    assert (label.key if label else None) == row
