-- fact_check_result: 校验结果 | Results of the checks
-- Every rule as it was evaluated on every report. `fail` speaks of the report as published; `unverifiable` means that a
-- member of the identity is not a reported number, and the sides are then null.
--
-- grain: report × rule × instance
-- key: report_id, rule, instance
-- not null: status, tier
-- references: report_id -> dim_report.report_id
-- references: rule -> dim_rule.rule
-- sum delta: select sum(delta) from checks
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   tier: 报告的勾稽等级 | Tier of the report
--   table: 表键 | Key of the table
--   rule: 规则键 | Key of the rule
--   instance: 规则的实例（申请人、行或途径） | What the rule was evaluated on: an applicant, a row or a route
--   status: 结果（pass、fail、unverifiable） | Verdict: pass, fail, unverifiable
--   lhs: 等式左边 | Left side of the identity
--   rhs: 等式右边 | Right side of the identity
--   delta: 左边减右边 | Left side minus right side
--   balances_with_blanks_as_zero: 空白按零计时是否成立，仅供参考 | Whether it would hold with blanks as zero; information only

select
    k.report_id,
    k.report_year,
    r.tier,
    k."table",
    k.rule,
    k.instance,
    k.status,
    k.lhs,
    k.rhs,
    k.delta,
    k.balances_with_blanks_as_zero
from checks as k
inner join reports as r on k.report_id = r.report_id
