"""Where a body is: the place of a name, or of the report, by what the report says.

Each piece of evidence supports some of the candidates with a weight. One candidate must have enough of it and be ahead
of every other by a margin; otherwise no place is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from pipeline.agencies import evidence
from pipeline.agencies.evidence import Surroundings
from pipeline.agencies.kinds import zone_name, zone_of
from pipeline.agencies.lasting import Lasting
from pipeline.agencies.parsed import Parsed
from pipeline.agencies.regions import Region, Regions
from pipeline.agencies.told import Told, fits, of_name, weigh
from pipeline.agencies.zones import Zones

_LEAST, _AHEAD = 2, 2  # the support a candidate needs, and how far ahead of the next it must be
_EXACT, _PARENT, _PROVINCE = 5, 3, 2
_SIGNED: Final = 8  # more than all that others of the name may be mentioned with
_COUNTY = re.compile(r"[\u4e00-\u9fff]{1,5}?[区县市旗]")
_LEAST_NAME: Final = 3  # characters of a name that is the same body where another ends with it
_BY_CITY, _DOUBTED = 0.9, 0.7
_GENERIC: Final = frozenset({"开发区", "新区", "园区", "工业园区", "示范区", "试验区", "实验区", "管理区"})


class Placing:
    """Tells places over given lists. `parse` takes a name apart as of a year."""

    def __init__(
        self,
        regions: Regions,
        parse: Callable[[str, int | None], Parsed],
        area_codes: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.regions = regions
        self._parse = parse
        self._area_codes = area_codes or {}
        self.lasting = Lasting(regions)
        self._last = self.lasting.last
        lengths: dict[str, set[int]] = {}
        for region in regions:
            if region.level != "town":
                lengths.setdefault(region.name[-2:], set()).add(len(region.name))
        self.zones = Zones(regions)
        self._endings = {ending: tuple(sorted(found, reverse=True)) for ending, found in lengths.items()}

    def among(
        self, candidates: Iterable[Region], parsed: Parsed, around: Surroundings, year: int | None
    ) -> Told | None:
        """The one of several places of a name that the report supports."""
        codes = evidence.site_codes(around)
        provinces = evidence.provinces(around)
        phones = {code for phone in evidence.phones(around) for code in self._area_codes.get(phone, ())}
        named = self._mentioned(around.joined)
        foldered = self._mentioned(around.path)
        text = around.joined
        parts = frozenset(around.path.split("\n"))
        signed = self._signed(parsed, around, year)
        support: dict[str, tuple[dict[str, tuple[float, str]], Region]] = {}
        for region in candidates:
            last = self._last(region)
            above = {up.code: up for row in (region, last) for up in self.regions.ancestors(row)}
            found: dict[str, tuple[float, str]] = {}
            if last in signed:
                found["signed"] = _SIGNED, "other_name"
            for code in codes:
                if code in (region.code, last.code):
                    found[f"code {code}"] = _EXACT, "site_code"
                elif code in above:
                    found[f"code {code}"] = _PARENT if code[2:4] != "00" else _PROVINCE, "site_code"
            if region.kind == "zone" and any(name in text for name in (region.name, *region.short_names)):
                found[f"zone {region.code}"] = _EXACT, "mention"
            for up in above.values():
                weight = _PARENT if up.level != "province" else _PROVINCE
                # A city's district is named with its city, as 长春市朝阳区.
                if f"{up.name}{region.name}" in text:
                    found[f"with {up.name}"] = _EXACT, "mention"
                if up.name in named and not self._before_another(up, region, text):
                    # Of another province than the one whose site this is.
                    away = bool(provinces) and region.code[:2] not in provinces
                    found[f"mention {up.name}"] = weight / 2 if away else weight, "mention"
                if up.name in foldered or not parts.isdisjoint(up.short_names):
                    found[f"path {up.name}"] = weight, "path"
            if region.code[:2] in provinces:
                found[f"province {region.code[:2]}"] = _PROVINCE, "prefix"
            for code in phones & {region.code, *above}:
                found[f"phone {code}"] = _PARENT, "prefix"
            known = support.get(last.code)
            if known is None or weigh(found) > weigh(known[0]):
                support[last.code] = found, region
        (best, region), *others = sorted(support.values(), key=lambda item: -weigh(item[0]))
        least = weigh(best)
        for other, _ in others:
            # What two places share tells neither: the city counts where both lie in the province that is named.
            alone = {item: found for item, found in best.items() if found[0] > other.get(item, (0.0,))[0]}
            against = {item: found for item, found in other.items() if found[0] > best.get(item, (0.0,))[0]}
            if weigh(alone) - weigh(against) < _AHEAD - 0.5:
                return None
            least = min(least, weigh(alone))
        if least < _LEAST:
            return None
        method = max(best.values())[1]
        return Told(region, method, 0.95 if least >= _EXACT else 0.9 if least >= _PARENT else 0.8)

    def _signed(self, parsed: Parsed, around: Surroundings, year: int | None) -> frozenset[Region]:
        """The places of the report's other names that are of the same department."""
        kind = parsed.kind
        others = [self._parse(name, year) for name, source in evidence.own_names(around) if source != "metadata"]
        return frozenset(
            self._last(other.regions[0])
            for other in others
            if len(other.regions) == 1 and kind and other.kind and other.kind.department == kind.department
        )

    def _before_another(self, city: Region, region: Region, text: str) -> bool:
        """Whether a city only stands before names of others of its districts: 杭州市余杭区 tells nothing of 西湖区."""
        if city.level != "prefecture" or region.kind == "zone":
            return False
        start = text.find(city.name)
        while start >= 0:
            behind = start + len(city.name)
            county = _COUNTY.match(text, behind)
            below = self.regions.named(county[0], short=False) if county else ()
            if not below or any(row.code == region.code for row in below):
                return False
            start = text.find(city.name, behind)
        return True

    def anywhere(self, parsed: Parsed, around: Surroundings, year: int | None) -> Told | None:
        """The place of a body whose name says none, or says 区 or 县 and no more."""
        kind = parsed.kind
        assert kind is not None
        hint = parsed.hint
        names = [name for name, _ in evidence.own_names(around)]
        same = self._same_body(parsed, names, around, year)
        if same is not None:
            return same
        below = kind.department in ("TWN", "STR")
        zone = self.zone(zone_of(kind.own), parsed, around, year) if kind.own and not below else None
        if zone is not None:
            return zone
        if not below and kind.department in ("EDUI", "UTIL", "OTH", "DEV"):
            return None
        level = hint or evidence.own_level(around)
        support: dict[Region, tuple[float, str]] = {}

        def add(region: Region, weight: float, method: str) -> None:
            last = self._last(region)
            before = support.get(last, (0.0, method))
            support[last] = (before[0] + weight, method if weight >= before[0] else before[1])

        for code in evidence.site_codes(around):
            row = self.regions.latest(code)
            if row is not None and fits((row,), level):
                add(row, _EXACT, "site_code")
        for name in (*evidence.host_names(around), *names):
            other = self._parse(name, year)
            if other.regions and other.whole and fits(other.regions, level):
                told = self._one(other, around, year)
                if told is not None:
                    add(told.region, _PARENT, "mention")
        for source, weight, method in (
            (evidence.of_itself(around), _PROVINCE, "mention"),
            (around.path, _PARENT, "path"),
        ):
            there = self._named_in(source, level, parsed, around, year)
            # A folder lies in those of what its place lies in.
            above = (
                {up.code for row in there.values() for up in self.regions.ancestors(row)} if method == "path" else ()
            )
            for word, row in there.items():
                if row.code not in above:
                    add(row, weight, method)
                    # 财政局 is 兴化市财政局 where that stands there; 市财政局 may be of a city below the one named.
                    whole = kind.own if below else "" if level else parsed.cleaned
                    if whole and f"{word}{whole}" in source:
                        add(row, _EXACT, method)
        if not support and not below:
            for word, count in evidence.informal(around).items():
                rows = tuple({self._last(row): None for row in self.regions.named(word, year, slack=1)})
                if len(rows) == 1 and count > 1 and fits(rows, level):
                    add(rows[0], _PARENT, "mention")
        if below:
            support = {region: found for region, found in support.items() if region.level == "county"}
        ranked = sorted(support.items(), key=lambda item: (-item[1][0], item[0].code))
        if not ranked or (len(ranked) > 1 and ranked[0][1][0] - ranked[1][1][0] < _AHEAD):
            return None
        region, (ahead, method) = ranked[0]
        # 东区街道 need not be a subdistrict of 东区.
        full = below and not kind.own.startswith(region.name) and self._with_parent(region, around.joined)
        if level is None and ahead < _PARENT and not full:
            return None
        sure = 0.9 if ahead >= _EXACT else 0.8 if ahead >= _PARENT else 0.6
        # A code of one place on a page that names another and not this.
        others = [row for row, _ in ranked[1:] if row.level == region.level]
        torn = method == "site_code" and others and region.name not in around.joined
        return Told(region, method, sure if (level or below) and method != "path" and not torn else min(sure, _DOUBTED))

    def _named_in(
        self, source: str, level: str | None, parsed: Parsed, around: Surroundings, year: int | None
    ) -> dict[str, Region]:
        """The places of a level that are named in full, by their names; of those of one name the one that is told."""
        there: dict[str, Region] = {}
        for word in self._mentioned(source):
            rows = self._standing(word, year)
            if len(rows) > 1:
                told = self.among(rows, parsed, around, year)
                rows = (told.region,) if told else ()
            if rows and fits(rows, level):
                there[word] = rows[0]
        return there

    def _same_body(self, parsed: Parsed, names: Iterable[str], around: Surroundings, year: int | None) -> Told | None:
        """The place of another of the report's names that is of the same body, and says it."""
        kind = parsed.kind
        assert kind is not None
        for name in names:
            other = self._parse(name, year)
            if other.kind is None or other.kind.department != kind.department or not other.regions:
                continue
            # 十堰市生态环境局茅箭分局 is 市生态环境局茅箭分局, though its place is a district.
            longer = len(parsed.cleaned) > _LEAST_NAME and other.cleaned.endswith(parsed.cleaned)
            # 开发区管委会 signs as 井冈山经济技术开发区管理委员会.
            longer = longer or (kind.department == "DEV" and zone_of(kind.own) in _GENERIC and not parsed.hint)
            if longer or (other.kind.own == kind.own and fits(other.regions, parsed.hint)):
                told = self._one(other, around, year)
                if told is not None:
                    return Told(told.region, "other_name", min(told.confidence, 0.95))
        return None

    def zone(self, name: str, parsed: Parsed, around: Surroundings, year: int | None) -> Told | None:
        """The zone of the list that is called so in the city that the report tells: 高新区财政局 of 合肥市."""
        zones = self.zones.called(name)
        if not zones:
            return None
        # Of the zone of a city and that of a district in it, the one whose own city or district is named.
        codes, words = evidence.site_codes(around), self._mentioned(around.joined)
        named = [zone for zone in zones if zone.parent in codes or self.regions.ancestors(zone)[0].name in words]
        told = self.among(named or zones, parsed, around, year)
        if told is None or told.confidence < _BY_CITY:
            return None
        if zone_name(name) in _GENERIC:
            return replace(told, confidence=_DOUBTED)
        # A county of the city may have a zone of its own that is called the same.
        above = {up.code for up in self.regions.ancestors(told.region)}
        for word in self._mentioned(around.joined):
            for row in self.regions.named(word, year, slack=1, short=False):
                if row.kind == "division" and row.level == "county" and row.code not in above and row.parent in above:
                    return replace(told, confidence=_DOUBTED)
        return told

    def named_there(self, region: Region, around: Surroundings) -> bool:
        """Whether the report names this place in full, or its site is run there."""
        return region.name in self._mentioned(around.joined) or any(
            code[:4] == region.code[:4] for code in evidence.site_codes(around)
        )

    def _with_parent(self, region: Region, text: str) -> bool:
        """Whether a place stands behind what it lies in: 莆田市仙游县."""
        return any(f"{up.name}{region.name}" in text for up in self.regions.ancestors(region))

    def _one(self, parsed: Parsed, around: Surroundings, year: int | None) -> Told | None:
        """The place of another name of the report."""
        if len(parsed.regions) == 1:
            return Told(parsed.regions[0], "name", of_name(parsed))
        return self.among(parsed.regions, parsed, around, year)

    def _mentioned(self, text: str) -> Mapping[str, int]:
        return evidence.mentions(text, self._endings, lambda word: bool(self.regions.named(word, short=False)))

    def _standing(self, name: str, year: int | None) -> tuple[Region, ...]:
        rows = self.regions.named(name, year, slack=1, short=False) if year else ()
        rows = rows or self.regions.named(name, short=False)
        return tuple({self._last(row): row for row in rows}.values())
