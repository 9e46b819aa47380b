"""Whole reports: title, prose, headings, the three tables in one layout, and the chrome of the page around them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from pipeline.forms import FORMS, Form
from tests.corpus import grids
from tests.corpus.figures import Figures, Wish, figures
from tests.corpus.layouts import Layout

_PROSE = (
    "本单位按照条例要求做好各项公开工作，按时更新目录，接受社会监督。",
    "全年举办培训两次，修订审查流程一份，答复公众留言若干。",
    "下一步将完善制度，充实内容，方便群众查阅。",
)
_CHROME_BEFORE = "您当前所在位置: 首页 > 信息公开 > 年报\n来源: 本站 字体:[大 中 小] 打印\n"
_CHROME_AFTER = "主办单位: 青塘县某局 备案序号 12007396 网站标识码:3416020010\n扫一扫在手机打开当前页"
_NUMERALS = "一二三四五六"


@dataclass(frozen=True, slots=True)
class Noise:
    """What is done to a text besides the layout."""

    chrome: bool = False
    wide: bool = False  # full-width brackets, colons and digits
    blanks: bool = False  # NBSP and ideographic spaces around figures
    numbers: bool = True  # section headings carry their numerals


@dataclass(frozen=True, slots=True)
class Made:
    """A report made to order and what is in it."""

    text: str
    form: Form
    year: int
    cells: Figures


def make(seed: int, layout: Layout, noise: Noise, wish: Wish = Wish(), form: str | None = None) -> Made:  # noqa: B008
    """The report that this seed gives."""
    random = Random(seed)
    chosen = FORMS.form(form) if form else random.choice(FORMS.forms)
    year = chosen.first_year + random.randrange(0, 2)
    known = figures(chosen, random, wish)
    text = render(chosen, known, year, layout, noise, random)
    return Made(text, chosen, year, known)


def render(form: Form, known: Figures, year: int, layout: Layout, noise: Noise, random: Random) -> str:
    """A report on this form with these figures."""
    tables = {
        "disclosure": layout.flatten(_noisy(grids.disclosure(form, known), noise, random)),
        "requests": layout.flatten(_noisy(grids.requests(form, known), noise, random)),
        "review": layout.flatten(_noisy(grids.review(form, known), noise, random)),
    }
    parts = [f"青塘县某局{year}年政府信息公开工作年度报告"]
    for numeral, section in zip(_NUMERALS, FORMS.sections, strict=True):
        parts.append((f"{numeral}、" if noise.numbers else "") + section.label)
        parts.append(tables.get(section.key) or random.choice(_PROSE))
    text = "\n".join(parts) + f"\n青塘县某局\n{year + 1}年1月15日\n"
    if noise.chrome:
        text = _CHROME_BEFORE + text + _CHROME_AFTER
    return text.translate(_WIDE) if noise.wide else text


_WIDE = str.maketrans("():,", "（）：，")


def _noisy(grid: list[grids.Row], noise: Noise, random: Random) -> list[grids.Row]:
    if not noise.blanks:
        return grid
    return [
        tuple(
            grids.Box(_padded(box.text, random), box.columns, box.rows, box.gap, box.value)
            if box.value and box.text
            else box
            for box in row
        )
        for row in grid
    ]


def _padded(text: str, random: Random) -> str:
    return random.choice(("", " ", "\u00a0", "\u3000", " \u3000")) + text + random.choice(("", " ", "\u00a0"))
