"""What is said to people about odd rows, in Chinese and English, one text a problem code."""

from __future__ import annotations

_TEXTS = {
    "value_count": "该行有 {0} 个数值，表头只有 {1} 栏 ({0} values under {1} headings)",
    "ambiguous_row": "该行有 {0} 个数值，表头有 {1} 栏，文本不能确定各值属于哪一栏 "
    "({0} values under {1} headings, and the text does not decide which stands where)",
    "places": "该行数值与表头栏数相同，均为 {0} 个，但各值所在的位置与各栏并不一一对应，不能确定各栏的值 "
    "(as many values as headings, {0}, but not each in the place of one: what each column holds cannot be told)",
    "labels_lost": "该行的名称不在其数值之前，数值按表样的行次对应，个数恰好相符 "
    "(this row's label does not stand before its values: they are its own by the form's order, and fit exactly)",
    "headings_lost": "数值上方没有表头，按表样的次序对应，各合计均相符 "
    "(no headings above these values: they are read by the form's order, in which all totals add up)",
    "no_headings": "{0} 个数值上方没有完整的表头，表样有 {1} 栏，不能确定各值属于哪一栏 "
    "({0} values without headings where the form has {1} columns: which stands where cannot be told)",
    "words_in_row": "该行 {0} 个数值之外还有文字，表头有 {1} 栏，不能确定各格内容 "
    "(words stand in this row beside {0} values under {1} headings: what its cells hold cannot be told)",
    "columns_out_of_order": "表头各栏的次序与规定不同，不能按规定次序读取 "
    "(the columns stand in another order than the form's, so nothing is read by that order)",
    "columns_of_others": "该行上方的表头是其他部分的栏目，不能确定各格属于哪一栏 "
    "(the headings above this row are those of other columns of the form: what its cells hold cannot be told)",
    "unplaced_values": "该行没有数值，而表中另有不属于任何行的数值，不能断定为空白 "
    "(no value here while values elsewhere in the table belong to no row: not taken for blank)",
    "cut_off": "文本在该行中断：{0} 个数值，表头有 {1} 栏 (the text ends within this row: {0} values, {1} columns)",
    "form_unknown": "标题与栏目不足以判断该部分属于哪一种格式 (the labels do not show which form this block is on)",
    "form_not_shown": "文本中该表没有能看出表样的部分，按其余表格的表样 {0} 读取 "
    "(nothing of this table in the text shows its form: it is read on that of the other tables, {0})",
    "cell_domain": "“{0}” 不符合该栏应填的数 (“{0}” is no number that this column can hold)",
    "repeated_lines_removed": "表中没有重复的行，而许多行没有数值：重复的行多半已被删除，各格数值无法确定 "
    "(no line of the tables repeats and many rows have no value: repeated lines were most likely removed, and what "
    "stood in which cell cannot be told)",
    "not_a_report": "这不是年度报告：没有标题、章节，或是关于年度报告的通知、解读、样表 "
    "(this is no annual report: it has neither its title nor its sections, or is a page about reports)",
    "unsupported_form": "2019 年以前的年度报告没有这三张表，不读取数值 "
    "(reports for years before 2019 do not have these three tables: nothing is read into them)",
    "several_tables": "文本中另有 {0} 张同类填报表，读取的是数值行最多的第一张 "
    "({0} more tables of this kind with values in the text; the first of those with most rows was read)",
    "table_missing": "文本中没有该表 (this table is not in the text)",
}


def message(code: str, *values: object) -> str:
    """The text for a problem code with its values filled in. Raises KeyError for a code that has no text."""
    return _TEXTS[code].format(*values)
