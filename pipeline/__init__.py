"""gouji: from the bytes of a report to figures that can be compared, each traceable to its characters.

The library behind the assets and the command. It is plain Python over bytes, text and Arrow and knows nothing
of Dagster. Imports run one way: ``forms`` <- ``readers`` <- ``reports`` <- ``tables`` <- ``ledger`` <-
``agencies`` <- ``narrative`` <- ``checks`` <- ``contracts`` <- ``storage`` <- ``engine`` <- ``cli``; a test holds
the direction.
"""

__version__ = "0.1.0"
