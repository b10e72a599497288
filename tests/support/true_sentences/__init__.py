"""Counts what is true of a random review from its facts alone, and compares the outputs."""
