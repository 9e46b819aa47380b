-- mart_correction_rate: 纠错率 | Who loses in review and in court
-- One row a body, year, scope and route: how disputes over disclosure ended. The rate is that of the measures: corrections among
-- the cases decided, which are all but the pending. A figure stands here only where it is printed.
--
-- grain: body × year × scope × route
-- key: agency_key, report_year, scope, route
-- not null: report_id, tier_review, n_blank
-- references: agency_key -> dim_agency.agency_key
-- references: report_id -> dim_report.report_id
-- references: route -> dim_review_route.route
-- columns:
--   agency_key: 单位键 | Key of the body
--   report_year: 报告年度 | Year reported on
--   report_id: 报告键 | Key of the report
--   scope: 统计范围 | What the figures cover
--   tier_review: 复议诉讼表的勾稽等级 | Tier of the review table
--   route: 途径键 | Route: review, litigation_direct, litigation_after_review
--   total: 总计 | Cases
--   upheld: 结果维持 | Upheld
--   corrected: 结果纠正 | Corrected
--   other_results: 其他结果 | Other result
--   pending: 尚未审结 | Not yet decided
--   decided: 已审结（总计减尚未审结） | Decided: the total minus those pending
--   n_blank: 五项中无数值的项数 | How many of the five results have no printed figure
--   correction_rate: 纠错率，勾稽不符则为空 | Correction rate; null where the review table contradicts itself
--   correction_rate_including_inconsistent: 纠错率（含勾稽不符） | The same, inconsistent tables let in

-- A value of a typed table was printed or decoded: what was not decoded was printed.
with decoded as (
    select
        c.report_id,
        c."row" as route,
        bool_or(c."column" = 'total') as in_total,
        bool_or(c."column" = 'upheld') as in_upheld,
        bool_or(c."column" = 'corrected') as in_corrected,
        bool_or(c."column" = 'other') as in_other,
        bool_or(c."column" = 'pending') as in_pending
    from cells as c
    where c.status = 'decoded' and c."table" = 'review'
    group by c.report_id, c."row"
),

printed as (
    select
        t.report_id,
        t.route,
        case when d.in_total then null else t.total end as total,
        case when d.in_upheld then null else t.upheld end as upheld,
        case when d.in_corrected then null else t.corrected end as corrected,
        case when d.in_other then null else t.other end as other_results,
        case when d.in_pending then null else t.pending end as pending
    from typed_review as t
    left join decoded as d on t.report_id = d.report_id and t.route = d.route
)

select
    a.agency_key,
    a.report_year,
    a.report_id,
    a.scope,
    a.tier_review,
    p.route,
    p.total,
    p.upheld,
    p.corrected,
    p.other_results,
    p.pending,
    p.total - p.pending as decided,
    5 - list_count([p.total, p.upheld, p.corrected, p.other_results, p.pending]) as n_blank,
    case
        when a.tier_review != 'inconsistent' and p.total - p.pending > 0 then p.corrected / (p.total - p.pending)
    end as correction_rate,
    case
        when p.total - p.pending > 0 then p.corrected / (p.total - p.pending)
    end as correction_rate_including_inconsistent
from printed as p
inner join mart_agency_year as a on p.report_id = a.report_id
