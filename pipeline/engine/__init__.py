"""The stages of a run, each one function, and the reading of one report that they and the command share.

Belongs here: settings, the scan of the landing folder, taking files in, reading (here or in a pool of processes),
checking, typing, running the SQL models, publishing. Does not belong here: schedules, assets, options of a command.
Nothing here knows Dagster. The package imports nothing by itself: take what you need from ``reading``, ``intake``,
``stages``, ``publishing``.
"""
