"""The choices of `gouji check`, apart from what they need, so that other commands start without it."""

from __future__ import annotations

from enum import StrEnum

from pipeline.forms import Text


class CheckFormat(StrEnum):
    """How findings are shown."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    HTML = "html"


class ExplainFormat(StrEnum):
    """How a cell is explained."""

    TEXT = "text"
    JSON = "json"


class Lang(StrEnum):
    """The language of what is said."""

    ZH = "zh"
    EN = "en"

    def of(self, text: Text) -> str:
        """The words of a text in this language."""
        return text.zh if self is Lang.ZH else text.en
