"""The words that prose uses for what the tables count, and for who, when and how much.

Statutory labels are taken from the forms; here stand the words that people write instead of them. A word has a kind,
which is what it does in a sentence, and a key, which is what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from pipeline.forms import Forms


class Kind(StrEnum):
    """What a word does in a sentence."""

    NUMBER = "number"
    YEAR = "year"
    NOTHING = "nothing"  # 未收到, 无: the number is zero; the key is the verb it negates
    REQUEST = "request"  # a noun for requests; the key tells a full name from a bare 申请
    VERB = "verb"  # the key says which
    LEAF = "leaf"  # names a concept by itself
    TOPIC = "topic"  # a noun that needs a verb or a result to be a concept
    RESULT = "result"  # of a review or a lawsuit
    SCOPE = "scope"  # who is spoken of
    PERIOD = "period"  # another time than the report's year
    PART = "part"  # a way of applying, of answering: what follows counts a part
    SPREAD = "spread"  # 分别, 均, 各, 共: how numbers go with nouns
    ALL = "all"  # 均维持: everything came out so
    OTHER = "other"  # a thing that no table counts; what follows is about it
    NOISE = "noise"  # a word that is none of the above though it looks like one
    MARK = "mark"  # punctuation between clauses


VERBS: Mapping[str, str] = {
    "receive": "收到 共收到 共受理 共接收 共接到 接收到 接收 受理 接到 共收 收录 受理了",
    "new": "新收 新收到 新受理 新接收 新增",
    "answer": "答复 办结 回复 办理答复 办理完毕 答复办理 完成答复 作出答复 予以答复 办复 依法答复 审结",
    "handle": "办理 处理",
    "issue": "制发 出台 印发 制定 制定印发 制定出台 制定发布 制订 新制定 新制发 新出台 制发出台 出台实施 制作 新制作",
    "publish": "发布 公布 公开 主动公开 新公开 对外公开 对外发布 集中公开 公开发布",
    "repeal": "废止 宣布失效 失效 废止失效 废止或失效 废止和宣布失效 废止或宣布失效 废止和失效",
    "in_force": "现行有效 继续有效 保留有效 现有有效 目前有效",
    "decide": "作出 做出 实施 执行",
    "collect": "收取 共收取 征收 共征收 收缴",
    "occur": "发生 产生 出现 引发 被提起 被申请 提起 涉及 存在",
}

NEGATED: Mapping[str, str] = {
    "receive": "收到 接到 受理 接收 收到过 接到过 收到任何 接收到",
    "issue": "制发 出台 印发 制定 制作 发布 新制定 制订 制定出台 制定印发 制定发布 制发出台 新制发 新出台",
    "repeal": "废止",
    "decide": "作出 做出 实施 开展 办理",
    "collect": "收取 收费 征收 收缴 产生",
    "occur": "发生 产生 出现 引发 引起 被提起 被申请 提起 涉及 存在 有 发生过 因",
}
_NOT = ("未", "没有", "无", "未曾", "暂未", "尚未", "从未", "没", "均未", "并未", "也未", "亦未")

LEAVES: Mapping[str, str] = {
    "granted": "同意公开 准予公开 全部公开 予以公开",
    "partial": "予以部分公开 部分予以公开 同意部分公开 部分公开",
    "denied": "不予公开",
    "unable": "无法提供",
    "refused": "不予处理",
    "other": "其他处理",
    "unable_not_held": "本机关不掌握 不掌握相关政府信息 不掌握相关信息 信息不存在 不掌握",
    "unable_needs_creation": "需要另行制作 没有现成信息",
    "unable_unclear": "补正后仍不明确 补正后内容仍不明确",
    "denied_three_safety": "三安全一稳定",
    "denied_internal_affairs": "三类内部事务信息 内部事务信息",
    "denied_process_info": "四类过程性信息 过程性信息",
    "denied_enforcement_file": "行政执法案卷",
    "denied_admin_query": "行政查询事项",
    "refused_complaint": "信访举报投诉类",
    "other_no_correction": "逾期不补正 逾期未补正",
    "requests_from_natural_person": "自然人",
    "requests_from_business": "商业企业",
    "requests_from_organisations": "法人或其他组织 法人和其他组织 法人及其他组织 法人或者其他组织 法人、其他组织",
    "requests_carried_over": (
        "上年结转 上年度结转 上一年结转 上一年度结转 去年结转 结转上年 结转上年度 上年转入 "
        "上年度转入 上年转来 上年度转来 去年转来 上年末结转 上年度结转申请 "
        "上年遗留 往年结转"
    ),
    "processing_fee": "信息处理费 政府信息公开信息处理费 政府信息处理费",
}

TOPICS: Mapping[str, str] = {
    "reviews": "行政复议 复议",
    "litigation": "行政诉讼 诉讼 行政应诉",
    "rules": "政府规章",
    "procurement": "集中采购 采购金额 集中采购金额",
    "projects": "集中采购项目",
    "coercion": "行政强制执行 行政强制措施",
    "items": "政府信息 各类政府信息 各类信息 政务信息 各类政务信息 信息",
    "other_services": "其他服务事项 其他对外管理服务",
}

RESULTS: Mapping[str, str] = {
    "upheld": "结果维持 维持 予以维持 被维持 维持原行政行为 维持原决定 维持原具体行政行为",
    "corrected": "结果纠正 纠正 纠错 被纠正 被纠错 予以纠正 依法纠正 依法纠错 被依法纠正 被依法纠错",
    "other": "其他结果",
    "pending": "尚未审结 未审结 尚未办结 暂未审结 尚未结案",
}

PERIODS: Mapping[str, str] = {
    "before": "去年 上年 上年度 上一年 上一年度 往年 前年 同期",
    "several": "累计 历年 截至 截止 以来 五年 三年来 至今",
    "part": "上半年 下半年 第一季度 第二季度 第三季度 第四季度 一季度 二季度 三季度 四季度 每月 每季度 月均 平均",
    "compared": "同比 较 相比 比上 增长 下降 增加 减少 上升 回落 提高 占比 占 比例 多于 少于 降低 环比 翻",
}

PARTS = (
    "网上 网络 在线 线上 互联网 电子邮件 邮件 邮箱 信函 邮寄 当面 现场 传真 口头 窗口 书面 快递 邮政 当场 延期 "
    "主动撤回 撤回 撤销 转办 转送 协办 会商 协助 指导 补正 征求 督办 抽查 评查 依职权 告知 引导 重点 涉企 土地 "
    "拆迁 征地 疑难 典型 败诉 驳回 终止 代理 应诉 出庭 听证 调解 参加 满意 重大 修订 修改 起草 报送 征集 评估 "
    "送审 清理 审查 备案 报备 解读 转载 转发 归集 合法性 以上级 上级 联合 党内 拟"
)

OTHERS = (
    "留言 信件 来信 热线 工单 咨询 建议 提案 议案 投诉 举报 信访 来电 来访 舆情 问题 政策解读 解读材料 政策文件 "
    "政策性文件 公文 发文 公报 其他文件 人事任免 信访件 办件 罚款 稿件 简报 答复人大 人大 政协"
)

NOISES = (
    "新闻发布会 会议 培训 公示 双公示 许可证 证照 证明 事项清单 申请表 申请人 申请点 受理点 受理中心 查阅点 "
    "申请渠道 受理机构 受理渠道 平台 栏目 网站 公众号 微博 微信 法规 属性 检查 抽检 检测 执法检查 罚没 复议机关 "
    "复议委员会 应诉率 答复率 办结率 办理率 回复率 公开率 率 补贴 信息公开 政务公开 全部 本办法 本规定 规章制度 "
    "规章、制度 收费标准 收费项目 政府采购金额 政府采购项目 政府采购 信息公开目录 公开目录 "
    "办理流程 办理时限 办理结果 答复书 答复文书 公开工作 "
    "应办理 应办结 应答复 需办理 需办结 需答复 待办理 待办结 待答复 待处理 应处理"
)

SPREAD: Mapping[str, str] = {
    "each": "均 都 皆 各 均各",
    "respectively": "分别 依次",
    "together": "共 共计 合计 总计 一共 总共 全年累计 本年累计 本年度累计 今年累计",
    "part": "其中",
}
_ALL_RESULTS = (
    "均获",
    "均被",
    "均",
    "全部",
    "全部被",
    "均予",
    "均为",
    "均予以",
    "都",
    "全部予以",
    "结果均为",
    "结果均",
)

OFFICES = (
    "政府办公厅 政府办公室 政府办 机关本级 局本级 委本级 厅本级 区本级 县本级 市本级 省本级 本级 局机关 委机关 "
    "厅机关 机关本部"
)
OWN = "局 委 办 厅 院 会 处 中心 单位 机关 部门 行 队 所 社 馆 署 站 台 园区 管委会 公司 部 室 校"
PLACES = "市 区 县 省 州 旗 盟 镇 乡 街道 新区 系统 地区 自治区 自治县 开发区"


@cache
def words(forms: Forms) -> Mapping[str, tuple[Kind, str]]:
    """Every word with its kind and key. Where two mean the same words, the first listed here has them."""
    known: dict[str, tuple[Kind, str]] = {}
    for word, kind, key in (*_about_results(), *_statutory(forms), *_written(), *_about_scope()):
        known.setdefault(word, (kind, key))
    return MappingProxyType(known)


def _statutory(forms: Forms) -> Iterator[tuple[str, Kind, str]]:
    """The labels of the forms, as prose repeats them."""
    for row in forms.rows("requests"):
        if row.group in {"denied", "unable", "refused", "other"} and len(row.label) > 2:
            for label in (row.label, *row.variants):
                yield _plain(label), Kind.LEAF, row.key
                yield _plain(label).removeprefix("属于"), Kind.LEAF, row.key
    for column in forms.columns("requests"):
        if len(column.label) > 2:
            yield column.label, Kind.LEAF, f"requests_from_{column.key}"
    for column in forms.columns("disclosure"):
        # Procurement of other kinds than the form asks for is not what is counted there.
        if column.label.startswith("采购"):
            key = "projects" if column.key == "projects" else "procurement"
            yield from ((f"{centralised}{column.label}", Kind.TOPIC, key) for centralised in ("", "集中"))
            yield f"政府{column.label}", Kind.NOISE, key
    for row in forms.rows("disclosure"):
        key = "normative" if row.key == "normative_documents" else row.key
        for label in (row.label, *row.variants):
            yield label, Kind.TOPIC, key
            if key == "procurement":
                yield f"{label}项目", Kind.TOPIC, "projects"
    for column in forms.columns("review"):
        if column.key != "total":
            yield column.label, Kind.RESULT, column.key


def _plain(label: str) -> str:
    """A label as it stands in a text from which quotes were dropped."""
    return label.translate(dict.fromkeys(map(ord, "“”\"'")))


def _written() -> Iterator[tuple[str, Kind, str]]:
    groups = (
        (LEAVES, Kind.LEAF), (TOPICS, Kind.TOPIC), (RESULTS, Kind.RESULT), (VERBS, Kind.VERB), (PERIODS, Kind.PERIOD),
        (SPREAD, Kind.SPREAD),
    )  # fmt: skip
    for group, kind in groups:
        for key, listed in group.items():
            yield from ((word, kind, key) for word in listed.split())
    yield from ((word, Kind.LEAF, "requests_carried_forward") for word in _carried_forward())
    yield from ((word, Kind.SPREAD, "anyone") for word in (*_anyone(), "处理决定"))
    yield from ((word, Kind.PART, word) for word in PARTS.split())
    yield from ((word, Kind.OTHER, word) for word in OTHERS.split())
    yield from ((word, Kind.NOISE, word) for word in NOISES.split())
    yield from ((mark, Kind.MARK, mark) for mark in ",;:()。")


def _carried_forward() -> Iterator[str]:
    """结转下年度, 顺延至下一年继续办理 and their like."""
    years = ("下年度", "下年", "下一年度", "下一年", "次年", "次年度", "明年")
    for verb in ("结转", "结转至", "结转到", "结转入", "转", "转至", "转入", "顺延", "顺延到", "顺延至", "延至"):
        yield from (f"{verb}{year}{tail}" for year in years for tail in ("", "继续办理", "办理", "继续答复", "答复"))
    yield from (f"{year}结转" for year in years)


def _anyone() -> Iterator[str]:
    """公民、法人和其他组织: whoever may apply, and no kind of applicant."""
    for people in ("公民、法人", "公民法人", "公民,法人", "公民和法人"):
        yield from (f"{people}{and_}其他组织" for and_ in ("和", "或", "或者", "及", "以及", "、", ""))


def _about_results() -> Iterator[tuple[str, Kind, str]]:
    for every in _ALL_RESULTS:
        for result, listed in RESULTS.items():
            yield from ((every + word, Kind.ALL, result) for word in listed.split() if not word.startswith(every[-1]))
    for verb, listed in NEGATED.items():
        for word in listed.split():
            yield from ((no + word, Kind.NOTHING, verb) for no in _NOT if not (no + word).endswith(("有有", "无有")))


def _about_scope() -> Iterator[tuple[str, Kind, str]]:
    yield from ((word, Kind.SCOPE, "office") for word in OFFICES.split())
    yield from ((mine + body, Kind.SCOPE, "own") for mine in ("我", "本") for body in OWN.split())
    yield from (("全" + body, Kind.SCOPE, "own") for body in ("局", "委", "厅", "院", "办"))
    yield from ((mine + place, Kind.SCOPE, "place") for mine in ("我", "本", "全") for place in PLACES.split())
    yield from ((f"{place}{of}政府", Kind.SCOPE, "government") for place in PLACES.split()[:9] for of in ("", "人民"))
    yield from ((f"各{body}", Kind.SCOPE, "lower") for body in ("级", "地", "有关", *OWN.split(), *PLACES.split()))
    yield from ((f"{place}直", Kind.SCOPE, "lower") for place in "市区县省州旗")
    # 省级行政机关 are some of those below, where 各级 are all.
    some = ("行政机关", "机关", "部门", "单位", "各部门", "各单位", "政府部门")
    yield from ((f"{place}级{bodies}", Kind.SCOPE, "lower") for place in "市区县省州旗" for bodies in some)
