"""``gouji check``: what is wrong with some reports, for a person before filing or a program."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typer

from pipeline.cli.check_formats import CheckFormat, Lang
from pipeline.cli.check_phrases import say
from pipeline.cli.encoding import line
from pipeline.cli.opening import body_at, read_path
from pipeline.cli.settings import REFUSED, refuse
from pipeline.engine.findings import check_files
from pipeline.engine.found import Checked, File, Outcome
from pipeline.engine.guard import Guard
from pipeline.engine.reading import Reading
from pipeline.engine.scan import scan

FOUND = 1
"""Exit code when something of severity error or warning was found, and every file was checked."""


def check(paths: Sequence[Path], shown_as: CheckFormat, lang: Lang) -> None:
    """Check the files of `paths` and write what was found to stdout.

    Leaves with exit code 1 where something was found, 2 where a file could not be checked, whatever others hold.
    """
    files = list(_files(paths))
    if not files:
        refuse(say(lang, "nothing"))
    with Guard() as guard:
        opened = [found for path in files for found in _opened(path, guard)]
    answers = check_files(opened, body_at)
    code = exit_code(answers)
    sys.stdout.buffer.write(rendered(answers, shown_as, lang, code))
    sys.stdout.buffer.flush()
    if code:
        raise typer.Exit(code)


def exit_code(answers: Iterable[Checked]) -> int:
    """0 where nothing was found, 1 for findings, 2 where a file could not be checked: that comes first."""
    outcomes = {checked.outcome for checked in answers}
    if Outcome.UNREADABLE in outcomes:
        return REFUSED
    return FOUND if Outcome.FINDINGS in outcomes else 0


def rendered(answers: Sequence[Checked], shown_as: CheckFormat, lang: Lang, code: int) -> bytes:
    """What is written, as bytes."""
    match shown_as:
        case CheckFormat.JSON | CheckFormat.JSONL:
            from pipeline.cli.check_json import as_object, file_object

            if shown_as is CheckFormat.JSON:
                return line(as_object(answers, code))
            return b"".join(line(file_object(checked)) for checked in answers)
        case CheckFormat.SARIF:
            from pipeline.cli.check_sarif import as_sarif

            return line(as_sarif(answers, lang, code))
        case CheckFormat.HTML:
            from pipeline.cli.check_html import as_html

            return as_html(answers, lang).encode("utf-8", "replace")
    from pipeline.cli.check_text import as_text, in_colour

    return as_text(answers, lang, colour=in_colour())


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those below the folders named, in order of path; hidden ones left out."""
    for path in paths:
        if path.is_dir():
            yield from (entry.place for entry in scan(path))
        else:
            yield path


def _opened(path: Path, guard: Guard) -> Iterator[File]:
    for name, found in read_path(path, guard):
        yield File(name, found) if isinstance(found, Reading) else File(name, problem=found)
