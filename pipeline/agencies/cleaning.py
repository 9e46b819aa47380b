"""A name without what is no part of it: years, brackets, words of the page around it, slogans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.agencies.regions import Region, Regions
from pipeline.agencies.words import (
    AUTONOMOUS,
    BLANK,
    BRACKET,
    BRACKETS,
    CORPS,
    CORPS_CITIES,
    FREE_TRADE,
    LEADING,
    LEAGUES,
    LEAST_NAME,
    MIDDLE,
    NATIONAL_ZONE,
    PAGE,
    PARTS,
    QUOTED,
    SITE,
    STANDS_FOR_ONE,
    TRAILING,
)
from pipeline.readers.document import normalise


def clean(name: str) -> str:
    """A name without blanks, brackets, years, and words of the page around it."""
    cleaned = NATIONAL_ZONE.sub("", stripped(plain(name), LEADING, TRAILING))
    cleaned = MIDDLE.sub("市", cleaned, count=1)
    if cleaned[:2] in LEAGUES:
        return LEAGUES[cleaned[:2]] + cleaned[2:]
    corps = CORPS.match(cleaned)
    return CORPS_CITIES[corps[1]] + cleaned[corps.end() :] if corps and corps[1] in CORPS_CITIES else cleaned


def plain(name: str) -> str:
    """A name in plain characters without blanks and brackets."""
    return BLANK.sub("", BRACKETS.sub("", FREE_TRADE.sub(r"\1", normalise(name)[0])))


def stripped(words: str, *noise: re.Pattern[str]) -> str:
    """Words without what these patterns find at their ends, however often."""
    while True:
        shorter = words
        for pattern in noise:
            shorter = pattern.sub("", shorter)
        if shorter == words:
            return words
        words = shorter


def as_cleaned(regions: Regions) -> Regions:
    """Regions with the names that cleaning leaves of theirs: 乾县 is 干县 in simplified characters."""
    return Regions(
        replace(row, short_names=(*row.short_names, *left)) if (left := _left(row)) else row for row in regions
    )


def _left(region: Region) -> tuple[str, ...]:
    """What cleaning leaves of the names that it changes."""
    return tuple(left for name in (region.name, *region.short_names) if (left := plain(name)) != name)


def of_site(name: str) -> bool:
    """Whether this is what a site is called: 庐江县人民政府门户网站."""
    return bool(SITE.search(plain(name)))


def stands_for_one(cleaned: str) -> bool:
    """Whether this is no name but a word like 我局 that stands for one."""
    return bool(STANDS_FOR_ONE.match(cleaned))


def candidates(name: str) -> Iterator[str]:
    """A name, and what may be the name in it: the whole first."""
    cleaned = clean(name)
    yield cleaned
    fuller = stripped(plain(name), LEADING)
    if fuller != cleaned:
        yield fuller
    if AUTONOMOUS.search(cleaned):
        yield AUTONOMOUS.sub(r"\1", cleaned)  # 双江自治县 as 双江县
    parts = [clean(part) for part in PARTS.split(normalise(name)[0])]
    yield from (part for part in dict.fromkeys(reversed(parts)) if len(part) > LEAST_NAME and part != cleaned)
    unquoted = QUOTED.sub("", name)
    if unquoted != name:
        yield clean(unquoted)
    if BRACKETS.search(name):
        yield clean(BRACKET.sub("", normalise(name)[0]))
    behind = PAGE.sub("", cleaned)
    if behind != cleaned and len(behind) > LEAST_NAME:
        yield behind
