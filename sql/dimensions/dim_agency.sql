-- dim_agency: 报告单位 | Reporting bodies
-- One row for every body that any report is of; the same body over years, spellings and renamings is one row. Names and
-- the rest are those of its latest report, of several the surest. An unresolved body is a row too, with the reason; its
-- key is of its name where that says a place, else of its report.
--
-- grain: body
-- key: agency_key
-- not null: method, confidence, n_reports
-- references: department -> dim_department.department
-- references: region_code -> dim_region.region_code
-- columns:
--   agency_key: 单位键 | Key of the body
--   name: 单位名称，报告未写且无从得知则为空 | Name of the body in full; null where nothing names it
--   region_code: 行政区划或功能区代码 | Code of its division or zone
--   department: 部门类别代码 | Code of the department
--   level: 层级（national、province、prefecture、county、township） | Level of the body
--   vertical: 垂直管理的归属，属地管理为空 | Who it belongs to, null where to its region
--   method: 认定方法，未能认定为 unresolved | How it was told which body it is; unresolved where it was not
--   confidence: 把握程度，0 至 1 | How surely, from 0 to 1
--   body_form: 机构形式 | Form of the body
--   reason: 未能认定的原因 | Why it is not resolved
--   names_written: 各报告所写名称 | Names its reports use
--   first_year: 最早的报告年度 | First year it reports on
--   last_year: 最晚的报告年度 | Last year it reports on
--   n_reports: 报告份数，不含无法读取和不是报告的文件 | Number of its reports, files that are none left out

with ranked as (
    select
        ra.*,
        row_number() over (
            partition by ra.agency_key
            order by ra.report_year desc nulls last, ra.confidence desc, ra.agency_name asc, ra.report_id asc
        ) as place
    from report_agencies as ra
),

every as (
    select
        ra.agency_key,
        min(ra.report_year) as first_year,
        max(ra.report_year) as last_year,
        count(*) filter (where r.status not in ('unreadable', 'not_a_report')) as n_reports,
        string_agg(distinct r.agency, '、' order by r.agency) as names_written
    from report_agencies as ra
    left join reports as r on ra.report_id = r.report_id
    group by ra.agency_key
)

select
    k.agency_key,
    nullif(k.agency_name, '') as name,
    k.region_code,
    k.department,
    k.level,
    k.vertical,
    k.method,
    k.confidence,
    k.body_form,
    k.reason,
    e.names_written,
    e.first_year,
    e.last_year,
    e.n_reports
from ranked as k
inner join every as e on k.agency_key = e.agency_key
where k.place = 1
