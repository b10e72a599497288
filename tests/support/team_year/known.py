"""Deeds that are left out of the years until the years have been played with them.

What stands here was wrong once and is mended, but no whole year has shown it yet.
"""

KNOWN: dict[str, str] = {
    "a sheet is withdrawn whose words another repeats": (
        "a word that was said again was kept once, and lost with the first sheet"
    ),
    "an export is withdrawn whose bytes are twice in": "both searches lost their records",
    "a note on retrieval is revised": (
        "a note that another gave first was not kept; it holds in some years"
    ),
}
"""By the deed that is left out, why."""
