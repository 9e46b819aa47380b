-- mart_agency_year: 单位年度概览 | Scorecard of a body and year
-- One row for the current report of a body and year; a report whose body or year is unknown stays in dim_report. Figures
-- are the printed totals over all applicants. Nothing is filled in: a blank is null, and so is every figure made of it.
--
-- A rate is null unless every one of its members is a reported number, its denominator is not zero, and no identity of
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
-- grain: body × year
-- key: agency, report_year
-- key: report_id
-- not null: tier, status, blanks_disclosure, blanks_requests, blanks_review
-- references: report_id -> dim_report.report_id
-- columns:
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
--   blanks_disclosure: 主动公开表中无数值的单元格数 | Cells of the disclosure table without a number
--   blanks_requests: 申请表中无数值的单元格数 | Cells of the requests table without a number
--   blanks_review: 复议诉讼表中无数值的单元格数 | Cells of the review table without a number
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

with current_reports as (
    select *
    from dim_report
    where is_current and agency is not null and report_year is not null
),

blanks as (
    select
        fc.report_id,
        count(*) filter (where fc."table" = 'disclosure' and fc.value is null) as blanks_disclosure,
        count(*) filter (where fc."table" = 'requests' and fc.value is null) as blanks_requests,
        count(*) filter (where fc."table" = 'review' and fc.value is null) as blanks_review
    from fact_cell as fc
    group by fc.report_id
),

how_told as (
    select
        fc.report_id,
        max(fc.status) filter (where fc."row" = 'new_received') as new_received,
        max(fc.status) filter (where fc."row" = 'carried_over') as carried_over,
        max(fc.status) filter (where fc."row" = 'result_total') as result_total,
        max(fc.status) filter (where fc."row" = 'carried_forward') as carried_forward
    from fact_cell as fc
    where fc."table" = 'requests' and fc."column" = 'total'
    group by fc.report_id
),

-- Figures that may enter a rate: those that stand in the report. One that was decoded is in the facts.
flow as (
    select
        f.report_id,
        case when h.new_received = 'reported' then f.new_received end as new_received,
        case when h.carried_over = 'reported' then f.carried_over end as carried_over,
        case when h.result_total = 'reported' then f.result_total end as result_total,
        case when h.carried_forward = 'reported' then f.carried_forward end as carried_forward
    from fact_request_flow as f
    inner join how_told as h on f.report_id = h.report_id
    where f.is_total
),

-- A group has a figure where all its rows in one form are reported. A report that mixes the forms may satisfy either;
-- should it satisfy both and they differ, there is no telling.
group_by_form as (
    select
        d.report_id,
        fr."group" as outcome_group,
        fr.form,
        sum(d.n) as n
    from form_rows as fr
    inner join fact_request_disposition as d
        on fr."row" = d.outcome and d.applicant = 'total' and d.status = 'reported' and d.n is not null
    where fr."table" = 'requests'
    group by d.report_id, fr."group", fr.form
    having
        count(*) = (
            select count(*)
            from form_rows as every
            where every."table" = 'requests' and every.form = fr.form and every."group" = fr."group"
        )
),

group_totals as (
    select
        g.report_id,
        g.outcome_group,
        case when count(distinct g.n) = 1 then max(g.n) end as n
    from group_by_form as g
    group by g.report_id, g.outcome_group
),

outcomes as (
    select
        g.report_id,
        max(g.n) filter (where g.outcome_group = 'granted') as granted,
        max(g.n) filter (where g.outcome_group = 'partial') as partial,
        max(g.n) filter (where g.outcome_group = 'denied') as denied,
        max(g.n) filter (where g.outcome_group = 'unable') as unable,
        max(g.n) filter (where g.outcome_group = 'refused') as refused,
        max(g.n) filter (where g.outcome_group = 'other') as other_outcomes
    from group_totals as g
    group by g.report_id
),

disputes as (
    select
        d.report_id,
        max(d.n) filter (where d.route = 'review' and d.result = 'total') as reviews,
        max(d.n) filter (where d.route = 'review' and d.result = 'corrected') as review_corrected,
        max(d.n) filter (where d.route = 'review' and d.result = 'pending') as review_pending,
        max(d.n) filter (where d.route = 'litigation_direct' and d.result = 'total') as direct,
        max(d.n) filter (where d.route = 'litigation_direct' and d.result = 'corrected') as direct_corrected,
        max(d.n) filter (where d.route = 'litigation_direct' and d.result = 'pending') as direct_pending,
        max(d.n) filter (where d.route = 'litigation_after_review' and d.result = 'total') as after,
        max(d.n) filter (where d.route = 'litigation_after_review' and d.result = 'corrected') as after_corrected,
        max(d.n) filter (where d.route = 'litigation_after_review' and d.result = 'pending') as after_pending
    from fact_review_litigation as d
    where d.status = 'reported'
    group by d.report_id
),

actions as (
    select
        a.report_id,
        max(a.decisions) filter (where a.action = 'licensing') as licensing_decisions,
        max(a.decisions) filter (where a.action = 'penalties') as penalty_decisions,
        max(a.decisions) filter (where a.action = 'coercion') as coercion_decisions
    from fact_administrative_action as a
    group by a.report_id
),

figures as (
    select
        r.*,
        coalesce(b.blanks_disclosure, 0) as blanks_disclosure,
        coalesce(b.blanks_requests, 0) as blanks_requests,
        coalesce(b.blanks_review, 0) as blanks_review,
        f.new_received,
        f.carried_over,
        f.result_total,
        f.carried_forward,
        cast(o.granted as bigint) as granted,
        cast(o.partial as bigint) as partial,
        cast(o.denied as bigint) as denied,
        cast(o.unable as bigint) as unable,
        cast(o.refused as bigint) as refused,
        cast(o.other_outcomes as bigint) as other_outcomes,
        d.reviews,
        d.direct + d.after as lawsuits,
        a.licensing_decisions,
        a.penalty_decisions,
        a.coercion_decisions,
        (o.granted + o.partial) / nullif(f.result_total, 0) as disclosure,
        (o.granted + o.partial) / nullif(f.result_total - o.refused - o.other_outcomes, 0) as substantive,
        f.result_total / nullif(f.new_received + f.carried_over, 0) as cleared,
        f.carried_forward / nullif(f.new_received + f.carried_over, 0) as carried,
        (d.reviews + d.direct + d.after) / nullif(f.new_received, 0) as disputed,
        d.review_corrected / nullif(d.reviews - d.review_pending, 0) as corrected_review,
        d.direct_corrected / nullif(d.direct - d.direct_pending, 0) as corrected_direct,
        d.after_corrected / nullif(d.after - d.after_pending, 0) as corrected_after,
        coalesce(r.tier_requests != 'inconsistent', false) as requests_hold,
        coalesce(r.tier_review != 'inconsistent', false) as review_holds
    from current_reports as r
    left join blanks as b on r.report_id = b.report_id
    left join flow as f on r.report_id = f.report_id
    left join outcomes as o on r.report_id = o.report_id
    left join disputes as d on r.report_id = d.report_id
    left join actions as a on r.report_id = a.report_id
)

select
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
    lawsuits,
    licensing_decisions,
    penalty_decisions,
    coercion_decisions,
    case when requests_hold then disclosure end as disclosure_rate,
    case when requests_hold then substantive end as substantive_disclosure_rate,
    case when requests_hold then cleared end as clearance,
    case when requests_hold then carried end as carry_over_ratio,
    case when requests_hold and review_holds then disputed end as dispute_rate,
    case when review_holds then corrected_review end as correction_rate_review,
    case when review_holds then corrected_direct end as correction_rate_litigation_direct,
    case when review_holds then corrected_after end as correction_rate_litigation_after_review,
    disclosure as disclosure_rate_including_inconsistent,
    substantive as substantive_disclosure_rate_including_inconsistent,
    cleared as clearance_including_inconsistent,
    carried as carry_over_ratio_including_inconsistent,
    disputed as dispute_rate_including_inconsistent,
    corrected_review as correction_rate_review_including_inconsistent,
    corrected_direct as correction_rate_litigation_direct_including_inconsistent,
    corrected_after as correction_rate_litigation_after_review_including_inconsistent,
    count(*) filter (where tier = 'verified') over same_year as n_verified_in_year,
    count(*) filter (where tier = 'unverified') over same_year as n_unverified_in_year,
    count(*) filter (where tier = 'inconsistent') over same_year as n_inconsistent_in_year
from figures
window same_year as (partition by report_year)
