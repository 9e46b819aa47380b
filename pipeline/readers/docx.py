"""DOCX: the main part of a Word file, read as XML.

Shown text only: what is struck out, by tracked changes or by its looks, is not, nor what is hidden or an older
program's fallback; raised and lowered characters are marks of notes. Cells that continue a vertical merge are no cells.
Numbers that Word makes up itself for headings are not in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from pipeline.readers.document import Document
from pipeline.readers.flow import Flow
from pipeline.readers.problems import Unreadable

MAIN_PART = re.compile(r"word/document\d*\.xml")
"""How the part with the text is called."""

_WORDS = "wordprocessingml"  # in the name space of both the transitional and the strict kind
_FALSE = frozenset({"0", "false", "off", "none"})
_SILENT = frozenset({"Fallback", "moveFrom", "del", "instrText", "delText", "rt"})
_RAISED = frozenset({"superscript", "subscript"})
_COUNT = re.compile("[0-9]{1,4}")
_DEPTH = 2_000  # elements within elements; text has a dozen


def read_docx(xml: bytes) -> Document:
    """The document of the main part of a Word file.

    Raises :class:`Unreadable` with code ``broken_docx``, ``too_large`` or ``empty``.
    """
    flow = Flow()
    parser = etree.XMLParser(
        target=_Target(flow), resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        parser.feed(xml)
        parser.close()
    except etree.LxmlError as error:
        raise _broken(str(error)) from error
    empty = Unreadable("empty", "Word 文件中没有文字，可能只有图片 (the Word file has no text, perhaps only images)")
    return flow.document("utf-8", "docx", empty)


def _broken(what: str) -> Unreadable:
    return Unreadable("broken_docx", f"Word 文件损坏，无法解析 (the Word file is broken): {what}")


class _Target:
    """What the parser tells, told to a :class:`Flow`."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.path: list[str] = []  # names of the open elements
        self.silent = 0  # how many elements deep within one that is not shown
        self.vanished = False  # the open run is hidden

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.flow.element()
        space, _, name = tag.rpartition("}")
        above = self.path[-1] if self.path else ""
        self.path.append(name if _WORDS in space else "")
        if len(self.path) > _DEPTH:
            raise _broken(f"> {_DEPTH} nested elements")
        if self.silent:
            self.silent += 1
            return
        if name == "del" and self._of("tr", "trPr"):
            self.flow.drop_row()
        if name in _SILENT:
            self.silent = 1
        elif _WORDS in space:
            self._start(name, above, _value(attributes))

    def _start(self, name: str, above: str, value: str | None) -> None:
        match name:
            case "p":
                self.flow.begin_paragraph()
            case "tbl":
                self.flow.begin_table()
            case "tr":
                self.flow.begin_row()
            case "tc":
                self.flow.begin_cell()
            case "vMerge" | "hMerge" if self._of("tc", "tcPr"):
                if value in {None, "continue"}:
                    self.flow.cover_cell()
                elif name == "vMerge":
                    self.flow.merge_cell()
            case "cellDel" if self._of("tc", "tcPr"):
                self.flow.cover_cell()
            case "gridSpan" if self._of("tc", "tcPr") and value is not None and _COUNT.fullmatch(value):
                self.flow.span(columns=int(value))
            case "hidden" if self._of("tr", "trPr") and value not in _FALSE:
                self.flow.drop_row()
            case "r":
                self.vanished = False
            case "vanish" | "strike" | "dstrike" if self._of("r", "rPr"):
                self.vanished = self.vanished or value not in _FALSE
            case "vertAlign" if self._of("r", "rPr"):
                self.vanished = self.vanished or value in _RAISED
            case "tab" if above == "r":
                self.flow.text("\t")
            case "noBreakHyphen":
                self.flow.text("-")
            case "br" | "cr" | "txbxContent":
                self.flow.end_line(keep_tabs=True)

    def _of(self, *above: str) -> bool:
        """Whether the element that begins is of these, and not of what they were before a tracked change."""
        return tuple(self.path[-3:-1]) == above

    def end(self, tag: str) -> None:
        """An element ends."""
        name = self.path.pop()
        if self.silent:
            self.silent -= 1
        elif name == "p":
            self.flow.end_paragraph(keep_tabs=True)
        elif name == "tc":
            self.flow.end_cell()
        elif name == "tr":
            self.flow.end_row()
        elif name == "tbl":
            self.flow.end_table()
        elif name == "r":
            self.vanished = False

    def data(self, words: str) -> None:
        """Text."""
        if not self.silent and not self.vanished and self.path and self.path[-1] == "t":
            self.flow.text(words)

    def close(self) -> None:
        """The part ends; a target has to have this."""


def _value(attributes: Mapping[str, str]) -> str | None:
    return next((value for name, value in attributes.items() if name.rpartition("}")[2] == "val"), None)
