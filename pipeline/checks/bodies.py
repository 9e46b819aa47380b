"""What follows from whose report it is: kind of body, deadline, power to make rules.

By what is known of a body that was identified, else by how its name ends; null where neither tells.
"""

from __future__ import annotations

import polars as pl

GOVERNMENTS = ("GOV", "OFF", "TWN", "STR")
"""Departments that are, or speak for, a government as a whole, those of towns among them."""

ZONE = "DEV"
"""The department of bodies that run a zone, which are a department in law and a government in what they do."""

_BRACKETS = r"[\s()（）]"
_NAME = pl.col("name").str.replace_all(_BRACKETS, "")
_ENDS = {
    "办事处": "(?:街道|地区)办事处$|街道办$|街道$",
    "镇": "镇(?:人民政府|政府)?$",
    "乡": "(?:乡|苏木)(?:人民政府|政府)?$",
    "政府": "(?:省|市|县|区|州|盟|旗)(?:人民政府|政府)$",
    "局": "局$",
    "厅": "[^公]厅$",
    "委": "(?:[^管理]委员会|[^管]委)$",
}


def kind_of(name: pl.Expr) -> pl.Expr:
    """The kind of a body by the end of its name, null where that tells nothing."""
    return pl.coalesce(pl.when(name.str.contains(pattern)).then(pl.lit(kind)) for kind, pattern in _ENDS.items())


def differ(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether two names are certainly of two bodies: of one kind, without a sign in common behind their places.

    Null where one of them is a kind and no name (我局, 镇人民政府), or their kinds differ: an office may speak for its
    government.
    """
    names = [name.str.replace_all(_BRACKETS, "") for name in (one, other)]
    kinds = [kind_of(name) for name in names]
    stems = [
        name.str.replace(r"^.*[省市县区州盟旗]", "").str.replace(r"(?:人民政府|政府|办事处|街道|委员会|.)$", "")
        for name in names
    ]
    signs = [stem.str.extract_all(r"[^和与及局委会厅镇乡管理]") for stem in stems]
    shared = signs[0].list.set_intersection(signs[1]).list.len()
    told = (kinds[0] == kinds[1]) & (signs[0].list.len() > 1) & (signs[1].list.len() > 1)
    return pl.when(told).then(shared == 0)


KIND = kind_of(_NAME)
"""The kind of a body by the end of its name, null where that tells nothing."""

CALLED = {"街道": "办事处"}
"""A kind of body by the word that a text uses for it, where the two differ."""

_TOWN = KIND.is_in(["办事处", "镇", "乡"])
_GOVERNED = _NAME.str.contains(r"(?:省|市|县|区|州|盟|旗)$")
GOVERNMENT = (
    pl.when(pl.col("department") == ZONE)
    .then(None)
    .when(pl.col("department").is_not_null())
    .then(pl.col("department").is_in(GOVERNMENTS))
    .when(_TOWN | (KIND == "政府") | _GOVERNED)
    .then(True)
    .when(KIND.is_in(["局", "厅", "委"]))
    .then(False)
)
"""Whether it is a government, towns among them; null where it is not known."""

WIDE = (
    pl.col("level").is_in(["province", "prefecture"]) & GOVERNMENT
    | pl.col("level").is_null() & _NAME.str.contains(r"(?:省|市|州|盟|自治区)(?:人民政府|政府)?$")
).fill_null(False)
"""Whether its figures may be those of a whole province, city or prefecture."""

HAS_POWER = (
    pl.when(pl.col("level").is_in(["county", "township"]))
    .then(False)
    .when(pl.col("level").is_in(["province", "prefecture"]) & (pl.col("department") == "GOV"))
    .then(True)
    .when(pl.col("level").is_in(["province", "prefecture"]) & ~pl.col("department").is_in(GOVERNMENTS))
    .then(False)
    .when(pl.col("level").is_null() & (_TOWN | _NAME.str.contains("(?:县|旗|[^治]区)(?:人民政府|政府)$")))
    .then(False)
)
"""Whether a body may make rules; null where it is not known."""
