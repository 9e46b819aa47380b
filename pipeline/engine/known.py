"""Reports with known cells: what a careful reader sees in a report, and folders of such reports.

A folder holds one folder a report, with the report as it was found (``raw.*``) and ``truth.json``. Every ``raw.*`` is a
reading of its own; other forms of the same report (``raw_*.*``) are kept apart as extra.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.forms import FORMS, CellKey, Forms

TRUTH = "truth.json"
RAW = "raw"


class NotKnown(Exception):
    """A folder without known cells, or known cells that are not in the shape asked for; the message says where."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is in a report: its cells, None where the cell is blank or the text does not decide it.

    A cell that is not in `cells` is not in the text. `ambiguous` are rows (table, row) that nobody can place: a value
    for one of them is a mistake. `units` are those written in a cell, None for a number without one. `form` and `year`
    are None where they are not known. `layout` names how the tables were flattened.
    """

    cells: Mapping[CellKey, Decimal | None]
    layout: str
    form: str | None = None
    year: int | None = None
    ambiguous: frozenset[tuple[str, str]] = frozenset()
    units: Mapping[CellKey, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One file to read: the report's name, the file's name, its bytes and what is known of it.

    `extra` marks another form of a report that has a case already: told of, and left out of the totals.
    """

    name: str
    file: str
    data: bytes
    known: Known
    extra: bool = False

    @property
    def digest(self) -> str:
        """A mark of the bytes and of what is known of them."""
        known = self.known
        told = {
            "cells": {"|".join(key): None if value is None else str(value) for key, value in known.cells.items()},
            "units": {"|".join(key): unit for key, unit in known.units.items()},
            "ambiguous": sorted(known.ambiguous),
            "about": (known.layout, known.form, known.year),
        }
        mark = hashlib.sha256(self.data)
        mark.update(json.dumps(told, ensure_ascii=False, sort_keys=True).encode())
        return mark.hexdigest()


def fingerprint(cases: Iterable[Case]) -> str:
    """A mark of a corpus: the same for the same texts and the same known cells, whatever the order."""
    lines = sorted(f"{case.name}/{case.file} {case.digest}" for case in cases)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def read_known(text: str, name: str, forms: Forms = FORMS) -> Known:
    """What a ``truth.json`` says about the report `name`. Raises NotKnown for another shape or an unheard-of cell."""
    try:
        told = json.loads(text, parse_float=Decimal)
        layout, year = told.get("layout", name), told.get("year")
        if not isinstance(layout, str) or not isinstance(year, int | None):
            raise TypeError("layout is a text, year a whole number")
        return Known(
            {_key(key, forms): _number(value) for key, value in told["cells"].items()},
            layout,
            _form(told.get("form"), forms),
            year,
            frozenset(_row(row, forms) for row in told.get("ambiguous_rows", ())),
            {_key(key, forms): unit for key, unit in told.get("units", {}).items()},
        )
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise NotKnown(f"{name}/{TRUTH}: {type(error).__name__}: {error}") from error


def cases_in(folder: Path, forms: Forms = FORMS) -> Iterator[Case]:
    """The cases of a folder of reports, in order of their names. Raises NotKnown, OSError."""
    for truth in sorted(folder.glob(f"*/{TRUTH}")):
        name = truth.parent.name
        known = read_known(truth.read_text(encoding="utf-8"), name, forms)
        files = [path for path in sorted(truth.parent.iterdir()) if path.is_file() and path.name.startswith(RAW)]
        if not any(path.stem == RAW for path in files):
            raise NotKnown(f"{name}: {RAW}.*?")
        for path in files:
            yield Case(name, path.name, path.read_bytes(), known, path.stem != RAW)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | None):
        raise TypeError(f"{value!r} is neither a number nor null")
    return None if value is None else Decimal(value)


def _form(told: str | None, forms: Forms) -> str | None:
    """The form named first in a remark such as ``2019 form used for 2023``."""
    if told is None:
        return None
    keys = "|".join(re.escape(form.key) for form in forms.forms)
    found = re.search(rf"\b(?:{keys}|mixed)\b", told)
    if found is None:
        raise ValueError(f"no form is named in {told!r}")
    return found.group()


def _key(told: str, forms: Forms) -> CellKey:
    key = CellKey(*told.split("|"))
    if key not in _cells(forms):
        raise ValueError(f"{told} is no cell of any form")
    return key


def _row(told: str, forms: Forms) -> tuple[str, str]:
    table, row = told.split("|")
    if (table, row) not in {key[:2] for key in _cells(forms)}:
        raise ValueError(f"{told} is no row of any form")
    return table, row


@cache
def _cells(forms: Forms) -> frozenset[CellKey]:
    return frozenset(key for form in forms.forms for table in form.tables for key, _, _ in table.cells())
