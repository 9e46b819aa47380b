"""The statutory forms as data: the one declaration everything else is derived from.

Belongs here: the tables, rows, columns, labels with their variants, identities, sections and the texts about them, in
Chinese and English. Chinese statutory labels stand here and nowhere else. Does not belong here: how a label is found
in a text (``tables``), whether figures add up (``ledger``), how a table is stored (``contracts``, ``storage``).
"""

from pipeline.forms.declared import FORM_2019, FORM_2021, FORMS
from pipeline.forms.model import (
    Block,
    CellKey,
    Column,
    Domain,
    Form,
    Forms,
    Group,
    Identity,
    Row,
    Rule,
    Section,
    Table,
    Text,
)
from pipeline.forms.sections import SECTIONS
from pipeline.forms.units import YUAN

__all__ = [
    "FORMS",
    "FORM_2019",
    "FORM_2021",
    "SECTIONS",
    "YUAN",
    "Block",
    "CellKey",
    "Column",
    "Domain",
    "Form",
    "Forms",
    "Group",
    "Identity",
    "Row",
    "Rule",
    "Section",
    "Table",
    "Text",
]
