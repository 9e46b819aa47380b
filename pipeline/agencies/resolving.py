"""From a name and what stands around it to the body it is.

The name decides as far as it goes. Where its place is several places or none, evidence in the report decides; each
piece of evidence supports some of the candidates with a weight, and one candidate must be ahead of every other by a
margin. Otherwise the body stays unresolved and says why.

Keys are made of the answer alone: the latest code of the place, the department, and what tells the body from others
there. They do not depend on other reports. An unresolved body has a key of its name where its name says a place, even
one of no list; else a key of its report, since 区卫健委 of one report need not be that of another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pipeline.agencies import evidence
from pipeline.agencies.aliases import Alias, Aliases
from pipeline.agencies.departments import Departments
from pipeline.agencies.evidence import Surroundings
from pipeline.agencies.model import Resolution, Subject
from pipeline.agencies.names import DISAGREE, Kind, Parsed, clean, parse, stands_for_one
from pipeline.agencies.regions import Region, Regions
from pipeline.agencies.scope import scope

UNKNOWN: Final = "x"
"""What the key of an unresolved body begins with."""
NATIONAL: Final = "CN"
"""What the key of a body of the State begins with."""
_NOW: Final = 9999
_LEAST, _AHEAD = 2, 2  # the support a candidate needs, and how far ahead of the next it must be
_EXACT, _PARENT, _PROVINCE, _HINT_FITS = 5, 3, 2, 1
_CEILINGS: Final = {"GOV": 1.0, "OTH": 0.7}  # a body of no department that is known is never sure
_SOURCES: Final = {
    "metadata": 0.75,
    "contact": 0.75,
    "path": 0.7,
}  # a name that may be that of the site, or of an office
_ENDINGS: Final = {
    "省": ("省", "自治区"), "自治区": ("自治区",), "自治州": ("自治州",), "自治县": ("自治县",), "市": ("市",),
    "区": ("区",), "县": ("县",), "旗": ("旗",), "州": ("州",), "盟": ("盟",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A region told from evidence: how, how surely and by what."""

    region: Region
    method: str
    confidence: float


class Resolver:
    """Resolves bodies over given lists. What names come apart into is remembered, so that a name costs once."""

    def __init__(
        self,
        regions: Regions,
        departments: Departments,
        aliases: Aliases | None = None,
        area_codes: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.regions = regions
        self.departments = departments
        self.aliases = aliases or Aliases(())
        self._area_codes = area_codes or {}
        self._parsed: dict[tuple[str, int | None], Parsed] = {}
        self._latest: dict[Region, Region] = {}
        self._endings: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for region in regions:
            if region.level != "town":
                lengths.setdefault(region.name[-2:], set()).add(len(region.name))
        self._endings = {ending: tuple(sorted(found, reverse=True)) for ending, found in lengths.items()}

    def resolve(self, subject: Subject) -> Resolution:
        """The body a report is of."""
        answer = self._resolve(subject)
        covers, by = scope(answer.department, subject.text)
        return replace(answer, scope=covers, scope_evidence=by)

    def _resolve(self, subject: Subject) -> Resolution:
        around: Surroundings | None = None
        name = subject.agency
        alias = self.aliases.find(name, lambda: self._around(subject)) if name and self.aliases else None
        if alias is not None:
            return self._by_alias(alias, subject)
        parsed = self._parse(name, subject.year) if name else None
        source = subject.source
        if parsed is None or not parsed.cleaned or stands_for_one(parsed.cleaned) or parsed.kind is None:
            around = self._around(subject)
            other, source = self._own(around, subject.year)
            if other is None:
                reason = "no_name" if parsed is None or not parsed.cleaned else f"not_a_body: {parsed.cleaned}"
                return self._unresolved(subject, parsed, reason)
            parsed = other
        answer = self._placed(parsed, around, subject)
        ceiling = _SOURCES.get(source or "", 1.0)
        return replace(answer, confidence=ceiling) if answer.confidence > ceiling else answer

    def _placed(self, parsed: Parsed, around: Surroundings | None, subject: Subject) -> Resolution:
        """The body that a name with a kind is, of the place that it or the report tells."""
        if parsed.kind is not None and parsed.kind.state and not parsed.regions:
            return self._national(parsed)
        if parsed.left == DISAGREE:
            return self._unresolved(subject, parsed, f"regions_disagree: {parsed.cleaned}")
        if len(parsed.regions) == 1 and (parsed.kind is None or parsed.kind.exact or parsed.kind.department != "GOV"):
            return self._answer(parsed, Told(parsed.regions[0], "name", _of_name(parsed)))
        around = around or self._around(subject)
        if len(parsed.regions) == 1:
            return self._bare(parsed, around, subject)
        if parsed.regions:
            told = self._among(parsed.regions, parsed, around, subject.year)
            if told is None:
                codes = "|".join(sorted({self._last(region).code for region in parsed.regions}))
                if len(codes) == 6:
                    return self._answer(parsed, Told(parsed.regions[0], "name", _of_name(parsed)))
                return self._unresolved(subject, parsed, f"ambiguous_region: {parsed.place} {codes}")
            return self._answer(parsed, told)
        if parsed.place:
            return self._unresolved(subject, parsed, f"unknown_region: {parsed.place}")
        told = self._anywhere(parsed, around, subject.year)
        if told is None:
            return self._unresolved(subject, parsed, f"no_region: {parsed.cleaned}")
        return self._answer(parsed, told)

    def _around(self, subject: Subject) -> Surroundings:
        return evidence.surroundings(subject.text, subject.path, subject.title)

    def _parse(self, name: str, year: int | None) -> Parsed:
        known = self._parsed.get((name, year))
        if known is None:
            known = self._parsed[name, year] = parse(name, self.regions, self.departments, year)
        return known

    def _last(self, region: Region) -> Region:
        """The same place as it stands last: renamed, raised and moved, but neither split nor merged."""
        known = self._latest.get(region)
        if known is None:
            known = self._latest[region] = self.regions.lineage(region)[-1]
        return known

    def _own(self, around: Surroundings, year: int | None) -> tuple[Parsed | None, str | None]:
        """The first other name of the body in the report, or in its path, that is one."""
        for name, source in (*evidence.own_names(around), *((part, "path") for part in around.path.split("\n"))):
            parsed = self._parse(name, year)
            known = parsed.kind is not None and parsed.kind.department != "OTH" and not stands_for_one(parsed.cleaned)
            if known and (source != "path" or parsed.regions):
                return parsed, source
        return None, None

    def _bare(self, parsed: Parsed, around: Surroundings, subject: Subject) -> Resolution:
        """A name that is a place and no more: its government, unless the report is signed by a body of that place."""
        place = self._last(parsed.regions[0])
        for name, source in evidence.own_names(around):
            if source == "metadata":
                continue
            other = self._parse(name, subject.year)
            if other.kind is None or not other.kind.exact or not other.regions:
                continue
            if {self._last(region) for region in other.regions} == {place} and other.kind.department != "OFF":
                return self._answer(other, Told(parsed.regions[0], "other_name", 0.9))
        return self._answer(parsed, Told(parsed.regions[0], "name", 0.85))

    def _among(
        self, candidates: Iterable[Region], parsed: Parsed, around: Surroundings, year: int | None
    ) -> Told | None:
        """The one of several places of a name that the report supports."""
        codes = evidence.site_codes(around)
        provinces = evidence.provinces(around)
        phones = {code for phone in evidence.phones(around) for code in self._area_codes.get(phone, ())}
        named = self._mentioned(around.joined)
        foldered = self._mentioned(around.path)
        text = around.joined
        support: dict[str, tuple[float, str, Region]] = {}
        for region in candidates:
            last = self._last(region)
            above = {up.code: up for row in (region, last) for up in self.regions.ancestors(row)}
            names = {up.name for up in above.values()}
            found = [(0.0, "mention")]
            for code in codes:
                if code in (region.code, last.code):
                    found.append((_EXACT, "site_code"))
                elif code in above:
                    found.append((_PARENT if code[2:4] != "00" else _PROVINCE, "site_code"))
            # A city's district is named with its city, as 长春市朝阳区.
            if any(f"{name}{region.name}" in text for name in names):
                found.append((_EXACT, "mention"))
            for up in above.values():
                if up.name in named:
                    found.append((_PARENT if up.level != "province" else _PROVINCE, "mention"))
                if up.name in foldered:
                    found.append((_PARENT if up.level != "province" else _PROVINCE, "path"))
            if region.code[:2] in provinces:
                found.append((_PROVINCE, "prefix"))
            if region.code in phones or above.keys() & phones:
                found.append((_PARENT, "prefix"))
            best = max(found, key=lambda item: item[0])
            total = best[0] + 0.1 * sum(weight for weight, _ in found[1:])
            known = support.get(last.code)
            if known is None or total > known[0]:
                support[last.code] = (total, best[1], region)
        ranked = sorted(support.values(), key=lambda item: -item[0])
        weight, method, region = ranked[0]
        behind = ranked[1][0] if len(ranked) > 1 else 0.0
        if weight < _LEAST or weight - behind < _AHEAD - 0.5:
            return None
        return Told(region, method, 0.95 if weight >= _EXACT else 0.9 if weight >= _PARENT else 0.8)

    def _anywhere(self, parsed: Parsed, around: Surroundings, year: int | None) -> Told | None:
        """The place of a body whose name says none, or says 区 or 县 and no more."""
        kind = parsed.kind
        assert kind is not None
        hint = parsed.hint
        names = [name for name, _ in evidence.own_names(around)]
        for name in names:
            other = self._parse(name, year)
            same = other.kind is not None and other.kind.department == kind.department and other.kind.own == kind.own
            if same and other.regions and _fits(other.regions, hint):
                told = self._one(other, around, year)
                if told is not None:
                    return Told(told.region, "other_name", min(told.confidence, 0.95))
        below = kind.department in ("TWN", "STR")
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
            if row is not None and _fits((row,), level):
                add(row, _EXACT, "site_code")
        for name in (*evidence.host_names(around), *names):
            other = self._parse(name, year)
            if other.regions and other.whole and _fits(other.regions, level):
                told = self._one(other, around, year)
                if told is not None:
                    add(told.region, _PARENT, "mention")
        for source, weight, method in ((around.joined, _PROVINCE, "mention"), (around.path, _PROVINCE, "path")):
            for word in self._mentioned(source):
                rows = self._standing(word, year)
                if len(rows) > 1:
                    told = self._among(rows, parsed, around, year)
                    rows = (told.region,) if told else ()
                if rows and _fits(rows, level):
                    add(rows[0], weight, method)
                    if below and f"{word}{kind.own}" in source:
                        add(rows[0], _EXACT, method)
        if not support and not below:
            for word, count in evidence.informal(around).items():
                rows = tuple({self._last(row): None for row in self.regions.named(word, year, slack=1)})
                if len(rows) == 1 and count > 1 and _fits(rows, level):
                    add(rows[0], _PARENT, "mention")
        if below:
            support = {region: found for region, found in support.items() if region.level == "county"}
        ranked = sorted(support.items(), key=lambda item: (-item[1][0], item[0].code))
        if not ranked or (len(ranked) > 1 and ranked[0][1][0] - ranked[1][1][0] < _AHEAD):
            return None
        region, (ahead, method) = ranked[0]
        if level is None and ahead < _PARENT:
            return None
        sure = 0.9 if ahead >= _EXACT else 0.8 if ahead >= _PARENT else 0.6
        return Told(region, method, sure if level or below else min(sure, 0.7))

    def _one(self, parsed: Parsed, around: Surroundings, year: int | None) -> Told | None:
        """The place of another name of the report."""
        if len(parsed.regions) == 1:
            return Told(parsed.regions[0], "name", _of_name(parsed))
        return self._among(parsed.regions, parsed, around, year)

    def _mentioned(self, text: str) -> Mapping[str, int]:
        found = evidence.mentions(text, self._endings)
        return {word: count for word, count in found.items() if self.regions.named(word, short=False)}

    def _standing(self, name: str, year: int | None) -> tuple[Region, ...]:
        rows = self.regions.named(name, year, slack=1, short=False) if year else ()
        rows = rows or self.regions.named(name, short=False)
        return tuple({self._last(row): row for row in rows}.values())

    def _by_alias(self, alias: Alias, subject: Subject) -> Resolution:
        parsed = self._parse(alias.name, None)
        rows = [row for row in parsed.regions if alias.region in (None, row.code, self._last(row).code)]
        if parsed.kind is None or not rows:
            if parsed.kind is not None and parsed.kind.state:
                return replace(self._national(parsed), method="alias", alias=str(alias))
            raise LookupError(f"alias {alias.written!r}: {alias.name!r} names no body of one place")
        return replace(self._answer(parsed, Told(rows[-1], "alias", 1.0)), confidence=1.0, alias=str(alias))

    def _answer(self, parsed: Parsed, told: Told) -> Resolution:
        kind = parsed.kind
        assert kind is not None
        region = self._last(told.region)
        if region.kind == "zone" and kind.department == "GOV":
            kind = replace(kind, department="DEV", form="管理委员会", title="管理委员会")
        department = self.departments.by_code[kind.department]
        key = "-".join(part for part in (region.code, kind.department, kind.own) if part)
        level = "township" if kind.department in ("TWN", "STR") or region.level == "town" else region.level
        vertical = department.vertical
        if level == "province" and vertical == "provincial":
            vertical = None
        confidence = min(told.confidence, _CEILINGS.get(kind.department, 1.0 if kind.exact else 0.9))
        return Resolution(
            key,
            f"{self._shown(region)}{kind.title}",
            region.code,
            kind.department,
            kind.form or None,
            level,
            vertical,
            told.method,
            round(confidence, 2),
            None,
        )

    def _national(self, parsed: Parsed) -> Resolution:
        kind = parsed.kind
        assert kind is not None
        key = "-".join(part for part in (NATIONAL, kind.department, kind.own) if part)
        vertical = self.departments.by_code[kind.department].vertical
        return Resolution(
            key, parsed.cleaned, None, kind.department, kind.form or None, "national", vertical, "name", 1.0, None
        )

    def _shown(self, region: Region) -> str:
        """The name of a region, with its parent's before it where others have the same."""
        if not self.regions.homonyms(region, _NOW):
            return region.name
        above = self.regions.ancestors(region)
        return f"{above[0].name}{region.name}" if above else region.name

    def _unresolved(self, subject: Subject, parsed: Parsed | None, reason: str) -> Resolution:
        kind = parsed.kind if parsed else None
        department = kind.department if kind else None
        own = kind.own if kind else ""
        cleaned = parsed.cleaned if parsed else ""
        name = cleaned or (subject.agency or "").strip()
        if (
            parsed is not None
            and parsed.place
            and not parsed.regions
            and department
            and not reason.startswith("regions")
        ):
            key = "-".join(part for part in (UNKNOWN, parsed.place, department, own) if part)
            name = f"{parsed.place}{kind.title}" if kind else name
        else:
            digest = hashlib.sha256(subject.report_id.encode()).hexdigest()[:12]
            key = "-".join(part for part in (UNKNOWN, department or "", digest) if part)
        form = kind.form if kind else None
        return Resolution(key, name, None, department, form or None, None, None, "unresolved", 0.0, reason)


def _of_name(parsed: Parsed) -> float:
    """How surely a name with one place says which: a path of places, a full name, a short one."""
    if parsed.whole:
        return 1.0 if parsed.path else 0.95
    return 0.75 if parsed.guessed else 0.85


def _fits(regions: Iterable[Region], hint: str | None) -> bool:
    """Whether a region's name ends as what the report calls its place."""
    return hint is None or any(region.name.endswith(_ENDINGS.get(hint, (hint,))) for region in regions)


__all__ = ["Alias", "Aliases", "Kind", "Resolver", "Told", "clean"]
