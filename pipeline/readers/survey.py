"""The findings of the first pass over a file, before any of it is read."""

from collections import Counter
from dataclasses import dataclass, field

LONGEST_LINE = 16 << 20
"""Bytes without a line end at which a file is not a list of records; the longest real field seen, a
list of cited references, is 200 kB."""


@dataclass(slots=True)
class Survey:
    """The findings of the first pass. `encoding` is a name that Python knows.

    `foreign` is the encoding of bytes in the file that are not UTF-8, "" if all is UTF-8 or no
    encoding makes sense of them.
    """

    size: int = 0
    sha256: str = ""
    encoding: str = "utf-8"
    foreign: str = ""
    unreadable: bool = False
    marks: Counter[str] = field(default_factory=Counter)
    gaps: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    head: str = ""
