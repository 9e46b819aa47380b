"""Names and texts as SQL has them."""

from __future__ import annotations

from pathlib import Path


def quoted(name: str) -> str:
    """An identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """A text."""
    return "'" + str(text).replace("'", "''") + "'"
