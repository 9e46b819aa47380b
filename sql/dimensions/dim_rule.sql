-- dim_rule: 校验规则 | Rules
-- Every rule that fact_check_result evaluates: what it says, and where it is written. A rule written in no notice says so
-- in its source (derived).
--
-- grain: rule
-- key: rule
-- not null: rule_level, severity, title_zh, title_en, description_zh, description_en, source_zh, source_en
-- columns:
--   rule: 规则键 | Key of the rule
--   table: 适用的表，不限于一张表则为空 | Table it holds in, null where it is none or several
--   per: 每一实例对应的对象 | What one instance of it is: an applicant, a row, a route, a section
--   rule_level: 适用层级 | Level it works on: cell, table, report, pair of reports, region
--   severity: 严重程度 | Severity: error, warning, info; single instances can weigh less, see fact_check_result
--   forms: 适用的表样 | Forms it holds on
--   title_zh: 规则名称 | Title in Chinese
--   title_en: 英文名称 | Title in English
--   description_zh: 规则内容 | What it says, in Chinese
--   description_en: 英文说明 | What it says, in English
--   source_zh: 依据 | Where it is written, in Chinese
--   source_en: 依据（英文） | Where it is written, in English

select
    fr.rule,
    fr."table",
    fr.per,
    fr.level as rule_level,
    fr.severity,
    fr.forms,
    fr.title_zh,
    fr.title_en,
    fr.description_zh,
    fr.description_en,
    fr.source_zh,
    fr.source_en
from form_rules as fr
