-- dim_applicant: 申请人类别 | Kinds of applicants
-- The columns of the ledger of requests, as the newest form words them. The total over all kinds is flagged.
--
-- grain: applicant
-- key: applicant
-- not null: label_zh, label_en, is_total, position
-- columns:
--   applicant: 申请人类别键 | Key of the kind of applicant
--   label_zh: 表头用语 | Wording of the form
--   label_en: 英文名称 | Name in English
--   is_total: 是否为总计列，求和时须排除 | True for the total over all kinds, to be left out of sums
--   position: 表中次序，从 1 起 | Place in the printed order, from 1

select
    fc."column" as applicant,
    arg_max(fc.label_zh, fc.form) as label_zh,
    arg_max(fc.label_en, fc.form) as label_en,
    fc."column" = 'total' as is_total,
    row_number() over (order by max(fc.position), fc."column") as position
from form_columns as fc
where fc."table" = 'requests'
group by fc."column"
