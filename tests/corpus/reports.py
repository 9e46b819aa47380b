"""Whole reports: title, prose, headings, the three tables in one layout, and the chrome of the page around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import opencc

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
_SHORT = 3
_CLAIMS = (
    "{year}年办理行政许可{n}件、行政处罚{n}件，收取行政事业性收费{n}万元，制发规范性文件{n}件。",
    "本年新收政府信息公开申请{n}件，予以公开{n}件，部分公开{n}件，总计{n}件，均已办结。",
    "因政府信息公开被申请行政复议{n}件，结果维持{n}件，尚未审结{n}件。",
)
_REMARKS = ("(指2019年事项数)", "(含行政处罚、行政强制)", "(件)", "(设区的市、自治州填写)", "(减用负值表示，如-8)")


@dataclass(frozen=True, slots=True)
class Noise:
    """What is done to a text besides the layout."""

    chrome: bool = False
    wide: bool = False  # full-width brackets, colons and digits
    blanks: bool = False  # NBSP and ideographic spaces around figures
    numbers: bool = True  # section headings carry their numerals
    broken: bool = False  # labels are broken by line breaks or blanks
    remarks: bool = False  # labels carry remarks in brackets, with other labels and years in them
    extra: bool = False  # a local row stands between those of the form
    unnumbered: bool = False  # rows have lost their printed numbers
    traditional: bool = False  # traditional script
    pinyin: bool = False  # a reading in brackets behind a character of a label
    slips: bool = False  # a character of a label is missing or another one
    prose: bool = False  # sections begin with sentences that name rows and give figures
    headless: bool = False  # the headings of the third and fourth section are missing
    readings: bool = False  # readings without tones, once or twice, behind characters of the whole page
    unlabelled: bool = False  # rows of a group have lost their labels, all but the first
    stacked: bool = False  # labels of the ledger stand together, the figures of their rows behind them


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
    ledger = grids.requests(form, known)
    ledger = grids.unlabelled(ledger) if noise.unlabelled else ledger
    ledger = grids.stacked(ledger) if noise.stacked else ledger
    tables = {
        "disclosure": layout.flatten(_noisy(grids.disclosure(form, known), noise, random)),
        "requests": layout.flatten(_noisy(ledger, noise, random)),
        "review": layout.flatten(_noisy(grids.review(form, known), noise, random)),
    }
    parts = [f"青塘县某局{year}年政府信息公开工作年度报告"]
    for numeral, section in zip(_NUMERALS, FORMS.sections, strict=True):
        if not (noise.headless and section.key in {"requests", "review"}):
            parts.append((f"{numeral}、" if noise.numbers else "") + section.label)
        if noise.prose:
            parts.append(random.choice(_CLAIMS).format(n=random.randrange(3, 900), year=year))
        parts.append(tables.get(section.key) or random.choice(_PROSE))
    text = "\n".join(parts) + f"\n青塘县某局\n{year + 1}年1月15日\n"
    if noise.chrome:
        text = _CHROME_BEFORE + text + _CHROME_AFTER
    if noise.traditional:
        text = opencc.OpenCC("s2t").convert(text)
    if noise.readings:
        text = "".join(character + _reading(character, random) for character in text)
    return text.translate(_WIDE) if noise.wide else text


def _reading(character: str, random: Random) -> str:
    if not "\u4e00" <= character <= "\u9fff" or random.random() < 0.7:
        return ""
    return random.choice(("(zheng)", "(xin)", "(kai)", "(fu)")) * random.choice((1, 1, 2))


_WIDE = str.maketrans("():,", "（）：，")


def _noisy(grid: list[grids.Row], noise: Noise, random: Random) -> list[grids.Row]:
    rows = []
    for row in grid:
        rows.append(tuple(replace(box, text=_worded(box, noise, random)) if box.text else box for box in row))
        if noise.extra and row[0].text.endswith("规范性文件"):
            values = tuple(replace(box, text=str(random.randrange(500))) if box.value else box for box in row[1:])
            rows.append((replace(row[0], text="其他主动公开资料"), *values))
    return rows


def _worded(box: grids.Box, noise: Noise, random: Random) -> str:
    """The text of a box with the noise asked for."""
    if box.value:
        return _padded(box.text, random) if noise.blanks else box.text
    text = box.text
    if noise.unnumbered and text[1:2] == ".":
        text = text[2:]
    if len(text) <= _SHORT or random.random() < 0.5:
        return text
    if noise.remarks and "(" not in text:
        text += random.choice(_REMARKS)
    place = random.randrange(1, len(text))
    if noise.pinyin:
        text = text[:place] + random.choice(("(dòng)", "(shù)", "(gōng)")) + text[place:]
    if noise.slips and len(text) > 2 * _SHORT:
        text = text[:place] + random.choice(("", "囗")) + text[place + 1 :]
    if noise.broken:
        text = text[:place] + random.choice((" ", "\n", "\u3000")) + text[place:]
    return text


def _padded(text: str, random: Random) -> str:
    return random.choice(("", " ", "\u00a0", "\u3000", " \u3000")) + text + random.choice(("", " ", "\u00a0"))
