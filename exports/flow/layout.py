"""Where everything stands in the figure: boxes as large as their text, and arrows between them.

All lengths are points. Columns have fixed widths, rows are as high as their highest box.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from exports.catalogue import Words
from exports.flow.cells import Cell, Column, Row
from exports.flow.head import FlowHead
from exports.flow.metrics import width
from exports.flow.wrapping import wrap

SIZE = 8.5
"""Type size; 8 to 9 points is what tables and figures of reports are set in."""
LEADING = 11.0
PADDING = 7.0
INDENT = 9.0
BAR = 20.0
MARGIN = 12.0
ROW_GAP = 18.0
COLUMN_GAP = 24.0
WIDTHS: dict[Column, float] = {
    "previous": 124.0,
    "main": 186.0,
    "side": 200.0,
    "other": 150.0,
    "other_side": 150.0,
    "pending": 128.0,
}
ORDER: tuple[Column, ...] = ("previous", "main", "side", "other", "other_side", "pending")
PHASES = ("identification", "screening", "included")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The figure without what stands above and below it; the origin is its upper left corner."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]


@dataclass(slots=True)
class Grid:
    """Boxes by row and column while the figure is laid out."""

    lefts: dict[Column, float]
    boxes: dict[tuple[str, Column], Box] = field(default_factory=dict)

    def at(self, row: str, column: Column) -> Box | None:
        """The box of a row and column; None where there is none."""
        return self.boxes.get((row, column))


def lay_out(rows: list[Row], head: FlowHead) -> Layout:
    """The place of every box, bar and arrow; nothing overlaps, whatever the labels' length."""
    words = Words(head.language, "flow")
    columns = [column for column in ORDER if any(column in row.cells for row in rows)]
    grid = Grid(lefts=_lefts(columns))
    y = 0.0
    spans: dict[str, tuple[float, float]] = {}
    for row in rows:
        boxes = {
            column: set_box(cell, grid.lefts[column], y, _wide(columns, row, column))
            for column, cell in row.cells.items()
        }
        height = max(box.height for box in boxes.values())
        if row.phase != "heading":
            height = max(height, _least(rows, row, words[row.phase]))
            top, _ = spans.get(row.phase, (y, y))
            spans[row.phase] = (top, y + height)
        for column, box in boxes.items():
            grid.boxes[row.name, column] = box
        y += height + ROW_GAP
    bars = tuple(
        Bar(y=top, height=bottom - top, text=words[phase]) for phase, (top, bottom) in spans.items()
    )
    right = grid.lefts[columns[-1]] + WIDTHS[columns[-1]]
    return Layout(
        width=right,
        height=y - ROW_GAP,
        boxes=tuple(grid.boxes.values()),
        bars=bars,
        arrows=tuple(_arrows(rows, grid)),
    )


def _lefts(columns: list[Column]) -> dict[Column, float]:
    """The left edge of each column."""
    lefts: dict[Column, float] = {}
    x = BAR + MARGIN
    for column in columns:
        lefts[column] = x
        x += WIDTHS[column] + COLUMN_GAP
    return lefts


def _wide(columns: list[Column], row: Row, column: Column) -> float:
    """How wide a box is: a heading stretches over the side column of its own."""
    wide = WIDTHS[column]
    beside: dict[Column, Column] = {"main": "side", "other": "other_side"}
    partner = beside.get(column)
    if row.phase == "heading" and partner in columns:
        wide += COLUMN_GAP + WIDTHS[partner]
    return wide


def _least(rows: list[Row], row: Row, label: str) -> float:
    """The least height of a row, so that its phase's bar holds the phase's name."""
    same = [one for one in rows if one.phase == row.phase]
    need = width(label, SIZE, bold=True) + 2 * PADDING - ROW_GAP * (len(same) - 1)
    return need / len(same)


def set_box(cell: Cell, x: float, y: float, wide: float) -> Box:
    """A box with its text set in lines, as high as they are."""
    bold = cell.kind == "heading" or cell.name == "preliminary"
    lines: list[Text] = []
    baseline = y + PADDING + SIZE * 0.85
    for entry in cell.entries:
        indent = INDENT * entry.indent
        for text in wrap(entry.text, wide - 2 * PADDING - indent, SIZE, bold=bold):
            lines.append(
                Text(x=x + PADDING + indent, y=baseline, text=text, box=entry.box, bold=bold)
            )
            baseline += LEADING
    height = 2 * PADDING + LEADING * len(lines) - (LEADING - SIZE)
    return Box(x=x, y=y, width=wide, height=height, cell=cell, lines=tuple(lines))


def _arrows(rows: list[Row], grid: Grid) -> Iterator[Arrow]:
    """Down each column from box to box, from each box to what was taken from it, and in the end
    from the other columns into the boxes of what is included.
    """
    down: tuple[Column, ...] = ("main", "other")
    for column in down:
        boxes = [
            box for row in rows if row.phase != "heading" and (box := grid.at(row.name, column))
        ]
        for upper, lower in pairwise(boxes):
            x = upper.centre
            yield Arrow(points=((x, upper.y + upper.height), (x, lower.y)))
    aside: tuple[tuple[Column, Column], ...] = (("main", "side"), ("other", "other_side"))
    for row in rows:
        for column, beside in aside:
            one, other = grid.at(row.name, column), grid.at(row.name, beside)
            if one and other and row.phase != "heading":
                y = min(one.middle, other.middle)
                yield Arrow(points=((one.x + one.width, y), (other.x, y)))
    yield from _joining(grid)


def _joining(grid: Grid) -> Iterator[Arrow]:
    """From the other methods into the included, from the previous studies into the total."""
    included, total = grid.at("included", "main"), grid.at("total", "main")
    other, previous = grid.at("assessed", "other"), grid.at("identified", "previous")
    if other and included:
        y = included.middle
        yield Arrow(
            points=(
                (other.centre, other.y + other.height),
                (other.centre, y),
                (included.x + included.width, y),
            )
        )
    if previous and total:
        y = total.middle
        yield Arrow(
            points=(
                (previous.centre, previous.y + previous.height),
                (previous.centre, y),
                (total.x, y),
            )
        )
