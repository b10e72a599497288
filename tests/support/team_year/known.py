"""What is left out of the years, by the claim that breaks or the deed that breaks it."""

KNOWN: dict[str, str] = {}
"""Faults that are known and not yet mended, each with what goes wrong."""
