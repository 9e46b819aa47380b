-- fact_review_litigation: 复议诉讼 | Reviews and lawsuits
-- Disputes over disclosure by route and result, one figure a row. Sums over results leave out `is_total`.
--
-- grain: report × route × result
-- key: report_id, route, result
-- not null: is_total, status, tier
-- references: report_id -> dim_report.report_id
-- references: route -> dim_review_route.route
-- sum n: select sum(n) from (
--   unpivot typed_review on upheld, corrected, other, pending, total into name result value n)
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   tier: 复议诉讼表的勾稽等级 | Tier of the review table
--   route: 途径键 | Route
--   result: 结果键 | Result: upheld, corrected, other, pending, total
--   is_total: 是否为合计，求和时须排除 | True for the printed total, to be left out of sums
--   n: 件数，无数值为空 | Cases, null where the cell has no number
--   status: 单元格状态 | How the figure came: reported, blank, marked, decoded, ambiguous, absent

with figures as (
    select *
    from typed_review
    unpivot include nulls (n for result in (upheld, corrected, other, pending, total))
)

select
    f.report_id,
    f.report_year,
    f.tier,
    f.route,
    f.result,
    f.result = 'total' as is_total,
    f.n,
    c.status
from figures as f
left join cells as c
    on
        f.report_id = c.report_id
        and c."table" = 'review'
        and f.route = c."row"
        and f.result = c."column"
