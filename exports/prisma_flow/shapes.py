"""The shapes of the figure, each with its place in points: boxes, bars, and arrows between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exports.pictures.text_width import exact_width
from exports.prisma_flow.boxes import Cell, Column


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line of set text; `box` names what it counts.

    A line has its measured width, so a browser without the typeface fits its own into the same
    space; `length` is None if the width is a guess.
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
        """The length at which to draw the line."""
        return exact_width(self.text, self.size, bold=self.bold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box: its place, its lines, what it counts, and its text for screen readers."""

    x: float
    y: float
    width: float
    height: float
    cell: Cell
    lines: tuple[TextLine, ...]

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


ASIDE: dict[Column, Column] = {"main": "side", "other": "other_side"}
"""The columns that flow down, each with the side column for what was removed from it."""


def arrows(rows: Sequence[str], grid: Grid) -> Iterator[Arrow]:
    """Arrows down each column from box to box, sideways to what was removed, and finally from the
    columns into the boxes of what is included. `rows` are names of rows, from the top.
    """
    for column in ASIDE:
        boxes = [grid[row, column] for row in rows if (row, column) in grid]
        for upper, lower in pairwise(boxes):
            x = upper.centre
            yield Arrow(points=((x, upper.y + upper.height), (x, lower.y)))
    for row in rows:
        for column, beside in ASIDE.items():
            one, other = grid.get((row, column)), grid.get((row, beside))
            if one and other:
                y = min(one.middle, other.middle)
                yield Arrow(points=((one.x + one.width, y), (other.x, y)))
    yield from _joining(grid)


def _joining(grid: Grid) -> Iterator[Arrow]:
    """Arrows from the other methods to the included, and from the previous studies to the total."""
    included, total = grid.get(("included", "main")), grid.get(("total", "main"))
    other, previous = grid.get(("assessed", "other")), grid.get(("identified", "previous"))
    if other and included:
        x, y = other.centre, included.middle
        yield Arrow(points=((x, other.y + other.height), (x, y), (included.x + included.width, y)))
    if previous and total:
        x, y = previous.centre, total.middle
        yield Arrow(points=((x, previous.y + previous.height), (x, y), (total.x, y)))
