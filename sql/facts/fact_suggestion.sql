-- fact_suggestion: 勾稽不符的可能笔误 | Likely slips behind what does not add up
-- The smallest explanations of all failing identities of a report, cell by cell. A suggestion changes no value: `old` is
-- what the report prints, `new` what it would be. Equal ranks cannot be told apart; `undecidable` says that the tables
-- themselves cannot tell which cell it is.
--
-- grain: report × suggestion × cell
-- key: report_id, suggestion, table, row, column
-- not null: rank, slips, operation, new, is_unique, n_alternatives, is_undecidable, evidence, is_truncated
-- references: report_id -> dim_report.report_id
-- sum new: select sum(new) from suggestions
-- stored as: view
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   suggestion: 解释的序号 | Number of the explanation within the report
--   rank: 名次，1 为最可能 | Rank, 1 the likeliest
--   slips: 该解释含几处笔误 | Slips that the explanation takes
--   operation: 笔误类型 | What happened to the cell
--   table: 表键 | Key of the table
--   row: 行键 | Key of the row
--   column: 列键 | Key of the column
--   old: 原填数值，空白则为空 | Number as printed, null if none is
--   new: 按此解释应为的数值 | Number it would be
--   is_unique: 是否为唯一的最小解释 | Whether no other explanation is as small
--   n_alternatives: 同样小的其他解释数 | How many other explanations are as small
--   is_undecidable: 表内无从判断是哪一格 | Whether nothing in the tables can tell which cell it is
--   evidence: 依据（identities、carry_over、narrative） | What speaks for it: identities, last year's report, the text
--   is_truncated: 是否可能还有未列出的解释 | Whether there may be more explanations than are listed

select
    s.report_id,
    s.report_year,
    s.suggestion,
    s.rank,
    s.slips,
    s.operation,
    s."table",
    s."row",
    s."column",
    s.old,
    s.new,
    s."unique" as is_unique,
    s.n_alternatives,
    s.undecidable as is_undecidable,
    s.evidence,
    s.truncated as is_truncated
from suggestions as s
