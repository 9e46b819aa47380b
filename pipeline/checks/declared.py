"""Every rule, declared once: what it says, what it looks at, how much it weighs, where it is written.

The identities are declared with the form; :func:`declared_rules` gives one list of all. Thresholds are constants beside
the rule they belong to, and its words state them.
"""

from __future__ import annotations

from pipeline.checks.alike import REISSUED_REPORT, REPEATED_REPORT
from pipeline.checks.follow import DERIVED, RELATED, YEAR_ON_YEAR
from pipeline.checks.model import CheckRule, Level, Severity
from pipeline.checks.region import REGION_TOTAL
from pipeline.forms import FORMS, Forms, Text

NOTICES = Text(
    "、".join(form.notice for form in FORMS.forms),
    ", ".join(form.notice for form in FORMS.forms),
)
REGULATION = Text(
    "《中华人民共和国政府信息公开条例》第四十九条、第五十条",
    "Regulation on open government information, articles 49 and 50",
)
LEGISLATION = Text("《中华人民共和国立法法》第九十一条、第九十三条", "Legislation Law, articles 91 and 93")

FEES_LIMIT = 1_000_000_000
"""元. Fees of a body above this are more than plausible: 10^5 万元."""

WIDE_FACTOR = 100
"""How much more a province, a city or an autonomous prefecture may have charged, or bought for."""

PROJECT_LIMIT = 100_000_000
"""元. More than this on average for a project of procurement is more than plausible: 10^4 万元."""

LATE_LIMIT = 366
"""Days. A date so long after the deadline is that of a page that was moved, not that of publication."""

OVERVIEW_YEARS = 2
"""So often at least does an overview name last year, and this one never, for it to be called last year's."""

CELL_DOMAIN = CheckRule(
    "cell_domain",
    Text("填数类型", "Kind of number"),
    Text(
        "件数、数量为非负整数，金额为非负数；增减数可以为负。表内各格均合规时只记一行",
        "Counts are whole numbers and not negative, amounts are not negative; a change may be negative. "
        "A table in which all cells are so is told of in one row",
    ),
    Level.CELL,
    Severity.ERROR,
    NOTICES,
    "cell, or table",
)
VALUE_COUNT = CheckRule(
    "value_count",
    Text("数值个数", "Number of values"),
    Text(
        "一行数值的个数与表头的栏数相同。多出不足一整行才算不符，其余属于读取不清，不作判断",
        "A row has as many values as its table has columns. It fails where there are more, by less than another row; "
        "anything else is a doubt about the reading, and unverifiable",
    ),
    Level.TABLE,
    Severity.WARNING,
    NOTICES,
    "row, or table",
)
FORM_MATCHES_YEAR = CheckRule(
    "form_matches_year",
    Text("表样与年度相符", "Form of the year"),
    Text(
        "表内标题所示的表样是该年度应当使用的表样；一张表混用两种表样即为不符。年度须由标题或统计期限得出；"
        "文本中的该表看不出表样的，不作判断",
        "The form read off the labels of a table is the one for the year; a table that mixes two forms does not match. "
        "The year has to come from the title or the stated period. Of a table of which the text shows nothing that "
        "differs between the forms, nothing is told",
    ),
    Level.REPORT,
    Severity.WARNING,
    NOTICES,
    "table",
)
SECTIONS_PRESENT = CheckRule(
    "sections_present",
    Text("六个部分齐全", "Six sections"),
    Text(
        "六个部分齐全且次序正确，第五部分有内容，不是空白或仅写“无”。三张表没有读全的文本可能不完整，不作判断；"
        "文中有该部分的编号或字样而标题用语不同，也不作判断",
        "All six sections are there in order, and the fifth says something other than 无 (nothing). Where the tables "
        "could not be read whole the text may be incomplete: unverifiable. So is a section of which the number or the "
        "words stand in the text under another title",
    ),
    Level.REPORT,
    Severity.WARNING,
    NOTICES,
    "section, or report",
)
PERIOD = CheckRule(
    "period",
    Text("统计期限", "Reporting period"),
    Text(
        "写明的统计期限为标题年度的1月1日至12月31日（dates）；总体情况不写成上一年度的情况，"
        f"即不出现只提上一年（至少{OVERVIEW_YEARS}次）而从不提本年的情形（overview）",
        "The stated period is 1 January to 31 December of the year in the title (dates); the overview does not tell of "
        f"the year before, that is, it does not name that year {OVERVIEW_YEARS} times or more and this one never "
        "(overview)",
    ),
    Level.REPORT,
    Severity.WARNING,
    NOTICES,
    "dates, overview",
)
AMOUNT_UNIT = CheckRule(
    "amount_unit",
    Text("金额单位与量级", "Unit and size of amounts"),
    Text(
        f"金额有单位，量级合理：收费不超过{FEES_LIMIT // 10**8}亿元，"
        f"采购平均每个项目不超过{PROJECT_LIMIT // 10**8}亿元；"
        f"省、市、州政府的报告放宽到{WIDE_FACTOR}倍",
        f"An amount has a unit and a plausible size: fees up to {FEES_LIMIT // 10**6:,} million yuan, procurement up "
        f"to {PROJECT_LIMIT // 10**6:,} million a project on average; {WIDE_FACTOR} times that for the government of a "
        "province, city or prefecture",
    ),
    Level.CELL,
    Severity.WARNING,
    DERIVED,
    "amount",
    "disclosure",
)
FOREIGN_NAME = CheckRule(
    "foreign_name",
    Text("他人名称", "Another body's name"),
    Text(
        "正文自称的机关类别与报告机关一致（如某局的报告不自称“我镇”），文中所称编制报告的机关即报告机关；两个名称除地名外"
        "没有一字相同的，才算不一致",
        "The kind of body that the text calls itself is that of the reporting body (the report of a bureau does not "
        "say 'our town'), and the body that it says compiled it is that body; two names differ only where, places "
        "apart, they have no sign in common",
    ),
    Level.REPORT,
    Severity.INFO,
    DERIVED,
    "report",
)
RULES_WITHOUT_POWER = CheckRule(
    "rules_without_power",
    Text("无权制定规章", "Rules without the power to make them"),
    Text(
        "没有规章制定权的机关（县级以下、省市县各部门）不填报规章",
        "A body without the power to make rules (county and below, departments of local governments) reports none",
    ),
    Level.REPORT,
    Severity.INFO,
    LEGISLATION,
    "report",
    "disclosure",
)
PUBLISHED_LATE = CheckRule(
    "published_late",
    Text("按期公布", "Published in time"),
    Text(
        "部门的报告在次年1月31日前、政府的报告在3月31日前公布；日期不明、早于年度终了或晚于期限一年以上的不作判断",
        "A department publishes by 31 January of the next year, a government by 31 March; unverifiable without a date, "
        "and with one before the end of the year or more than a year after the deadline, which is not that of "
        "publication",
    ),
    Level.REPORT,
    Severity.INFO,
    REGULATION,
    "report",
)
_SAID = Text(
    "文中所写的{zh}与表格一致（如“收到”既可指本年新收，也可指新收加上年结转，合乎其一即可）；约数、本级或其他范围、其他时段、"
    "措辞有多种读法的，不作判断",
    "The {en} that the text gives agree with the tables, on any lawful reading of the words (received: newly received, "
    "or with those carried over). Unverifiable where the number is approximate, speaks of others or of another time, "
    "or can be read in several ways",
)


def _narrative(family: str, title: Text, things: Text, table: str) -> CheckRule:
    return CheckRule(
        f"narrative_{family}",
        title,
        Text(_SAID.zh.format(zh=things.zh), _SAID.en.format(en=things.en)),
        Level.REPORT,
        Severity.WARNING,
        DERIVED,
        "claim",
        table,
    )


NARRATIVE = {
    "requests": _narrative(
        "requests",
        Text("文表一致：申请", "Text and tables: requests"),
        Text("申请收到、结转、办理数", "numbers of requests received, carried over and answered"),
        "requests",
    ),
    "outcomes": _narrative(
        "outcomes",
        Text("文表一致：办理结果", "Text and tables: outcomes"),
        Text("各类办理结果数", "numbers of outcomes"),
        "requests",
    ),
    "review": _narrative(
        "review",
        Text("文表一致：复议诉讼", "Text and tables: reviews and lawsuits"),
        Text("行政复议、诉讼及其结果数", "numbers of reviews and lawsuits and their results"),
        "review",
    ),
    "documents": _narrative(
        "documents",
        Text("文表一致：文件", "Text and tables: documents"),
        Text("规章和规范类文件数", "numbers of rules and normative documents"),
        "disclosure",
    ),
    "decisions": _narrative(
        "decisions",
        Text("文表一致：许可处罚强制", "Text and tables: decisions"),
        Text("许可、处罚、强制决定数", "numbers of licences, penalties and coercions"),
        "disclosure",
    ),
    "amounts": _narrative(
        "amounts",
        Text("文表一致：收费采购", "Text and tables: fees and procurement"),
        Text("收费和采购金额", "amounts of fees and procurement"),
        "disclosure",
    ),
}
"""The rule for the claims of each family of concepts."""

NARRATIVE_SELF = CheckRule(
    "narrative_self",
    Text("文字前后一致", "Text agrees with itself"),
    Text(
        "文中对同一事项不给出两个不同的确数；两个数各为一种合乎表格的读法的，不算矛盾",
        "The text does not give two exact numbers for one thing; two numbers that are both lawful readings of the "
        "tables contradict nothing",
    ),
    Level.REPORT,
    Severity.WARNING,
    DERIVED,
    "concept",
)
OF_A_REPORT = (
    CELL_DOMAIN,
    VALUE_COUNT,
    FORM_MATCHES_YEAR,
    SECTIONS_PRESENT,
    PERIOD,
    AMOUNT_UNIT,
    FOREIGN_NAME,
    RULES_WITHOUT_POWER,
    PUBLISHED_LATE,
    *NARRATIVE.values(),
    NARRATIVE_SELF,
)

OF_PAIRS = (*RELATED, YEAR_ON_YEAR, REISSUED_REPORT, REPEATED_REPORT, REGION_TOTAL)

RULES: tuple[CheckRule, ...] = (*OF_A_REPORT, *OF_PAIRS)
"""All rules beyond the identities."""


def declared_rules(forms: Forms = FORMS) -> tuple[CheckRule, ...]:
    """Every rule: the identities of `forms`, then all others."""
    identities = (
        CheckRule(
            rule.key,
            rule.title,
            rule.description,
            Level(rule.level),
            Severity(rule.severity),
            rule.source,
            rule.per,
            rule.table,
            tuple(form.key for form in forms.forms),
        )
        for rule in forms.rules
    )
    return (*identities, *RULES)


def forms_of(rule: CheckRule, forms: Forms = FORMS) -> tuple[str, ...]:
    """Keys of the forms that a rule holds on: all where it names none."""
    return rule.forms or tuple(form.key for form in forms.forms)
