"""Over real reports, where the folder is there: the bodies they are of, and those that cannot be told left untold."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.agencies.model import Resolution
from pipeline.engine.agencies import body_of, subject_of
from pipeline.engine.reading import read_document

KEYS = {
    "seed_000": "341602-HLT",
    "seed_001": "230183-HLT",
    "seed_002": "419001-HLT",
    "seed_003": "220605-HLT",
    "seed_004": "340404-GOV",
    "pingtan_2021_glued_text": "350000Z01-DEV",
    "pingtan_2022_glued_text": "350000Z01-DEV",
    "hongze_2024_pdf": "320813-GOV",
    "huaian_2024_pdf": "320800-GOV",
    "shanghai_office_2019_html": "310000-OFF",
    "wild_016": "371003-XFB",
    "wild_018": "610000Z01-STR-底张街道",
    "wild_034": "360429-TWN-大垅乡",
    "wild_041": "421321-DEV-经开区",
    "wild_046": "431200Z02-TRA",
    "wild_047": "540000-SAS",
    "wild_048": "361003-MTR",
    "wild_051": "610104-DPF",
    "wild_058": "500107-STR-谢家湾街道",
}
UNTOLD = {
    "hangzhou_like_2025_html": "unknown_region",
    "shuyang_gov_2025_ocr_markdown": "unknown_region",
    "wild_001": "no_region",
    "wild_035": "no_region",
    "wild_042": "no_region",
}


def told(folder: Path) -> Resolution:
    [first, *_] = sorted(folder.glob("raw.*"))
    reading = read_document(first.read_bytes(), first.name)
    subject = subject_of(reading, first.name)
    assert subject is not None
    return body_of(subject)


@pytest.mark.parametrize("name", KEYS)
def test_the_body_of_a_report(real_reports: Path, name: str) -> None:
    assert told(real_reports / name).key == KEYS[name]


def test_every_other_report_names_no_body(real_reports: Path) -> None:
    found = {folder.name: told(folder) for folder in sorted(real_reports.iterdir()) if folder.is_dir()}
    untold = {name: body.reason for name, body in found.items() if not body.resolved}
    assert set(found) - set(untold) == set(KEYS)
    assert {name: reason.split(":")[0] for name, reason in untold.items() if reason} == {
        name: UNTOLD.get(name, "no_name") for name in untold
    }


def test_what_the_figures_cover(real_reports: Path) -> None:
    scopes = {name: told(real_reports / name).scope for name in KEYS}
    assert {name for name, covers in scopes.items() if covers == "consolidated"} == {
        "seed_004",
        "pingtan_2022_glued_text",
    }
    assert all(scopes[name] == "own" for name in KEYS if name.startswith("seed") and name != "seed_004")
