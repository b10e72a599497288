"""What a cell can hold, and how a returned cell is read."""

import re
from base64 import urlsafe_b64encode
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any

from exports.office_files import NOT_IN_XML
from pipeline.records import CONSONANTS

Value = str | int | float | bool | date | datetime | time | timedelta
"""The types that calamine returns for a cell."""

CELL_HOLDS = 32_000
"""Most UTF-16 units written to a cell. Excel's limit is 32,767; the mark needs room."""

INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")

LOOKS_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
"""Escapes that a spreadsheet would read as one character (ECMA-376, 22.9.2.19, ST_Xstring)."""

ERRORS = frozenset(
    [
        *("#N/A", "#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
        *(
            "#FIELD!",
            "#GETTING_DATA",
            "#I/T",
            "#NAVN?",
            "#VERDI!",
            "#VERDI?",
            "#NUL!",
            "#OVERFLYT!",
        ),
        *("#DIV/0", "#NAME", "#NULL", "#NUM", "#REF", "#VALUE", "#OVERFLYT!", "#WERT!", "#BEZUG!"),
    ]
)
"""Error values as English, Norwegian and German programs write them."""


def escaped(text: str) -> str:
    """A text as the XML of a cell may hold it.

    >>> escaped("a < b & _x0041_")
    'a &lt; b &amp; _x005F_x0041_'
    """
    if "_x" in text:
        text = LOOKS_ESCAPED.sub(r"_x005F_\1", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cleaned(text: str, mark: str) -> tuple[str, str | None]:
    r"""The text as a cell can hold it, and what was lost, or None.

    >>> cleaned("a\x07b\r\nc", " [cut]")
    ('a\ufffdb\nc', '1 character that a workbook cannot hold')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, replaced = NOT_IN_XML.subn("\ufffd", text)
    lost = []
    if replaced:
        lost.append(f"{replaced} character{'s' * (replaced > 1)} that a workbook cannot hold")
    if len(text) * 2 > CELL_HOLDS and (units := _units(text)) > CELL_HOLDS:
        lost.append(f"the end of a text of {units:,} characters, as a cell can hold {CELL_HOLDS:,}")
        text = _first(text, CELL_HOLDS - _units(mark)) + mark
    return text, " and ".join(lost) or None


def write_text(
    sheet: Any, place: tuple[int, int], text: str, look: Any = None, *, mark: str = ""
) -> None:
    """Write a text into an XlsxWriter cell as text, whatever it looks like.

    `mark` replaces the end of a text that is too long.
    """
    text = cleaned(text, mark)[0]
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # XlsxWriter would put it into the file as its own markup
    sheet.write_string(*place, text, look)


def _units(text: str) -> int:
    """Length in UTF-16 units, as Excel counts."""
    return len(text.encode("utf-16-le")) // 2


def _first(text: str, units: int) -> str:
    """As much of the text as fits into so many UTF-16 units, without splitting a character."""
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")


def text_of(value: Value | None) -> str:
    r"""A cell's text: newlines as LF, no space around, whole numbers without decimals.

    >>> text_of(2023.0), text_of(" a\r\nb "), text_of(True), text_of(date(2026, 1, 3))
    ('2023', 'a\nb', 'true', '2026-01-03')
    """
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    return "" if value is None else str(value)


def folded(text: str) -> str:
    """Heading, verdict or wording folded for comparison: without case, spaces and end marks.

    >>> folded("  Begrunnelse\u00a0*: "), folded("Feil  populasjon.")
    ('begrunnelse', 'feil populasjon')
    """
    text = INVISIBLE.sub("", text)
    return " ".join(text.casefold().split()).rstrip("*:.!? ").lstrip("'")


def found_id(text: str) -> str | None:
    """The record id in a cell, whatever case and spaces an editor gave it, or None.

    >>> found_id(" Btkwqnrvzqvs\u00a0"), found_id("45123"), found_id("")
    ('btkwqnrvzqvs', None, None)
    """
    candidate = "".join(INVISIBLE.sub("", text).casefold().split()).lstrip("'")
    is_id = len(candidate) == 12 and all(letter in CONSONANTS for letter in candidate)
    return candidate if is_id else None


def digest(text: str) -> str:
    """Four characters that change with the text, except for spaces and what cp1252 lacks.

    24 bits: one change in 16.8 million goes unnoticed; so does one beyond the part that every cell
    can hold. Characters outside cp1252 count as "?", since a csv saved by Excel turns them into
    that.
    """
    held = NOT_IN_XML.sub("?", text[: CELL_HOLDS // 4])
    known = " ".join(held.split()).encode("cp1252", errors="replace")
    return urlsafe_b64encode(blake2b(known, digest_size=3).digest()).decode()


def letter(column: int) -> str:
    """The letter of a column counted from 0.

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def is_error(text: str) -> bool:
    """Whether the text is an error value of a spreadsheet.

    >>> is_error("#N/A"), is_error("#navn?"), is_error("Err:508"), is_error("#1")
    (True, True, True, False)
    """
    return text.upper() in ERRORS or bool(re.fullmatch(r"(Err|Feil):\d{3}", text, re.IGNORECASE))
