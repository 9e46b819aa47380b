"""What an SQL model declares about itself, read from its file.

A model is a file of plain SQL below ``sql/``, named as the table it makes. The comment at its head is its declaration;
what it reads is taken from the SQL, so there is no second list to keep. The header::

    -- fact_money: 金额 | Money
    -- Any number of lines that say what it is.
    --
    -- grain: report × item
    -- key: report_id, item                                  no two rows alike; may be given more than once
    -- not null: status, tier                                the columns of a key are not null either
    -- references: report_id -> dim_report.report_id         every value stands there
    -- sum amount_yuan: select sum(amount_yuan) from typed_disclosure     sum of the column here = the query
    -- stored as: view                                       not written out, a view over what it reads
    -- columns:
    --   report_id: 报告键 | Key of the report                one line a column, in the order of the select list

A long `sum` goes on in lines indented by two spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

from pipeline.forms import Text

DIALECT = "duckdb"
SQL = Path(__file__).parents[2] / "sql"
"""Where the models are."""

BY_YEAR = "facts"
"""The layer whose tables are stored by report year, as what they read is; the others are one file each."""

_ENTRY = re.compile(r"(grain|key|not null|references|sum|stored|columns)\b ?(\w*): *(.*)")
_REFERENCE = re.compile(r"(\w+) -> (\w+)\.(\w+)")
_BILINGUAL = re.compile(r"(\w+): (.+?) \| (.+)")


class ModelError(ValueError):
    """A model file does not say what it must, or says what is not so."""


@dataclass(frozen=True, slots=True)
class ModelReference:
    """Every value of `column` that is not null stands in `target` of `table`."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class ModelSum:
    """The sum of `column` over the model equals the one value of `query`, null for null."""

    column: str
    query: str


@dataclass(frozen=True, slots=True)
class ModelColumn:
    """A column and its meaning."""

    name: str
    text: Text


@dataclass(frozen=True, slots=True)
class Model:
    """A model: what its header declares, its SQL, and the tables that the SQL reads.

    A `view` is not written out: it says in other words what another table holds row for row, or in few rows.
    """

    name: str
    layer: str
    text: Text
    description: str
    grain: str
    keys: tuple[tuple[str, ...], ...]
    not_null: tuple[str, ...]
    references: tuple[ModelReference, ...]
    sums: tuple[ModelSum, ...]
    columns: tuple[ModelColumn, ...]
    sql: str
    reads: frozenset[str]
    view: bool = False

    @property
    def by_year(self) -> bool:
        """Whether it is made and stored one report year at a time."""
        return self.layer == BY_YEAR

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that are never null: those declared so, and those of every key."""
        return tuple(dict.fromkeys([*(column for key in self.keys for column in key), *self.not_null]))

    @property
    def compares(self) -> frozenset[str]:
        """Tables that its checks look into besides its own."""
        summed = (tables_in(total.query) for total in self.sums)
        return frozenset(reference.table for reference in self.references).union(*summed)


def load_models(folder: Path = SQL) -> tuple[Model, ...]:
    """The models below `folder`, each after those it reads. Raises ModelError, also when they read in a circle."""
    models = {path.stem: read_model(path) for path in sorted(folder.glob("*/*.sql"))}
    order = TopologicalSorter({name: sorted(model.reads & models.keys()) for name, model in models.items()})
    try:
        return tuple(models[name] for name in order.static_order())
    except CycleError as error:
        raise ModelError(f"models read each other in a circle: {' -> '.join(error.args[1])}") from error


def read_model(path: Path) -> Model:
    """The model in this file. Raises ModelError, naming the file, if its header is wrong or disagrees with its SQL."""
    try:
        return parse_model(path.stem, path.parent.name, path.read_text(encoding="utf-8"))
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from error


def parse_model(name: str, layer: str, source: str) -> Model:
    """The model `name` of the folder `layer` with this source. Raises ModelError."""
    header, sql = _split(source)
    titled = _BILINGUAL.fullmatch(header[0]) if header else None
    if titled is None or titled[1] != name:
        raise ModelError(f"the first line is not '-- {name}: 中文 | English'")
    start = next((i for i, line in enumerate(header) if _ENTRY.fullmatch(line)), len(header))
    entries = list(_entries(header[start:]))

    def said(kind: str) -> list[tuple[str, str]]:
        return [(argument, text) for entry, argument, text in entries if entry == kind]

    try:
        query = sqlglot.parse_one(sql, read=DIALECT)
    except sqlglot.ParseError as error:
        raise ModelError(f"not valid SQL: {error}") from error
    model = Model(
        name=name,
        layer=layer,
        text=Text(titled[2], titled[3]),
        description="\n".join(header[1:start]).strip(),
        grain=said("grain")[0][1] if said("grain") else "",
        keys=tuple(_names(text) for _, text in said("key")),
        not_null=tuple(column for _, text in said("not null") for column in _names(text)),
        references=tuple(_reference(text) for _, text in said("references")),
        sums=tuple(ModelSum(column, text) for column, text in said("sum")),
        columns=tuple(_column(line) for _, text in said("columns") for line in text.splitlines()),
        sql=sql,
        reads=_tables(query),
        view=_is_view(said("stored")),
    )
    _agree(model, query)
    return model


def tables_in(sql: str) -> frozenset[str]:
    """Names of the tables that a query reads, its own common table expressions left out."""
    return _tables(sqlglot.parse_one(sql, read=DIALECT))


def _split(source: str) -> tuple[list[str], str]:
    lines = source.splitlines()
    end = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return [line[2:].removeprefix(" ").rstrip() for line in lines[:end]], "\n".join(lines[end:]).strip()


def _entries(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """(kind, argument, text) of each entry; the lines indented below an entry belong to its text."""
    current: tuple[str, str, list[str]] | None = None
    for line in lines:
        found = _ENTRY.fullmatch(line)
        if found is not None:
            if current is not None:
                yield current[0], current[1], "\n".join(current[2]).strip()
            current = (found[1], found[2], [found[3]])
        elif current is not None and line.startswith("  "):
            current[2].append(line.strip())
        else:
            raise ModelError(f"cannot make out the header line {line!r}")
    if current is not None:
        yield current[0], current[1], "\n".join(current[2]).strip()


def _is_view(said: list[tuple[str, str]]) -> bool:
    if said and said != [("as", "view")]:
        raise ModelError("a model that is not written out says 'stored as: view'")
    return bool(said)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


def _reference(text: str) -> ModelReference:
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise ModelError(f"a reference reads 'column -> table.column', not {text!r}")
    return ModelReference(*found.groups())


def _column(line: str) -> ModelColumn:
    found = _BILINGUAL.fullmatch(line)
    if found is None:
        raise ModelError(f"a column reads 'name: 中文 | English', not {line!r}")
    return ModelColumn(found[1], Text(found[2], found[3]))


def _tables(query: exp.Expr) -> frozenset[str]:
    own = {expression.alias for expression in query.find_all(exp.CTE)}
    return frozenset(table.name for table in query.find_all(exp.Table) if table.name) - own


def _agree(model: Model, query: exp.Expr) -> None:
    if not isinstance(query, exp.Query):
        raise ModelError("a model is one select")
    declared = [column.name for column in model.columns]
    selected = list(query.named_selects)
    if declared != selected:
        odd = sorted(set(declared) ^ set(selected)) or "their order"
        raise ModelError(f"the columns declared are not the columns selected: {odd}")
    if not model.keys or not model.grain:
        raise ModelError("a model declares its grain and at least one key")
    named = {*model.required, *(r.column for r in model.references), *(s.column for s in model.sums)}
    if not named <= set(declared):
        raise ModelError(f"declared of columns it does not have: {sorted(named - set(declared))}")
