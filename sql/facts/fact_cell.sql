-- fact_cell: 单元格 | Cells
-- Every cell of the three statutory tables as it was read: the value, how it came, and where it stands in the source.
-- A cell without a number has no value: blank is not zero.
--
-- grain: report × cell
-- key: report_id, table, row, column
-- not null: status, tier
-- references: report_id -> dim_report.report_id
-- sum value: select sum(value) from cells
-- stored as: view
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   tier: 报告的勾稽等级 | Tier of the report
--   table: 表键 | Key of the table
--   row: 行键 | Key of the row
--   column: 列键 | Key of the column
--   value: 数值，无数值为空 | The number, null where none stands
--   raw: 原文 | The characters as they stand in the source
--   unit: 金额单位，按文中写法 | Unit of an amount as written
--   status: 单元格状态 | How the value came: reported, blank, marked, decoded, ambiguous, absent
--   start: 原文起始位置（字符） | Where its characters start in the source text
--   end: 原文结束位置（字符） | Where its characters end in the source text
--   place: 在文件中的页或元素，纯文本则为空 | Page or element of the file it comes from, null for text

select
    c.report_id,
    c.report_year,
    r.tier,
    c."table",
    c."row",
    c."column",
    c.value,
    c.raw,
    c.unit,
    c.status,
    c.start,
    c."end",
    c.place
from cells as c
inner join reports as r on c.report_id = r.report_id
