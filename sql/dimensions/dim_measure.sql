-- dim_measure: 指标 | Measures
-- Every rate in the marts: what stands above and below the line, what it counts in, and what blanks do to it.
--
-- grain: measure
-- key: measure
-- not null: title_zh, title_en, description_zh, description_en, numerator, denominator, tables, forms
-- not null: unit_zh, unit_en, blanks_zh, blanks_en, position
-- columns:
--   measure: 指标键 | Key of the measure
--   title_zh: 名称 | Title in Chinese
--   title_en: 英文名称 | Title in English
--   description_zh: 含义 | What it says, in Chinese
--   description_en: 英文含义 | What it says, in English
--   numerator: 分子，以 fact_report_figures 的列写出 | Above the line, in columns of fact_report_figures
--   denominator: 分母，以 fact_report_figures 的列写出 | Below the line, in columns of fact_report_figures
--   tables: 由其勾稽等级决定是否计入的表 | Tables whose tier decides whether it counts
--   forms: 口径一致的表样 | Forms in which it means the same
--   unit_zh: 单位 | Unit in Chinese
--   unit_en: 英文单位 | Unit in English
--   blanks_zh: 空白如何处理 | What blanks do to it, in Chinese
--   blanks_en: 空白如何处理（英文） | What blanks do to it, in English
--   position: 次序，从 1 起 | Order, from 1

select
    fm.measure,
    fm.title_zh,
    fm.title_en,
    fm.description_zh,
    fm.description_en,
    fm.numerator,
    fm.denominator,
    fm.tables,
    fm.forms,
    fm.unit_zh,
    fm.unit_en,
    fm.blanks_zh,
    fm.blanks_en,
    fm.position
from form_measures as fm
