"""HTML: saved pages and pieces of them, with their chrome and their spans.

The parser is libxml2's, told to report what it meets instead of building a tree: it mends unclosed cells, and neither
depth nor size of a page costs it more than time in proportion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from pipeline.readers.charset import decode, decode_as
from pipeline.readers.document import Document
from pipeline.readers.flow import Flow
from pipeline.readers.problems import Unreadable

# A page begins with a tag; a piece of one has cells of a table somewhere. A stray `<` in a text is neither.
_BEGINS = re.compile(
    r"[\ufeff\s]*(?:<\?xml[^<>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|meta|title|body|div|p|table|section|article|main|center|font|span|h[1-6]|style|pre|tr|td|ul)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNING = 20_000  # characters within which the first tag of a page stands, whatever comments come before it
_CELL = re.compile(r"<t[dh](?:\s[^<>]*)?>", re.IGNORECASE)
_ENDS = re.compile(r"<\\?/(?:t[dhr]|table)>", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta\b[^<>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEAD = 8192  # bytes within which a page declares its encoding
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
# Ways to hide, strike out or raise a few characters. Whole parts of pages bear these styles for other reasons.
_UNSEEN = re.compile(
    r"(?:^|;)\s*(?:font-size\s*:\s*0(?:\.0*)?(?:px|pt|r?em|%)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)"
    r"|text-decoration(?:-line)?\s*:[^;]*line-through|vertical-align\s*:\s*(?:super|sub)\b|color\s*:\s*transparent"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,})",
    re.IGNORECASE,
)
_INLINE = frozenset({"span", "font", "b", "i", "em", "strong", "a", "u", "small", "big", "label", "ins", "mark"})
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")  # of a style sheet, without those that hold only sometimes
_CLASS = re.compile(r"(?:[a-z]+)?\.([\w-]+)", re.IGNORECASE)
_SOMETIMES = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_NOTE = re.compile(r"note|hide|hidden|sup|ref|mark|tip", re.IGNORECASE)  # in names of classes
_NO_FIELD = frozenset({"hidden", "button", "submit", "reset", "image", "checkbox", "radio", "file", "password"})

_SILENT = frozenset(
    {
        *("script", "style", "template", "noscript", "datalist"),
        *(
            "sup",
            "sub",
            "del",
            "s",
            "strike",
            "rt",
            "rp",
        ),  # a footnote's mark and what was struck out belong to no figure
        *("svg", "math", "object", "audio", "video", "canvas", "map", "iframe"),
    }
)
_LINES = frozenset(
    {
        *("title", "body", "div", "section", "article", "main", "aside", "header", "footer", "nav", "center", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "address", "pre"),
        *("br", "hr", "caption", "figure", "figcaption", "fieldset", "legend", "summary", "details"),
    }
)
_COUNT = re.compile("[0-9]{1,4}")
_FRAMES = 3  # pages within pages within pages


def decode_page(data: bytes) -> tuple[str, str, int]:
    """As :func:`~pipeline.readers.charset.decode`; what the page declares is tried where the ladder gives nothing."""
    try:
        return decode(data)
    except Unreadable as error:
        declared = _DECLARED.search(data, 0, _HEAD)
        text = decode_as(data, declared[1].decode("ascii").lower()) if declared and error.code == "encoding" else None
        if text is None or declared is None:
            raise
        return text, declared[1].decode("ascii").lower(), 0


def is_html(text: str) -> bool:
    """Whether a text is HTML, judged by its tags alone."""
    if "<" not in text:
        return False
    return bool(_BEGINS.match(text, 0, _BEGINNING)) or bool(_CELL.search(text) and _ENDS.search(text))


def read_html(text: str, charset: str, lost: int = 0, beside: Sequence[str] = ()) -> Document:
    """The document of a page, and of those `beside` it that are shown within.

    Its text is what a reader of the page sees, line by line, not its source.
    """
    flow = Flow()
    for page in (text, *beside):
        _feed(page.replace("<\\/", "</"), flow, 0)  # as a page in a string of a script ends its tags
    return flow.document(charset, "html", Unreadable("empty", "网页中没有文字 (the page shows no text)"), lost)


def _feed(text: str, flow: Flow, depth: int) -> None:
    parser = etree.HTMLParser(target=_Target(flow, depth), encoding="utf-8", huge_tree=True)
    try:
        parser.feed(text.replace("\x00", " ").encode("utf-8"))
        parser.close()
    except etree.LxmlError as error:
        raise Unreadable("broken_html", f"网页无法解析 (the page cannot be parsed): {error}") from error


class _Target:
    """What the parser tells, told to a :class:`Flow`."""

    def __init__(self, flow: Flow, depth: int) -> None:
        self.flow = flow
        self.depth = depth
        self.silent = 0  # how many elements deep within one that is not shown
        self.kept = 0  # how many elements of kept line breaks are open
        self.unseen: set[str] = set()  # classes that the page's styles hide
        self.in_style = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.flow.element()
        if self.silent or self._is_silent(tag, attributes):
            if tag == "iframe" and not self.silent:
                self._frame(attributes.get("srcdoc", ""))
            self.in_style = tag == "style" and not self.silent
            self.silent += 1
            self.flow.apart()
            return
        if tag in _INLINE and self._is_beside(tag, attributes):
            self.flow.apart()
        if tag in {"td", "th"}:
            self.flow.begin_cell(_span(attributes.get("colspan")), _span(attributes.get("rowspan")))
        elif tag == "tr":
            self.flow.begin_row()
        elif tag == "table":
            self.flow.begin_table()
        elif tag == "input":
            if attributes.get("type", "text").lower() not in _NO_FIELD:
                self.flow.text(attributes.get("value", ""))
        elif tag == "p":
            self.flow.begin_paragraph()
        elif tag in _LINES:
            self.flow.end_line()
            self.kept += tag == "pre"

    def end(self, tag: str) -> None:
        """An element ends."""
        if self.silent:
            self.silent -= 1
            self.in_style = False
        elif tag in {"td", "th"}:
            self.flow.end_cell()
        elif tag == "tr":
            self.flow.end_row()
        elif tag == "table":
            self.flow.end_table()
        elif tag == "p":
            self.flow.end_paragraph()
        elif tag in _LINES:
            self.flow.end_line(keep_tabs=bool(self.kept))
            self.kept -= tag == "pre" and self.kept > 0

    def data(self, words: str) -> None:
        """Text."""
        if self.silent:
            if self.in_style:
                self._style(words)
            return
        if not self.kept:
            self.flow.text(words)
            return
        for index, line in enumerate(words.split("\n")):
            if index:
                self.flow.end_line(keep_tabs=True)
            self.flow.text(line)

    def close(self) -> None:
        """The page ends; a target has to have this."""

    def _is_silent(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element is not shown, or shown as what is no text: struck out, raised."""
        if tag in _SILENT or "hidden" in attributes or (tag == "option" and "selected" not in attributes):
            return True
        style = attributes.get("style", "")
        if style and (_HIDDEN.search(style) or (tag in _INLINE and _UNSEEN.search(style))):
            return True
        return tag in _INLINE and not self.unseen.isdisjoint(attributes.get("class", "").split())

    def _is_beside(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element may be something beside the text: a mark that leads to a note, what is for some only."""
        if "aria-hidden" in attributes or (tag == "a" and "#" in attributes.get("href", "")):
            return True
        return _NOTE.search(attributes.get("class", "")) is not None

    def _style(self, sheet: str) -> None:
        """Learn from a style sheet which classes it hides."""
        for selectors, declared in _RULE.findall(_SOMETIMES.sub("", sheet)):
            if _HIDDEN.search(declared) or _UNSEEN.search(declared):
                self.unseen.update(
                    found[1] for one in selectors.split(",") if (found := _CLASS.fullmatch(one.strip())) is not None
                )

    def _frame(self, page: str) -> None:
        """A page that stands, as text, within the page."""
        if page and self.depth < _FRAMES:
            self.flow.end_line()
            _feed(page, self.flow, self.depth + 1)
            self.flow.end_line()


def _span(written: str | None) -> int:
    """What a cell says that it spans; one where it says nothing that is a number."""
    told = (written or "").strip(" \t\r\n\f")
    return int(told) if _COUNT.fullmatch(told) else 1
