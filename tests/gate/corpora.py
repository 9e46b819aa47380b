"""The corpora of the gate: reports made from fixed seeds in every layout, and the sample reports.

A made report is not stored: its seed gives the same text every time, and the fingerprint in ``floors.json`` says so.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from pipeline.engine.known import Case, Known
from pipeline.forms import FORMS, CellKey, Domain, Form
from tests.corpus import files
from tests.corpus.figures import Wish, figures
from tests.corpus.files import Drawing
from tests.corpus.layouts import GLUED, LAYOUTS, Layout
from tests.corpus.reports import Noise, render
from tests.known import RAW, SAMPLE_REPORTS

NOISES = {
    "plain": Noise(),
    "page": Noise(chrome=True, wide=True),
    "padded": Noise(blanks=True, numbers=False),
}
"""Noise with every group of figures, counted by layout."""

WORDS = {
    "broken": Noise(broken=True),
    "remarks": Noise(remarks=True),
    "rows": Noise(extra=True, unnumbered=True),
    "script": Noise(traditional=True, pinyin=True),
    "misspelt": Noise(slips=True),
    "readings": Noise(traditional=True, readings=True, chrome=True),
    "lost": Noise(unlabelled=True),
    "stacked": Noise(stacked=True),
    "prose": Noise(prose=True, headless=True, chrome=True),
}
"""Noise in words, with some groups of figures, counted by noise and apart for layouts that keep their borders."""


@dataclass(frozen=True, slots=True)
class Group:
    """Reports of one kind: how their figures are, and how many figures are misprinted afterwards."""

    name: str
    wish: Wish
    slips: int = 0


GROUPS = (
    Group("full", Wish()),
    Group("small", Wish(zeros=0.93, largest=30)),
    Group("slips", Wish(zeros=0.8, largest=90), slips=3),
    Group("unbalanced", Wish(zeros=0.7, balanced=False)),
    Group("blanks", Wish(blanks=0.08)),
    Group("mostly_blank", Wish(blanks=0.6)),
)
MEDIA = ("html", "docx", "pdf")
WORDED = ("full", "blanks")
BLANKS = frozenset(group.name for group in GROUPS if group.wish.blanks)


def layout_key(name: str, group: Group) -> str:
    """What scores are counted under: the layout and whether figures were left blank in it."""
    return f"{name}/{'blanks' if group.name in BLANKS else 'full'}"


def generated() -> Iterator[Case]:
    """Every layout with every noise, both forms and every group of figures, and files with borders of their own."""
    for layout in (*LAYOUTS, GLUED):
        for form in FORMS.forms:
            for group in GROUPS:
                for name, noise in NOISES.items():
                    yield _case(layout, form, group, name, noise, layout_key(layout.name, group))
                for name, noise in WORDS.items() if group.name in WORDED else ():
                    kept = "kept" if layout.keeps_borders else "lost"
                    yield _case(layout, form, group, name, noise, layout_key(f"{name}_{kept}", group))
    yield from _files()


def _case(layout: Layout, form: Form, group: Group, noise_name: str, noise: Noise, key: str) -> Case:
    name = "-".join((layout.name, noise_name, form.key, group.name))
    random = Random(name)
    year = form.first_year + random.randrange(0, 2)
    known = figures(form, random, group.wish)
    _misprint(known, form, random, group.slips)
    text = render(form, known, year, layout, noise, random)
    return Case(name, "report.txt", text.encode(), Known(known, key, form.key, year))


def _files() -> Iterator[Case]:
    """HTML, DOCX and PDF, whose borders are known, with both forms and every group of figures that has no slips."""
    for form in FORMS.forms:
        for number, group in enumerate(group for group in GROUPS if not group.slips):
            made = files.known(number, group.wish, form.key)
            contents = {
                "html": files.html(made.parts).encode(),
                "docx": word_file(made.parts),
                "pdf": files.pdf(made.parts, Drawing(boxes=bool(number % 2), start=97.0 * number)),
            }
            for media, data in contents.items():
                told = Known(made.cells, layout_key(media, group), form.key, made.year)
                yield Case(f"{media}-{form.key}-{group.name}", f"report.{media}", data, told)


def word_file(parts: Sequence[files.Part]) -> bytes:
    """A Word file that is the same today and tomorrow: neither the time nor a compressor has a hand in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), b"<Types/>")
        archive.writestr(zipfile.ZipInfo("word/document.xml"), files.docx_xml(parts))
    return file.getvalue()


def samples() -> Iterator[Case]:
    """The sample reports, each a layout of its own."""
    for sample in SAMPLE_REPORTS:
        file = f"{sample.name}.txt"
        told = Known(
            {CellKey(*key): value for key, value in sample.cells.items()},
            sample.name,
            sample.form,
            sample.year,
            units={CellKey(*key): unit for key, unit in sample.units.items()},
        )
        yield Case(sample.name, file, (RAW / file).read_bytes(), told)


def _misprint(known: dict[CellKey, Decimal | None], form: Form, random: Random, slips: int) -> None:
    """Replace some figures as agencies do: a digit too many, one too few, another row's, off by one."""
    counts = [key for table in form.tables for key, _, column in table.cells() if column.domain is Domain.COUNT]
    for key in random.sample(counts, slips):
        figure = int(known[key] or 0)
        other = int(known[random.choice(counts)] or 0)
        known[key] = Decimal(random.choice((figure + 1, figure * 10, figure // 10, other, abs(figure - 1))))
