-- fact_narrative_claim: 文字叙述中的数字 | Numbers claimed in the prose
-- Every number that the prose of a report gives for something its tables count, compared with the cells. `disagrees` is
-- said only where the words can be read in one way, speak of the reporting body as a whole and of its year, and no
-- lawful reading gives the number.
--
-- grain: report × claim
-- key: report_id, claim
-- not null: concept, number, exactness, scope, verdict, tier
-- references: report_id -> dim_report.report_id
-- sum number: select sum(number) from claims
-- columns:
--   report_id: 报告键 | Key of the report
--   report_year: 报告年度 | Year reported on
--   tier: 报告的勾稽等级 | Tier of the report
--   claim: 序号，按文中先后 | Number of the claim, in order of place
--   concept: 所指事项 | What it is about, such as requests_received or normative_issued
--   number: 文中的数 | The number that the text gives; 未收到, 无 and their like are 0
--   unit: 单位，未写则为空 | Unit as written, null where none is
--   exactness: 确数或约数 | exact or approximate (余, 多, 近, 约)
--   scope: 所述范围 | Whom or when it speaks of: report, own_office, wider, another, all_reviews, other_period
--   closed: 措辞是否只有一种读法 | Whether its words can be read in one way only
--   verdict: 对照结果 | agrees, agrees_as, disagrees, other_scope, approximate, not_compared
--   cells: 对照的单元格，无从对照则为空 | Cells compared, as a sum; null where there are none
--   value: 单元格之和，缺数则为空 | Their sum in the unit of the claim, null where one of them has no number
--   at_least: 缺数时其余单元格之和，即其下限 | Sum of the others where one has no number; theirs is not below it
--   difference: 文中的数减表中的数 | The claimed number minus the sum of the cells
--   contradicts: 与之矛盾的前文叙述的序号 | The earlier claim that gives another number for the same thing
--   start: 数字起始位置（字符） | Where the words of the number start in the source text
--   end: 数字结束位置（字符） | Where they end
--   sentence_start: 句子起始位置（字符） | Where the sentence starts in the source text
--   sentence_end: 句子结束位置（字符） | Where it ends
--   sentence: 句子，去除空白 | The sentence, without blanks

select
    c.report_id,
    c.report_year,
    r.tier,
    c.claim,
    c.concept,
    c.number,
    c.unit,
    c.exactness,
    c.scope,
    c.closed,
    c.verdict,
    c.cells,
    c.value,
    c.at_least,
    c.number - c.value as difference,
    c.contradicts,
    c.start,
    c."end",
    c.sentence_start,
    c.sentence_end,
    c.sentence
from claims as c
inner join reports as r on c.report_id = r.report_id
