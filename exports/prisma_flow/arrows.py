"""The arrows of the figure: they begin and end on the edges of boxes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from exports.prisma_flow.boxes import Column
from exports.prisma_flow.shapes import Arrow, Grid

ASIDE: dict[Column, Column] = {"main": "side", "other": "other_side"}
"""The columns that flow down, and beside each the one for what was taken from it."""


def arrows(rows: Sequence[str], grid: Grid) -> Iterator[Arrow]:
    """Down each column from box to box, aside to what was taken, and at last the columns into the
    boxes of what is included. `rows` are names of rows, from the top.
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
    """From the other methods into the included, from the previous studies into the total."""
    included, total = grid.get(("included", "main")), grid.get(("total", "main"))
    other, previous = grid.get(("assessed", "other")), grid.get(("identified", "previous"))
    if other and included:
        x, y = other.centre, included.middle
        yield Arrow(points=((x, other.y + other.height), (x, y), (included.x + included.width, y)))
    if previous and total:
        x, y = previous.centre, total.middle
        yield Arrow(points=((x, previous.y + previous.height), (x, y), (total.x, y)))
