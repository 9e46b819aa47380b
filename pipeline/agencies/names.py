"""A name as written, taken apart: what is noise, the places it begins with, and what kind of body it names.

``亳州市生态环境局谯城分局`` is the places 亳州市 and 谯城(区), the department of ecology and a branch of it;
``区卫健委`` is a district of which the name says nothing more, and the department of health.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.agencies.cleaning import candidates, clean
from pipeline.agencies.departments import Departments
from pipeline.agencies.kinds import Kind, department, kind_of, zone_name
from pipeline.agencies.regions import Place, Region, Regions
from pipeline.agencies.words import (
    BESIDE_OTHERS,
    BLANK,
    DISAGREE,
    FORM_LEVELS,
    HINT,
    JOINT,
    NATIONAL,
    OFFICES,
    REGIONAL,
    STATE,
    STATE_COUNCIL,
    STATE_DEPARTMENTS,
    SUFFIXES,
    TYPE,
    UNKNOWN,
    WHOLE_ONLY,
    ZONE_ADMINISTRATION,
)
from pipeline.readers.document import normalise


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


def parse(name: str, regions: Regions, departments: Departments, year: int | None = None) -> Parsed:
    """Take a name apart. Without a kind it is no name of a body that is known.

    Where the whole is no name, its parts between blanks and signs are tried, and what follows words of a page.
    """
    joint = _joint(name, regions, departments, year)
    if joint is not None:
        return joint
    first: Parsed | None = None
    for written in candidates(name):
        parsed = _parse(written, regions, departments, year)
        if parsed.kind is not None and (parsed.regions or parsed.kind.state) and parsed.left != DISAGREE:
            return parsed
        if first is None or (first.kind is None and parsed.kind is not None):
            first = parsed
    assert first is not None
    return first


def _joint(name: str, regions: Regions, departments: Departments, year: int | None) -> Parsed | None:
    """The body of the division in 苏州高新区(虎丘区)人民政府, a district and a zone with one administration."""
    match = JOINT.match(BLANK.sub("", normalise(name)[0])) if "区(" in name or "区（" in name else None
    if match is None:
        return None
    zone = _parse(clean(match["zone"]), regions, departments, year)
    name = match["division"] + ("" if match["division"][-1] in SUFFIXES else "区")
    division = _parse(clean(name + match["rest"]), regions, departments, year)
    cities = {up.code for row in zone.regions for up in (row, *regions.ancestors(row))}
    within = tuple(row for row in division.regions if row.parent in cities)
    if zone.kind is None or not division.whole or not within:
        return None
    whole = replace(division, cleaned=zone.place + division.cleaned, regions=within)
    # Its name says what it is: no page that lists places stands like this.
    kind = division.kind
    return replace(whole, kind=replace(kind, exact=True)) if kind and kind.department == "GOV" else whole


def _parse(cleaned: str, regions: Regions, departments: Departments, year: int | None) -> Parsed:
    state = STATE.match(cleaned)
    if state:
        found = _state(cleaned, state, regions, departments, year)
        if found is not None:
            return found
    if year is not None:
        # As a rule the places of the year are all it takes, and looking for those of all years costs as much again.
        found = _placed(cleaned, _together(regions.places(cleaned, year, slack=1)), regions, departments, year)
        if found is not None and found.kind is not None and found.kind.exact and not found.kind.own:
            return found
    return _placed(cleaned, _places(regions, cleaned, year), regions, departments, year) or _unplaced(
        cleaned, departments
    )


def _placed(
    cleaned: str,
    candidates: Iterable[tuple[tuple[Place, ...], int]],
    regions: Regions,
    departments: Departments,
    year: int | None,
) -> Parsed | None:
    """The name with the first of some places at its start behind which a body is named."""
    for places, end in candidates:
        place = places[0]
        whole = place.whole or place.written[-1][-1] in SUFFIXES
        zoned = place.region.kind == "zone"
        kind = kind_of(cleaned[end:], departments, whole or zoned, True)
        if zoned and ZONE_ADMINISTRATION.match(cleaned[end:]):
            kind, whole = Kind("DEV", "管理委员会", "管理委员会"), True
        if kind is None:
            continue
        named_for_city = kind.department == "DEV" and bool(kind.own) and _is_city(place.region, kind.own)
        if kind.department in WHOLE_ONLY and not whole and not _of_short_name(kind, place) and not named_for_city:
            continue  # 中山东路街道 is no subdistrict of 中山
        # Not 资源 in 厦门市资源规划局: a place that disagrees stands there in full.
        if kind.department == "OTH" and any(other.whole for other in regions.places(kind.own)):
            return Parsed(cleaned, (), cleaned[:end], True, True, None, kind, DISAGREE)
        several = tuple(dict.fromkeys(place.region for place in places))
        if (
            not place.whole and whole and kind.department in ("GOV", "OFF")
        ):  # 巴州 is 巴音郭楞蒙古自治州 rather than 巴州区
            alike = tuple(row for row in several if row.name[-1] == place.written[-1][-1])
            several = alike or several
        regions_meant = several if whole else _of_form(several, kind, regions)
        found = Parsed(
            cleaned,
            regions_meant,
            cleaned[:end],
            whole,
            len(place.regions) > 1,
            None,
            kind,
            guessed=len(regions_meant) < len(several) or (named_for_city and not _of_short_name(kind, place)),
        )
        return inside(found, regions, year)
    return None


def _is_city(region: Region, zone: str) -> bool:
    """Whether zones are called by it: a prefecture, 济源市 of no prefecture, the province of 福建自贸试验区."""
    if region.level == "province":
        return zone.startswith(("自由贸易", "自贸"))
    of_province = region.parent is not None and region.parent.endswith("0000")
    return region.level == "prefecture" or (of_province and region.kind == "division" and region.name.endswith("市"))


def _of_short_name(kind: Kind, place: Place) -> bool:
    """Whether a zone is one of those that are called by the short name of their place."""
    return kind.department == "DEV" and len(place.regions) == 1 and bool(TYPE.fullmatch(kind.own))


def _of_form(several: tuple[Region, ...], kind: Kind, regions: Regions) -> tuple[Region, ...]:
    """Of places of one short name those of the level of a form: 吉林证监局 is the province's, 芜湖海事局 the city's."""
    levels = next((levels for forms, levels in FORM_LEVELS if kind.form in forms), None)
    fitting = tuple(region for region in several if levels is None or region.level in levels) or several
    # A city and the county that had its name: the city, which its bodies are named for.
    tops = [
        region
        for region in fitting
        if region.level == "prefecture"
        and all(region == other or region in regions.ancestors(other) for other in fitting)
    ]
    return (tops[0],) if tops else fitting


def _unplaced(cleaned: str, departments: Departments) -> Parsed:
    """A name that begins with no place that is known: with 区, 县 … for one, with a place of no list, or with none."""
    national = NATIONAL.match(cleaned)
    kind = department(cleaned[national.end() :], departments) if national else None
    if kind is not None and (cleaned.startswith(("国", "中国")) or kind.form == "部"):
        return Parsed(cleaned, (), "", True, False, None, replace(kind, own="", state=True))
    if STATE_COUNCIL.match(cleaned):
        return Parsed(cleaned, (), "", True, False, None, Kind("OFF", "办公厅", cleaned, state=True))
    hint = HINT.match(cleaned)
    if hint:
        kind = kind_of(cleaned[hint.end() :], departments, False, False)
        if kind is not None and kind.department not in WHOLE_ONLY:
            return Parsed(cleaned, (), "", False, False, hint[1], kind)
    for unknown in UNKNOWN.finditer(cleaned):
        kind = kind_of(cleaned[unknown.end() :], departments, False, False)
        known = unknown.end() == len(cleaned) or (kind is not None and kind.department != "OTH")
        if known and not departments.find(unknown[0], ""):
            kind = kind or Kind("GOV", "人民政府", "人民政府", exact=False)
            return Parsed(cleaned, (), unknown[0], True, False, None, kind)
    return Parsed(cleaned, (), "", False, False, None, kind_of(cleaned, departments, False, False))


def _places(regions: Regions, text: str, year: int | None) -> Iterator[tuple[tuple[Place, ...], int]]:
    """Places at the start of a text, those that reach furthest first; alternatives that read the same together."""
    found = regions.places(text, year, slack=1) if year else ()
    ends = {place.end for place in found}
    return _together((*found, *(place for place in regions.places(text) if place.end not in ends)))


def _together(found: Iterable[Place]) -> Iterator[tuple[tuple[Place, ...], int]]:
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
    if any(kind.inner in (region.name, *region.short_names) for region in parsed.regions):
        return replace(parsed, kind=alone)
    codes = {region.code for region in parsed.regions}
    below: dict[Region, None] = {}
    for name in (kind.inner, *(kind.inner + end for end in ("区", "县", "市", "旗"))):
        for row in regions.named(name, year, slack=1):
            if any(up.code in codes for up in regions.ancestors(row)):
                below[row] = None
    if below:
        return replace(parsed, regions=tuple(below), path=True, kind=alone)
    part = zone_name(kind.inner)
    title = f"{kind.title}{part}{kind.form}"
    return replace(parsed, kind=replace(kind, own=kind.own + part, title=title, inner=""))


def _state(
    cleaned: str, match: re.Match[str], regions: Regions, departments: Departments, year: int | None
) -> Parsed | None:
    """A State body or one of its offices: 国家税务总局亳州市税务局, 国家统计局安徽调查总队."""
    of, rest = match["of"], cleaned[match.end() :]
    code = STATE_DEPARTMENTS.get(of)
    if of == "中华人民共和国" and rest:
        kind = department(rest, departments)
        placed = next(_places(regions, rest, year), None)
        if placed is None and kind is not None and kind.department not in ("CUS", "MSA"):
            return Parsed(cleaned, (), "", True, False, None, replace(kind, state=True))
        return _parse(rest, regions, departments, year)
    if not rest:
        known = department(of, departments) if code is None else Kind(code, "", of)
        kind = replace(known, own="") if known else Kind("OTH", "", of, of)
        return Parsed(cleaned, (), "", True, False, None, replace(kind, state=True))
    if code and REGIONAL.match(rest):
        return Parsed(cleaned, (), "", True, False, None, Kind(code, "局", cleaned, rest, state=True))
    for places, end in _places(regions, rest, year):
        behind = rest[end:]
        office = OFFICES.get(code or "")
        named = office.match(behind) if office else None
        kind = Kind(code or "", named["form"], behind) if named and not named["place"] else None
        kind = kind or (kind_of(behind, departments, True, False) if behind else None)
        if kind is None or (code is not None and kind.department not in (code, "OTH")):
            continue
        own = of + kind.own if of in BESIDE_OTHERS else kind.own
        kind = replace(kind, department=code or kind.department, own=own, state=True)
        several = tuple(dict.fromkeys(place.region for place in places))
        found = Parsed(
            cleaned,
            several if places[0].whole else _of_form(several, kind, regions),
            rest[:end],
            places[0].whole or named is not None,
            len(places[0].regions) > 1,
            None,
            kind,
        )
        return inside(found, regions, year)
    office = OFFICES.get(code or "")
    alone = office.match(rest) if office else None
    if code and alone and not alone["place"]:  # 国家统计局调查队: the report may tell where
        return Parsed(cleaned, (), "", False, False, None, Kind(code, alone["form"], rest))
    return Parsed(cleaned, (), rest, False, False, None, Kind(code, "", cleaned, rest)) if code else None
