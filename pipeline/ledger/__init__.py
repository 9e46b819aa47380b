"""Whether figures add up: the identities of a form, evaluated over the cells of many reports at once.

Belongs here: which value of a cell counts, the two sides of every identity, the tier that verdicts amount to, the
smallest explanations of what fails. Does not belong here: what the identities are (``forms``), the verdict itself,
which is a contract (``contracts.ledger``), and any change to a value that was read: reading, checking and suggesting
never mix. Digits whose cell borders were lost are no value yet; which cells they can be is decided here, because only
the ledger can.
"""

from pipeline.ledger.decoding import decode
from pipeline.ledger.identities import KEY, evaluate
from pipeline.ledger.localising import Edit, Hints, Said, Suggestion, localise
from pipeline.ledger.tiers import report_tiers, table_tiers
from pipeline.ledger.values import in_domain, typed_values

__all__ = [
    "KEY",
    "Edit",
    "Hints",
    "Said",
    "Suggestion",
    "decode",
    "evaluate",
    "in_domain",
    "localise",
    "report_tiers",
    "table_tiers",
    "typed_values",
]
