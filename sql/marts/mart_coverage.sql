-- mart_coverage: 覆盖情况 | Which bodies are missing in which year
-- Every body in every year that any report is about: whether its report is here. A body counts from whatever year it
-- reported on, so that one which is missing `before_first` or `after_last` may not have existed; one missing `between`
-- reported before and after. `not_read` means that a report is here, but no figures of it. Of a body with reports of
-- several scopes in a year one that could be read is shown, its own before a consolidated one and that before one of
-- unknown scope.
--
-- grain: body × year
-- key: agency_key, report_year
-- not null: coverage, n_versions, body_known
-- references: agency_key -> dim_agency.agency_key
-- references: report_id -> dim_report.report_id
-- columns:
--   agency_key: 单位键 | Key of the body
--   report_year: 年度 | Year
--   coverage: 情况（read、not_read、before_first、between、after_last） | read, not_read, before_first, between, after_last
--   report_id: 现行报告键，缺报为空 | The report that counts, null where there is none
--   status: 解读状态 | How reading went
--   form: 表样 | Form of the report
--   scope: 统计范围 | What the figures cover
--   n_versions: 该年度报告份数（含被取代的） | Reports of that year, superseded ones too
--   first_year: 该单位最早的报告年度 | First year the body has a report of
--   last_year: 该单位最晚的报告年度 | Last year the body has a report of
--   body_known: 单位是否已认定 | Whether the body is resolved; one that is not may be another body each year

with told as (
    select *
    from dim_report
    where version is not null and report_year is not null
),

bodies as (
    select
        t.agency_key,
        min(t.report_year) as first_year,
        max(t.report_year) as last_year
    from told as t
    group by t.agency_key
),

years as (
    select distinct t.report_year
    from told as t
),

found as (
    select
        t.agency_key,
        t.report_year,
        count(*) as n_versions,
        arg_min(
            struct_pack(report_id := t.report_id, status := t.status, form := t.form, scope := t.scope),
            (t.status not in ('complete', 'partial'), list_position(['own', 'consolidated', 'unknown'], t.scope))
        ) filter (where t.is_current) as shown
    from told as t
    group by t.agency_key, t.report_year
)

select
    b.agency_key,
    y.report_year,
    case
        when f.shown.status in ('complete', 'partial') then 'read'
        when f.n_versions is not null then 'not_read'
        when y.report_year < b.first_year then 'before_first'
        when y.report_year > b.last_year then 'after_last'
        else 'between'
    end as coverage,
    f.shown.report_id,
    f.shown.status,
    f.shown.form,
    f.shown.scope,
    coalesce(f.n_versions, 0) as n_versions,
    b.first_year,
    b.last_year,
    k.method != 'unresolved' as body_known
from bodies as b
inner join dim_agency as k on b.agency_key = k.agency_key
cross join years as y
left join found as f on b.agency_key = f.agency_key and y.report_year = f.report_year
