"""The floors: what reading must reach on the corpora, and must not fall below without a reason being given."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from pipeline.engine.evaluation import Evaluation, evaluate_cases
from pipeline.engine.floors import floors_for, shortfalls
from pipeline.engine.known import Case, cases_in, fingerprint
from tests.corpus.layouts import LAYOUTS
from tests.gate.corpora import GROUPS, MEDIA, NOISES, WORDED, WORDS, generated, samples
from tests.gate.pin import FLOORS

# A label with a character lost may be another row's, so that not every row of a misspelt report can be told.
KEPT = {
    **dict.fromkeys((layout.name for layout in LAYOUTS if layout.keeps_borders), 0.995),
    **dict.fromkeys((*MEDIA, *(f"{name}_kept" for name in WORDS)), 0.995),
    "misspelt_kept": 0.95,
}
"""The share of figures that must be right, of reports without blanks, whatever is pinned."""
PINNED = FLOORS.read_text(encoding="utf-8")

Corpus = tuple[list[Case], Evaluation]


@cache
def _made() -> Corpus:
    cases = list(generated())
    return cases, evaluate_cases(cases)


@cache
def _sampled() -> Corpus:
    cases = list(samples())
    return cases, evaluate_cases(cases)


@pytest.fixture(scope="module", params=[_made, _sampled], ids=["generated", "samples"])
def corpus(request: pytest.FixtureRequest) -> Corpus:
    found: Corpus = request.param()
    return found


def _hold(cases: list[Case], evaluation: Evaluation) -> None:
    # Another corpus than the floors were set on is refused here, with both fingerprints.
    floors = floors_for(PINNED, fingerprint(cases))
    assert list(map(str, shortfalls(evaluation, floors))) == []


def test_no_floor_is_missed(corpus: Corpus) -> None:
    _hold(*corpus)


def test_nothing_is_wrong_and_nothing_is_invented(corpus: Corpus) -> None:
    _, evaluation = corpus
    faults = [fault for one in evaluation.scored for fault in one.faults if fault.sort != "missed"]
    assert faults == []


def test_the_corpus_is_whole() -> None:
    cases, evaluation = _made()
    texts = 2 * (len(LAYOUTS) + 1) * (len(NOISES) * len(GROUPS) + len(WORDS) * len(WORDED))
    assert len([case for case in cases if case.file == "report.txt"]) == texts
    assert {case.file for case in cases} == {"report.txt", *(f"report.{media}" for media in MEDIA)}
    assert evaluation.total.nonzero > 40_000
    assert evaluation.total.blanks > 10_000
    # Texts must differ, or the fingerprint of one report would vouch for many.
    assert len({case.data for case in cases}) == len(cases)


@pytest.mark.parametrize("name", KEPT)
def test_where_borders_are_kept_nearly_all_figures_are_right(name: str) -> None:
    score = _made()[1].layouts[f"{name}/full"]
    share = KEPT[name]
    assert score.nonzero_right >= share * score.nonzero > 0
    assert score.zeros_right >= share * score.zeros > 0


def test_form_and_year_are_right_everywhere() -> None:
    total = _made()[1].total
    assert (total.forms_right, total.years_right) == (total.forms, total.years)


def test_real_reports(real_reports: Path) -> None:
    """Floors pinned to what is reached; nothing silent and nothing invented, whatever is pinned."""
    cases = [case for case in cases_in(real_reports) if not case.extra]
    evaluation = evaluate_cases(cases)
    assert (evaluation.total.silent, evaluation.total.invented) == (0, 0)
    _hold(cases, evaluation)


def test_every_change_of_a_floor_has_a_reason_of_its_own() -> None:
    for name, corpus in json.loads(PINNED)["corpora"].items():
        reasons = [entry["reason"] for entry in corpus["history"]]
        assert all(len(reason) > 20 for reason in reasons), name
