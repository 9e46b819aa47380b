"""Archives of several files: each is a file of its own, none is lost, and what is known is not opened again."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from pipeline.cli.parse import answers
from pipeline.engine.intake import contents, ingest
from pipeline.engine.settings import Settings
from pipeline.readers import unpacking
from pipeline.readers.unpacking import harmless, own_name, unpack
from pipeline.storage import blob_path, get_blob
from tests.corpus.files import docx, known, packed
from tests.known import RAW
from tests.warehouses import ledger, rows, run

DAY = datetime(2026, 1, 2, tzinfo=UTC)
LATER = datetime(2026, 1, 3, tzinfo=UTC)
TEXT = (RAW / "qingtang_health_2020.txt").read_bytes()
OTHER = (RAW / "qingtang_health_2021.txt").read_bytes()
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
WORD = docx(known(3).parts)


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings(tmp_path / "raw", tmp_path / "warehouse")


def put(here: Settings, name: str, data: bytes, time: float = 1e9) -> Path:
    path = here.raw / name
    path.write_bytes(data)
    os.utime(path, (time, time))
    return path


def names(data: bytes) -> list[tuple[str, str]]:
    found = unpack(data)
    assert found is not None
    return [(member.name, "data" if member.refused is None else member.refused.code) for member in found]


def present(here: Settings) -> dict[str, bool]:
    return dict(
        rows(here, "ingest_ledger").filter(pl.col("superseded_by").is_null()).select("path", "present").iter_rows()
    )


def test_each_file_of_an_archive_is_a_file() -> None:
    beside = {"__MACOSX/._a.txt": TEXT, ".DS_Store": b"1", "a_files/x.js": b"2", "~$b.docx": b"3"}
    data = packed({"局/a.txt": TEXT, "局/b.docx": WORD, "c.png": PICTURE, **beside})
    found = unpack(data)
    assert found is not None
    assert [(member.name, member.data) for member in found] == [
        ("局/a.txt", TEXT),
        ("局/b.docx", WORD),
        ("c.png", PICTURE),
    ]
    assert found.left_out == list(beside)


@pytest.mark.parametrize(
    "data", [TEXT, WORD, b"PK\x03\x04broken", packed({}), packed({"xl/workbook.xml": b"<x/>"}), b""]
)
def test_what_is_no_archive_of_files_is_none(data: bytes) -> None:
    assert unpack(data) is None


def test_an_archive_in_an_archive_is_opened_and_one_in_that_is_not() -> None:
    innermost = packed({"c.txt": TEXT})
    data = packed({"a.zip": packed({"b.txt": TEXT, "x.css": b"1", "c.zip": innermost}), "d.txt": OTHER})
    found = unpack(data)
    assert found is not None
    assert [(member.name, member.data) for member in found] == [
        ("a.zip!b.txt", TEXT),
        ("a.zip!c.zip", innermost),
        ("d.txt", OTHER),
    ]
    assert found.left_out == ["a.zip!x.css"]


def test_a_member_that_cannot_be_had_says_why_and_the_next_is_read() -> None:
    data = packed({"a.txt": b"0" * (8 * 1024 * 1024), "b.txt": TEXT})
    assert names(data) == [("a.txt", "too_large"), ("b.txt", "data")]


def test_there_is_an_end_to_numbers_and_sizes() -> None:
    data = packed({f"{number}.txt": b"1" for number in range(9)})
    archive = unpacking.opened(data)
    assert archive is not None
    found = unpacking.Unpacked(archive, _left=[3, 2])
    assert [(member.name, member.refused and member.refused.code) for member in found] == [
        ("0.txt", None),
        ("1.txt", None),
        ("2.txt", "too_large"),
        ("3.txt", "too_large"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/a//b/./c.txt", "a/b/c.txt"),
        ("C:\\报告\\年报.doc", "C:/报告/年报.doc"),
        ("a\nb\x1b[1m\u202e.txt", "a\\u000ab\\u001b[1m\\u202e.txt"),
        ("..", "_"),
    ],
)
def test_a_name_does_no_harm(name: str, expected: str) -> None:
    assert harmless(name) == expected


def test_a_long_name_keeps_its_end_and_stays_itself() -> None:
    one, two = harmless("甲" * 400 + ".txt"), harmless("甲" * 401 + ".txt")
    assert one != two
    assert one.endswith("甲.txt")
    assert len(one) < 260


def test_names_that_become_one_are_kept_apart() -> None:
    assert [name for name, _ in names(packed({"a.txt": TEXT, "../a.txt": OTHER}))] == ["a.txt", "a.txt~2"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_are_read_in_the_encodings_of_chinese_systems(encoding: str) -> None:
    written = "年报.txt".encode(encoding)
    place = b"x" * (len(written) - 4) + b".txt"
    assert names(packed({place.decode(): TEXT}).replace(place, written)) == [("年报.txt", "data")]


def test_an_archive_and_its_files_are_rows(here: Settings) -> None:
    put(here, "b.txt", OTHER)
    data = packed({"a.txt": TEXT, "c.txt": OTHER, "d.txt": b"0" * (8 * 1024 * 1024), "x.js": b"1"})
    put(here, "z.zip", data)
    result = ingest(here, DAY)
    assert ledger(here) == {
        "b.txt": "stored",
        "z.zip": "archive",
        "z.zip!a.txt": "stored",
        "z.zip!c.txt": "duplicate",
        "z.zip!d.txt": "unreadable",
    }
    assert (result.opened, result.new) == (2, 2)
    said = {row["path"]: row for row in rows(here, "ingest_ledger").iter_rows(named=True)}
    assert re.search("3 个文件.*3 files.*x.js", said["z.zip"]["message"])
    assert "same content as b.txt" in said["z.zip!c.txt"]["message"]
    assert "解压后过大" in said["z.zip!d.txt"]["message"]
    assert said["z.zip"]["report_id"] is None
    assert get_blob(here.house.blobs, said["z.zip"]["sha256"]) == data
    assert contents(here)["source_path"].to_list() == ["b.txt", "z.zip!a.txt"]


def test_a_known_archive_is_not_opened_again(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here, "z.zip", packed({"a.txt": TEXT, "b.txt": OTHER}))
    ingest(here, DAY)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} is opened"))
    result = ingest(here, LATER)
    assert (result.opened, result.new, result.changed) == (0, 0, 0)


def test_a_changed_archive_gives_way_file_by_file(here: Settings) -> None:
    put(here, "z.zip", packed({"a.txt": TEXT, "b.txt": OTHER, "c.txt": b"1"}))
    ingest(here, DAY)
    put(here, "z.zip", packed({"a.txt": TEXT, "b.txt": OTHER + b"\n"}), 2e9)
    ingest(here, LATER)
    found = rows(here, "ingest_ledger").sort("path", "first_seen")
    assert [(row["path"], row["superseded_by"] is None, row["present"]) for row in found.iter_rows(named=True)] == [
        ("z.zip", False, False),
        ("z.zip", True, True),
        ("z.zip!a.txt", True, True),
        ("z.zip!b.txt", False, False),
        ("z.zip!b.txt", True, True),
        ("z.zip!c.txt", True, False),
    ]
    assert ingest(here, LATER).changed == 0


def test_what_is_gone_from_the_landing_folder_is_kept_and_said(here: Settings) -> None:
    archive = packed({"a.txt": TEXT})
    put(here, "z.zip", archive)
    put(here, "b.txt", OTHER)
    run(here)
    whole = rows(here, "reports")
    for path in here.raw.iterdir():
        path.unlink()
    assert ingest(here, LATER).changed == 3
    assert present(here) == {"b.txt": False, "z.zip": False, "z.zip!a.txt": False}
    assert ingest(here, LATER).changed == 0
    run(here)
    assert rows(here, "reports").equals(whole)
    for sha256 in rows(here, "ingest_ledger")["sha256"]:
        assert blob_path(here.house.blobs, sha256).exists()
    put(here, "z.zip", archive)
    result = ingest(here, LATER)
    assert (result.opened, result.new, result.changed) == (1, 0, 2)
    assert present(here) == {"b.txt": False, "z.zip": True, "z.zip!a.txt": True}


def test_a_file_with_the_sign_in_its_name_is_a_file(here: Settings) -> None:
    put(here, "z!a.txt", TEXT)
    ingest(here, DAY)
    assert present(here) == {"z!a.txt": True}


def test_reports_of_an_archive_are_read_and_named_by_their_own_names(here: Settings) -> None:
    put(here, "z.zip", packed({"a.txt": TEXT, "局/b.docx": WORD, "c.png": PICTURE}))
    run(here)
    assert ledger(here) == {
        "z.zip": "archive",
        "z.zip!a.txt": "complete",
        "z.zip!c.png": "unsupported",
        "z.zip!局/b.docx": "complete",
    }
    assert "z.zip!局/b.docx" in rows(here, "reports")["source_path"].to_list()


def test_parse_answers_for_each_file_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "z.zip"
    path.write_bytes(packed({"a.txt": TEXT, "d.txt": b"0" * (8 * 1024 * 1024), "b.docx": WORD}))
    (tmp_path / "none.zip").write_bytes(packed({"x.js": b"1"}))
    found = [json.loads(line) for line in answers([path, tmp_path / "none.zip"])]
    assert [(one["path"][len(str(tmp_path)) :], one["status"]) for one in found] == [
        ("/z.zip!a.txt", "complete"),
        ("/z.zip!d.txt", "unreadable"),
        ("/z.zip!b.docx", "complete"),
        ("/none.zip", "unreadable"),
    ]
    assert found[1]["problems"][0]["code"] == "too_large"
    assert found[3]["problems"][0]["code"] == "archive_empty"
    assert {cell["place"] for cell in found[0]["cells"]} == {None}
    assert "table 2, row 4, cell 2" in {cell["place"] for cell in found[2]["cells"]}


@pytest.mark.parametrize(
    ("path", "expected"),
    [("局/2023.zip!a/b.zip!年报.docx", "年报.docx"), ("2023!年报.txt", "2023!年报.txt"), ("x.zip!", "x.zip!")],
)
def test_a_file_of_an_archive_has_its_own_name(path: str, expected: str) -> None:
    assert own_name(path) == expected
