"""Which columns a column of a model is made from, read off the SQL."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

from pipeline.engine.sql_model import DIALECT, Model

Columns = Mapping[str, tuple[str, ...]]
"""Column names by table."""


def column_lineage(model: Model, columns: Columns) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each column of the model the (table, column) pairs it is made from, in order of name.

    `columns` names the columns of every table the model reads. A column made of nothing but constants has no pairs.
    """
    schema: dict[str, object] = {table: dict.fromkeys(columns[table], "unknown") for table in model.reads}
    query: exp.Expr = qualify(
        exp.maybe_parse(model.sql, dialect=DIALECT), dialect=DIALECT, schema=schema, validate_qualify_columns=False
    )
    scope = build_scope(query)
    # The trimmed text of every step is for showing; only the leaves are asked for, and ten times sooner.
    nodes = lineage(None, query, schema, dialect=DIALECT, scope=scope, trim_selects=False, copy=False)
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for name, node in nodes.items():
        leaves = {
            (step.expression.name, step.name.rpartition(".")[2].strip('"'))
            for step in node.walk()
            if isinstance(step.expression, exp.Table)
        }
        found[name] = tuple(sorted(leaf for leaf in leaves if leaf[1] in columns.get(leaf[0], ())))
    return found
