-- mart_carry_over: 跨年结转衔接 | Whether what is carried over is what was carried forward
-- One row for each two years in a row that a body has current reports of: what it carried forward at the end of the first,
-- and what it says it carried over at the start of the second. A figure takes part only where it is printed. `broken` is
-- said of the two reports as published; which of them is wrong is not known. Reports are paired scope by scope; one that
-- has no fellow of its scope in the other year stands beside such a one of another scope: own and consolidated do not
-- compare.
--
-- grain: body × year, the later of the two × scope of either report
-- key: agency_key, report_year, scope, scope_before
-- key: report_id, report_id_before
-- not null: verdict
-- references: agency_key -> dim_agency.agency_key
-- references: report_id -> dim_report.report_id
-- references: report_id_before -> dim_report.report_id
-- columns:
--   agency_key: 单位键 | Key of the body
--   report_year: 后一年度 | The later year
--   report_id: 后一年度报告键 | Report of the later year
--   report_id_before: 前一年度报告键 | Report of the year before
--   scope: 后一年度统计范围 | Scope of the later report
--   scope_before: 前一年度统计范围 | Scope of the report before
--   form: 后一年度表样 | Form of the later report
--   form_before: 前一年度表样 | Form of the report before
--   tier_requests: 后一年度申请表的勾稽等级 | Tier of the later requests table
--   tier_requests_before: 前一年度申请表的勾稽等级 | Tier of the requests table before
--   carried_forward_before: 前一年度所报结转下年度件数 | Carried forward, as the year before says
--   carried_over: 后一年度所报上年结转件数 | Carried over, as the later year says
--   gap: 后者减前者 | The latter minus the former
--   verdict: 衔接情况（continuous、broken、unverifiable、not_comparable） | continuous, broken, unverifiable, not_comparable

with alike as (
    select
        a.report_id,
        b.report_id as report_id_before
    from mart_agency_year as a
    inner join mart_agency_year as b
        on a.agency_key = b.agency_key and a.report_year = b.report_year + 1 and a.scope = b.scope
),

pairs as (
    select
        k.report_id,
        k.report_id_before
    from alike as k
    union all
    select
        a.report_id,
        b.report_id as report_id_before
    from mart_agency_year as a
    inner join mart_agency_year as b
        on a.agency_key = b.agency_key and a.report_year = b.report_year + 1 and a.scope != b.scope
    where
        a.report_id not in (select k.report_id from alike as k)
        and b.report_id not in (select k.report_id_before from alike as k)
)

select
    a.agency_key,
    a.report_year,
    a.report_id,
    b.report_id as report_id_before,
    a.scope,
    b.scope as scope_before,
    a.form,
    b.form as form_before,
    a.tier_requests,
    b.tier_requests as tier_requests_before,
    b.carried_forward as carried_forward_before,
    a.carried_over,
    a.carried_over - b.carried_forward as gap,
    case
        when a.scope != b.scope and a.scope != 'unknown' and b.scope != 'unknown' then 'not_comparable'
        when a.carried_over is null or b.carried_forward is null then 'unverifiable'
        when a.carried_over = b.carried_forward then 'continuous'
        else 'broken'
    end as verdict
from pairs as p
inner join mart_agency_year as a on p.report_id = a.report_id
inner join mart_agency_year as b on p.report_id_before = b.report_id
