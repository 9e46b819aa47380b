-- fact_report_figures: 报告的关键数 | Figures of a report that rates are made of
-- One row a report: the printed totals over all applicants, reviews and lawsuits, decisions, and how many cells have no
-- number. A figure stands here only where the report prints it: one that was decoded is in fact_request_line and enters
-- no rate. A group of outcomes has a figure where all its rows in one form are printed. Nothing is filled in.
--
-- grain: report
-- key: report_id
-- not null: n_checks_passed, n_checks_failed, n_checks_unverifiable
-- references: report_id -> dim_report.report_id
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
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
--   denied_state_secret: 不予公开的一项理由，用语见 dim_outcome | A reason for denying, worded in dim_outcome
--   denied_law_forbidden: 不予公开的一项理由，用语见 dim_outcome | A reason for denying, worded in dim_outcome
--   denied_three_safety: 不予公开的一项理由，用语见 dim_outcome | A reason for denying, worded in dim_outcome
--   denied_third_party: 不予公开的一项理由，用语见 dim_outcome | A reason for denying, worded in dim_outcome
--   denied_internal_affairs: 不予公开的一项理由，用语见 dim_outcome | A reason for denying, worded in dim_outcome
--   denied_process_info: 不予公开的一项理由，用语见 dim_outcome | A reason for denying, worded in dim_outcome
--   denied_enforcement_file: 不予公开的一项理由，用语见 dim_outcome | A reason for denying, worded in dim_outcome
--   denied_admin_query: 不予公开的一项理由，用语见 dim_outcome | A reason for denying, worded in dim_outcome
--   unable_not_held: 无法提供的一项理由，用语见 dim_outcome | A reason for not providing, worded in dim_outcome
--   unable_needs_creation: 无法提供的一项理由，用语见 dim_outcome | A reason for not providing, worded in dim_outcome
--   unable_unclear: 无法提供的一项理由，用语见 dim_outcome | A reason for not providing, worded in dim_outcome
--   refused_complaint: 不予处理的一项理由，用语见 dim_outcome | A reason for not processing, worded in dim_outcome
--   refused_repeat: 不予处理的一项理由，用语见 dim_outcome | A reason for not processing, worded in dim_outcome
--   refused_publication: 不予处理的一项理由，用语见 dim_outcome | A reason for not processing, worded in dim_outcome
--   refused_mass: 不予处理的一项理由，用语见 dim_outcome | A reason for not processing, worded in dim_outcome
--   refused_confirm: 不予处理的一项理由，用语见 dim_outcome | A reason for not processing, worded in dim_outcome
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
--   n_checks_passed: 相符的核验数 | Checks that the report passes
--   n_checks_failed: 不符的核验数 | Checks that it fails
--   n_checks_unverifiable: 无法核验的核验数 | Checks that cannot be made

-- Cells in which no number was printed; looked at once, since there are many cells and few of these.
with not_printed as materialized (
    select
        c.report_id,
        c."table",
        c."row",
        c."column",
        c.status = 'decoded' as is_decoded
    from cells as c
    where c.status <> 'reported'
),

blanks as (
    select
        c.report_id,
        count(*) filter (where c."table" = 'disclosure') as blanks_disclosure,
        count(*) filter (where c."table" = 'requests') as blanks_requests,
        count(*) filter (where c."table" = 'review') as blanks_review
    from not_printed as c
    where not c.is_decoded
    group by c.report_id
),

-- A value of a typed table was printed or decoded: what was not decoded was printed.
decoded_totals as (
    select
        c.report_id,
        c."row"
    from not_printed as c
    where c.is_decoded and c."table" = 'requests' and c."column" = 'total'
),

flow as (
    select
        t.report_id,
        max(case t.outcome when 'new_received' then t.total end) as new_received,
        max(case t.outcome when 'carried_over' then t.total end) as carried_over,
        max(case t.outcome when 'granted' then t.total end) as granted,
        max(case t.outcome when 'partial' then t.total end) as partial,
        max(case t.outcome when 'denied_state_secret' then t.total end) as denied_state_secret,
        max(case t.outcome when 'denied_law_forbidden' then t.total end) as denied_law_forbidden,
        max(case t.outcome when 'denied_three_safety' then t.total end) as denied_three_safety,
        max(case t.outcome when 'denied_third_party' then t.total end) as denied_third_party,
        max(case t.outcome when 'denied_internal_affairs' then t.total end) as denied_internal_affairs,
        max(case t.outcome when 'denied_process_info' then t.total end) as denied_process_info,
        max(case t.outcome when 'denied_enforcement_file' then t.total end) as denied_enforcement_file,
        max(case t.outcome when 'denied_admin_query' then t.total end) as denied_admin_query,
        max(case t.outcome when 'unable_not_held' then t.total end) as unable_not_held,
        max(case t.outcome when 'unable_needs_creation' then t.total end) as unable_needs_creation,
        max(case t.outcome when 'unable_unclear' then t.total end) as unable_unclear,
        max(case t.outcome when 'refused_complaint' then t.total end) as refused_complaint,
        max(case t.outcome when 'refused_repeat' then t.total end) as refused_repeat,
        max(case t.outcome when 'refused_publication' then t.total end) as refused_publication,
        max(case t.outcome when 'refused_mass' then t.total end) as refused_mass,
        max(case t.outcome when 'refused_confirm' then t.total end) as refused_confirm,
        max(case t.outcome when 'other' then t.total end) as other,
        max(case t.outcome when 'other_no_correction' then t.total end) as other_no_correction,
        max(case t.outcome when 'other_fee_unpaid' then t.total end) as other_fee_unpaid,
        max(case t.outcome when 'other_misc' then t.total end) as other_misc,
        max(case t.outcome when 'result_total' then t.total end) as result_total,
        max(case t.outcome when 'carried_forward' then t.total end) as carried_forward
    from typed_requests as t
    where
        (t.report_id, t.outcome) not in (
            select
                d.report_id,
                d."row"
            from decoded_totals as d
        )
    group by t.report_id
),

-- A report that mixes the forms may have all rows of the last group in either; should they differ, there is no telling.
outcomes as (
    select
        f.*,
        f.denied_state_secret
        + f.denied_law_forbidden
        + f.denied_three_safety
        + f.denied_third_party
        + f.denied_internal_affairs
        + f.denied_process_info
        + f.denied_enforcement_file
        + f.denied_admin_query as denied,
        f.unable_not_held
        + f.unable_needs_creation
        + f.unable_unclear as unable,
        f.refused_complaint
        + f.refused_repeat
        + f.refused_publication
        + f.refused_mass
        + f.refused_confirm as refused,
        f.other_no_correction
        + f.other_fee_unpaid
        + f.other_misc as other_2021
    from flow as f
),

decoded_results as (
    select
        c.report_id,
        c."row" as route,
        bool_or(c."column" = 'total') as in_total,
        bool_or(c."column" = 'corrected') as in_corrected,
        bool_or(c."column" = 'pending') as in_pending
    from not_printed as c
    where c.is_decoded and c."table" = 'review'
    group by c.report_id, c."row"
),

routes as (
    select
        t.report_id,
        t.route,
        case when d.in_total then null else t.total end as total,
        case when d.in_corrected then null else t.corrected end as corrected,
        case when d.in_pending then null else t.pending end as pending
    from typed_review as t
    left join decoded_results as d on t.report_id = d.report_id and t.route = d.route
),

disputes as (
    select
        d.report_id,
        max(d.total) filter (where d.route = 'review') as reviews,
        max(d.corrected) filter (where d.route = 'review') as reviews_corrected,
        max(d.pending) filter (where d.route = 'review') as reviews_pending,
        max(d.total) filter (where d.route = 'litigation_direct') as direct,
        max(d.corrected) filter (where d.route = 'litigation_direct') as direct_corrected,
        max(d.pending) filter (where d.route = 'litigation_direct') as direct_pending,
        max(d.total) filter (where d.route = 'litigation_after_review') as after,
        max(d.corrected) filter (where d.route = 'litigation_after_review') as after_corrected,
        max(d.pending) filter (where d.route = 'litigation_after_review') as after_pending
    from routes as d
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

verdicts as (
    select
        k.report_id,
        count(*) filter (where k.status = 'pass') as n_passed,
        count(*) filter (where k.status = 'fail') as n_failed,
        count(*) filter (where k.status = 'unverifiable') as n_unverifiable
    from fact_check_result as k
    group by k.report_id
)

select
    r.report_id,
    r.report_year,
    case when r.form_disclosure is not null then coalesce(b.blanks_disclosure, 0) end as blanks_disclosure,
    case when r.form_requests is not null then coalesce(b.blanks_requests, 0) end as blanks_requests,
    case when r.form_review is not null then coalesce(b.blanks_review, 0) end as blanks_review,
    o.new_received,
    o.carried_over,
    o.result_total,
    o.carried_forward,
    o.granted,
    o.partial,
    o.denied,
    o.unable,
    o.refused,
    case
        when o.other is null or o.other_2021 is null or o.other = o.other_2021 then coalesce(o.other, o.other_2021)
    end as other_outcomes,
    o.denied_state_secret,
    o.denied_law_forbidden,
    o.denied_three_safety,
    o.denied_third_party,
    o.denied_internal_affairs,
    o.denied_process_info,
    o.denied_enforcement_file,
    o.denied_admin_query,
    o.unable_not_held,
    o.unable_needs_creation,
    o.unable_unclear,
    o.refused_complaint,
    o.refused_repeat,
    o.refused_publication,
    o.refused_mass,
    o.refused_confirm,
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
    a.coercion_decisions,
    coalesce(v.n_passed, 0) as n_checks_passed,
    coalesce(v.n_failed, 0) as n_checks_failed,
    coalesce(v.n_unverifiable, 0) as n_checks_unverifiable
from reports as r
left join blanks as b on r.report_id = b.report_id
left join outcomes as o on r.report_id = o.report_id
left join disputes as d on r.report_id = d.report_id
left join actions as a on r.report_id = a.report_id
left join verdicts as v on r.report_id = v.report_id
