"""What happens to reports on their way: bytes lost, lines moved, cells glued, two pages in one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, bytes, Random], bytes]
"""A report, another report, and chance, to a broken report."""

_BORDER = re.compile(r"([|\t\n])")
_NUMBER = re.compile(r"[+\-]?[0-9][0-9.,]*")
_TAG = re.compile(r"<[^<>]{0,400}>")
_BLANKS = re.compile(r"[ \t\u3000\u00a0]+")
_SPACES = " \t\u00a0\u3000\u200b\ufeff\r\v\f\x1c\x85\u2028"
_ODD = (
    "|-—/()（）[]【】一二三四五六七八九十0１２３²③㈠%+.,，。:：元万增减无第条款项自然人总计\u0301\U0001f600\x00\ud7ff"
)
_CHARSETS = ("gb18030", "utf-16", "utf-16-le", "utf-8-sig", "big5", "utf-32", "utf-7")
_LARGEST = 300_000  # bytes; what grows further is the affair of `growing`


def mutate(data: bytes, other: bytes, random: Random) -> bytes:
    """One to six mutations, one after the other."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 6))):
        data = random.choice(MUTATIONS)(data, other, random)[:_LARGEST]
    return data


def mutate_packed(data: bytes, other: bytes, random: Random) -> bytes:
    """A ZIP with one of its files mutated."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = random.choice(names)
        for name in names:
            held = old.read(name)
            new.writestr(zipfile.ZipInfo(name), mutate(held, other, random) if name == chosen else held)
    return file.getvalue()


def _tags(text: str, other: str, random: Random) -> str:
    """Some tags lost, doubled, nested or given odd spans. A text without tags is left alone."""
    share = random.choice((0.005, 0.05, 0.5))

    def changed(found: re.Match[str]) -> str:
        if random.random() >= share:
            return found.group()
        span = random.choice(("0", "-1", "999999", "10", "x", "1000", "2.5"))
        odd = (
            f'<td colspan="{span}">',
            f'<td rowspan="{span}">',
            "<table>",
            "</table>",
            "<tr>",
            "<w:tc>",
            "<!--",
            "<script>",
        )
        return random.choice(("", found.group() * 2, found.group().replace("</", "<"), *odd))

    return _TAG.sub(changed, text)


def _text(change: Callable[[str, str, Random], str]) -> Mutation:
    def mutation(data: bytes, other: bytes, random: Random) -> bytes:
        text = change(data.decode("utf-8", "replace"), other.decode("utf-8", "replace"), random)
        return text.encode("utf-8", "replace")

    return mutation


def _flip(data: bytes, other: bytes, random: Random) -> bytes:
    found = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 64)) if found else 0):
        found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return bytes(found)


def _noise(data: bytes, other: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.randbytes(random.choice((1, 4, 64, 4096))) + data[place:]


def _cut(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _stretch(len(data), random)
    return data[start:end] if random.random() < 0.3 else data[:start] + data[end:]


def _repeat(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _stretch(len(data), random)
    return data[:end] + data[start:end] * random.choice((1, 1, 2, 5, 40)) + data[end:]


def _splice(data: bytes, other: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _insert(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _stretch(len(other), random)
    place = random.randrange(len(data) + 1)
    return data[:place] + other[start:end] + data[place:]


def _charset(data: bytes, other: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    told = text.encode(random.choice(_CHARSETS), "replace")
    return told if random.random() < 0.5 else data[: len(data) // 2] + told[len(told) // 2 :]


def _stretch(length: int, random: Random) -> tuple[int, int]:
    start = random.randrange(length + 1)
    longest = random.choice((1, 10, 200, length + 1))
    return start, min(length, start + random.randrange(longest))


def _swap_lines(text: str, other: str, random: Random) -> str:
    return "\n".join(_swapped(text.split("\n"), random))


def _swap_cells(text: str, other: str, random: Random) -> str:
    return "".join(_swapped(_BORDER.split(text), random))


def _swap_characters(text: str, other: str, random: Random) -> str:
    place = random.randrange(max(1, len(text) - 1))
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _swapped(parts: list[str], random: Random) -> list[str]:
    for _ in range(random.choice((1, 3, 20))):
        a, b = random.randrange(len(parts)), random.randrange(len(parts))
        parts[a], parts[b] = parts[b], parts[a]
    return parts


def _drop_lines(text: str, other: str, random: Random) -> str:
    share = random.choice((0.01, 0.1, 0.5))
    return "\n".join(line for line in text.split("\n") if random.random() >= share)


def _repeated_lines_once(text: str, other: str, random: Random) -> str:
    return "\n".join(dict.fromkeys(text.split("\n")))


def _glue(text: str, other: str, random: Random) -> str:
    gone: Sequence[str] = random.choice(("|", "\n", " ", "|\n\t ", "\n\t |\u3000\u00a0"))
    share = random.choice((0.02, 0.3, 1.0))
    return "".join(character for character in text if character not in gone or random.random() >= share)


def _respace(text: str, other: str, random: Random) -> str:
    return _BLANKS.sub(lambda _: random.choice(_SPACES) * random.choice((0, 1, 1, 3)), text)


def _pepper(text: str, other: str, random: Random) -> str:
    parts = list(text)
    for _ in range(random.choice((1, 5, 50))):
        parts.insert(random.randrange(len(parts) + 1), random.choice(_ODD + _SPACES))
    return "".join(parts)


def _numbers(text: str, other: str, random: Random) -> str:
    """Some numbers become others: blank, dash, huge, signed, fractional, in brackets, full width."""
    choices = (
        "",
        "-",
        "/",
        "0",
        "9" * 30,
        "-3",
        "+3",
        "1.5",
        "1,234",
        "(7)",
        "１２",
        "1e9",
        "3万元",
        "增5",
        "减2",
        "1 2",
    )
    share = random.choice((0.01, 0.1, 0.9))
    return _NUMBER.sub(lambda found: random.choice(choices) if random.random() < share else found.group(), text)


def _thousands(text: str, other: str, random: Random) -> str:
    """Thousands of one thing: pipes, brackets, digits, blanks, empty lines, a label, a heading."""
    unit = random.choice(
        (
            "|",
            "| ",
            "(",
            "（(",
            "[]",
            "0",
            "123",
            " ",
            "\n",
            "\t",
            "\n|",
            "行政许可",
            "一、总体情况\n",
            "总计 0 ",
            "-",
            "2023年",
        )
    )
    place = random.randrange(len(text) + 1)
    return text[:place] + unit * random.choice((1000, 5000, 20_000)) + text[place:]


def _one_line(text: str, other: str, random: Random) -> str:
    return text.replace("\n", random.choice(("", " ", "|", " | ")))


def _a_character_a_line(text: str, other: str, random: Random) -> str:
    start, end = _stretch(len(text), random)
    return text[:start] + "\n".join(text[start:end]) + text[end:]


def _tables_again(text: str, other: str, random: Random) -> str:
    """The tables of another report behind, before or within this one."""
    place = random.choice((0, len(text), random.randrange(len(text) + 1)))
    return text[:place] + "\n" + other[other.find("二、") :] + "\n" + text[place:]


MUTATIONS: tuple[Mutation, ...] = (
    _flip,
    _noise,
    _cut,
    _cut,
    _repeat,
    _splice,
    _insert,
    _charset,
    *map(
        _text,
        (
            *(_tags, _swap_lines, _swap_cells, _swap_characters, _drop_lines, _repeated_lines_once, _glue, _glue),
            *(_respace, _pepper, _numbers, _numbers, _thousands, _one_line, _a_character_a_line, _tables_again),
        ),
    ),
)
