"""Receipts: what the parts of something were made from, so that only what would come out otherwise is made again.

A receipt tells files by path, size and time of writing. It is a note beside the tables and no part of them: without it,
or with a damaged one, everything is made again, to the same rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline.storage import Warehouse, Year, partition_name, write_bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the parts of `name` were made from, as one hash a part: a year, or what else there is of it."""

    name: str
    parts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, warehouse: Warehouse, name: str) -> Receipt:
        """The receipt as it was left; one without parts if there is none that can be read."""
        try:
            stored = json.loads(_path(warehouse, name).read_bytes())
            parts = {str(part): str(mark) for part, mark in stored.items()}
        except (OSError, ValueError, AttributeError):
            return cls(name)
        return cls(name, parts)

    def with_part(self, part: str, mark: str) -> Receipt:
        """The receipt with another part, or with another mark of one."""
        return Receipt(self.name, {**self.parts, part: mark})

    def write(self, warehouse: Warehouse) -> None:
        """Leave the receipt. It need not outlive a power failure."""
        text = json.dumps(dict(sorted(self.parts.items())), indent=1)
        write_bytes(_path(warehouse, self.name), text.encode(), durable=False)


def fingerprint(maker: str, files: Iterable[Path]) -> str:
    """One hash of what makes a part, `maker`, and of the files it was made from and became, if they exist."""
    digest = hashlib.sha256(maker.encode())
    for path in files:
        stat = path.stat() if path.exists() else None
        digest.update(f"{path}\0{stat and (stat.st_size, stat.st_mtime_ns)}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """What a stage made of a year: by which code and what else (`maker`), of which files, into which."""

    stage: str
    year: Year
    maker: str
    sources: tuple[Path, ...]
    targets: tuple[Path, ...]

    def stands(self, warehouse: Warehouse) -> bool:
        """Whether the stage left its files as they are, made of these as they are."""
        there = all(path.exists() for path in self.targets)
        return there and Receipt.read(warehouse, self.stage).parts.get(partition_name(self.year)) == self._mark()

    def leave(self, warehouse: Warehouse) -> None:
        """Say that the files that stand now were made so."""
        Receipt.read(warehouse, self.stage).with_part(partition_name(self.year), self._mark()).write(warehouse)

    def _mark(self) -> str:
        return fingerprint(self.maker, (*self.sources, *self.targets))


@cache
def code_mark(*sources: Path) -> str:
    """One hash of the code in these files and folders, so that none of it can change without what it made."""
    files = [path for source in sources for path in (sorted(source.glob("*.py")) if source.is_dir() else (source,))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _path(warehouse: Warehouse, name: str) -> Path:
    return warehouse.root / "receipts" / f"{name}.json"
