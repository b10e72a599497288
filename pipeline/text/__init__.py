"""Reduces text to keys for comparison; whether texts mean the same is not decided here."""
