"""Which place goes on as which, so that the keys of bodies last as long as people take a place for the same."""

from __future__ import annotations

from pipeline.agencies.regions import Region, Regions


class Lasting:
    """Places as they stand last, over given regions."""

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        self._latest: dict[Region, Region] = {}

    def last(self, region: Region) -> Region:
        """The same place as it stands last: renamed, raised, moved or enlarged, but neither split nor merged."""
        known = self._latest.get(region)
        if known is None:
            known = self.regions.lineage(region)[-1]
            while (heir := self._heir(known)) is not None:
                known = self.regions.lineage(heir)[-1]
            self._latest[region] = known
        return known

    def _heir(self, region: Region) -> Region | None:
        """The new place that has its name and all of it, and a smaller one besides: 孟津区 is 孟津县 with 吉利区."""
        after = self.regions.successors(region)
        if len(after) != 1 or region.valid_to is None or after[0].stands(region.valid_to):
            return None
        alike = [row for row in self.regions.predecessors(after[0]) if _stem(row) == _stem(after[0])]
        return after[0] if alike == [region] and after[0].level == region.level == "county" else None


def _stem(region: Region) -> str:
    name = region.name.removesuffix("特区")
    return name[:-1] if name == region.name and len(name) > len("东区") else name
