"""Claims from sentences: which number is said of which concept, of whom, and how surely.

A sentence is gone through word by word. A number belongs to the concept named right before it, with nothing between the
two but words that add nothing (件数为, 共, 申请), or right behind it (3件予以公开). Where anything else stands between
them there is no claim: what is not understood is left out, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.forms import FORMS, Forms
from pipeline.narrative.bodies import Speaker
from pipeline.narrative.memory import Paragraph, Said
from pipeline.narrative.model import Claim, Exactness
from pipeline.narrative.prose import Sentence, sentences
from pipeline.narrative.tokens import tokens
from pipeline.narrative.walk import Walk
from pipeline.readers.document import Compact, Document
from pipeline.reports import Report
from pipeline.tables.model import Cell

# A sentence is worth going through if it counts something, or says that there was nothing, and names what is counted.
_COUNTS = re.compile(
    r"[\d一二三四五六七八九十两百千零〇未没无维](?:(?<=\d)[余多]?万?[余多]?(?:[件份条宗起例项个次笔元篇封,。;、)]|$)"
    r"|(?<=[一二三四五六七八九十两百千零〇])[余多]?(?:[件份条宗例项个笔]|起[,。;、])"
    r"|(?<=未)[收接受发产出曾制颁印作做废开办实引因被提]|(?<=没)有|(?<=无)[行政依因信结上下收申发复诉。;,]|(?<=维)持|(?<=[为是]零)(?:[,。;)]|$))"
)
_NAMES = re.compile(
    "申请|复议|诉讼|规范性|规章|许可|处罚|强制|收费|采购|处理费|主动公开|答复|办结|结转|予以|不予|无法提供|其他处理|维持|纠|废止"
    "|有效|审结"
)
_TORN = re.compile(r"\d\s+\d")
_ASIDE = re.compile(r"\(\s*(20\d\d)\s*年?度?\s*\)")
_SENTENCE = 400  # characters; longer ones are enumerations, kept around the number
_AROUND = 150
_LONGEST = 10_000  # characters; what goes on for longer without a full stop is no sentence


def extract(document: Document, report: Report, cells: Iterable[Cell], forms: Forms = FORMS) -> tuple[Claim, ...]:
    """The claims of a report's prose, in order of place. `cells` tell where the tables stand, and nothing else."""
    text, prose = sentences(document, report, cells, _COUNTS)
    speaker, chars = Speaker(report.agency), text.chars
    paragraph, last, searched = Paragraph(), -1, 0
    claims: list[Claim] = []
    for sentence in prose:
        if sentence.end - sentence.start > _LONGEST or not _NAMES.search(chars, sentence.start, sentence.end):
            continue
        if sentence.paragraph > last:
            paragraph, last = Paragraph(), sentence.paragraph
            if sentence.section in {"requests", "review"}:
                paragraph.topic, paragraph.reviews = "requests", sentence.section == "review"
        if paragraph.topic is None:
            # What the paragraph has said so far without counting, its heading for one.
            start, searched = max(sentence.paragraph, searched), sentence.start
            if any(chars.find(name, start, sentence.start) >= 0 for name in ("申请公开", "公开申请")):
                paragraph.topic = "requests"
        listed = tokens(chars, sentence.start, sentence.end, forms, report.report_year)
        said = Walk(chars, sentence, listed, paragraph, speaker, report.report_year).claims()
        claims += [
            _placed(claim, sentence, text, document, report.report_year)
            for claim in said
            if _whole(claim, text, document.norm)
        ]
    return tuple(claims)


def _whole(said: Said, text: Compact, norm: str) -> bool:
    """Whether the digits of a number stand together in the text; a list number may have been drawn to it."""
    start, end = text.at(said.start), text.after(said.end)
    return end - start == said.end - said.start or not _TORN.search(norm, start, end)


def _of_another_year(norm: str, year: int | None) -> bool:
    """Whether a year alone in brackets is another than the report's: it is no character of the compact text."""
    return any(int(found) != year for found in _ASIDE.findall(norm))


def _placed(said: Said, sentence: Sentence, text: Compact, document: Document, year: int | None) -> Claim:
    start, end = document.source(text.at(said.start), text.after(said.end))
    first, last = sentence.start, sentence.end
    if last - first > _SENTENCE:
        first, last = max(first, said.start - _AROUND), min(last, said.end + _AROUND)
    sentence_start, sentence_end = document.source(text.at(first), text.after(last))
    told = document.norm[text.at(first) : text.at(said.start)]
    return Claim(
        said.concept,
        said.number,
        said.unit,
        Exactness.APPROXIMATE if said.vague else Exactness.EXACT,
        said.scope,
        said.closed and not said.vague and not _of_another_year(told, year),
        start,
        end,
        sentence_start,
        sentence_end,
        text.chars[first:last],
        said.loosely,
    )
