"""The reference table of regions: divisions and zones with the years in which they stood."""

from __future__ import annotations

import polars as pl

from pipeline.contracts.model import StagedColumn, StagedTable
from pipeline.forms import Text

STRING, INT = pl.String(), pl.Int32()
LEVELS = ("province", "prefecture", "county", "town")
KINDS = ("division", "zone")

REGIONS = StagedTable(
    "regions",
    Text("行政区划与开发区", "Administrative divisions and zones"),
    ("region_code", "valid_from"),
    (
        StagedColumn("region_code", STRING, Text("代码：GB/T 2260，或本库自编的开发区代码", "Code: GB/T 2260, or own")),
        StagedColumn("name", STRING, Text("名称", "Name")),
        StagedColumn("level", STRING, Text("层级", "Level"), domain=LEVELS),
        StagedColumn("parent_code", STRING, Text("上级代码，省级为空", "Code of the parent, null for provinces"), True),
        StagedColumn("valid_from", INT, Text("最早有效年，以年末为准", "First year at whose end it stood")),
        StagedColumn("valid_to", INT, Text("最后有效年，现行为空", "Last such year, null while it stands"), True),
        StagedColumn("full_name", STRING, Text("自省级起的全名", "Names from the province down")),
        StagedColumn("kind", STRING, Text("区划或开发区", "Division or zone"), domain=KINDS),
        StagedColumn("short_names", STRING, Text("简称，以竖线分隔", "Short names, joined by |"), True),
        StagedColumn("successor_codes", STRING, Text("次年承接者的代码，以竖线分隔", "Codes it went to, by |"), True),
        StagedColumn("zone_type", STRING, Text("开发区类别", "Type of zone, null for divisions"), True),
    ),
    by_year=False,
)
"""One row for each code under one name and one parent; a year is what stood at its end, 1980 that or earlier."""
