"""A name taken apart, and the places it may begin with: those that read the same together, those of a form of body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.agencies.kinds import Kind, zone_name
from pipeline.agencies.regions import Place, Region, Regions
from pipeline.agencies.words import FORM_LEVELS


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name taken apart. `regions` are the regions it may mean, all that fit; `place` is how they stand there.

    `whole` tells that each place stands with its full name, `path` that more than one place stands there, `hint` is the
    level that a nameless place has (区, 县 …). `left` are the words that could not be taken apart. `guessed`
    tells that a short name fits a city and a county in it, and was taken for the city's.
    """

    cleaned: str
    regions: tuple[Region, ...]
    place: str
    whole: bool
    path: bool
    hint: str | None
    kind: Kind | None
    left: str = ""
    guessed: bool = False


def of_form(several: tuple[Region, ...], kind: Kind, regions: Regions) -> tuple[tuple[Region, ...], bool]:
    """Of places of one short name those of the level of a form: 吉林证监局 is the province's, 芜湖海事局 the city's.

    And whether this took a guess: the form says the level, and of two of one level no more.
    """
    levels = next((levels for forms, levels in FORM_LEVELS if kind.form in forms), None)
    of_level = tuple(region for region in several if levels is None or region.level in levels) or several
    fitting = of_level
    # Survey offices are those of counties, and hardly of districts.
    if kind.form == "调查队" and len(fitting) > 1:
        fitting = tuple(region for region in fitting if not region.name.endswith("区")) or fitting
    # A city and the county that had its name: the city, which its bodies are named for.
    tops = [
        region
        for region in fitting
        if region.level == "prefecture"
        and all(region == other or region in regions.ancestors(other) for other in fitting)
    ]
    meant = (tops[0],) if tops else fitting
    return meant, len(meant) < len(of_level)


def places_of(regions: Regions, text: str, year: int | None) -> Iterator[tuple[tuple[Place, ...], int]]:
    """Places at the start of a text, those that reach furthest first; alternatives that read the same together."""
    found = regions.places(text, year, slack=1) if year else ()
    ends = {place.end for place in found}
    return together((*found, *(place for place in regions.places(text) if place.end not in ends)))


def together(found: Iterable[Place]) -> Iterator[tuple[tuple[Place, ...], int]]:
    """The places that read the same, with where they end; those that reach furthest first."""
    together: dict[tuple[int, tuple[str, ...]], list[Place]] = {}
    for place in sorted(found, key=lambda place: -place.end):
        together.setdefault((place.end, place.written), []).append(place)
    for (end, _), places in together.items():
        whole = [place for place in places if place.whole]
        yield tuple(whole or places), end


def inside(parsed: Parsed, regions: Regions, year: int | None) -> Parsed:
    """A branch named for a district of its city belongs there: 亳州市生态环境局谯城分局."""
    kind = parsed.kind
    if kind is None or not kind.inner:
        return parsed
    # A city's 管理局 in a district may stand beside the district's own bureau.
    alone = replace(kind, own="" if kind.form == "分局" else kind.form, inner="")
    codes = {region.code for region in parsed.regions}
    below: dict[Region, None] = {}
    for name in (kind.inner, *(kind.inner + end for end in ("区", "县", "市", "旗"))):
        for row in regions.named(name, year, slack=1):
            if any(up.code in codes for up in regions.ancestors(row)):
                below[row] = None
    if below:
        return replace(parsed, regions=tuple(below), path=True, kind=alone)
    # 承德市生态环境局承德分局 is in 承德县; where there is none, it is the city's own.
    if any(kind.inner in (region.name, *region.short_names) for region in parsed.regions):
        return replace(parsed, kind=alone)
    part = zone_name(kind.inner)
    part += "区" if part in ("高新", "经开") else ""
    title = f"{kind.title}{part}{kind.form}"
    return replace(parsed, kind=replace(kind, own=kind.own + part, title=title, inner=""))
