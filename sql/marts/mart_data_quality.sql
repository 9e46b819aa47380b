-- mart_data_quality: 数据质量 | How far each report can be relied on
-- One row for everything that ever arrived: whether it was read, whose and which year's it is and how surely, how many of
-- its cells have a number, and what the checks say. A failing check is a fact about the report as published.
--
-- grain: report
-- key: report_id
-- not null: status, tier, scope, is_current, year_known, body_known, confidence, n_cells, n_without_value, n_problems
-- not null: n_checks_passed, n_checks_failed, n_checks_unverifiable
-- references: report_id -> dim_report.report_id
-- references: agency_key -> dim_agency.agency_key
-- columns:
--   report_id: 报告键 | Key of the report
--   agency_key: 单位键 | Key of the body
--   report_year: 报告年度，未知为空 | Year reported on, null when unknown
--   is_current: 是否为现行版本 | True for the version that counts
--   status: 解读状态 | How reading went
--   form: 表样 | Form read off the labels
--   scope: 统计范围 | What the figures cover
--   tier: 报告的勾稽等级 | Tier of the report
--   year_known: 年度是否已知 | Whether the year is known
--   body_known: 单位是否已认定 | Whether the body is resolved
--   method: 认定方法 | How the body was told
--   confidence: 认定单位的把握程度，0 至 1 | How surely the body is told, from 0 to 1
--   n_cells: 单元格数 | Cells of the statutory tables
--   n_without_value: 无数值的单元格数 | Cells without a number
--   share_with_value: 有数值的单元格所占份额，无表为空 | Share of the cells that have one, null without tables
--   n_blank: 空白单元格数 | Cells that are there and empty
--   n_marked: 填写横线、斜线或“无”的单元格数 | Cells with a mark in place of a number
--   n_decoded: 由勾稽关系推定的单元格数 | Cells decoded through the ledger
--   n_ambiguous: 有多种读法的单元格数 | Cells with more than one reading
--   n_absent: 文中缺失的单元格数 | Cells that are not in the text
--   n_problems: 解读中记录的问题数 | Problems noted while reading
--   n_checks_passed: 相符的核验数 | Checks that the report passes
--   n_checks_failed: 不符的核验数 | Checks that it fails
--   n_checks_unverifiable: 无法核验的核验数 | Checks that cannot be made

with counted as (
    select
        r.*,
        r.n_blank + r.n_marked + r.n_ambiguous + r.n_absent as n_without_value,
        r.n_reported + r.n_decoded + r.n_blank + r.n_marked + r.n_ambiguous + r.n_absent as n_cells
    from dim_report as r
)

select
    c.report_id,
    c.agency_key,
    c.report_year,
    c.is_current,
    c.status,
    c.form,
    c.scope,
    c.tier,
    c.report_year is not null as year_known,
    ra.method != 'unresolved' as body_known,
    ra.method,
    ra.confidence,
    c.n_cells,
    c.n_without_value,
    case when c.n_cells > 0 then 1 - c.n_without_value / c.n_cells end as share_with_value,
    c.n_blank,
    c.n_marked,
    c.n_decoded,
    c.n_ambiguous,
    c.n_absent,
    c.n_problems,
    f.n_checks_passed,
    f.n_checks_failed,
    f.n_checks_unverifiable
from counted as c
inner join report_agencies as ra on c.report_id = ra.report_id
inner join fact_report_figures as f on c.report_id = f.report_id
