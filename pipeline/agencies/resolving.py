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
from dataclasses import replace
from typing import Final

from pipeline.agencies import evidence, writers
from pipeline.agencies.aliases import Alias, Aliases
from pipeline.agencies.cleaning import of_site, stands_for_one
from pipeline.agencies.departments import Departments
from pipeline.agencies.evidence import Surroundings
from pipeline.agencies.kinds import of_zone
from pipeline.agencies.model import Resolution, Subject
from pipeline.agencies.names import parse
from pipeline.agencies.parsed import Parsed, inside
from pipeline.agencies.placing import Placing
from pipeline.agencies.regions import Region, Regions
from pipeline.agencies.scope import scope
from pipeline.agencies.told import Told, of_name
from pipeline.agencies.words import ANY_ZONE, DISAGREE, NAMED_FREELY, STATE_ITSELF, UNLIKELY

UNKNOWN: Final = "x"
"""What the key of an unresolved body begins with."""
NATIONAL: Final = "CN"
"""What the key of a body of the State begins with."""
_NOW: Final = 9999
_CEILINGS: Final = {"GOV": 1.0, "OTH": 0.7}  # a body of no department that is known is never sure
_SITE: Final = 0.7
_DOUBTED: Final = 0.75  # words that another department may be meant by; a body over several provinces
# A name that may be that of who runs the site, of an office, or of a column that holds the reports of many.
_SOURCES: Final = {"metadata": 0.75, "contact": 0.75, "path": 0.7, "prose": 0.75, "headline": 0.9}


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
        self._parsed: dict[tuple[str, int | None], Parsed] = {}
        self._placing = Placing(regions, self._parse, area_codes)
        self._last = self._placing.lasting.last

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
            if other is None and parsed is not None and parsed.kind is not None and _of_some_place(parsed):
                return self._placed(parsed, around, subject)  # 区政府办, 我县: whose, the report may tell
            if other is None:
                reason = "no_name" if parsed is None or not parsed.cleaned else f"not_a_body: {parsed.cleaned}"
                return self.unresolved(subject, parsed, reason)
            parsed = other
        elif name and parsed.kind.department == "GOV" and len(parsed.regions) == 1 and of_site(name):
            # Whose site it is: bureaus and towns publish there too.
            around = self._around(subject)
            answer = self._bare(parsed, around, subject, _SITE)
            return self._by_the_writer(answer, parsed, around, subject) if answer.confidence == _SITE else answer
        if source in _SOURCES:
            around = around or self._around(subject)
        answer = self._placed(parsed, around, subject)
        ceiling = _SOURCES.get(source or "", 1.0)
        answer = replace(answer, confidence=ceiling) if answer.confidence > ceiling else answer
        if around is None or source not in _SOURCES:
            return answer
        return self._by_the_writer(answer, parsed, around, subject)

    def _by_the_writer(self, answer: Resolution, parsed: Parsed, around: Surroundings, subject: Subject) -> Resolution:
        """The answer told from a name that may be another's, unless the report itself speaks against it."""
        said, other, source = writers.against(parsed, around, lambda name: self._parse(name, subject.year), self._last)
        if other is not None:
            told = self._placed(other, around, subject)
            return replace(told, confidence=min(told.confidence, _SOURCES.get(source, 1.0)))
        if said is None or not answer.resolved:
            return answer
        untold = self.unresolved(subject, None, f"another_writes: {answer.name} {said}")
        return replace(untold, name="")  # whose it is, no name says

    def _placed(self, parsed: Parsed, around: Surroundings | None, subject: Subject) -> Resolution:
        """The body that a name with a kind is, of the place that it or the report tells."""
        if parsed.regions and ANY_ZONE.fullmatch(parsed.place):
            parsed = replace(parsed, regions=())  # 新区 was a district of 唐山 once
        if parsed.kind is not None and parsed.kind.state and not parsed.regions:
            return self._national(parsed, around or self._around(subject), subject.year)
        if parsed.left == DISAGREE:
            return self.unresolved(subject, parsed, f"regions_disagree: {parsed.cleaned}")
        if len(parsed.regions) == 1 and (parsed.kind is None or parsed.kind.exact or parsed.kind.department != "GOV"):
            named = Told(parsed.regions[0], "name", of_name(parsed))
            zone = parsed.guessed and parsed.kind is not None and parsed.kind.department == "DEV"
            if zone and self._placing.named_there(named.region, around or self._around(subject)):
                named = replace(named, confidence=0.9)  # 临沂沂河新区 is called by its city
            return self._answer(parsed, named)
        around = around or self._around(subject)
        if len(parsed.regions) == 1:
            return self._bare(parsed, around, subject)
        if parsed.regions:
            told = self._among(parsed, around, subject.year)
            if told is None:
                codes = "|".join(sorted({self._last(region).code for region in parsed.regions}))
                return self.unresolved(subject, parsed, f"ambiguous_region: {parsed.place} {codes}")
            return self._answer(parsed, told)
        if parsed.place:
            told = self._placing.zone(parsed.place, parsed, around, subject.year) if parsed.kind else None
            if told is not None:
                return self._answer(parsed, told)
            return self.unresolved(subject, parsed, f"unknown_region: {parsed.place}")
        told = self._placing.anywhere(parsed, around, subject.year)
        if told is None:
            return self.unresolved(subject, parsed, f"no_region: {parsed.cleaned}")
        if told.region.kind == "zone":
            parsed = replace(parsed, kind=of_zone(parsed.kind)) if parsed.kind else parsed
        there = inside(replace(parsed, regions=(told.region,)), self.regions, subject.year)
        return self._answer(there, replace(told, region=there.regions[0]))

    def _among(self, parsed: Parsed, around: Surroundings, year: int | None) -> Told | None:
        """The one of the places of a name that is meant: by the year, by the report, or as no other is likely."""
        if len({self._last(region) for region in parsed.regions}) == 1:
            told = self._placing.among(parsed.regions, parsed, around, year)
            return told or Told(parsed.regions[0], "name", of_name(parsed))
        # 吐鲁番市 was a county until 2014 and is a city since: a year off counts where nothing of the year is there.
        then = tuple(region for region in parsed.regions if year and region.stands(year)) or parsed.regions
        told = self._placing.among(then, parsed, around, year) if len(then) > 1 else None
        if told is None:
            likely = [region for region in then if region.code not in UNLIKELY]
            return Told(likely[0], "name", _DOUBTED) if len(likely) == 1 else None
        return told

    def _around(self, subject: Subject) -> Surroundings:
        return evidence.surroundings(subject.text, subject.path, subject.title)

    def _parse(self, name: str, year: int | None) -> Parsed:
        known = self._parsed.get((name, year))
        if known is None:
            known = self._parsed[name, year] = parse(name, self.regions, self.departments, year)
        return known

    def _own(self, around: Surroundings, year: int | None) -> tuple[Parsed | None, str | None]:
        """The first other name of the body in the report, or in its path, that is one."""
        for name, source in evidence.own_names(around):
            parsed = self._parse(name, year)
            if parsed.kind is not None and parsed.kind.department != "OTH" and not stands_for_one(parsed.cleaned):
                return parsed, source
        return self._of_path(around.path.split("\n"), year), "path"

    def _of_path(self, parts: Iterable[str], year: int | None) -> Parsed | None:
        """The body that folders and the file's name name, the last of them first: 武汉市/汉阳区/鹦鹉街道办事处."""
        place, body, alone = "", None, None
        for part in parts:
            parsed = self._parse(part, year)
            if not parsed.regions and place:
                parsed = self._parse(place + part, year)
            known = parsed.kind is not None and parsed.kind.department != "OTH" and not stands_for_one(parsed.cleaned)
            if not known or not parsed.regions:
                continue
            if parsed.kind is not None and parsed.kind.department == "GOV" and not parsed.kind.exact:
                place, alone = place + part, parsed
            else:
                body = parsed
        return body or alone

    def _bare(self, parsed: Parsed, around: Surroundings, subject: Subject, confidence: float = 0.85) -> Resolution:
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
        return self._answer(parsed, Told(parsed.regions[0], "name", confidence))

    def _by_alias(self, alias: Alias, subject: Subject) -> Resolution:
        parsed = self._parse(alias.name, None)
        rows = [row for row in parsed.regions if alias.region in (None, row.code, self._last(row).code)]
        if parsed.kind is None or not rows:
            if parsed.kind is not None and parsed.kind.state:
                found = self._national(parsed, self._around(subject), None)
                return replace(found, method="alias", confidence=1.0, alias=str(alias))
            raise LookupError(f"alias {alias.written!r}: {alias.name!r} names no body of one place")
        return replace(self._answer(parsed, Told(rows[-1], "alias", 1.0)), confidence=1.0, alias=str(alias))

    def _answer(self, parsed: Parsed, told: Told) -> Resolution:
        kind = parsed.kind
        assert kind is not None
        region = self._last(told.region)
        zone = self._placing.zones.inside(region, kind.own) if kind.own and region.kind == "division" else None
        if zone is not None:
            kind, region = of_zone(kind), zone
        if region.kind == "zone" and kind.department == "GOV":
            kind = replace(kind, department="DEV", form="管理委员会", title="管理委员会")
        department = self.departments.by_code[kind.department]
        key = "-".join(part for part in (region.code, kind.department, kind.own) if part)
        level = "township" if kind.department in ("TWN", "STR") or region.level == "town" else region.level
        vertical = department.vertical
        if level == "province" and vertical == "provincial":
            vertical = None
        confidence = min(told.confidence, _CEILINGS.get(kind.department, 1.0 if kind.exact else 0.9))
        confidence = min(confidence, _DOUBTED) if kind.doubted else confidence
        written = parsed.cleaned.removeprefix(STATE_ITSELF)
        as_written = kind.state or (kind.department in NAMED_FREELY and bool(kind.own or written != kind.title))
        return Resolution(
            key,
            written if as_written else f"{self._shown(region)}{kind.title}",
            region.code,
            kind.department,
            kind.form or None,
            level,
            vertical,
            told.method,
            round(confidence, 2),
            None,
        )

    def _national(self, parsed: Parsed, around: Surroundings, year: int | None) -> Resolution:
        kind = parsed.kind
        assert kind is not None
        for name, source in evidence.own_names(around):
            # 国家税务局 signs as 咸宁市国家税务局: the name is short for that of an office.
            other = self._parse(name, year)
            local = other.kind is not None and other.kind.department == kind.department and len(other.regions) == 1
            if local and source != "metadata":
                return self._answer(other, Told(other.regions[0], "other_name", _DOUBTED))
        key = "-".join(part for part in (NATIONAL, kind.department, kind.own) if part)
        vertical = self.departments.by_code[kind.department].vertical
        form, sure = kind.form or None, _DOUBTED if kind.own else 1.0
        return Resolution(key, parsed.cleaned, None, kind.department, form, "national", vertical, "name", sure, None)

    def _shown(self, region: Region) -> str:
        """The name of a region, with its parent's before it where others have the same."""
        if not self.regions.homonyms(region, _NOW):
            return region.name
        above = self.regions.ancestors(region)
        return f"{above[0].name}{region.name}" if above else region.name

    def unresolved(self, subject: Subject, parsed: Parsed | None, reason: str) -> Resolution:
        """A body that is not told, with what its name says all the same and the reason."""
        kind = parsed.kind if parsed else None
        department = kind.department if kind else None
        own = kind.own if kind else ""
        cleaned = parsed.cleaned if parsed else ""
        name = cleaned or (subject.agency or "").strip()
        if (
            parsed is not None
            and parsed.place
            and not ANY_ZONE.fullmatch(parsed.place)
            and not parsed.regions
            and department
            and not reason.startswith("regions")
        ):
            key = "-".join(part for part in (UNKNOWN, parsed.place, department, own) if part)
        else:
            digest = hashlib.sha256(subject.report_id.encode()).hexdigest()[:12]
            key = "-".join(part for part in (UNKNOWN, department or "", digest) if part)
        form = kind.form if kind else None
        return Resolution(key, name, None, department, form or None, None, None, "unresolved", 0.0, reason)


def _of_some_place(parsed: Parsed) -> bool:
    """Whether a name is that of a government or its office, or says of what level its place is."""
    return bool(parsed.hint) or (parsed.kind is not None and parsed.kind.department in ("GOV", "OFF"))
