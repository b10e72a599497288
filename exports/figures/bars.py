"""Bar charts: horizontal bars with a name each, and vertical bars in a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10

from exports.pictures.chart import ChartHead
from exports.pictures.shapes import MARGIN, SMALL, WIDTH, Lettering, Rectangle, Shape, Stroke
from exports.pictures.text_width import width, wrap

NAMES = 190.0
"""Maximum width of the names beside horizontal bars, in points; longer names wrap."""

BAR, LEADING = 9.0, 9.5
"""Height of a horizontal bar, and of a line of its name."""

MANY = 40
"""From this many bars on, they are drawn closer together."""

STANDING = 120.0
"""Height of the tallest vertical bar."""

MEASURE = 28.0
"""Room to the right of vertical bars for their scale, in points."""

TICKS = 5
"""Most marks on an axis, besides the one at 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBar:
    """What a bar counts, how many, and its group, if any."""

    name: str
    number: int
    group: str = ""


def lying_bars(bars: Sequence[NamedBar], head: ChartHead) -> tuple[list[Shape], float]:
    """Draw bars below each other, a bold line before each group; returns the height."""
    longest = max(width(bar.name, 8) for bar in bars)
    room = min(NAMES, longest) + 4
    left = MARGIN + room + 4
    most = max(1, *(bar.number for bar in bars))
    scale = (WIDTH - MARGIN - 34 - left) / most
    shapes: list[Shape] = []
    y, group, apart = 0.0, "", 2.0 if len(bars) > MANY else 5.0
    for bar in bars:
        if bar.group and bar.group != group:
            group = bar.group
            y += 12
            shapes.append(Lettering(x=MARGIN, y=y - 3, text=group, bold=True))
        lines = wrap(bar.name, room, 8)
        tall = max(BAR, LEADING * len(lines))
        for at, line in enumerate(lines):
            shapes.append(Lettering(x=left - 6, y=y + 7 + LEADING * at, text=line, anchor="end"))
        shapes += _lying(bar, head, left, y + (tall - BAR) / 2, scale)
        y += tall + apart
    shapes.append(Stroke(points=[(left, 0), (left, y - apart + 2)]))
    return shapes, y


def _lying(bar: NamedBar, head: ChartHead, left: float, y: float, scale: float) -> Iterator[Shape]:
    long = bar.number * scale
    if bar.number:
        said = head.counted(bar.name, bar.number)
        yield Rectangle(x=left, y=y, width=long, height=BAR, said=said)
    yield Lettering(x=left + long + 4, y=y + 7.2, text=head.number(bar.number))


def standing_bars(bars: Sequence[NamedBar], head: ChartHead) -> tuple[list[Shape], float]:
    """Draw bars beside each other, numbers above and names below; returns the height.

    Names and numbers without room are left out, at even distances.
    """
    step = min(60.0, (WIDTH - 2 * MARGIN - MEASURE) / len(bars))
    wide = step * (0.7 if step > 6 else 0.85)
    most = max(1, *(bar.number for bar in bars))
    top, floor_ = 12.0, 12.0 + STANDING
    shapes: list[Shape] = []
    named = named_every(max(width(bar.name, 8) for bar in bars) + 4, step)
    with_numbers = max(width(head.number(bar.number), SMALL) for bar in bars) < step
    for at, bar in enumerate(bars):
        middle = MARGIN + step * (at + 0.5)
        tall = STANDING * bar.number / most
        if bar.number:
            said = head.counted(bar.name, bar.number)
            shapes.append(
                Rectangle(x=middle - wide / 2, y=floor_ - tall, width=wide, height=tall, said=said)
            )
        if with_numbers:
            text = head.number(bar.number)
            shapes.append(
                Lettering(x=middle, y=floor_ - tall - 3, text=text, size=SMALL, anchor="middle")
            )
        if at % named == 0:
            shapes.append(Lettering(x=middle, y=floor_ + 10, text=bar.name, anchor="middle"))
    shapes.append(Stroke(points=[(MARGIN, floor_), (MARGIN + step * len(bars), floor_)]))
    if not with_numbers:
        shapes += _measure(most, head, top, MARGIN + step * len(bars))
    return shapes, floor_ + 14


def _measure(most: int, head: ChartHead, top: float, right: float) -> Iterator[Shape]:
    """Thin lines at round numbers, for bars without their own numbers."""
    for at in ticks(most):
        y = top + STANDING * (1 - at / most)
        yield Stroke(points=[(MARGIN, y), (right, y)], width=0.25, ink="#555")
        yield Lettering(x=right + 3, y=y + 2.5, text=head.number(at), size=SMALL)


def named_every(room: float, step: float) -> int:
    """The interval at which names are shown, if each needs so much room and they are a step apart.

    >>> named_every(20, 44), named_every(20, 9)
    (1, 5)
    """
    return next(one for one in (1, 2, 5, 10, 20, 50, 100, 500) if step * one >= min(room, 450))


def ticks(most: int) -> list[int]:
    """Round numbers from 0 up to `most`, 1, 2 or 5 times a power of ten apart.

    >>> ticks(1154), ticks(3), ticks(0)
    ([0, 500, 1000], [0, 1, 2, 3], [0])
    """
    rough = max(most / TICKS, 1)
    power = 10 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return list(range(0, most + 1, step))
