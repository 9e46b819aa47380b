-- fact_request_line: 申请表的数 | Figures of the ledger of requests
-- Every figure of the requests ledger, one a row: what came in, how it was dealt with, what goes on to the next year.
-- `fact_request_flow` and `fact_request_disposition` are made of it. Sums over applicants or lines leave out the rows
-- with `is_total`, which are totals the report prints itself.
--
-- grain: report × applicant × line
-- key: report_id, applicant, line
-- not null: is_total, status, tier
-- references: report_id -> dim_report.report_id
-- references: applicant -> dim_applicant.applicant
-- references: line -> dim_outcome.outcome
-- sum n: select sum(n) from (
--   unpivot typed_requests on natural_person, business, research, public_interest, legal_service, other, total
--   into name applicant value n)
-- stored as: view
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   form: 申请表的表样 | Form of the requests table
--   tier: 申请表的勾稽等级 | Tier of the requests table
--   applicant: 申请人类别键 | Kind of applicant
--   line: 行键（收到、办理结果、结转） | Row of the ledger: received, an outcome, carried over or forward
--   is_total: 是否为合计，求和时须排除 | True for a printed total, to be left out of sums
--   n: 件数，无数值为空 | Requests, null where the cell has no number
--   status: 单元格状态 | How the figure came: reported, blank, marked, decoded, ambiguous, absent

select
    c.report_id,
    c.report_year,
    r.form_requests as form,
    r.tier_requests as tier,
    c."column" as applicant,
    c."row" as line,
    c."column" = 'total' or c."row" = 'result_total' as is_total,
    -- as in the typed table: a whole number that is not negative, printed or decoded
    case
        when c.status in ('reported', 'decoded') and c.value >= 0 and c.value = trunc(c.value)
            then cast(c.value as bigint)
    end as n,
    c.status
from cells as c
inner join reports as r on c.report_id = r.report_id
where c."table" = 'requests' and r.form_requests is not null
