"""The rules that look at two reports, evaluated over all reports of a year at once."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from pipeline.checks import alike, follow
from pipeline.checks.marks import bands, likeness
from pipeline.checks.region import REGION_SCHEMA, parts_and_wholes, region_total
from pipeline.checks.relations import evaluate_relations
from pipeline.checks.verdicts import ALL, FAIL, joined, status_of, verdicts
from pipeline.checks.versions import followed
from pipeline.forms import FORMS, Forms
from pipeline.ledger import typed_values

BEARERS = 5
"""So many bodies that bear a mark are looked at: one is the report's own, and one may be alike by chance."""

NAMED = 40
"""So many cells are named at most where two versions differ."""


@dataclass(frozen=True, slots=True)
class PairFrames:
    """The reports of a year and of the year before.

    `versions` as :mod:`pipeline.checks.versions` has them; `cells` as staged, at least those of :func:`wanted_cells`
    for all reports and all of those of :func:`wanted_whole`; `table_forms` (report_id, table, form); `marks`:
    figures, n_telling, sketch, n_prose by report_id; `regions` the divisions, where they are known.
    """

    versions: pl.DataFrame
    cells: pl.DataFrame
    table_forms: pl.DataFrame
    marks: pl.DataFrame
    regions: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REGION_SCHEMA))


def check_pairs(frames: PairFrames, year: int, forms: Forms = FORMS) -> pl.DataFrame:
    """The verdicts of all rules that look at two reports, on the reports of `year`."""
    pairs = followed(frames.versions, year)
    return joined(
        [
            evaluate_relations(follow.RELATED, pairs, frames.cells, frames.table_forms, forms),
            year_on_year(frames, pairs, forms),
            reissued_report(frames, year, forms),
            repeated_report(frames, pairs, year),
            region_total(frames.versions, frames.regions, frames.cells, year, forms),
        ]
    )


def wanted_cells() -> pl.DataFrame:
    """The cells that rules between two years look at: table, row, column."""
    keys = {term.cell for rule in follow.RELATED for one in rule.relations for term in (*one.lhs, *one.rhs)}
    return pl.DataFrame(sorted(keys | set(follow.MAIN_COUNTS)), schema=["table", "row", "column"], orient="row")


def wanted_whole(versions: pl.DataFrame, regions: pl.DataFrame, year: int) -> pl.Series:
    """The reports of which all cells are looked at: those with versions, those of a whole division and its bodies."""
    again = versions.filter(pl.col("report_year") == year, pl.col("before").is_not_null())
    wholes, parts = parts_and_wholes(versions, regions, year)
    ids = (again["report_id"], again["before"], wholes["report_id"], parts["part_id"].drop_nulls())
    return pl.concat(one.alias("report_id") for one in ids).unique()


def year_on_year(frames: PairFrames, pairs: pl.DataFrame, forms: Forms = FORMS) -> pl.DataFrame:
    """Main counts that moved by much: a row for each of them, or one a pair."""
    main = pl.DataFrame(follow.MAIN_COUNTS, schema=["table", "row", "column"], orient="row")
    wanted = frames.cells.join(main, on=["table", "row", "column"], how="semi")
    counts = typed_values(wanted, forms).select("report_id", "table", "row", "column", "start", "end", "count")
    both = (
        pairs.join(counts.drop_nulls("count").rename({"count": "lhs"}), on="report_id")
        .join(
            counts.drop_nulls("count").select("table", "row", "column", rhs="count", other_report_id="report_id"),
            on=["other_report_id", "table", "row", "column"],
        )
        .filter(pl.col("rhs") >= follow.BASE)
    )
    moved = (pl.col("lhs") > follow.TIMES * pl.col("rhs")) | (pl.col("lhs") * follow.TIMES < pl.col("rhs"))
    cell = pl.format("{}|{}|{}", "table", "row", "column")
    failed = both.filter(moved, "sure").select(
        "report_id",
        "other_report_id",
        "table",
        "lhs",
        "rhs",
        "start",
        "end",
        instance=cell,
        members=cell,
        status=pl.lit(FAIL),
    )
    compared = both.filter(~moved).select("report_id").unique().with_columns(compared=pl.lit(True))
    rest = (
        pairs.join(failed, on="report_id", how="anti")
        .join(compared, on="report_id", how="left")
        .join(
            both.filter(moved).select("report_id").unique().with_columns(open=pl.lit(True)), on="report_id", how="left"
        )
        .select(
            "report_id",
            "other_report_id",
            status_of(pl.lit(False), pl.col("compared").is_not_null() & pl.col("open").is_null()),
            instance=pl.lit(ALL),
        )
    )
    return pl.concat([verdicts(follow.YEAR_ON_YEAR, failed), verdicts(follow.YEAR_ON_YEAR, rest)])


def reissued_report(frames: PairFrames, year: int, forms: Forms = FORMS) -> pl.DataFrame:
    """What a version changed in the cells of the one before: one row a version that has one before it."""
    again = frames.versions.filter(pl.col("report_year") == year, pl.col("before").is_not_null()).select(
        "report_id", "sure", other_report_id="before"
    )
    # Only what both readings are sure of: a number, or a cell that is empty.
    told = frames.cells.filter(pl.col("status").is_in(["reported", "blank", "marked"])).select(
        "report_id", "table", "row", "column", "value"
    )
    both = again.join(told, on="report_id").join(
        told.rename({"report_id": "other_report_id", "value": "was"}), on=["other_report_id", "table", "row", "column"]
    )
    cell = pl.format("{}|{}|{}", "table", "row", "column")
    changed = both.filter(pl.col("value").ne_missing(pl.col("was")))
    compared = both.group_by("report_id").agg(pl.len().alias("n_compared"))
    named = (
        changed.sort("report_id", "table", "row", "column")
        .group_by("report_id", maintain_order=True)
        .agg(lhs=pl.len().cast(pl.Int64), cells=cell)
        .with_columns(members=pl.col("cells").list.head(NAMED).list.join(";"))
    )
    found = again.join(compared, on="report_id", how="left").join(named, on="report_id", how="left")
    failed = pl.col("lhs").is_not_null()
    return verdicts(
        alike.REISSUED_REPORT,
        found.select(
            "report_id",
            "other_report_id",
            status_of(failed, pl.col("n_compared").is_not_null() & (~failed | pl.col("sure"))),
            "members",
            instance=pl.lit("version"),
            lhs=pl.col("lhs").fill_null(0),
            rhs=pl.when(pl.col("n_compared").is_not_null()).then(0),
            detail_zh=pl.format("与前一版本有 {} 格不同", "lhs"),
            detail_en=pl.format("{} cells differ from the version before", "lhs"),
        ),
    )


def repeated_report(frames: PairFrames, pairs: pl.DataFrame, year: int) -> pl.DataFrame:
    """Figures or text of last year or of another body: up to four rows a current report."""
    # A report is not told to repeat what came after it.
    known = frames.versions.filter("is_current", pl.col("report_year").is_between(year - 1, year))
    current = known.join(frames.marks, on="report_id")
    here = current.filter(pl.col("report_year") == year)
    theirs = current.select(
        other_report_id="report_id", other_figures="figures", other_sketch="sketch", other_prose="n_prose"
    )
    last = pairs.join(here.drop("sure", "agency_key"), on="report_id").join(theirs, on="other_report_id")
    telling = pl.col("n_telling") >= alike.TELLING_AGAIN
    same = (pl.col("figures") == pl.col("other_figures")).fill_null(False)
    long = (pl.col("n_prose") >= alike.LEAST_PROSE) & (pl.col("other_prose") >= alike.LEAST_PROSE)
    texts = last.filter(long, pl.col("sketch").is_not_null(), pl.col("other_sketch").is_not_null())
    texts = texts.with_columns(likeness(texts["sketch"], texts["other_sketch"]))
    liked = last.join(texts.select("report_id", "likeness"), on="report_id", how="left")
    alike_text = (pl.col("likeness") >= alike.LIKE).fill_null(False)
    return joined(
        [
            _repeated(last, "figures_of_last_year", same, telling.fill_null(False)),
            _repeated(liked, "text_of_last_year", alike_text, pl.col("likeness").is_not_null()),
            _repeated_elsewhere(here, _same_figures(here, current), "figures_of_another", _tells),
            _repeated_elsewhere(here, _same_text(here, current), "text_of_another", _speaks),
        ]
    )


def _repeated(found: pl.DataFrame, instance: str, failed: pl.Expr, known: pl.Expr) -> pl.DataFrame:
    return verdicts(
        alike.REPEATED_REPORT,
        found.select(
            "report_id",
            "other_report_id",
            status_of(failed, known & (~failed | pl.col("sure"))),
            instance=pl.lit(instance),
        ),
    )


_tells = pl.col("n_telling") >= alike.TELLING_ELSEWHERE
_speaks = (pl.col("n_prose") >= alike.LEAST_PROSE) & pl.col("sketch").is_not_null()


def _repeated_elsewhere(here: pl.DataFrame, found: pl.DataFrame, instance: str, known: pl.Expr) -> pl.DataFrame:
    """One row a report: the first other body's report that is the same, if there is one."""
    first = found.sort("report_id", ~pl.col("both_sure"), "other_report_id").unique("report_id", keep="first")
    same = pl.col("other_report_id").is_not_null()
    rows = here.join(first.select("report_id", "other_report_id", "both_sure"), on="report_id", how="left")
    return verdicts(
        alike.REPEATED_REPORT,
        rows.select(
            "report_id",
            "other_report_id",
            status_of(same, known.fill_null(False) & (~same | pl.col("both_sure"))),
            instance=pl.lit(instance),
        ),
    )


def _same_figures(here: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    """Reports with the same figures of another body, of the same year or the one before."""
    ours = here.filter(_tells).select("report_id", "figures", *_WHOSE)
    return _of_others(_starred(ours, current.filter(_tells), "figures"))


def _same_text(here: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    """Reports with nearly the same text of another body, of the same year or the one before."""
    columns = ("report_id", "sketch", *_WHOSE)
    ours, every = here.filter(_speaks).select(columns), current.filter(_speaks).select(columns)
    candidates = _of_others(_starred(bands(ours), bands(every), "band")).unique(["report_id", "other_report_id"])
    sketches = every.select("report_id", "sketch")
    both = candidates.join(sketches, on="report_id").join(
        sketches.rename({"report_id": "other_report_id", "sketch": "other_sketch"}), on="other_report_id"
    )
    both = both.with_columns(likeness(both["sketch"], both["other_sketch"]))
    return both.filter(pl.col("likeness") >= alike.LIKE).drop("sketch", "other_sketch", "likeness")


_WHOSE = ("agency_key", "region", "department", "sure")


def _starred(ours: pl.DataFrame, every: pl.DataFrame, mark: str) -> pl.DataFrame:
    """Our reports with the first few reports of different bodies that bear the same mark.

    Of a mark that hundreds bear each is compared with these, not with hundreds.
    """
    bearers = (
        every.sort(~pl.col("sure"), "report_id")
        .unique([mark, "agency_key"], keep="first", maintain_order=True)
        .group_by(mark, maintain_order=True)
        .head(BEARERS)
        .select(
            mark,
            other_report_id="report_id",
            other_key="agency_key",
            other_region="region",
            other_department="department",
            other_sure="sure",
        )
    )
    return ours.join(bearers, on=mark)


GENERAL = ("GOV", "OFF")
"""A government and its office report on the same, and mostly in the same words."""


def _of_others(found: pl.DataFrame) -> pl.DataFrame:
    """Pairs of two bodies, a government and its own office left out, and whether both are certain."""
    one_government = (
        (pl.col("region") == pl.col("other_region"))
        & pl.col("department").is_in(GENERAL)
        & pl.col("other_department").is_in(GENERAL)
    ).fill_null(False)
    return found.filter(pl.col("agency_key") != pl.col("other_key"), ~one_government).select(
        "report_id", "other_report_id", both_sure=pl.col("sure") & pl.col("other_sure")
    )
