"""What can be said against a report or the reading of it, as data.

A problem never stops anything: it is a row of the table ``problems``. Codes are stable and in snake_case, messages are
for people. `table`, `row` and `column` name the place by the form's keys where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a report: what (`code`), in words (`message`), and where in the form, if anywhere."""

    code: str
    message: str
    table: str | None = None
    row: str | None = None
    column: str | None = None


class Unreadable(Exception):
    """A file that cannot be read at all: a permanent failure, a row of its own, never a failed run.

    `code` is stable, the message is for people: ``empty``, ``binary``, ``encoding``, ``unsupported_media``,
    ``too_large``, ``scanned`` (a PDF of pictures), ``encrypted``, ``broken_html``, ``broken_docx``, ``broken_pdf``,
    ``broken_archive``, ``archive_empty``, ``archive_of_many``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
