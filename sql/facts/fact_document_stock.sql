-- fact_document_stock: 规章与规范性文件 | Rules and normative documents
-- What the two forms count differs: `made` (2019) and `issued` (2021) compare with caution, `total_public` (2019) and
-- `in_force` (2021) do not compare at all. Each has its own column; `stock` repeats the one that the report gives and
-- `stock_kind` says which, so filter or group by `stock_kind` before using `stock`.
--
-- grain: report × kind of document
-- key: report_id, kind
-- not null: tier, n_without_value
-- references: report_id -> dim_report.report_id
-- sum made: select sum(made) from typed_disclosure
-- sum issued: select sum(issued) from typed_disclosure
-- sum disclosed: select sum(disclosed) from typed_disclosure
-- sum repealed: select sum(repealed) from typed_disclosure
-- sum total_public: select sum(total_public) from typed_disclosure
-- sum in_force: select sum(in_force) from typed_disclosure
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   form: 主动公开表的表样 | Form of the disclosure table
--   tier: 主动公开表的勾稽等级 | Tier of the disclosure table
--   kind: 文件种类（rules、normative_documents） | Kind of document: rules, normative_documents
--   made: 本年新制作数（2019 年表样） | Made this year, form 2019
--   issued: 本年制发件数（2021 年表样） | Issued this year, form 2021
--   disclosed: 本年新公开数（2019 年表样） | Disclosed this year, form 2019
--   repealed: 本年废止件数（2021 年表样） | Repealed this year, form 2021
--   total_public: 对外公开总数（2019 年表样） | Public in total, form 2019
--   in_force: 现行有效件数（2021 年表样） | In force, form 2021
--   stock: 存量，口径见 stock_kind | Stock; what it counts is in stock_kind
--   stock_kind: 存量口径（total_public、in_force），两者不可比 | What stock counts: total_public or in_force, not comparable
--   n_without_value: 该行无数值的单元格数 | Cells of the row without a number

with document_cells as (
    select
        c.report_id,
        c."row" as kind,
        -- by the status, which costs less to read than the value: a number stands where one was printed or decoded
        count(*) filter (where c.status not in ('reported', 'decoded')) as n_without_value
    from cells as c
    where c."table" = 'disclosure'
    group by c.report_id, c."row"
    having bool_or(c."column" in ('total_public', 'in_force'))
)

select
    t.report_id,
    t.report_year,
    t.form,
    t.tier,
    t.item as kind,
    t.made,
    t.issued,
    t.disclosed,
    t.repealed,
    t.total_public,
    t.in_force,
    case when t.in_force is null or t.total_public is null then coalesce(t.in_force, t.total_public) end as stock,
    case
        when t.total_public is null and t.in_force is not null then 'in_force'
        when t.in_force is null and t.total_public is not null then 'total_public'
    end as stock_kind,
    d.n_without_value
from typed_disclosure as t
inner join document_cells as d on t.report_id = d.report_id and t.item = d.kind
