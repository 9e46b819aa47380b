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
-- stored as: view
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   tier: 复议诉讼表的勾稽等级 | Tier of the review table
--   route: 途径键 | Route
--   result: 结果键 | Result: upheld, corrected, other, pending, total
--   is_total: 是否为合计，求和时须排除 | True for the printed total, to be left out of sums
--   n: 件数，无数值为空 | Cases, null where the cell has no number
--   status: 单元格状态 | How the figure came: reported, blank, marked, decoded, ambiguous, absent

select
    c.report_id,
    c.report_year,
    r.tier_review as tier,
    c."row" as route,
    c."column" as result,
    c."column" = 'total' as is_total,
    -- as in the typed table: a whole number that is not negative, printed or decoded
    case
        when c.status in ('reported', 'decoded') and c.value >= 0 and c.value = trunc(c.value)
            then cast(c.value as bigint)
    end as n,
    c.status
from cells as c
inner join reports as r on c.report_id = r.report_id
where c."table" = 'review' and r.form_review is not null
