"""Reports checked by themselves, for the tests of `gouji check`."""

from __future__ import annotations

from pathlib import Path

from pipeline.engine.findings import check_files
from pipeline.engine.found import Checked, File
from pipeline.engine.reading import Reading, read_report
from tests.known import RAW

BROKEN = RAW / "shuyu_resources_2022.txt"
"""A sample that breaks six identities."""

YEARS = tuple(RAW / f"qingtang_health_{year}.txt" for year in (2020, 2021, 2022))
"""Three years of one body, which agree with each other."""


def nobody(reading: Reading, path: str) -> None:
    """No body is told."""


def file(name: str, data: bytes) -> File:
    """A file of this content, read."""
    return File(name, read_report(data, Path(name).name))


def checked(*files: File) -> tuple[Checked, ...]:
    """These files checked together."""
    return check_files(files, nobody)


def check_one(text: str, name: str = "report.txt") -> Checked:
    """A text checked by itself."""
    return checked(file(name, text.encode()))[0]


def check_paths(*paths: Path) -> tuple[Checked, ...]:
    """Files of this project checked together, named by their file names."""
    return checked(*(file(path.name, path.read_bytes()) for path in paths))
