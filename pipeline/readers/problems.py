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
    ``too_large``, ``too_long``, ``too_slow``, ``scanned`` (a PDF of pictures), ``encrypted``, ``broken_html``,
    ``broken_docx``, ``broken_pdf``, ``broken_archive``, ``archive_empty``, ``archive_of_many``, ``reader_died``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def too_slow() -> Unreadable:
    """A file that takes longer to read than any report."""
    return Unreadable(
        "too_slow",
        "读取此文件用时超过限度（每份 2 秒），已停止；请确认它是单份报告，再另存为 DOCX 或文本后放入 "
        "(reading this file takes longer than the 2 s a report may take and was stopped: "
        "make sure that it is one report, and save it as DOCX or text)",
    )


def too_heavy() -> Unreadable:
    """A file that takes more memory to read than any report."""
    return Unreadable(
        "too_large",
        "读取此文件所需内存超过限度（500 MB），已停止；请确认它是单份报告，再另存为 DOCX 或文本后放入 "
        "(reading this file takes more than the 500 MB of memory a report may take and was stopped: "
        "make sure that it is one report, and save it as DOCX or text)",
    )


def died() -> Unreadable:
    """A file that takes the process down that reads it."""
    return Unreadable(
        "reader_died",
        "读取此文件的程序中途退出，文件可能已损坏或需要过多内存，请用原软件打开后重新另存 "
        "(the program reading this file came to an end: the file may be broken, or take too much memory; "
        "open it where it was made, and save it again)",
    )
