"""The map as a figure for print: numbers, segments, gaps and rings in a grid."""

from collections.abc import Iterator

from exports.evidence_map.view import MapView
from exports.pictures.chart import Chart, ChartText, drawn
from exports.pictures.shapes import (
    MARGIN,
    SERIES,
    SMALL,
    WIDTH,
    Lettering,
    Rectangle,
    Shape,
    Stroke,
)
from exports.pictures.text_width import width, wrap

NAMES, LEAST, ROW = 128.0, 44.0, 30.0
"""Room for the names of rows, minimum width of a column, and height of a row, in points."""

BAR = 7.0
"""Height of a cell's bar, in points."""


def map_chart(view: MapView) -> Chart:
    """The map as a figure; it is wider than others if it has many columns."""
    columns = len(view.map.columns.values) + 1
    wide = max(WIDTH, 2 * MARGIN + NAMES + LEAST * columns)
    shapes, height = _grid(view, (wide - 2 * MARGIN - NAMES) / columns)
    keys, end = _legend(view, height, wide)
    each = "; ".join(view.spoken(cell) for cell, places in view.map.cells.items() if places)
    text = ChartText(
        name="evidence-map",
        title=view.name,
        n=len(view.map.studies),
        notes=[*view.facts(), view.say("several")],
        shows=view.say("shows", each=each),
    )
    return drawn(view.head, text, [*shapes, *keys], end, width=wide)


def _grid(view: MapView, step: float) -> tuple[list[Shape], float]:
    left = MARGIN + NAMES
    headings = [*view.names(view.map.columns), view.say("in_all")]
    broken = [wrap(one, step - 5, SMALL, bold=True) for one in headings]
    top = 9.0 * max(map(len, broken)) + 5
    shapes: list[Shape] = [
        Lettering(
            x=left + step * (at + 0.5),
            y=top - 5 - 9 * (len(lines) - 1 - place),
            text=line,
            size=SMALL,
            bold=True,
            anchor="middle",
        )
        for at, lines in enumerate(broken)
        for place, line in enumerate(lines)
    ]
    most = max(1, *(len(places) for places in view.map.cells.values()))
    y, group = top, ""
    for row, value in enumerate(view.map.rows.values):
        named = value.group[view.language] if value.group else ""
        if named != group:
            group = named
            if named:
                y += 13
                shapes.append(Lettering(x=MARGIN, y=y - 3, text=named, bold=True))
        lines = wrap(value.name[view.language], NAMES - 6, 8)
        tall = max(ROW, 9.5 * len(lines) + 8)
        shapes += [
            Lettering(x=MARGIN, y=y + tall / 2 + 3 - 4.75 * (len(lines) - 1) + 9.5 * at, text=line)
            for at, line in enumerate(lines)
        ]
        for column in range(len(view.map.columns.values)):
            place = left + step * column, y
            shapes += _cell(view, (row, column), place, (step, tall), most)
        shapes += _sum(
            view, len(view.map.of_row(row)), left + step * (len(headings) - 0.5), y, tall
        )
        y += tall
    for column in range(len(view.map.columns.values)):
        shapes += _sum(view, len(view.map.of_column(column)), left + step * (column + 0.5), y, 16)
    shapes += _sum(view, len(view.map.studies), left + step * (len(headings) - 0.5), y, 16)
    shapes.append(Lettering(x=MARGIN, y=y + 11, text=view.say("in_all"), bold=True))
    shapes.append(Stroke(points=[(MARGIN, y + 17), (left + step * len(headings), y + 17)]))
    return shapes, y + 20


def _sum(view: MapView, number: int, x: float, y: float, tall: float) -> Iterator[Shape]:
    yield Lettering(
        x=x, y=y + tall / 2 + 3, text=view.head.number(number), bold=True, anchor="middle"
    )


def _cell(
    view: MapView,
    cell: tuple[int, int],
    place: tuple[float, float],
    size: tuple[float, float],
    most: int,
) -> Iterator[Shape]:
    (x, y), (wide, tall) = place, size
    places = view.map.cells[cell]
    fill = "none" if places else "gap"
    said = view.spoken(cell)
    yield Rectangle(x=x, y=y, width=wide, height=tall, fill=fill, edge=0.4, said=said)  # type: ignore[arg-type]
    if places:
        number = view.head.number(len(places))
        yield Lettering(x=x + wide / 2, y=y + 12, text=number, anchor="middle", bold=True)
        scale = (wide - 10) / most
        at = x + wide / 2 - scale * len(places) / 2
        for fill, count in zip(SERIES, view.map.by_segment(places), strict=False):
            if count:
                yield Rectangle(
                    x=at, y=y + tall - BAR - 6, width=scale * count, height=BAR, fill=fill
                )
                at += scale * count
    if cell in view.changed:
        yield Rectangle(x=x + 2, y=y + 2, width=wide - 4, height=tall - 4, fill="none", edge=1.8)


def _legend(view: MapView, y: float, wide: float) -> tuple[list[Shape], float]:
    """The legend of the fills, in lines that fit the figure."""
    entries: list[tuple[str, str, float]] = []
    if view.parted:
        names = view.names(view.map.segments)
        entries += [(fill, name, 0.5) for fill, name in zip(SERIES, names, strict=False)]
    entries.append(("gap", view.say("gap"), 0.4))
    if view.changed:
        entries.append(("none", view.say("changed_since", run=view.compared[:10]), 1.8))
    shapes: list[Shape] = []
    if view.parted:
        y += 11
        named = view.heading(view.map.segments)
        shapes.append(Lettering(x=MARGIN, y=y - 2, text=named, size=SMALL, bold=True))
    x = MARGIN
    y += 4
    for fill, name, edge in entries:
        lines = wrap(name, wide - 2 * MARGIN - 20, SMALL)
        long = 16 + max(width(line, SMALL) for line in lines)
        if x > MARGIN and x + long > wide - MARGIN:
            x, y = MARGIN, y + 12
        shapes.append(
            Rectangle(x=x, y=y, width=12, height=8, fill=fill, edge=edge)  # type: ignore[arg-type]
        )
        shapes += [
            Lettering(x=x + 16, y=y + 6.5 + 9 * at, text=line, size=SMALL)
            for at, line in enumerate(lines)
        ]
        x += long + 14
        if len(lines) > 1:
            x, y = MARGIN, y + 9 * (len(lines) - 1) + 12
    return shapes, y + 14
