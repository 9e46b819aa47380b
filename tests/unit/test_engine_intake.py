"""Taking in: every file gives a row that says what happened, and none stops the others."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from pipeline.engine import intake
from pipeline.engine.intake import contents, ingest
from pipeline.engine.scan import scan
from pipeline.engine.settings import Settings, settings
from pipeline.storage import blob_path
from tests.warehouses import ledger, rows

DAY = datetime(2026, 1, 2, tzinfo=UTC)
LATER = datetime(2026, 1, 3, tzinfo=UTC)


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings(tmp_path / "raw", tmp_path / "warehouse")


def put(here: Settings, path: str, data: bytes) -> Path:
    target = here.raw / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def row(here: Settings, path: str, **where: object) -> dict[str, object]:
    found = rows(here, "ingest_ledger").filter(pl.col("path") == path, **where)
    return found.row(0, named=True)


def test_a_file_is_kept_and_named_by_its_content(here: Settings) -> None:
    put(here, "2023/a.txt", b"report")
    result = ingest(here, DAY)
    assert (result.files, result.opened, result.new, result.changed) == ({"stored": 1}, 1, 1, 1)
    kept = row(here, "2023/a.txt")
    assert kept["report_id"] == "r" + str(kept["sha256"])[:16]
    assert (kept["size"], kept["first_seen"], kept["superseded_by"]) == (6, DAY, None)
    assert blob_path(here.house.blobs, str(kept["sha256"])).exists()


def test_a_second_run_opens_nothing_and_changes_nothing(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here, "a.txt", b"report")
    put(here, "b.txt", b"report")
    ingest(here, DAY)
    before = rows(here, "ingest_ledger")
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} is opened"))
    result = ingest(here, LATER)
    assert (result.opened, result.new, result.changed) == (0, 0, 0)
    assert rows(here, "ingest_ledger").equals(before)


def test_a_touched_file_is_looked_at_once_and_stays_the_same_version(here: Settings) -> None:
    path = put(here, "a.txt", b"report")
    ingest(here, DAY)
    os.utime(path, (1e9, 1e9))
    result = ingest(here, LATER)
    assert (result.opened, result.new, result.changed) == (1, 0, 1)
    assert row(here, "a.txt")["first_seen"] == DAY
    assert ingest(here, LATER).opened == 0


def test_the_same_bytes_twice_are_one_content(here: Settings) -> None:
    put(here, "b.txt", b"report")
    ingest(here, DAY)
    put(here, "a.txt", b"report")
    put(here, "c/d.txt", b"report")
    result = ingest(here, LATER)
    assert ledger(here) == {"a.txt": "duplicate", "b.txt": "stored", "c/d.txt": "duplicate"}
    assert result.new == 0
    assert row(here, "a.txt")["message"] == "与 b.txt 内容相同 (same content as b.txt)"
    assert contents(here)["source_path"].to_list() == ["b.txt"]


def test_changed_bytes_supersede_the_version_before(here: Settings) -> None:
    put(here, "a.txt", b"first")
    ingest(here, DAY)
    put(here, "a.txt", b"second version")
    ingest(here, LATER)
    assert len(rows(here, "ingest_ledger")) == 2
    old, new = row(here, "a.txt", first_seen=DAY), row(here, "a.txt", first_seen=LATER)
    assert (old["status"], old["superseded_by"]) == ("stored", new["report_id"])
    assert new["superseded_by"] is None
    assert len(contents(here)) == 2


def test_bytes_that_come_back_are_current_again(here: Settings) -> None:
    for data in (b"first", b"second version", b"first"):
        put(here, "a.txt", data)
        ingest(here, DAY)
    ids = {str(r["size"]): r for r in rows(here, "ingest_ledger").iter_rows(named=True)}
    assert ids["5"]["superseded_by"] is None
    assert ids["14"]["superseded_by"] == ids["5"]["report_id"]


def test_empty_files_are_not_duplicates_of_each_other(here: Settings) -> None:
    put(here, "a.txt", b"")
    put(here, "b.txt", b"")
    ingest(here, DAY)
    assert ledger(here) == {"a.txt": "stored", "b.txt": "stored"}
    assert len(contents(here)) == 1


def test_hidden_files_are_left_out(here: Settings) -> None:
    put(here, ".DS_Store", b"x")
    put(here, ".git/config", b"x")
    put(here, "a/.part", b"x")
    put(here, "a/~$县司法局.docx", b"x")
    assert ingest(here).files == {}


def test_what_is_no_file_says_so(here: Settings) -> None:
    os.mkfifo(here.raw / "pipe")
    (here.raw / "folder").mkdir()
    (here.raw / "loop").symlink_to(here.raw)
    (here.raw / "dangling").symlink_to(here.raw / "nowhere")
    ingest(here, DAY)
    assert ledger(here) == {"dangling": "not_a_file", "loop": "not_a_file", "pipe": "not_a_file"}


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    whole = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == name:
            raise error
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (FileNotFoundError(2, "No such file or directory"), "vanished"),
        (PermissionError(13, "Permission denied"), "unreadable"),
        (OSError(5, "Input/output error"), "unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_stops_no_other(
    here: Settings, monkeypatch: pytest.MonkeyPatch, error: OSError, status: str
) -> None:
    put(here, "a.txt", b"report")
    put(here, "b.txt", b"another")
    with monkeypatch.context() as patch:
        refuse(patch, "a.txt", error)
        ingest(here, DAY)
        assert ledger(here) == {"a.txt": status, "b.txt": "stored"}
        assert ingest(here, LATER).changed == 0
    ingest(here, LATER)
    assert ledger(here) == {"a.txt": "stored", "b.txt": "stored"}
    assert row(here, "a.txt", status=status)["superseded_by"] == row(here, "a.txt", status="stored")["report_id"]


def test_a_file_unreadable_for_a_while_is_current_again_unchanged(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(here, "a.txt", b"report")
    ingest(here, DAY)
    with monkeypatch.context() as patch:
        refuse(patch, "a.txt", PermissionError(13, "Permission denied"))
        os.utime(path, (1e9, 1e9))
        ingest(here, LATER)
    ingest(here, LATER)
    assert ledger(here) == {"a.txt": "stored"}


def test_a_folder_that_cannot_be_listed_says_so(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here, "shut/a.txt", b"report")
    put(here, "b.txt", b"report")
    scandir = os.scandir

    def refused(path: Path) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    ingest(here, DAY)
    assert ledger(here) == {"b.txt": "stored", "shut": "unreadable"}


def test_a_name_that_is_no_text(here: Settings) -> None:
    os.close(os.open(os.fsencode(here.raw) + b"/\xff.txt", os.O_CREAT))
    ingest(here, DAY)
    assert ledger(here) == {"\\xff.txt": "stored"}


def test_a_file_too_large_is_not_read(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_BYTES", 3)
    put(here, "a.txt", b"report")
    assert ingest(here).files == {"unsupported": 1}


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="not a folder"):
        list(scan(tmp_path / "nowhere"))


def test_settings_come_from_what_is_given_then_the_environment_then_data() -> None:
    environment = {"GOUJI_RAW": "/in", "GOUJI_WAREHOUSE": "/out"}
    assert settings(Path("raw"), None, environment) == Settings(Path("raw"), Path("/out"))
    assert settings(None, None, {"GOUJI_RAW": ""}) == Settings(Path("data/raw"), Path("data/warehouse"))
