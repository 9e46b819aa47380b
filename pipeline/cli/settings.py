"""Where things are when no option says so, and how the command says what is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import typer

REFUSED = 2
"""Exit code when a command cannot do what it was asked for."""


def raw_folder(given: Path | None) -> Path:
    """The landing folder: the option, ``GOUJI_RAW``, or ``data/raw``."""
    return given or Path(os.environ.get("GOUJI_RAW") or Path("data", "raw"))


def warehouse_folder(given: Path | None) -> Path:
    """The warehouse: the option, ``GOUJI_WAREHOUSE``, or ``data/warehouse``."""
    return given or Path(os.environ.get("GOUJI_WAREHOUSE") or Path("data", "warehouse"))


def refuse(message: str) -> NoReturn:
    """Say on stderr why nothing can be done, and leave with exit code 2."""
    typer.echo(f"gouji: {message}", err=True)
    raise typer.Exit(REFUSED)
