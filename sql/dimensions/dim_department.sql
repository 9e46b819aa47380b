-- dim_department: 部门类别 | Departments
-- What bodies are for, whatever they are called where and when: health is one department under the names it had before
-- 2014, before 2018 and since.
--
-- grain: department
-- key: department
-- not null: name, name_en, levels
-- columns:
--   department: 部门类别代码 | Code of the department
--   name: 名称 | Name in Chinese
--   name_en: 英文名称 | Name in English
--   vertical: 垂直管理的归属（central、provincial），属地管理为空 | Who it belongs to, null where to its region
--   levels: 设立的层级 | Levels it exists at
--   former_names: 曾用名称 | Names it had
--   note: 说明 | Remark

select
    d.department,
    d.name,
    d.name_en,
    d.vertical,
    d.levels,
    d.former_names,
    d.note
from departments as d
