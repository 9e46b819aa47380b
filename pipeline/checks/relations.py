"""Relations between the cells of two reports, added up and compared over many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from pipeline.checks.declared import forms_of
from pipeline.checks.model import CheckRule
from pipeline.checks.verdicts import joined, status_of, verdicts
from pipeline.forms import FORMS, Forms
from pipeline.ledger import typed_values
from pipeline.ledger.numbered import cell_numbers, numbered

SIDES = ("lhs", "rhs")


def evaluate_relations(
    rules: Sequence[CheckRule],
    pairs: pl.DataFrame,
    cells: pl.DataFrame,
    table_forms: pl.DataFrame,
    forms: Forms = FORMS,
) -> pl.DataFrame:
    """The verdicts on all relations of `rules` for `pairs` (report_id, other_report_id, sure).

    Takes the `cells` of both reports and `table_forms` (report_id, table, form). A relation has a row where both tables
    are on a form that its rule holds on; a table of which the form is not known makes it unverifiable, as do a member
    without a number and, where it would fail, a pair of which it is not sure that the two belong together.
    """
    indexed = pairs.with_row_index("pair")
    instances, members = _unfolded(tuple(rules), forms)
    expected = _applicable(indexed, instances, table_forms, forms)
    wanted = cells.with_columns(numbered(cells, forms)).filter(pl.col("number").is_in(members["number"].implode()))
    counts = typed_values(wanted, forms).select("report_id", "number", "count").drop_nulls("count")
    sums = pl.concat(
        counts.join(indexed.select("pair", report_id=name), on="report_id")
        .join(members.filter(pl.col("previous") == previous), on="number")
        .select("pair", "relation", "side", pl.col("count") * pl.col("sign"))
        for previous, name in ((False, "report_id"), (True, "other_report_id"))
    )
    on_side = {side: pl.col("side") == side for side in SIDES}
    added = (
        sums.select("pair", "relation", *(pl.when(on).then("count").alias(side) for side, on in on_side.items()))
        .group_by("pair", "relation")
        .agg(*(pl.col(side).sum() for side in SIDES), *(pl.col(side).count().alias(f"{side}_known") for side in SIDES))
    )
    whole = {side: pl.when(pl.col(f"{side}_known") == pl.col(f"n_{side}")).then(side) for side in SIDES}
    found = expected.join(added, on=["pair", "relation"], how="left", maintain_order="left").with_columns(
        whole[side].alias(side) for side in SIDES
    )
    lhs, rhs = pl.col("lhs"), pl.col("rhs")
    failed = pl.when(pl.col("compare") == ">=").then(lhs < rhs).otherwise(lhs != rhs)
    known = failed.is_not_null() & pl.col("formed") & (~failed | pl.col("sure"))
    judged = found.select(
        "report_id", "other_report_id", "rule", "instance", "lhs", "rhs", status_of(failed.fill_null(False), known)
    )
    return joined(verdicts(rule, judged.filter(pl.col("rule") == rule.key).drop("rule")) for rule in rules)


def _applicable(pairs: pl.DataFrame, instances: pl.DataFrame, table_forms: pl.DataFrame, forms: Forms) -> pl.DataFrame:
    """Each pair with each relation that holds on the forms of both, and whether these are known (`formed`)."""
    keys = [form.key for form in forms.forms]
    known = table_forms.filter(pl.col("form").is_in(keys)).select("report_id", "table", "form")
    here = known.rename({"form": "form_here"})
    last = known.rename({"form": "form_last", "report_id": "other_report_id"})
    on_both = pl.all_horizontal(
        pl.col(form).is_null() | pl.col("forms").list.contains(pl.col(form)) for form in ("form_here", "form_last")
    )
    return (
        pairs.join(instances.select("table").unique(), how="cross")
        .join(here, on=["report_id", "table"], how="left")
        .join(last, on=["other_report_id", "table"], how="left")
        .join(instances, on="table", maintain_order="left_right")
        .filter(on_both)
        .with_columns(formed=pl.col("form_here").is_not_null() & pl.col("form_last").is_not_null())
    )


@lru_cache(maxsize=8)
def _unfolded(rules: tuple[CheckRule, ...], forms: Forms) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The relations of `rules` as two frames: one row a relation, and one row a term of it."""
    relations = [(rule, relation) for rule in rules for relation in rule.relations]
    instances = pl.DataFrame(
        [
            (
                i,
                rule.key,
                rule.table,
                list(forms_of(rule, forms)),
                one.instance,
                one.compare,
                len(one.lhs),
                len(one.rhs),
            )
            for i, (rule, one) in enumerate(relations)
        ],
        schema={
            "relation": pl.UInt32,
            "rule": pl.String,
            "table": pl.String,
            "forms": pl.List(pl.String),
            "instance": pl.String,
            "compare": pl.String,
            "n_lhs": pl.UInt32,
            "n_rhs": pl.UInt32,
        },
        orient="row",
    )
    numbers = cell_numbers(forms)
    members = pl.DataFrame(
        [
            (i, side, term.previous, term.sign, numbers[term.cell])
            for i, (_, one) in enumerate(relations)
            for side, terms in zip(SIDES, (one.lhs, one.rhs), strict=True)
            for term in terms
        ],
        schema={
            "relation": pl.UInt32,
            "side": pl.String,
            "previous": pl.Boolean,
            "sign": pl.Int64,
            "number": pl.UInt32,
        },
        orient="row",
    )
    return instances, members
