-- fact_report_figures: 报告的关键数 | Figures of a report that rates are made of
-- One row a report: the printed totals over all applicants, reviews and lawsuits, decisions, and how many cells have no
-- number. A figure stands here only where the report prints it: one that was decoded is in fact_request_line and enters
-- no rate. A group of outcomes has a figure where all its rows in one form are printed. Nothing is filled in.
--
-- grain: report
-- key: report_id
-- not null: blanks_disclosure, blanks_requests, blanks_review
-- references: report_id -> dim_report.report_id
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
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
--   reviews_corrected: 行政复议结果纠正件数 | Reviews that ended in a correction
--   reviews_pending: 行政复议尚未审结件数 | Reviews not yet decided
--   lawsuits_direct: 未经复议直接起诉件数 | Lawsuits without review
--   lawsuits_direct_corrected: 未经复议直接起诉结果纠正件数 | Lawsuits without review that ended in a correction
--   lawsuits_direct_pending: 未经复议直接起诉尚未审结件数 | Lawsuits without review not yet decided
--   lawsuits_after_review: 复议后起诉件数 | Lawsuits after review
--   lawsuits_after_review_corrected: 复议后起诉结果纠正件数 | Lawsuits after review that ended in a correction
--   lawsuits_after_review_pending: 复议后起诉尚未审结件数 | Lawsuits after review not yet decided
--   licensing_decisions: 行政许可处理决定数 | Decisions on licences
--   penalty_decisions: 行政处罚处理决定数 | Decisions on penalties
--   coercion_decisions: 行政强制处理决定数 | Decisions on coercion

with blanks as (
    select
        c.report_id,
        count(*) filter (where c."table" = 'disclosure') as blanks_disclosure,
        count(*) filter (where c."table" = 'requests') as blanks_requests,
        count(*) filter (where c."table" = 'review') as blanks_review
    from cells as c
    where c.value is null
    group by c.report_id
),

lines as (
    select
        f.report_id,
        f.line,
        f.n
    from fact_request_line as f
    where f.applicant = 'total' and f.status = 'reported' and f.n is not null
),

flow as (
    select
        f.report_id,
        max(f.n) filter (where f.line = 'new_received') as new_received,
        max(f.n) filter (where f.line = 'carried_over') as carried_over,
        max(f.n) filter (where f.line = 'result_total') as result_total,
        max(f.n) filter (where f.line = 'carried_forward') as carried_forward
    from lines as f
    group by f.report_id
),

-- A report that mixes the forms may have all rows of a group in either; should they differ, there is no telling.
group_by_form as (
    select
        f.report_id,
        fr."group" as outcome_group,
        fr.form,
        cast(sum(f.n) as bigint) as n
    from form_rows as fr
    inner join lines as f on fr."row" = f.line
    where fr."table" = 'requests' and fr."group" not in ('inflow', 'outflow')
    group by f.report_id, fr."group", fr.form
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
        case when min(g.n) = max(g.n) then max(g.n) end as n
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
        max(d.n) filter (where d.route = 'review' and d.result = 'corrected') as reviews_corrected,
        max(d.n) filter (where d.route = 'review' and d.result = 'pending') as reviews_pending,
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
)

select
    r.report_id,
    r.report_year,
    coalesce(b.blanks_disclosure, 0) as blanks_disclosure,
    coalesce(b.blanks_requests, 0) as blanks_requests,
    coalesce(b.blanks_review, 0) as blanks_review,
    f.new_received,
    f.carried_over,
    f.result_total,
    f.carried_forward,
    o.granted,
    o.partial,
    o.denied,
    o.unable,
    o.refused,
    o.other_outcomes,
    d.reviews,
    d.reviews_corrected,
    d.reviews_pending,
    d.direct as lawsuits_direct,
    d.direct_corrected as lawsuits_direct_corrected,
    d.direct_pending as lawsuits_direct_pending,
    d.after as lawsuits_after_review,
    d.after_corrected as lawsuits_after_review_corrected,
    d.after_pending as lawsuits_after_review_pending,
    a.licensing_decisions,
    a.penalty_decisions,
    a.coercion_decisions
from reports as r
left join blanks as b on r.report_id = b.report_id
left join flow as f on r.report_id = f.report_id
left join outcomes as o on r.report_id = o.report_id
left join disputes as d on r.report_id = d.report_id
left join actions as a on r.report_id = a.report_id
