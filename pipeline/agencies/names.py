"""A name as written, taken apart: what is noise, the places it begins with, and what kind of body it names.

``亳州市生态环境局谯城分局`` is the places 亳州市 and 谯城(区), the department of ecology and a branch of it;
``区卫健委`` is a district of which the name says nothing more, and the department of health.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.agencies.departments import Departments
from pipeline.agencies.regions import Place, Region, Regions
from pipeline.readers.document import normalise

_BLANK = re.compile(r"[\s|\"'*#/\\_<>《》【】“”‘’`~!?;:,.。,、…→>=+&@\-—–]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|[()\[\]〔〕]")
_LEADING = re.compile(
    r"^(?:[A-Za-z0-9]+|附件[一二三0-9]*|首页|当前位置|您所在的?位置|标题|名称|来源|信息来源|发布机构|发布单位|主办单位|主办"
    r"|(?:新疆生产建设兵团)?第[一二三四五六七八九十]{1,3}师(?=.+市)|20[0-9]{2}年?度?|年度?|关于|中共|中国共产党|现将|根据|按照|由|系|本报告|政务公开(?=.{4})|政府信息公开(?=.{4}))"
)
_TRAILING = re.compile(
    r"(?:20[0-9]{2}年?度?|年度|[0-9]+|关于|的|编制|公布|发布|法定主动公开.*|政府信息公开.*|政务公开.*|信息公开.*|工作报告|报告"
    r"|年报|门户网站|政府网|官方网站|官网|网站|办公电话.*)$"
)
_STANDS_FOR_ONE = re.compile(
    r"^(?:[我本该各]|全)?(?:机关|单位|部门|局|委|厅|办|镇|乡|街道|办公室|委员会|政府|人民政府|会|院|中心|[省市区县旗州])*$"
)

# Words before a department that say of what level the body is, and no more.
_HINT = re.compile(r"^[我本该]?(自治区|自治州|自治县|省|市|区|县|旗|州|盟|镇|乡|街道)(?=.)")
_PARTY = re.compile(r"^(?:省|市|区|县|州|旗|盟)?委(?=[省市区县州旗盟]?(?:人民)?政府)")
_GOVERNMENT = re.compile(r"^(?:省|市|区|县|州|旗|盟)?(?:人民政府|政府|行政公署|行署)")
_OFFICE = re.compile(r"^(?:办公厅|办公室|办)(?:公室)?$")
_TOWNSHIP = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{1,14}?(?:民族乡|民族苏木|镇|乡|苏木))(?:人民政府|政府)?(?:党政(?:综合)?办(?:公室)?|办公室)?$"
)
_SUBDISTRICT = re.compile(
    r"^(?P<name>[\u4e00-\u9fff0-9]{2,14}?)(?:街道办事处|街道办|街道|街办|地区办事处|(?<!驻)办事处)(?:党政(?:综合)?办公室|办公室)?$"
)
_ZONE = (
    r"(?:经济技术开发区|经济开发区|高新技术产业开发区|高新技术开发区|高新技术产业园区|高新区|经开区|开发区|综合保税区|保税区"
    r"|保税港区|出口加工区|自由贸易试验区|自贸区|自贸试验区|自贸片区|综合实验区|综合试验区|实验区|试验区|示范区|旅游度假区|度假区"
    r"|风景名胜区|风景区|旅游区|景区|工业园区|工业园|产业园区|产业园|科技园区|科技园|科学城|科技城|大学城|集聚区|聚集区|合作区"
    r"|管理区|园区|物流园|化工园|循环经济区|临空经济区|经济区|港区|空港区|新区|新城区?|商务区|功能区|自然保护区|保护区|农场|林场)"
)
_ZONE_BODY = re.compile(
    rf"^(?P<name>(?:[\u4e00-\u9fff0-9A-Za-z]{{0,16}}?){_ZONE})(?:党工委)?(?:管理委员会|管委会|管理局|管理办公室|管理处|管理中心)?"
    r"(?P<rest>.*)$"
)
_ZONE_ADMINISTRATION = re.compile(
    r"^(?:党工委)?(?:管理委员会|管委会|管理局|管理办公室|管理处|管理中心)?(?:党政(?:综合)?办公室|综合办公室|办公室)?$"
)
_BRANCH = re.compile(
    r"^(?P<of>[\u4e00-\u9fff]{2,20}?(?:局|委员会|委))(?P<part>[\u4e00-\u9fff0-9]{1,14}?)(?P<form>分局|支局|分局)$"
)
_OWN_BRANCH = re.compile(r"^(?P<stem>[\u4e00-\u9fff]{2,12})分局$")
_UNIT = re.compile(
    r"^(?P<of>[\u4e00-\u9fff]{2,16}?(?:局|委员会|委|厅))(?P<unit>[\u4e00-\u9fff0-9]{2,20}"
    r"(?:总队|支队|大队|中队|中心|站|所|处|院|稽查局|派出所|科|股|办公室))$"
)
_FORMS = (
    ("管理委员会", "委员会"),
    ("委员会办公室", "办公室"),
    ("委员会", "委员会"),
    ("联合会", "联合会"),
    ("办公室", "办公室"),
    ("办公厅", "办公厅"),
    ("委办公室", "办公室"),
    ("管理局", "局"),
    ("总局", "局"),
    ("总队", "总队"),
    ("支队", "支队"),
    ("大队", "大队"),
    ("中队", "中队"),
    ("中心", "中心"),
    ("总社", "社"),
    ("联合社", "社"),
    ("总公司", "公司"),
    ("公司", "公司"),
    ("总会", "会"),
    ("协会", "协会"),
    ("分局", "分局"),
    ("总站", "站"),
    ("局", "局"),
    ("厅", "厅"),
    ("委", "委员会"),
    ("办", "办公室"),
    ("署", "署"),
    ("院", "院"),
    ("馆", "馆"),
    ("社", "社"),
    ("联", "联合会"),
    ("协", "协会"),
    ("会", "会"),
    ("台", "台"),
    ("站", "站"),
    ("所", "所"),
    ("处", "处"),
    ("队", "队"),
    ("部", "部"),
    ("室", "室"),
)
_SHORT_FORM: Final = {"联合会": "联", "委员会": "委", "办公室": "办", "协会": "协"}
_SCHOOL = re.compile(r"(?:大学|学院|学校|中学|小学|幼儿园|职校|中专|技校|党校|电大)$")
_UTILITY = re.compile(
    r"(?:医院|卫生院|卫生服务中心|妇幼保健院|公司|集团|水厂|电厂|支行|银行|供电所|交易所|殡仪馆|血站)$"
)

# The names under which the State's own bodies run their offices in the provinces.
_STATE = re.compile(
    r"^(?P<of>国家税务总局|国家统计局|中国人民银行|国家金融监督管理总局|中国银行保险监督管理委员会|中国银保监会"
    r"|中国证券监督管理委员会|中国证监会|国家外汇管理局|中华人民共和国|国家矿山安全监察局|国家煤矿安全监察局|国家能源局|国家邮政局"
    r"|国家粮食和物资储备局|中国民用航空局?|国家移民管理局|中国气象局|国家消防救援局|国家林业和草原局|国家铁路局|国家海洋局|国家烟草专卖局"
    r"|应急管理部|水利部|交通运输部|自然资源部|生态环境部)"
)
_STATE_DEPARTMENTS: Final = {
    "国家税务总局": "TAX", "国家统计局": "STS", "中国人民银行": "PBC", "国家金融监督管理总局": "NFR",
    "中国银行保险监督管理委员会": "NFR", "中国银保监会": "NFR", "中国证券监督管理委员会": "CSR", "中国证监会": "CSR",
    "国家外汇管理局": "PBC", "国家矿山安全监察局": "EMG", "国家煤矿安全监察局": "EMG", "国家能源局": "NRR",
    "国家邮政局": "POS", "国家粮食和物资储备局": "GRN", "中国民用航空": "CAAC", "中国民用航空局": "CAAC",
    "国家移民管理局": "IMM", "中国气象局": "MTR", "国家消防救援局": "FIR", "国家铁路局": "CAAC",
    "国家烟草专卖局": "TOB",
}  # fmt: skip
_OFFICES = {
    "STS": re.compile(r"^(?P<place>.*?)(?P<form>调查总队|调查队)$"),
    "NFR": re.compile(r"^(?P<place>.*?)(?P<form>监管分局|监管支局|监管局|银保监分局|银保监局)$"),
    "CSR": re.compile(r"^(?P<place>.*?)(?P<form>监管局|证监局)$"),
    "PBC": re.compile(r"^(?P<place>.*?)(?P<form>中心支行|支行|分行|营业管理部|营业部|分局|中心支局|支局|管理部)$"),
    "NRR": re.compile(r"^(?P<place>.*?)(?P<form>监管局|监管办公室|监管办)$"),
    "CAAC": re.compile(r"^(?P<place>.*?)(?P<form>地区管理局|安全监督管理局|铁路监督管理局|监督管理局|监管局)$"),
    "EMG": re.compile(r"^(?P<place>.*?)(?P<form>局|分局|监察分局|监察局)$"),
    "GRN": re.compile(r"^(?P<place>.*?)(?P<form>局|垂直管理局)$"),
}
# Offices that carry the name of their State body in short: 安徽银保监局, 亳州银保监分局, 安徽证监局.
_SHORT_OFFICES = re.compile(
    r"^(?P<word>银保监|银监|保监|证监|金融监管|能源监管)(?P<form>监管分局|监管局|分局|支局|局|办)$"
)
_SHORT_CODES: Final = {
    "银保监": "NFR", "银监": "NFR", "保监": "NFR", "金融监管": "NFR", "证监": "CSR", "能源监管": "NRR",
}  # fmt: skip


_WHOLE_ONLY: Final = frozenset({"TWN", "STR", "EDUI", "UTIL", "OTH", "DEV"})
_UNKNOWN = re.compile(r"^[\u4e00-\u9fff]{1,8}?(?:自治区|自治州|自治县|省|市|县|区|旗|州|盟)(?!道)")
_NATIONAL = re.compile(r"^(?:国家|国务院)?")
_STATE_COUNCIL = re.compile(r"^国务院(?:办公厅|办)$")
_GOVERNMENT_OFFICE = re.compile(r"^(?:府办|府办公室|府办公厅)$")
_OF_BODY = re.compile(r"(?:局|厅|委员会|委|院|中心)办公室$")
_LONGEST_OTHER = 24
_LEAST_NAME = 3
_SUFFIXES: Final = "省市区县旗州盟"
# Zones called by the short name of their city or county: 亳州高新区. Others are named as freely as places are.
_TYPE = re.compile(r"(?:高新区|经开区|经济开发区|综合保税区|保税区|工业园区|风景名胜区|旅游度假区|出口加工区)")
_PARTS = re.compile(r"[\s|>/_:;,。、【】《》]+")
_PAGE = re.compile(
    r"^.*(?:官网|网站|首页|政务公开|信息公开|大中小|来源|标题|名称|管理员|下载|发布|公布|公开|转发|关于|印发|登录|注册|收藏)"
)
_FORM_LEVELS: Final = (
    (("厅", "办公厅", "调查总队", "监管局", "银保监局", "证监局", "总队"), ("province",)),
    (("监管分局", "银保监分局", "中心支行", "支队", "海事局", "海关"), ("prefecture", "county")),
    (("调查队",), ("prefecture", "county")),
)
_ZONE_SPELLINGS: Final = (
    ("高新技术产业开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("经济技术开发区", "经开区"),
)
DISAGREE: Final = "places that do not lie in each other"


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of body the part of a name behind its places names.

    `title` is the name behind the places in full, `own` what tells the body from others of its department in the same
    place (a township's name, a zone, a unit); empty for the one main body. `exact` is False where words were put
    together or left over. `inner` is the name of a place below the first ones (a branch's district).
    """

    department: str
    form: str
    title: str
    own: str = ""
    exact: bool = True
    inner: str = ""
    state: bool = False


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


def clean(name: str) -> str:
    """A name without blanks, brackets, years, and words of the page around it."""
    norm = normalise(name)[0]
    cleaned = _BLANK.sub("", _BRACKETS.sub("", norm))
    while True:
        shorter = _TRAILING.sub("", _LEADING.sub("", cleaned))
        if shorter == cleaned:
            return cleaned
        cleaned = shorter


def stands_for_one(cleaned: str) -> bool:
    """Whether this is no name but a word like 我局 that stands for one."""
    return bool(_STANDS_FOR_ONE.match(cleaned))


def parse(name: str, regions: Regions, departments: Departments, year: int | None = None) -> Parsed:
    """Take a name apart. Without a kind it is no name of a body that is known.

    Where the whole is no name, its parts between blanks and signs are tried, and what follows words of a page.
    """
    first: Parsed | None = None
    for written in _candidates(name):
        parsed = _parse(written, regions, departments, year)
        if parsed.kind is not None and (parsed.regions or parsed.kind.state) and parsed.left != DISAGREE:
            return parsed
        if first is None or (first.kind is None and parsed.kind is not None):
            first = parsed
    assert first is not None
    return first


def _candidates(name: str) -> Iterator[str]:
    """A name, and what may be the name in it: the whole first."""
    cleaned = clean(name)
    yield cleaned
    parts = [clean(part) for part in _PARTS.split(normalise(name)[0])]
    yield from (part for part in dict.fromkeys(reversed(parts)) if len(part) > _LEAST_NAME and part != cleaned)
    behind = _PAGE.sub("", cleaned)
    if behind != cleaned and len(behind) > _LEAST_NAME:
        yield behind


def _parse(cleaned: str, regions: Regions, departments: Departments, year: int | None) -> Parsed:
    state = _STATE.match(cleaned)
    if state:
        found = _state(cleaned, state, regions, departments, year)
        if found is not None:
            return found
    for places, end in _places(regions, cleaned, year):
        place = places[0]
        whole = place.whole or place.written[-1][-1] in _SUFFIXES
        zoned = place.region.kind == "zone"
        kind = _kind(cleaned[end:], departments, whole or zoned, True)
        if zoned and _ZONE_ADMINISTRATION.match(cleaned[end:]):
            kind, whole = Kind("DEV", "管理委员会", "管理委员会"), True
        if kind is None:
            continue
        if kind.department in _WHOLE_ONLY and not whole and not _of_short_name(kind, place):
            continue  # 中山东路街道 is no subdistrict of 中山
        if kind.department == "OTH" and regions.places(kind.own):
            return Parsed(cleaned, (), cleaned[:end], True, True, None, kind, DISAGREE)
        several = tuple(dict.fromkeys(place.region for place in places))
        regions_meant = several if whole else _of_form(several, kind, regions)
        found = Parsed(
            cleaned,
            regions_meant,
            cleaned[:end],
            whole,
            len(place.regions) > 1,
            None,
            kind,
            guessed=len(regions_meant) < len(several),
        )
        return _inside(found, regions, year)
    return _unplaced(cleaned, departments)


def _of_short_name(kind: Kind, place: Place) -> bool:
    """Whether a zone is one of those that are called by the short name of their place."""
    return kind.department == "DEV" and len(place.regions) == 1 and bool(_TYPE.fullmatch(kind.own))


def _of_form(several: tuple[Region, ...], kind: Kind, regions: Regions) -> tuple[Region, ...]:
    """Of places of one short name those of the level of a form: 吉林证监局 is the province's, 芜湖海事局 the city's."""
    levels = next((levels for forms, levels in _FORM_LEVELS if kind.form in forms), None)
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
    national = _NATIONAL.match(cleaned)
    kind = _department(cleaned[national.end() :], departments) if national else None
    if kind is not None and (cleaned[:1] == "国" or kind.form == "部"):
        return Parsed(cleaned, (), "", True, False, None, replace(kind, own="", state=True))
    if _STATE_COUNCIL.match(cleaned):
        return Parsed(cleaned, (), "", True, False, None, Kind("OFF", "办公厅", cleaned, state=True))
    hint = _HINT.match(cleaned)
    if hint:
        kind = _kind(cleaned[hint.end() :], departments, False, False)
        if kind is not None and kind.department not in _WHOLE_ONLY:
            return Parsed(cleaned, (), "", False, False, hint[1], kind)
    for unknown in _UNKNOWN.finditer(cleaned):
        kind = _kind(cleaned[unknown.end() :], departments, False, False)
        known = unknown.end() == len(cleaned) or (kind is not None and kind.department != "OTH")
        if known and not departments.find(unknown[0], ""):
            kind = kind or Kind("GOV", "人民政府", "人民政府", exact=False)
            return Parsed(cleaned, (), unknown[0], True, False, None, kind)
    return Parsed(cleaned, (), "", False, False, None, _kind(cleaned, departments, False, False))


def _places(regions: Regions, text: str, year: int | None) -> Iterator[tuple[tuple[Place, ...], int]]:
    """Places at the start of a text, those that reach furthest first; alternatives that read the same together."""
    found = regions.places(text, year, slack=1) if year else ()
    found = (*found, *(place for place in regions.places(text) if all(place.end != known.end for known in found)))
    together: dict[tuple[int, tuple[str, ...]], list[Place]] = {}
    for place in sorted(found, key=lambda place: -place.end):
        together.setdefault((place.end, place.written), []).append(place)
    for (end, _), places in together.items():
        whole = [place for place in places if place.whole]
        yield tuple(whole or places), end


def _inside(parsed: Parsed, regions: Regions, year: int | None) -> Parsed:
    """A branch named for a district of its city belongs there: 亳州市生态环境局谯城分局."""
    kind = parsed.kind
    if kind is None or not kind.inner:
        return parsed
    alone = replace(kind, own="", inner="")
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
    title = f"{kind.title}{part}分局"
    return replace(parsed, kind=replace(kind, own=kind.own + part, title=title, inner=""))


def _kind(rest: str, departments: Departments, whole: bool, placed: bool) -> Kind | None:
    """What the words behind the places name."""
    if not rest:
        return Kind("GOV", "人民政府", "人民政府", exact=False) if placed and whole else None
    rest = _PARTY.sub("", rest)
    if placed and rest.startswith("委") and len(rest) > _LEAST_NAME:
        return _department(rest[1:], departments) or Kind("PTY", "", rest, rest)
    government = _GOVERNMENT.match(rest)
    if government:
        behind = rest[government.end() :]
        if not behind:
            return Kind("GOV", "人民政府", "人民政府")
        if _OFFICE.match(behind):
            form = "办公厅" if "厅" in behind else "办公室"
            return Kind("OFF", form, f"人民政府{form}")
        rest = behind
    elif _GOVERNMENT_OFFICE.match(rest):
        return Kind("OFF", "办公室", "人民政府办公室")
    return (
        _branch(rest, departments)
        or _department(rest, departments)
        or _own_office(rest, departments)
        or _place_below(rest, departments)
        or _unit(rest, departments)
        or _institution(rest)
        or _other(rest)
    )


def _place_below(rest: str, departments: Departments) -> Kind | None:
    zone = _ZONE_BODY.match(rest)
    if zone:
        name = zone_name(zone["name"])
        behind = zone["rest"]
        if _ZONE_ADMINISTRATION.match(behind):
            return Kind("DEV", "管理委员会", f"{name}管理委员会", name)
        inner = _branch(behind, departments) or _department(behind, departments) or _place_below(behind, departments)
        if inner is not None and len(name) > 1:
            return replace(inner, title=name + inner.title, own=name + inner.own, inner="")
    township = _TOWNSHIP.match(rest)
    if township and len(township["name"]) > 1:
        return Kind("TWN", "人民政府", f"{township['name']}人民政府", township["name"])
    subdistrict = _SUBDISTRICT.match(rest)
    if subdistrict:
        name = subdistrict["name"].removesuffix("街道") + ("地区" if "地区办事处" in rest else "街道")
        return Kind("STR", "办事处", f"{name}办事处", name)
    return None


def zone_name(name: str) -> str:
    """One spelling for the kinds of zones that have a short one."""
    for long, short in _ZONE_SPELLINGS:
        name = name.replace(long, short)
    return name


def _branch(rest: str, departments: Departments) -> Kind | None:
    short = _SHORT_OFFICES.match(rest)
    if short:
        return Kind(_SHORT_CODES[short["word"]], short["form"], rest)
    branch = _BRANCH.match(rest)
    if branch:
        of = _department(branch["of"], departments)
        if of is not None:
            return replace(of, form="分局", title=of.title, inner=branch["part"])
    own = _OWN_BRANCH.match(rest)
    if own:
        found = departments.find(own["stem"], "局")
        if found is not None:
            return Kind(found.code, "分局", f"{found.full}分局", found.full if found.distinct else "", found.exact)
    return None


def _unit(rest: str, departments: Departments) -> Kind | None:
    """A unit of a department that reports by itself: 公安局交通警察支队."""
    unit = _UNIT.match(rest)
    of = _department(unit["of"], departments) if unit else None
    if unit is None or of is None:
        return None
    if _OFFICE.match(unit["unit"]):
        return of
    return replace(of, title=of.title + unit["unit"], own=of.own + unit["unit"], exact=False)


def _department(rest: str, departments: Departments) -> Kind | None:
    if rest.endswith("海关") and len(rest) < 8:
        return Kind("CUS", "海关", rest, rest if len(rest) > 2 else "")
    for written, form in _FORMS:
        if rest.endswith(written) and len(rest) > len(written):
            found = departments.find(rest[: -len(written)], _SHORT_FORM.get(form, form))
            if found is not None:
                title = f"{found.full}{form}"
                main = departments.is_main(found.code, form) and not found.distinct
                return Kind(found.code, form, title, "" if main else title, found.exact)
    return None


def _own_office(rest: str, departments: Departments) -> Kind | None:
    """A body by its own office: 交通运输局办公室."""
    return _department(rest.removesuffix("办公室"), departments) if _OF_BODY.search(rest) else None


def _institution(rest: str) -> Kind | None:
    if len(rest) > 2 and _SCHOOL.search(rest):
        return Kind("EDUI", "学校", rest, rest)
    if len(rest) > 3 and _UTILITY.search(rest):
        return Kind("UTIL", "单位", rest, rest)
    return None


def _other(rest: str) -> Kind | None:
    for written, form in _FORMS:
        if rest.endswith(written) and len(written) + 1 < len(rest) <= _LONGEST_OTHER:
            return Kind("OTH", form, rest, rest, False)
    return None


def _state(
    cleaned: str, match: re.Match[str], regions: Regions, departments: Departments, year: int | None
) -> Parsed | None:
    """A State body or one of its offices: 国家税务总局亳州市税务局, 国家统计局安徽调查总队."""
    of, rest = match["of"], cleaned[match.end() :]
    code = _STATE_DEPARTMENTS.get(of)
    if of == "中华人民共和国" and rest:
        kind = _department(rest, departments)
        placed = next(_places(regions, rest, year), None)
        if placed is None and kind is not None and kind.department not in ("CUS", "MSA"):
            return Parsed(cleaned, (), "", True, False, None, replace(kind, state=True))
        return _parse(rest, regions, departments, year)
    if not rest:
        return Parsed(cleaned, (), "", True, False, None, Kind(code or "OTH", "", of, "" if code else of, state=True))
    for places, end in _places(regions, rest, year):
        behind = rest[end:]
        office = _OFFICES.get(code or "")
        named = office.match(behind) if office else None
        kind = Kind(code or "", named["form"], behind) if named and not named["place"] else None
        kind = kind or (_kind(behind, departments, True, False) if behind else None)
        if kind is None or (code is not None and kind.department not in (code, "OTH")):
            continue
        kind = replace(kind, department=code or kind.department)
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
        return _inside(found, regions, year)
    return Parsed(cleaned, (), rest, False, False, None, Kind(code, "", cleaned, rest)) if code else None
