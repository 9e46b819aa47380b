"""Who reports: the divisions and zones of the country over the years, and which body a name means.

Belongs here: looking things up in the reference lists (``regions``), and telling from a name and its surroundings
which body it is. Everything is a pure function of tables that are passed in. Does not belong here: the lists
themselves, which are data (``data/reference``), reading files, finding a name in a report (``reports``), and any guess
that cannot say what it rests on: a name that fits several bodies is several candidates, never the first of them.
"""

from pipeline.agencies.regions import Place, Region, Regions

__all__ = ["Place", "Region", "Regions"]
