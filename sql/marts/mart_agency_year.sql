-- mart_agency_year: 单位年度概览 | Scorecard of a body and year
-- One row for the current report of a body, year and scope: filter or group by `scope`, and never add one to another, for
-- a consolidated report holds what the own ones say. A report whose body or year is unknown stays in dim_report. Figures
-- are the printed totals over all applicants. Nothing is filled in: a blank is null, and so is every figure made of it.
--
-- A rate is null unless every one of its members is a reported number, its denominator is above zero, and no identity of
-- its tables fails. The columns ending in `_including_inconsistent` are the same rates with inconsistent tables let in,
-- for those who ask. The last columns say how many reports of each tier the mart holds for that year.
--
--     disclosure_rate              (granted + partial) / result_total
--     substantive_disclosure_rate  (granted + partial) / (result_total - refused - other_outcomes)
--     clearance                    result_total / (new_received + carried_over)
--     carry_over_ratio             carried_forward / (new_received + carried_over)
--     dispute_rate                 (reviews + lawsuits) / new_received
--     correction_rate_<route>      corrected / (total - pending), for each route
--
-- grain: body × year × scope
-- key: agency_key, report_year, scope
-- key: report_id
-- not null: tier, status
-- references: agency_key -> dim_agency.agency_key
-- references: report_id -> dim_report.report_id
-- columns:
--   agency_key: 单位键 | Key of the body
--   agency: 报告单位，按文中写法 | Body that reports, as it is written
--   report_year: 报告年度 | Year reported on
--   report_id: 报告键 | Key of the report
--   status: 解读状态 | How reading went
--   form: 表样 | Form read off the labels
--   scope: 统计范围 | What the figures cover
--   tier: 报告的勾稽等级 | Tier of the report
--   tier_disclosure: 主动公开表的勾稽等级 | Tier of the disclosure table
--   tier_requests: 申请表的勾稽等级 | Tier of the requests table
--   tier_review: 复议诉讼表的勾稽等级 | Tier of the review table
--   blanks_disclosure: 主动公开表中无数值的单元格数，未读到该表则为空 | Cells of the disclosure table without a number; null without the table
--   blanks_requests: 申请表中无数值的单元格数，未读到该表则为空 | Cells of the requests table without a number; null without the table
--   blanks_review: 复议诉讼表中无数值的单元格数，未读到该表则为空 | Cells of the review table without a number; null without the table
--   new_received: 本年新收件数 | Requests newly received
--   carried_over: 上年结转件数 | Requests carried over from last year
--   result_total: 本年办结件数 | Requests dealt with
--   carried_forward: 结转下年度件数 | Requests carried forward to next year
--   granted: 予以公开件数 | Granted
--   partial: 部分公开件数 | Granted in part
--   denied: 不予公开件数 | Denied, all reasons
--   unable: 无法提供件数 | Unable to provide, all reasons
--   refused: 不予处理件数 | Not processed, all reasons
--   other_outcomes: 其他处理件数 | Dealt with otherwise
--   reviews: 行政复议件数 | Administrative reviews
--   lawsuits: 行政诉讼件数（含未经复议与复议后） | Lawsuits, without and after review
--   licensing_decisions: 行政许可处理决定数 | Decisions on licences
--   penalty_decisions: 行政处罚处理决定数 | Decisions on penalties
--   coercion_decisions: 行政强制处理决定数 | Decisions on coercion
--   disclosure_rate: 公开率 | Disclosure rate
--   substantive_disclosure_rate: 实质公开率 | Substantive disclosure rate
--   clearance: 办结率 | Clearance
--   carry_over_ratio: 结转率 | Carry-over ratio
--   dispute_rate: 争议率 | Dispute rate
--   correction_rate_review: 行政复议纠错率 | Correction rate of reviews
--   correction_rate_litigation_direct: 未经复议直接起诉纠错率 | Correction rate of lawsuits without review
--   correction_rate_litigation_after_review: 复议后起诉纠错率 | Correction rate of lawsuits after review
--   disclosure_rate_including_inconsistent: 公开率（含勾稽不符） | The same, inconsistent tables let in
--   substantive_disclosure_rate_including_inconsistent: 实质公开率（含勾稽不符） | The same, inconsistent tables let in
--   clearance_including_inconsistent: 办结率（含勾稽不符） | The same, inconsistent tables let in
--   carry_over_ratio_including_inconsistent: 结转率（含勾稽不符） | The same, inconsistent tables let in
--   dispute_rate_including_inconsistent: 争议率（含勾稽不符） | The same, inconsistent tables let in
--   correction_rate_review_including_inconsistent: 行政复议纠错率（含勾稽不符） | The same, inconsistent tables let in
--   correction_rate_litigation_direct_including_inconsistent: 直接起诉纠错率（含勾稽不符） | The same, inconsistent tables let in
--   correction_rate_litigation_after_review_including_inconsistent: 复议后起诉纠错率（含勾稽不符） | The same, inconsistent tables let in
--   n_verified_in_year: 本年度入表报告中勾稽相符的份数 | Reports of that year in the mart that are verified
--   n_unverified_in_year: 本年度入表报告中无法核验的份数 | Reports of that year in the mart that are unverified
--   n_inconsistent_in_year: 本年度入表报告中勾稽不符的份数 | Reports of that year in the mart that are inconsistent

with figures as (
    select
        r.agency_key,
        r.agency,
        r.status,
        r.form,
        r.scope,
        r.tier,
        r.tier_disclosure,
        r.tier_requests,
        r.tier_review,
        f.*
    from dim_report as r
    inner join dim_agency as k on r.agency_key = k.agency_key
    inner join fact_report_figures as f on r.report_id = f.report_id
    where r.is_current and r.report_year is not null and (r.agency is not null or k.method != 'unresolved')
),

-- Grouped and joined: as windows over whole years these counts take minutes for a million reports.
years as (
    select
        report_year,
        count(*) filter (where tier = 'verified') as n_verified_in_year,
        count(*) filter (where tier = 'unverified') as n_unverified_in_year,
        count(*) filter (where tier = 'inconsistent') as n_inconsistent_in_year
    from figures
    group by report_year
),

counted as (
    select
        f.*,
        y.n_verified_in_year,
        y.n_unverified_in_year,
        y.n_inconsistent_in_year
    from figures as f
    inner join years as y on f.report_year = y.report_year
)

select
    agency_key,
    agency,
    report_year,
    report_id,
    status,
    form,
    scope,
    tier,
    tier_disclosure,
    tier_requests,
    tier_review,
    blanks_disclosure,
    blanks_requests,
    blanks_review,
    new_received,
    carried_over,
    result_total,
    carried_forward,
    granted,
    partial,
    denied,
    unable,
    refused,
    other_outcomes,
    reviews,
    lawsuits_direct + lawsuits_after_review as lawsuits,
    licensing_decisions,
    penalty_decisions,
    coercion_decisions,
    case
        when tier_requests != 'inconsistent' and result_total > 0
            then (granted + partial) / result_total
    end as disclosure_rate,
    case
        when tier_requests != 'inconsistent' and result_total - refused - other_outcomes > 0
            then (granted + partial) / (result_total - refused - other_outcomes)
    end as substantive_disclosure_rate,
    case
        when tier_requests != 'inconsistent' and new_received + carried_over > 0
            then result_total / (new_received + carried_over)
    end as clearance,
    case
        when tier_requests != 'inconsistent' and new_received + carried_over > 0
            then carried_forward / (new_received + carried_over)
    end as carry_over_ratio,
    case
        when tier_requests != 'inconsistent' and tier_review != 'inconsistent' and new_received > 0
            then (reviews + lawsuits_direct + lawsuits_after_review) / new_received
    end as dispute_rate,
    case
        when tier_review != 'inconsistent' and reviews - reviews_pending > 0
            then reviews_corrected / (reviews - reviews_pending)
    end as correction_rate_review,
    case
        when tier_review != 'inconsistent' and lawsuits_direct - lawsuits_direct_pending > 0
            then lawsuits_direct_corrected / (lawsuits_direct - lawsuits_direct_pending)
    end as correction_rate_litigation_direct,
    case
        when tier_review != 'inconsistent' and lawsuits_after_review - lawsuits_after_review_pending > 0
            then lawsuits_after_review_corrected / (lawsuits_after_review - lawsuits_after_review_pending)
    end as correction_rate_litigation_after_review,
    case
        when result_total > 0
            then (granted + partial) / result_total
    end as disclosure_rate_including_inconsistent,
    case
        when result_total - refused - other_outcomes > 0
            then (granted + partial) / (result_total - refused - other_outcomes)
    end as substantive_disclosure_rate_including_inconsistent,
    case
        when new_received + carried_over > 0
            then result_total / (new_received + carried_over)
    end as clearance_including_inconsistent,
    case
        when new_received + carried_over > 0
            then carried_forward / (new_received + carried_over)
    end as carry_over_ratio_including_inconsistent,
    case
        when new_received > 0
            then (reviews + lawsuits_direct + lawsuits_after_review) / new_received
    end as dispute_rate_including_inconsistent,
    case
        when reviews - reviews_pending > 0
            then reviews_corrected / (reviews - reviews_pending)
    end as correction_rate_review_including_inconsistent,
    case
        when lawsuits_direct - lawsuits_direct_pending > 0
            then lawsuits_direct_corrected / (lawsuits_direct - lawsuits_direct_pending)
    end as correction_rate_litigation_direct_including_inconsistent,
    case
        when lawsuits_after_review - lawsuits_after_review_pending > 0
            then lawsuits_after_review_corrected / (lawsuits_after_review - lawsuits_after_review_pending)
    end as correction_rate_litigation_after_review_including_inconsistent,
    n_verified_in_year,
    n_unverified_in_year,
    n_inconsistent_in_year
from counted
