"""MHTML: a page saved as one file, in the shape of a mail. Its pages are read, what they are made up with is not."""

from __future__ import annotations

import email
import re
from email.message import Message

from pipeline.readers.document import Document, document
from pipeline.readers.html import decode_page, read_html
from pipeline.readers.problems import Unreadable

_BEGINS = re.compile(rb"[\s\xef\xbb\xbf]*[A-Za-z][A-Za-z-]*:")
_HEAD = 4096  # bytes within which a mail says what it is made of
_PAGES = 20  # pages within the page; a report has none or one


def is_mail(data: bytes) -> bool:
    """Whether a file is a page saved as a mail, or a mail."""
    head = data[:_HEAD].lower()
    return b"mime-version:" in head and b"content-type:" in head and _BEGINS.match(data) is not None


def read_mail(data: bytes) -> Document:
    """The document of the pages in it, else of its text.

    Raises :class:`Unreadable` with the codes of pages, and ``empty`` where there is neither.
    """
    texts: dict[str, list[tuple[str, str]]] = {"text/html": [], "text/plain": []}
    for part in email.message_from_bytes(data).walk():
        found = texts.get(part.get_content_type())
        if found is not None and len(found) < _PAGES and (content := _content(part)):
            found.append(decode_page(content)[:2])
    for text, charset in texts["text/html"][:1]:
        return read_html(text, charset, beside=[page for page, _ in texts["text/html"][1:]])
    for text, charset in texts["text/plain"][:1]:
        return document(text, charset)
    raise Unreadable(
        "empty", "存档网页中没有网页正文，请重新保存网页 (there is no page in the saved page: save it again)"
    )


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content.strip() if isinstance(content, bytes) else b""
