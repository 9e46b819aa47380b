-- mart_refusal_mix: 未公开理由构成 | Why requests end without disclosure
-- One row a body, year and scope: how many requests ended without disclosure, for which reason, and the share of each family of
-- reasons. Figures are the printed totals over all applicants. The rows of the family `other` differ between the forms, so
-- that it stands here as a family only; all the others compare across forms. A share is null unless all four families
-- have a figure, their sum is above zero, and no identity of the requests table fails.
--
-- grain: body × year × scope
-- key: agency_key, report_year, scope
-- not null: report_id, tier_requests, reasons_blank
-- references: agency_key -> dim_agency.agency_key
-- references: report_id -> dim_report.report_id
-- columns:
--   agency_key: 单位键 | Key of the body
--   report_year: 报告年度 | Year reported on
--   report_id: 报告键 | Key of the report
--   scope: 统计范围 | What the figures cover
--   tier_requests: 申请表的勾稽等级 | Tier of the requests table
--   not_disclosed: 未予公开的办结件数（四类合计），任一类缺数则为空 | Requests that ended without disclosure, all four families; null if one has no figure
--   reasons_blank: 三类理由中无数值的行数 | How many of the single reasons have no printed figure
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
--   refusal_share_denied: 未公开理由构成：不予公开 | Refusal mix: denied
--   refusal_share_unable: 未公开理由构成：无法提供 | Refusal mix: unable to provide
--   refusal_share_refused: 未公开理由构成：不予处理 | Refusal mix: not processed
--   refusal_share_other: 未公开理由构成：其他处理 | Refusal mix: dealt with otherwise
--   refusal_share_denied_including_inconsistent: 未公开理由构成：不予公开（含勾稽不符） | The same, inconsistent tables let in
--   refusal_share_unable_including_inconsistent: 未公开理由构成：无法提供（含勾稽不符） | The same, inconsistent tables let in
--   refusal_share_refused_including_inconsistent: 未公开理由构成：不予处理（含勾稽不符） | The same, inconsistent tables let in
--   refusal_share_other_including_inconsistent: 未公开理由构成：其他处理（含勾稽不符） | The same, inconsistent tables let in

with figures as (
    select
        a.agency_key,
        a.scope,
        a.tier_requests,
        f.*
    from mart_agency_year as a
    inner join fact_report_figures as f on a.report_id = f.report_id
)

select
    agency_key,
    report_year,
    report_id,
    scope,
    tier_requests,
    denied + unable + refused + other_outcomes as not_disclosed,
    16 - list_count([
        denied_state_secret,
        denied_law_forbidden,
        denied_three_safety,
        denied_third_party,
        denied_internal_affairs,
        denied_process_info,
        denied_enforcement_file,
        denied_admin_query,
        unable_not_held,
        unable_needs_creation,
        unable_unclear,
        refused_complaint,
        refused_repeat,
        refused_publication,
        refused_mass,
        refused_confirm
    ]) as reasons_blank,
    denied,
    unable,
    refused,
    other_outcomes,
    denied_state_secret,
    denied_law_forbidden,
    denied_three_safety,
    denied_third_party,
    denied_internal_affairs,
    denied_process_info,
    denied_enforcement_file,
    denied_admin_query,
    unable_not_held,
    unable_needs_creation,
    unable_unclear,
    refused_complaint,
    refused_repeat,
    refused_publication,
    refused_mass,
    refused_confirm,
    case
        when tier_requests != 'inconsistent' and denied + unable + refused + other_outcomes > 0
            then denied / (denied + unable + refused + other_outcomes)
    end as refusal_share_denied,
    case
        when tier_requests != 'inconsistent' and denied + unable + refused + other_outcomes > 0
            then unable / (denied + unable + refused + other_outcomes)
    end as refusal_share_unable,
    case
        when tier_requests != 'inconsistent' and denied + unable + refused + other_outcomes > 0
            then refused / (denied + unable + refused + other_outcomes)
    end as refusal_share_refused,
    case
        when tier_requests != 'inconsistent' and denied + unable + refused + other_outcomes > 0
            then other_outcomes / (denied + unable + refused + other_outcomes)
    end as refusal_share_other,
    case
        when denied + unable + refused + other_outcomes > 0
            then denied / (denied + unable + refused + other_outcomes)
    end as refusal_share_denied_including_inconsistent,
    case
        when denied + unable + refused + other_outcomes > 0
            then unable / (denied + unable + refused + other_outcomes)
    end as refusal_share_unable_including_inconsistent,
    case
        when denied + unable + refused + other_outcomes > 0
            then refused / (denied + unable + refused + other_outcomes)
    end as refusal_share_refused_including_inconsistent,
    case
        when denied + unable + refused + other_outcomes > 0
            then other_outcomes / (denied + unable + refused + other_outcomes)
    end as refusal_share_other_including_inconsistent
from figures
