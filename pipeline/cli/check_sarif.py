"""Findings as SARIF 2.1.0, for editors and for systems that collect what tools find.

Only plain text has lines and offsets of the file itself, and so a region; of other files the page or element is named
as a logical location. Offsets count characters (``columnKind``), a byte-order mark left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from urllib.parse import quote

from pipeline import __version__
from pipeline.checks import Severity, declared_rules
from pipeline.cli import check_words as words
from pipeline.cli.check_formats import Lang
from pipeline.cli.check_phrases import say
from pipeline.engine.found import Checked, Finding, Member
from pipeline.engine.localisation import as_answer
from pipeline.engine.spots import Spot
from pipeline.engine.suggested import best

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
_LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LANGUAGES: Mapping[Lang, str] = {Lang.ZH: "zh-CN", Lang.EN: "en"}
_RELATED = 40  # cells that are named with a finding


def as_sarif(answers: Sequence[Checked], lang: Lang, code: int) -> dict[str, object]:
    """One run over all files. The words of rules are in both languages, messages in one."""
    rules = {rule.key: i for i, rule in enumerate(declared_rules())}
    unread = [checked for checked in answers if checked.reason is not None]
    artifacts = {checked.path: _artifact(checked) for checked in answers}  # each once, however often it was given
    indexes = {path: i for i, path in enumerate(artifacts)}
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "gouji",
                        "version": __version__,
                        "language": _LANGUAGES[lang],
                        "rules": _rules(lang),
                    }
                },
                "language": _LANGUAGES[lang],
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "invocations": [
                    {
                        "executionSuccessful": not unread,
                        "exitCode": code,
                        "toolExecutionNotifications": [_notification(checked, lang) for checked in unread],
                    }
                ],
                "artifacts": list(artifacts.values()),
                "results": [
                    _result(checked, indexes[checked.path], finding, rules[finding.rule.key], lang)
                    for checked in answers
                    for finding in checked.findings
                ],
            }
        ],
    }


def _rules(lang: Lang) -> list[dict[str, object]]:
    return [
        {
            "id": rule.key,
            "name": rule.key,
            "shortDescription": {"text": lang.of(rule.title)},
            "fullDescription": {"text": lang.of(rule.description)},
            "help": {"text": say(lang, "source", lang.of(rule.source))},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {
                "title_zh": rule.title.zh,
                "title_en": rule.title.en,
                "description_zh": rule.description.zh,
                "description_en": rule.description.en,
                "source_zh": rule.source.zh,
                "source_en": rule.source.en,
                "level": str(rule.level),
            },
        }
        for rule in declared_rules()
    ]


def _notification(checked: Checked, lang: Lang) -> dict[str, object]:
    return {
        "level": "error",
        "message": {"text": f"{checked.path}{say(lang, 'colon')}{words.verdict(checked, lang)}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(checked.path)}}}],
    }


def _artifact(checked: Checked) -> dict[str, object]:
    artifact: dict[str, object] = {"location": {"uri": uri(checked.path)}}
    if checked.reading is not None:
        artifact["hashes"] = {"sha-256": checked.reading.sha256}
        document = checked.reading.document
        if document is not None and document.media == "text":
            artifact["encoding"] = document.charset
    return artifact


def _result(checked: Checked, index: int, finding: Finding, rule: int, lang: Lang) -> dict[str, object]:
    figures = [f"{name} {value}" for name, value in words.sums(finding, lang)]
    said = [words.heading(finding, lang), *([lang.of(finding.detail)] if finding.detail else []), *figures]
    own = [member for member in finding.members if member.path is None]  # not the cells of last year's report
    related = [member for member in own if member.spot is not None]
    result: dict[str, object] = {
        "ruleId": finding.rule.key,
        "ruleIndex": rule,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": say(lang, "sentences").join(said)},
        "locations": [_location(checked, index, finding.spot, finding.instance)],
        "partialFingerprints": {"finding/v1": _fingerprint(checked, finding)},
        "properties": {
            "instance": finding.instance,
            "lhs": finding.lhs,
            "rhs": finding.rhs,
            "delta": finding.delta,
            "against": finding.against,
            "suggestions": [
                as_answer(one)
                for one in best(checked.suggestions)
                if any(edit.cell == member.cell for edit in one.edits for member in own)
            ],
        },
    }
    if related:
        result["relatedLocations"] = [
            {
                "id": i,
                "message": {"text": f"{lang.of(member.words)} {words.shown_value(member, lang)}"},
                **_location(checked, index, member.spot, _name(member)),
            }
            for i, member in enumerate(related[:_RELATED], 1)
        ]
    return result


def _location(checked: Checked, index: int, spot: Spot | None, name: str) -> dict[str, object]:
    """A place: the file, its region where the file is plain text, the cell or instance as a logical location."""
    physical: dict[str, object] = {"artifactLocation": {"uri": uri(checked.path), "index": index}}
    logical: list[dict[str, object]] = [{"fullyQualifiedName": name, "kind": "element"}]
    document = checked.reading.document if checked.reading is not None else None
    if spot is not None and document is not None:
        if document.media == "text":
            mark = 1 if document.text.startswith("\ufeff") else 0
            physical["region"] = {
                "startLine": spot.line,
                "startColumn": spot.column,
                "endLine": spot.end_line,
                "endColumn": spot.end_column,
                "charOffset": max(spot.start - mark, 0),
                "charLength": spot.end - spot.start,
                "snippet": {"text": document.text[spot.start : spot.end]},
            }
        elif spot.place is not None:
            logical.append({"fullyQualifiedName": spot.place, "kind": "element"})
    return {"physicalLocation": physical, "logicalLocations": logical}


def _name(member: Member) -> str:
    return ".".join(member.cell)


def _fingerprint(checked: Checked, finding: Finding) -> str:
    """What a finding is known by when the file was edited elsewhere: body, year, rule and instance."""
    parts = (checked.agency or checked.path, str(checked.year), finding.rule.key, finding.instance)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def uri(path: str) -> str:
    """A path as the URI of an artifact: absolute ones with ``file:``, others relative to where the command ran."""
    place = PurePath(path)
    quoted = quote(place.as_posix().encode("utf-8", "surrogateescape"))
    return f"file://{quoted}" if place.is_absolute() else quoted
