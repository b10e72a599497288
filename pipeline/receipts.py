"""The receipt of a file: what its reader reports about it."""

from dataclasses import dataclass

from pipeline.errors import Fault

BETWEEN = "(between records)"
"""Used instead of a tag, or after one, for a line outside every record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Values that fit no field of the record: their tag, the line of the first, their number."""

    tag: str
    line: int
    count: int

    @property
    def outside(self) -> bool:
        """Whether these are lines outside every record, such as vendors' headings and counters."""
        return self.tag == "ER" or self.tag.endswith(BETWEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The result of reading one file, or one member of an archive.

    `start_tags` are counted separately, before the reading. `notes` are problems that were solved
    but that people should know about. `faults` are the reasons why the file was refused or, with
    `accepted_faults`, why that many of its records were left out. `sha256` is that of the bytes
    read: for a member, unpacked. `numbers` are the counters that the source itself printed before
    its records (`<3001. >`). `reader` is the version of the readers that read it, "" for files
    older than such versions.
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
