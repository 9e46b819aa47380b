"""The zones of the list by the names that they have in their city: 高新区, 开发区, 苏州工业园区."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.agencies.kinds import zone_name, zone_of
from pipeline.agencies.regions import Region, Regions


class Zones:
    """The zones among given regions."""

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        self._called: dict[str, dict[Region, None]] = {}
        for region in regions:
            if region.kind == "zone":
                for name in self._bare_names(region):
                    self._called.setdefault(name, {})[region] = None

    def called(self, name: str) -> tuple[Region, ...]:
        """The zones that are called so, with or without the places that they lie in."""
        return tuple(self._called.get(zone_name(name), ()))

    def inside(self, place: Region, own: str) -> Region | None:
        """The zone of the list that is called so in a place that the name says: 高新区 of 大连市."""
        part = zone_of(own)
        called = {up + part for up in (place.name, *place.short_names)}
        found = []
        for zone in self.called(part):
            city = self.regions.latest(zone.parent or "")
            # 南昌高新区 is that of 南昌市, and none of 南昌县.
            alike = city is not None and not set(city.short_names).isdisjoint(place.short_names)
            named = any(zone_name(name) in called for name in (zone.name, *zone.short_names))
            if zone.parent == place.code or (named and not alike):
                found.append(zone)
        return found[0] if len(found) == 1 else None

    def _bare_names(self, zone: Region) -> Iterator[str]:
        """The names of a zone with less and less of the places that it lies in: 合肥高新区, 高新区."""
        above = [name for up in self.regions.ancestors(zone) for name in (up.name, *up.short_names)]
        for name in (zone.name, *zone.short_names):
            bare = zone_name(name)
            while bare:
                yield bare
                bare = next((bare.removeprefix(up) for up in above if bare.startswith(up)), "")
