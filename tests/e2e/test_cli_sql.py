"""``gouji sql`` on a published file: three formats, and nothing but reading."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.main import app

Ask = Callable[..., Result]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Run `gouji sql` on a small published file."""
    with duckdb.connect(str(tmp_path / "gouji.duckdb")) as connection:
        connection.execute(
            "create table t as from (values (2021, 1.50::decimal(9, 2), '结转'), (2022, null, null)) v(y, a, z)"
        )

    def run(statement: str, *options: str) -> Result:
        return CliRunner().invoke(app, ["sql", statement, "--warehouse", str(tmp_path), *options])

    return run


def test_table(ask: Ask) -> None:
    result = ask("select y, a, z from t order by y")
    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines() if line.strip()[:1].isalnum()] == [
        ["y", "a", "z"],
        ["2021", "1.5", "结转"],
        ["2022"],
    ]


def test_a_wide_table_is_not_cut_in_a_pipe(ask: Ask) -> None:
    assert "字" * 500 in ask("select repeat('字', 500) as wide").stdout


def test_csv(ask: Ask) -> None:
    result = ask("select * from t order by y", "--format", "csv")
    assert list(csv.reader(io.StringIO(result.stdout))) == [["y", "a", "z"], ["2021", "1.5", "结转"], ["2022", "", ""]]


def test_json(ask: Ask) -> None:
    result = ask("select *, 1 as y from t order by t.y", "--format", "json")
    assert json.loads(result.stdout, parse_float=Decimal) == [
        {"y": 2021, "a": Decimal("1.5"), "z": "结转", "y_2": 1},
        {"y": 2022, "a": None, "z": None, "y_2": 1},
    ]


@pytest.mark.parametrize("shown_as", ["json", "csv", "table"])
def test_no_rows(ask: Ask, shown_as: str) -> None:
    result = ask("select y from t where false", "--format", shown_as)
    assert result.exit_code == 0
    assert result.stdout.split("\n")[0].strip() == ("[]" if shown_as == "json" else "y")


@pytest.mark.parametrize(
    "statement",
    [
        "insert into t values (2023, 1, 'x')",
        "delete from t",
        "drop table t",
        "create table u as select 1",
        "copy t to 'out.csv'",
        "select * from read_csv('/etc/hostname')",
        "attach 'other.duckdb'",
        "set enable_external_access = true",
        "selec 1",
        "select * from nowhere",
        "select cast('x' as integer)",
        "",
    ],
)
def test_anything_but_a_good_query_is_refused(
    ask: Ask, statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    result = ask(statement)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("gouji: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_without_a_published_file_it_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["sql", "select 1", "--warehouse", str(tmp_path)])
    assert result.exit_code == 2
    assert "gouji run" in result.stderr


def test_the_warehouse_may_be_named_by_the_environment(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "gouji.duckdb")).close()
    result = CliRunner().invoke(app, ["sql", "select 7 as n"], env={"GOUJI_WAREHOUSE": str(tmp_path)})
    assert result.exit_code == 0
    assert "7" in result.stdout
