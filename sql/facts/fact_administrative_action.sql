-- fact_administrative_action: 行政行为 | Administrative actions
-- Licences, other services, penalties, coercion and, in the form of 2019, the items of fees. Decisions compare across
-- forms; items and their change are asked for by the form of 2019 alone.
--
-- grain: report × action
-- key: report_id, action
-- not null: tier, n_without_value
-- references: report_id -> dim_report.report_id
-- sum decisions: select sum(decisions) from typed_disclosure
-- sum previous_items: select sum(previous_items) from typed_disclosure
-- sum change: select sum(change) from typed_disclosure
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   form: 主动公开表的表样 | Form of the disclosure table
--   tier: 主动公开表的勾稽等级 | Tier of the disclosure table
--   action: 行为种类 | Action: licensing, other_services, penalties, coercion, fees
--   decisions: 本年处理决定数 | Decisions made this year
--   previous_items: 上一年项目数（2019 年表样） | Items in the previous year, form 2019
--   change: 本年增减（2019 年表样），可为负 | Change of items this year, form 2019; may be negative
--   n_without_value: 该行无数值的单元格数 | Cells of the row without a number

with action_cells as (
    select
        c.report_id,
        c."row" as action,
        -- by the status, which costs less to read than the value: a number stands where one was printed or decoded
        count(*) filter (where c.status not in ('reported', 'decoded')) as n_without_value
    from cells as c
    where c."table" = 'disclosure' and c."column" in ('decisions', 'previous_items', 'change')
    group by c.report_id, c."row"
)

select
    t.report_id,
    t.report_year,
    t.form,
    t.tier,
    t.item as action,
    t.decisions,
    t.previous_items,
    t.change,
    a.n_without_value
from typed_disclosure as t
inner join action_cells as a on t.report_id = a.report_id and t.item = a.action
