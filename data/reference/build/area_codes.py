"""Make ``area_codes.csv``: the cities of each telephone area code, from the geographic data of libphonenumber.

The package is needed for building only, and is in no list of dependencies::

    uv run --with phonenumbers==9.0.43 python -m data.reference.build.area_codes

A code that several cities share (0558: 阜阳市, 亳州市) has all of them.
"""

from __future__ import annotations

import csv
import importlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.agencies import Regions
from pipeline.engine.reference import REFERENCE, load_regions

_PROVINCE = re.compile("西藏|.+?(?:省|自治区)")
YEAR: Final = 2024
COUNTRY: Final = "86"
MENDED: Final = {
    "湖南省株州市": "湖南省株洲市",
    "湖北省襄樊市": "湖北省襄阳市",
    "西藏日喀则地区": "西藏自治区日喀则市",
    "西藏那曲地区": "西藏自治区那曲市",
    "西藏阿里": "西藏自治区阿里地区",
    "西藏林芝地区": "西藏自治区林芝市",
    "西藏昌都地区": "西藏自治区昌都市",
    "新疆哈密地区": "新疆维吾尔自治区哈密市",
    "新疆吐鲁番地区": "新疆维吾尔自治区吐鲁番市",
    "青海省海东地区": "青海省海东市",
    "贵州省铜仁地区": "贵州省铜仁市",
    "贵州省毕节地区": "贵州省毕节市",
    "安徽省巢湖市": "安徽省合肥市",
    "广东省顺德市": "广东省佛山市",
    "广东省潮阳市": "广东省汕头市",
}
"""Names of the package as they stand today."""
SHARED: Final = {
    "0371": "410200",
    "0391": "419001",
    "0558": "341600",
    "0772": "451300",
    "0774": "451100",
    "0775": "450800",
    "0935": "620300",
    "0937": "620200",
}
"""Cities that the package leaves out where they share the code of another."""
WHOLE: Final = {"0898": "460000"}
"""Codes of a whole province."""


def main() -> None:
    """Write the list."""
    geodata = importlib.import_module("phonenumbers.geodata")
    with (REFERENCE / "area_codes.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("area_code", "region_codes"))
        lines.writerows(area_codes(geodata.GEOCODE_DATA, load_regions()))


def area_codes(numbers: Mapping[str, Mapping[str, Any]], regions: Regions) -> Iterator[tuple[str, str]]:
    """Each area code with the codes of its cities, from names by the first digits of numbers."""
    found: dict[str, set[str]] = {area: {code} for area, code in SHARED.items()}
    for number, names in numbers.items():
        local = number.removeprefix(COUNTRY)
        mobile = local.startswith("1") and not local.startswith("10")
        if not number.startswith(COUNTRY) or "zh" not in names or mobile:
            continue
        area = "0" + local[: 2 if local[0] in "12" else 3]
        for name in _names(names["zh"]):
            place = next(iter(regions.places(MENDED.get(name, name), YEAR)), None)
            if place is not None and place.end == len(MENDED.get(name, name)):
                found.setdefault(area, set()).add(place.region.code)
    for area, codes in sorted(found.items()):
        rows = [row for row in map(regions.latest, WHOLE.get(area, "|".join(codes)).split("|")) if row is not None]
        # A county counts with its city where that has the same code.
        yield area, "|".join(sorted(row.code for row in rows if not {up.code for up in regions.ancestors(row)} & codes))


def _names(joined: str) -> Iterator[str]:
    """辽宁省沈阳市、铁岭市 is two names."""
    first, *others = joined.split("、")
    province = _PROVINCE.match(first)
    yield first
    yield from (f"{province[0] if province else ''}{name}" for name in others)


if __name__ == "__main__":
    main()
