"""What the first look at a file found, before anything of it is read."""

from collections import Counter
from dataclasses import dataclass, field

LONGEST_LINE = 16 << 20
"""Bytes without a line end at which a file is no list of records; the longest real field seen, a
list of cited references, is 200 kB."""


@dataclass(slots=True)
class Survey:
    """What the first look found. `encoding` is a name that Python knows.

    `foreign` is the encoding of what is no UTF-8 in the file, "" where all is UTF-8 or nothing
    makes sense of it.
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
