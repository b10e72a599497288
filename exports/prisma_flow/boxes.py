"""The text of each box of the figure: a grid of cells used for both figure and Word table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from exports.prisma_flow.options import FlowHead
from pipeline.prisma.evidence import Way
from pipeline.prisma.flow import Flow

Column = Literal["previous", "main", "side", "other", "other_side", "pending"]
Kind = Literal["heading", "box", "pending"]
Phase = Literal["heading", "identification", "screening", "included"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxLine:
    """One statement in a box, and the box whose members it counts ("" if none)."""

    text: str
    box: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One box of the figure: what it counts in all, and its statements."""

    name: str
    box: str
    entries: tuple[BoxLine, ...]
    kind: Kind = "box"

    @property
    def text(self) -> str:
        """The statements in one line, for screen readers."""
        return "; ".join(entry.text.rstrip(":") for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """One row of the figure: its phase, and the cell of each column that has one."""

    name: str
    phase: Phase
    cells: dict[Column, Cell]


class Speaker:
    """Words the boxes; has a flow, its head and the catalogue of one style."""

    def __init__(self, flow: Flow, head: FlowHead) -> None:
        self.flow = flow
        self.head = head
        self.words = head.words()
        self.stopping = f"automatic_stopping_{head.stopping_rule}"

    def say(self, key: str, box: str, indent: int = 0) -> BoxLine:
        """The statement for a box's number."""
        text = self.head.say(self.words, key, self.flow[box])
        return BoxLine(text=text, box=box, indent=indent)

    def heading(self, key: str) -> BoxLine:
        """A statement without a number."""
        return BoxLine(text=self.head.say(self.words, key))

    def line(self, name: str, value: int, box: str, key: str = "line") -> BoxLine:
        """The statement for a line of a list."""
        return BoxLine(text=self.head.say(self.words, key, value, name), box=box, indent=1)

    def where_any(self, *statements: tuple[str, str], indent: int = 1) -> Iterator[BoxLine]:
        """The statements (key, box) of those boxes that are not empty."""
        for key, box in statements:
            if self.flow[box]:
                yield self.say(key, box, indent)

    def sources(self, ways: tuple[Way, ...]) -> Iterator[BoxLine]:
        """Each way's number and, below it, the number of each source; nothing for an empty way."""
        for way in ways:
            box = f"{way}_records"
            if self.flow[box]:
                yield self.say(way, box)
                for line in self.flow.sources[box]:
                    yield self.line(line.name, line.number, f"{box}/{line.name}")

    def reasons(self, box: str, key: str = "line") -> Iterator[BoxLine]:
        """Each reason of exclusion with its number."""
        for line in self.flow.reasons[box]:
            name = self.head.reason(line.name)
            yield self.line(name, line.number, f"{box}/{line.name}", key)

    def other_reasons(self, key: str = "line") -> Iterator[BoxLine]:
        """Records removed before screening for reasons other than duplicates and automation."""
        yield from self.where_any(("found_again", "found_again_decided_records"))
        for line in self.flow.removed_other:
            box = f"removed_other_records/{line.name}"
            yield self.line(line.name, line.number, box, key)
