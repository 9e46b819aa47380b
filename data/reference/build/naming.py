"""Short names of divisions: what people write for 谯城区, 内蒙古自治区, 延边朝鲜族自治州."""

from __future__ import annotations

from collections.abc import Mapping

# The peoples as autonomous places are named after them, with and without 族, the longer first.
PEOPLES = (
    *(
        "维吾尔",
        "哈萨克",
        "柯尔克孜",
        "塔吉克",
        "锡伯",
        "蒙古族",
        "蒙古",
        "朝鲜族",
        "鄂伦春",
        "鄂温克",
        "达斡尔族",
        "回族",
    ),
    *("藏族", "满族", "壮族", "苗族", "瑶族", "侗族", "彝族", "羌族", "白族", "傣族", "黎族", "畲族", "水族", "土族"),
    *(
        "佤族",
        "怒族",
        "土家族",
        "布依族",
        "仡佬族",
        "仫佬族",
        "毛南族",
        "哈尼族",
        "拉祜族",
        "傈僳族",
        "纳西族",
        "景颇族",
    ),
    *("普米族", "独龙族", "布朗族", "撒拉族", "保安族", "东乡族", "裕固族", "哈萨克族", "达斡尔", "各族"),
)
SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "新区",
    "省",
    "市",
    "县",
    "区",
    "旗",
    "盟",
)
AUTONOMOUS = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
LEAST = 2
"""Characters that a short name has at least: 横县 is never 横."""


def short_names(name: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Short names of a division, the usual one first; those of `known` come instead where its name stands there."""
    if name in known:
        return known[name]
    stem, suffix = parted(name)
    if suffix not in AUTONOMOUS and suffix != "自治区":
        return (stem,) if suffix and len(stem) >= LEAST else ()
    stem = without_peoples(stem)
    if suffix == "自治区":
        return (stem,)
    return (*((stem,) if len(stem) >= LEAST else ()), stem + AUTONOMOUS[suffix])


def stem_of(name: str) -> str:
    """What stays of a name when the place is raised or made autonomous: 江津 of 江津市 and 江津区, 赣 of 赣县."""
    stem, suffix = parted(name)
    return without_peoples(stem) if suffix in AUTONOMOUS or suffix == "自治区" else stem


def parted(name: str) -> tuple[str, str]:
    """A name without its kind, and the kind; 清新区 is 清新, not 清: a long kind leaves two characters at least."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= (LEAST if len(suffix) > 1 else 1):
            return name.removesuffix(suffix), suffix
    return name, ""


def without_peoples(name: str) -> str:
    """A name without the peoples at its end, one character at least left: 双江, 延边, 内蒙古."""
    while people := next((p for p in PEOPLES if name.endswith(p) and len(name) - len(p) >= LEAST), ""):
        name = name.removesuffix(people)
    return name
