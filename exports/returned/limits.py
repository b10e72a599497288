"""Size limits of a workbook that people fill in, and cells far outside its list."""

from dataclasses import dataclass

from pipeline.errors import shortened

FILE_BYTES = 400_000_000
"""Maximum bytes of a returned file on disk: a csv of 50,000 rows has 150 million."""

UNPACKED = 2_000_000_000
"""Maximum bytes a workbook may unpack to: twenty times a list of 50,000 rows."""

MOST_MEMBERS = 1_000
"""Maximum number of parts of a workbook; a sheet is one part, and a list has two sheets."""

MOST_CELLS = 20_000_000
"""Maximum number of cells in the block spanned by one sheet: 640 MB in memory. A list of 50,000
rows spans 1,500,000.
"""

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""Rows and columns of a sheet in Excel's and LibreOffice's formats."""

LIST_ROWS = 100_000
"""Rows beyond which a cell counts as stray, if the whole sheet spans too much."""

LIST_COLUMNS = 200
"""Columns beyond which a cell counts as stray, if the whole sheet spans too much."""

MOST_STRAYS = 10
"""Maximum number of stray cells left out and reported; more of them are not an accident."""

LONGEST_ROW = 16 << 20
"""Maximum bytes of one row, and so of one cell, as XML; 30 cells of 32,767 characters have 5 MB."""

LONGEST_TEXT = 1_000_000
"""Maximum bytes of one shared text; Excel's cells hold 32,767 characters."""

MOST_TEXT = 1_000_000_000
"""Maximum bytes of all texts, each counted as often as cells refer to it."""

CHUNK = 1 << 20
"""Bytes read at a time: a list of 50,000 rows unpacks to some 200 MB."""

ROWS_ONLY = "Copy only the rows of the list to a new workbook."
"""What to do about a workbook that is too large."""

AS_XLSX = "Save the workbook again as xlsx."
"""What to do about a workbook that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A cell far outside the list: its place as a spreadsheet names it, and its text.

    `shared` is the number of its text among the workbook's shared texts.
    """

    place: str
    text: str
    shared: int | None = None

    def shown(self) -> str:
        """Its content, in quotation marks."""
        return f"“{shortened(self.text, 60)}”"

    def sentence(self) -> str:
        """What was done with it."""
        return (
            f"ajour did not read {self.shown()} in this cell, because the cell is far outside the "
            f"list. Clear the cell if the text is there by mistake"
        )
