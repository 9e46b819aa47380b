"""The ways in which prose ties a number to a concept: named before it, or right behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.narrative import asked, counts
from pipeline.narrative.frame import (
    DECIDED,
    DOCUMENT_VERBS,
    DOCUMENTS,
    GAP,
    LONGEST,
    REVIEWED,
    Context,
    Frame,
    bare,
    joined,
)
from pipeline.narrative.tokens import Token
from pipeline.narrative.vocabulary import Kind

_AMOUNT = re.compile(r"(?:总?金额|总额|采购|收入|收取|资金|共计|总计|合计|共|计|为|是|达到|达|:|\([^()]{0,20}\))*+")
_SAID_OF = frozenset({Kind.LEAF, Kind.RESULT})
_BEHIND = re.compile(
    r"(?:的|政府信息公开|信息公开|政府信息|申请|案件|为|被|是|已|将|需|均|,?按(?:照|规定).{0,8}|因.{0,10}|依法|尚|作出|予以|给予|作"
    r"|系)*+"
)


def respectively(before: Sequence[Token]) -> bool:
    """Whether the words before a number share out the numbers to come."""
    return any(token.kind is Kind.SPREAD and token.key == "respectively" for token in before)


def before_number(
    text: str, before: Sequence[Token], number: Token, behind: Sequence[Token], context: Context
) -> list[Frame]:
    """The frames whose words stand in front of the number, `behind` being the words that follow it."""
    topic = context.topic
    if not before or any(token.kind is Kind.PART for token in before):
        return []
    if any(token.kind is Kind.PERIOD and token.key in {"before", "compared"} for token in before):
        return []
    words = [token for token in before if token.kind not in {Kind.SPREAD, Kind.YEAR, Kind.PERIOD}]
    # A bare 申请 or 信息 behind a concept is part of how it is said: 自然人申请72件.
    while len(words) > 1 and bare(words[-1]) and (words[-2].kind in _SAID_OF or words[-2].key in REVIEWED):
        words.pop()
    if len(words) > 1 and words[-2].kind is Kind.LEAF and text[words[-2].end : words[-1].start] in {"", "的"}:
        # 上年结转政府信息公开申请3件, 作出不予公开答复7件: the second word adds nothing to the first.
        carried = words[-1].kind is Kind.REQUEST and words[-2].key.startswith("requests_carried")
        if carried or words[-1].key == "answer":
            noun = words.pop()
            words[-1] = words[-1]._replace(end=noun.end)
    if not words:
        return []
    last = words[-1]
    if number.start - last.end > LONGEST:
        return []
    if number.key == "money":
        return counts.money(last) if _AMOUNT.fullmatch(text, last.end, number.start) else []
    if not GAP.fullmatch(text, last.end, number.start):
        return []
    spread = {token.key for token in before if token.kind is Kind.SPREAD and token.start >= last.end}
    match last.kind:
        case Kind.LEAF | Kind.RESULT:
            return asked.leaves(text, words, spread, context)
        case Kind.REQUEST:
            return asked.requests(text, words, context)
        case Kind.VERB:
            return asked.verbs(text, words, number, behind, topic)
        case Kind.TOPIC:
            return counts.topics(text, words, number, behind, spread, context)
    return []


def nouns(text: str, before: Sequence[Token], topic: str | None) -> list[Frame]:
    """The concepts in the row of nouns that numbers are shared out to; none where one of them is not known."""
    words = [token for token in before if token.kind in {Kind.LEAF, Kind.RESULT, Kind.TOPIC, Kind.REQUEST}]
    while len(words) > 1 and bare(words[-1]):
        words.pop()  # 自然人、商业企业申请分别为30件、6件
    if not words or any(token.kind is Kind.PART for token in before):
        return []
    row = joined(text, words)
    if row[-1].kind is Kind.LEAF and topic in {"requests", None}:
        return [Frame(token.key, topic == "requests", token) for token in row]
    if row[-1].kind is Kind.TOPIC and {token.key for token in row} <= REVIEWED | DECIDED:
        return [Frame(token.key, token.key in REVIEWED, token) for token in row]
    return []


def behind_number(
    text: str, before: Sequence[Token], number: Token, behind: Sequence[Token], context: Context
) -> list[Frame]:
    """The frame whose words stand right behind the number: 3件予以公开, 出台2件…."""
    if number.key != "count" or any(token.kind is Kind.PART for token in before):
        return []
    if any(token.kind is Kind.PERIOD and token.key in {"before", "compared"} for token in before):
        return []
    following = [token for token in behind if not bare(token) and token.kind is not Kind.PERIOD]
    if not following:
        return []
    token = following[0]
    if token.start - number.end > LONGEST or not _BEHIND.fullmatch(text, number.end, token.start):
        return []
    match token.kind:
        case Kind.LEAF if context.topic == "requests" and not token.key.startswith(("requests_from", "processing")):
            after = text[token.end : token.end + 1]
            # 3件予以公开5件…: the number belongs to what stands before it.
            return [] if after.isdigit() else [Frame(token.key, token.key not in asked.UNSURE, token)]
        case Kind.RESULT:
            return counts.results(before, token, context)
        case Kind.TOPIC if token.key in DOCUMENTS:
            verbs = [word for word in before if word.kind is Kind.VERB and word.key in DOCUMENT_VERBS]
            if verbs and GAP.fullmatch(text, verbs[-1].end, number.start):
                key = verbs[-1].key
                return [Frame(f"{token.key}_{DOCUMENT_VERBS[key]}", key != "publish", token, verbs[-1])]
        case Kind.TOPIC if token.key in REVIEWED:
            verbs = [word for word in before if word.kind in {Kind.VERB, Kind.SPREAD}]
            if verbs and GAP.fullmatch(text, verbs[-1].end, number.start):
                return [Frame(token.key, False, token, verbs[-1])]
    return []
