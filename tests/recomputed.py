"""The marts once more, from the staged tables, in Polars and in other words than the SQL: what each figure must be.

Each function gives all rows of a mart with all its columns. Nothing here reads a model or the SQL of one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.checks import declared_rules
from pipeline.checks.members import members
from pipeline.forms import FORMS
from pipeline.storage import Warehouse, partitions, read_rows
from tests.modelled import STAGED

FLOW = ("new_received", "carried_over", "result_total", "carried_forward")
GROUPS = {"granted": "granted", "partial": "partial", "denied": "denied", "unable": "unable", "refused": "refused"}
FAMILIES = ("denied", "unable", "refused", "other_outcomes")
REASONS = [row.key for row in FORMS.rows("requests") if row.group in ("denied", "unable", "refused")]
ROUTES = {
    "review": "reviews",
    "litigation_direct": "lawsuits_direct",
    "litigation_after_review": "lawsuits_after_review",
}
PEERS = 30
SCOPES = ("own", "consolidated", "unknown")


@dataclass(frozen=True, slots=True)
class Staged:
    """The staged tables that marts come from, all years together."""

    cells: pl.DataFrame
    checks: pl.DataFrame
    reports: pl.DataFrame
    bodies: pl.DataFrame
    files: pl.DataFrame
    decisions: pl.DataFrame


def staged(warehouse: Warehouse) -> Staged:
    """Read them."""

    def every(name: str) -> pl.DataFrame:
        table = STAGED[name]
        years = partitions(warehouse, table) if table.by_year else (None,)
        return pl.concat([table.empty(), *(read_rows(warehouse, table, year) for year in years)])

    checks = pl.concat([every(name) for name in ("checks", "report_checks", "pair_checks")], how="diagonal")
    others = (every(name) for name in ("reports", "report_agencies", "ingest_ledger", "decisions"))
    return Staged(every("cells"), checks, *others)


def current(tables: Staged) -> pl.DataFrame:
    """Every report with what it is of, and whether it counts: `n_versions` is null for what is no report."""
    seen = tables.files.group_by("report_id").agg(pl.col("first_seen").min())
    told = tables.reports.join(
        tables.bodies.select(
            "report_id",
            "agency_key",
            "scope",
            "method",
            "confidence",
            "department",
            "level",
            "vertical",
            "region_code",
        ),
        on="report_id",
    ).join(seen, on="report_id", how="left")
    order = ["published", "first_seen", "report_id"]
    rows = []
    for (_, year, _), group in told.filter(~pl.col("status").is_in(["unreadable", "not_a_report"])).group_by(
        "agency_key", "report_year", "scope"
    ):
        if year is None:
            rows += [(report, 1, True) for report in group["report_id"]]
            continue
        ranked = group.sort(order, nulls_last=False)
        last = ranked["report_id"][-1]
        rows += [(report, len(ranked), report == last) for report in ranked["report_id"]]
    schema = {"report_id": pl.String, "n_versions": pl.Int64, "is_current": pl.Boolean}
    return told.join(pl.DataFrame(rows, schema=schema, orient="row"), on="report_id", how="left").with_columns(
        pl.col("is_current").fill_null(False)
    )


def printed(tables: Staged) -> pl.DataFrame:
    """Whole numbers that stand in a report: report_id, table, row, column, n."""
    value = pl.col("value")
    return (
        tables.cells.filter((pl.col("status") == "reported") & (value >= 0) & (value == value.floor()))
        .with_columns(n=value.cast(pl.Int64))
        .select("report_id", "table", "row", "column", "n")
    )


def figures(tables: Staged) -> pl.DataFrame:
    """The figures of each report, a column each."""
    numbers = printed(tables)

    def spread(table: str, column: str | None, names: dict[str, str]) -> pl.DataFrame:
        of = numbers.filter(pl.col("table") == table)
        if column is not None:
            of = of.filter(pl.col("column") == column)
        place = pl.col("row") if column is not None else pl.col("row") + "/" + pl.col("column")
        wide = of.with_columns(place=place).pivot(on="place", index="report_id", values="n")
        missing = [name for name in names if name not in wide.columns]
        return wide.with_columns(pl.lit(None, pl.Int64).alias(name) for name in missing).select(
            "report_id", **{new: pl.col(old) for old, new in names.items()}
        )

    lines = {row.key: f"line {row.key}" for row in FORMS.rows("requests")}
    requests = spread("requests", "total", lines).with_columns(
        *(pl.col(f"line {name}").alias(name) for name in (*FLOW, *REASONS)),
        *(_group(key).alias(name) for name, key in (GROUPS | {"other_outcomes": "other"}).items()),
    )
    results = {
        f"{route}/{result}": f"{name}{ending}"
        for route, name in ROUTES.items()
        for result, ending in (("total", ""), ("corrected", "_corrected"), ("pending", "_pending"))
    }
    blanks = tables.cells.group_by("report_id").agg(
        ((pl.col("table") == key) & pl.col("value").is_null()).sum().alias(f"blanks_{key}") for key in FORMS.table_keys
    )
    valued = tables.cells.filter(pl.col("status").is_in(["reported", "decoded"]), pl.col("column") == "decisions")
    decisions = [
        valued.filter(pl.col("row") == row, pl.col("value") == pl.col("value").floor()).select(
            "report_id", pl.col("value").cast(pl.Int64).alias(f"{name}_decisions")
        )
        for row, name in (("licensing", "licensing"), ("penalties", "penalty"), ("coercion", "coercion"))
    ]
    verdicts = tables.checks.group_by("report_id").agg(
        (pl.col("status") == status).sum().alias(f"n_checks_{name}")
        for status, name in (("pass", "passed"), ("fail", "failed"), ("unverifiable", "unverifiable"))
    )
    there = [f"form_{key}" for key in FORMS.table_keys]
    whole = tables.reports.select("report_id", *there)
    for part in (blanks, requests, spread("review", None, results), *decisions, verdicts):
        whole = whole.join(part, on="report_id", how="left")
    whole = whole.with_columns(pl.col(r"^(blanks_|n_checks_).*$").fill_null(0))
    return whole.with_columns(
        pl.when(pl.col(f"form_{key}").is_not_null()).then(f"blanks_{key}").alias(f"blanks_{key}")
        for key in FORMS.table_keys
    ).drop(*lines.values(), *there)


def _group(key: str) -> pl.Expr:
    """The sum of a group in the form of which all rows are printed; null where two forms would give different sums."""
    sums = []
    for _, table in FORMS.tables("requests"):
        rows = [pl.col(f"line {row.key}") for row in table.rows if row.group == key]
        sums.append(pl.sum_horizontal(rows, ignore_nulls=False))
    least, most = pl.min_horizontal(sums), pl.max_horizontal(sums)
    return pl.when(least == most).then(least)


def over(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    """A quotient, null where nothing stands below the line."""
    return pl.when(below > 0).then(above / below)


def quotients() -> dict[str, tuple[pl.Expr, pl.Expr, tuple[str, ...]]]:
    """Above and below the line of each measure, and the tables that must hold."""
    c = pl.col
    open_cases = c("new_received") + c("carried_over")
    refused = c("denied") + c("unable") + c("refused") + c("other_outcomes")
    disputes = c("reviews") + c("lawsuits_direct") + c("lawsuits_after_review")
    disclosed, requests, review = c("granted") + c("partial"), ("requests",), ("review",)
    return {
        "disclosure_rate": (disclosed, c("result_total"), requests),
        "substantive_disclosure_rate": (
            disclosed,
            c("result_total") - (c("refused") + c("other_outcomes")),
            requests,
        ),
        "clearance": (c("result_total"), open_cases, requests),
        "carry_over_ratio": (c("carried_forward"), open_cases, requests),
        "dispute_rate": (disputes, c("new_received"), ("requests", "review")),
        **{
            f"correction_rate_{route}": (c(f"{name}_corrected"), c(name) - c(f"{name}_pending"), review)
            for route, name in ROUTES.items()
        },
        **{f"refusal_share_{name.removesuffix('_outcomes')}": (c(name), refused, requests) for name in FAMILIES},
    }


def _rates(frame: pl.DataFrame, names: Callable[[str], bool]) -> pl.DataFrame:
    made: list[pl.Expr] = []
    for name, (above, below, tables) in quotients().items():
        if names(name):
            holds = pl.all_horizontal(pl.col(f"tier_{table}") != "inconsistent" for table in tables)
            rate = over(above, below)
            made += [pl.when(holds).then(rate).alias(name), rate.alias(f"{name}_including_inconsistent")]
    return frame.with_columns(made)


def agency_year(tables: Staged) -> pl.DataFrame:
    """What `mart_agency_year` must be, and the figures besides."""
    told = current(tables).filter(
        pl.col("is_current"),
        pl.col("report_year").is_not_null(),
        pl.col("agency").is_not_null() | (pl.col("method") != "unresolved"),
    )
    whole = told.join(figures(tables), on="report_id").with_columns(
        lawsuits=pl.col("lawsuits_direct") + pl.col("lawsuits_after_review"),
        **{
            f"n_{tier}_in_year": (pl.col("tier") == tier).sum().over("report_year")
            for tier in ("verified", "unverified", "inconsistent")
        },
    )
    return _rates(whole, lambda name: not name.startswith("refusal_share"))


def refusal_mix(tables: Staged) -> pl.DataFrame:
    """What `mart_refusal_mix` must be."""
    frame = _rates(agency_year(tables), lambda name: name.startswith("refusal_share"))
    return frame.with_columns(
        not_disclosed=pl.sum_horizontal(FAMILIES, ignore_nulls=False),
        reasons_blank=pl.sum_horizontal(pl.col(REASONS).is_null()),
    )


def agency_measure(tables: Staged) -> pl.DataFrame:
    """What `mart_agency_measure` must be."""
    frame = agency_year(tables)
    parts = []
    for name, (above, below, needed) in quotients().items():
        holds = pl.all_horizontal(pl.col(f"tier_{table}") != "inconsistent" for table in needed)
        parts.append(
            frame.select(
                "agency_key",
                "report_year",
                "report_id",
                "scope",
                "department",
                "level",
                measure=pl.lit(name),
                counts=holds,
                numerator=above,
                denominator=below,
                rate=pl.when(holds).then(over(above, below)),
                rate_including_inconsistent=over(above, below),
            )
        )
    return pl.concat(parts)


def _pairs(tables: Staged) -> pl.DataFrame:
    frame = agency_year(tables)
    before = frame.with_columns(report_year=pl.col("report_year") + 1)
    body = ["agency_key", "report_year"]
    every = frame.join(before, on=body, suffix="_before")
    own = pl.struct(*body, "scope")
    taken = pl.struct(*body, scope="scope_before")
    # scope by scope, and what has no fellow in the other year with what has none either
    alike = pl.col("scope") == pl.col("scope_before")
    alone = ~own.is_in(before.select(own).to_series().implode()) & ~taken.is_in(frame.select(own).to_series().implode())
    return every.filter(alike | alone)


def carry_over(tables: Staged) -> pl.DataFrame:
    """What `mart_carry_over` must be."""
    scopes = pl.concat_list("scope", "scope_before").list.unique()
    return _pairs(tables).with_columns(
        gap=pl.col("carried_over") - pl.col("carried_forward_before"),
        verdict=pl.when((scopes.list.len() == 2) & ~scopes.list.contains("unknown"))
        .then(pl.lit("not_comparable"))
        .when(pl.any_horizontal(pl.col("carried_over", "carried_forward_before").is_null()))
        .then(pl.lit("unverifiable"))
        .when(pl.col("carried_over") == pl.col("carried_forward_before"))
        .then(pl.lit("continuous"))
        .otherwise(pl.lit("broken")),
    )


def year_on_year(tables: Staged) -> pl.DataFrame:
    """What `mart_year_on_year` must be."""
    counted = ("new_received", "result_total", "carried_forward", "reviews", "lawsuits")
    compared = (*counted, *(name for name in quotients() if not name.startswith("refusal_share")))
    same = pl.col("scope") == pl.col("scope_before")
    return _pairs(tables).with_columns(
        same.alias("same_scope"),
        *(pl.when(same).then(pl.col(name) - pl.col(f"{name}_before")).alias(f"{name}_change") for name in compared),
    )


def correction_rate(tables: Staged) -> pl.DataFrame:
    """What `mart_correction_rate` must be."""
    results = {
        "total": "total",
        "upheld": "upheld",
        "corrected": "corrected",
        "other": "other_results",
        "pending": "pending",
    }
    routes = tables.cells.filter(pl.col("table") == "review").select("report_id", route="row").unique()
    for result, name in results.items():
        found = printed(tables).filter(pl.col("table") == "review", pl.col("column") == result)
        routes = routes.join(
            found.select("report_id", pl.col("n").alias(name), route="row"), on=["report_id", "route"], how="left"
        )
    decided = pl.col("total") - pl.col("pending")
    rate = over(pl.col("corrected"), decided)
    return (
        agency_year(tables)
        .select("agency_key", "report_year", "report_id", "scope", "tier_review")
        .join(routes, on="report_id")
        .with_columns(
            decided=decided,
            n_blank=pl.sum_horizontal(pl.col(list(results.values())).is_null()),
            correction_rate=pl.when(pl.col("tier_review") != "inconsistent").then(rate),
            correction_rate_including_inconsistent=rate,
        )
    )


def peer_benchmark(tables: Staged) -> pl.DataFrame:
    """What `mart_peer_benchmark` must be."""
    group = ["report_year", "measure", "department", "level", "scope"]
    rated = agency_measure(tables).drop_nulls(["rate", "department", "level"])
    parts = []
    for _, peers in rated.group_by(group):
        n, rates = len(peers), peers["rate"].sort()
        shown = n >= PEERS
        lower = [sum(other < rate for other in rates) for rate in peers["rate"]]
        higher = [sum(other > rate for other in rates) for rate in peers["rate"]]
        quantiles = {"p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}
        parts.append(
            peers.with_columns(
                n_peers=pl.lit(n),
                rank=pl.Series([1 + m if shown else None for m in higher], dtype=pl.Int64),
                percentile=pl.Series([m / (n - 1) if shown else None for m in lower], dtype=pl.Float64),
                **{
                    name: pl.lit(rates.quantile(share, "linear") if shown else None, pl.Float64)
                    for name, share in quantiles.items()
                },
            )
        )
    return pl.concat(parts)


def coverage(tables: Staged) -> pl.DataFrame:
    """What `mart_coverage` must be."""
    told = current(tables).filter(pl.col("n_versions").is_not_null(), pl.col("report_year").is_not_null())
    method = tables.bodies.sort("report_year", "report_id").group_by("agency_key").agg(pl.col("method").last())
    rows = []
    for (body,), of_body in told.group_by("agency_key"):
        years = of_body["report_year"]
        for year in told["report_year"].unique():
            found = of_body.filter(pl.col("report_year") == year)
            kept = found.filter(pl.col("is_current")).to_dicts()
            kept.sort(key=lambda row: (row["status"] == "no_tables", SCOPES.index(row["scope"])))
            shown = kept[0] if kept else {}
            if not kept:
                word = "before_first" if year < years.min() else "after_last" if year > years.max() else "between"
            else:
                word = "read" if shown["status"] in ("complete", "partial") else "not_read"
            rows.append(
                {
                    "agency_key": body,
                    "report_year": year,
                    "coverage": word,
                    **{name: shown.get(name) for name in ("report_id", "status", "form", "scope")},
                    "n_versions": len(found),
                    "first_year": years.min(),
                    "last_year": years.max(),
                }
            )
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.join(method, on="agency_key").with_columns(body_known=pl.col("method") != "unresolved")


def data_quality(tables: Staged) -> pl.DataFrame:
    """What `mart_data_quality` must be."""
    by_report = tables.cells.group_by("report_id").agg(
        n_cells=pl.len(),
        n_without_value=pl.col("value").is_null().sum(),
        **{f"n_{status}": (pl.col("status") == status).sum() for status in ("blank", "marked", "decoded", "ambiguous")},
        n_absent=(pl.col("status") == "absent").sum(),
    )
    counts = [name for name in by_report.columns if name != "report_id"]
    return (
        current(tables)
        .drop(name for name in counts if name in tables.reports.columns)
        .join(by_report, on="report_id", how="left")
        .with_columns(pl.col(counts).fill_null(0))
        .join(figures(tables).select("report_id", pl.col(r"^n_checks_.*$")), on="report_id")
        .with_columns(
            year_known=pl.col("report_year").is_not_null(),
            body_known=pl.col("method") != "unresolved",
            share_with_value=over(pl.col("n_cells") - pl.col("n_without_value"), pl.col("n_cells")),
        )
    )


def anomalies(tables: Staged) -> pl.DataFrame:
    """What `mart_anomalies` must be."""
    told = {row["report_id"]: row for row in current(tables).to_dicts()}
    spans = {
        (report, table, row, column): (start, end)
        for report, table, row, column, start, end in tables.cells.select(
            "report_id", "table", "row", "column", "start", "end"
        ).iter_rows()
    }
    rules = {rule.key: rule for rule in declared_rules()}
    first: dict[tuple[Any, ...], tuple[str, str, str]] = {
        (m.rule, m.instance, m.form): (m.table, m.row, m.column) for m in members() if m.position == 1
    }
    decided: dict[tuple[object, ...], dict[str, object]] = {}
    for one in tables.decisions.to_dicts():
        of = (one["sha256"],) if one["sha256"] else (one["agency_key"], one["report_year"])
        decided[*of, one["rule"], one["instance"]] = one
    rows = []
    for found in tables.checks.filter(pl.col("status") == "fail").to_dicts():
        report, rule = told[found["report_id"]], rules[found["rule"]]
        what = (found["rule"], found["instance"])
        named = tuple(part or None for part in found["members"].split(";")[0].split("|")) if found["members"] else None
        known = first.get((*what, report.get(f"form_{found['table']}")))
        place = named or known or (found["table"], None, None)
        table, row, column = place
        span = spans.get((found["report_id"], table, row, column), (None, None))
        by_content = decided.get((report["sha256"], *what))
        decision = by_content or decided.get((report["agency_key"], found["report_year"], *what), {})
        rows.append(
            {
                **found,
                **{name: report[name] for name in ("agency_key", "agency", "is_current", "sha256", "source_path")},
                "severity": found["severity"] or str(rule.severity),
                "rule_zh": rule.title.zh,
                "rule_en": rule.title.en,
                "table": table,
                "row": row,
                "column": column,
                **{
                    name: at if found[name] is None else found[name]
                    for name, at in zip(("start", "end"), span, strict=True)
                },
                **{name: decision.get(name) for name in ("decision", "reason")},
                "decision_line": decision.get("line"),
            }
        )
    rows.sort(key=_weight)
    return pl.DataFrame(rows, infer_schema_length=None).with_row_index("rank", offset=1)


def _weight(row: dict[str, Any]) -> tuple[object, ...]:
    """Less for what is worse: see the words of `mart_anomalies`."""
    gap = None if row["delta"] is None else abs(row["delta"])
    size = max(1, *(abs(row[side]) for side in ("lhs", "rhs") if row[side] is not None), 0)
    return (
        row["decision"] == "dismissed",
        ["error", "warning", "info"].index(row["severity"]),
        not row["is_current"],
        gap is None,
        0 if gap is None else -gap / size,
        0 if gap is None else -gap,
        row["report_id"],
        row["rule"],
        row["instance"],
    )


def region_year(tables: Staged, parents: dict[str, str | None]) -> pl.DataFrame:
    """What `mart_region_year` must be, given the parent of each region."""
    counted = {
        **dict.fromkeys(FLOW, "requests"),
        **dict.fromkeys(("granted", "partial", *FAMILIES), "requests"),
        **dict.fromkeys(ROUTES.values(), "review"),
    }
    every = agency_year(tables).drop_nulls("region_code")
    known = tables.bodies.drop_nulls("region_code").select("agency_key", "region_code").unique()
    rows = []
    for region in parents:
        below = {part for part in parents if region in _above(part, parents)}
        for reach, parts in (("itself", {region}), ("with_below", below)):
            here = every.filter(pl.col("region_code").is_in(list(parts)))
            for (year, scope), every_one in here.group_by("report_year", "scope"):
                held = _held(every_one, parents) if scope != "own" else []
                group = every_one.filter(~pl.col("report_id").is_in(held))
                row = {
                    "region_code": region,
                    "reach": reach,
                    "report_year": year,
                    "scope": scope,
                    "n_reports": len(every_one),
                    "n_held": len(held),
                    "n_bodies": len(known.filter(pl.col("region_code").is_in(list(parts)))),
                    "n_bodies_reporting": here.filter(pl.col("report_year") == year)["agency_key"].n_unique(),
                    "n_inconsistent_requests": len(group.filter(pl.col("tier_requests") == "inconsistent")),
                    "n_inconsistent_review": len(group.filter(pl.col("tier_review") == "inconsistent")),
                }
                for name, table in counted.items():
                    holding = group.filter(pl.col(f"tier_{table}") != "inconsistent")[name]
                    row[name] = holding.sum() if holding.count() else None
                    row[f"{name}_blank"] = holding.null_count()
                for name, (above, below_line, needed) in quotients().items():
                    pairs = (
                        group.filter(pl.col(f"tier_{table}") != "inconsistent" for table in needed)
                        .select(above=above, below=below_line)
                        .drop_nulls()
                    )
                    total = int(pairs["below"].sum())
                    row[name] = int(pairs["above"].sum()) / total if total > 0 else None
                    row[f"{name}_reports"] = len(pairs)
                rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)


def _held(reports: pl.DataFrame, parents: dict[str, str | None]) -> list[str]:
    """Those of some reports that are parts of others among them."""
    rows = reports.select("report_id", "agency_key", "region_code", "department", "vertical").rows(named=True)

    def holds(whole: dict[str, Any], part: dict[str, Any]) -> bool:
        if whole["region_code"] not in _above(part["region_code"], parents):
            return False
        if whole["department"] == part["department"]:
            return bool(whole["region_code"] != part["region_code"])
        return bool(whole["department"] == "GOV" and part["vertical"] is None)

    return [part["report_id"] for part in rows if any(holds(whole, part) for whole in rows)]


def _above(region: str, parents: dict[str, str | None]) -> list[str]:
    """The region and all it belongs to."""
    found = [region]
    while (parent := parents[found[-1]]) is not None:
        found.append(parent)
    return found
