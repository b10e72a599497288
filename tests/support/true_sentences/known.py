"""Kinds of untruth that the program is known to write. What is mended leaves this list.

A test of a kind that stands here must fail: strictly, so that the list never says too much.
"""

KNOWN: tuple[str, ...] = (
    "changes.md: last row",
    "changes.md: rows",
    "check leaves out: rows of no study",
    "check leaves out: studies without data",
    "countries table",
    "excluded table",
    "figure: numbers",
    "flow of a search",
    "flow: columns",
    "flow: left unread",
    "flow: studies",
    "letter leaves out: other methods",
    "letter: flow",
    "letter: lists",
    "letter: unread",
    "prisma.json",
    "prisma2020 csv",
    "reference list",
    "report.html leaves out: rows of no study",
    "report.html leaves out: studies without data",
    "report.html: boxes",
    "report.html: found against read",
    "searches: duplicates",
    "side csv",
    "status leaves out: other methods",
    "status leaves out: rows of no study",
    "status leaves out: studies without data",
    "status: agreement",
    "status: left",
    "status: numbers",
    "status: table",
    "status: unread",
    "tables of studies",
    "text leaves out: studies without data",
    "text-counts.json",
    "text: contexts",
    "text: countries",
    "text: data were extracted from n of m",
    "text: left unread by the stopping rule",
    "text: so many were included",
    "text: studies and reports that were included",
    "text: years of publication",
)
"""What the ten reviews of make check find, and the two hundred of make explore too."""

RARE: tuple[str, ...] = ("status: disagreements", "text: what is still to be decided")
"""What only the two hundred find."""
