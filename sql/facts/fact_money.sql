-- fact_money: 金额 | Money
-- Fees (form 2021) and procurement (form 2019), never both in one form, so not comparable across forms. An amount is
-- in yuan where its unit is known; where it is not, `amount_written` still says what the report prints.
--
-- grain: report × item
-- key: report_id, item
-- not null: status, tier
-- references: report_id -> dim_report.report_id
-- sum amount_yuan: select sum(amount_yuan) from typed_disclosure
-- sum projects: select sum(projects) from typed_disclosure
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   form: 主动公开表的表样 | Form of the disclosure table
--   tier: 主动公开表的勾稽等级 | Tier of the disclosure table
--   item: 项目（fees、procurement） | Item: fees, procurement
--   amount_yuan: 金额（元），单位不明为空 | Amount in yuan, null where the unit is unknown
--   amount_written: 金额数字，按文中写法 | Number of the amount as written, in the unit as written
--   unit: 单位，按文中写法 | Unit as written
--   raw: 原文 | The characters as they stand in the source
--   projects: 采购项目数（2019 年表样） | Procurement projects, form 2019
--   status: 金额单元格状态 | How the amount came: reported, blank, marked, decoded, ambiguous, absent

select
    t.report_id,
    t.report_year,
    t.form,
    t.tier,
    t.item,
    t.amount_yuan,
    c.value as amount_written,
    c.unit,
    c.raw,
    t.projects,
    c.status
from typed_disclosure as t
inner join cells as c
    on
        t.report_id = c.report_id
        and c."table" = 'disclosure'
        and t.item = c."row"
        and c."column" = 'amount'
