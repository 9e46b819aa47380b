"""Whether the words around a claim are all understood: only then can it be read in one way.

The sentence's words that matter are known. What stands between them has to be of those that add nothing: when, how,
who may apply. Anything else may tell that something narrower is counted (房屋征收类行政复议12件), and leaves the claim
open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from pipeline.narrative.bodies import Speaker
from pipeline.narrative.frame import LONGEST, REVIEWED
from pipeline.narrative.tokens import Token
from pipeline.narrative.vocabulary import Kind

_LONGEST = 150  # characters of a clause; nobody reads a longer one in one way
# Words that add nothing, whatever stands next to them.
_WORDS = """
    全年 全年度 本年 本年度 今年 当年 年度 年内 年底 年末 年 底 末 月 日 期间 期内 一年来 度 时间 至 到 自 从 起 止 时
    社会公众 公众 群众 公民 民众 市民 居民 人士 申请人 当事人 法人 其他组织 任何人 他人 行政机关 各级 党政机关 机关
    系统 代表 代 政府 人民政府
    依法依规 依法 依规 按规定 按要求 按时 按期 如期 及时 认真 规范 妥善 积极 稳妥 严格 有效 切实 已 均 皆 都 全部 共 总
    仅 只 尚 尚有 剩余 其余 余下 涉 了 过 并 也 还 则 且 又 再 未 无 实际 累计 统一 正式 顺利 高效 稳步 扎实 完成 做好
    开展 推进 加强 现 可以
    、 和 及 与 以及 或者 或 的 之 因 由于 就 以 为 由 向 在 对 针对 关于 涉及 等 中 里 方面 情况 情形 工作情况 工作
    总体 数据 显示 如下 原因 等原因 是 有 被 其 该 此 这 本 各类 各项 各种 相关 有关 含 包括 包含 其中 另有 另外 另
    加上 加 计 合计 总计 一共
    申请量 受理量 件数 总件数 数量 总数 总数量 总量 数 量 件 份 条 项 起 例 宗 总金额 金额 收入 总额 资金
    案件 案 事项 事务 处理决定 决定 类型 类 一审 二审 提出 提交 递交 请求 要求 引起 引发 产生 发生 导致 造成 而
    动态更新 更新 新 处理 答复 结果 办理 行政 信息 公开 申请 做出 作出 属于 给予 予以
"""
_MARKS = r"""[()、,:"'《》〈〉【】\[\]—·.\d一二三四五六七八九十①-⑳-]"""
_FILLER = re.compile(f"(?:{'|'.join(sorted(_WORDS.split(), key=len, reverse=True))}|{_MARKS})*+")
_KNOWN_NOISE = frozenset({"信息公开", "政务公开", "公开工作", "全部", "申请人", "办理结果"})
_NAMED = re.compile(r"自然人|企业|机构|组织|总计|合计|复议|诉讼|本表|表中")
_COUNTED = re.compile(r"[0-9](?:件|条|宗|份|起)")
_OF_ALL = ("全部", "所有", "各类", "其他", "其它", "一般", "其余", "余下", "另", "另有", "另外", "此外", "还有")
_UNKNOWN = frozenset({Kind.OTHER, Kind.PART, Kind.NOISE})


def plain(text: str, listed: Sequence[Token], start: int, end: int, speaker: Speaker, *, denied: bool = False) -> bool:
    """Whether ``text[start:end]`` holds nothing but words that are understood, `listed` being those that matter.

    `denied`: it says that there was nothing.
    """
    if end - start > _LONGEST:
        return False
    at = start
    for i in range(bisect_left(listed, start, key=attrgetter("start")), len(listed)):
        token = listed[i]
        if token.start >= end:
            break
        # 没有举报、投诉、行政复议: one of a list, not what the next is about.
        listed_with = denied and token.kind is Kind.OTHER and text.startswith(("、", "和", "或", "及", "与"), token.end)
        if token.kind in _UNKNOWN and token.key not in _KNOWN_NOISE and not listed_with:
            return False
        if not _adds_nothing(text[at : token.start], speaker):
            return False
        at = token.end
    return at >= end or _adds_nothing(text[at:end], speaker)


def _adds_nothing(words: str, speaker: Speaker) -> bool:
    if _FILLER.fullmatch(words):
        return True
    # The body's own name, with fillers around it.
    known = _FILLER.match(words)
    rest = words[known.end() if known else 0 :]
    return any(speaker.named(rest[:i]) and _FILLER.fullmatch(rest, i) is not None for i in range(len(rest), 1, -1))


def qualified(text: str, listed: Sequence[Token], clause: int, noun: Token) -> bool:
    """行政处罚复议21件: reviews of something else that is counted too, unless the two stand in a row."""
    at = bisect_left(listed, noun.start, key=attrgetter("start"))
    if noun.kind is not Kind.TOPIC or noun.key not in REVIEWED or at == 0:
        return False
    if text.endswith(_OF_ALL, clause, noun.start):
        return True
    last = listed[at - 1]
    told = last.kind is Kind.RESULT or last.key in {"answer", "handle"}
    if last.start >= clause and told and text[last.end : noun.start] == "的":
        return True  # 被纠正的行政复议1件
    if last.kind is not Kind.TOPIC or last.key in REVIEWED or last.start < clause:
        return False
    return not text.startswith(("、", "和", "及", "与", "或", "以及"), last.end)


def contained(text: str, clause: int, place: int) -> bool:
    """行政复议总计中含上年结转2件: of something else that the clause names, not of what it counted before."""
    whole, held, _ = text[clause:place].partition("含")
    return bool(held) and _NAMED.search(whole) is not None and _COUNTED.search(whole) is None


def over_disclosure(text: str, clause: int, noun: Token) -> bool:
    """Whether the words since the clause began tie a review to disclosure."""
    words = text[max(clause, noun.start - LONGEST) : noun.end]
    return "信息公开" in words or "申请公开" in words or "政务公开" in words


def part_told(behind: str) -> bool:
    """收到行政复议申请95件,其中涉及政府信息公开3件: the total is of all kinds."""
    return "信息公开" in behind.partition("其中")[2]
