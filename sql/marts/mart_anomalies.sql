-- mart_anomalies: 异常清单 | What fails, worst first
-- Every finding: a rule that a report fails, with its words, figures and place in the text, and what a review decided on
-- it. `rank` puts first what no review has dismissed, what weighs most, what concerns the version that counts, and among
-- these the largest gap for its size. A finding is about the report as published, not about the reading.
--
-- grain: report × rule × instance
-- key: report_id, rule, instance
-- key: rank
-- not null: severity, sha256, is_current, agency_key
-- references: report_id -> dim_report.report_id
-- references: rule -> dim_rule.rule
-- references: agency_key -> dim_agency.agency_key
-- columns:
--   rank: 次序，最严重的为 1 | Its place in the list, 1 for the worst
--   severity: 严重程度 | How much it weighs: error, warning, info
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   agency_key: 单位键 | Key of the body
--   agency: 报告单位，按文中写法 | Body that reports, as it is written
--   rule: 规则键 | Key of the rule
--   instance: 规则的实例 | What the rule was evaluated on
--   rule_zh: 规则名称 | Name of the rule in Chinese
--   rule_en: 规则英文名称 | Name of the rule in English
--   lhs: 等式左边，或所填的数 | Left side, or the number found
--   rhs: 等式右边，或应填的数 | Right side, or the number due
--   delta: 左边减右边 | Left side minus right side
--   detail_zh: 说明 | What was found, in Chinese
--   detail_en: 英文说明 | What was found, in English
--   table: 所在的表 | Table of the first cell that takes part, or of the finding
--   row: 所在的行 | Row of the first cell that takes part
--   column: 所在的列 | Column of the first cell that takes part
--   members: 涉及的单元格，空则见 form_rule_members | Cells that take part; where null, see form_rule_members
--   start: 原文起始位置（字符） | Where it stands in the source text
--   end: 原文结束位置（字符） | Where that place ends
--   other_report_id: 对照的另一份报告 | Report it was compared with
--   is_current: 是否为现行版本 | True for the version that counts
--   decision: 复核结论（accepted、dismissed），未复核为空 | What a review decided: accepted, dismissed; null without one
--   reason: 复核理由 | Why
--   decision_line: 复核表中的行号 | Line of the list of decisions
--   sha256: 文件内容的 SHA-256 | SHA-256 of the content
--   source_path: 来源文件 | File it was first read from

with findings as (
    select
        f.*,
        r.agency_key,
        r.agency,
        r.is_current,
        r.sha256,
        r.source_path,
        r.form_disclosure,
        r.form_requests,
        r.form_review
    from fact_check_result as f
    inner join dim_report as r on f.report_id = r.report_id
    where f.status = 'fail'
),

placed as (
    select
        f.*,
        coalesce(nullif(split_part(f.members, '|', 1), ''), m."table", f."table") as first_table,
        coalesce(nullif(split_part(f.members, '|', 2), ''), m."row") as first_row,
        coalesce(nullif(split_part(split_part(f.members, ';', 1), '|', 3), ''), m."column") as first_column
    from findings as f
    left join form_rule_members as m
        on
            f.rule = m.rule
            and f.instance = m.instance
            and m.position = 1
            and m.form = case f."table"
                when 'disclosure' then f.form_disclosure
                when 'requests' then f.form_requests
                when 'review' then f.form_review
            end
),

reviewed as (
    select
        p.*,
        coalesce(here.decision, body.decision) as decision,
        coalesce(here.reason, body.reason) as reason,
        coalesce(here.line, body.line) as decision_line
    from placed as p
    left join decisions as here
        on p.sha256 = here.sha256 and p.rule = here.rule and p.instance = here.instance
    left join decisions as body
        on
            p.agency_key = body.agency_key
            and p.report_year = body.report_year
            and p.rule = body.rule
            and p.instance = body.instance
)

select
    row_number() over (
        order by
            coalesce(v.decision = 'dismissed', false) asc,
            case v.severity when 'error' then 1 when 'warning' then 2 else 3 end asc,
            v.is_current desc,
            abs(v.delta) / greatest(abs(v.lhs), abs(v.rhs), 1) desc nulls last,
            abs(v.delta) desc nulls last,
            v.report_id asc,
            v.rule asc,
            v.instance asc
    ) as rank,
    v.severity,
    v.report_id,
    v.report_year,
    v.agency_key,
    v.agency,
    v.rule,
    v.instance,
    dr.title_zh as rule_zh,
    dr.title_en as rule_en,
    v.lhs,
    v.rhs,
    v.delta,
    v.detail_zh,
    v.detail_en,
    v.first_table as "table",
    v.first_row as "row",
    v.first_column as "column",
    v.members,
    coalesce(v.start, c.start) as start,
    coalesce(v."end", c."end") as "end",
    v.other_report_id,
    v.is_current,
    v.decision,
    v.reason,
    v.decision_line,
    v.sha256,
    v.source_path
from reviewed as v
inner join dim_rule as dr on v.rule = dr.rule
left join cells as c
    on
        v.report_id = c.report_id
        and v.first_table = c."table"
        and v.first_row = c."row"
        and v.first_column = c."column"
