"""The lists of departments: what is wrong in one is named; what words name, alone and put together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.agencies.departments import (
    DEPARTMENT_COLUMNS,
    NAME_COLUMNS,
    Departments,
    ReferenceListError,
    department_names,
    departments,
)
from pipeline.engine.agencies import load_departments

DEPARTMENT = dict(zip(DEPARTMENT_COLUMNS, ("HLT", "卫生", "Health", "", "county", "", ""), strict=True))
NAME = dict(zip(NAME_COLUMNS, ("HLT", "卫生健康", "full", "", "", "2018", "", ""), strict=True))


@pytest.fixture(scope="module")
def listed() -> Departments:
    return load_departments()


@pytest.mark.parametrize(
    ("stem", "form", "code", "full"),
    [
        ("卫生健康", "局", "HLT", "卫生健康"),
        ("卫健", "委", "HLT", "卫生健康"),
        ("卫生和计划生育", "委", "HLT", "卫生和计划生育"),
        ("教育体育", "局", "EDU", "教育体育"),
        ("科技商务经济信息化", "局", "SCI", "科学技术商务经济和信息化"),
        ("市场监督管理", "局", "MKT", "市场监督管理"),
        ("政务服务", "局", "APP", "政务服务"),
        ("政务", "局", "APP", "政务服务管理"),
        ("民", "委", "ETH", "民族事务"),
        ("科学技术", "协", "UNI", "科学技术"),
        ("科学技术", "局", "SCI", "科学技术"),
    ],
)
def test_words_name_a_department(listed: Departments, stem: str, form: str, code: str, full: str) -> None:
    found = listed.find(stem, form)
    assert found is not None
    assert (found.code, found.full) == (code, full)


@pytest.mark.parametrize(("stem", "form"), [("民", "局"), ("智慧蓉城运行", "中心"), ("管理", "局"), ("", "局")])
def test_other_words_name_none(listed: Departments, stem: str, form: str) -> None:
    assert listed.find(stem, form) is None


def test_a_body_beside_the_main_one_is_distinct(listed: Departments) -> None:
    assert [found.distinct for stem in ("招商", "商务") if (found := listed.find(stem, "局"))] == [True, False]
    assert listed.is_main("GGJ", "中心")
    assert not listed.is_main("MED", "中心")


def test_every_name_finds_its_own_department(listed: Departments) -> None:
    wrong = [
        name.stem
        for name in listed.names
        if (found := listed.find(name.stem, name.only or "局")) is None or found.code != name.code
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "health"}, "capital letters"),
        ({"name_en": ""}, "both languages"),
        ({"vertical": "county"}, "vertical"),
        ({"levels": "county|village"}, "levels"),
        ({"more": "x"}, "columns"),
    ],
)
def test_a_wrong_department_is_named(change: dict[str, str], said: str) -> None:
    with pytest.raises(ReferenceListError, match=f"departments.csv, line 2: .*{said}"):
        departments([DEPARTMENT | change])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "XXX"}, "not in the list"),
        ({"stem": ""}, "needs its words"),
        ({"kind": "old"}, "kind"),
        ({"since": "18"}, "no[t] a year"),
        ({"since": "2020", "until": "2018"}, "after until"),
        ({"more": "x"}, "columns"),
    ],
)
def test_a_wrong_name_is_named(change: dict[str, str], said: str) -> None:
    with pytest.raises(ReferenceListError, match=f"department_names.csv, line 2: .*{said}"):
        department_names([NAME | change], ["HLT"])


@pytest.mark.parametrize(
    "twice",
    [
        lambda: departments([DEPARTMENT, DEPARTMENT]),
        lambda: department_names([NAME, NAME | {"stem": "卫生和健康"}], ["HLT"]),
    ],
)
def test_nothing_is_given_twice(twice: Callable[[], object]) -> None:
    with pytest.raises(ReferenceListError, match=r"line 3: .*twice"):
        twice()


def test_what_a_short_word_stands_for_names_the_same_body() -> None:
    departments = load_departments()
    for name in departments.names:
        form = name.only or "局"
        short, full = departments.find(name.stem, form), departments.find(name.full, form)
        assert short is not None
        assert full is not None
        assert (short.code, short.distinct) == (full.code, full.distinct), name
