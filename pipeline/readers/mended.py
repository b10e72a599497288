"""Repairs to the letters of a file while it was read."""

from dataclasses import dataclass, field

from pipeline.text.encodings import NAMES

TWICE, LOST = "twice", "lost"
"""Kinds of repairs besides the names of encodings."""


@dataclass(slots=True)
class Mended:
    """The repairs to the letters of a file: for each kind the records, and the first line."""

    found: dict[str, list[int]] = field(default_factory=dict)

    def note(self, kind: str, line: int, count: int = 1) -> None:
        """One more record, or several, of a kind."""
        known = self.found.setdefault(kind, [0, line])
        known[0] += count

    def notes(self, encoding: str) -> list[str]:
        """One sentence for each kind."""
        rest = NAMES.get(encoding, encoding)
        return [_told(kind, count, line, rest) for kind, (count, line) in self.found.items()]


def _told(kind: str, count: int, line: int, rest: str) -> str:
    many = f"{count:,} record{'s' * (count != 1)}"
    if kind == TWICE:
        return (
            f"ajour corrected text that had been encoded twice in {many}, the first at line {line}"
        )
    if kind == LOST:
        return (
            f"letters had been lost before this file was made. The file has \ufffd in their "
            f"place on {count:,} line{'s' * (count != 1)}, the first at line {line}"
        )
    name = NAMES.get(kind, kind)
    return (
        f"ajour read {many} as {name}, the first at line {line}, although the rest of the "
        f"file is {rest}"
    )
