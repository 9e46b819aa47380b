"""The cells that take part in a rule that adds and compares cells: identities, and relations between two years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.checks.declared import RULES, forms_of
from pipeline.forms import FORMS, Forms

SIDES = ("lhs", "rhs")


class Member(NamedTuple):
    """A cell as it takes part in one instance of a rule on one form.

    `position` is its place in the instance, from 1; `previous` says that it is the cell of the year before, `sign` that
    it is added (1) or taken off (-1).
    """

    rule: str
    instance: str
    form: str
    position: int
    side: str
    previous: bool
    sign: int
    table: str
    row: str
    column: str


def members(forms: Forms = FORMS) -> Iterator[Member]:
    """The members of every instance of every rule that has any, left sides first."""
    for form in forms.forms:
        there = {cell for table in form.tables for cell, _, _ in table.cells()}
        for one in form.identities():
            terms = [("lhs", cell) for cell in one.lhs] + [("rhs", cell) for cell in one.rhs]
            for position, (side, cell) in enumerate(terms, 1):
                yield Member(one.rule, one.instance, form.key, position, side, False, 1, *cell)
        for rule in RULES:
            if form.key in forms_of(rule, forms):
                for relation in rule.relations:
                    sides = zip(SIDES, (relation.lhs, relation.rhs), strict=True)
                    both = [(side, term) for side, terms in sides for term in terms]
                    if all(term.cell in there for _, term in both):
                        for position, (side, term) in enumerate(both, 1):
                            yield Member(
                                rule.key,
                                relation.instance,
                                form.key,
                                position,
                                side,
                                term.previous,
                                term.sign,
                                *term.cell,
                            )
