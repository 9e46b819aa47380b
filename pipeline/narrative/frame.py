"""What a number is tied to, and the words that may stand between the two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.narrative.tokens import Token
from pipeline.narrative.vocabulary import Kind

DOCUMENTS = frozenset({"normative", "rules"})
REVIEWED = frozenset({"reviews", "litigation"})
DECIDED = frozenset({"licensing", "penalties", "coercion", "other_services"})
DOCUMENT_VERBS = {"issue": "issued", "publish": "issued", "repeal": "repealed", "in_force": "in_force"}
LONGEST = 60
"""Characters between a concept and its number; where more stand between them, the two are strangers."""

# What may stand between a concept and its number without adding anything. Nothing is given back: longer words first.
GAP = re.compile(
    r"(?:的|申请|请求|事项|案件|案|总?件数|件|政府信息|信息|总?数量|总数|数据|数|总?量|情况|情形|共计|总计|合计|一共|总共|共有|共|计"
    r"|为|有|是|达到|达|:|各类|已|仅|只|了|均|各|都|处理决定|决定|类|分别|本年|今年|全年|提出|提交|\([^()]{0,40}\))*+\(?"
)
_CONNECTOR = re.compile(r"(?:、|和|及|或者|或|与|以及|并|案件|案|的|情况|申请|被提起|提起|被申请|,)*+")


class Context(NamedTuple):
    """What went before: the thing the paragraph is about, whose results are listed, the verb of a list of documents,
    where the clause began, and whether the sentence lists decisions: 办理行政许可6件,行政处罚3件.
    """

    topic: str | None = None
    reviewed: str | None = None
    doc_verb: Token | None = None
    clause: int = 0
    decided: bool = False


class Frame(NamedTuple):
    """A concept that a number is said of. `noun` is the word that names it, `verb` the one that tells what was done.

    `closed`: the words can be read in one way only. `counted`: they call for a number, so that it needs no unit.
    """

    concept: str
    closed: bool
    noun: Token
    verb: Token | None = None
    counted: bool = False


def bare(token: Token) -> bool:
    """Whether a word says what kind of thing is counted and no more: 申请, 信息."""
    return (token.kind is Kind.REQUEST and token.key == "bare") or (token.kind is Kind.TOPIC and token.key == "items")


def joined(text: str, words: Sequence[Token]) -> list[Token]:
    """The last words that stand in one row with the last one: 予以公开及部分公开."""
    row = [words[-1]]
    for token in reversed(words[:-1]):
        alike = token.kind is row[0].kind or {token.kind, row[0].kind} <= {Kind.LEAF, Kind.RESULT}
        gap = row[0].start - token.end
        if not alike or not 0 < gap < LONGEST or not _CONNECTOR.fullmatch(text, token.end, row[0].start):
            break
        row.insert(0, token)
    return row
