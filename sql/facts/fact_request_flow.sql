-- fact_request_flow: 申请收支 | Requests coming in, dealt with and going on
-- The four lines that the ledger balances, a row for each kind of applicant and one for the printed total.
--
-- grain: report × applicant
-- key: report_id, applicant
-- not null: is_total, n_without_value, tier
-- references: report_id -> dim_report.report_id
-- references: applicant -> dim_applicant.applicant
-- sum new_received: select sum(n) from (
--   unpivot typed_requests on natural_person, business, research, public_interest, legal_service, other, total
--   into name applicant value n) where outcome = 'new_received'
-- sum carried_over: select sum(n) from (
--   unpivot typed_requests on natural_person, business, research, public_interest, legal_service, other, total
--   into name applicant value n) where outcome = 'carried_over'
-- sum result_total: select sum(n) from (
--   unpivot typed_requests on natural_person, business, research, public_interest, legal_service, other, total
--   into name applicant value n) where outcome = 'result_total'
-- sum carried_forward: select sum(n) from (
--   unpivot typed_requests on natural_person, business, research, public_interest, legal_service, other, total
--   into name applicant value n) where outcome = 'carried_forward'
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   form: 申请表的表样 | Form of the requests table
--   tier: 申请表的勾稽等级 | Tier of the requests table
--   applicant: 申请人类别键 | Kind of applicant
--   is_total: 是否为合计，求和时须排除 | True for the printed total, to be left out of sums
--   new_received: 本年新收件数 | Newly received this year
--   carried_over: 上年结转件数 | Carried over from last year
--   result_total: 本年办结件数 | Dealt with this year
--   carried_forward: 结转下年度件数 | Carried forward to next year
--   n_without_value: 四项中无数值的项数 | How many of the four have no number

with lines as (
    select *
    from typed_requests
    where outcome in ('new_received', 'carried_over', 'result_total', 'carried_forward')
),

figures as (
    select *
    from lines
    unpivot include nulls (
        n for applicant in (natural_person, business, research, public_interest, legal_service, other, total)
    )
)

select
    f.report_id,
    f.report_year,
    f.form,
    f.tier,
    f.applicant,
    f.applicant = 'total' as is_total,
    max(f.n) filter (where f.outcome = 'new_received') as new_received,
    max(f.n) filter (where f.outcome = 'carried_over') as carried_over,
    max(f.n) filter (where f.outcome = 'result_total') as result_total,
    max(f.n) filter (where f.outcome = 'carried_forward') as carried_forward,
    4 - count(f.n) as n_without_value
from figures as f
group by f.report_id, f.report_year, f.form, f.tier, f.applicant
