"""Pinned floors: what an evaluation must reach on a corpus, and must not fall below without a reason being given.

A floors file is JSON: ``{"corpora": {NAME: {"fingerprint", "history", "floors"}}}``. Floors are counts per layout and
in total, those that are right as the least and those that are not as the most. They hold for the corpus with that
fingerprint and for no other. `history` gives a reason for each set of floors so far, the last one for the floors that
stand; a set whose mark the last entry does not bear was changed without a reason and is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.engine.evaluation import COUNTS, Evaluation, Score

LEAST = tuple(name for name in COUNTS if name.endswith("_right"))
MOST = ("wrong", "invented", "silent", "blanked")
TOTAL = "total"

Counts = Mapping[str, Mapping[str, int]]
"""Floors by layout, and by `TOTAL` for all of them together."""


class NotComparable(Exception):
    """Floors that cannot be compared with this evaluation; the message says why."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A count that is below its floor, or above it if it should be low."""

    layout: str
    count: str
    found: int
    floor: int

    def __str__(self) -> str:
        return f"{self.layout}: {self.count} {self.found} {'<' if self.count in LEAST else '>'} {self.floor}"


def counts_of(evaluation: Evaluation) -> dict[str, dict[str, int]]:
    """What an evaluation reached, in the shape of floors."""
    scores = {TOTAL: evaluation.total, **evaluation.layouts}
    return {name: {count: getattr(score, count) for count in (*LEAST, *MOST)} for name, score in scores.items()}


def mark(floors: Counts) -> str:
    """A mark of a set of floors, the same for the same numbers."""
    return hashlib.sha256(json.dumps(floors, sort_keys=True).encode()).hexdigest()[:16]


def floors_for(text: str, fingerprint: str) -> Counts:
    """The floors that a floors file holds for the corpus with this fingerprint.

    Raises NotComparable where it holds none, is in another shape, or was changed without a reason.
    """
    try:
        corpora: dict[str, Any] = json.loads(text)["corpora"]
        known = {name: corpus["fingerprint"] for name, corpus in corpora.items()}
        found = next((corpus for corpus in corpora.values() if corpus["fingerprint"] == fingerprint), None)
        if found is None:
            raise NotComparable(f"no floors for a corpus {fingerprint}, only for {known}")
        floors: dict[str, dict[str, int]] = found["floors"]
        last = found["history"][-1]
        if last["floors"] != mark(floors) or not last["reason"].strip():
            raise NotComparable("the floors were changed without a reason in their history")
        if unknown := {count for counts in floors.values() for count in counts} - {*LEAST, *MOST}:
            raise NotComparable(f"not a count with a floor: {sorted(unknown)}")
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise NotComparable(f"not a floors file: {type(error).__name__}: {error}") from error
    return floors


def shortfalls(evaluation: Evaluation, floors: Counts) -> tuple[Shortfall, ...]:
    """Where an evaluation does not reach the floors. Raises NotComparable where they name other layouts."""
    scores = {TOTAL: evaluation.total, **evaluation.layouts}
    if missing := sorted(scores.keys() ^ floors.keys()):
        raise NotComparable(f"floors and corpus have different layouts: {missing}")
    return tuple(short for name, score in scores.items() for short in _below(name, score, floors[name]))


def _below(name: str, score: Score, floors: Mapping[str, int]) -> Iterator[Shortfall]:
    for count, floor in floors.items():
        found = getattr(score, count)
        if found < floor if count in LEAST else found > floor:
            yield Shortfall(name, count, found, floor)
