"""Reviewed decisions: a name as reports write it, and the body it means.

An entry is for what nothing in a report can tell, or for what is told wrongly. It says whom it means by a full name,
and for a name that several places have, by the code of the place. `where` limits it to reports in which, or in whose
path, these words stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.agencies.cleaning import clean
from pipeline.agencies.departments import ReferenceListError
from pipeline.agencies.evidence import Surroundings

ALIAS_COLUMNS: Final = ("written", "where", "name", "region_code", "reason")


@dataclass(frozen=True, slots=True)
class Alias:
    """`written` means `name`, of the place `region` where the name is that of several; in reports with `where`."""

    written: str
    where: str
    name: str
    region: str | None
    reason: str

    def __str__(self) -> str:
        return f"{self.written} @ {self.where}" if self.where else self.written


class Aliases:
    """Reviewed decisions by the name they are for."""

    __slots__ = ("_by_name", "every")

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self.every = tuple(aliases)
        by_name: dict[str, list[Alias]] = {}
        for alias in sorted(self.every, key=lambda alias: not alias.where):
            by_name.setdefault(clean(alias.written), []).append(alias)
        self._by_name: Mapping[str, tuple[Alias, ...]] = {name: tuple(found) for name, found in by_name.items()}

    def __bool__(self) -> bool:
        return bool(self.every)

    def find(self, name: str, around: Callable[[], Surroundings]) -> Alias | None:
        """The decision for a name in a report, those for some reports before those for all."""
        for alias in self._by_name.get(clean(name), ()):
            if not alias.where:
                return alias
            there = around()
            if alias.where in there.joined or alias.where in there.path:
                return alias
        return None


def aliases(rows: Iterable[Mapping[str, str]], file: str = "aliases.csv") -> tuple[Alias, ...]:
    """The decisions of a list. Raises ReferenceListError for a wrong column, an empty field, a case decided twice."""
    found: dict[tuple[str, str], Alias] = {}
    for line, row in enumerate(rows, 2):
        place = f"{file}, line {line}"
        if tuple(row) != ALIAS_COLUMNS:
            raise ReferenceListError(f"{place}: the columns are not {', '.join(ALIAS_COLUMNS)}")
        for column in ("written", "name", "reason"):
            if not row[column]:
                raise ReferenceListError(f"{place}: {column} is empty")
        if row["region_code"] and not re.fullmatch(r"[0-9A-Z]{4,12}", row["region_code"]):
            raise ReferenceListError(f"{place}: {row['region_code']!r} is no code of a region")
        case = (clean(row["written"]), row["where"])
        if case in found:
            raise ReferenceListError(f"{place}: {row['written']!r} is decided twice")
        found[case] = Alias(row["written"], row["where"], row["name"], row["region_code"] or None, row["reason"])
    return tuple(found.values())
