"""Divisions and zones looked up by code, by name and by a path of names, in the year that is meant.

A year is what stood at its end, 31 December: a report on 2020 is written by the body that was there then, and whatever
changed during a year counts for that year. A region that is renamed or moved keeps its row for the years before, and
starts a new one; `Regions` holds the rows of all years and answers for any of them.

Names are matched as they are written, whole (谯城区) or short as the list gives it (谯城, 延边, 土左旗). Whatever fits
is given: 朝阳区 is two districts, and it takes evidence, which is not the business of this module, to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

LEVELS: Final = ("province", "prefecture", "county", "town")
"""Levels from the top down. A zone has the level of the divisions directly below its parent."""
LIST: Final = "|"
"""What stands between the parts of a list in one field of the table."""
_NOW: Final = 9999


@dataclass(frozen=True, slots=True)
class Region:
    """A division or zone under one name and one parent, in the years `valid_from` to `valid_to`.

    `valid_to` is None while it stands. `successors` are the codes that its area went to in the year after `valid_to`,
    its own among them if it was only renamed; empty while it stands or where it is not known. `parent` is None for a
    province. `kind` is ``division`` (GB/T 2260) or ``zone`` (a code of this project's own).
    """

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: int
    valid_to: int | None = None
    short_names: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    kind: str = "division"

    def __hash__(self) -> int:
        # Rows are looked up by the thousand, and these two tell them apart.
        return hash((self.code, self.valid_from))

    def stands(self, year: int, slack: int = 0) -> bool:
        """Whether it stood at the end of `year`, or of a year at most `slack` years off."""
        return self.valid_from <= year + slack and (self.valid_to is None or year - slack <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Place:
    """A path of names read off the start of a text: the regions from the highest to the lowest, and where they end.

    ``text[:end]`` is the path. `written` are the names as they stand there; `whole` tells that each is a full name.
    """

    regions: tuple[Region, ...]
    written: tuple[str, ...]
    end: int

    @property
    def region(self) -> Region:
        """The lowest region named."""
        return self.regions[-1]

    @property
    def whole(self) -> bool:
        """Whether every name is written in full."""
        return all(name == region.name for name, region in zip(self.written, self.regions, strict=True))


class Regions:
    """The rows of all years with their indexes. Built once, never changed; answers are rows or tuples of rows."""

    __slots__ = ("_above", "_before", "_by_code", "_by_name", "_longest")

    def __init__(self, rows: Iterable[Region]) -> None:
        by_code: dict[str, list[Region]] = {}
        by_name: dict[str, list[Region]] = {}
        for row in sorted(rows, key=lambda row: (row.code, row.valid_from)):
            by_code.setdefault(row.code, []).append(row)
            for name in dict.fromkeys((row.name, *row.short_names)):
                by_name.setdefault(name, []).append(row)
        self._by_code = {code: tuple(found) for code, found in by_code.items()}
        self._by_name = {name: tuple(found) for name, found in by_name.items()}
        before: dict[Region, list[Region]] = {}
        for row in self:
            for after in self.successors(row):
                before.setdefault(after, []).append(row)
        self._before = {after: tuple(found) for after, found in before.items()}
        self._above = {row: frozenset(up.code for up in self.ancestors(row)) for row in self}
        # Names are tried longest first, and only of lengths that occur with that first character.
        longest: dict[str, int] = {}
        for name in self._by_name:
            longest[name[0]] = max(longest.get(name[0], 0), len(name))
        self._longest = longest

    @classmethod
    def from_frame(cls, frame: pl.DataFrame) -> Regions:
        """Regions of the staged table ``regions``; lists in it are joined by ``|``."""
        columns = (
            "region_code",
            "name",
            "level",
            "parent_code",
            "valid_from",
            "valid_to",
            "short_names",
            "successor_codes",
            "kind",
        )
        return cls(
            Region(code, name, level, parent, since, until, _parts(short), _parts(after), kind)
            for code, name, level, parent, since, until, short, after, kind in frame.select(columns).iter_rows()
        )

    def __iter__(self) -> Iterator[Region]:
        return (row for rows in self._by_code.values() for row in rows)

    def __len__(self) -> int:
        return sum(map(len, self._by_code.values()))

    def history(self, code: str) -> tuple[Region, ...]:
        """All rows of a code, oldest first; none for a code there never was."""
        return self._by_code.get(code, ())

    def at(self, code: str, year: int) -> Region | None:
        """What a code stood for at the end of a year."""
        return next((row for row in self.history(code) if row.stands(year)), None)

    def latest(self, code: str) -> Region | None:
        """What a code stands for, or stood for last."""
        rows = self.history(code)
        return rows[-1] if rows else None

    def named(self, name: str, year: int | None = None, *, slack: int = 0, short: bool = True) -> tuple[Region, ...]:
        """Every region of this name, whole or (unless `short` is false) short, in code order.

        With a `year` only those that stood then, give or take `slack` years; without, one row for each row of a code.
        """
        return tuple(
            row
            for row in self._by_name.get(name, ())
            if (year is None or row.stands(year, slack)) and (short or row.name == name)
        )

    def homonyms(self, region: Region, year: int | None = None) -> tuple[Region, ...]:
        """The other regions that have the same full name, in that year or ever."""
        return tuple(row for row in self.named(region.name, year, short=False) if row.code != region.code)

    def ancestors(self, region: Region, year: int | None = None) -> tuple[Region, ...]:
        """Its parent, the parent of that, up to the province, as they stood in `year` (its last year by default)."""
        then = year or region.valid_to or _NOW
        found: list[Region] = []
        row: Region | None = region
        while row is not None and row.parent is not None:
            row = self.at(row.parent, then)
            if row is not None:
                found.append(row)
        return tuple(found)

    def full_name(self, region: Region, year: int | None = None) -> str:
        """Its path of names from the province down: 安徽省亳州市谯城区."""
        return "".join(row.name for row in (*reversed(self.ancestors(region, year)), region))

    def successors(self, region: Region) -> tuple[Region, ...]:
        """What its area went to in the year after its last; empty while it stands or where that is not known."""
        if region.valid_to is None:
            return ()
        after = (self.at(code, region.valid_to + 1) for code in region.successors)
        return tuple(row for row in after if row is not None)

    def predecessors(self, region: Region) -> tuple[Region, ...]:
        """The rows whose area went to it, wholly or in part."""
        return self._before.get(region, ())

    def today(self, region: Region) -> tuple[Region, ...]:
        """What its area belongs to now, following successors; itself while it stands, empty where the trail ends."""
        seen: dict[Region, None] = {}
        due = [region]
        while due:
            row = due.pop()
            if row not in seen:
                seen[row] = None
                due += self.successors(row)
        return tuple(sorted((row for row in seen if row.valid_to is None), key=lambda row: row.code))

    def lineage(self, region: Region) -> tuple[Region, ...]:
        """The rows of the same place over the years: renamed, raised or moved, but neither split nor merged.

        Oldest first, `region` among them.
        """
        found = [region]
        while len(before := self.predecessors(found[0])) == 1 and self._goes_on(before[0], found[0]):
            found.insert(0, before[0])
        while len(after := self.successors(found[-1])) == 1 and self._goes_on(found[-1], after[0]):
            found.append(after[0])
        return tuple(found)

    def _goes_on(self, before: Region, after: Region) -> bool:
        """Whether one place goes on as the other, and as that alone: 下城区 went to 拱墅区, which was there already."""
        one = self.successors(before) == (after,) and self.predecessors(after) == (before,)
        return one and before.valid_to is not None and not after.stands(before.valid_to)

    def places(self, text: str, year: int | None = None, *, slack: int = 0, start: int = 0) -> tuple[Place, ...]:
        """Every path of region names that `text` begins with (from `start`), the one that reaches furthest first.

        Each name lies below the one before it; levels may be left out (安徽省谯城区). Paths of fewer or
        other names are given as well, since a name may begin what follows: 湖北省公安厅 is no 公安县. Of two that reach
        as far the one in full names comes first. Without a `year` the rows of all years take part.
        """
        found = [
            Place(tuple(row for row, _ in path), tuple(name for _, name in path), end)
            for path, end in self._paths(text, start, year, slack, ())
        ]
        return tuple(sorted(found, key=lambda place: (-place.end, not place.whole, -len(place.regions))))

    def _paths(
        self, text: str, start: int, year: int | None, slack: int, above: tuple[tuple[Region, str], ...]
    ) -> Iterator[tuple[tuple[tuple[Region, str], ...], int]]:
        seen: set[Region] = set()
        for end in range(start + self._longest.get(text[start : start + 1], 0), start, -1):
            if end > len(text):
                continue
            name = text[start:end]
            for row in self.named(name, year, slack=slack):
                if row not in seen and (not above or above[-1][0].code in self._above[row]):
                    seen.add(row)
                    path = (*above, (row, name))
                    yield path, end
                    if row.level != LEVELS[-1]:
                        yield from self._paths(text, end, year, slack, path)


def _parts(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(LIST)) if joined else ()
