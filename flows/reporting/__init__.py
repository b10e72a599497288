"""The files that a run writes to output/."""
