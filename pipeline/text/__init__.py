"""Reduction of text to keys that can be compared; sameness is not decided here."""
