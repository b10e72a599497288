"""What the figure is made of, each with its place in points."""

from dataclasses import dataclass

from exports.flow.cells import Cell, Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of set text; `box` names what it counts."""

    x: float
    y: float
    text: str
    box: str = ""
    bold: bool = False


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
