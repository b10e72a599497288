"""An XlsxWriter worksheet that accepts rows as ready-made XML, which is several times faster."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from exports.cells import escaped, letter

Run = tuple[str, str]
"""A segment of text and its look; "" means plain."""


class ListSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose header XlsxWriter writes and whose rows are ready-made XML.

    Rows must come in order, after everything that is written cell by cell.
    """

    def begin_rows(self, fonts: Mapping[str, str]) -> None:
        """End the header. `fonts` are the run properties of each look of highlighted text."""
        self._write_single_row(1)
        self.letters = [letter(column) for column in range(200)]
        self.fonts = fonts

    def text(self, place: tuple[int, int], text: str, look: Any) -> str:
        """A cell of text, whatever it begins with."""
        row, column = place
        return (
            f'<c r="{self.letters[column]}{row + 1}" s="{look._get_xf_index()}" t="inlineStr">'
            f'<is><t xml:space="preserve">{escaped(text)}</t></is></c>'
        )

    def runs(self, place: tuple[int, int], runs: Sequence[Run], look: Any) -> str:
        """A cell of text with segments of different looks."""
        row, column = place
        parts = "".join(
            f'<r>{self.fonts[name]}<t xml:space="preserve">{escaped(text)}</t></r>'
            for text, name in runs
        )
        cell = f'<c r="{self.letters[column]}{row + 1}" s="{look._get_xf_index()}" t="inlineStr">'
        return f"{cell}<is>{parts}</is></c>"

    def number(self, place: tuple[int, int], number: float, look: Any) -> str:
        """A cell of a number."""
        row, column = place
        reference = f"{self.letters[column]}{row + 1}"
        return f'<c r="{reference}" s="{look._get_xf_index()}"><v>{number!r}</v></c>'

    def link(self, place: tuple[int, int], address: str, text: str) -> None:
        """Link a cell that is written as text to an address."""
        self.ignore_write_string = True
        self.write_url(*place, address, None, text)
        self.ignore_write_string = False

    def put_row(self, row: int, height: float, cells: Sequence[str]) -> None:
        """Write a row of these cells, in column order; height in points."""
        self._check_dimensions(row, len(cells))
        self.row_data_fh.write(
            f'<row r="{row + 1}" ht="{height:.1f}" customHeight="1">{"".join(cells)}</row>'
        )
