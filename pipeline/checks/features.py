"""What the rules need to know of a text, one row a report, taken from many texts at once.

The text itself is long and is looked at by stretches of reports; what stands here is small.
"""

from __future__ import annotations

import polars as pl

from pipeline.checks.headings import SIGN_SCHEMA, signs
from pipeline.checks.places import STATED, date_of, place
from pipeline.forms import FORMS, Forms

FEATURE_SCHEMA = pl.Schema(
    {
        "report_id": pl.String(),
        "problems_said": pl.Boolean(),
        "period_from": pl.Date(),
        "period_to": pl.Date(),
        "period_odd": pl.String(),
        "period_start": pl.Int32(),
        "period_end": pl.Int32(),
        "title_years": pl.Int32(),
        "overview_own": pl.Int32(),
        "overview_before": pl.Int32(),
        "overview_other": pl.Int32(),
        "kinds": pl.List(pl.String()),
        "kinds_start": pl.Int32(),
        "kinds_end": pl.Int32(),
        "compiled_by": pl.String(),
        "compiled_start": pl.Int32(),
        "compiled_end": pl.Int32(),
        "published_start": pl.Int32(),
        "published_end": pl.Int32(),
        "headings": pl.List(pl.String()),
        "displaced": SIGN_SCHEMA["displaced"],
        "prose": pl.String(),
    }
)
"""`problems_said`: whether the fifth section says something, null without that section. `period_from`, `period_to`: the
period that the text itself calls one; `period_odd` its words where they are no dates. `title_years`: how many years the
titles near the head name, those in sentences left out where all headlines name the year of the report. `overview_*`:
how often the overview names the year of the report, the one before, others.
`kinds`: the kinds of body by which the text calls itself. `compiled_by`: the body that the preamble says compiled the
report. ``_start`` and ``_end``: where the words stand, null where they were not found again; of the period and the date
of publication only where these are not as they should be. `headings` and `displaced` as
:mod:`pipeline.checks.headings` has them, null where all six sections have their heading anyway. `prose`:
overview and problems without blanks and digits, for comparing."""

PROSE = ("overview", "problems")
"""The sections that a body writes in its own words."""

HEAD = 4000
"""Characters in which the stated period stands."""

TITLE_HEAD = 1500
_BLANK = r"[\s\u00a0\u3000|*#_\"'/\\]"
_BLANKS = f"{_BLANK}+"
_WIDE = {wide: str(digit) for digit, wide in enumerate("０１２３４５６７８９")}
_PERIODS = ("期限", "时限", "统计时间", "统计周期")
_YEAR = r"[2２][0０]\d\d"
_NEAR_PERIOD = "(?s)(?:" + "|".join(f"{_BLANK}*".join(words) for words in _PERIODS) + ").{0,200}"
_PERIOD = (
    rf"(?:{'|'.join(_PERIODS)})[^。;；]{{0,16}}?"
    rf"(?<words>(?<y1>{_YEAR})年(?<m1>\d{{1,2}})月(?<d1>\d{{1,2}})日(?:起|始|开始)?(?:至|到|-|—|―|~|～|–)+"
    rf"(?:(?<y2>{_YEAR})年)?(?<m2>\d{{1,2}})月(?<d2>\d{{1,2}})日)"
)
_TITLE_YEAR = (
    r"20\d\d年?度?[^。，,；;:：]{0,40}?(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:年度|工作|年度工作)?(?:报告|年报)"
)
_SENTENCE = r"[。，,；;]"
_NAMED_YEAR = r"(20\d\d)年(?:\D|$)"
"""A year that a line of the head names: not that of a date."""
_NOTHING = r"^(?:暂无|无|没有|不存在|略|存在的?|主要|问题|改进|情况|措施|及|和|一|二|[()（）\d、,，.。:：;；—-])*$"
_SELF = r"我局|我委[^托派婉]|我厅|我镇|我乡[^村镇]|我街道|我办事处"
_COMPILED = (
    r"本(?:年度)?报告(?:由|系)([\x{4e00}-\x{9fff}]{2,24}?(?:局|委员会|委|厅|办公室|办事处|政府|镇|乡|街道))"
    r"(?:根据|按照|依照|依据|编制|负责|汇总|综合)"
)
_NO_PROSE = r"[\s\u00a0\u3000\d０-９|*#.。,，;；:：、()（）%％\-—]+"


def text_features(documents: pl.DataFrame, sections: pl.DataFrame, forms: Forms = FORMS) -> pl.DataFrame:
    """The features of some `documents` (report_id, report_year, text, published) with `sections`: FEATURE_SCHEMA."""
    found = documents.select("report_id", "report_year", "text", "published")
    for key in PROSE:
        span = sections.filter(pl.col("section") == key).unique("report_id", keep="first", maintain_order=True)
        found = found.join(
            span.select(
                "report_id", _start=pl.col("start"), _length=pl.col("end") - pl.col("start"), _heading="heading"
            ),
            on="report_id",
            how="left",
            maintain_order="left",
        ).with_columns(
            _plain(pl.col("text").str.slice(pl.col("_start").fill_null(0), pl.col("_length").fill_null(0))).alias(key),
            _plain(pl.col("_heading")).alias(f"{key}_heading"),
        )
        found = found.drop("_length", "_heading").rename({"_start": f"{key}_start"})
    # Blanks are taken out of what stands near its words only: that is a twentieth of the head.
    near_period = _plain(pl.col("text").str.slice(0, HEAD).str.extract_all(_NEAR_PERIOD).list.join("。"))
    found = found.with_columns(
        _period=near_period.str.extract_groups(_PERIOD),
        _titles=_plain(pl.col("text").str.slice(0, TITLE_HEAD))
        .str.extract_all(_TITLE_YEAR)
        .list.eval(pl.element().str.slice(0, 4))
        .list.n_unique(),
        _years=pl.col("overview")
        .str.extract_all(f"{_YEAR}年")
        .list.eval(pl.element().str.slice(0, 4).str.replace_many(_WIDE).cast(pl.Int32)),
        _self=pl.concat_str([pl.col(key).fill_null("") for key in PROSE]).str.extract_all(_SELF),
    ).with_columns(
        pl.col("_period").struct.unnest().str.replace_many(_WIDE),
        _headlines=_headlines(pl.when(pl.col("_titles") > 1).then(pl.col("text").str.slice(0, TITLE_HEAD))),
        # How many years before or behind that of the report each of them is.
        _years=pl.col("_years") - pl.col("report_year"),
    )
    found = found.join(signs(found, sections, forms), on="report_id", how="left", maintain_order="left")
    start = _date("y1", "m1", "d1")
    end = _date(pl.coalesce(_set("y2"), _set("y1")), "m2", "d2")
    there = pl.col("words").is_not_null()
    found = found.with_columns(**_places(start, end))
    return found.select(
        "report_id",
        problems_said=pl.when(pl.col("problems_heading").is_not_null()).then(
            ~_behind("problems").str.contains(_NOTHING)
        ),
        period_from=pl.when(end.is_not_null()).then(start),
        period_to=pl.when(start.is_not_null()).then(end),
        period_odd=pl.when(there & (start.is_null() | end.is_null())).then("words"),
        period_start="period_start",
        period_end="period_end",
        title_years=pl.when(pl.col("_headlines") == pl.concat_list(pl.col("report_year").cast(pl.String)))
        .then(1)
        .otherwise("_titles")
        .cast(pl.Int32),
        overview_own=_named(0),
        overview_before=_named(-1),
        overview_other=(pl.col("_years").list.len().fill_null(0) - _named(0) - _named(-1)).cast(pl.Int32),
        kinds=pl.col("_self")
        .list.eval(pl.element().str.extract(r"^我(局|委|厅|镇|乡|街道|办事处)"))
        .list.unique()
        .list.sort(),
        kinds_start="kinds_start",
        kinds_end="kinds_end",
        compiled_by=_plain(pl.col("text").str.slice(0, HEAD).str.extract(_COMPILED)),
        compiled_start="compiled_start",
        compiled_end="compiled_end",
        published_start="published_start",
        published_end="published_end",
        headings="headings",
        displaced="displaced",
        prose=pl.concat_str([pl.col(key).fill_null("") for key in PROSE]).str.replace_all(_NO_PROSE, ""),
    ).cast(FEATURE_SCHEMA)


def _places(start: pl.Expr, end: pl.Expr) -> dict[str, pl.Expr]:
    """Where the words stand that a finding would be about."""
    year = pl.col("report_year")
    as_due = (start == pl.date(year, 1, 1)) & (end == pl.date(year, 12, 31))
    in_time = pl.col("published").is_null() | (pl.col("published") <= pl.date(year + 1, 1, 31))
    head = pl.col("text").str.slice(0, HEAD)
    behind = pl.col("overview_start").fill_null(0)
    found = {
        "period": place(pl.when(pl.col("words").is_not_null() & ~as_due.fill_null(False)).then(head), STATED),
        "kinds": place(pl.when(pl.col("_self").list.len() > 0).then(pl.col("text").str.slice(behind)), _SELF, behind),
        "compiled": place(head, _COMPILED, group=1),
        "published": place(pl.when(~in_time.fill_null(True)).then("text"), date_of(pl.col("published"))),
    }
    return {
        f"{name}_{side}": one for name, both in found.items() for side, one in zip(("start", "end"), both, strict=True)
    }


def _headlines(head: pl.Expr) -> pl.Expr:
    """The years that lines of the head name which are no sentences."""
    return (
        head.str.split("\n")
        .list.eval(_plain(pl.element()))
        .list.eval(pl.element().filter(~pl.element().str.contains(_SENTENCE)).str.extract(_NAMED_YEAR, 1).drop_nulls())
        .list.unique()
    )


def _plain(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(_BLANKS, "")


def _behind(section: str) -> pl.Expr:
    """What a section says behind its heading."""
    return pl.col(section).str.strip_prefix(pl.col(f"{section}_heading"))


def _set(name: str) -> pl.Expr:
    """A group of a pattern, null where it took no part."""
    return pl.when(pl.col(name).str.len_chars() > 0).then(pl.col(name))


def _date(year: str | pl.Expr, month: str, day: str) -> pl.Expr:
    """A date, null where the numbers are none."""
    number = pl.col(year) if isinstance(year, str) else year
    return pl.concat_str(
        [number, pl.col(month).str.zfill(2), pl.col(day).str.zfill(2)], separator="-", ignore_nulls=False
    ).str.to_date("%Y-%m-%d", strict=False)


def _named(distance: int) -> pl.Expr:
    """How often the overview names the year so far from that of the report; 0 where the report has none."""
    return pl.col("_years").list.count_matches(distance).fill_null(0).cast(pl.Int32)
