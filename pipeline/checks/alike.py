"""The rules that find a report again: in another version of itself, in last year's, in that of another body."""

from __future__ import annotations

from pipeline.checks.follow import DERIVED
from pipeline.checks.marks import RUN
from pipeline.checks.model import CheckRule, Level, Severity
from pipeline.forms import Text

LIKE = 0.9
"""Two texts with so large a share of their runs of characters in common are called the same."""

LEAST_PROSE = 200
"""Characters, digits and punctuation apart, from which on texts are compared."""

TELLING_AGAIN = 3
"""So many different figures of two digits make last year's figures known again."""

TELLING_ELSEWHERE = 5
"""So many make those of another body known."""

REISSUED_REPORT = CheckRule(
    "reissued_report",
    Text("重新发布", "Issued again"),
    Text(
        "同一机关同一年度重新发布的报告与前一版本各格相同；不同的单元格列为所涉单元格，并给出格数",
        "A report that a body issued again for the same year has the same cells as the version before; those that "
        "differ are named and counted",
    ),
    Level.PAIR,
    Severity.INFO,
    DERIVED,
    "version",
)
REPEATED_REPORT = CheckRule(
    "repeated_report",
    Text("内容雷同", "Repeated report"),
    Text(
        "数据或文字不与本机关上年的报告、其他机关本年或上年的报告雷同。数据雷同指全部非零数据相同，且其中不同的两位以上数字"
        f"至少{TELLING_AGAIN}个（与其他机关比至少{TELLING_ELSEWHERE}个）；文字雷同指总体情况和存在问题两部分不计数字标点"
        f"不少于{LEAST_PROSE}字，且连续{RUN}字的片段{LIKE:.0%}以上相同",
        "Neither the figures nor the text are those of the body's own report of the year before, or of another body's "
        "of this year or the last. Figures are the same when all that are not zero are, and at least "
        f"{TELLING_AGAIN} different ones of two digits are among them ({TELLING_ELSEWHERE} against another body); "
        f"texts when overview and problems, digits and punctuation apart, have {LEAST_PROSE} characters or more and "
        f"{LIKE:.0%} of their runs of {RUN} characters in common",
    ),
    Level.PAIR,
    Severity.WARNING,
    DERIVED,
    "figures or text, of last year or of another body",
)
