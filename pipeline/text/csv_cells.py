"""Cells of every csv that is written, guarded so that no spreadsheet reads one as a formula."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Protocol

SIGNS = r"=+\-@\uff0b\uff0d\uff1d\uff20"
"""What starts a formula (OWASP, CSV injection), including East Asian full-width signs."""

UNSEEN = (
    r" \x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\""
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
"""Blanks, quotes and invisible signs, which a program may drop before it looks."""

RUNS = re.compile(rf"[{UNSEEN}\t\r\n']*[{SIGNS}]|'*[\t\r\n](?=\s*\S)")
"""The start of a text that a spreadsheet might read as a formula."""

HARMLESS = r"[\s\d.](?:(?!\w\()[^|;,\t\r\n])*(?:[;,\t\r\n]|\Z)"
"""What follows a plus or minus in running text: a blank or digit, and no function call."""

WITHIN = rf"(?='*(?:[=@\uff1d\uff20]|[+\-\uff0b\uff0d](?!{HARMLESS})))"
PARTED = re.compile(rf"([;,\t\r\n][{UNSEEN}]*){WITHIN}")
REJOINED = re.compile(rf"([;,\t\r\n][{UNSEEN}]*)'{WITHIN}")
"""Places where a program that splits cells at another delimiter would start one with a formula.

Norwegian Excel splits at semicolons, and heeds a quotation mark only at the start of its own
cell. A number or a dash in running text, as in "0.5; -0.3", is unchanged."""


class Stream(Protocol):
    """Anything that csv can write to."""

    def write(self, text: str, /) -> object:
        """Accept a piece of text."""
        ...


def guarded(text: str) -> str:
    """The text with an apostrophe before everything a spreadsheet would read as a formula.

    >>> [guarded(one) for one in ("=1+1", "'=1", "'tis", "-", "a")]
    ["'=1+1", "''=1", "'tis", "'-", 'a']
    >>> guarded("a;=1+1"), guarded("r = 0.5; -0.3 to 0.9")
    ("a;'=1+1", 'r = 0.5; -0.3 to 0.9')
    """
    inside = PARTED.sub(r"\1'", text)
    return f"'{inside}" if RUNS.match(inside) else inside


def unguarded(text: str, *, within: bool = True) -> str:
    """The text before `guarded` changed it; any other text is unchanged.

    For a csv that may come from elsewhere, `within` is False: others guard at most the start.

    >>> [unguarded(one) for one in ("'=1+1", "''=1+1", "'tis", "a;'=1")]
    ['=1+1', "'=1+1", "'tis", 'a;=1']
    """
    bare = text[1:] if text.startswith("'") and RUNS.match(text) else text
    return REJOINED.sub(r"\1", bare) if within else bare


def write_rows(
    stream: Stream, rows: Iterable[Iterable[object]], *, delimiter: str = ",", end: str = "\n"
) -> None:
    """Write rows as csv: text guarded, numbers unchanged, None as empty."""
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerows([_cell(cell) for cell in row] for row in rows)


def csv_text(rows: Iterable[Iterable[object]], *, end: str = "\n") -> str:
    r"""The rows as the text of a csv with commas.

    >>> csv_text([("a", "b"), (1, "=1+1")])
    "a,b\n1,'=1+1\n"
    """
    text = io.StringIO()
    write_rows(text, rows, end=end)
    return text.getvalue()


def _cell(cell: object) -> object:
    if cell is None or type(cell) in (int, float):
        return cell
    return guarded(str(cell))
