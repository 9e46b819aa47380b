"""Forms 2019 and 2021, declared once.

Sources: 国办公开办函〔2019〕60号 (report years 2019 and 2020) and 国办公开办函〔2021〕30号 (2021 onward).
To add a row, a column or a form, edit this file; labels, schemas, contracts, checks, dictionary and dimensions follow.
"""

from pipeline.forms.model import Block, Column, Domain, Form, Forms, Group, Row, Rule, Sum, Table, Text
from pipeline.forms.sections import SECTIONS

# --- section 二: what was disclosed --------------------------------------------------------------

_ART_20 = "第二十条第({item})项"

RULES_ROW = Row("rules", "规章", "Rules")
LICENSING = Row("licensing", "行政许可", "Administrative licences")
OTHER_SERVICES = Row("other_services", "其他对外管理服务事项", "Other public-facing administration and services")
PENALTIES = Row("penalties", "行政处罚", "Administrative penalties")
COERCION = Row("coercion", "行政强制", "Administrative coercion")
FEES = Row("fees", "行政事业性收费", "Administrative fees")
PROCUREMENT = Row("procurement", "政府集中采购", "Centralised government procurement")

_PREVIOUS = Column("previous_items", "上一年项目数量", "Items in the previous year", variants=("上年项目数量",))
_CHANGE = Column(
    "change", "本年增/减", "Change this year", Domain.CHANGE, ("本年增减", "本年增/", "本年增或减", "本年增、减")
)
_ITEMS = (_PREVIOUS, _CHANGE)

_DISCLOSURE_CAPTIONS = ("信息内容",)
_DISCLOSURE = Text("主动公开政府信息情况", "Proactive disclosure")

DISCLOSURE_2019 = Table(
    "disclosure",
    "disclosure",
    _DISCLOSURE,
    blocks=(
        Block(
            "documents",
            (
                Column("made", "本年新制作数量", "Made this year", variants=("本年新制作", "本年制作数量", "制作数量")),
                Column(
                    "disclosed",
                    "本年新公开数量",
                    "Disclosed this year",
                    variants=("本年新公开", "本年公开数量", "公开数量"),
                ),
                Column("total_public", "对外公开总数量", "Public in total", variants=("对外公开总数",)),
            ),
            (
                RULES_ROW,
                Row(
                    "normative_documents",
                    "规范性文件",
                    "Normative documents",
                    variants=("行政规范性文件", "规范性档案"),
                ),
            ),
            _ART_20.format(item="一"),
        ),
        Block(
            "licensing",
            (*_ITEMS, Column("decisions", "处理决定数量", "Decisions", variants=("本年处理决定数量",))),
            (LICENSING, OTHER_SERVICES),
            _ART_20.format(item="五"),
        ),
        Block(
            "enforcement",
            (*_ITEMS, Column("decisions", "处理决定数量", "Decisions", variants=("本年处理决定数量",))),
            (PENALTIES, COERCION),
            _ART_20.format(item="六"),
        ),
        Block("fees", _ITEMS, (FEES,), _ART_20.format(item="八")),
        Block(
            "procurement",
            (
                Column("projects", "采购项目数量", "Procurement projects"),
                Column("amount", "采购总金额", "Total amount procured", Domain.AMOUNT),
            ),
            (PROCUREMENT,),
            _ART_20.format(item="九"),
        ),
    ),
    captions=_DISCLOSURE_CAPTIONS,
)

_DECISIONS_2021 = (Column("decisions", "本年处理决定数量", "Decisions", variants=("处理决定数量",)),)

DISCLOSURE_2021 = Table(
    "disclosure",
    "disclosure",
    _DISCLOSURE,
    blocks=(
        Block(
            "documents",
            (
                Column("issued", "本年制发件数", "Issued this year", variants=("制发件数", "本年制发数")),
                Column("repealed", "本年废止件数", "Repealed this year", variants=("废止件数", "本年废止数")),
                Column("in_force", "现行有效件数", "In force", variants=("现行有效数",)),
            ),
            (
                RULES_ROW,
                Row(
                    "normative_documents",
                    "行政规范性文件",
                    "Normative documents",
                    variants=("规范性文件", "规范性档案"),
                ),
            ),
            _ART_20.format(item="一"),
        ),
        Block("licensing", _DECISIONS_2021, (LICENSING,), _ART_20.format(item="五")),
        Block("enforcement", _DECISIONS_2021, (PENALTIES, COERCION), _ART_20.format(item="六")),
        Block(
            "fees",
            (
                Column(
                    "amount",
                    "本年收费金额(单位:万元)",
                    "Fees charged this year",
                    Domain.AMOUNT,
                    ("本年收费金额", "收费金额"),
                    unit="万元",
                ),
            ),
            (FEES,),
            _ART_20.format(item="八"),
        ),
    ),
    captions=_DISCLOSURE_CAPTIONS,
)

# --- section 三: the ledger of requests ----------------------------------------------------------

APPLICANTS = (
    Column("natural_person", "自然人", "Natural persons"),
    Column("business", "商业企业", "Businesses"),
    Column("research", "科研机构", "Research institutions"),
    Column("public_interest", "社会公益组织", "Public-interest organisations"),
    Column("legal_service", "法律服务机构", "Legal service bodies"),
    Column("other", "其他", "Other"),
    Column("total", "总计", "Total"),
)

_GROUPS = (
    Group("inflow", "", "Requests to be dealt with"),
    Group("granted", "", "Granted"),
    Group("partial", "", "Granted in part"),
    Group("denied", "不予公开", "Denied", "(三)"),
    Group("unable", "无法提供", "Unable to provide", "(四)"),
    Group("refused", "不予处理", "Not processed", "(五)"),
    Group("other", "其他处理", "Dealt with otherwise", "(六)"),
    Group("outflow", "", "Dealt with or carried forward"),
)

_INFLOW = (
    Row("new_received", "本年新收政府信息公开申请数量", "Newly received this year", "一、", group="inflow"),
    Row("carried_over", "上年结转政府信息公开申请数量", "Carried over from last year", "二、", group="inflow"),
)
_OUTCOMES = (
    Row("granted", "予以公开", "Granted", "(一)", group="granted"),
    Row(
        "partial",
        "部分公开",
        "Granted in part",
        "(二)",
        note="(区分处理的,只计这一情形,不计其他情形)",
        group="partial",
    ),
    Row("denied_state_secret", "属于国家秘密", "State secret", "1.", group="denied"),
    Row(
        "denied_law_forbidden",
        "其他法律行政法规禁止公开",
        "Forbidden by other laws or regulations",
        "2.",
        group="denied",
        variants=("其他法律、行政法规禁止公开",),
    ),
    Row(
        "denied_three_safety",
        "危及“三安全一稳定”",
        "Endangers security or stability",
        "3.",
        group="denied",
        variants=("危及三安全一稳定", "危及'三安全一稳定'", '危及"三安全一稳定"'),
    ),
    Row("denied_third_party", "保护第三方合法权益", "Protects a third party", "4.", group="denied"),
    Row("denied_internal_affairs", "属于三类内部事务信息", "Internal affairs", "5.", group="denied"),
    Row("denied_process_info", "属于四类过程性信息", "Information in process", "6.", group="denied"),
    Row("denied_enforcement_file", "属于行政执法案卷", "Enforcement file", "7.", group="denied"),
    Row("denied_admin_query", "属于行政查询事项", "Matter of administrative enquiry", "8.", group="denied"),
    Row("unable_not_held", "本机关不掌握相关政府信息", "Not held by this body", "1.", group="unable"),
    Row("unable_needs_creation", "没有现成信息需要另行制作", "Would have to be created", "2.", group="unable"),
    Row("unable_unclear", "补正后申请内容仍不明确", "Unclear even after correction", "3.", group="unable"),
    Row("refused_complaint", "信访举报投诉类申请", "Petition, report or complaint", "1.", group="refused"),
    Row("refused_repeat", "重复申请", "Repeated request", "2.", group="refused"),
    Row("refused_publication", "要求提供公开出版物", "Asks for a publication", "3.", group="refused"),
    Row(
        "refused_mass",
        "无正当理由大量反复申请",
        "Mass requests without good reason",
        "4.",
        group="refused",
        variants=("无正当理由大量反覆申请",),
    ),
    Row(
        "refused_confirm",
        "要求行政机关确认或重新出具已获取信息",
        "Asks to confirm or re-issue information already obtained",
        "5.",
        group="refused",
    ),
)
_OTHER_2019 = (Row("other", "其他处理", "Dealt with otherwise", "(六)", group="other"),)
_OTHER_2021 = (
    Row(
        "other_no_correction",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "Not corrected in time without good reason",
        "1.",
        group="other",
    ),
    Row(
        "other_fee_unpaid",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "Fee not paid in time",
        "2.",
        group="other",
    ),
    Row("other_misc", "其他", "Other", "3.", group="other"),
)
_CLOSING = (
    Row("result_total", "总计", "Total dealt with", "(七)", group="outflow", is_total=True),
    Row("carried_forward", "结转下年度继续办理", "Carried forward to next year", "四、", group="outflow"),
)

_REQUESTS = Text("收到和处理政府信息公开申请情况", "Requests received and dealt with")


def _requests(other: tuple[Row, ...]) -> Table:
    outcomes = (*_OUTCOMES, *other)
    applicants = tuple(column.key for column in APPLICANTS)
    return Table(
        "requests",
        "requests",
        _REQUESTS,
        blocks=(Block("requests", APPLICANTS, (*_INFLOW, *outcomes, *_CLOSING)),),
        groups=_GROUPS,
        sums=(
            Sum("ledger_balance", "rows", ("new_received", "carried_over"), ("result_total", "carried_forward")),
            Sum("result_total", "rows", ("result_total",), tuple(row.key for row in outcomes)),
            Sum("applicant_total", "columns", ("total",), applicants[:-1]),
        ),
        captions=(
            "三、本年度办理结果",
            "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)",
            "申请人情况",
            "法人或其他组织",
        ),
    )


# --- section 四: reviews and lawsuits --------------------------------------------------------------

RESULTS = (
    Column("upheld", "结果维持", "Upheld"),
    Column("corrected", "结果纠正", "Corrected"),
    Column("other", "其他结果", "Other result"),
    Column("pending", "尚未审结", "Pending"),
    Column("total", "总计", "Total"),
)
ROUTES = (
    Row("review", "行政复议", "Administrative review"),
    Row("litigation_direct", "未经复议直接起诉", "Lawsuit without review", variants=("行政诉讼(未经复议)",)),
    Row("litigation_after_review", "复议后起诉", "Lawsuit after review", variants=("行政诉讼(复议后)",)),
)

REVIEW = Table(
    "review",
    "review",
    Text("政府信息公开行政复议、行政诉讼情况", "Reviews and lawsuits"),
    blocks=(Block("review", RESULTS, ROUTES),),
    sums=(Sum("review_total", "columns", ("total",), tuple(column.key for column in RESULTS[:-1])),),
    captions=("行政诉讼",),
)

# --- the rules of the ledger ---------------------------------------------------------------------

_PRINTED = Text("表内注明的勾稽关系", "printed in the form")
_LABEL = Text("表头“总计”", "the heading 'total' of the form")

RULES = (
    Rule(
        "ledger_balance",
        Text("收支平衡", "Ledger balance"),
        Text(
            "本年新收加上年结转，等于办理结果总计加结转下年度",
            "new_received + carried_over = result_total + carried_forward",
        ),
        "requests",
        "applicant",
        "error",
        _PRINTED,
    ),
    Rule(
        "result_total",
        Text("办理结果总计", "Total of outcomes"),
        Text("办理结果总计等于各项办理结果之和", "result_total = sum of the outcome rows"),
        "requests",
        "applicant",
        "error",
        _LABEL,
    ),
    Rule(
        "applicant_total",
        Text("申请人总计", "Total of applicants"),
        Text("总计等于六类申请人之和", "total = sum of the six kinds of applicants"),
        "requests",
        "row",
        "error",
        _LABEL,
    ),
    Rule(
        "review_total",
        Text("复议诉讼总计", "Total of results"),
        Text(
            "总计等于维持、纠正、其他结果、尚未审结之和",
            "total = upheld + corrected + other + pending",
        ),
        "review",
        "route",
        "error",
        _LABEL,
    ),
)

FORM_2019 = Form("2019", "国办公开办函〔2019〕60号", 2019, (DISCLOSURE_2019, _requests(_OTHER_2019), REVIEW))
FORM_2021 = Form("2021", "国办公开办函〔2021〕30号", 2021, (DISCLOSURE_2021, _requests(_OTHER_2021), REVIEW))
FORMS = Forms((FORM_2019, FORM_2021), RULES, SECTIONS)
