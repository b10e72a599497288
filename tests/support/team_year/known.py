"""What the simulated years leave out, by the claim that breaks or the deed that breaks it."""

KNOWN: dict[str, str] = {}
"""Known faults that are not yet corrected, each with its effect."""
