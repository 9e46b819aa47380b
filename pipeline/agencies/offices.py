"""Bodies of the State and their offices in the provinces: 国家税务总局亳州市税务局, 国家统计局安徽调查总队."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.agencies.departments import Departments
from pipeline.agencies.kinds import Kind, department, kind_of
from pipeline.agencies.parsed import Parsed, inside, of_form, places_of
from pipeline.agencies.regions import Regions
from pipeline.agencies.words import (
    CORPS,
    CORPS_REGION,
    OFFICES,
    OVER_REGION,
    OVER_SEVERAL,
    REGIONAL,
    RIVER_DEPARTMENTS,
    SEATS,
    STATE_DEPARTMENTS,
    STATE_ITSELF,
    TOLD_BY,
)


def office(
    cleaned: str, match: re.Match[str], regions: Regions, departments: Departments, year: int | None
) -> Parsed | None:
    """A State body or one of its offices: 国家税务总局亳州市税务局, 国家统计局安徽调查总队."""
    of, rest = match["of"], cleaned[match.end() :].removeprefix("驻")
    code = STATE_DEPARTMENTS.get(of)
    if not rest:
        known = department(of.removeprefix("国家"), departments) if code is None else Kind(code, "", of)
        kind = replace(known, own="") if known else Kind("OTH", "", of, of)
        return Parsed(cleaned, (), "", True, False, None, replace(kind, state=True))
    if code and REGIONAL.match(rest):
        return Parsed(cleaned, (), "", True, False, None, Kind(code, "局", cleaned, rest, state=True))
    for places, end in places_of(regions, rest, year):
        behind = rest[end:]
        form = OFFICES.get(code or "")
        named = form.match(behind) if form else None
        alone = Kind(code or "", named["form"], behind) if named and not named["place"] else None
        behind_it = alone or (kind_of(behind, departments, True, False) if behind else None)
        if behind_it is None or (code is not None and behind_it.department not in (code, "OTH")):
            continue
        own = TOLD_BY.get(of, "") + behind_it.own
        kind = replace(behind_it, department=code or behind_it.department, own=own, state=True)
        several = tuple(dict.fromkeys(place.region for place in places))
        meant, guessed = (several, False) if places[0].whole else of_form(several, kind, regions)
        found = Parsed(
            cleaned,
            meant,
            rest[:end],
            places[0].whole or (named is not None and not guessed),
            len(places[0].regions) > 1,
            None,
            kind,
            guessed=guessed,
        )
        return inside(found, regions, year)
    form = OFFICES.get(code or "")
    nowhere = form.match(rest) if form else None
    if code and nowhere and not nowhere["place"]:  # 国家统计局调查队: the report may tell where
        return Parsed(cleaned, (), "", False, False, None, Kind(code, nowhere["form"], rest))
    return Parsed(cleaned, (), rest, False, False, None, Kind(code, "", cleaned, rest)) if code else None


def over_several(cleaned: str) -> Parsed | None:
    """A body of the State whose area is several provinces and that is called by a river: 水利部长江水利委员会."""
    match = OVER_SEVERAL.match(cleaned) or OVER_REGION.match(cleaned)
    if match is None:
        return None
    code = next(code for form, code in RIVER_DEPARTMENTS.items() if match["name"].endswith(form))
    return Parsed(cleaned, (), "", True, False, None, Kind(code, "", match["name"], match["name"], state=True))


def seated(cleaned: str, regions: Regions, year: int | None) -> Parsed | None:
    """A body that is called by its seat, where no division is called so: 拱北海关 in 珠海市."""
    name = cleaned.removeprefix(STATE_ITSELF)
    seat = SEATS.get(name)
    if seat is None:
        return None
    city = regions.named(seat, year, slack=1, short=False) or regions.named(seat, short=False)
    kind = Kind("CUS" if name.endswith("关") else "DEV", "海关" if name.endswith("关") else "管理委员会", name, name)
    return Parsed(cleaned, city[-1:], seat, False, False, None, kind, guessed=True)


def of_corps(cleaned: str, regions: Regions, departments: Departments) -> Parsed | None:
    """A body of 新疆生产建设兵团, or of a division of it that runs no city: in the region, beside the region's own."""
    corps = CORPS.match(cleaned)
    if corps is None:
        return None
    rest = cleaned[corps.end() :]
    office = Kind("OFF", "办公厅", "办公厅") if rest == "办公厅" else None
    of = office or kind_of(rest, departments, True, True)
    if of is None:
        return None
    whose = f"第{corps[1]}师" if corps[1] else "兵团"
    kind = replace(of, own=whose + of.own, title=corps[0] + of.title, doubted=True)
    return Parsed(cleaned, regions.named(CORPS_REGION), corps[0], False, False, None, kind, guessed=True)
