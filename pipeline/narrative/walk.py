"""One sentence, gone through word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.narrative import frames
from pipeline.narrative.bodies import Speaker
from pipeline.narrative.frame import DECIDED, DOCUMENTS, LONGEST, REVIEWED, Context, Frame
from pipeline.narrative.memory import Paragraph, Parts, Said, asked, doubtful, told_twice
from pipeline.narrative.model import Scope
from pipeline.narrative.nothing import of_nothing
from pipeline.narrative.plain import contained, over_disclosure, part_told, plain, qualified
from pipeline.narrative.prose import Sentence
from pipeline.narrative.times import Times
from pipeline.narrative.tokens import Token
from pipeline.narrative.vocabulary import Kind

_NOTHING_TO_REPORT = re.compile(r"情况[:。]?(?:无|没有)[。;,]?$")
_LASTING = ("in_force", "carried_forward")  # what there is in the end, whatever the time before
_WITHDRAWN = re.compile("撤[回销诉]|放弃|终止|转[办送交]|移[送交]|不属于")
_MERGED = re.compile("合并(?:答复|回复|办理|处理)")  # answered with another one, which is no refusal
_DONE = re.compile(r"[^,;]{0,6}[,;](?:已|实际)?(?:办结|审结|结案|准予(?:许可)?)\d")
_HEADING = 30  # characters of a heading that has 无 behind it
_EXPLAINED = frozenset({Kind.PART, Kind.REQUEST, Kind.LEAF, Kind.PERIOD, Kind.SPREAD, Kind.YEAR})
_REMEMBERED = 40  # words of a clause


class Walk:
    """One sentence, word by word."""

    __slots__ = (
        "attributes", "before", "clause", "decided", "doc_verb", "found", "inside", "listed", "paragraph", "parts",
        "sentence", "sharing",
        "speaker", "text", "times", "upheld", "whom",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        listed: Sequence[Token],
        paragraph: Paragraph,
        speaker: Speaker,
        year: int | None,
    ) -> None:
        self.text, self.sentence, self.listed = text, sentence, listed
        self.paragraph, self.speaker = paragraph, speaker
        self.found: list[Said] = []
        self.clause = sentence.start  # where the clause begins
        self.before: list[Token] = []  # the words of the clause since its last number
        self.inside: list[tuple[int, list[Token]]] = []  # the clauses in front of brackets that are open
        self.sharing = False  # 其中 was met: parts of something are told
        self.attributes = False  # documents to be open, open on request or closed are counted
        self.times = Times(text, sentence.start, year)
        self.parts = Parts()
        self.upheld = 0  # claims whose results were told all at once
        self.whom: Scope | None = None  # whom else the last claim spoke of
        self.decided = False  # the last number counted decisions: 办理行政许可6件,…3件
        self.doc_verb: Token | None = None  # the verb of a list of documents: 公开规章3件、…12件

    def claims(self) -> list[Said]:
        """All claims of the sentence."""
        i = 0
        while i < len(self.listed):
            token = self.listed[i]
            match token.kind:
                case Kind.MARK:
                    if token.key == "(" and self._bracketed(i):
                        i = self._number(i + 1) + 1  # 予以公开(15件)
                    else:
                        self._mark(token)
                case Kind.NUMBER:
                    i = self._number(i)
                case Kind.NOTHING:
                    i = self._nothing(i)
                case Kind.ALL:
                    self._all(token)
                case _:
                    self._word(token)
            i += 1
        self._nothing_to_report()
        return self.found

    def _bracketed(self, i: int) -> bool:
        """Whether the bracket at `i` holds a number and nothing else, right behind a word."""
        inside = self.listed[i : i + 3]
        return (
            [token.kind for token in inside[1:]] == [Kind.NUMBER, Kind.MARK]
            and inside[2].key == ")"
            and inside[1].start == inside[0].end
            and inside[2].start == inside[1].end
            and bool(self.before)
            and self.before[-1].end == inside[0].start
        )

    def _mark(self, mark: Token) -> None:
        if mark.key == ":":
            return
        if mark.key == "(":
            self.inside.append((self.clause, self.before))
        if mark.key == ")":
            # Behind a bracket goes on what was said in front of it.
            self.clause, self.before = self.inside.pop() if self.inside else (mark.end, [])
            return
        self.clause, self.before = mark.end, []

    def _word(self, token: Token) -> None:
        paragraph = self.paragraph
        match token.kind:
            case Kind.REQUEST if token.key == "full":
                self.paragraph.astray = False
                if not self.attributes:
                    paragraph.topic = "requests"
            case Kind.OTHER if not self.text.startswith("类", token.end):  # 信访类申请 are requests
                paragraph.topic = "other"
                self.attributes = self.attributes or token.key in {"公文", "发文"}
            case Kind.YEAR | Kind.PERIOD:
                self.times.word(token, self.clause)
            case Kind.SPREAD if token.key == "part":
                self.sharing = True
            case Kind.SCOPE if not self.text.endswith(("代表", "以"), self.sentence.start, token.start):
                paragraph.scope = token
            case Kind.TOPIC if token.key in {"normative", "rules"}:
                paragraph.topic = token.key
            case Kind.TOPIC if token.key in REVIEWED:
                if over_disclosure(self.text, self.clause, token) or self._brought_about():
                    paragraph.reviews = True
        self.before.append(token)
        if len(self.before) > 2 * _REMEMBERED:
            del self.before[:_REMEMBERED]

    def _brought_about(self) -> bool:
        """收到申请40件,引发行政复议6件."""
        verb = next((word for word in reversed(self.before) if word.kind is Kind.VERB), None)
        caused = verb is not None and self.text[verb.start : verb.end] in {"引发", "引起"}
        return caused and self.paragraph.topic == "requests"

    def _number(self, i: int) -> int:
        """Take the number at `i`, and those that stand in one list with it; gives the index of the last one taken."""
        token = self.listed[i]
        if token.key == "count" and frames.respectively(self.before):
            return self._respectively(i)
        context = Context(self.paragraph.topic, self.paragraph.reviewed, self.doc_verb, self.clause, self.decided)
        behind = self.listed[i + 1 : i + 4]
        found = frames.before_number(self.text, self.before, token, behind, context)
        if not found:
            found = frames.behind_number(self.text, self.before, token, behind, context)
        for frame in found:
            self._add(frame, token)
        if not found:
            self.parts.unclaimed(token, self.before)
            if not any(word.kind in _EXPLAINED for word in self.before):
                self.paragraph.astray = True
        self.before = []
        return i

    def _respectively(self, i: int) -> int:
        """行政复议、行政诉讼分别为2件、1件: as many numbers as nouns, in one row, or no claim at all."""
        nouns = frames.nouns(self.text, self.before, self.paragraph.topic)
        numbers = [i]
        for j in range(i + 1, len(self.listed)):
            gap = self.text[self.listed[j - 1].end : self.listed[j].start]
            mark = self.listed[j].kind is Kind.MARK and self.listed[j].key == ","
            if mark:
                continue
            if self.listed[j].kind is not Kind.NUMBER or gap not in {"", "、", "和", "及", "与"}:
                break
            numbers.append(j)
        if len(nouns) == len(numbers):
            for noun, j in zip(nouns, numbers, strict=True):
                self._add(noun, self.listed[j])
        self.before = []
        return numbers[-1]

    def _nothing(self, i: int) -> int:
        """未收到…申请, 无行政复议和行政诉讼: every noun up to the end of the clause is zero."""
        nothing = self.listed[i]
        behind = []
        j = i + 1
        while j < len(self.listed) and self.listed[j].kind not in {Kind.MARK, Kind.NUMBER, Kind.NOTHING}:
            self._word(self.listed[j])
            behind.append(self.listed[j])
            j += 1
        end = self.listed[j].start if j < len(self.listed) else self.sentence.end
        for frame in of_nothing(self.text, nothing, behind, end, self.paragraph.topic):
            self._add(frame, nothing._replace(number=Decimal(0)))
        self.before = []
        return j - 1

    def _all(self, token: Token) -> None:
        """均获维持: every review and lawsuit that the sentence counted came out so."""
        told = {said.concept.partition("_")[0] for said in self.found[self.upheld :] if "_" in said.concept}
        counted = [said for said in self.found[self.upheld :] if said.concept in REVIEWED - told and said.number]
        for said in counted:
            self.found.append(
                Said(
                    f"{said.concept}_{token.key}", said.number, said.unit, said.vague, token.start, token.end,
                    said.scope, said.closed, said.verb,
                )
            )  # fmt: skip
        self.upheld = len(self.found)

    def _nothing_to_report(self) -> None:
        """(四)依申请公开情况:无。"""
        match = _NOTHING_TO_REPORT.search(self.text, self.sentence.start, self.sentence.end)
        if match is None or self.found:
            return
        last = next((token for token in reversed(self.listed) if token.kind is Kind.REQUEST), None)
        if last is not None and last.end == match.start() and match.start() - self.sentence.start < _HEADING:
            at = match.start() + 2
            zero = Token(Kind.NUMBER, "count", at, match.end(), Decimal(0))
            self._add(Frame("requests_received", True, last), zero)

    def _add(self, frame: Frame, number: Token) -> None:
        if number.number is None:
            return
        scope = self._scope(frame, number)
        end = max(number.start, frame.noun.end)
        denied = number.kind is Kind.NOTHING
        clear = plain(self.text, self.listed, self.clause, end, self.speaker, denied=denied)
        clear = clear and not qualified(self.text, self.listed, self.clause, frame.noun)
        closed = frame.closed and (number.unit is not None or number.number == 0 or frame.counted)
        documents = frame.concept.partition("_")[0] in DOCUMENTS
        # 公开规章13件(含新制定5件): of the thirteen, not of the year.
        # Nor is what was gone through in a clearing-up that of the year.
        if documents and closed:
            cleared = self.text.find("清理", self.sentence.start, number.start) >= 0
            closed = not (cleared or self.inside or self.sharing)
        closed = closed and not contained(self.text, self.clause, frame.noun.start)
        tied = self._tied(frame)
        # Asked whatever the claim is, since it tells what is to be thought of the next.
        doubt = doubtful(self.paragraph, frame.concept, number.number, clear, scope, tied)
        # 行政复议12件,办结10件,结转2件: a verb alone goes on from the number before it.
        alone = frame.noun.kind is Kind.VERB or frame.concept.startswith("requests_carried")
        doubt = doubt or (self.paragraph.astray and alone and not documents)
        self.paragraph.astray = not asked(frame.concept) or (self.paragraph.astray and alone)
        behind = self.text[number.end : min(self.sentence.end, number.end + LONGEST)]
        doubt = doubt or (frame.concept in REVIEWED and not tied and part_told(behind))
        doubt = self.parts.doubtful(frame.concept, number.number) or doubt
        if frame.concept == "requests_answered":  # 收到申请8件,撤回2件,实际办理6件; 转办、不属于本机关的也是
            doubt = doubt or bool(_WITHDRAWN.search(self.text, self.sentence.start, number.start))
        if frame.concept == "refused_repeat":  # 重复申请4件,均合并答复
            doubt = doubt or bool(_MERGED.search(self.text, number.end, self.sentence.end))
        if frame.concept in DECIDED:  # 办理行政许可410件,办结405件
            doubt = doubt or bool(_DONE.match(self.text, number.end, self.sentence.end))
        if number.number != 0 and not frame.concept.endswith(_LASTING):
            doubt = doubt or self.times.open(self.clause, number.start)
        self._remember(frame, number.number)
        verb = ""
        if frame.verb is not None:
            verb = self.text[frame.verb.start : frame.verb.end]
            if documents:
                self.doc_verb = frame.verb
        if frame.concept in DECIDED:
            self.decided = closed and clear
        loosely = frame.verb is not None and frame.verb.key == "handle"
        said = Said(
            frame.concept, number.number, number.unit, number.vague, number.start, number.end, scope,
            closed and clear and not doubt, verb, loosely,
        )  # fmt: skip
        if frame.noun.kind is Kind.REQUEST and not tied and (not clear or self._of_a_topic(frame)):
            self.paragraph.astray = True  # 收到行政许可申请15件,办结15件
        told_twice(self.found, said)
        self.found.append(said)

    def _of_a_topic(self, frame: Frame) -> bool:
        """Whether another thing that is counted stands between 收到 and 申请."""
        begin = self.clause if frame.verb is None else frame.verb.end
        return any(begin <= word.start < frame.noun.start and word.kind is Kind.TOPIC for word in self.before)

    def _tied(self, frame: Frame) -> bool:
        """Whether the clause itself says that disclosure is what is reviewed, or what is applied for."""
        if frame.concept.partition("_")[0] in REVIEWED:
            return over_disclosure(self.text, self.clause, frame.noun)
        return frame.noun.kind is Kind.REQUEST and frame.noun.key == "full"

    def _remember(self, frame: Frame, number: Decimal) -> None:
        """What later clauses rely on: that requests are the topic, and whose results are listed next."""
        paragraph = self.paragraph
        topic, _, result = frame.concept.partition("_")
        if topic == "requests":
            paragraph.topic = "requests"
        elif topic in REVIEWED:
            if result:
                paragraph.results = True
                paragraph.reviewed = paragraph.reviewed or topic
            elif paragraph.reviewed is None or paragraph.results:
                paragraph.reviewed, paragraph.results = topic, number == 0
            elif number != 0:
                paragraph.reviewed = "both"

    def _scope(self, frame: Frame, number: Token) -> Scope:
        if self.times.another(self.clause, number.start):
            return Scope.OTHER_PERIOD
        if not frame.concept.endswith(_LASTING) and any(
            token.kind is Kind.PERIOD and token.key in {"several", "part"} for token in self.before
        ):
            return Scope.OTHER_PERIOD
        topic = frame.concept.partition("_")[0]
        if topic in REVIEWED and not self.paragraph.reviews and number.number != 0:
            return Scope.ALL_REVIEWS
        scope, said = self.speaker.scope(self.paragraph.scope, self.text, self.clause, frame.noun.start)
        if not said and self.whom is not None:
            return self.whom  # 县教育局收到6件,答复5件
        self.whom = None if scope is Scope.REPORT else scope
        return scope
