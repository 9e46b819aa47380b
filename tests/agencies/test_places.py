"""Which place a body is of: zones, branches, homonyms, what a report says of itself and of others."""

from __future__ import annotations

import pytest

from pipeline.agencies.model import SURE
from pipeline.agencies.resolving import Resolver
from pipeline.engine.agencies import load_resolver
from tests.agencies.test_resolving import told


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return load_resolver()


def test_a_zone_is_told_by_the_city_of_the_report(resolver: Resolver) -> None:
    assert told(resolver, "高新区管委会").method == "unresolved"
    for text in ("主办：合肥高新技术产业开发区管委会", "电话：0551-65555555 地址：合肥市"):
        assert told(resolver, "高新区管委会", text=text).key == told(resolver, "合肥高新区管委会").key
    bureau = told(resolver, "高新区财政局", text="地址：合肥市")
    assert (bureau.key, bureau.confidence) == ("340100Z02-FIN", 0.9)
    # A county of the city is named, which may have a zone of its own.
    assert told(resolver, "高新区财政局", text="地址：合肥市肥西县").confidence == 0.7
    # A zone of no list that begins with the short name of a city.
    assert told(resolver, "临沂沂河新区管委会").confidence == 0.75
    there = told(resolver, "临沂沂河新区管委会", text="地址：临沂市")
    assert (there.key, there.confidence) == ("371300-DEV-沂河新区", 0.9)


def test_a_zone_of_the_list_is_one_however_its_city_is_written(resolver: Resolver) -> None:
    names = ("大连高新区管委会", "大连市高新技术产业园区管理委员会", "大连国家高新技术产业开发区")
    assert {told(resolver, name).key for name in names} == {"210200Z04-DEV"}
    assert told(resolver, "大连市高新区财政局").key == "210200Z04-FIN"
    assert told(resolver, "肥西县高新区财政局").key == "340123-FIN-高新区"


def test_a_short_name_of_a_place_in_a_department_is_no_place(resolver: Resolver) -> None:
    assert told(resolver, "厦门市资源规划局").key == "350200-NAT"
    assert told(resolver, "成都市公园绿道建设局").key == "510100-PRK-公园绿道建设局"
    assert told(resolver, "资源规划局").method == "unresolved"


def test_words_that_may_mean_another_department_are_a_proposal(resolver: Resolver) -> None:
    for name in ("公园绿道建设局", "经济商务局", "口岸和边贸局", "政务服务数据管理局"):
        assert 0 < told(resolver, f"成都市{name}").confidence < 0.8
    assert told(resolver, "成都市口岸和边贸局").key != told(resolver, "成都市口岸局").key
    assert told(resolver, "成都市经济和信息化局").confidence > 0.8


def test_an_office_of_the_state_without_its_place(resolver: Resolver) -> None:
    assert told(resolver, "国家统计局调查队").method == "unresolved"
    signed = told(resolver, "国家统计局调查队", text="正文\n国家统计局庄河调查队\n2022年1月3日")
    assert (signed.key, signed.method) == ("210283-STS", "other_name")


def test_a_zone_called_as_many_are_is_a_proposal(resolver: Resolver) -> None:
    assert told(resolver, "开发区行政审批局", text="地址：大连市").confidence == 0.7
    signed = told(resolver, "开发区管委会", text="正文\n井冈山经济技术开发区管理委员会")
    assert (signed.method, signed.region) == ("other_name", told(resolver, "井冈山经济技术开发区管委会").region)


def test_what_may_be_of_another_body_is_a_proposal(resolver: Resolver) -> None:
    assert told(resolver, "区民政局", text="杭州市上城区。").confidence == 0.6
    assert told(resolver, "镇人民政府", text="如有疑问请与肥东县政府政务公开办联系。").confidence == 0.75


def test_what_is_said_of_others_tells_nothing(resolver: Resolver) -> None:
    for text in (
        "学习借鉴杭州市上城区经验，",
        "赴杭州市上城区考察。",
        "与上城区结对共建；",
        "友情链接：上城区人民政府",
    ):
        assert told(resolver, "区民政局", text=text).method == "unresolved"
    torn = told(resolver, "区民政局", text="杭州市西湖区\n网站标识码：3301020001")
    assert (torn.region, torn.confidence) == ("330102", 0.7)


def test_a_city_before_others_of_its_districts_tells_nothing(resolver: Resolver) -> None:
    text = "杭州市余杭区教育局来访\n赣ICP备05000000号"
    assert told(resolver, "西湖区教育局", text=text).region == "360103"
    signed = "上海市普陀区司法局结对\n正文\n舟山市普陀区司法局\n2021年1月8日"
    assert told(resolver, "普陀区司法局", text=signed).region == "330903"


def test_a_zone_of_a_county_is_not_that_of_its_city(resolver: Resolver) -> None:
    assert told(resolver, "南昌高新区管委会").region == told(resolver, "南昌市高新区管委会").region == "360100Z03"
    assert told(resolver, "南昌县高新区管委会").key == "360121-DEV-高新区"
    assert told(resolver, "泰山风景名胜区管委会").method == "unresolved"


def test_a_folder_within_folders_is_that_of_the_last(resolver: Resolver) -> None:
    found = told(resolver, "民政局", path="江西省/鹰潭市/贵溪市/民政局.html")
    assert (found.key, found.method, found.confidence) == ("360681-CIV", "path", 0.7)


def test_of_a_city_and_a_county_of_one_name_the_one_of_the_year(resolver: Resolver) -> None:
    before, after = (told(resolver, "吐鲁番市教育局", year) for year in (2014, 2015))
    assert (before.region, after.region, after.confidence) == ("650402", "650400", 0.75)
    assert told(resolver, "巢湖市人民政府", 2010).region == "341400"


def test_no_name_with_all_its_places_is_told_wrong_and_with_confidence(resolver: Resolver) -> None:
    regions, wrong = resolver.regions, []
    for row in regions:
        if row.kind != "division" or row.level != "county" or not row.stands(2022):
            continue
        up = regions.ancestors(row, 2022)
        province = up[-1]
        short = row.short_names[0] if row.short_names else row.name
        names = [f"{province.short_names[0]}{row.name}教育局"]
        if up[0].level == "prefecture":
            names += [f"{up[0].name}公安局{short}分局", f"{up[0].short_names[0]}{row.name}教育局"]
        names += [f"国家统计局{short}调查队", f"{up[0].name}{row.name}{short}镇人民政府"]
        place = regions.lineage(row)[-1].code
        for name in names:
            found = told(resolver, name, 2022)
            if found.confidence >= SURE and not (found.region or "").startswith(place):
                wrong.append((name, found.key))
    assert wrong == []


def test_a_zone_and_a_district_with_one_administration(resolver: Resolver) -> None:
    joint = told(resolver, "苏州高新区（虎丘区）教育局")
    assert joint.key == told(resolver, "虎丘区教育局").key == "320505-EDU"
    assert told(resolver, "苏州高新区（某某区）教育局").key != joint.key


def test_offices_of_a_city_in_its_districts(resolver: Resolver) -> None:
    office = told(resolver, "深圳市市场监督管理局南山监管局")
    assert (office.region, office.department) == ("440305", "MKT")
    assert office.key != told(resolver, "南山区市场监督管理局", text="深圳市").key


def test_words_around_a_name_are_no_part_of_it(resolver: Resolver) -> None:
    noisy = ("中国·滨海县卫健委", "“阳光政务”滨海县卫健委", "滨海县卫生健康委员会机关", "滨海县卫健委（本级）")
    assert {told(resolver, name).key for name in noisy} == {"320922-HLT"}
