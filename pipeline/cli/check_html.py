"""Findings as one HTML file that needs nothing else: verdicts, findings, and the tables with their cells marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from pipeline.checks import Severity
from pipeline.cli import check_words as words
from pipeline.cli.check_formats import Lang
from pipeline.cli.check_phrases import say
from pipeline.cli.check_style import STYLE
from pipeline.cli.check_untold import untold
from pipeline.engine.found import Checked, Finding, Member
from pipeline.engine.spots import Spot
from pipeline.engine.suggested import best
from pipeline.engine.wording import both_languages, problem_place
from pipeline.forms import FORMS, Block, CellKey, Forms, Group, Row, Table

_LANGUAGES: Mapping[Lang, str] = {Lang.ZH: "zh-CN", Lang.EN: "en"}
Marks = Mapping[CellKey, Sequence[int]]
"""Numbers of the findings that a cell takes part in."""


def as_html(answers: Sequence[Checked], lang: Lang, forms: Forms = FORMS) -> str:
    """A page over all files."""
    title = say(lang, "title")
    body = "\n".join(part for i, checked in enumerate(answers, 1) for part in _file(checked, f"f{i}", lang, forms))
    several = f'<p class="summary">{escape(words.summary(answers, lang))}</p>' if len(answers) > 1 else ""
    return (
        f'<!doctype html>\n<html lang="{_LANGUAGES[lang]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{several}\n{body}\n</main>\n</body>\n</html>\n"
    )


def _file(checked: Checked, name: str, lang: Lang, forms: Forms) -> Iterator[str]:
    half = " half" if checked.half_told else ""
    yield f'<section class="file {checked.outcome}{half}" id="{name}">'
    yield f'<h2><span class="path">{escape(checked.path)}</span></h2>'
    yield f'<p class="verdict">{escape(words.verdict(checked, lang))}</p>'
    about = words.about(checked, lang)
    if about:
        yield f'<p class="about">{escape(about)}</p>'
    if checked.compared:
        said = say(lang, "compared", say(lang, "list").join(checked.compared))
        yield f'<p class="about">{escape(said)}</p>'
    if checked.findings:
        yield '<ol class="findings">'
        for number, finding in enumerate(checked.findings, 1):
            yield from _finding(finding, number, name, lang)
        yield "</ol>"
    yield from _slips(checked, lang)
    yield from _untold(checked, lang)
    yield from _doubts(checked, lang)
    yield from _tables(checked, name, lang, forms)
    yield "</section>"


def _finding(finding: Finding, number: int, name: str, lang: Lang) -> Iterator[str]:
    yield f'<li class="{finding.severity}" id="{name}-{number}">'
    yield (
        f'<h3>{number}. <span class="severity">{escape(say(lang, str(finding.severity)))}</span> '
        f"{escape(words.heading(finding, lang))} <code>{escape(finding.rule.key)}</code></h3>"
    )
    source = say(lang, "source", lang.of(finding.rule.source))
    yield f'<p class="rule">{escape(lang.of(finding.rule.description))}<br>{escape(source)}</p>'
    if finding.detail is not None:
        yield f'<p class="detail">{escape(lang.of(finding.detail))}</p>'
    figures = words.sums(finding, lang)
    if figures:
        rows = "".join(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in figures)
        yield f"<dl>{rows}</dl>"
    if finding.against is not None:
        yield f'<p class="about">{escape(say(lang, "against", finding.against))}</p>'
    if finding.spot is not None:
        yield _spot(finding.spot, lang)
    others = words.elsewhere(finding, lang)
    if others:
        yield f'<p class="about">{escape(say(lang, "others", others))}</p>'
    yield "</li>"


def _spot(spot: Spot, lang: Lang) -> str:
    return (
        f'<p class="spot"><span class="place">{escape(words.where(spot, lang))}</span> '
        f"<q>{escape(spot.before)}<mark>{escape(spot.marked)}</mark>{escape(spot.after)}</q></p>"
    )


def _slips(checked: Checked, lang: Lang) -> Iterator[str]:
    told = words.slips(checked, lang)
    if told:
        yield f'<div class="slips"><h3>{escape(say(lang, "slips"))}</h3>'
        for number, lines in enumerate(told):
            other = f"<p>{escape(say(lang, 'or'))}</p>" if number else ""
            yield f"{other}<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        remark = words.slips_remark(checked, lang)
        yield f"<p>{escape(remark)}</p></div>" if remark else "</div>"


def _untold(checked: Checked, lang: Lang) -> Iterator[str]:
    lines = untold(checked, lang)
    if lines:
        shown = " open" if checked.half_told else ""
        yield f'<details class="doubts"{shown}><summary>{escape(say(lang, "untold"))} ({len(checked.untold)})</summary>'
        yield f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul></details>"


def _doubts(checked: Checked, lang: Lang) -> Iterator[str]:
    found = words.doubts(checked)
    if found:
        yield f'<details class="doubts"><summary>{escape(say(lang, "doubts"))} ({len(found)})</summary><ul>'
        for problem in found:
            place = problem_place(problem)
            said = [lang.of(text) for text in (place, both_languages(problem.message)) if text is not None]
            yield f"<li>{escape(say(lang, 'colon').join(said))}</li>"
        yield "</ul></details>"


def _tables(checked: Checked, name: str, lang: Lang, forms: Forms) -> Iterator[str]:
    if checked.reading is None or checked.reading.tables is None:
        return
    cells = {member.cell: member for member in checked.cells}
    marks: dict[CellKey, list[int]] = {}
    worst: dict[CellKey, Severity] = {}
    for number, finding in enumerate(checked.findings, 1):
        for member in finding.members:
            if member.path is None:
                marks.setdefault(member.cell, []).append(number)
                worst.setdefault(member.cell, finding.severity)
    slips = {edit.cell: edit.new for one in best(checked.suggestions) for edit in one.edits}
    if marks:
        yield f'<p class="legend">{escape(say(lang, "legend"))}</p>'
    for key, form in checked.reading.tables.table_forms.items():
        known = [table for declared, table in forms.tables(key) if declared.key == form] or [
            table for _, table in forms.tables(key)[-1:]
        ]
        there = {cell.row for cell in cells if cell.table == key}
        for table in known:
            if there:
                yield f"<h3>{escape(lang.of(table.text))}</h3>"
                for block in table.blocks:
                    if any(row.key in there for row in block.rows):
                        yield from _block(table, block, cells, marks, worst, slips, name, lang)


def _block(
    table: Table,
    block: Block,
    cells: Mapping[CellKey, Member],
    marks: Marks,
    worst: Mapping[CellKey, Severity],
    slips: Mapping[CellKey, int],
    name: str,
    lang: Lang,
) -> Iterator[str]:
    groups = {group.key: group for group in table.groups if group.label}
    wide = ' colspan="2"' if any(row.group in groups for row in block.rows) else ""
    heads = "".join(f'<th scope="col">{escape(lang.of(column.text))}</th>' for column in block.columns)
    yield f'<div class="scroll"><table><thead><tr><th{wide}></th>{heads}</tr></thead><tbody>'
    before: str | None = None
    for row in block.rows:
        yield f"<tr>{_row_heads(row, block.rows, groups, before, wide, lang)}"
        before = row.group
        for column in block.columns:
            key = CellKey(table.key, row.key, column.key)
            yield _cell(cells.get(key), marks.get(key, ()), worst.get(key), slips.get(key), name, lang)
        yield "</tr>"
    yield "</tbody></table></div>"


def _row_heads(
    row: Row, rows: Iterable[Row], groups: Mapping[str, Group], before: str | None, wide: str, lang: Lang
) -> str:
    label = f"{row.number}{row.label}" if lang is Lang.ZH else row.en
    group = groups.get(row.group)
    if group is None:
        return f'<th scope="row"{wide}>{escape(label)}</th>'
    first = ""
    if row.group != before:
        span = sum(other.group == row.group for other in rows)
        said = f"{group.number}{group.label}" if lang is Lang.ZH else group.en
        first = f'<th scope="rowgroup" rowspan="{span}">{escape(said)}</th>'
    return f'{first}<th scope="row">{escape(label)}</th>'


def _cell(
    member: Member | None, numbers: Sequence[int], worst: Severity | None, slip: int | None, name: str, lang: Lang
) -> str:
    if member is None:
        return '<td class="absent"></td>'
    kinds = [member.status, *([str(worst)] if worst is not None else []), *(["often"] if len(numbers) > 1 else [])]
    shown = words.plain(member.value) if member.value is not None else escape(_without_value(member, lang))
    links = " ".join(f'<a href="#{name}-{number}">{number}</a>' for number in numbers)
    told = [say(lang, f"status_{member.status}")]
    if member.spot is not None:
        told.append(words.where(member.spot, lang))
    if slip is not None:
        kinds.append("slip")
        told.append(say(lang, "likely", slip))
    sup = f"<sup>{links}</sup>" if links else ""
    return f'<td class="{" ".join(kinds)}" title="{escape(" · ".join(told))}">{shown}{sup}</td>'


def _without_value(member: Member, lang: Lang) -> str:
    if member.status == "blank":
        return ""
    if member.status == "marked" and member.raw:
        return member.raw.strip()
    return "?" if member.status == "ambiguous" else ""
