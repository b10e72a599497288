"""The layout of the figure: boxes as large as their text, and arrows between them.

All lengths are points. Columns have fixed widths, rows are as high as their highest box.
"""

from dataclasses import dataclass, replace

from exports.pictures.text_width import exact_width, width, wrap
from exports.prisma_flow.boxes import Cell, Column, FlowRow
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.shapes import ASIDE, Arrow, Bar, Box, Grid, TextLine, arrows

SIZE = 8.5
"""Type size; tables and figures of reports are set in 8 to 9 points."""
LEADING = 11.0
PADDING = 7.0
INDENT = 9.0
HANG = 6.0
"""Indent of a statement's lines after the first."""
BAR = 20.0
MARGIN = 12.0
ROW_GAP = 18.0
COLUMN_GAP = 22.0
STRETCHES = 2.5
"""The factor by which a box may be stretched to be as high as its row."""
WIDTHS: dict[Column, float] = {
    "previous": 124.0,
    "main": 214.0,
    "side": 214.0,
    "other": 160.0,
    "other_side": 160.0,
    "pending": 152.0,
}
ORDER: tuple[Column, ...] = ("previous", "main", "side", "other", "other_side", "pending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The figure without the text above and below it; the origin is its upper left corner."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]


def lay_out(rows: list[FlowRow], head: FlowHead) -> Layout:
    """The place of every box, bar and arrow; nothing overlaps, whatever the labels' length."""
    words = head.plain_words()
    columns = [column for column in ORDER if any(column in row.cells for row in rows)]
    lefts = _lefts(columns)
    grid: Grid = {}
    spans: dict[str, tuple[float, float]] = {}
    y = 0.0
    for row in rows:
        boxes = {
            column: set_box(cell, lefts[column], y, _wide(columns, row, column))
            for column, cell in row.cells.items()
        }
        height = max(box.height for box in boxes.values())
        filled = max((box.height for box in boxes.values() if box.cell.kind == "box"), default=0)
        if row.phase != "heading":
            least = _least(rows, row, words[row.phase])
            height, filled = max(height, least), max(filled, least)
            spans[row.phase] = (spans.get(row.phase, (y, y))[0], y + height)
        for column, box in boxes.items():
            grid[row.name, column] = stretched(box, filled)
        y += height + ROW_GAP
    bars = [_bar(words[phase], top, end) for phase, (top, end) in spans.items()]
    return Layout(
        width=lefts[columns[-1]] + WIDTHS[columns[-1]],
        height=y - ROW_GAP,
        boxes=tuple(grid.values()),
        bars=tuple(bars),
        arrows=tuple(arrows([row.name for row in rows if row.phase != "heading"], grid)),
    )


def _bar(text: str, top: float, end: float) -> Bar:
    """A phase's bar beside its rows."""
    length = exact_width(text, SIZE, bold=True)
    return Bar(y=top, height=end - top, text=text, length=length)


def _lefts(columns: list[Column]) -> dict[Column, float]:
    """The left edge of each column."""
    lefts: dict[Column, float] = {}
    x = BAR + MARGIN
    for column in columns:
        lefts[column] = x
        x += WIDTHS[column] + COLUMN_GAP
    return lefts


def _wide(columns: list[Column], row: FlowRow, column: Column) -> float:
    """The width of a box: a heading also spans its own side column."""
    wide = WIDTHS[column]
    partner = ASIDE.get(column)
    if row.phase == "heading" and partner in columns:
        wide += COLUMN_GAP + WIDTHS[partner]
    return wide


def _least(rows: list[FlowRow], row: FlowRow, label: str) -> float:
    """The minimum height of a row, so that its phase's bar fits the phase's name."""
    same = [one for one in rows if one.phase == row.phase]
    need = width(label, SIZE, bold=True) + 2 * PADDING - ROW_GAP * (len(same) - 1)
    return need / len(same)


def set_box(cell: Cell, x: float, y: float, wide: float) -> Box:
    """A box with its text set in lines, as high as they are."""
    bold = cell.kind == "heading" or cell.name == "preliminary"
    hang = HANG if len(cell.entries) > 1 else 0.0
    lines: list[TextLine] = []
    baseline = y + PADDING + SIZE * 0.8
    for entry in cell.entries:
        left = x + PADDING + INDENT * entry.indent
        for place, text in enumerate(
            wrap(entry.text, x + wide - PADDING - left, SIZE, bold=bold, hang=hang)
        ):
            at = left + (hang if place else 0)
            lines.append(TextLine(x=at, y=baseline, text=text, size=SIZE, box=entry.box, bold=bold))
            baseline += LEADING
    height = 2 * PADDING + LEADING * (len(lines) - 1) + SIZE
    return Box(x=x, y=y, width=wide, height=height, cell=cell, lines=tuple(lines))


def stretched(box: Box, height: float) -> Box:
    """The box as high as the highest of its row, its text in the middle; unchanged if that would
    leave it mostly empty.
    """
    if box.cell.kind != "box" or height > box.height * STRETCHES:
        return box
    shift = (height - box.height) / 2
    lines = tuple(replace(line, y=line.y + shift) for line in box.lines)
    return replace(box, height=height, lines=lines)
