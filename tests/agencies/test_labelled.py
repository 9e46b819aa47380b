"""How many of the labelled bodies are told right, and that no wrong one is told with confidence."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from pipeline.agencies.resolving import Resolver
from pipeline.agencies.scope import scope
from pipeline.engine.agencies import load_resolver
from tests.agencies.labelled import FIRST, LAST, LATER, SCOPES, WIDE, YEAR_2026, labelled, verdict


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return load_resolver()


@pytest.mark.parametrize("path", [FIRST, LATER, LAST, WIDE, YEAR_2026], ids=["first", "later", "last", "wide", "2026"])
def test_labelled_bodies(path: Path, resolver: Resolver) -> None:
    verdicts = {case.line: verdict(case, resolver.resolve(case.subject), resolver) for case in labelled(path)}
    counts = Counter(verdicts.values())
    assert [line for line, said in verdicts.items() if said == "sure"] == []
    assert counts["right"] / len(verdicts) >= 0.97


def test_the_lists_are_as_long_as_they_are_said_to_be() -> None:
    assert len(labelled(FIRST)) >= 250
    assert len(labelled(LATER)) >= 130
    assert len(labelled(LAST)) >= 90
    assert len(labelled(WIDE)) >= 1030
    assert len(labelled(YEAR_2026)) >= 1755


def test_labelled_scopes() -> None:
    with SCOPES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) >= 200
    wrong = [row for row in rows if scope(row["department"], f"{row['text']}\n一、总体情况")[0] != row["scope"]]
    assert wrong == []
