-- dim_report: 年度报告 | Annual reports
-- Every distinct content that ever stood in the landing folder, whether it could be read or not: a file that is no
-- report, or one without tables, has a row that says so. Reports of one body, year and scope are versions of each other:
-- the one published last is current, then the one seen last; an undated one comes before a dated one. What a body reports
-- of itself and what it puts together of all below it are never versions of each other, so that a body may have a current
-- report of each scope. A report replaced at its own path is superseded whatever its date and scope, unless what stands
-- there now is evidently of another body or year. What is unreadable or no report has no version and is not current.
--
-- grain: report
-- key: report_id
-- not null: agency_key, sha256, status, tier, scope, is_current
-- references: agency_key -> dim_agency.agency_key
-- columns:
--   report_id: 报告键，由文件内容的哈希得出 | Key of the report, from the hash of its content
--   report_year: 报告年度，未知为空 | Year reported on, null when unknown
--   agency_key: 单位键，同一单位各年相同 | Key of the body, the same in all years
--   agency: 报告单位，按文中写法 | Body that reports, as it is written
--   agency_source: 单位名称的出处 | Where the name of the body was found
--   title: 报告标题 | Title of the report
--   year_source: 年度的出处，overview（总体情况起句）最弱 | Where the year was found; overview, how it begins, is weakest
--   period_start: 统计期起日 | First day of the period reported on
--   period_end: 统计期止日 | Last day of the period reported on
--   published: 发布日期 | Date of publication
--   form: 表样（2019、2021、mixed），无表为空 | Form read off the labels: 2019, 2021, mixed; null without tables
--   form_disclosure: 主动公开表的表样 | Form of the disclosure table
--   form_requests: 申请表的表样 | Form of the requests table
--   form_review: 复议诉讼表的表样 | Form of the review table
--   scope: 统计范围（own、consolidated、unknown） | What the figures cover: own, consolidated, unknown
--   scope_evidence: 判断统计范围的依据 | What the scope was told by, null when unknown
--   status: 解读状态 | How reading went: complete, partial, no_tables, unreadable, unsupported_form, not_a_report
--   tier: 勾稽等级（verified、unverified、inconsistent） | Tier of the report: verified, unverified, inconsistent
--   tier_disclosure: 主动公开表的勾稽等级 | Tier of the disclosure table
--   tier_requests: 申请表的勾稽等级 | Tier of the requests table
--   tier_review: 复议诉讼表的勾稽等级 | Tier of the review table
--   n_reported: 有数值的单元格数 | Cells in which a number stands
--   n_blank: 空白单元格数 | Cells that are there and empty
--   n_marked: 填写横线、斜线或“无”的单元格数 | Cells with a dash, a slash or 无
--   n_decoded: 由勾稽关系唯一确定的单元格数 | Cells that the ledger allows one reading of only
--   n_ambiguous: 有多种读法的单元格数 | Cells with more than one reading, so without a value
--   n_absent: 文中缺失的单元格数 | Cells whose row or column is not in the text
--   n_problems: 解读中记录的问题数 | Problems noted while reading
--   version: 同一单位同一年度同一统计范围的版本序号，从 1 起 | Number of the version among those of one body, year and scope, from 1
--   is_current: 是否为现行版本 | True for the version that counts
--   superseded_by: 取代本版本的报告键 | Key of the version that took its place
--   first_seen: 首次发现时间（协调世界时） | When the content was first seen, UTC
--   source_path: 来源文件（相对原始目录） | File it was first read from, relative to the landing folder
--   sha256: 文件内容的 SHA-256 | SHA-256 of the content
--   reader_version: 解读程序版本 | Version of the reader

with told as (
    select
        r.*,
        -- a report that is not resolved yet is kept, and the check of its key says so
        coalesce(ra.agency_key, concat('x-', r.report_id)) as agency_key,
        coalesce(ra.scope, 'unknown') as scope,
        ra.scope_evidence
    from reports as r
    left join report_agencies as ra on r.report_id = ra.report_id
),

seen as (
    select
        il.report_id,
        min(il.first_seen) as first_seen,
        -- only where it was replaced everywhere it stood
        case
            when bool_and(il.superseded_by is not null) then arg_max(il.superseded_by, il.first_seen)
        end as replaced_by
    from ingest_ledger as il
    where il.report_id is not null
    group by il.report_id
),

numbered as (
    select
        r.*,
        s.first_seen,
        case
            when
                -- a body that neither is named nor resolved may be any
                (r.agency_key = other.agency_key or r.agency is null or other.agency is null)
                and coalesce(r.report_year = other.report_year, true)
                and other.status not in ('unreadable', 'not_a_report')
                then s.replaced_by
        end as replaced_by,
        -- whose versions these are; a report without a year stands alone
        case
            when r.report_year is not null then concat_ws('|', r.agency_key, r.report_year, r.scope)
            else r.report_id
        end as lineage
    from told as r
    left join seen as s on r.report_id = s.report_id
    left join told as other on s.replaced_by = other.report_id
),

versioned as (
    select
        n.report_id,
        row_number() over history as version,
        lead(n.report_id) over history as next_version
    from numbered as n
    where n.status not in ('unreadable', 'not_a_report')
    window
        history as (
            partition by n.lineage
            order by n.replaced_by is null, n.published nulls first, n.first_seen, n.report_id
        )
)

select
    n.report_id,
    n.report_year,
    n.agency_key,
    n.agency,
    n.agency_source,
    n.title,
    n.year_source,
    n.period_start,
    n.period_end,
    n.published,
    n.form,
    n.form_disclosure,
    n.form_requests,
    n.form_review,
    n.scope,
    n.scope_evidence,
    n.status,
    n.tier,
    n.tier_disclosure,
    n.tier_requests,
    n.tier_review,
    n.n_reported,
    n.n_blank,
    n.n_marked,
    n.n_decoded,
    n.n_ambiguous,
    n.n_absent,
    n.n_problems,
    v.version,
    v.version is not null and v.next_version is null and n.replaced_by is null as is_current,
    coalesce(n.replaced_by, v.next_version) as superseded_by,
    n.first_seen,
    n.source_path,
    n.sha256,
    n.reader_version
from numbered as n
left join versioned as v on n.report_id = v.report_id
