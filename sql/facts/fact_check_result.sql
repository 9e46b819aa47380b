-- fact_check_result: 校验结果 | Results of the checks
-- Every rule as it was evaluated on every report. `fail` speaks of the report as published; `unverifiable` means that a
-- figure is not a reported number or that the reading is in doubt. A rule about cells, rows or sections names those that
-- break it one by one, and tells in one row of the table, or of the report, that nothing does.
--
-- grain: report × rule × instance
-- key: report_id, rule, instance
-- not null: status, severity, tier
-- references: report_id -> dim_report.report_id
-- references: rule -> dim_rule.rule
-- sum delta: select sum(delta) from (
--   select delta from checks union all select delta from report_checks
--   union all select delta from pair_checks)
-- stored as: view
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   tier: 报告的勾稽等级 | Tier of the report
--   table: 表键，不限于一张表则为空 | Key of the table, null where a rule is about none or several
--   rule: 规则键 | Key of the rule
--   instance: 规则的实例（申请人、行、途径、单元格、部分等） | What the rule was evaluated on: an applicant, a row, a route, a cell
--   status: 结果（pass、fail、unverifiable） | Verdict: pass, fail, unverifiable
--   severity: 不符时的严重程度 | How much a failure weighs: error, warning, info
--   lhs: 等式左边 | Left side of the identity, or the number found
--   rhs: 等式右边 | Right side of the identity, or the number due
--   delta: 左边减右边 | Left side minus right side
--   balances_with_blanks_as_zero: 空白按零计时是否成立，仅供参考 | Whether it would hold with blanks as zero; information only
--   members: 涉及的单元格，规则和实例已能说明则为空 | Cells that take part, null where rule and instance tell them
--   other_report_id: 对照的另一份报告 | Key of the report it was compared with
--   start: 原文起始位置（字符） | Where its place in the source text starts, null where it has none of its own
--   end: 原文结束位置（字符） | Where its place in the source text ends
--   detail_zh: 说明 | What was found, in Chinese
--   detail_en: 英文说明 | What was found, in English

with verdicts as (
    select
        k.report_id,
        k.report_year,
        k."table",
        k.rule,
        k.instance,
        k.status,
        fr.severity,
        k.lhs,
        k.rhs,
        k.delta,
        k.balances_with_blanks_as_zero,
        cast(null as varchar) as members,
        cast(null as varchar) as other_report_id,
        cast(null as integer) as start,
        cast(null as integer) as "end",
        cast(null as varchar) as detail_zh,
        cast(null as varchar) as detail_en
    from checks as k
    inner join form_rules as fr on k.rule = fr.rule
    union all
    select
        rc.report_id,
        rc.report_year,
        rc."table",
        rc.rule,
        rc.instance,
        rc.status,
        rc.severity,
        rc.lhs,
        rc.rhs,
        rc.delta,
        cast(null as boolean) as balances_with_blanks_as_zero,
        rc.members,
        rc.other_report_id,
        rc.start,
        rc."end",
        rc.detail_zh,
        rc.detail_en
    from report_checks as rc
    union all
    select
        pc.report_id,
        pc.report_year,
        pc."table",
        pc.rule,
        pc.instance,
        pc.status,
        pc.severity,
        pc.lhs,
        pc.rhs,
        pc.delta,
        cast(null as boolean) as balances_with_blanks_as_zero,
        pc.members,
        pc.other_report_id,
        pc.start,
        pc."end",
        pc.detail_zh,
        pc.detail_en
    from pair_checks as pc
)

select
    v.report_id,
    v.report_year,
    r.tier,
    v."table",
    v.rule,
    v.instance,
    v.status,
    v.severity,
    v.lhs,
    v.rhs,
    v.delta,
    v.balances_with_blanks_as_zero,
    v.members,
    v.other_report_id,
    v.start,
    v."end",
    v.detail_zh,
    v.detail_en
from verdicts as v
inner join reports as r on v.report_id = r.report_id
