"""Names of bodies with what surrounds them and the body they are of, labelled by hand, and how a resolver does on them.

``labelled.csv`` was written first, hard cases first; ``labelled_later.csv`` and ``labelled_last.csv`` each before the
resolver was run on them, of other provinces. Of these 129 of 135 and 89 of 92 came out right the first time, two of the
one and one of the other wrong and said with confidence; then the resolver was mended. ``labelled_wide.csv`` has the
names of every kind of body and many places, in rounds, each written before the resolver was run on it: 201 of 209 right
and two wrong and sure of it, 117 of 132 and four, 147 of 164 and two, 170 of 183 and two, 192 of 204 and two,
105 of 107 and none, 31 of 36 (with other bodies all around) and two.

``labelled_2026.csv`` goes on, in nine rounds: 295 of 326 and three, 233 of 250 and four (rare words of departments),
220 of 229 and two (bureaus of provinces and cities), 147 of 167 and three (pages, folders, zones), 222 of 225 and one
(homonyms, places before they were raised), 161 of 172 and two (words as rare as any), 154 of 158 and one (every kind),
104 of 116 and none (prose and other names all around), 114 of 115 and none (as names mostly are). 17 of its labels were
mended after the first run, being wrong, and twelve of the older lists, where another answer is better (拱北海关 is in
珠海). Eleven bodies of it are not told: words that fit two departments, and what takes more than the text.

``scopes.csv`` has sentences of preambles and what they say of the figures, in rounds: of 40, 40, 62, 30 and 30 were 22,
26, 47, 24 and 25 told right the first time. Of the last three rounds seven were told wrong rather than left open.

`place` is the path of names of the region (CN for the State, ? where the report does not tell which body it is),
`department` a code; ⏎ stands for the end of a line.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from pipeline.agencies.model import SURE, Resolution, Subject
from pipeline.agencies.resolving import Resolver

HERE = Path(__file__).parent
FIRST, LATER, LAST, WIDE, YEAR_2026 = (
    HERE / f"labelled{part}.csv" for part in ("", "_later", "_last", "_wide", "_2026")
)
SCOPES = HERE / "scopes.csv"
UNRESOLVED, STATE = "?", "CN"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report's beginning, end and path, and the body it is of."""

    line: str
    subject: Subject
    place: str
    department: str


def labelled(path: Path) -> tuple[Labelled, ...]:
    """The cases of a list."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(_case(f"{path.stem}:{number}", row) for number, row in enumerate(csv.DictReader(lines), 2))


def _case(line: str, row: dict[str, str]) -> Labelled:
    head, tail = (row[part].replace("⏎", "\n") for part in ("head", "tail"))
    title = f"{row['written']}{row['year']}年年度报告"
    text = f"{title}\n{head}\n一、概述\n{'无。' * 40}\n{tail}"
    subject = Subject(line, int(row["year"]), row["written"] or None, title, text, row["path"])
    return Labelled(line, subject, row["place"], row["department"])


def verdict(case: Labelled, found: Resolution, resolver: Resolver) -> str:
    """``right``, ``wrong`` (an answer not meant to be sure, or none), or ``sure`` (wrong and said with confidence)."""
    place = UNRESOLVED
    if found.region is not None:
        region = resolver.regions.latest(found.region)
        assert region is not None
        place = resolver.regions.full_name(region)
        if region.kind == "zone" and case.place != place:
            # A zone may be labelled with the city it lies in.
            above = resolver.regions.latest(region.parent or "")
            place = resolver.regions.full_name(above) if above else place
    elif found.resolved:
        place = STATE
    if place == case.place and (place == UNRESOLVED or found.department == case.department):
        return "right"
    return "sure" if found.confidence >= SURE else "wrong"
