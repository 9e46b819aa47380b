-- mart_peer_benchmark: 同类比较 | A body among its peers
-- Each rate of each body and year among those of its peers: the bodies of the same department and level with the same
-- scope in the same year that have a rate too. With fewer than 30 of them there is no rank, no percentile and no
-- distribution, only how many there are. Unresolved bodies have no peers and are not here.
--
-- grain: body × year × scope × measure
-- key: agency_key, report_year, scope, measure
-- not null: report_id, department, level, rate, n_peers
-- references: agency_key -> dim_agency.agency_key
-- references: report_id -> dim_report.report_id
-- references: department -> dim_department.department
-- references: measure -> dim_measure.measure
-- columns:
--   agency_key: 单位键 | Key of the body
--   report_year: 报告年度 | Year reported on
--   measure: 指标键 | Key of the measure
--   report_id: 报告键 | Key of the report
--   department: 部门类别代码 | Code of the department
--   level: 层级 | Level of the body
--   scope: 统计范围 | What the figures cover
--   rate: 指标值 | The rate
--   n_peers: 同类单位数（含本单位） | Bodies in the group, this one among them
--   rank: 由高到低的位次，并列取先，不足 30 个为空 | Place from the highest, ties share the better; null below 30
--   percentile: 低于本单位的同类所占份额，0 至 1，不足 30 个为空 | Share of the other peers that are lower; null below 30
--   p10: 第 10 百分位 | 10th percentile of the group
--   p25: 第 25 百分位 | 25th percentile of the group
--   median: 中位数 | Median of the group
--   p75: 第 75 百分位 | 75th percentile of the group
--   p90: 第 90 百分位 | 90th percentile of the group

-- The window sorts every rate there is, so it carries numbers alone: `n` for the report, `peer_group` for its peers, the
-- position of the measure. Their names come back at the end.
with peers as (
    select
        a.report_id,
        a.agency_key,
        a.report_year,
        a.scope,
        k.department,
        k.level,
        row_number() over (order by a.report_id) as n,
        dense_rank() over (order by a.report_year, k.department, k.level, a.scope) as peer_group
    from mart_agency_year as a
    inner join dim_agency as k on a.agency_key = k.agency_key
    where k.department is not null and k.level is not null
),

rated as (
    select
        p.n,
        p.peer_group,
        d.position,
        m.rate
    from mart_agency_measure as m
    inner join peers as p on m.report_id = p.report_id
    inner join dim_measure as d on m.measure = d.measure
    where m.rate is not null
),

-- One window, which sorts once: how many are lower, and how many are not higher.
ranked as (
    select
        r.n,
        r.peer_group,
        r.position,
        r.rate,
        rank() over group_by_rate - 1 as n_lower,
        cume_dist() over group_by_rate as share_not_higher
    from rated as r
    window
        group_by_rate as (
            partition by r.peer_group, r.position
            order by r.rate asc
        )
),

spread as (
    select
        r.peer_group,
        r.position,
        count(*) as n_peers,
        quantile_cont(r.rate, [0.1, 0.25, 0.5, 0.75, 0.9]) as quantiles
    from rated as r
    group by r.peer_group, r.position
)

select
    p.agency_key,
    p.report_year,
    d.measure,
    p.report_id,
    p.department,
    p.level,
    p.scope,
    r.rate,
    s.n_peers,
    case
        when s.n_peers >= 30 then s.n_peers - cast(round(r.share_not_higher * s.n_peers) as bigint) + 1
    end as rank,
    case when s.n_peers >= 30 then r.n_lower / (s.n_peers - 1) end as percentile,
    case when s.n_peers >= 30 then s.quantiles[1] end as p10,
    case when s.n_peers >= 30 then s.quantiles[2] end as p25,
    case when s.n_peers >= 30 then s.quantiles[3] end as median,
    case when s.n_peers >= 30 then s.quantiles[4] end as p75,
    case when s.n_peers >= 30 then s.quantiles[5] end as p90
from ranked as r
inner join peers as p on r.n = p.n
inner join spread as s on r.peer_group = s.peer_group and r.position = s.position
inner join dim_measure as d on r.position = d.position
