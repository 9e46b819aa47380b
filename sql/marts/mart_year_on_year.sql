-- mart_year_on_year: 年度变化 | A body's year beside the year before
-- One row for each two years in a row that a body has current reports of, with the figures and rates of both and their
-- differences. Rates are those of the scorecard, inconsistent tables left out. Only what compares across the two forms is
-- here. The pairs are those of mart_carry_over: scope by scope, and where there is no fellow of the same scope, no change
-- is told.
--
-- grain: body × year, the later of the two × scope of either report
-- key: agency_key, report_year, scope, scope_before
-- key: report_id, report_id_before
-- not null: same_scope
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
--   same_scope: 两年统计范围是否相同，不同则不计变动 | Whether both cover the same; where not, no change is told
--   new_received: 本年新收件数 | Requests newly received
--   new_received_before: 上年本年新收件数 | The same in the year before
--   new_received_change: 本年新收件数变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   result_total: 本年办结件数 | Requests dealt with
--   result_total_before: 上年本年办结件数 | The same in the year before
--   result_total_change: 本年办结件数变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   carried_forward: 结转下年度件数 | Requests carried forward to next year
--   carried_forward_before: 上年结转下年度件数 | The same in the year before
--   carried_forward_change: 结转下年度件数变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   reviews: 行政复议件数 | Administrative reviews
--   reviews_before: 上年行政复议件数 | The same in the year before
--   reviews_change: 行政复议件数变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   lawsuits: 行政诉讼件数 | Lawsuits, without and after review
--   lawsuits_before: 上年行政诉讼件数 | The same in the year before
--   lawsuits_change: 行政诉讼件数变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   disclosure_rate: 公开率 | Disclosure rate
--   disclosure_rate_before: 上年公开率 | The same in the year before
--   disclosure_rate_change: 公开率变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   substantive_disclosure_rate: 实质公开率 | Substantive disclosure rate
--   substantive_disclosure_rate_before: 上年实质公开率 | The same in the year before
--   substantive_disclosure_rate_change: 实质公开率变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   clearance: 办结率 | Clearance
--   clearance_before: 上年办结率 | The same in the year before
--   clearance_change: 办结率变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   carry_over_ratio: 结转率 | Carry-over ratio
--   carry_over_ratio_before: 上年结转率 | The same in the year before
--   carry_over_ratio_change: 结转率变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   dispute_rate: 争议率 | Dispute rate
--   dispute_rate_before: 上年争议率 | The same in the year before
--   dispute_rate_change: 争议率变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   correction_rate_review: 行政复议纠错率 | Correction rate, administrative review
--   correction_rate_review_before: 上年行政复议纠错率 | The same in the year before
--   correction_rate_review_change: 行政复议纠错率变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   correction_rate_litigation_direct: 未经复议直接起诉纠错率 | Correction rate, lawsuits without review
--   correction_rate_litigation_direct_before: 上年未经复议直接起诉纠错率 | The same in the year before
--   correction_rate_litigation_direct_change: 未经复议直接起诉纠错率变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ
--   correction_rate_litigation_after_review: 复议后起诉纠错率 | Correction rate, lawsuits after review
--   correction_rate_litigation_after_review_before: 上年复议后起诉纠错率 | The same in the year before
--   correction_rate_litigation_after_review_change: 复议后起诉纠错率变动，两年统计范围不同则为空 | Change from the year before; null where the scopes differ

with pairs as (
    select
        a.agency_key,
        a.report_year,
        a.report_id,
        b.report_id as report_id_before,
        a.scope,
        b.scope as scope_before,
        a.scope = b.scope as same_scope,
        a.new_received,
        b.new_received as new_received_before,
        a.result_total,
        b.result_total as result_total_before,
        a.carried_forward,
        b.carried_forward as carried_forward_before,
        a.reviews,
        b.reviews as reviews_before,
        a.lawsuits,
        b.lawsuits as lawsuits_before,
        a.disclosure_rate,
        b.disclosure_rate as disclosure_rate_before,
        a.substantive_disclosure_rate,
        b.substantive_disclosure_rate as substantive_disclosure_rate_before,
        a.clearance,
        b.clearance as clearance_before,
        a.carry_over_ratio,
        b.carry_over_ratio as carry_over_ratio_before,
        a.dispute_rate,
        b.dispute_rate as dispute_rate_before,
        a.correction_rate_review,
        b.correction_rate_review as correction_rate_review_before,
        a.correction_rate_litigation_direct,
        b.correction_rate_litigation_direct as correction_rate_litigation_direct_before,
        a.correction_rate_litigation_after_review,
        b.correction_rate_litigation_after_review as correction_rate_litigation_after_review_before
    from mart_carry_over as p
    inner join mart_agency_year as a on p.report_id = a.report_id
    inner join mart_agency_year as b on p.report_id_before = b.report_id
)

select
    agency_key,
    report_year,
    report_id,
    report_id_before,
    scope,
    scope_before,
    same_scope,
    new_received,
    new_received_before,
    case
        when same_scope then new_received - new_received_before
    end as new_received_change,
    result_total,
    result_total_before,
    case
        when same_scope then result_total - result_total_before
    end as result_total_change,
    carried_forward,
    carried_forward_before,
    case
        when same_scope then carried_forward - carried_forward_before
    end as carried_forward_change,
    reviews,
    reviews_before,
    case
        when same_scope then reviews - reviews_before
    end as reviews_change,
    lawsuits,
    lawsuits_before,
    case
        when same_scope then lawsuits - lawsuits_before
    end as lawsuits_change,
    disclosure_rate,
    disclosure_rate_before,
    case
        when same_scope then disclosure_rate - disclosure_rate_before
    end as disclosure_rate_change,
    substantive_disclosure_rate,
    substantive_disclosure_rate_before,
    case
        when same_scope then substantive_disclosure_rate - substantive_disclosure_rate_before
    end as substantive_disclosure_rate_change,
    clearance,
    clearance_before,
    case
        when same_scope then clearance - clearance_before
    end as clearance_change,
    carry_over_ratio,
    carry_over_ratio_before,
    case
        when same_scope then carry_over_ratio - carry_over_ratio_before
    end as carry_over_ratio_change,
    dispute_rate,
    dispute_rate_before,
    case
        when same_scope then dispute_rate - dispute_rate_before
    end as dispute_rate_change,
    correction_rate_review,
    correction_rate_review_before,
    case
        when same_scope then correction_rate_review - correction_rate_review_before
    end as correction_rate_review_change,
    correction_rate_litigation_direct,
    correction_rate_litigation_direct_before,
    case
        when same_scope then correction_rate_litigation_direct - correction_rate_litigation_direct_before
    end as correction_rate_litigation_direct_change,
    correction_rate_litigation_after_review,
    correction_rate_litigation_after_review_before,
    case
        when same_scope then correction_rate_litigation_after_review - correction_rate_litigation_after_review_before
    end as correction_rate_litigation_after_review_change
from pairs
