"""What the figure is made of, each with its place in points."""

from dataclasses import dataclass

from exports.prisma_flow.boxes import Cell, Column
from exports.prisma_flow.text_width import exact_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of set text; `box` names what it counts.

    A line bears the width it was measured at, so that a browser without the typeface presses its
    own into the same room; `length` is None where the width is a guess.
    """

    x: float
    y: float
    text: str
    size: float
    box: str = ""
    bold: bool = False
    end: bool = False

    @property
    def length(self) -> float | None:
        """How long the line is to be drawn."""
        return exact_width(self.text, self.size, bold=self.bold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box: its place, its lines, what it counts, and how it is said aloud."""

    x: float
    y: float
    width: float
    height: float
    cell: Cell
    lines: tuple[Text, ...]

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        """Half-way across."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A vertical bar with the name of a phase."""

    y: float
    height: float
    text: str
    length: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A line through points, with a head at its end."""

    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """The line as SVG writes it."""
        return "M" + " L".join(f"{x:g},{y:g}" for x, y in self.points)


Grid = dict[tuple[str, Column], Box]
"""Boxes by the name of their row and by their column."""
