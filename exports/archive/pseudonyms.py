"""Replaces names of people by numbers, in text and in files written by programs."""

import io
import re
from collections.abc import Iterable, Mapping
from zipfile import BadZipFile, ZipFile

OPAQUE = (".png", ".pdf")
"""Files that cannot be searched; the file of the same stem beside them decides."""


def pseudonyms(names: Iterable[str]) -> dict[str, str]:
    """A number for each name, in the order given.

    >>> pseudonyms(["kari", "Ola Nordmann", "kari"])
    {'kari': 'Reviewer 1', 'Ola Nordmann': 'Reviewer 2'}
    """
    return {name: f"Reviewer {number}" for number, name in enumerate(dict.fromkeys(names), 1)}


def renamed(text: str, instead: Mapping[str, str]) -> str:
    """The text with every name replaced wherever it is a whole word, longest names first.

    >>> renamed("kari asked karin; Kari said yes", {"kari": "Reviewer 1"})
    'Reviewer 1 asked karin; Reviewer 1 said yes'
    """
    pattern = _pattern(instead)
    if pattern is None:
        return text
    lowered = {name.casefold(): other for name, other in instead.items()}
    return pattern.sub(lambda found: lowered[found[0].casefold()], text)


def names_somebody(name: str, data: bytes, instead: Mapping[str, str]) -> bool:
    """Whether a file's text has one of the names; Word and Excel files are unpacked."""
    pattern = _pattern(instead)
    if pattern is None or name.lower().endswith(OPAQUE):
        return False
    return any(pattern.search(text) for text in _texts(data))


def _texts(data: bytes) -> Iterable[str]:
    if not data.startswith(b"PK"):
        return [data.decode("utf-8", "replace")]
    try:
        with ZipFile(io.BytesIO(data)) as parts:
            read = [parts.read(one).decode("utf-8", "replace") for one in parts.namelist()]
    except BadZipFile:
        return [data.decode("utf-8", "replace")]
    return [re.sub(r"<[^>]*>", " ", text) for text in read]


def _pattern(instead: Mapping[str, str]) -> re.Pattern[str] | None:
    known = {name.casefold() for name in instead if name.strip()}
    if not known:
        return None
    names = "|".join(re.escape(one) for one in sorted(known, key=lambda one: (-len(one), one)))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
