"""Resolving bodies: ``python -m benchmarks.resolving [REPORTS]``, 100,000 by default.

Reports of real divisions and made-up texts: nine in ten name their place, among them places that several share; the
others say 区, 县 or nothing, or have no name at all. Hardly a name is met twice in a year, as in a first run.
Measured in one process, on its processor time and by the clock.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from time import perf_counter, process_time

from rich.console import Console

from pipeline.agencies import Region, Regions
from pipeline.agencies.model import Subject
from pipeline.agencies.resolving import Resolver
from pipeline.engine.agencies import load_departments, load_resolver
from pipeline.engine.reference import load_regions

REPORTS = 100_000
PARAGRAPH = "本年度及时更新栏目，答复申请均在期限内，培训两次，未收取费用。各股室指定专人，按季度自查。\n"
BODIES = (
    "人民政府",
    "人民政府办公室",
    "卫生健康局",
    "卫健委",
    "教育体育局",
    "民政局",
    "交通运输局",
    "财政局",
    "城管局",
    "统计局",
)
YEARS = range(2019, 2025)


def subjects(number: int, regions: Regions) -> Iterator[Subject]:
    """So many reports, the same ones each time."""
    chance = random.Random(number)
    counties = [row for row in regions if row.level == "county" and row.valid_to is None]
    for index in range(number):
        yield _subject(str(index), chance, chance.choice(counties), regions)


def _subject(report: str, chance: random.Random, place: Region, regions: Regions) -> Subject:
    full = regions.full_name(place)
    body, kind = chance.choice(BODIES), chance.random()
    name = f"{place.name}{body}" if kind < 0.9 else f"{place.name[-1]}{body}" if kind < 0.95 else None
    signed = f"\n{full}{body}\n2022年1月20日\n" if chance.random() < 0.5 else ""
    preamble = "本报告汇总各乡镇、各部门数据编制。" if body == "人民政府" else "本报告由办公室编制。"
    text = f"{name or ''}政府信息公开年度报告\n{preamble}\n{PARAGRAPH * 60}{signed}主办单位：{full}人民政府办公室\n"
    return Subject(report, chance.choice(YEARS), name, None, text, f"{report}.txt")


def main() -> None:
    """Resolve so many reports and say how long it took, and how they were told."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    console = Console()
    start = perf_counter()
    known = load_resolver()
    loaded = perf_counter() - start
    due = list(subjects(number, known.regions))
    resolver = Resolver(load_regions(), load_departments())
    start, spent = perf_counter(), process_time()
    methods = Counter(resolver.resolve(subject).method for subject in due)
    spent, elapsed = process_time() - spent, perf_counter() - start
    console.print(f"lists loaded in {loaded:.1f} s")
    console.print(f"{number} reports in {spent:.1f} s of processor time, {elapsed:.1f} s by the clock")
    console.print(f"{spent / number * 1e6:.0f} µs a report; {dict(methods.most_common())}")


if __name__ == "__main__":
    main()
