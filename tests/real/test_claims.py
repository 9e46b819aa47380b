"""Claims of real reports, where the folder is there: what disagrees is known, and each was looked at in its report."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.engine.reading import Reading, read_report
from pipeline.narrative import Verdict, contradictions

DISAGREEING = {
    ("seed_004", "normative_issued", 4),
    ("shanghai_office_2019_html", "granted_or_partial", 258),
    ("shanghai_office_2019_html", "unable", 265),
    ("shanghai_office_2019_html", "reviews_upheld", 7),
}


@pytest.fixture(scope="module")
def readings(real_reports: Path) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for file in sorted(real_reports.glob("*/raw*")):
        found.setdefault(file.parent.name, []).append(read_report(file.read_bytes(), file.name))
    assert len(found) > 30
    return found


def test_what_disagrees_is_known(readings: dict[str, list[Reading]]) -> None:
    found = {
        (name, one.claim.concept, one.claim.number)
        for name, several in readings.items()
        for reading in several
        for one in reading.claims
        if one.verdict is Verdict.DISAGREES
    }
    assert found == {(name, concept, Decimal(number)) for name, concept, number in DISAGREEING}


def test_the_known_ones_have_the_right_verdict(readings: dict[str, list[Reading]]) -> None:
    [pingtan] = readings["pingtan_2022_glued_text"]
    received = [one for one in pingtan.claims if one.claim.concept == "requests_received"]
    assert [(one.claim.number, one.verdict) for one in received] == [(Decimal(75), Verdict.AGREES_AS)]
    for reading in readings["hongze_2024_pdf"]:
        received = [one for one in reading.claims if one.claim.concept == "requests_received"]
        assert [one.claim.number for one in received] == [Decimal(17)]
        assert {one.verdict for one in received} <= {Verdict.OTHER_SCOPE, Verdict.NOT_COMPARED}


def test_a_text_that_gives_two_numbers_is_known(readings: dict[str, list[Reading]]) -> None:
    found = {
        (name, one.concept)
        for name, several in readings.items()
        for reading in several
        for one in contradictions(reading.claims)
    }
    assert found == {("seed_004", "normative_issued")}


def test_every_place_holds_its_number(readings: dict[str, list[Reading]]) -> None:
    claims = [(reading, one.claim) for several in readings.values() for reading in several for one in reading.claims]
    assert len(claims) > 80
    for reading, claim in claims:
        assert reading.document is not None
        words = reading.document.text[claim.start : claim.end]
        digits = "".join(character for character in words if character.isdigit())
        assert digits == "" or Decimal(digits) == claim.number, words
