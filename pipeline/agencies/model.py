"""What is asked and what is answered: a report's body as it stands in the text, and the body that it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SCOPES: Final = ("own", "consolidated", "unknown")
"""What the figures of a report cover: the body itself, the bodies below it as well, or no telling."""

METHODS: Final = ("alias", "name", "other_name", "site_code", "mention", "prefix", "path", "unresolved")
"""How the region of a body was told, from a reviewed decision down to nothing. See docs/agencies.md."""

LEVELS: Final = ("national", "province", "prefecture", "county", "township")
"""Levels of bodies. A zone's body has the level of the divisions below the zone's parent."""

REASONS: Final = (
    "no_name",  # the report names no body
    "not_a_body",  # what stands there is no name of a body
    "no_region",  # the name says no place, and nothing else in the report does
    "unknown_region",  # it names a place that is in no list
    "ambiguous_region",  # the place it names is several, and nothing tells which
    "another_writes",  # who issued the page, or is asked, is of another kind than the report says that it is of: 我镇
    "regions_disagree",  # it names places that do not lie in each other
    "resolver_crash",  # the resolver failed on this report
)
"""Why a body is not resolved. What follows a colon names the places or words concerned."""

SURE: Final = 0.8
"""From this confidence on an answer is meant to be right without a look; below it is a proposal."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A report as the resolver sees it.

    `agency` is the body as the report names it, `title` its title, `text` the whole text, `path` the file's path below
    the landing folder. `year` is the report year: places and names are taken as they stood then. `source`
    tells where the name stands, as ``Report.agency_source`` does.
    """

    report_id: str
    year: int | None
    agency: str | None
    title: str | None = None
    text: str | None = None
    path: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The body a report is of. `key` is the same for the same body over years, spellings and renamings.

    `name` is its name in full. `region` is a code of the list of regions as it stands last, `department` a code of the
    list of departments, `vertical` who it belongs to if not to its region's government (``central``, ``provincial``).
    `confidence` runs from 0 (unresolved) to 1; `reason` says why it is unresolved; `alias` names the
    reviewed decision that was used. What is not known is None.
    """

    key: str
    name: str
    region: str | None
    department: str | None
    form: str | None
    level: str | None
    vertical: str | None
    method: str
    confidence: float
    reason: str | None
    scope: str = "unknown"
    scope_evidence: str | None = None
    alias: str | None = None

    @property
    def resolved(self) -> bool:
        """Whether the body is known."""
        return self.method != "unresolved"
