"""Departments: what a body is for, told from the middle of its name.

The two lists are data: ``departments.csv`` has the categories, ``department_names.csv`` the words that name them, each
without the form of the body behind it (局, 委员会 …). Words of one name may be put together (教育体育, 文旅广体): the
first one that names a department counts. Words marked ``distinct`` are bodies of their own beside the main one, and
have a key of their own. A ``shared`` body may as well be of another department, and one that is ``akin`` has none that
fits and is of the nearest: both are proposals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

VERTICALS: Final = ("central", "provincial")
KINDS: Final = ("full", "short", "former", "shared", "distinct", "akin")
_BESIDE: Final = frozenset({"distinct", "akin"})
_DOUBTED: Final = frozenset({"shared", "akin"})
DEPARTMENT_COLUMNS: Final = ("code", "name", "name_en", "vertical", "levels", "forms", "note")
NAME_COLUMNS: Final = ("code", "stem", "kind", "means", "only", "since", "until", "note")
_LEVELS: Final = ("province", "prefecture", "county", "township")
_CODE = re.compile(r"[A-Z]{3,4}")
_JOINTS = re.compile(r"[和与及暨、·]")
_DUTIES = re.compile(r"(?:管理|监督|监管|行政|服务|事务|工作|事业|发展|促进|保障|推进|协调)$")
_LEAST = 2  # characters of a word that may be joined to others
_MAIN_FORMS: Final = frozenset({"局", "厅", "委员会", "办公室", "办公厅", "分局", "署", "", "人民政府"})


class ReferenceListError(ValueError):
    """A reference list that is not as it must be. The message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Department:
    """A category: its code, names, whom it is subordinate to (None: its region's government), its levels.

    `forms` are the forms of body that its main body has in some places besides 局, 委员会, 厅 and 办公室.
    """

    code: str
    name: str
    name_en: str
    vertical: str | None
    levels: tuple[str, ...]
    forms: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class DepartmentName:
    """A word for a department. `full` is what it stands for; `only` the one form of body it goes with, if any."""

    code: str
    stem: str
    kind: str
    full: str
    only: str | None
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """A department told from words: its code, the words in full, and whether the body is one beside the main one.

    `exact` is False where words were put together or left over, `doubted` is True where it may be another department.
    `as_written` tells that `full` are the words as they stand there: a name of the department, and no short one.
    """

    code: str
    full: str
    distinct: bool
    exact: bool = True
    doubted: bool = False
    as_written: bool = False


class Departments:
    """Categories and their words. Built once, never changed."""

    __slots__ = ("_longest", "_words", "by_code", "names")

    def __init__(self, departments: Iterable[Department], names: Iterable[DepartmentName]) -> None:
        self.by_code: Mapping[str, Department] = {department.code: department for department in departments}
        self.names = tuple(names)
        words: dict[str, dict[str | None, DepartmentName]] = {}
        for name in self.names:
            words.setdefault(_squashed(name.stem), {}).setdefault(name.only, name)
        for name in self.names:  # what a short word stands for names the same body
            words.setdefault(_squashed(name.full), {}).setdefault(name.only, name)
        self._words = words
        self._longest = max(map(len, words), default=0)

    def is_main(self, code: str, form: str) -> bool:
        """Whether a body of this form is the department's main body in its place, not an institution beside it."""
        return form in _MAIN_FORMS or form in self.by_code[code].forms

    def find(self, stem: str, form: str) -> Found | None:
        """What these words before a form of body (局, 委 …) name; None if they name nothing that is known."""
        squashed = _squashed(stem)
        shorter = squashed
        while shorter:
            found = self._word(shorter, form)
            if found is not None:
                exact = shorter == squashed
                full = _said(found, shorter) if exact else stem
                written = exact and found.kind == "full"
                return Found(found.code, full, found.kind in _BESIDE, exact, found.kind in _DOUBTED, written)
            cut = _DUTIES.sub("", shorter)
            if cut == shorter:
                break
            shorter = cut
        parts = self._parts(squashed, form) or self._parts(shorter, form)
        if parts is None:
            return None
        full = "".join(_said(part, word) for part, word in parts)
        return Found(parts[0][0].code, full, False, False, parts[0][0].kind in _DOUBTED)

    def nearest(self, stem: str, form: str) -> str | None:
        """The department of the longest known word that these words begin with: 口岸 of 口岸和边贸."""
        squashed = _squashed(stem)
        for end in range(len(squashed) - 1, _LEAST - 1, -1):
            found = self._word(squashed[:end], form)
            if found is not None:
                return found.code
        return None

    def _word(self, word: str, form: str) -> DepartmentName | None:
        there = self._words.get(word)
        return None if there is None else there.get(form) or there.get(None)

    def _parts(self, words: str, form: str) -> tuple[tuple[DepartmentName, str], ...] | None:
        """The fewest known words that these are made of, in order, each as it stands there; None if they are not."""
        best: list[tuple[tuple[DepartmentName, str], ...] | None] = [()] + [None] * len(words)
        for end in range(1, len(words) + 1):
            for start in range(max(0, end - self._longest), end - _LEAST + 1):
                before = best[start]
                word = self._word(words[start:end], form) if before is not None else None
                if before is None or word is None:
                    continue
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = (*before, (word, words[start:end]))
        return best[-1] or None


def departments(rows: Iterable[Mapping[str, str]], file: str = "departments.csv") -> tuple[Department, ...]:
    """The categories of a list. Raises ReferenceListError for a wrong column, code, level or a code given twice."""
    found: dict[str, Department] = {}
    for line, row in _lines(rows, DEPARTMENT_COLUMNS, file):
        code, levels = row["code"], tuple(row["levels"].split("|"))
        _must(bool(_CODE.fullmatch(code)), file, line, f"code {code!r} is not three or four capital letters")
        _must(code not in found, file, line, f"code {code!r} is given twice")
        _must(bool(row["name"] and row["name_en"]), file, line, "a department needs a name in both languages")
        _must(
            row["vertical"] in ("", *VERTICALS), file, line, f"vertical {row['vertical']!r} is not one of {VERTICALS}"
        )
        _must(set(levels) <= set(_LEVELS), file, line, f"levels {row['levels']!r} are not among {_LEVELS}")
        forms = tuple(form for form in row["forms"].split("|") if form)
        found[code] = Department(code, row["name"], row["name_en"], row["vertical"] or None, levels, forms, row["note"])
    return tuple(found.values())


def department_names(
    rows: Iterable[Mapping[str, str]], codes: Iterable[str], file: str = "department_names.csv"
) -> tuple[DepartmentName, ...]:
    """The words of a list. Raises ReferenceListError for an unknown code or kind, a wrong year, a word given twice."""
    known = frozenset(codes)
    found: dict[tuple[str, str | None], DepartmentName] = {}
    for line, row in _lines(rows, NAME_COLUMNS, file):
        _must(row["code"] in known, file, line, f"code {row['code']!r} is not in the list of departments")
        _must(bool(row["stem"]), file, line, "a name needs its words")
        _must(row["kind"] in KINDS, file, line, f"kind {row['kind']!r} is not one of {KINDS}")
        since, until = (_year(row[column], file, line) for column in ("since", "until"))
        _must(since is None or until is None or since <= until, file, line, "since is after until")
        word = (_squashed(row["stem"]), row["only"] or None)
        _must(word not in found, file, line, f"{row['stem']!r} is given twice")
        found[word] = DepartmentName(
            row["code"], row["stem"], row["kind"], row["means"] or row["stem"], row["only"] or None, since, until
        )
    return tuple(found.values())


def _lines(
    rows: Iterable[Mapping[str, str]], columns: tuple[str, ...], file: str
) -> Iterator[tuple[int, Mapping[str, str]]]:
    for line, row in enumerate(rows, 2):
        _must(tuple(row) == columns, file, line, f"the columns are not {', '.join(columns)}")
        yield line, row


def _year(written: str, file: str, line: int) -> int | None:
    _must(not written or bool(re.fullmatch(r"(?:19|20)[0-9]{2}", written)), file, line, f"{written!r} is not a year")
    return int(written) if written else None


def _must(holds: bool, file: str, line: int, said: str) -> None:
    if not holds:
        raise ReferenceListError(f"{file}, line {line}: {said}")


def _said(name: DepartmentName, word: str) -> str:
    """What a word for a department is in a name in full: a short word what it stands for, another that it is itself.

    政务服务局 is no 政务服务管理局: which of the two a place has is its own to say.
    """
    return name.stem if name.kind == "full" and word == _squashed(name.stem) else name.full


def _squashed(words: str) -> str:
    return _JOINTS.sub("", words)
