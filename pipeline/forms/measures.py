"""The measures: what a rate is made of, said once.

A measure is a quotient of figures that reports print, over all applicants. Its SQL in the marts, the pages of the
documentation and the table `dim_measure` come from here, or are held to it by a test. What holds of every measure:

- It is null unless every figure in it is printed: a blank, a mark or a decoded figure is no figure.
- It is null where its denominator is zero or less: nothing was there to be measured.
- Where an identity of one of its `tables` fails it is null too, and the same quotient stands beside it for those who
  ask, as ``<measure>_including_inconsistent``.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.forms.model import Text

SHARE = Text("份额，0 至 1", "share, from 0 to 1")
RATIO = Text("比值，可大于 1", "ratio, may be above 1")
BLANKS = Text(
    "任一数未印出（空白、符号、推定、缺失）即为空；分母不大于零亦为空",
    "null where a figure is not printed (blank, marked, decoded, absent), and where the denominator is not above zero",
)
"""What blanks do to every measure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that measures are made of: the sum of `cells` (row, column) of a statutory table.

    `group` names a group of rows instead: the sum of its rows in the form that the table shows, over the column of all
    applicants. Rows of the group are never compared across forms, only their sum.
    """

    key: str
    text: Text
    table: str
    cell: tuple[str, str] | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A quotient of figures. `denominator` is a sum from which the figures `less` are taken off.

    `tables` are the statutory tables whose tier decides whether it counts; `forms` those in which it means the same.
    """

    key: str
    text: Text
    description: Text
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    tables: tuple[str, ...]
    less: tuple[str, ...] = ()
    unit: Text = SHARE
    forms: tuple[str, ...] = ("2019", "2021")

    @property
    def above(self) -> str:
        """What stands above the line, in figures."""
        return " + ".join(self.numerator)

    @property
    def below(self) -> str:
        """What stands below the line, in figures."""
        return " - ".join((" + ".join(self.denominator), *self.less))

    @property
    def figures(self) -> tuple[str, ...]:
        """Every figure in it, each once."""
        return tuple(dict.fromkeys((*self.numerator, *self.denominator, *self.less)))


def _total(key: str, row: str, zh: str, en: str) -> Figure:
    return Figure(key, Text(zh, en), "requests", cell=(row, "total"))


def _group(key: str, group: str, zh: str, en: str) -> Figure:
    return Figure(key, Text(zh, en), "requests", group=group)


def _dispute(key: str, route: str, result: str, zh: str, en: str) -> Figure:
    return Figure(key, Text(zh, en), "review", cell=(route, result))


FIGURES = (
    _total("new_received", "new_received", "本年新收件数", "Requests newly received"),
    _total("carried_over", "carried_over", "上年结转件数", "Requests carried over from last year"),
    _total("result_total", "result_total", "本年办结件数", "Requests dealt with"),
    _total("carried_forward", "carried_forward", "结转下年度件数", "Requests carried forward to next year"),
    _group("granted", "granted", "予以公开件数", "Granted"),
    _group("partial", "partial", "部分公开件数", "Granted in part"),
    _group("denied", "denied", "不予公开件数", "Denied, all reasons"),
    _group("unable", "unable", "无法提供件数", "Unable to provide, all reasons"),
    _group("refused", "refused", "不予处理件数", "Not processed, all reasons"),
    _group("other_outcomes", "other", "其他处理件数", "Dealt with otherwise"),
    _dispute("reviews", "review", "total", "行政复议件数", "Administrative reviews"),
    _dispute("reviews_corrected", "review", "corrected", "行政复议结果纠正件数", "Reviews that ended in a correction"),
    _dispute("reviews_pending", "review", "pending", "行政复议尚未审结件数", "Reviews not yet decided"),
    _dispute("lawsuits_direct", "litigation_direct", "total", "未经复议直接起诉件数", "Lawsuits without review"),
    _dispute(
        "lawsuits_direct_corrected",
        "litigation_direct",
        "corrected",
        "未经复议直接起诉结果纠正件数",
        "Lawsuits without review that ended in a correction",
    ),
    _dispute(
        "lawsuits_direct_pending",
        "litigation_direct",
        "pending",
        "未经复议直接起诉尚未审结件数",
        "Lawsuits without review not yet decided",
    ),
    _dispute("lawsuits_after_review", "litigation_after_review", "total", "复议后起诉件数", "Lawsuits after review"),
    _dispute(
        "lawsuits_after_review_corrected",
        "litigation_after_review",
        "corrected",
        "复议后起诉结果纠正件数",
        "Lawsuits after review that ended in a correction",
    ),
    _dispute(
        "lawsuits_after_review_pending",
        "litigation_after_review",
        "pending",
        "复议后起诉尚未审结件数",
        "Lawsuits after review not yet decided",
    ),
)

_REASONS = ("denied", "unable", "refused", "other_outcomes")


def _share(figure: str, zh: str, en: str) -> Measure:
    return Measure(
        f"refusal_share_{figure.removesuffix('_outcomes')}",
        Text(f"未公开理由构成：{zh}", f"Refusal mix: {en}"),
        Text(
            f"未予公开的各类办结中，{zh}所占份额",
            f"Of the requests that ended without disclosure, the share that was {en}",
        ),
        (figure,),
        _REASONS,
        ("requests",),
    )


def _corrected(key: str, figure: str, zh: str, en: str) -> Measure:
    return Measure(
        f"correction_rate_{key}",
        Text(f"{zh}纠错率", f"Correction rate, {en}"),
        Text(
            f"{zh}已审结案件中结果纠正的份额",
            f"Of the decided cases of {en}, the share that ended in a correction; pending ones are left out",
        ),
        (f"{figure}_corrected",),
        (figure,),
        ("review",),
        less=(f"{figure}_pending",),
    )


MEASURES = (
    Measure(
        "disclosure_rate",
        Text("公开率", "Disclosure rate"),
        Text("予以公开与部分公开占本年办结的份额", "Of all requests dealt with, the share granted or granted in part"),
        ("granted", "partial"),
        ("result_total",),
        ("requests",),
    ),
    Measure(
        "substantive_disclosure_rate",
        Text("实质公开率", "Substantive disclosure rate"),
        Text(
            "予以公开与部分公开占实体办结的份额，不计不予处理与其他处理",
            "The same, with what was not processed and what was dealt with otherwise left out of the total",
        ),
        ("granted", "partial"),
        ("result_total",),
        ("requests",),
        less=("refused", "other_outcomes"),
    ),
    Measure(
        "clearance",
        Text("办结率", "Clearance"),
        Text("本年办结占本年新收与上年结转之和的份额", "Of all requests to be dealt with, the share that was"),
        ("result_total",),
        ("new_received", "carried_over"),
        ("requests",),
    ),
    Measure(
        "carry_over_ratio",
        Text("结转率", "Carry-over ratio"),
        Text(
            "结转下年度占本年新收与上年结转之和的份额",
            "Of all requests to be dealt with, the share that goes on to the next year",
        ),
        ("carried_forward",),
        ("new_received", "carried_over"),
        ("requests",),
    ),
    Measure(
        "dispute_rate",
        Text("争议率", "Dispute rate"),
        Text(
            "行政复议与行政诉讼件数之和与本年新收之比",
            "Reviews and lawsuits for each request newly received; they may concern requests of earlier years",
        ),
        ("reviews", "lawsuits_direct", "lawsuits_after_review"),
        ("new_received",),
        ("requests", "review"),
        unit=RATIO,
    ),
    _corrected("review", "reviews", "行政复议", "administrative review"),
    _corrected("litigation_direct", "lawsuits_direct", "未经复议直接起诉", "lawsuits without review"),
    _corrected("litigation_after_review", "lawsuits_after_review", "复议后起诉", "lawsuits after review"),
    _share("denied", "不予公开", "denied"),
    _share("unable", "无法提供", "unable to provide"),
    _share("refused", "不予处理", "not processed"),
    _share("other_outcomes", "其他处理", "dealt with otherwise"),
)
