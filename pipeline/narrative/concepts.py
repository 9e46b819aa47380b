"""What can be claimed, and which cells say the same: the lawful readings of every concept.

A reading is a sum of cells, some of them taken off. What the words mean can be other cells on each form; what they can
also mean is kept apart: a number that fits it is no error, and where the form has no cell for what is meant, nothing
can disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from types import MappingProxyType

from pipeline.forms import FORMS, CellKey, Forms, Text

Reading = tuple[tuple[int, CellKey], ...]
"""Cells with the sign each has in the sum."""


_TERM = re.compile(r"([+-]?)([^+-]+)")


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a text can give a number for. `family` is the rule that compares it (``narrative_<family>``).

    `meant` is what the words mean, form by form, `lawful` what they can also mean; both are empty for what no table
    counts. `loose` is what else a claim can mean that is made in looser words. `money`: the number is an amount.
    """

    key: str
    text: Text
    family: str
    meant: tuple[Reading, ...] = ()
    lawful: tuple[Reading, ...] = ()
    loose: tuple[Reading, ...] = ()
    money: bool = False


def written(reading: Reading) -> str:
    """A reading in words: ``requests.new_received.total+requests.carried_over.total``."""
    parts = [("-" if sign < 0 else "+" if i else "") + ".".join(cell) for i, (sign, cell) in enumerate(reading)]
    return "".join(parts)


def reading_of(words: str) -> Reading:
    """The reading that :func:`written` gave in these words."""
    return tuple((-1 if sign == "-" else 1, CellKey(*cell.split("."))) for sign, cell in _TERM.findall(words))


def _of(table: str, column: str, *rows: str) -> Reading:
    """The cells of these rows in one column; a row that begins with ``-`` is taken off."""
    return tuple((-1 if row[0] == "-" else 1, CellKey(table, row.removeprefix("-"), column)) for row in rows)


def _requests(*rows: str) -> Reading:
    return _of("requests", "total", *rows)


def _group(forms: Forms, form: str, group: str) -> tuple[str, ...]:
    return tuple(row.key for row in forms.form(form).table("requests").rows if row.group == group)


def _inflow() -> Iterator[Concept]:
    new, over = "new_received", "carried_over"
    done, forward = "result_total", "carried_forward"
    dealt_with = _requests(new, over), _requests(done, forward)
    yield Concept("requests_received", Text("收到申请", "Requests received"), "requests", (_requests(new),), dealt_with)
    yield Concept("requests_new", Text("新收申请", "Requests newly received"), "requests", (_requests(new),))
    yield Concept("requests_carried_over", Text("上年结转", "Carried over"), "requests", (_requests(over),))
    yield Concept("requests_carried_forward", Text("结转下年", "Carried forward"), "requests", (_requests(forward),))


def _answered(forms: Forms) -> Concept:
    """Answers given: all that was dealt with, or without what is dealt with by leaving it, or those to new requests."""
    done = "result_total"
    readings = [_requests(done, "-carried_over"), _requests("new_received")]
    for form in forms.forms:
        left = [f"-{row}" for row in _group(forms, form.key, "other")]
        refused = [f"-{row}" for row in _group(forms, form.key, "refused")]
        # Any of what ends without an answer may be left out: what was withdrawn, what was not made good.
        readings += [_requests(done, *rows) for n in range(1, len(left) + 1) for rows in combinations(left, n)]
        readings += [_requests(done, *refused), _requests(done, *left, *refused)]
    text = Text("办理答复", "Requests answered")
    lawful = tuple(dict.fromkeys(readings))
    loose = (_requests("new_received", "carried_over"),)
    return Concept("requests_answered", text, "requests", (_requests(done),), lawful, loose)


def _applicants(forms: Forms) -> Iterator[Concept]:
    kinds = [column for column in forms.columns("requests") if column.key != "total"]
    new, both = ("new_received",), ("new_received", "carried_over")
    for kind in kinds:
        text = Text(f"申请人：{kind.label}", f"Applicants: {kind.en}")
        meant, lawful = (_of("requests", kind.key, *rows) for rows in (new, both))
        yield Concept(f"requests_from_{kind.key}", text, "requests", (meant,), (lawful,))
    bodies = [column.key for column in kinds if column.key != "natural_person"]
    meant, lawful = (
        tuple((1, CellKey("requests", row, body)) for row in rows for body in bodies) for rows in (new, both)
    )
    text = Text("申请人：法人或组织", "Applicants: organisations")
    yield Concept("requests_from_organisations", text, "requests", (meant,), (lawful,))


def _outcomes(forms: Forms) -> Iterator[Concept]:
    granted, partial = _requests("granted"), _requests("partial")
    both = _requests("granted", "partial")
    yield Concept("granted", Text("予以公开", "Granted"), "outcomes", (granted,), (both,))
    yield Concept("partial", Text("部分公开", "Granted in part"), "outcomes", (partial,))
    yield Concept("granted_or_partial", Text("予以公开和部分公开", "Granted, whole or in part"), "outcomes", (both,))
    for group in next(table for _, table in forms.tables("requests")).groups:
        if group.label:
            readings = dict.fromkeys(_requests(*_group(forms, form.key, group.key)) for form in forms.forms)
            # The last row of 其他处理 is called 其他, and the others are told by their names.
            lawful = (_requests("other_misc"),) if group.key == "other" else ()
            yield Concept(group.key, Text(group.label, group.en), "outcomes", tuple(readings), lawful)
    for row in forms.rows("requests"):
        if row.group in {"denied", "unable", "refused", "other"} and row.key != "other":
            yield Concept(row.key, row.text, "outcomes", (_requests(row.key),))


def _reviews(forms: Forms) -> Iterator[Concept]:
    routes = [row.key for row in forms.rows("review")]
    suits = [route for route in routes if route != "review"]
    for column in forms.columns("review"):
        total = column.key == "total"
        suffix, of, of_en = ("", "", "") if total else (f"_{column.key}", f"：{column.label}", f": {column.en.lower()}")
        one, two = _of("review", column.key, "review"), _of("review", column.key, *suits)
        # What is still pending may be left out; a lawsuit may be counted on one route only.
        decided = [(*all_, *_less("pending", *rows)) for all_, rows in ((one, ["review"]), (two, suits))]
        single = tuple(_of("review", column.key, suit) for suit in suits)
        yield Concept(
            f"reviews{suffix}",
            Text(f"行政复议{of}", f"Reviews{of_en}"),
            "review",
            (one,),
            (decided[0],) if total else (),
        )
        yield Concept(
            f"litigation{suffix}", Text(f"行政诉讼{of}", f"Lawsuits{of_en}"), "review", (two,),
            (*single, decided[1]) if total else single,
        )  # fmt: skip
    both = _of("review", "total", *routes)
    yield Concept("reviews_and_litigation", Text("行政复议和诉讼", "Reviews and lawsuits"), "review", (both,))


def _less(column: str, *rows: str) -> Reading:
    return tuple((-1, CellKey("review", row, column)) for row in rows)


def _documents(forms: Forms) -> Iterator[Concept]:
    for row in ("normative_documents", "rules"):
        label = next(known for known in forms.rows("disclosure") if known.key == row)
        name = "normative" if row == "normative_documents" else row

        def column(*keys: str, row: str = row) -> tuple[Reading, ...]:
            return tuple(_of("disclosure", key, row) for key in keys)

        for key, zh, en, meant, lawful in (
            ("issued", "制发", "issued", column("made", "issued"), column("disclosed")),
            ("repealed", "废止", "repealed", column("repealed"), ()),
            ("in_force", "现行有效", "in force", column("in_force"), column("total_public")),
        ):
            text = Text(f"{label.label}：{zh}", f"{label.en}: {en}")
            yield Concept(f"{name}_{key}", text, "documents", meant, lawful)


def _decisions(forms: Forms) -> Iterator[Concept]:
    for row in forms.rows("disclosure"):
        if row.key in {"licensing", "other_services", "penalties", "coercion"}:
            yield Concept(row.key, row.text, "decisions", (_of("disclosure", "decisions", row.key),))
        elif row.key == "fees":
            yield Concept(row.key, row.text, "amounts", (_of("disclosure", "amount", row.key),), money=True)
        elif row.key == "procurement":
            yield Concept(
                "procurement_projects", Text(f"{row.label}：项目", f"{row.en}: projects"), "amounts",
                (_of("disclosure", "projects", row.key),),
            )  # fmt: skip
            yield Concept(
                "procurement_amount", Text(f"{row.label}：金额", f"{row.en}: amount"), "amounts",
                (_of("disclosure", "amount", row.key),), money=True,
            )  # fmt: skip


def _uncounted() -> Iterator[Concept]:
    yield Concept("items_disclosed", Text("主动公开信息条数", "Items disclosed"), "none")
    yield Concept("processing_fee", Text("信息处理费", "Information-processing fee collected"), "none", money=True)


@cache
def concepts(forms: Forms) -> Mapping[str, Concept]:
    """All concepts by key, in the order of the report."""
    parts: tuple[Iterable[Concept], ...] = (
        _inflow(), [_answered(forms)], _applicants(forms), _outcomes(forms), _reviews(forms), _documents(forms),
        _decisions(forms), _uncounted(),
    )  # fmt: skip
    return MappingProxyType({concept.key: concept for part in parts for concept in part})


CONCEPTS = concepts(FORMS)
