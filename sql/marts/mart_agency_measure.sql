-- mart_agency_measure: 单位年度指标 | Measures of a body and year, one a row
-- The measures of `dim_measure` for the current report of each body, year and scope, with what stands above and below the line.
-- To put many reports together, divide the sum of `numerator` by the sum of `denominator` over rows where `counts` holds
-- and neither is null, never one scope with another; the mean of rates is another thing.
--
-- grain: body × year × scope × measure
-- key: agency_key, report_year, scope, measure
-- not null: report_id
-- references: measure -> dim_measure.measure
-- stored as: view
-- columns:
--   agency_key: 单位键 | Key of the body
--   report_year: 报告年度 | Year reported on
--   report_id: 报告键 | Key of the report
--   scope: 统计范围 | What the figures cover: own, consolidated, unknown
--   measure: 指标键 | Key of the measure
--   counts: 所涉各表勾稽均未不符，等级不明为空 | Whether no identity of its tables fails
--   numerator: 分子 | What stands above the line
--   denominator: 分母 | What stands below the line
--   rate: 指标值，缺数、分母为零或勾稽不符则为空 | The rate; null without a figure, over zero, or where an identity fails
--   rate_including_inconsistent: 指标值（含勾稽不符） | The same, inconsistent tables let in

with figures as (
    select
        a.agency_key,
        a.scope,
        a.tier_requests,
        a.tier_review,
        f.*
    from mart_agency_year as a
    inner join fact_report_figures as f on a.report_id = f.report_id
),

measured as (
    select
        agency_key,
        report_year,
        report_id,
        scope,
        unnest([
            {
                'key': 'disclosure_rate',
                'holds': tier_requests != 'inconsistent',
                'above': granted + partial,
                'below': result_total
            },
            {
                'key': 'substantive_disclosure_rate',
                'holds': tier_requests != 'inconsistent',
                'above': granted + partial,
                'below': result_total - refused - other_outcomes
            },
            {
                'key': 'clearance',
                'holds': tier_requests != 'inconsistent',
                'above': result_total,
                'below': new_received + carried_over
            },
            {
                'key': 'carry_over_ratio',
                'holds': tier_requests != 'inconsistent',
                'above': carried_forward,
                'below': new_received + carried_over
            },
            {
                'key': 'dispute_rate',
                'holds': tier_requests != 'inconsistent' and tier_review != 'inconsistent',
                'above': reviews + lawsuits_direct + lawsuits_after_review,
                'below': new_received
            },
            {
                'key': 'correction_rate_review',
                'holds': tier_review != 'inconsistent',
                'above': reviews_corrected,
                'below': reviews - reviews_pending
            },
            {
                'key': 'correction_rate_litigation_direct',
                'holds': tier_review != 'inconsistent',
                'above': lawsuits_direct_corrected,
                'below': lawsuits_direct - lawsuits_direct_pending
            },
            {
                'key': 'correction_rate_litigation_after_review',
                'holds': tier_review != 'inconsistent',
                'above': lawsuits_after_review_corrected,
                'below': lawsuits_after_review - lawsuits_after_review_pending
            },
            {
                'key': 'refusal_share_denied',
                'holds': tier_requests != 'inconsistent',
                'above': denied,
                'below': denied + unable + refused + other_outcomes
            },
            {
                'key': 'refusal_share_unable',
                'holds': tier_requests != 'inconsistent',
                'above': unable,
                'below': denied + unable + refused + other_outcomes
            },
            {
                'key': 'refusal_share_refused',
                'holds': tier_requests != 'inconsistent',
                'above': refused,
                'below': denied + unable + refused + other_outcomes
            },
            {
                'key': 'refusal_share_other',
                'holds': tier_requests != 'inconsistent',
                'above': other_outcomes,
                'below': denied + unable + refused + other_outcomes
            }
        ]) as m
    from figures
),

told as (
    select
        agency_key,
        report_year,
        report_id,
        scope,
        struct_extract(m, 'key') as measure,
        struct_extract(m, 'holds') as counts,
        struct_extract(m, 'above') as numerator,
        struct_extract(m, 'below') as denominator
    from measured
)

select
    agency_key,
    report_year,
    report_id,
    scope,
    measure,
    counts,
    numerator,
    denominator,
    case when counts and denominator > 0 then numerator / denominator end as rate,
    case when denominator > 0 then numerator / denominator end as rate_including_inconsistent
from told
