"""Section to cells: the three statutory tables, each cell with its value, its characters and how it came.

The method is label and order, not layout detection: the labels of the form are found in the text, the stretch between
two of them is the row's cells, and what borders survive says where one cell ends. Belongs here: everything up to "this
stands in that cell". Does not belong here: whether the figures add up (``ledger``), or what they should have been.
"""

from pipeline.tables.model import Cell, CellStatus, TablesReading
from pipeline.tables.reading import read_tables

__all__ = ["Cell", "CellStatus", "TablesReading", "read_tables"]
