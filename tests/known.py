"""The sample reports under data/raw and what a careful reader sees in them.

``tests/samples/<name>.json`` belongs to ``data/raw/<name>.txt``: `cells` maps ``table|row|column`` to the number
printed, or to null where the cell is blank or marked; `marked` lists the cells where a dash or slash stands; `units`
the units written in a cell; `failing` the identities that the report as published breaks; `unverifiable` how many have
a blank among their members.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "data" / "raw"
SAMPLES = ROOT / "tests" / "samples"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one report. Keys of `cells`, `units` and `marked` are (table, row, column)."""

    name: str
    agency: str | None
    year: int | None
    form: str | None
    status: str
    cells: dict[tuple[str, ...], Decimal | None]
    units: dict[tuple[str, ...], str]
    marked: frozenset[tuple[str, ...]]
    failing: frozenset[tuple[str, str]]
    unverifiable: int


def known(path: Path) -> Known:
    """Read one of the files of known cells."""
    data = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return Known(
        name=path.stem,
        agency=data["agency"],
        year=data["year"],
        form=data["form"],
        status=data["status"],
        cells={
            tuple(key.split("|")): None if value is None else Decimal(value) for key, value in data["cells"].items()
        },
        units={tuple(key.split("|")): unit for key, unit in data["units"].items()},
        marked=frozenset(tuple(key.split("|")) for key in data["marked"]),
        failing=frozenset((rule, instance) for rule, instance in data["failing"]),
        unverifiable=data["unverifiable"],
    )


SAMPLE_REPORTS = tuple(known(path) for path in sorted(SAMPLES.glob("*.json")))
