"""Building the reference lists from their sources. Run by hand when a source changes; nothing at run time needs it.

Belongs here: the sources as they came, what was changed in them by hand and why, and the scripts that make the lists
beside this folder from both. Does not belong here: anything that the installed package reads.
"""
