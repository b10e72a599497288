"""What is known not to hold today. Each is left out of the years, and stands here until mended."""

KNOWN: dict[str, str] = {
    "no column at all may be sorted without the others": (
        "a column of DOIs, abstracts or authors sorted alone is taken in"
    ),
    "rows without a question are taken in": "one row with a question stops the whole list",
    "the title is corrected while lists are out": "a list knows its review by the title",
    "a list comes back with rows of a withdrawn export": "such a row stops the whole list",
    "a sheet is withdrawn whose words another repeats": (
        "a word that is said again is kept once, and is lost with the first sheet"
    ),
    "an export is withdrawn whose bytes are twice in": "both searches lose their records",
    "an export is withdrawn with words on it": (
        "a word is lost with its record, though the report is there by another"
    ),
    "a note on retrieval is revised": (
        "a note that another gave first is not kept, and said once more undoes a correction"
    ),
}
"""By what breaks, or the deed that is left out, why."""
