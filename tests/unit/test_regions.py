"""Looking regions up: by code, by name, by a path of names, over the years."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.agencies import Region, Regions

PROVINCE = Region("340000", "安徽省", "province", None, 1980, None, ("安徽",))
# An invented city whose district was a county, was renamed, and took in a neighbour.
CITY_BEFORE = Region("349900", "青棠地区", "prefecture", "340000", 1980, 1999, ("青棠",), ("349900",))
CITY = Region("349900", "青棠市", "prefecture", "340000", 2000, None, ("青棠",))
COUNTY = Region("349921", "溪亭县", "county", "349900", 1980, 1999, ("溪亭",), ("349902",))
DISTRICT = Region("349902", "溪亭区", "county", "349900", 2000, 2014, ("溪亭",), ("349902",))
RENAMED = Region("349902", "朝阳区", "county", "349900", 2015, None, ("朝阳",))
MERGED = Region("349922", "苇渡县", "county", "349900", 1980, 2014, ("苇渡",), ("349902",))
SPLIT = Region("349923", "长堤县", "county", "349900", 1980, 2009, ("长堤",), ("349903", "349904"))
EAST = Region("349903", "东堤区", "county", "349900", 2010, None, ("东堤",))
WEST = Region("349904", "西堤区", "county", "349900", 2010, None, ("西堤",))
LOST = Region("349924", "鹤汀县", "county", "349900", 1980, 1985, ("鹤汀",))
ZONE = Region("349900Z01", "青棠高新技术产业开发区", "county", "349900", 2001, None, ("青棠高新区",), (), "zone")
BEIJING = Region("110000", "北京市", "province", None, 1980, None, ("北京",))
CHAOYANG = Region("110105", "朝阳区", "county", "110000", 1980, None, ("朝阳",))
HUBEI = Region("420000", "湖北省", "province", None, 1980, None, ("湖北",))
GONGAN = Region("421022", "公安县", "county", "420000", 1980, None, ("公安",))
ROWS = (
    *(PROVINCE, CITY_BEFORE, CITY, COUNTY, DISTRICT, RENAMED, MERGED, SPLIT, EAST, WEST, LOST, ZONE),
    *(BEIJING, CHAOYANG, HUBEI, GONGAN),
)
REGIONS = Regions(ROWS)


def test_by_code_and_year() -> None:
    assert REGIONS.at("349902", 2014) == DISTRICT
    assert REGIONS.at("349902", 2015) == RENAMED
    assert REGIONS.at("349902", 1999) is None
    assert REGIONS.history("349902") == (DISTRICT, RENAMED)
    assert REGIONS.latest("349902") == RENAMED
    assert (REGIONS.history("999999"), REGIONS.latest("999999")) == ((), None)
    assert len(REGIONS) == len(ROWS)
    assert set(REGIONS) == set(ROWS)


def test_by_name_gives_every_candidate() -> None:
    assert REGIONS.named("朝阳区") == (CHAOYANG, RENAMED)
    assert REGIONS.named("朝阳", 2020) == (CHAOYANG, RENAMED)
    assert REGIONS.named("朝阳", 2020, short=False) == ()
    assert REGIONS.named("朝阳区", 2010) == (CHAOYANG,)
    assert REGIONS.named("溪亭", 1990) == (COUNTY,)
    assert REGIONS.named("溪亭区", 2015) == ()
    assert REGIONS.named("溪亭区", 2015, slack=1) == (DISTRICT,)
    assert REGIONS.named("青棠高新区") == (ZONE,)
    assert REGIONS.named("无此县") == ()
    assert REGIONS.homonyms(RENAMED) == (CHAOYANG,)
    assert REGIONS.homonyms(CHAOYANG, 2010) == ()


def test_up_and_down() -> None:
    assert REGIONS.ancestors(RENAMED) == (CITY, PROVINCE)
    assert REGIONS.ancestors(COUNTY) == (CITY_BEFORE, PROVINCE)
    assert REGIONS.ancestors(CHAOYANG, 1990) == (BEIJING,)
    assert REGIONS.full_name(COUNTY) == "安徽省青棠地区溪亭县"


def test_what_became_of_a_region() -> None:
    assert REGIONS.successors(SPLIT) == (EAST, WEST)
    assert REGIONS.predecessors(RENAMED) == (DISTRICT, MERGED)
    assert (REGIONS.successors(RENAMED), REGIONS.predecessors(PROVINCE)) == ((), ())
    assert REGIONS.today(COUNTY) == (RENAMED,)
    assert REGIONS.today(SPLIT) == (EAST, WEST)
    assert REGIONS.today(RENAMED) == (RENAMED,)
    assert REGIONS.today(LOST) == ()


def test_lineage_ends_where_places_are_merged_or_split() -> None:
    assert REGIONS.lineage(DISTRICT) == REGIONS.lineage(COUNTY) == (COUNTY, DISTRICT)
    assert REGIONS.lineage(CITY) == (CITY_BEFORE, CITY)
    assert REGIONS.lineage(SPLIT) == (SPLIT,)
    assert REGIONS.lineage(RENAMED) == (RENAMED,)
    # A district that went to a neighbour which was there already is no earlier name of it.
    absorbed = Region("349905", "旧渡区", "county", "349900", 1980, 2019, ("旧渡",), ("349903",))
    with_it = Regions((*(row for row in ROWS if row is not SPLIT), absorbed))
    assert with_it.lineage(absorbed) == (absorbed,)
    assert with_it.lineage(EAST) == (EAST,)


@pytest.mark.parametrize(
    ("text", "year", "regions", "rest"),
    [
        ("安徽省青棠市溪亭区卫生健康委员会", 2012, (PROVINCE, CITY, DISTRICT), "卫生健康委员会"),
        ("安徽省溪亭区", 2012, (PROVINCE, DISTRICT), ""),
        ("青棠溪亭教育局", 2012, (CITY, DISTRICT), "教育局"),
        ("安徽青棠高新区管委会", 2020, (PROVINCE, CITY, None), "高新区管委会"),
        ("青棠高新技术产业开发区财政局", 2020, (ZONE,), "财政局"),
        ("北京市朝阳区", 2020, (BEIJING, CHAOYANG), ""),
    ],
)
def test_a_path_of_names(text: str, year: int, regions: tuple[Region | None, ...], rest: str) -> None:
    named = tuple(row for row in regions if row is not None)
    found = [place for place in REGIONS.places(text, year) if place.regions == named]
    assert [text[place.end :] for place in found] == [rest]
    if None not in regions:
        assert REGIONS.places(text, year)[0] == found[0]


def test_a_path_gives_homonyms_and_shorter_readings() -> None:
    assert [place.region for place in REGIONS.places("朝阳区", 2020)[:2]] == [CHAOYANG, RENAMED]
    readings = REGIONS.places("湖北省公安厅", 2020)
    assert [(place.region, place.end, place.whole) for place in readings[:2]] == [(GONGAN, 5, False), (HUBEI, 3, True)]
    assert REGIONS.places("某某厅", 2020) == ()
    assert REGIONS.places("", 2020) == ()
    assert REGIONS.places("关于安徽省的", 2020, start=2)[0].written == ("安徽省",)


def test_a_frame_holds_the_same_rows() -> None:
    frame = pl.DataFrame(
        [
            {
                "region_code": row.code,
                "name": row.name,
                "level": row.level,
                "parent_code": row.parent,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                "short_names": "|".join(row.short_names) or None,
                "successor_codes": "|".join(row.successors) or None,
                "kind": row.kind,
            }
            for row in ROWS
        ]
    )
    assert set(Regions.from_frame(frame)) == set(ROWS)


@given(st.sampled_from(ROWS), st.integers(1975, 2030), st.text("安徽省青棠市溪亭区朝阳公县", max_size=4))
def test_every_row_is_found_by_all_that_names_it(row: Region, year: int, after: str) -> None:
    assert (row in REGIONS.named(row.name, year)) == row.stands(year)
    assert REGIONS.at(row.code, year) in {found for found in REGIONS.history(row.code) if found.stands(year)} | {None}
    if row.stands(year) and all(up.stands(year) for up in REGIONS.ancestors(row)):
        full = REGIONS.full_name(row)
        found = [place for place in REGIONS.places(full + after, year) if place.region == row and place.whole]
        assert len(full) in {place.end for place in found}
        assert all(place.end >= len(row.name) for place in found)


@given(st.text("安徽省青棠市溪亭区朝阳公县北京湖高新", max_size=12), st.integers(1980, 2024))
def test_paths_lead_downwards_and_stand_in_the_text(text: str, year: int) -> None:
    for place in REGIONS.places(text, year):
        assert "".join(place.written) == text[: place.end]
        assert all(row.stands(year) for row in place.regions)
        for above, below in zip(place.regions, place.regions[1:], strict=False):
            assert above in REGIONS.ancestors(below, year)
