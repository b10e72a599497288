"""One entry of a tagged file, before anything is made of its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from pipeline.errors import Fault, Refused

LARGEST = 16 << 20
"""Characters of an entry at which a file is no list of records; real ones have up to 1 MB."""


LONGEST_VALUE = 20_000
"""Characters of a value that is no running text, as a title or a page; such values are gone over
by patterns, here and where duplicates are looked for. The longest real title has some 1,500."""

TEXTS = frozenset(
    ["abstract", "authors", "cited_works", "copyright", "groups", "keywords", "notes", "urls"]
)
"""Fields that may be as long as they are."""


@dataclass(slots=True)
class Entry:
    """The values of one entry by tag, in order; where it stands; its source text.

    A value that went over several lines has them joined with a line feed where the format may mean
    a list by that, and with a blank where it only wraps. `number` is the source's own counter,
    `columns` the names of columns as a table has them, by tag.
    """

    line: int
    place: int = 0
    number: int = 0
    values: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    size: int = 0
    key: str = ""
    last: bool = False
    alone: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)

    def add(self, line: str) -> None:
        """One more line of source text; refused where there is no end of them."""
        self.raw.append(line)
        self.size += len(line)
        if self.size > LARGEST:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Refused, since there is no end of it."""
        raise Refused(
            f"line {self.line}: a record of more than {LARGEST >> 20} MB; "
            "this is no list of records."
        )

    def fault(self, line: int, sentence: str) -> None:
        """Note what is wrong with this entry, at a line (1-based) of its file."""
        self.faults.append(Fault(f"line {line}", sentence))

    def first(self, tags: tuple[str, ...]) -> str:
        """The first value that is not empty, of the tags in order; "" without one."""
        for tag in tags:
            for value in self.values.get(tag, ()):
                if value:
                    return value
        return ""

    def every(self, tags: tuple[str, ...]) -> list[str]:
        """All values of the tags in order."""
        found: list[str] = []
        for tag in tags:
            if tag in self.values:
                found += self.values[tag]
        return found
