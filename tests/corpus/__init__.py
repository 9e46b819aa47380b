"""Reports made to order: known figures, rendered in the layouts in which real reports reach text.

Belongs here: figures that add up or do not, the statutory tables as grids, the ways of flattening a grid, the noise
around it. Everything is drawn from a seed, so that a failure can be made again. Nothing here reads a report.
"""
