"""Broken input: reports mutated at random, and what must hold of the reading of anything at all.

Belongs here: the mutations, each drawn from a seed, so that a case is named by two numbers; what is checked of every
reading; the long run, ``python -m tests.fuzz.run --minutes 30``, and inputs that grow. Does not belong here: whether a
value is right, which nobody knows of a mutated report.
"""
