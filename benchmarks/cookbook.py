"""The questions of docs/cookbook.md: the title above each query, and the query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cookbook.md"
_QUESTION = re.compile(r"^## (.+?)\n.*?^```sql\n(.*?)^```", re.MULTILINE | re.DOTALL)


def queries(page: Path = PAGE) -> Iterator[tuple[str, str]]:
    """Title and SQL of every question of the page, in order."""
    for found in _QUESTION.finditer(page.read_text(encoding="utf-8")):
        yield found[1], found[2]
