"""Standard output for answers alone.

Some libraries written in C print to descriptor 1 whatever they are told (the solver behind some suggestions does). A
line of theirs among lines of JSON would spoil them all, so descriptor 1 is made to lead to stderr, and what this
program itself writes goes to what stdout was.
"""

from __future__ import annotations

import os
import sys


def keep_to_answers() -> None:
    """Send what libraries print to stderr, for the rest of the process. Does nothing where one of the two is closed."""
    shown = sys.stdout
    try:
        shown.flush()
        own = os.dup(shown.fileno())
        os.dup2(2, shown.fileno())
    except (OSError, AttributeError):  # AttributeError: Python was started without a stdout
        return
    sys.stdout = os.fdopen(own, "w", encoding=shown.encoding, errors=shown.errors)
