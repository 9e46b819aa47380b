-- fact_request_disposition: 申请办理结果 | How requests were dealt with
-- The outcomes of the requests ledger, one figure a row. Sums over applicants or outcomes leave out the rows with
-- `is_total`, which are totals the report prints itself. The group `other` compares across forms, its outcomes do not.
--
-- grain: report × applicant × outcome
-- key: report_id, applicant, outcome
-- not null: is_total, status, tier
-- references: report_id -> dim_report.report_id
-- references: applicant -> dim_applicant.applicant
-- references: outcome -> dim_outcome.outcome
-- sum n: select sum(n) from (
--   unpivot typed_requests on natural_person, business, research, public_interest, legal_service, other, total
--   into name applicant value n) where outcome not in ('new_received', 'carried_over', 'carried_forward')
-- stored as: view
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   form: 申请表的表样 | Form of the requests table
--   tier: 申请表的勾稽等级 | Tier of the requests table
--   applicant: 申请人类别键 | Kind of applicant
--   outcome: 办理结果键 | Outcome
--   is_total: 是否为合计，求和时须排除 | True for a printed total, to be left out of sums
--   n: 件数，无数值为空 | Requests, null where the cell has no number
--   status: 单元格状态 | How the figure came: reported, blank, marked, decoded, ambiguous, absent

select
    f.report_id,
    f.report_year,
    f.form,
    f.tier,
    f.applicant,
    f.line as outcome,
    f.is_total,
    f.n,
    f.status
from fact_request_line as f
where f.line not in ('new_received', 'carried_over', 'carried_forward')
