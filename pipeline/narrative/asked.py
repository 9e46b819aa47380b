"""Numbers of requests: received, answered, carried over, and how each was dealt with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.forms import FORMS
from pipeline.narrative.counts import results
from pipeline.narrative.frame import DOCUMENT_VERBS, DOCUMENTS, LONGEST, Context, Frame, joined
from pipeline.narrative.tokens import Token
from pipeline.narrative.vocabulary import Kind

_ANSWERED = frozenset({"answer", "handle"})
_RECEIVED = {"receive": "requests_received", "new": "requests_new"}
_WHOLE = re.compile(
    r"(?:20\d\d年度|20\d\d年|本年度|本年|年度|年|全年|期间|总共|一共|共计|共|我[局委办厅镇乡市县区]|本(?:机关|单位|局)|有|为|是|的|,)*+"
)
# Of documents: 主动公开10件,依申请公开2件.
_ATTRIBUTES = ("依申请公开", "申请公开")
_OF = ("", "的", "公民", "群众", "自然人提出的", "书面", "有效")
_GOES_ON = (
    "申请",
    "并",
    "且",
    "均",
    "已",
    "全部",
    "都",
    "及",
    "和",
    "占",
    "同比",
    "较",
    "比",
    "其中",
    "办结率",
    "答复率",
    "依申请",
)
_GROUP = {row.key: row.group for row in FORMS.rows("requests") if row.key != row.group}
_FOR = re.compile(r"(?:的|申请|相关|政府信息|信息|情形|原因|而|依法|作出|故|,)*+")
UNSURE = frozenset({"unable_not_held", "other_no_correction"})
"""Reasons whose short names are used for neighbouring ones too."""
_REACH = 24
"""Characters that may stand between 收到 and 申请: whose, about what."""


def leaves(text: str, words: Sequence[Token], spread: set[str], context: Context) -> list[Frame]:
    """The frames of a number behind words that name a concept by themselves."""
    row, topic = joined(text, words), context.topic
    if row[-1].kind is Kind.RESULT:
        return results(words[:-1], words[-1], context) if len(row) == 1 else []
    if row[-1].key == "processing_fee":
        return []
    if topic not in {"requests", None}:
        return []
    closed = topic == "requests"
    reason = _reason(text, words)
    if reason is not None:
        return [Frame(reason.key, closed and reason.key not in UNSURE, reason)]
    if len(row) == 1:
        return [Frame(row[0].key, closed and row[0].key not in UNSURE, row[0])]
    if spread & {"each"}:
        return [Frame(token.key, closed, token) for token in row]
    if [token.key for token in row] == ["granted", "partial"]:
        return [Frame("granted_or_partial", closed, row[0])]
    return []


def _reason(text: str, words: Sequence[Token]) -> Token | None:
    """因属于内部事务信息不予公开2件: the reason, of which there may be others, and not all that was denied."""
    reason = next((token for token in reversed(words[:-1]) if token.kind is Kind.LEAF), None)
    if reason is None or _GROUP.get(reason.key) != words[-1].key:
        return None
    return reason if _FOR.fullmatch(text, reason.end, words[-1].start) else None


def requests(text: str, words: Sequence[Token], context: Context) -> list[Frame]:
    """The frames of a number behind a noun for requests."""
    noun, topic = words[-1], context.topic
    verbs = [token for token in words[:-1] if token.kind is Kind.VERB]
    other = [token for token in words[:-1] if token.kind in {Kind.LEAF, Kind.TOPIC, Kind.OTHER, Kind.NOISE}]
    if noun.key == "bare" and topic not in {"requests", None}:
        return []
    if not verbs:
        # 政府信息公开申请12件 by itself, with nothing before it that could make it a part.
        whole = (
            not other
            and noun.start - context.clause < LONGEST
            and (_WHOLE.fullmatch(text, context.clause, noun.start) is not None)
        )
        if noun.key == "full" and whole and text[noun.start : noun.end] not in _ATTRIBUTES:
            return [Frame("requests_received", False, noun)]
        return []
    verb = verbs[-1]
    if verb.end + _REACH < noun.start or any(
        token.start > verb.end and token.kind is not Kind.TOPIC for token in other
    ):
        return []
    if any(token.start > verb.end for token in other if token.key != "items"):
        return []
    if verb.key in _RECEIVED:
        alone = len({token.key for token in verbs if token.key != "occur"}) == 1 and (
            noun.key == "full" or topic is not None
        )
        return [Frame(_RECEIVED[verb.key], alone, noun, verb, True)]
    if verb.key in _ANSWERED and (noun.key == "full" or topic is not None):
        received = next((token for token in verbs if token.key in _RECEIVED), None)
        if received is not None:
            return [Frame(_RECEIVED[received.key], False, noun, received, True)]
        return [Frame("requests_answered", True, noun, verb, True)]
    return []


def verbs(text: str, words: Sequence[Token], number: Token, behind: Sequence[Token], topic: str | None) -> list[Frame]:
    """The frames of a number behind a verb: 已答复12件, 出台2件, 收到8份政府信息公开申请."""
    verb = words[-1]
    nouns = [token for token in words[:-1] if token.kind is Kind.REQUEST]
    documents = [token for token in words[:-1] if token.kind is Kind.TOPIC and token.key in DOCUMENTS]
    other = any(token.kind in {Kind.OTHER, Kind.LEAF} for token in words[:-1])
    if verb.key in {"issue", "repeal", "in_force"}:
        named = documents[-1].key if documents else topic
        if named in DOCUMENTS and not other and len({token.key for token in documents}) < 2:
            return [Frame(f"{named}_{DOCUMENT_VERBS[verb.key]}", True, verb, verb)]
        return []
    # What is counted may stand behind the number: 收到8份政府信息公开申请.
    noun = behind[0] if behind and behind[0].kind is Kind.REQUEST else None
    if noun is not None and text[number.end : noun.start] in _OF:
        nouns = [*nouns, noun] if noun.key == "full" else nouns
    elif text[number.end : number.end + 1].isalnum() and not text.startswith(_GOES_ON, number.end):
        return []
    else:
        noun = None
    if other or any(token.kind is Kind.TOPIC and token.key != "items" for token in words):
        return []
    if verb.key in _RECEIVED and (nouns or noun is not None or topic == "requests"):
        return [Frame(_RECEIVED[verb.key], bool(nouns) or topic == "requests", noun or verb, verb, True)]
    if verb.key in _ANSWERED and (topic == "requests" or (noun is not None and noun.key == "full")):
        received = [token for token in words[:-1] if token.kind is Kind.VERB and token.key in _RECEIVED]
        return [Frame("requests_answered", not received, noun or verb, verb, True)]
    return []
