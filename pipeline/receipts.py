"""What a reader can say of a file that it has read."""

from dataclasses import dataclass

from pipeline.errors import Fault

BETWEEN = "(between records)"
"""In place of a tag, or behind one, where a line stands outside of every record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Values that no field of the record takes: their tag, the line of the first, how many."""

    tag: str
    line: int
    count: int

    @property
    def outside(self) -> bool:
        """Whether these are lines outside of every record, as vendors' headings and counters."""
        return self.tag == "ER" or self.tag.endswith(BETWEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One file, or one member of an archive, as it was read.

    `start_tags` are counted apart from the reading, before it. `notes` are things that were dealt
    with and ought to be known; `faults` are why the file, or with `accepted_faults` that many of
    its records, were not taken. `sha256` is that of the bytes read: for a member, unpacked.
    `numbers` are the counters that the source itself printed before its records (`<3001. >`).
    `reader` is the state of the readers that read it, "" before there was one.
    """

    file: str
    member: str = ""
    format: str = ""
    dialect: str = ""
    because: str = ""
    encoding: str = ""
    start_tags: int = 0
    records: int = 0
    unplaced: tuple[Unplaced, ...] = ()
    notes: tuple[str, ...] = ()
    sha256: str = ""
    faults: tuple[Fault, ...] = ()
    accepted_faults: int = 0
    numbers: tuple[int, ...] = ()
    reader: str = ""
