"""Bytes to a :class:`Document`: text of which every character knows where it came from.

Belongs here: telling what a file is, decoding it strictly, normalising its characters with a map back to the source.
Does not belong here: what the text means. Nothing here knows a form, a section or a table.
"""

from pipeline.readers.document import Compact, Document, document
from pipeline.readers.problems import Problem, Unreadable
from pipeline.readers.reading import read

__all__ = ["Compact", "Document", "Problem", "Unreadable", "document", "read"]
