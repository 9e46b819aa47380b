"""Reports made up at random for tests of the marts: both forms, blanks and marks, slips, re-issues, scopes, years.

Most of them balance, as real ones do; a seed gives the same reports every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from pipeline.forms import FORMS
from tests.cells import Change
from tests.modelled import Made

APPLICANTS = tuple(column.key for column in FORMS.columns("requests") if column.key != "total")
WITHOUT_VALUE = ("blank", "blank", "blank", "marked", "ambiguous", "absent")
DEPARTMENTS = (*["HLT"] * 10, "EDU", "GOV", "GOV", "TAX")
VERTICAL = {"TAX": "central"}
PARENTS: dict[str, str | None] = {"990000": None, "990100": "990000", "990101": "990100", "990102": "990100"}
"""Invented regions: a province, its prefecture, two counties of that; each with what it belongs to."""
REGIONS = ("990000", "990101", "990102", None)
Key = tuple[str, str, str]


def reports(seed: int, bodies: int = 90, years: tuple[int, ...] = (2020, 2021, 2022)) -> list[Made]:
    """Reports of `bodies` over `years`, some missing, some issued twice, some of nobody or of no year."""
    dice = random.Random(seed)
    made: list[Made] = []
    for body in range(bodies):
        department, region = dice.choice(DEPARTMENTS), dice.choice(REGIONS)
        for year in years:
            for issue in range(dice.choices((0, 1, 2), (10, 80, 10))[0]):
                form = dice.choice(("2019", "2021"))
                made.append(
                    Made(
                        f"r{seed}b{body:03d}y{year}i{issue}",
                        agency=f"B{body:03d}",
                        year=year,
                        form=form,
                        changes=dict(figures(dice, form)),
                        published=dice.choice((None, date(year + 1, 1, 1) + timedelta(dice.randrange(90)))),
                        status=dice.choices(("complete", "no_tables"), (95, 5))[0],
                        seen=dice.randrange(1, 28),
                        scope=dice.choices(("own", "consolidated", "unknown"), (75, 15, 10))[0],
                        region=region,
                        department=department,
                        vertical=VERTICAL.get(department),
                        level="county",
                    )
                )
    strays = (
        Made(f"r{seed}x1", agency=None, year=2021),
        Made(f"r{seed}x2", agency="C000", year=None),
        Made(f"r{seed}x3", agency=None, year=None, status="unreadable"),
        Made(f"r{seed}x4", agency="C001", year=2022, status="not_a_report"),
    )
    return [*made, *strays]


def figures(dice: random.Random, form: str) -> Iterator[tuple[Key, Change]]:
    """A ledger that balances and routes that add up, and then some cells that do not."""
    found: dict[Key, int] = {}
    table = FORMS.form(form).table("requests")
    outcomes = [row.key for row in table.rows if row.group not in ("inflow", "outflow")]
    busy = dice.random() < 0.7
    for applicant in APPLICANTS:
        for row in outcomes:
            found["requests", row, applicant] = dice.choice((0, 0, 0, 1, 2, 9)) if busy else 0
        done = sum(found["requests", row, applicant] for row in outcomes)
        forward = dice.choice((0, 0, 0, 0, 1, 3)) if busy else 0
        over = min(dice.choice((0, 0, 0, 0, 1, 3)), done + forward) if busy else 0
        found["requests", "result_total", applicant] = done
        found["requests", "carried_forward", applicant] = forward
        found["requests", "carried_over", applicant] = over
        found["requests", "new_received", applicant] = done + forward - over
    for line in (row.key for row in table.rows):
        found["requests", line, "total"] = sum(found["requests", line, applicant] for applicant in APPLICANTS)
    for route in FORMS.rows("review"):
        results = {name: dice.choice((0, 0, 1, 4)) for name in ("upheld", "corrected", "other", "pending")}
        for name, n in {**results, "total": sum(results.values())}.items():
            found["review", route.key, name] = n
    for item in ("licensing", "penalties", "coercion"):
        found["disclosure", item, "decisions"] = dice.randrange(0, 500)
    spoilt = dice.choices((0.0, 0.01, 0.1), (50, 30, 20))[0]
    for key, n in found.items():
        roll = dice.random()
        if roll < spoilt * 0.7:
            yield key, (None, dice.choice(WITHOUT_VALUE))
        elif roll < spoilt * 0.8:
            yield key, (n, "decoded")
        elif roll < spoilt * 0.85:
            yield key, (Decimal(n) + Decimal("0.5"), "reported")
        elif roll < spoilt:
            yield key, (n + dice.randrange(1, 5), "reported")
        else:
            yield key, (n, "reported")
