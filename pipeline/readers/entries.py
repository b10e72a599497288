"""One entry of a tagged file, before its values are interpreted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from pipeline.errors import Fault, Refused

LARGEST = 16 << 20
"""Characters of an entry from which a file is no list of records; real ones have up to 1 MB."""


LONGEST_VALUE = 20_000
"""Characters of a value other than running text, such as a title or a page; patterns search such
values, here and during deduplication. The longest real title has some 1,500."""

TEXTS = frozenset(
    ["abstract", "authors", "cited_works", "copyright", "groups", "keywords", "notes", "urls"]
)
"""Fields that may have any length."""


@dataclass(slots=True)
class Entry:
    """The values of one entry by tag, in order; its place; its source text.

    The lines of a value are joined with a line feed if the format may use lines for a list, and
    with a blank if it only wraps them. `number` is the source's own counter, `columns` the names of
    columns as a table writes them, by tag.
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
        """One more line of source text; refused if the entry never ends."""
        self.raw.append(line)
        self.size += len(line)
        if self.size > LARGEST:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Refuse the file, since the entry never ends."""
        raise Refused(
            f"line {self.line}: this record has more than {LARGEST >> 20} MB; expected a list of "
            "records."
        )

    def fault(self, line: int, sentence: str) -> None:
        """Note an error in this entry, at a line (1-based) of its file."""
        self.faults.append(Fault(f"line {line}", sentence))

    def first(self, tags: tuple[str, ...]) -> str:
        """The first value that is not empty, checking the tags in order; "" if there is none."""
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
