"""The command ``gouji``: a thin face over the same code that the assets call.

Belongs here: arguments, where things are by default, progress and tables for people, JSON and CSV for programs, exit
codes. Does not belong here: any reading, checking or storing. Commands import what they need when they are called, so
that ``gouji parse`` does not wait for Dagster.
"""
