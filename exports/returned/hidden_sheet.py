"""What a list's hidden sheet says of the list as a whole."""

from itertools import islice

from exports.cells import text_of
from exports.returned.workbooks import Sheet

FACTS = ("form", "review", "stage", "reviewer", "when", "language")


def hidden_facts(sheet: Sheet) -> dict[str, str]:
    """What the hidden sheet says of the list: names in A, values in B, in its first rows."""
    rows = islice(sheet.rows, len(FACTS))
    pairs = [(text_of(cells[0]), text_of(cells[1])) for _, cells in rows if len(cells) > 1]
    return {name: value for name, value in pairs if name in FACTS}
