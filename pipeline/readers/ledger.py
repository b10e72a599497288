"""The findings on a file while it is being read."""

from dataclasses import dataclass, field

from pipeline.errors import Fault
from pipeline.readers.mended import Mended
from pipeline.records import Record


@dataclass(slots=True)
class ReceiptDraft:
    """The findings on a file while it is being read; becomes its receipt."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dialects: dict[str, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    placed: int = 0
    rejected: int = 0
    alone: int = 0
    doubled: int = 0
    mended: Mended = field(default_factory=Mended)
    aside: list[Fault] = field(default_factory=list)
    untitled: list[int] = field(default_factory=list)
    bare: int = 0
    unplaced: dict[str, list[int]] = field(default_factory=dict)

    def leave(self, tag: str, line: int, count: int = 1) -> None:
        """Note a value that belongs to no field."""
        known = self.unplaced.get(tag)
        if known:
            known[1] += count
        else:
            self.unplaced[tag] = [line, count]

    def note(self, sentence: str) -> None:
        """Note something once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def fault(self, line: int, sentence: str) -> None:
        """Note an error at a line (1-based)."""
        self.faults.append(Fault(f"line {line}", sentence))

    def look_at(self, record: Record) -> None:
        """Count a record that lacks something nearly every record has, such as a title."""
        if not record.title:
            self.untitled.append(record.line)
        self.bare += not record.authors and record.year is None
