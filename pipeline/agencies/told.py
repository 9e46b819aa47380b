"""A place that was told, and how surely: what pieces of evidence weigh, what a name by itself says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.agencies.parsed import Parsed
from pipeline.agencies.regions import Region

_ENDINGS: Final = {
    "省": ("省", "自治区"), "自治区": ("自治区",), "自治州": ("自治州",), "自治县": ("自治县",), "地区": ("地区",),
    "市": ("市",), "区": ("区",), "县": ("县",), "旗": ("旗",), "州": ("州",), "盟": ("盟",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A region told from evidence: how, how surely and by what."""

    region: Region
    method: str
    confidence: float


def weigh(found: Mapping[str, tuple[float, str]]) -> float:
    """How much some pieces of evidence weigh together: the best of them, and a little more for the others."""
    weights = [weight for weight, _ in found.values()]
    return max(weights, default=0.0) * 0.9 + 0.1 * sum(weights)


def of_name(parsed: Parsed) -> float:
    """How surely a name with one place says which: a path of places, a full name, a short one."""
    if parsed.whole:
        return 1.0 if parsed.path else 0.95
    return 0.75 if parsed.guessed else 0.85


def fits(regions: Iterable[Region], hint: str | None) -> bool:
    """Whether a region's name ends as what the report calls its place."""
    return hint is None or any(region.name.endswith(_ENDINGS.get(hint, (hint,))) for region in regions)
