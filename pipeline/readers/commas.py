"""Tables written with commas between their cells, as spreadsheets export them.

A comma is a border only in a text that shows it: many lines that end in seven numbers or blanks set apart by commas,
which the ledger of requests gives and nothing else does. Commas within quotes stay commas, and so do those of prose.
"""

from __future__ import annotations

import re

_FIELDS = 7  # the columns of the ledger
_LINES = 15  # of its 25 or so rows
_FIELD = re.compile(r'\s*"?[-+]?[0-9.]*"?\s*')


def bordered(text: str) -> str:
    """The text with a pipe for each comma that is a border: as long as `text`, and the same where there are none."""
    if text.count(",") < _FIELDS * _LINES:
        return text
    lines = text.split("\n")
    if sum(map(_is_row, lines)) < _LINES:
        return text
    return "\n".join(
        _with_pipes(line) if "," in line and "。" not in line and "|" not in line else line for line in lines
    )


def _is_row(line: str) -> bool:
    fields = line.rsplit(",", _FIELDS)
    return len(fields) > _FIELDS and "|" not in line and all(_FIELD.fullmatch(field) for field in fields[1:])


def _with_pipes(line: str) -> str:
    """Pipes for the commas that are not within quotes."""
    if '"' not in line:
        return line.replace(",", "|")
    # Every other stretch between quotes is a quoted one; a quote that is not closed closes with the line.
    return '"'.join(part if number % 2 else part.replace(",", "|") for number, part in enumerate(line.split('"')))
