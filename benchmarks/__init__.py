"""Speed, measured against what the same bytes cost at the least. Nothing here is imported by the project."""
