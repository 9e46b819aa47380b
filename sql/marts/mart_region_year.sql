-- mart_region_year: 地区年度汇总 | Regions rolled up
-- The reports of all bodies of a region and year, added up. `reach` tells whose: those of the region itself (`itself`), or
-- those of the regions below it as well (`with_below`). Own, consolidated and unknown scope have rows of their own and are
-- never added: a consolidated report already holds what its subordinates report. For the same reason a consolidated report
-- is left out, and counted in `n_held`, where one above it in the same row holds it: that of the government, or of the
-- zone, that it is below, or of the same department higher up; bodies under another line of command are not held by
-- governments. Of reports of unknown scope one above may hold those below, so these are left out too: no sum counts
-- anything twice. Tables that contradict themselves are left out of sums and rates and counted. A sum says how many reports
-- it lacks; a rate is sum over sum, over the reports that have both. Bodies of no known region are not here.
--
-- grain: region × reach × year × scope
-- key: region_code, reach, report_year, scope
-- not null: n_reports, n_held, n_bodies, n_bodies_reporting, n_inconsistent_requests, n_inconsistent_review
-- references: region_code -> dim_region.region_code
-- columns:
--   region_code: 行政区划或功能区代码 | Code of the division or zone
--   reach: 范围（itself 本级、with_below 含下级） | itself, or with_below: the regions below it as well
--   report_year: 报告年度 | Year reported on
--   scope: 统计范围，不同范围不相加 | own, consolidated, unknown: never to be added to each other
--   n_reports: 该范围的报告份数 | Reports of this scope
--   n_held: 已含于（或可能含于）上级报告、未计入的份数 | Reports left out: one above them here holds theirs, or may
--   n_bodies: 已知单位数，不分年度 | Bodies known there, of whatever year
--   n_bodies_reporting: 该年度有报告的单位数，不分统计范围 | Bodies with a report of that year, of whatever scope
--   n_inconsistent_requests: 申请表勾稽不符、未计入的报告份数 | Reports left out: their requests table contradicts itself
--   n_inconsistent_review: 复议诉讼表勾稽不符、未计入的报告份数 | Reports left out: their review table contradicts itself
--   new_received: 本年新收件数，勾稽不符的表不计 | Requests newly received, over tables that do not contradict themselves
--   new_received_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   carried_over: 上年结转件数，勾稽不符的表不计 | Requests carried over from last year, over tables that do not contradict themselves
--   carried_over_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   result_total: 本年办结件数，勾稽不符的表不计 | Requests dealt with, over tables that do not contradict themselves
--   result_total_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   carried_forward: 结转下年度件数，勾稽不符的表不计 | Requests carried forward to next year, over tables that do not contradict themselves
--   carried_forward_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   granted: 予以公开件数，勾稽不符的表不计 | Granted, over tables that do not contradict themselves
--   granted_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   partial: 部分公开件数，勾稽不符的表不计 | Granted in part, over tables that do not contradict themselves
--   partial_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   denied: 不予公开件数，勾稽不符的表不计 | Denied, all reasons, over tables that do not contradict themselves
--   denied_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   unable: 无法提供件数，勾稽不符的表不计 | Unable to provide, all reasons, over tables that do not contradict themselves
--   unable_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   refused: 不予处理件数，勾稽不符的表不计 | Not processed, all reasons, over tables that do not contradict themselves
--   refused_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   other_outcomes: 其他处理件数，勾稽不符的表不计 | Dealt with otherwise, over tables that do not contradict themselves
--   other_outcomes_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   reviews: 行政复议件数，勾稽不符的表不计 | Administrative reviews, over tables that do not contradict themselves
--   reviews_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   lawsuits_direct: 未经复议直接起诉件数，勾稽不符的表不计 | Lawsuits without review, over tables that do not contradict themselves
--   lawsuits_direct_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   lawsuits_after_review: 复议后起诉件数，勾稽不符的表不计 | Lawsuits after review, over tables that do not contradict themselves
--   lawsuits_after_review_blank: 上列合计所缺报告份数 | Reports that the sum lacks: their table holds, the figure is not printed
--   disclosure_rate: 公开率（分子合计除以分母合计） | Disclosure rate, sum over sum
--   disclosure_rate_reports: 计入该率的报告份数 | Reports that enter it
--   substantive_disclosure_rate: 实质公开率（分子合计除以分母合计） | Substantive disclosure rate, sum over sum
--   substantive_disclosure_rate_reports: 计入该率的报告份数 | Reports that enter it
--   clearance: 办结率（分子合计除以分母合计） | Clearance, sum over sum
--   clearance_reports: 计入该率的报告份数 | Reports that enter it
--   carry_over_ratio: 结转率（分子合计除以分母合计） | Carry-over ratio, sum over sum
--   carry_over_ratio_reports: 计入该率的报告份数 | Reports that enter it
--   dispute_rate: 争议率（分子合计除以分母合计） | Dispute rate, sum over sum
--   dispute_rate_reports: 计入该率的报告份数 | Reports that enter it
--   correction_rate_review: 行政复议纠错率（分子合计除以分母合计） | Correction rate, administrative review, sum over sum
--   correction_rate_review_reports: 计入该率的报告份数 | Reports that enter it
--   correction_rate_litigation_direct: 未经复议直接起诉纠错率（分子合计除以分母合计） | Correction rate, lawsuits without review, sum over sum
--   correction_rate_litigation_direct_reports: 计入该率的报告份数 | Reports that enter it
--   correction_rate_litigation_after_review: 复议后起诉纠错率（分子合计除以分母合计） | Correction rate, lawsuits after review, sum over sum
--   correction_rate_litigation_after_review_reports: 计入该率的报告份数 | Reports that enter it

with recursive latest as (
    select
        r.region_code,
        r.parent_code
    from dim_region as r
    where r.is_latest
),

within as (
    select
        l.region_code,
        l.region_code as part,
        l.parent_code
    from latest as l
    union
    select
        up.region_code,
        w.part,
        up.parent_code
    from within as w
    inner join latest as up on w.parent_code = up.region_code
),

reaches as (
    select
        w.region_code,
        w.part,
        'with_below' as reach
    from within as w
    union all
    select
        l.region_code,
        l.region_code as part,
        'itself' as reach
    from latest as l
),

-- How far below the top a region lies.
depths as (
    select
        w.part as region_code,
        count(*) as depth
    from within as w
    group by w.part
),

reporting as (
    select
        a.report_id,
        a.agency_key,
        a.report_year,
        a.scope,
        k.region_code,
        k.department,
        k.vertical is not null as is_vertical
    from mart_agency_year as a
    inner join dim_agency as k on a.agency_key = k.agency_key
    where k.region_code is not null
),

-- Reports that hold others: a government's and a zone's those of all at its place and below, any body's those of its
-- department below.
holding as (
    select
        r.agency_key,
        r.report_year,
        r.scope,
        r.region_code,
        r.department,
        r.department = 'GOV' or (r.department = 'DEV' and dr.kind = 'zone') as holds_all
    from reporting as r
    inner join dim_region as dr on r.region_code = dr.region_code and dr.is_latest
    where r.scope in ('consolidated', 'unknown')
),

-- Each report at its own region and at each above. Written out first: joined by department before by region, a report
-- would meet those of its department in the whole country.
climbing as materialized (
    select
        r.report_id,
        r.report_year,
        r.scope,
        r.department,
        r.is_vertical,
        w.region_code,
        w.region_code = r.region_code as is_own
    from reporting as r
    inner join within as w on r.region_code = w.part
    where r.scope in ('consolidated', 'unknown')
),

-- The reports above each one that hold it: of a government or a zone, and of its own department.
above as (
    select
        c.report_id,
        c.region_code
    from climbing as c
    inner join holding as h
        on c.region_code = h.region_code and c.report_year = h.report_year and c.scope = h.scope
    where h.holds_all and not c.is_vertical and c.department is distinct from h.department
    union all
    select
        c.report_id,
        c.region_code
    from climbing as c
    inner join holding as h
        on
            c.region_code = h.region_code
            and c.report_year = h.report_year
            and c.scope = h.scope
            and c.department = h.department
    where not c.is_own
),

-- How deep the nearest of them lies.
held as (
    select
        u.report_id,
        max(d.depth) as depth
    from above as u
    inner join depths as d on u.region_code = d.region_code
    group by u.report_id
),

figures as (
    select
        k.region_code,
        a.scope,
        coalesce(h.depth, 0) as held_depth,
        a.tier_requests,
        a.tier_review,
        -- a body with reports of several scopes is one body
        row_number() over (partition by a.agency_key, a.report_year order by a.scope) = 1 as counts_body,
        f.*
    from mart_agency_year as a
    inner join fact_report_figures as f on a.report_id = f.report_id
    inner join dim_agency as k on a.agency_key = k.agency_key
    left join held as h on a.report_id = h.report_id
    where k.region_code is not null
),

entering as (
    select
        *,
        case
            when tier_requests != 'inconsistent' and result_total is not null
                then granted + partial
        end as disclosure_rate_above,
        case
            when tier_requests != 'inconsistent' and granted + partial is not null
                then result_total
        end as disclosure_rate_below,
        case
            when tier_requests != 'inconsistent' and result_total - refused - other_outcomes is not null
                then granted + partial
        end as substantive_disclosure_rate_above,
        case
            when tier_requests != 'inconsistent' and granted + partial is not null
                then result_total - refused - other_outcomes
        end as substantive_disclosure_rate_below,
        case
            when tier_requests != 'inconsistent' and new_received + carried_over is not null
                then result_total
        end as clearance_above,
        case
            when tier_requests != 'inconsistent' and result_total is not null
                then new_received + carried_over
        end as clearance_below,
        case
            when tier_requests != 'inconsistent' and new_received + carried_over is not null
                then carried_forward
        end as carry_over_ratio_above,
        case
            when tier_requests != 'inconsistent' and carried_forward is not null
                then new_received + carried_over
        end as carry_over_ratio_below,
        case
            when tier_requests != 'inconsistent' and tier_review != 'inconsistent' and new_received is not null
                then reviews + lawsuits_direct + lawsuits_after_review
        end as dispute_rate_above,
        case
            when
                tier_requests != 'inconsistent'
                and tier_review != 'inconsistent'
                and reviews + lawsuits_direct + lawsuits_after_review is not null
                then new_received
        end as dispute_rate_below,
        case
            when tier_review != 'inconsistent' and reviews - reviews_pending is not null
                then reviews_corrected
        end as correction_rate_review_above,
        case
            when tier_review != 'inconsistent' and reviews_corrected is not null
                then reviews - reviews_pending
        end as correction_rate_review_below,
        case
            when tier_review != 'inconsistent' and lawsuits_direct - lawsuits_direct_pending is not null
                then lawsuits_direct_corrected
        end as correction_rate_litigation_direct_above,
        case
            when tier_review != 'inconsistent' and lawsuits_direct_corrected is not null
                then lawsuits_direct - lawsuits_direct_pending
        end as correction_rate_litigation_direct_below,
        case
            when tier_review != 'inconsistent' and lawsuits_after_review - lawsuits_after_review_pending is not null
                then lawsuits_after_review_corrected
        end as correction_rate_litigation_after_review_above,
        case
            when tier_review != 'inconsistent' and lawsuits_after_review_corrected is not null
                then lawsuits_after_review - lawsuits_after_review_pending
        end as correction_rate_litigation_after_review_below
    from figures
),

own as (
    select
        f.region_code,
        f.report_year,
        f.scope,
        f.held_depth,
        count(*) as n_reports,
        count(*) filter (where f.counts_body) as n_bodies,
        count(*) filter (where f.tier_requests = 'inconsistent') as n_inconsistent_requests,
        count(*) filter (where f.tier_review = 'inconsistent') as n_inconsistent_review,
        sum(f.new_received) filter (where f.tier_requests != 'inconsistent') as new_received,
        count(*) filter (where f.tier_requests != 'inconsistent' and f.new_received is null) as new_received_blank,
        sum(f.carried_over) filter (where f.tier_requests != 'inconsistent') as carried_over,
        count(*) filter (where f.tier_requests != 'inconsistent' and f.carried_over is null) as carried_over_blank,
        sum(f.result_total) filter (where f.tier_requests != 'inconsistent') as result_total,
        count(*) filter (where f.tier_requests != 'inconsistent' and f.result_total is null) as result_total_blank,
        sum(f.carried_forward) filter (where f.tier_requests != 'inconsistent') as carried_forward,
        count(*) filter (
            where f.tier_requests != 'inconsistent' and f.carried_forward is null
        ) as carried_forward_blank,
        sum(f.granted) filter (where f.tier_requests != 'inconsistent') as granted,
        count(*) filter (where f.tier_requests != 'inconsistent' and f.granted is null) as granted_blank,
        sum(f.partial) filter (where f.tier_requests != 'inconsistent') as partial,
        count(*) filter (where f.tier_requests != 'inconsistent' and f.partial is null) as partial_blank,
        sum(f.denied) filter (where f.tier_requests != 'inconsistent') as denied,
        count(*) filter (where f.tier_requests != 'inconsistent' and f.denied is null) as denied_blank,
        sum(f.unable) filter (where f.tier_requests != 'inconsistent') as unable,
        count(*) filter (where f.tier_requests != 'inconsistent' and f.unable is null) as unable_blank,
        sum(f.refused) filter (where f.tier_requests != 'inconsistent') as refused,
        count(*) filter (where f.tier_requests != 'inconsistent' and f.refused is null) as refused_blank,
        sum(f.other_outcomes) filter (where f.tier_requests != 'inconsistent') as other_outcomes,
        count(*) filter (where f.tier_requests != 'inconsistent' and f.other_outcomes is null) as other_outcomes_blank,
        sum(f.reviews) filter (where f.tier_review != 'inconsistent') as reviews,
        count(*) filter (where f.tier_review != 'inconsistent' and f.reviews is null) as reviews_blank,
        sum(f.lawsuits_direct) filter (where f.tier_review != 'inconsistent') as lawsuits_direct,
        count(*) filter (where f.tier_review != 'inconsistent' and f.lawsuits_direct is null) as lawsuits_direct_blank,
        sum(f.lawsuits_after_review) filter (where f.tier_review != 'inconsistent') as lawsuits_after_review,
        count(*) filter (
            where f.tier_review != 'inconsistent' and f.lawsuits_after_review is null
        ) as lawsuits_after_review_blank,
        sum(f.disclosure_rate_above) as disclosure_rate_above,
        sum(f.disclosure_rate_below) as disclosure_rate_below,
        count(f.disclosure_rate_above) as disclosure_rate_reports,
        sum(f.substantive_disclosure_rate_above) as substantive_disclosure_rate_above,
        sum(f.substantive_disclosure_rate_below) as substantive_disclosure_rate_below,
        count(f.substantive_disclosure_rate_above) as substantive_disclosure_rate_reports,
        sum(f.clearance_above) as clearance_above,
        sum(f.clearance_below) as clearance_below,
        count(f.clearance_above) as clearance_reports,
        sum(f.carry_over_ratio_above) as carry_over_ratio_above,
        sum(f.carry_over_ratio_below) as carry_over_ratio_below,
        count(f.carry_over_ratio_above) as carry_over_ratio_reports,
        sum(f.dispute_rate_above) as dispute_rate_above,
        sum(f.dispute_rate_below) as dispute_rate_below,
        count(f.dispute_rate_above) as dispute_rate_reports,
        sum(f.correction_rate_review_above) as correction_rate_review_above,
        sum(f.correction_rate_review_below) as correction_rate_review_below,
        count(f.correction_rate_review_above) as correction_rate_review_reports,
        sum(f.correction_rate_litigation_direct_above) as correction_rate_litigation_direct_above,
        sum(f.correction_rate_litigation_direct_below) as correction_rate_litigation_direct_below,
        count(f.correction_rate_litigation_direct_above) as correction_rate_litigation_direct_reports,
        sum(f.correction_rate_litigation_after_review_above) as correction_rate_litigation_after_review_above,
        sum(f.correction_rate_litigation_after_review_below) as correction_rate_litigation_after_review_below,
        count(f.correction_rate_litigation_after_review_above) as correction_rate_litigation_after_review_reports
    from entering as f
    group by f.region_code, f.report_year, f.scope, f.held_depth
),

bodies as (
    select
        w.region_code,
        w.reach,
        count(*) as n_bodies
    from dim_agency as k
    inner join reaches as w on k.region_code = w.part
    group by w.region_code, w.reach
),

reported as (
    select
        w.region_code,
        w.reach,
        o.report_year,
        o.scope,
        sum(o.n_reports) as n_reports,
        coalesce(sum(o.n_reports) filter (where o.held_depth >= d.depth), 0) as n_held,
        sum(sum(o.n_bodies)) over (partition by w.region_code, w.reach, o.report_year) as n_bodies_reporting
    from own as o
    inner join reaches as w on o.region_code = w.part
    inner join depths as d on w.region_code = d.region_code
    group by w.region_code, w.reach, o.report_year, o.scope
),

rolled as (
    select
        w.region_code,
        w.reach,
        o.report_year,
        o.scope,
        sum(o.n_inconsistent_requests) as n_inconsistent_requests,
        sum(o.n_inconsistent_review) as n_inconsistent_review,
        sum(o.new_received) as new_received,
        sum(o.new_received_blank) as new_received_blank,
        sum(o.carried_over) as carried_over,
        sum(o.carried_over_blank) as carried_over_blank,
        sum(o.result_total) as result_total,
        sum(o.result_total_blank) as result_total_blank,
        sum(o.carried_forward) as carried_forward,
        sum(o.carried_forward_blank) as carried_forward_blank,
        sum(o.granted) as granted,
        sum(o.granted_blank) as granted_blank,
        sum(o.partial) as partial,
        sum(o.partial_blank) as partial_blank,
        sum(o.denied) as denied,
        sum(o.denied_blank) as denied_blank,
        sum(o.unable) as unable,
        sum(o.unable_blank) as unable_blank,
        sum(o.refused) as refused,
        sum(o.refused_blank) as refused_blank,
        sum(o.other_outcomes) as other_outcomes,
        sum(o.other_outcomes_blank) as other_outcomes_blank,
        sum(o.reviews) as reviews,
        sum(o.reviews_blank) as reviews_blank,
        sum(o.lawsuits_direct) as lawsuits_direct,
        sum(o.lawsuits_direct_blank) as lawsuits_direct_blank,
        sum(o.lawsuits_after_review) as lawsuits_after_review,
        sum(o.lawsuits_after_review_blank) as lawsuits_after_review_blank,
        sum(o.disclosure_rate_above) as disclosure_rate_above,
        sum(o.disclosure_rate_below) as disclosure_rate_below,
        sum(o.disclosure_rate_reports) as disclosure_rate_reports,
        sum(o.substantive_disclosure_rate_above) as substantive_disclosure_rate_above,
        sum(o.substantive_disclosure_rate_below) as substantive_disclosure_rate_below,
        sum(o.substantive_disclosure_rate_reports) as substantive_disclosure_rate_reports,
        sum(o.clearance_above) as clearance_above,
        sum(o.clearance_below) as clearance_below,
        sum(o.clearance_reports) as clearance_reports,
        sum(o.carry_over_ratio_above) as carry_over_ratio_above,
        sum(o.carry_over_ratio_below) as carry_over_ratio_below,
        sum(o.carry_over_ratio_reports) as carry_over_ratio_reports,
        sum(o.dispute_rate_above) as dispute_rate_above,
        sum(o.dispute_rate_below) as dispute_rate_below,
        sum(o.dispute_rate_reports) as dispute_rate_reports,
        sum(o.correction_rate_review_above) as correction_rate_review_above,
        sum(o.correction_rate_review_below) as correction_rate_review_below,
        sum(o.correction_rate_review_reports) as correction_rate_review_reports,
        sum(o.correction_rate_litigation_direct_above) as correction_rate_litigation_direct_above,
        sum(o.correction_rate_litigation_direct_below) as correction_rate_litigation_direct_below,
        sum(o.correction_rate_litigation_direct_reports) as correction_rate_litigation_direct_reports,
        sum(o.correction_rate_litigation_after_review_above) as correction_rate_litigation_after_review_above,
        sum(o.correction_rate_litigation_after_review_below) as correction_rate_litigation_after_review_below,
        sum(o.correction_rate_litigation_after_review_reports) as correction_rate_litigation_after_review_reports
    from own as o
    inner join reaches as w on o.region_code = w.part
    inner join depths as d on w.region_code = d.region_code
    where o.held_depth < d.depth
    group by w.region_code, w.reach, o.report_year, o.scope
)

select
    reported.region_code,
    reported.reach,
    reported.report_year,
    reported.scope,
    cast(reported.n_reports as bigint) as n_reports,
    cast(reported.n_held as bigint) as n_held,
    bodies.n_bodies,
    cast(reported.n_bodies_reporting as bigint) as n_bodies_reporting,
    coalesce(cast(rolled.n_inconsistent_requests as bigint), 0) as n_inconsistent_requests,
    coalesce(cast(rolled.n_inconsistent_review as bigint), 0) as n_inconsistent_review,
    cast(rolled.new_received as bigint) as new_received,
    cast(rolled.new_received_blank as bigint) as new_received_blank,
    cast(rolled.carried_over as bigint) as carried_over,
    cast(rolled.carried_over_blank as bigint) as carried_over_blank,
    cast(rolled.result_total as bigint) as result_total,
    cast(rolled.result_total_blank as bigint) as result_total_blank,
    cast(rolled.carried_forward as bigint) as carried_forward,
    cast(rolled.carried_forward_blank as bigint) as carried_forward_blank,
    cast(rolled.granted as bigint) as granted,
    cast(rolled.granted_blank as bigint) as granted_blank,
    cast(rolled.partial as bigint) as partial,
    cast(rolled.partial_blank as bigint) as partial_blank,
    cast(rolled.denied as bigint) as denied,
    cast(rolled.denied_blank as bigint) as denied_blank,
    cast(rolled.unable as bigint) as unable,
    cast(rolled.unable_blank as bigint) as unable_blank,
    cast(rolled.refused as bigint) as refused,
    cast(rolled.refused_blank as bigint) as refused_blank,
    cast(rolled.other_outcomes as bigint) as other_outcomes,
    cast(rolled.other_outcomes_blank as bigint) as other_outcomes_blank,
    cast(rolled.reviews as bigint) as reviews,
    cast(rolled.reviews_blank as bigint) as reviews_blank,
    cast(rolled.lawsuits_direct as bigint) as lawsuits_direct,
    cast(rolled.lawsuits_direct_blank as bigint) as lawsuits_direct_blank,
    cast(rolled.lawsuits_after_review as bigint) as lawsuits_after_review,
    cast(rolled.lawsuits_after_review_blank as bigint) as lawsuits_after_review_blank,
    case
        when rolled.disclosure_rate_below > 0
            then rolled.disclosure_rate_above / rolled.disclosure_rate_below
    end as disclosure_rate,
    cast(rolled.disclosure_rate_reports as bigint) as disclosure_rate_reports,
    case
        when rolled.substantive_disclosure_rate_below > 0
            then rolled.substantive_disclosure_rate_above / rolled.substantive_disclosure_rate_below
    end as substantive_disclosure_rate,
    cast(rolled.substantive_disclosure_rate_reports as bigint) as substantive_disclosure_rate_reports,
    case
        when rolled.clearance_below > 0
            then rolled.clearance_above / rolled.clearance_below
    end as clearance,
    cast(rolled.clearance_reports as bigint) as clearance_reports,
    case
        when rolled.carry_over_ratio_below > 0
            then rolled.carry_over_ratio_above / rolled.carry_over_ratio_below
    end as carry_over_ratio,
    cast(rolled.carry_over_ratio_reports as bigint) as carry_over_ratio_reports,
    case
        when rolled.dispute_rate_below > 0
            then rolled.dispute_rate_above / rolled.dispute_rate_below
    end as dispute_rate,
    cast(rolled.dispute_rate_reports as bigint) as dispute_rate_reports,
    case
        when rolled.correction_rate_review_below > 0
            then rolled.correction_rate_review_above / rolled.correction_rate_review_below
    end as correction_rate_review,
    cast(rolled.correction_rate_review_reports as bigint) as correction_rate_review_reports,
    case
        when rolled.correction_rate_litigation_direct_below > 0
            then rolled.correction_rate_litigation_direct_above / rolled.correction_rate_litigation_direct_below
    end as correction_rate_litigation_direct,
    cast(rolled.correction_rate_litigation_direct_reports as bigint) as correction_rate_litigation_direct_reports,
    case
        when rolled.correction_rate_litigation_after_review_below > 0
            then
                rolled.correction_rate_litigation_after_review_above
                / rolled.correction_rate_litigation_after_review_below
    end as correction_rate_litigation_after_review,
    cast(
        rolled.correction_rate_litigation_after_review_reports as bigint
    ) as correction_rate_litigation_after_review_reports
from reported
inner join bodies on reported.region_code = bodies.region_code and reported.reach = bodies.reach
left join rolled
    on
        reported.region_code = rolled.region_code
        and reported.reach = rolled.reach
        and reported.report_year = rolled.report_year
        and reported.scope = rolled.scope
