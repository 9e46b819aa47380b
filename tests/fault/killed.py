"""Run all stages and be killed just before the n-th file takes its place: ``killed.py RAW WAREHOUSE N``.

Prints how many files took their place, if it was not killed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from pipeline.engine.settings import Settings
from tests.warehouses import run


def main(raw: str, warehouse: str, at: str) -> None:
    rename = Path.replace
    done = 0

    def replace(path: Path, target: Path) -> Path:
        nonlocal done
        if done == int(at):
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        return rename(path, target)

    Path.replace = replace  # type: ignore[method-assign, assignment]
    run(Settings(Path(raw), Path(warehouse)))
    sys.stdout.write(str(done))


if __name__ == "__main__":
    main(*sys.argv[1:])
