"""Every table and column says what it means, in both languages, once."""

from __future__ import annotations

from pipeline.checks import declared_rules
from pipeline.contracts import dictionary, reference_frames, staged_tables, validate
from pipeline.engine.publishing import staged_comments


def test_every_column_has_words_in_both_languages() -> None:
    lines = dictionary()
    assert {(line.table, line.column) for line in lines if line.column} == {
        (table.name, column) for table in staged_tables().values() for column in table.names
    }
    assert all(line.zh and line.en for line in lines)
    assert len({(line.table, line.column) for line in lines}) == len(lines)


def test_comments_are_the_dictionary() -> None:
    comments = staged_comments()
    assert set(comments) == set(staged_tables())
    assert comments["cells"].columns["raw"] == "原文字符 (Characters of the cell)"


def test_keys_are_columns_and_references_lead_somewhere() -> None:
    tables = staged_tables()
    for table in tables.values():
        assert set(table.key) <= set(table.names)
        for reference in table.references:
            assert set(reference.target) <= set(tables[reference.table].names)
            assert set(reference.columns) <= set(table.names)


def test_reference_tables_keep_their_contracts() -> None:
    frames = reference_frames()
    validate(frames)
    assert len(frames["form_rows"]) == 8 + 23 + 3 + 6 + 25 + 3
    assert frames["form_rules"]["rule"].to_list() == [rule.key for rule in declared_rules()]
    assert frames["form_rules"]["rule"].head(4).to_list() == [
        "ledger_balance",
        "result_total",
        "applicant_total",
        "review_total",
    ]
