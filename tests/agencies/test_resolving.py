"""Which body a report is of: keys that last, evidence, reviewed decisions, scope, and what stays unresolved."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.agencies.aliases import ALIAS_COLUMNS, Aliases, aliases
from pipeline.agencies.departments import ReferenceListError
from pipeline.agencies.model import METHODS, SCOPES, Resolution, Subject
from pipeline.agencies.resolving import Resolver
from pipeline.agencies.scope import scope
from pipeline.engine.agencies import body_of, load_departments, load_resolver
from pipeline.engine.reference import load_regions


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return load_resolver()


def told(
    resolver: Resolver, agency: str | None, year: int | None = 2021, text: str = "", report: str = "r", **more: str
) -> Resolution:
    return resolver.resolve(Subject(report, year, agency, text=f"{agency}\n{text}", **more))


@pytest.mark.parametrize(
    ("names", "key"),
    [
        ([("谯城区卫生和计划生育委员会", 2017), ("谯城区卫健委", 2020), ("谯城区卫生健康委员会", 2023)], "341602-HLT"),
        ([("亳州市谯城区卫健委", 2021), ("安徽省亳州市谯城区卫生健康委员会", 2021)], "341602-HLT"),
        ([("郫县人民政府", 2015), ("郫都区人民政府", 2018), ("成都市郫都区人民政府", 2022)], "510117-GOV"),
        ([("亳州市生态环境局谯城分局", 2021), ("谯城区环境保护局", 2017)], "341602-ECO"),
        ([("平阳县科学技术局", 2020), ("平阳县科技局", 2021)], "330326-SCI"),
        ([("湖口县大垅乡", 2020), ("湖口县大垅乡人民政府", 2021)], "360429-TWN-大垅乡"),
        ([("九龙坡区谢家湾街道", 2020), ("重庆市九龙坡区人民政府谢家湾街道办事处", 2019)], "500107-STR-谢家湾街道"),
        ([("平潭综合实验区", 2021), ("平潭综合实验区管理委员会", 2022)], "350000Z01-DEV"),
    ],
)
def test_a_body_keeps_its_key(resolver: Resolver, names: list[tuple[str, int]], key: str) -> None:
    assert {told(resolver, name, year).key for name, year in names} == {key}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("安徽省应急管理厅", "国家矿山安全监察局安徽局"),
        ("亳州市医疗保障局", "亳州市医疗保障事务中心"),
        ("亳州市公安局", "亳州市公安局交通警察支队"),
        ("亳州市税务局", "亳州市国家税务局"),
        ("亳州市商务局", "亳州市招商局"),
        ("杭州市下城区人民政府", "杭州市拱墅区人民政府"),
        ("利辛县城关镇人民政府", "利辛县城关乡人民政府"),
        ("阜阳市科学技术局", "阜阳市科学技术协会"),
    ],
)
def test_two_bodies_have_two_keys(resolver: Resolver, one: str, other: str) -> None:
    assert told(resolver, one).key != told(resolver, other).key


@pytest.mark.parametrize("body", ["教育局", "人民政府办公室", "城关镇人民政府"])
def test_every_division_is_told_by_its_path_of_names(resolver: Resolver, body: str) -> None:
    regions = resolver.regions
    standing = [row for row in regions if row.valid_to is None and row.kind == "division"]
    assert len(standing) > 3000
    wrong = [
        name
        for row in standing
        if not told(resolver, name := f"{regions.full_name(row)}{body}", 2024).key.startswith(
            f"{regions.lineage(row)[-1].code}-"
        )
    ]
    assert wrong == []


def test_a_name_of_several_places_takes_evidence(resolver: Resolver) -> None:
    alone = told(resolver, "朝阳区教育局")
    assert (alone.method, alone.region, alone.confidence) == ("unresolved", None, 0)
    assert alone.reason is not None
    assert alone.reason.startswith("ambiguous_region: 朝阳区 ")
    assert {"110105", "220104"} <= set(alone.reason.split(" ")[-1].split("|"))
    by_site = told(resolver, "朝阳区教育局", text="网站标识码：2201040001")
    assert (by_site.key, by_site.method) == ("220104-EDU", "site_code")
    by_phone = told(resolver, "朝阳区教育局", text="联系电话：0431-88888888")
    assert (by_phone.key, by_phone.method) == ("220104-EDU", "prefix")
    by_folder = told(resolver, "朝阳区教育局", path="长春市/朝阳区/2021.txt")
    assert (by_folder.key, by_folder.method) == ("220104-EDU", "path")
    torn = told(resolver, "朝阳区教育局", text="长春市朝阳区 北京市朝阳区")
    assert torn.method == "unresolved"
    # What several of the places share tells none of them, and hides none.
    shared = told(resolver, "新华区财政局", text="邮编：061000，电话：0317-2222222")
    assert (shared.key, shared.method, shared.confidence) == ("130902-FIN", "prefix", 0.9)
    assert told(resolver, "新华区财政局", text="河北省").method == "unresolved"


def test_reports_of_unknown_bodies_are_not_taken_for_one_body(resolver: Resolver) -> None:
    keys = {told(resolver, "朝阳区教育局", report=report).key for report in ("a", "b")}
    keys |= {told(resolver, None, report=report).key for report in ("a", "b")}
    assert len(keys) == 4
    # A place of no list is a name all the same, and its reports of several years belong together.
    assert {told(resolver, "青棠县民政局", year, report=str(year)).key for year in (2020, 2021)} == {"x-青棠县-CIV"}


@pytest.mark.parametrize(
    ("agency", "reason"),
    [
        (None, "no_name"),
        ("综合科", "not_a_body: 综合科"),
        ("教育局", "no_region: 教育局"),
        ("青棠县教育局", "unknown_region: 青棠县"),
        ("淮安市朝阳区教育局", "regions_disagree: 淮安市朝阳区教育局"),
    ],
)
def test_what_is_unresolved_says_why(resolver: Resolver, agency: str | None, reason: str) -> None:
    found = told(resolver, agency)
    assert (found.method, found.reason, found.region) == ("unresolved", reason, None)


def test_a_name_of_who_issued_the_page_is_never_sure(resolver: Resolver) -> None:
    assert told(resolver, "青阳县司法局").confidence == 0.95
    assert told(resolver, "青阳县司法局", source="metadata").confidence == 0.75
    assert told(resolver, "成都市新都区智慧蓉城运行中心").confidence == 0.7


def test_a_place_alone_is_its_government_unless_a_body_signed(resolver: Resolver) -> None:
    assert told(resolver, "青阳县").key == "341723-GOV"
    signed = told(resolver, "青阳县", text="正文\n青阳县审计局\n2022年1月3日")
    assert (signed.key, signed.method) == ("341723-AUD", "other_name")


def test_whose_site_it_is_does_not_tell_surely_whose_report(resolver: Resolver) -> None:
    alone = told(resolver, "庐江县人民政府门户网站")
    assert (alone.key, alone.confidence) == ("340124-GOV", 0.7)
    signed = told(resolver, "庐江县人民政府门户网站", text="正文\n庐江县审计局\n2022年1月3日")
    assert (signed.key, signed.confidence) == ("340124-AUD", 0.9)


def test_a_branch_of_a_city_that_its_name_does_not_say(resolver: Resolver) -> None:
    named = told(resolver, "市生态环境局茅箭分局", text="正文\n十堰市生态环境局茅箭分局")
    assert (named.key, named.method) == ("420302-ECO", "other_name")
    told_by_site = told(resolver, "市生态环境局茅箭分局", text="网站标识码：4203000001")
    assert (told_by_site.key, told_by_site.method) == ("420302-ECO", "site_code")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("生态环境部", "CN-ECO"),
        ("中国地震局", "CN-SEI"),
        ("民航华东地区管理局", "CN-CAAC-华东地区管理局"),
        ("国家能源局南方监管局", "CN-NRR-南方监管局"),
    ],
)
def test_bodies_of_the_state(resolver: Resolver, name: str, key: str) -> None:
    found = told(resolver, name)
    assert (found.key, found.level, found.region) == (key, "national", None)


def test_folders_are_read_together(resolver: Resolver) -> None:
    found = told(resolver, "街道办事处", path="湖北省武汉市汉阳区/鹦鹉街道办事处.html")
    assert (found.key, found.confidence) == ("420105-STR-鹦鹉街道", 0.7)
    assert told(resolver, None, path="湖北/武汉市/汉阳区.html").key == "420105-GOV"


def test_a_place_that_holds_another_name_is_that_place_alone(resolver: Resolver) -> None:
    # 永丰县 holds 丰县, a county of another province.
    found = told(resolver, "县统计局", path="江西/永丰县/统计局.docx")
    assert (found.key, found.method) == ("360825-STA", "path")


def test_a_township_takes_a_county_named_with_its_city(resolver: Resolver) -> None:
    assert told(resolver, "榜头镇人民政府", text="地址：仙游县").method == "unresolved"
    assert told(resolver, "榜头镇人民政府", text="地址：莆田市仙游县").key == "350322-TWN-榜头镇"
    assert told(resolver, "东区街道办事处", text="地址：攀枝花市东区").method == "unresolved"


def test_a_headline_names_the_body(resolver: Resolver) -> None:
    headline = "洞口县农业农村局2021年政府信息公开年报"
    found = told(resolver, "农业农村局", text=headline)
    assert (found.key, found.method) == ("430525-AGR", "other_name")
    # It says more than what stands alone above it.
    assert told(resolver, None, text=f"洞口县人民政府办公室\n{headline}").key == "430525-AGR"


def test_vertical_bodies_say_whose_they_are(resolver: Resolver) -> None:
    names = ("亳州市气象局", "亳州市生态环境局", "安徽省生态环境厅", "亳州市教育局")
    assert [told(resolver, name).vertical for name in names] == ["central", "provincial", None, None]


COMPILED = "本报告汇总了各乡镇和县政府各部门的数据，统计期限自2020年1月1日起。"


@pytest.mark.parametrize(
    ("department", "text", "expected"),
    [
        ("GOV", COMPILED, "consolidated"),
        ("GOV", "由区政府办公室依据各街道、各部门报送的年度报告综合编制。", "consolidated"),
        ("GOV", "本報告由各鄉鎮、各部門數據匯總編製而成。", "consolidated"),
        ("GOV", "本报告仅包括县政府办公室本机关的数据，汇总如下。", "own"),
        ("GOV", "一、总体情况。全县公开信息9120条。", "unknown"),
        ("GOV", "本报告由县政府办公室编制。一、总体情况。对各乡镇、各部门综合考评。", "unknown"),
        (
            "GOV",
            f"目录\n一、总体情况……1\n二、主动公开政府信息情况……2\n{COMPILED}\n一、总体情况\n公开信息9条。",
            "consolidated",
        ),
        ("DEV", "汇总实验区各有关单位工作情况编制而成。", "consolidated"),
        ("TAX", "本报告由市税务局汇总所属各县区局数据编制。", "consolidated"),
        ("TAX", "", "own"),
        ("OFF", COMPILED, "own"),
        ("HLT", "各科室汇总。", "own"),
        (None, COMPILED, "unknown"),
    ],
)
def test_scope(department: str | None, text: str, expected: str) -> None:
    covers, by = scope(department, text)
    assert covers == expected
    assert (by is None) == (expected == "unknown")


def alias(**fields: str) -> dict[str, str]:
    return {column: fields.get(column, "") for column in ALIAS_COLUMNS}


def with_aliases(*rows: dict[str, str]) -> Resolver:
    return Resolver(load_regions(), load_departments(), Aliases(aliases(rows)))


def test_a_reviewed_decision_decides() -> None:
    used = with_aliases(
        alias(written="本级卫健部门", name="谯城区卫生健康委员会", reason="来信确认"),
        alias(written="朝阳区教育局", where="大屯路", name="朝阳区教育局", region_code="110105", reason="地址"),
        alias(written="关区税务", name="国家税务总局", reason="来信确认"),
    )
    plain = told(used, "本级卫健部门")
    assert (plain.key, plain.method, plain.confidence, plain.alias) == ("341602-HLT", "alias", 1, "本级卫健部门")
    limited = told(used, "朝阳区教育局", text="地址：大屯路1号")
    assert (limited.key, limited.alias) == ("110105-EDU", "朝阳区教育局 @ 大屯路")
    assert told(used, "朝阳区教育局").method == "unresolved"
    assert told(used, "关区税务").key == "CN-TAX"


def test_a_decision_for_no_body_of_one_place_stops_nothing() -> None:
    used = with_aliases(alias(written="某局", name="某局", reason="不明"))
    found = body_of(Subject("r", 2021, "某局"), used)
    assert (found.method, found.reason) == (
        "unresolved",
        "resolver_crash: LookupError: alias '某局': '某局' names no body of one place",
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([alias(written="甲", name="乙")], "line 2: reason is empty"),
        ([alias(written="甲", name="乙", reason="丙", region_code="朝阳")], "line 2: '朝阳' is no code"),
        ([alias(written="甲局", name="乙", reason="丙")] * 2, "line 3: '甲局' is decided twice"),
        ([{"written": "甲"}], "line 2: the columns are not written"),
    ],
)
def test_a_wrong_decision_is_named(rows: list[dict[str, str]], said: str) -> None:
    with pytest.raises(ReferenceListError, match=said):
        aliases(rows)


WORDS = st.sampled_from(
    [
        "市",
        "县",
        "区",
        "谯城",
        "朝阳区",
        "人民政府",
        "办公室",
        "局",
        "委",
        "卫健",
        "教育",
        "分局",
        "镇",
        "街道",
        "开发区",
        "国家",
    ]
)


@given(
    st.none() | st.lists(WORDS | st.text(max_size=4), max_size=6).map("".join),
    st.none() | st.integers(1900, 2100),
    st.text(st.sampled_from("网站标识码：3416020010主办亳州市谯城区\n|" + string.digits), max_size=80),
)
def test_anything_is_answered_and_the_same_way_twice(agency: str | None, year: int | None, text: str) -> None:
    subject = Subject("r", year, agency, text=text, path="甲/乙.txt")
    found = load_resolver().resolve(subject)
    assert found.key
    assert found.method in METHODS
    assert found.scope in SCOPES
    assert (found.method == "unresolved") == (found.confidence == 0) == (found.reason is not None)
    assert found == load_resolver().resolve(subject)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("九原区政务服务局", "九原区政务服务局"),
        ("九原区政务服务管理局", "九原区政务服务管理局"),
        ("九原区水务管理局", "九原区水务管理局"),
        ("九原区民族宗教局", "九原区民族宗教局"),
        ("安徽省国有资产监督管理委员会", "安徽省国有资产监督管理委员会"),
        ("现向社会公布九原区水务局", "九原区水务局"),
        # A short word is what it stands for, and the place stands there in full.
        ("九原区应急局", "九原区应急管理局"),
        ("谯城卫健委", "谯城区卫生健康委员会"),
    ],
)
def test_a_name_is_given_as_it_is_written(resolver: Resolver, written: str, name: str) -> None:
    assert told(resolver, written).name == name


def test_two_ways_to_write_a_name_are_one_body(resolver: Resolver) -> None:
    assert told(resolver, "九原区政务服务局").key == told(resolver, "九原区政务服务管理局").key == "150207-APP"


PAGE = "昌图县人民政府办公室"


@pytest.mark.parametrize("word", ["我镇", "我街道", "我局", "我街办", "我委"])
def test_who_issued_the_page_is_not_the_body_that_writes(resolver: Resolver, word: str) -> None:
    found = told(resolver, PAGE, text=f"现将{word}情况报告如下：", source="metadata")
    assert (found.method, found.region, found.confidence, found.name) == ("unresolved", None, 0, "")
    assert found.reason is not None
    assert found.reason.startswith(f"another_writes: {PAGE} 我")


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        (PAGE, "我办按时公开。"),
        (PAGE, "我县各镇、各局按时公开。"),
        (PAGE, "基本局面稳定，本办法已公布，自我委托。"),
        (PAGE, "我办督促；去年我局并入。"),
        ("昌图县教育局", "我局按时公开。"),
        ("昌图县公安局交通警察大队", "我局按时公开。"),
        ("昌图县七家子镇人民政府", "我镇按时公开。"),
        ("昌图县人民政府", "按时公开。"),
        ("昌图县人民政府", "有疑问请与我办联系。"),
    ],
)
def test_words_that_fit_the_body_leave_it_told(resolver: Resolver, agency: str, text: str) -> None:
    found = told(resolver, agency, text=text, source="metadata")
    assert found.method == "name"
    assert found.confidence in (0.75, 0.7)


def test_the_words_of_a_report_do_not_speak_against_its_title(resolver: Resolver) -> None:
    assert told(resolver, PAGE, text="我镇按时公开。", source="title").confidence == 0.95


@pytest.mark.parametrize(
    "line", ["昌图县七家子镇2023年政府信息公工作开年度报告", "昌图县七家子镇2023年政府信息公开 工作告年度报"]
)
def test_a_title_in_disorder_speaks_against_who_issued_the_page(resolver: Resolver, line: str) -> None:
    found = resolver.resolve(Subject("r", 2023, PAGE, text=f"{line}\n来源:{PAGE}\n按时公开。", source="metadata"))
    assert (found.key, found.confidence) == ("211224-TWN-七家子镇", 0.75)
    # A column of the county's page is no title of a bureau's report.
    column = f"昌图县人民政府2023年政府信息公开\n来源:{PAGE}"
    assert resolver.resolve(Subject("r", 2023, PAGE, text=column, source="metadata")).key == "211224-OFF"


def test_the_report_itself_tells_whose_it_is_where_the_page_does_not(resolver: Resolver) -> None:
    text = "本报告由昌图县教育局编制。现将我局情况报告如下："
    found = told(resolver, PAGE, text=text, source="metadata")
    assert (found.key, found.confidence) == ("211224-EDU", 0.95)
    # A name that only stands in prose is as doubtful as ever.
    prose = told(resolver, PAGE, text="2023年,昌图县教育局认真落实，我局按时公开。", source="metadata")
    assert (prose.key, prose.confidence) == ("211224-EDU", 0.75)
    # Lines that are the names of several bodies are a list of links.
    links = "昌图县教育局\n昌图县民政局\n我局按时公开。"
    assert told(resolver, PAGE, text=links, source="metadata").method == "unresolved"


def test_a_title_in_disorder_is_less_sure_than_one_in_order(resolver: Resolver) -> None:
    assert told(resolver, "昌图县七家子镇", source="headline").confidence == 0.9
    assert told(resolver, "昌图县七家子镇", text="我局按时公开。", source="headline").method == "unresolved"


def test_words_that_lead_in_are_no_place(resolver: Resolver) -> None:
    assert told(resolver, "现公布区统计局").reason == "no_region: 区统计局"


@pytest.mark.parametrize("name", ["经开区", "城东管理区", "高新技术产业开发区", "新区", "我区", "工业园区"])
def test_a_zone_that_may_be_anyones_shares_no_key(resolver: Resolver, name: str) -> None:
    first, second = (resolver.resolve(Subject(report, 2022, name)) for report in ("a1", "b2"))
    assert not first.resolved
    assert first.key != second.key
    assert name.removeprefix("我") in first.name or not first.name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("中华人民共和国湛江海关", "湛江海关"),
        ("海南海事局", "海南海事局"),
        ("黄埔海关", "黄埔海关"),
        ("芜湖气象局", "芜湖市气象局"),
    ],
)
def test_customs_and_maritime_bodies_are_called_as_they_are(resolver: Resolver, written: str, name: str) -> None:
    assert resolver.resolve(Subject("r", 2022, written)).name == name
