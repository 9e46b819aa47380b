"""What every staged table looks like, and what must hold of it: declared once, derived from the form where it can be.

Belongs here: the declarations of tables and columns with their words, the polars schemas and pandera contracts made
from them, the ledger contract, the laying-out of cells as typed tables, the reference tables and the data dictionary.
Does not belong here: what the form says (``forms``), how two sides of an identity are added up (``ledger``), where a
table is stored (``storage``). Nothing here opens a file.
"""

from pipeline.contracts.checking import ContractError, Violation, breaking, contract, validate
from pipeline.contracts.dictionary import dictionary
from pipeline.contracts.ledger import LEDGER, judge
from pipeline.contracts.model import DictionaryRow, Reference, StagedColumn, StagedTable
from pipeline.contracts.reference import REFERENCE_TABLES, reference_frames
from pipeline.contracts.staged import staged_tables
from pipeline.contracts.typed import type_cells, typed_name, typed_table

__all__ = [
    "LEDGER",
    "REFERENCE_TABLES",
    "ContractError",
    "DictionaryRow",
    "Reference",
    "StagedColumn",
    "StagedTable",
    "Violation",
    "breaking",
    "contract",
    "dictionary",
    "judge",
    "reference_frames",
    "staged_tables",
    "type_cells",
    "typed_name",
    "typed_table",
    "validate",
]
