"""Standard output for answers alone, and what becomes of answers that nobody takes.

Some libraries written in C print to descriptor 1 whatever they are told (the solver behind some suggestions does). A
line of theirs among lines of JSON would spoil them all, so descriptor 1 is made to lead to stderr, and what this
program itself writes goes to what stdout was.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

LEFT = 141
"""Exit code when whoever read the answers has left, as of a program that the signal of a broken pipe ends."""


class UnwrittenError(Exception):
    """The answers could not be written. No OSError, which the library of the command would take for its own."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.left = error.errno == errno.EPIPE


class _Answers(io.RawIOBase):
    def __init__(self, descriptor: int) -> None:
        self._file = io.FileIO(descriptor, "wb")

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()

    def write(self, data: Buffer, /) -> int | None:
        try:
            return self._file.write(data)
        except OSError as error:
            raise UnwrittenError(error) from error


def keep_to_answers() -> None:
    """Send what libraries print to stderr, for the rest of the process. Does nothing where one of the two is closed."""
    shown = sys.stdout
    try:
        shown.flush()
        own = os.dup(shown.fileno())
        os.dup2(2, shown.fileno())
    except (OSError, AttributeError):  # AttributeError: Python was started without a stdout
        return
    buffer = io.BufferedWriter(_Answers(own))
    sys.stdout = io.TextIOWrapper(buffer, shown.encoding, shown.errors, line_buffering=shown.isatty())


def give_up() -> None:
    """Keep nothing to be written when the program ends, and fail once more."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (for the rest of the process)
