"""What is left out of the years: a fault of today, and deeds that no year has shown mended yet."""

KNOWN: dict[str, str] = {
    "nothing under lists/ is overwritten": (
        "a list that was asked for, and that nobody has begun, gives way to the next one asked for"
    ),
    "a sheet is withdrawn whose words another repeats": (
        "a word that was said again was kept once, and lost with the first sheet"
    ),
    "an export is withdrawn whose bytes are twice in": "both searches lost their records",
    "a note on retrieval is revised": (
        "a note that another gave first was not kept; it holds in some years"
    ),
}
"""By the claim that breaks or the deed that is left out, why."""
