"""What a workbook that people fill in may come to, and a cell that stands outside of it."""

from dataclasses import dataclass

from pipeline.errors import shortened

FILE_BYTES = 400_000_000
"""Most bytes of a returned file as it lies on the disk: a csv of 50,000 rows has 150 million."""

UNPACKED = 2_000_000_000
"""Most bytes a workbook may unpack to: twenty times a list of 50,000 rows."""

MOST_MEMBERS = 1_000
"""Most parts of a workbook; a sheet is one, and a list has two sheets."""

MOST_CELLS = 20_000_000
"""Most cells of the block that the cells of one sheet span: 640 MB in memory. A list of 50,000 rows
spans 1,500,000."""

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""Rows and columns of a sheet in Excel's and LibreOffice's formats."""

LIST_ROWS = 100_000
"""Rows beyond which a cell counts as stray where the sheet as it is spans too much."""

LIST_COLUMNS = 200
"""Columns beyond which a cell counts as stray where the sheet as it is spans too much."""

MOST_STRAYS = 10
"""Most stray cells that are left out and told; more of them are no slip of the hand."""

LONGEST_ROW = 16 << 20
"""Most bytes of one row, and so of one cell, as XML; 30 cells of 32,767 characters have 5 MB."""

LONGEST_TEXT = 1_000_000
"""Most bytes of one shared text; Excel's cells hold 32,767 characters."""

MOST_TEXT = 1_000_000_000
"""Most bytes of all texts, each counted as often as a cell names it."""

CHUNK = 1 << 20
"""Bytes read at a time: a list of 50,000 rows unpacks to some 200 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A cell far outside of the list: its place as a spreadsheet names it, and its text.

    `shared` is the number of the text among those that the workbook keeps apart from its cells.
    """

    place: str
    text: str
    shared: int | None = None

    def shown(self) -> str:
        """What it holds, in quotation marks."""
        return f"“{shortened(self.text, 60)}”"

    def sentence(self) -> str:
        """What was done with it."""
        return (
            f"holds {self.shown()}, far outside of the list, and was left out; clear the cell if "
            "it got there by a slip"
        )
