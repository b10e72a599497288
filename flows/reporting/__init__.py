"""What a run writes to output/."""
