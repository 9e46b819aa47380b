-- dim_region: 行政区划与开发区 | Divisions and zones
-- Divisions of GB/T 2260 from 1980 on, and zones that are no divisions, one row for each code under one name and one
-- parent. A year is what stood at its end. A code that was renamed has several rows: join on the code and the year, or
-- on the code where is_latest, which has each code once.
--
-- grain: region and the years under one name and parent
-- key: region_code, valid_from
-- not null: name, level, full_name, kind, is_latest
-- references: parent_code -> dim_region.region_code
-- columns:
--   region_code: 代码：GB/T 2260 六位码，或本库自编的开发区代码 | Six digits of GB/T 2260, or a code of its own for a zone
--   name: 名称 | Name
--   level: 层级（province、prefecture、county、town） | Level: province, prefecture, county, town
--   parent_code: 上级代码，省级为空 | Code of the parent, null for provinces
--   valid_from: 最早有效年，以年末为准；1980 指当年、更早或未记载 | First year at whose end it stood; 1980: or earlier, or not recorded
--   valid_to: 最后有效年，现行为空 | Last year at whose end it stood, null while it stands
--   full_name: 自省级起的全名 | Names from the province down
--   kind: 区划（division）或开发区（zone） | Division or zone
--   zone_type: 开发区类别，区划为空 | Type of zone, null for divisions
--   short_names: 简称，以竖线分隔 | Short names, joined by a vertical bar
--   successor_codes: 次年承接其地域者的代码，以竖线分隔；现行或不详为空 | Codes its area went to the year after; null if unknown
--   is_latest: 是否为该代码的最后一行 | True for the last row of a code

select
    r.region_code,
    r.name,
    r.level,
    r.parent_code,
    r.valid_from,
    r.valid_to,
    r.full_name,
    r.kind,
    r.zone_type,
    r.short_names,
    r.successor_codes,
    row_number() over (partition by r.region_code order by r.valid_from desc) = 1 as is_latest
from regions as r
