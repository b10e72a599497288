"""References as files for other programs, and as a list to read."""
