"""Pin what is reached now: ``python -m tests.gate.pin --reason "…" [CORPUS…]``.

Writes the floors of the named corpora (all that are there, if none is named) into ``floors.json`` with the reason.
Real reports are among them where ``GOUJI_REPORTS`` names a folder. What sinks is shown, so that nobody lowers a floor
unawares.
"""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pipeline.engine.evaluation import evaluate_cases
from pipeline.engine.floors import NotComparable, counts_of, mark, shortfalls
from pipeline.engine.known import Case, cases_in, fingerprint
from tests.gate.corpora import generated, samples

FLOORS = Path(__file__).with_name("floors.json")


def real() -> Iterable[Case]:
    """The real reports, where there are any."""
    folder = os.environ.get("GOUJI_REPORTS", "")
    return (case for case in cases_in(Path(folder)) if not case.extra) if folder else ()


CORPORA: dict[str, Callable[[], Iterable[Case]]] = {"generated": generated, "samples": samples, "real": real}


def pin(names: Iterable[str], reason: str) -> None:
    """Write the floors of these corpora."""
    told: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"corpora": {}}
    for name in names:
        cases = list(CORPORA[name]())
        if not cases:
            print(f"{name}: not here, left alone")
            continue
        evaluation = evaluate_cases(cases)
        before: dict[str, Any] = told["corpora"].get(name, {"floors": {}, "history": []})
        floors = counts_of(evaluation)
        if floors == before["floors"] and fingerprint(cases) == before["fingerprint"]:
            print(f"{name}: as before")
            continue
        try:
            if not before["floors"]:
                raise NotComparable("new")
            for sunk in shortfalls(evaluation, before["floors"]):
                print(f"{name}: sinks: {sunk}")
        except NotComparable as other:
            print(f"{name}: {other}")
        print(f"{name}: pinned over {len(cases)} files")
        told["corpora"][name] = {
            "fingerprint": fingerprint(cases),
            "history": [*before["history"], {"reason": reason, "floors": mark(floors)}],
            "floors": floors,
        }
    FLOORS.write_text(_written(told), encoding="utf-8")


def _written(told: dict[str, Any]) -> str:
    """The file with one line a layout, so that a change shows what changed."""
    corpora = []
    for name, corpus in told["corpora"].items():
        history = ",\n".join(f"        {json.dumps(entry, ensure_ascii=False)}" for entry in corpus["history"])
        floors = ",\n".join(f'        "{layout}": {json.dumps(counts)}' for layout, counts in corpus["floors"].items())
        corpora.append(
            f'    "{name}": {{\n      "fingerprint": "{corpus["fingerprint"]}",\n'
            f'      "history": [\n{history}\n      ],\n      "floors": {{\n{floors}\n      }}\n    }}'
        )
    return '{\n  "corpora": {\n' + ",\n".join(corpora) + "\n  }\n}\n"


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--reason", required=True)
    parser.add_argument("corpora", nargs="*", default=list(CORPORA), metavar="CORPUS")
    given = parser.parse_args()
    pin(given.corpora, given.reason)
