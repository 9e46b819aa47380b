"""The page of the documentation that lists all rules, made from their declarations.

``python -m pipeline.checks.page > docs/checks.md`` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pipeline.checks.declared import declared_rules, forms_of
from pipeline.checks.model import CheckRule, Level
from pipeline.forms import FORMS, Text

_LEVELS = {
    Level.CELL: Text("单元格", "Cells"),
    Level.TABLE: Text("表内", "Inside a table"),
    Level.REPORT: Text("单份报告", "One report"),
    Level.PAIR: Text("两份报告", "Two reports"),
    Level.REGION: Text("汇总", "A division and its bodies"),
}
_HEAD = """\
# The rules

<!-- Made from the declarations in pipeline/: python -m pipeline.checks.page > docs/checks.md -->

Every rule that reports are checked against. An evaluation is a row of `fact_check_result`: report, rule, instance, and
one of three outcomes.

- `pass`: it holds.
- `fail`: it does not, in the report as published.
- `unverifiable`: it cannot be told. A figure is blank, marked, ambiguous or absent, or the reading is in doubt. A blank
  never makes a rule pass, and never makes it fail; what the reader is unsure of is not held against the body.

A failure weighs as an `error`, a `warning` or `info`. A rule whose source says *derived* is written in no notice: it
follows from the form, and a body that breaks it has broken no instruction. Rules about cells, rows and sections name
those that break them one by one, and say in one row of the table or report (`all`) that nothing does.

`mart_anomalies` lists what fails, worst first, with the place in the text. `form_rule_members` names the cells that
take part in each instance of a rule that adds up.

What a review decided on a finding stands in `data/reference/decisions.csv`, one line each: the report by the `sha256`
of its content, or `agency_key` and `report_year`; `rule` and `instance`; `decision`, which is `accepted` (the finding
is right) or `dismissed`; and the `reason`. A decision changes no verdict. It stands beside the finding in
`mart_anomalies`, where what is dismissed comes last. One by body and year holds for every version and scope of that
report; one by the content of a file goes before it. One that matches no finding makes the check `decisions_match` fail
and `gouji run` leave with code 1, naming its line; nothing else is held up by it.

`data/reference/check_baseline.csv` says which share of the reports is expected to fail a rule (`*`: any rule without a
line of its own; a line with a `report_year` holds for that year). The check `failure_shares` stops the publishing of a
run in which more do, since then the reading broke, and not the bodies. It judges from 50 reports on, and by the lower
end of the exact one-sided interval of the share at 99.9 % (Clopper and Pearson), so that few reports raise no alarm.

A reader that breaks so that it leaves cells open makes no rule fail. So after a change of its version every report is
compared with itself as published: the line `reading_kept` of the same list says of which share of them fewer cells may
have a number than before. The check of that name stops the publishing where it is more, and shows those that lost most.
"""


def page() -> str:
    """The page, as Markdown."""
    return "\n".join([_HEAD, *_levels()])


def _levels() -> Iterator[str]:
    rules = declared_rules()
    for level, title in _LEVELS.items():
        of_level = [rule for rule in rules if rule.level is level]
        if of_level:
            yield f"## {title.en} {title.zh}\n"
            for rule in of_level:
                yield from _rule(rule)


def _rule(rule: CheckRule) -> Iterator[str]:
    yield f"### `{rule.key}` {rule.title.en} {rule.title.zh}\n"
    yield f"{rule.description.zh}。\n"
    yield f"{rule.description.en}.\n"
    yield f"- severity: {_severity(rule)}"
    yield f"- per: {rule.per}"
    if len(forms_of(rule)) < len(FORMS.forms):
        yield f"- forms: {', '.join(forms_of(rule))}"
    yield f"- source: {rule.source.en} ({rule.source.zh})\n"


def _severity(rule: CheckRule) -> str:
    others = ", ".join(f"{severity} for {instance}" for instance, severity in rule.severities)
    return f"{rule.severity}; {others}" if others else str(rule.severity)


if __name__ == "__main__":
    sys.stdout.write(page())
