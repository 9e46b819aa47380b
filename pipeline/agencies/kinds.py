"""What kind of body the words behind the places of a name name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.agencies.departments import Departments
from pipeline.agencies.words import (
    ADMINISTERED,
    BRANCH,
    FORMS,
    GOVERNMENT,
    GOVERNMENT_OFFICE,
    LEAST_NAME,
    LONGEST_OTHER,
    MANAGES,
    OF_BODY,
    OFFICE,
    OWN_BRANCH,
    PARTY,
    SCHOOL,
    SHORT_CODES,
    SHORT_FORM,
    SHORT_OFFICES,
    STANDS_FOR_ONE,
    SUBDISTRICT,
    TOWNSHIP,
    TWO,
    UNIT,
    UTILITY,
    ZONE_ADMINISTRATION,
    ZONE_BODY,
    ZONE_SPELLINGS,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of body the part of a name behind its places names.

    `title` is the name behind the places in full, `own` what tells the body from others of its department in the same
    place (a township's name, a zone, a unit); empty for the one main body. `exact` is False where words were put
    together or left over, `doubted` is True where they may mean another department. `inner` is the name of a place
    below the first ones (a branch's district).
    """

    department: str
    form: str
    title: str
    own: str = ""
    exact: bool = True
    inner: str = ""
    state: bool = False
    doubted: bool = False


def kind_of(rest: str, departments: Departments, whole: bool, placed: bool) -> Kind | None:
    """What the words behind the places name."""
    if not rest:
        return Kind("GOV", "人民政府", "人民政府", exact=False) if placed and whole else None
    rest = PARTY.sub("", rest)
    if placed and rest.startswith("委") and len(rest) > LEAST_NAME:
        behind = rest[1:].removesuffix("工作委员会").removesuffix("工委").removesuffix("委员会")
        return department(rest[1:], departments) or _place_below(behind, departments) or Kind("PTY", "", rest, rest)
    government = GOVERNMENT.match(rest)
    if government:
        behind = rest[government.end() :]
        if not behind:
            return Kind("GOV", "人民政府", "人民政府")
        if OFFICE.match(behind):
            form = "办公厅" if "厅" in behind else "办公室"
            return Kind("OFF", form, f"人民政府{form}")
        rest = behind
    elif GOVERNMENT_OFFICE.match(rest):
        return Kind("OFF", "办公室", "人民政府办公室")
    return (
        _branch(rest, departments)
        or department(rest, departments)
        or _own_office(rest, departments)
        or _first_of_two(rest, departments)
        or _place_below(rest, departments)
        or _unit(rest, departments)
        or _institution(rest, placed)
        or _other(rest, departments, placed)
    )


def _place_below(rest: str, departments: Departments) -> Kind | None:
    zone = ZONE_BODY.match(rest)
    if zone:
        name = zone_name(zone["name"])
        behind = zone["rest"]
        if ZONE_ADMINISTRATION.match(behind):
            return Kind("DEV", "管理委员会", f"{name}管理委员会", name)
        inner = _branch(behind, departments) or department(behind, departments) or _place_below(behind, departments)
        if inner is not None and len(name) > 1:
            return replace(inner, title=name + inner.title, own=name + inner.own, inner="")
    administered = ADMINISTERED.match(rest)
    if administered:
        name = zone_name(administered["name"])
        return Kind("DEV", "管理委员会", f"{name}管理委员会", name)
    township = TOWNSHIP.match(rest)
    if township and len(township["name"]) > 1:
        return Kind("TWN", "人民政府", f"{township['name']}人民政府", township["name"])
    subdistrict = SUBDISTRICT.match(rest)
    if subdistrict and subdistrict["name"] not in ("街道", "地区"):
        name = subdistrict["name"].removesuffix("街道") + ("地区" if "地区办事处" in rest else "街道")
        return Kind("STR", "办事处", f"{name}办事处", name)
    return None


def zone_name(name: str) -> str:
    """One spelling for the kinds of zones that have a short one."""
    for long, short in ZONE_SPELLINGS:
        name = name.replace(long, short)
    return name


def zone_of(own: str) -> str:
    """The zone that what tells a body from others begins with: 高新区 of 高新区财政局. Empty if it is none."""
    match = ZONE_BODY.match(own)
    return zone_name(match["name"]) if match else ""


def of_zone(kind: Kind) -> Kind:
    """The body without the zone that it is told by, for when the zone is its place."""
    zone = zone_of(kind.own)
    return replace(kind, own=kind.own.removeprefix(zone), title=kind.title.removeprefix(zone)) if zone else kind


def _branch(rest: str, departments: Departments) -> Kind | None:
    short = SHORT_OFFICES.match(rest)
    if short:
        return Kind(SHORT_CODES[short["word"]], rest, rest, "保监局" if short["word"] == "保监" else "")
    branch = BRANCH.match(rest)
    if branch:
        of = department(branch["of"], departments)
        if of is not None:
            return replace(of, form=branch["form"].replace("支局", "分局"), title=of.title, inner=branch["part"])
    own = OWN_BRANCH.match(rest)
    if own:
        found = departments.find(own["stem"], "局")
        if found is not None:
            own_name = found.full if found.distinct else ""
            return Kind(found.code, "分局", f"{found.full}分局", own_name, found.exact, doubted=found.doubted)
    return None


def _unit(rest: str, departments: Departments) -> Kind | None:
    """A unit of a department that reports by itself: 公安局交通警察支队."""
    unit = UNIT.match(rest)
    of = department(unit["of"], departments) if unit else None
    if unit is None or of is None:
        return None
    if OFFICE.match(unit["unit"]):
        return of
    return replace(of, title=of.title + unit["unit"], own=of.own + unit["unit"], exact=False)


def department(rest: str, departments: Departments) -> Kind | None:
    """The department and form of body that these words name, if they name one that is known."""
    if rest.endswith("海关") and len(rest) < 8:
        return Kind("CUS", "海关", rest, rest if len(rest) > 2 else "")
    for written, form in FORMS:
        if rest.endswith(written) and len(rest) > len(written):
            found = departments.find(rest[: -len(written)], SHORT_FORM.get(form, form))
            if found is not None:
                main = departments.is_main(found.code, form) and not found.distinct
                # 政务服务管理局 is 政务服务 and 管理局; what tells bodies beside the main one apart goes without.
                duty = MANAGES if main and found.as_written and written.startswith(MANAGES) else ""
                title = f"{found.full}{duty}{form}"
                return Kind(found.code, form, title, "" if main else title, found.exact, doubted=found.doubted)
    return None


def _own_office(rest: str, departments: Departments) -> Kind | None:
    """A body by its own office: 交通运输局办公室."""
    return department(rest.removesuffix("办公室"), departments) if OF_BODY.search(rest) else None


def _first_of_two(rest: str, departments: Departments) -> Kind | None:
    """Two bodies that report together, 教育局体育局: the first of them, as of one that carries two departments."""
    two = TWO.match(rest)
    if two is None:
        return None
    first, second = department(two["first"], departments), department(two["second"], departments)
    return replace(first, doubted=True) if first and second and first.exact and second.exact else None


def _institution(rest: str, placed: bool) -> Kind | None:
    if (len(rest) > 2 or placed) and SCHOOL.search(rest):
        return Kind("EDUI", "学校", rest, rest)
    if len(rest) > 3 and UTILITY.search(rest):
        return Kind("UTIL", "单位", rest, rest)
    return None


def _other(rest: str, departments: Departments, placed: bool) -> Kind | None:
    """A body of words that are not known: of the department that the first of them name, if they name one."""
    if STANDS_FOR_ONE.match(rest):
        return None
    for written, form in FORMS:
        if rest.endswith(written) and len(written) + 1 < len(rest) <= LONGEST_OTHER:
            near = departments.nearest(rest[: -len(written)], SHORT_FORM.get(form, form)) if placed else None
            return Kind(near or "OTH", form, rest, rest, False, doubted=near is not None)
    return None
