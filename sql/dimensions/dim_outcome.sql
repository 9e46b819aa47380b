-- dim_outcome: 申请与办理结果项目 | Rows of the ledger of requests
-- What a request can be in the ledger: coming in, dealt with in one of the outcomes, or going on to the next year.
-- The forms differ in the rows of the group `other` alone: across forms compare that group, not its rows.
--
-- grain: outcome
-- key: outcome
-- not null: outcome_group, label_zh, label_en, is_outcome, is_total, in_every_form, forms, position
-- columns:
--   outcome: 项目键 | Key of the row
--   outcome_group: 所属组（inflow、granted、partial、denied、unable、refused、other、outflow） | Group the row belongs to
--   reason_family: 理由类别，仅限不予公开、无法提供、不予处理与其他处理 | Family of reasons for not disclosing, else null
--   label_zh: 表中用语 | Wording of the form
--   label_en: 英文名称 | Name in English
--   is_outcome: 是否为单项办理结果 | True for a single outcome: neither inflow, nor total, nor carried forward
--   is_total: 是否为合计行，求和时须排除 | True for the sum of other rows, to be left out of sums
--   in_every_form: 各版表样是否都有该行 | True when every form has this row, so that its figures compare across forms
--   forms: 含该行的表样，以逗号分隔 | Forms that have this row, separated by commas
--   position: 表中次序，从 1 起 | Place in the printed order of the form that has it, from 1

select
    fr."row" as outcome,
    arg_max(fr."group", fr.form) as outcome_group,
    case
        when arg_max(fr."group", fr.form) in ('denied', 'unable', 'refused', 'other')
            then arg_max(fr."group", fr.form)
    end as reason_family,
    arg_max(fr.label_zh, fr.form) as label_zh,
    arg_max(fr.label_en, fr.form) as label_en,
    arg_max(fr."group", fr.form) not in ('inflow', 'outflow') as is_outcome,
    bool_or(fr.is_total) as is_total,
    count(distinct fr.form) = (select count(distinct known.form) from form_rows as known) as in_every_form,
    string_agg(distinct fr.form, ', ' order by fr.form) as forms,
    arg_max(fr.position, fr.form) as position
from form_rows as fr
where fr."table" = 'requests'
group by fr."row"
