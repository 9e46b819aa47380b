"""Numbers of other things: reviews and lawsuits and their results, documents, decisions, money, items disclosed."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.narrative.frame import DECIDED, DOCUMENT_VERBS, DOCUMENTS, REVIEWED, Context, Frame, joined
from pipeline.narrative.tokens import Token
from pipeline.narrative.vocabulary import Kind

_CASES = frozenset({"件", "宗", "起", "例", "份", "个", "次", "笔"})
_AMOUNTS = {"processing_fee": "processing_fee", "fees": "fees", "procurement": "procurement_amount"}
_REACH = 12
"""Characters that may stand between 制发 and the documents: in whose name, of which year."""


def results(words: Sequence[Token], result: Token, context: Context) -> list[Frame]:
    """A result belongs to the reviews or lawsuits of its clause, or to those counted last."""
    reviewed = {token.key for token in words if token.kind is Kind.TOPIC and token.key in REVIEWED}
    if not reviewed and context.reviewed in REVIEWED:
        reviewed = {context.reviewed}
    return [Frame(f"{reviewed.pop()}_{result.key}", True, result)] if len(reviewed) == 1 else []


def topics(
    text: str,
    words: Sequence[Token],
    number: Token,
    behind: Sequence[Token],
    spread: set[str],
    context: Context,
) -> list[Frame]:
    """The frames of a number right behind a noun other than one for requests."""
    noun = words[-1]
    verbs = [token for token in words[:-1] if token.kind is Kind.VERB]
    if noun.key == "items":
        disclosed = [token for token in verbs if text[token.start : token.end] == "主动公开"]
        return [Frame("items_disclosed", False, noun)] if disclosed else []
    if noun.key in REVIEWED:
        return _review_counts(text, words, number, behind, spread)
    if noun.key in DOCUMENTS | DECIDED and (len(joined(text, words)) > 1 or _second(text, noun.start)):
        return []
    if noun.key in DOCUMENTS:
        return _documents(text, words, noun, verbs, context.doc_verb)
    if noun.key in DECIDED:
        verb = verbs[-1] if verbs else None
        gap = text[noun.end : number.start]
        done = verb.key in {"decide", "handle"} if verb is not None else context.decided and len(words) == 1
        decided = "决定" in gap or (done and "案" not in gap)
        shown = verb is not None and verb.key in {"publish", "receive", "new", "repeal"}
        return [Frame(noun.key, decided and not shown and number.unit in _CASES, noun, verb)]
    if noun.key == "projects":
        return [Frame("procurement_projects", True, noun)]
    return []


def _second(text: str, at: int) -> bool:
    """Whether a noun is tied to another thing before it that has no number of its own: 法规、规章3件."""
    return text[at - 1] in "、和及与或" and not (text[at - 2].isdigit() or text[at - 2] in "件份部项条个)")


def _documents(
    text: str, words: Sequence[Token], noun: Token, verbs: Sequence[Token], doc_verb: Token | None
) -> list[Frame]:
    known = [token for token in verbs if token.key in DOCUMENT_VERBS]
    keys = {DOCUMENT_VERBS[token.key] for token in known if token.key != "publish"}
    if len(keys) > 1:
        return []
    if keys:
        verb = next(token for token in reversed(known) if token.key != "publish")
        # 公布继续有效的规范性文件25件: those that were published.
        close = verb.end + _REACH >= noun.start and known[0].key != "publish"
        return [Frame(f"{noun.key}_{DOCUMENT_VERBS[verb.key]}", close, noun, verb)]
    if known:
        return [Frame(f"{noun.key}_issued", False, noun, known[-1])]
    if doc_verb is not None:
        # The verb of a list goes for all of it, though another may have been left out.
        return [Frame(f"{noun.key}_{DOCUMENT_VERBS[doc_verb.key]}", False, noun, doc_verb)]
    return []


def _review_counts(
    text: str, words: Sequence[Token], number: Token, behind: Sequence[Token], spread: set[str]
) -> list[Frame]:
    row = [token for token in joined(text, words) if token.key in REVIEWED]
    keys = list(dict.fromkeys(token.key for token in row))
    fresh = any(token.kind is Kind.VERB and token.key == "new" for token in words)
    if len(keys) == 1:
        if behind and behind[0].kind is Kind.RESULT and behind[0].start == number.end:
            return [Frame(f"{keys[0]}_{behind[0].key}", True, row[-1])]  # 行政复议2件被纠正
        return [Frame(keys[0], not fresh, row[-1])]
    if spread & {"each"}:
        return [Frame(token.key, not fresh, token) for token in row]
    return [Frame("reviews_and_litigation", not fresh and "together" in spread, row[0])]


def money(last: Token) -> list[Frame]:
    """The frames of an amount of money."""
    concept = _AMOUNTS.get(last.key) if last.kind in {Kind.LEAF, Kind.TOPIC} else None
    return [Frame(concept, concept != "processing_fee", last)] if concept else []
