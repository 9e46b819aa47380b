"""The gate: corpora with known cells, and the floors that reading them must reach.

Belongs here: which reports make a corpus, and ``floors.json``, which pins what is reached on each. A floor is changed
by ``python -m tests.gate.pin --reason "…"``, and the reason stays in the file. Does not belong here: how a report is
rendered.
"""
