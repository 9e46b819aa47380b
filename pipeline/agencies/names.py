"""A name as written, taken apart: what is noise, the places it begins with, and what kind of body it names.

``亳州市生态环境局谯城分局`` is the places 亳州市 and 谯城(区), the department of ecology and a branch of it;
``区卫健委`` is a district of which the name says nothing more, and the department of health.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.agencies.cleaning import candidates, clean
from pipeline.agencies.departments import Departments
from pipeline.agencies.kinds import Kind, department, kind_of
from pipeline.agencies.offices import of_corps, office, over_several, seated
from pipeline.agencies.parsed import Parsed, inside, of_form, places_of, together
from pipeline.agencies.regions import Place, Region, Regions
from pipeline.agencies.words import (
    BESIDE_WATER,
    BLANK,
    DISAGREE,
    HINT,
    JOINT,
    LEAST_NAME,
    LEAST_NOISE,
    NATIONAL,
    NATIONAL_OFFICES,
    STATE,
    STATE_COUNCIL,
    STATE_ITSELF,
    SUFFIXES,
    TYPE,
    UNIVERSITY,
    UNKNOWN,
    WHOLE_ONLY,
    WHOLE_PLACE,
    ZONE_ADMINISTRATION,
)
from pipeline.readers.document import normalise

GOVERNMENT_OF_ALL = Kind("GOV", "人民政府", "人民政府", exact=False, doubted=True)


def parse(name: str, regions: Regions, departments: Departments, year: int | None = None) -> Parsed:
    """Take a name apart. Without a kind it is no name of a body that is known.

    Where the whole is no name, its parts between blanks and signs are tried, and what follows words of a page.
    """
    joint = _joint(name, regions, departments, year)
    if joint is not None:
        return joint
    first: Parsed | None = None
    weak: Parsed | None = None
    for written in candidates(name):
        parsed = _parse(written, regions, departments, year)
        kind = parsed.kind
        if kind is not None and (parsed.regions or kind.state) and parsed.left != DISAGREE:
            if kind.exact or not (kind.doubted or kind.department in ("GOV", "OTH")):
                return parsed
            weak = weak or parsed  # 绩溪县政务公开 绩溪县人民政府办公室: the place alone is the page's
        if first is None or (first.kind is None and kind is not None):
            first = parsed
    assert first is not None
    found = weak or first
    return found if found.regions else _behind_noise(found, regions, departments, year) or found


def _behind_noise(found: Parsed, regions: Regions, departments: Departments, year: int | None) -> Parsed | None:
    """The body that a name ends with, of a place in full, where words that are no place stand before it."""
    name = found.cleaned
    if found.hint or (found.kind is not None and found.kind.state) or found.left == DISAGREE:
        return None
    for start in range(LEAST_NOISE, len(name) - LEAST_NAME):
        behind = name[start:]
        if any(place.whole and place.end > LEAST_NAME - 1 for place in regions.places(behind, year, slack=1)):
            parsed = _parse(behind, regions, departments, year)
            if parsed.kind is not None and parsed.kind.exact and parsed.regions and parsed.whole:
                return replace(parsed, whole=False, guessed=True)
    return None


def _joint(name: str, regions: Regions, departments: Departments, year: int | None) -> Parsed | None:
    """The body of the division in 苏州高新区(虎丘区)人民政府, a district and a zone with one administration."""
    match = JOINT.match(BLANK.sub("", normalise(name)[0])) if "区(" in name or "区（" in name else None
    if match is None:
        return None
    zone = _parse(clean(match["zone"]), regions, departments, year)
    if match["rest"] and ZONE_ADMINISTRATION.match(match["rest"]):
        return _parse(clean(match["zone"] + match["rest"]), regions, departments, year)
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
    special = over_several(cleaned) or seated(cleaned, regions, year) or of_corps(cleaned, regions, departments)
    if special is not None:
        return special
    state = STATE.match(cleaned)
    if state and state["of"] == STATE_ITSELF and state.end() < len(cleaned):
        rest = cleaned[state.end() :]
        kind = department(rest, departments)
        if kind is None or kind.department in ("CUS", "MSA") or next(places_of(regions, rest, year), None):
            return _parse(rest, regions, departments, year)
        return Parsed(cleaned, (), "", True, False, None, replace(kind, state=True))
    if state:
        found = office(cleaned, state, regions, departments, year)
        if found is not None:
            return found
    if year is not None:
        # As a rule the places of the year are all it takes, and looking for those of all years costs as much again.
        found = _placed(cleaned, together(regions.places(cleaned, year, slack=1)), regions, departments, year)
        if found is not None and found.kind is not None and found.kind.exact and not found.kind.own:
            return found
    return _placed(cleaned, places_of(regions, cleaned, year), regions, departments, year) or _unplaced(
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
    for there, end in candidates:
        places, place = there, there[0]
        whole = place.whole or _as_whole(places)
        zoned = place.region.kind == "zone"
        kind = kind_of(cleaned[end:], departments, whole or zoned, True)
        if zoned and ZONE_ADMINISTRATION.match(cleaned[end:]):
            kind, whole = Kind("DEV", "管理委员会", "管理委员会"), True
        if kind is None:
            continue
        cities = tuple(other for other in places if _gives_name(other.region, kind))
        named_for_city = bool(cities)
        narrowed = named_for_city and not whole and len(cities) < len(there)
        if cities and not whole:
            places, place = cities, cities[0]
        if kind.department in WHOLE_ONLY and not whole and not _of_short_name(kind, place) and not named_for_city:
            continue  # 中山东路街道 is no subdistrict of 中山
        if kind.department == "DEV" and not (whole or named_for_city) and BESIDE_WATER.match(kind.own):
            continue
        if not whole and not zoned and _of_department(cleaned, departments):
            continue  # 资源规划局 is none of 资源县
        # Not 资源 in 厦门市资源规划局: a place that disagrees stands there in full.
        if (kind.department == "OTH" or kind.doubted) and any(other.whole for other in regions.places(kind.own)):
            return Parsed(cleaned, (), cleaned[:end], True, True, None, kind, DISAGREE)
        several = tuple(dict.fromkeys(place.region for place in places))
        if (
            not place.whole and whole and kind.department in ("GOV", "OFF")
        ):  # 巴州 is 巴音郭楞蒙古自治州 rather than 巴州区
            alike = tuple(row for row in several if row.name[-1] == place.written[-1][-1])
            several = alike or several
        regions_meant, guessed = (several, False) if whole else of_form(several, kind, regions)
        found = Parsed(
            cleaned,
            regions_meant,
            cleaned[:end],
            whole,
            len(place.regions) > 1,
            None,
            kind,
            guessed=narrowed or guessed or (named_for_city and not _of_short_name(kind, place)),
        )
        return inside(found, regions, year)
    return None


def _of_department(cleaned: str, departments: Departments) -> bool:
    """Whether a name is all words of a department."""
    kind = department(cleaned, departments)
    return kind is not None and kind.exact and kind.department != "CUS"


def _as_whole(places: tuple[Place, ...]) -> bool:
    """Whether a short name ends as a full one does: 延边州, 土左旗; 通州 is short for 通州区."""
    return any(place.written[-1][-1] in SUFFIXES and place.region.name[:-1] != place.written[-1] for place in places)


def _gives_name(region: Region, kind: Kind) -> bool:
    """Whether a zone or a school of higher learning may be called by it: 西安曲江新区, 南昌大学; no district."""
    if kind.department == "EDUI":
        return bool(UNIVERSITY.match(kind.own)) and region.name[-1] in "省市"
    if kind.department == "UTIL":
        return kind.own.startswith("大学") and region.name[-1] in "省市"  # 郑州大学第一附属医院
    if kind.department == "OTH":
        return region.level == "province"  # 海南热带雨林国家公园管理局
    return kind.department == "DEV" and bool(kind.own) and _is_city(region, kind.own)


def _is_city(region: Region, zone: str) -> bool:
    """Whether zones are called by it: a city, 济源市 of no prefecture, the province of 福建自贸试验区."""
    if region.level == "province":
        return region.name.endswith("市") or zone.startswith(("自由贸易", "自贸")) or zone.endswith("保护区")
    of_province = region.parent is not None and region.parent.endswith("0000")
    return region.level == "prefecture" or (of_province and region.kind == "division" and region.name.endswith("市"))


def _of_short_name(kind: Kind, place: Place) -> bool:
    """Whether a zone is one of those that are called by the short name of their place."""
    return kind.department == "DEV" and len(place.regions) == 1 and bool(TYPE.fullmatch(kind.own))


def _unplaced(cleaned: str, departments: Departments) -> Parsed:
    """A name that begins with no place that is known: with 区, 县 … for one, with a place of no list, or with none."""
    national = NATIONAL.match(cleaned)
    kind = department(cleaned[national.end() :], departments) if national else None
    if kind is not None and (cleaned.startswith(("国", "中国")) or kind.form == "部" or cleaned in NATIONAL_OFFICES):
        return Parsed(cleaned, (), "", True, False, None, replace(kind, own="", state=True))
    if STATE_COUNCIL.match(cleaned):
        return Parsed(cleaned, (), "", True, False, None, Kind("OFF", "办公厅", cleaned, state=True))
    whole = WHOLE_PLACE.match(cleaned)
    if whole:
        return Parsed(cleaned, (), "", False, False, whole[1], GOVERNMENT_OF_ALL)
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
