"""The six sections that both notices prescribe, with the headings reports really use for them."""

from pipeline.forms.model import Section

SECTIONS: tuple[Section, ...] = (
    Section("overview", "一", "总体情况", "Overall situation", ("总体情况概述", "概述", "基本情况")),
    Section(
        "disclosure",
        "二",
        "主动公开政府信息情况",
        "Proactive disclosure of government information",
        ("行政机关主动公开政府信息情况", "主动公开政府信息的情况", "主动公开情况"),
    ),
    Section(
        "requests",
        "三",
        "收到和处理政府信息公开申请情况",
        "Requests received and dealt with",
        (
            "行政机关收到和处理政府信息公开申请情况",
            "收到和处理政府信息公开申请的情况",
            "收到和处理政府信息公开情况",
            "依申请公开政府信息情况",
        ),
    ),
    Section(
        "review",
        "四",
        "政府信息公开行政复议、行政诉讼情况",
        "Administrative reviews and lawsuits over disclosure",
        (
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "因政府信息公开工作被申请行政复议提起行政诉讼情况",
            "政府信息公开行政复议和行政诉讼情况",
            "政府信息公开行政复议行政诉讼情况",
            "行政复议、行政诉讼情况",
        ),
    ),
    Section(
        "problems",
        "五",
        "存在的主要问题及改进情况",
        "Main problems and improvements",
        (
            "政府信息公开工作存在的主要问题及改进情况",
            "存在的主要问题和改进情况",
            "存在主要问题及改进情况",
            "存在问题及改进措施",
            "存在的问题及改进措施",
            "存在的主要问题及改进措施",
            "存在问题及改进情况",
        ),
    ),
    Section(
        "other_matters",
        "六",
        "其他需要报告的事项",
        "Other matters to report",
        ("其他需要报告事项", "需要报告的其他事项", "其他报告事项"),
    ),
)
