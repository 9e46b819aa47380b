"""Nothing: which things a word like 未收到 says there were none of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.narrative.frame import DECIDED, DOCUMENT_VERBS, DOCUMENTS, REVIEWED, Frame, bare
from pipeline.narrative.tokens import Token
from pipeline.narrative.vocabulary import Kind

# Who might have applied: words in front of a noun that leave none out.
_WHOSE = re.compile(
    r"(?:任何|过|公民|法人|和|或者|或|、|及|与|其他|其它|组织|社会|公众|群众|群体|单位|个人|企业|申请人|有关|相关|关于|要求|对|向"
    r"|我[局委办厅镇乡市县区院所]|本(?:机关|单位|局|镇|乡|办)|提出|提交|申请|主动|各类|各种|人民|政府信息|信息|公开|的|,)*+"
)
_ENDS = re.compile(
    r"(?:的|相关|有关)*(?:申请|请求|事项|案件|案|信件|件|信息|情况|情形|现象|问题|事件|行为|费用|处理决定|决定|等|了|任何|\.)*+(?:、|和|及|或者|或|与|以及)?"
)
_PLAIN = frozenset({"信息公开", "政务公开", "公开工作"})  # 因政府信息公开工作: no other cause than disclosure
_MANY = 24  # words behind one for nothing; what comes later is not its business


def of_nothing(text: str, nothing: Token, behind: Sequence[Token], end: int, topic: str | None) -> list[Frame]:
    """The concepts that a word for nothing makes zero."""
    if any(token.kind in {Kind.PART, Kind.OTHER} and token.start < end for token in behind[:1]):
        return []
    frames = []
    behind = behind[:_MANY]
    for i, token in enumerate(behind):
        following = next((known for known in behind[i + 1 :] if not bare(known)), None)
        rest = text[token.end : following.start if following else end]
        if any(known.kind is Kind.PART for known in behind[:i]):
            break
        frame = _zero(text, nothing, token, behind[:i], rest, following, topic)
        if frame is not None:
            frames.append(frame)
    return frames


def _goes_on(token: Token, rest: str, following: Token | None) -> bool:
    """Whether a noun is only the first half of what is denied: 行政诉讼败诉."""
    if rest or following is None:
        return False
    return not (token.key in REVIEWED and following.key in REVIEWED)


def _zero(
    text: str,
    nothing: Token,
    token: Token,
    earlier: Sequence[Token],
    rest: str,
    following: Token | None,
    topic: str | None,
) -> Frame | None:
    # 未收到依申请公开方面的投诉 speaks of complaints, 因政府信息公开申请行政复议 of reviews: the noun must end what is
    # denied.
    if not _ENDS.fullmatch(rest) or _goes_on(token, rest, following):
        return None
    key = nothing.key
    match token.kind:
        case Kind.REQUEST if key in {"receive", "occur"}:
            if token.key == "bare" and topic != "requests":
                return None
            if key == "occur" and not text.startswith(("无", "没有", "未收到", "没有收到", "未接到"), nothing.start):
                return None
            if any(known.kind in {Kind.LEAF, Kind.TOPIC, Kind.RESULT} for known in earlier):
                return None
            plain = _WHOSE.fullmatch(text, nothing.end, token.start) is not None
            return Frame("requests_received", plain, token)
        case Kind.TOPIC if token.key in REVIEWED and key in {"receive", "occur"}:
            spoiled = any(
                known.kind in {Kind.RESULT, Kind.NOISE, Kind.ALL} for known in earlier if known.key not in _PLAIN
            )
            return Frame(token.key, not spoiled and "不当" not in text[nothing.end : token.start], token)
        case Kind.LEAF if token.key in {"requests_carried_over", "requests_carried_forward"} and key in {
            "occur",
            "receive",
        }:
            return Frame(token.key, True, token)
        case Kind.LEAF if token.key == "processing_fee" and key in {"collect", "occur"}:
            return Frame("processing_fee", False, token)
        case Kind.TOPIC if token.key == "fees" and key in {"collect", "occur"}:
            return Frame("fees", True, token)
        case Kind.TOPIC if token.key in DOCUMENTS and key in {"issue", "repeal"}:
            return Frame(f"{token.key}_{DOCUMENT_VERBS[key]}", not earlier, token)
        case Kind.TOPIC if token.key in DECIDED and key in {"decide", "occur"}:
            return Frame(token.key, key == "decide" and not earlier, token)
    return None
