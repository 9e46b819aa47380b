"""Every query of the cookbook runs on a published file, and gives rows of what it asks for."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.cookbook import PAGE, queries
from pipeline.engine.dictionary_page import PAGE as DICTIONARY
from pipeline.engine.dictionary_page import page
from pipeline.engine.models import load_catalogue, model_comments, run_model
from pipeline.engine.publishing import publish
from pipeline.engine.reference import write_regions
from pipeline.engine.settings import Settings
from pipeline.storage import open_published
from tests.generated import reports
from tests.modelled import stage

CATALOGUE = load_catalogue()
QUESTIONS = dict(queries())
ALMOST_NEVER = {
    "How do the provinces compare?",
    "How do the counties of a city compare?",
    "What is the disclosure rate of each county, year by year?",
}
"""What the invented places of the tests have no answer to: they are in no province."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of generated reports."""
    settings = Settings(tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("cookbook"), workers=1)
    stage(settings.house, reports(3, 150, (2022, 2023)))
    write_regions(settings)
    for model in CATALOGUE.models:
        run_model(settings.house, CATALOGUE, model)
    return publish(settings, model_comments(CATALOGUE.models), CATALOGUE.models).path


def test_the_page_asks_twenty_questions_and_more() -> None:
    assert len(QUESTIONS) >= 20
    assert PAGE.read_text(encoding="utf-8").count("```sql") == len(QUESTIONS), "a query without a heading of its own"


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_an_answer(published: Path, question: str) -> None:
    with open_published(published) as connection:
        try:
            rows = connection.execute(QUESTIONS[question]).fetchall()
        except duckdb.Error as error:
            pytest.fail(f"{question}: {error}")
    assert rows or question in ALMOST_NEVER


def test_the_dictionary_is_what_the_declarations_say() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == page(), "run `make dictionary`"


def test_every_table_and_column_of_the_file_has_a_comment(published: Path) -> None:
    with open_published(published) as connection:
        silent = connection.execute(
            "select table_name from duckdb_tables() where comment is null union all "
            "select view_name from duckdb_views() where comment is null and not internal union all "
            "select table_name || '.' || column_name from duckdb_columns() where comment is null and not internal"
        ).fetchall()
    assert silent == []
