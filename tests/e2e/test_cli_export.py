"""``gouji export`` on a published file: three kinds of file, and clear words where it cannot."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from pipeline.cli import export as exporting
from pipeline.cli.main import app

Export = Callable[..., Result]


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Run `gouji export` on a small published file, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(str(tmp_path / "gouji.duckdb")) as connection:
        connection.execute(
            "create table mart_t as from (values "
            "(2021, 1.50::decimal(9, 2), '=结转', true, timestamptz '2025-01-01 08:00:00+08', 0.5), "
            "(2022, null, null, null, null, null)) v(y, a, z, b, t, f)"
        )
        connection.execute("create view mart_v as select y from mart_t")
        connection.execute("comment on column mart_t.z is '说明 (what it is)'")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["export", *arguments, "--warehouse", str(tmp_path)])

    return run


def test_csv_opens_in_excel(export: Export, tmp_path: Path) -> None:
    result = export("mart_t")
    assert result.exit_code == 0
    assert result.stdout == ""
    data = (tmp_path / "mart_t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert lines[0] == ["y", "a", "z", "b", "t", "f"]
    assert lines[1][:4] == ["2021", "1.50", "=结转", "true"]
    assert lines[2] == ["2022", "", "", "", "", ""]


def test_parquet_keeps_types(export: Export, tmp_path: Path) -> None:
    assert export("mart_t", "--format", "parquet", "--out", "there.parquet").exit_code == 0
    frame = pl.read_parquet(tmp_path / "there.parquet")
    assert frame["a"].to_list() == [Decimal("1.50"), None]
    assert frame["t"][0] == datetime(2025, 1, 1, tzinfo=UTC)


def test_xlsx_holds_the_rows_and_what_they_mean(export: Export, tmp_path: Path) -> None:
    assert export("mart_t", "--format", "xlsx").exit_code == 0
    with zipfile.ZipFile(tmp_path / "mart_t.xlsx") as book:
        texts = etree.fromstring(book.read("xl/sharedStrings.xml")).xpath("//*[local-name()='t']/text()")
        data = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=结转" in texts
    assert "说明 (what it is)" in texts
    assert "<f>" not in data, "text that begins like a formula is no formula"
    assert "<v>2021</v>" in data
    assert data.count("<row ") == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_answer_to_a_query_is_exported_too(export: Export, tmp_path: Path, kind: str) -> None:
    assert export("select y, z from mart_t where y = 2021", "--format", kind).exit_code == 0
    path = tmp_path / f"query.{kind}"
    match kind:
        case "csv":
            assert path.read_text(encoding="utf-8-sig").split() == ["y,z", "2021,=结转"]
        case "parquet":
            assert pl.read_parquet(path).rows() == [(2021, "=结转")]
        case _:
            with zipfile.ZipFile(path) as book:
                data, styles = (book.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "styles"))
            assert "<v>2021</v>" in data
            assert "#,##0" not in styles, "2021 is a year"


def test_a_view_is_exported_too(export: Export, tmp_path: Path) -> None:
    assert export("mart_v", "--format", "csv", "--out", "v.csv").exit_code == 0
    assert (tmp_path / "v.csv").read_text(encoding="utf-8-sig").split() == ["y", "2021", "2022"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mart_tt",), "mart_t"),
        (("nothing_like_it",), "mart_t, mart_v"),
        (('mart_t";drop',), "no such table"),
        (("drop table mart_t",), "read-only"),
        (("select 1; select 2",), "one statement"),
        (("select * from read_csv('/etc/hostname')",), "disabled"),
        (("mart_t", "--out", "."), "a folder"),
        (("mart_t", "--format", "docx"), "docx"),
    ],
)
def test_what_cannot_be_is_refused(export: Export, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    result = export(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_more_rows_than_a_sheet_has_are_refused(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "XLSX_ROWS", 1)
    result = export("mart_t", "--format", "xlsx")
    assert result.exit_code == 2
    assert "XLSX 最多 1 行" in result.stderr
    assert not (tmp_path / "mart_t.xlsx").exists()


def test_a_text_too_long_for_a_cell_is_refused(export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "XLSX_CHARACTERS", 2)
    result = export("mart_t", "--format", "xlsx")
    assert (result.exit_code, "too long" in result.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["gouji.duckdb"]


def test_without_a_published_file_it_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", "mart_t", "--warehouse", str(tmp_path)])
    assert result.exit_code == 2
    assert "gouji run" in result.stderr
