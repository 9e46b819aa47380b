-- dim_review_route: 复议诉讼途径 | Routes of review and litigation
-- The three ways in which disclosure decisions are contested.
--
-- grain: route
-- key: route
-- not null: label_zh, label_en, position
-- columns:
--   route: 途径键 | Key of the route
--   label_zh: 表中用语 | Wording of the form
--   label_en: 英文名称 | Name in English
--   position: 表中次序，从 1 起 | Place in the printed order, from 1

select
    fr."row" as route,
    arg_max(fr.label_zh, fr.form) as label_zh,
    arg_max(fr.label_en, fr.form) as label_en,
    max(fr.position) as position
from form_rows as fr
where fr."table" = 'review'
group by fr."row"
