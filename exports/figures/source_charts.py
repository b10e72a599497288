"""Figures of the sources: their overlap, as an UpSet plot, and the yield of each."""

from collections.abc import Iterator, Mapping, Sequence

from exports.figures.bars import NamedBar
from exports.language.catalogue import Words
from exports.pictures.chart import Chart, ChartHead, ChartText, drawn
from exports.pictures.shapes import MARGIN, SMALL, WIDTH, Dot, Lettering, Rectangle, Shape, Stroke
from exports.pictures.text_width import width, wrap
from pipeline.agreement.overlap import Overlap
from pipeline.strategy.yields import Yield

MOST_SETS = 20
"""Number of sets of sources drawn; the smaller ones are summed up below."""

SET_BARS, SOURCE_BARS = 96.0, 70.0
"""Height of the tallest bar of a set, and length of the longest bar of a source, in points."""

LINE = 15.0
"""Distance of the rows of sources, in points."""

NAMES = 120.0
"""Maximum width of the names of sources, in points."""


def overlap_chart(found: Overlap, head: ChartHead) -> Chart | None:
    """Which sources list the same reports, the largest sets first; None for fewer than two sources.

    Each report is in one set, that of all sources that list it, so the bars add up to the total.
    """
    if len(found.found) < 2:
        return None
    sets = list(found.sets.items())
    shown, rest = sets[:MOST_SETS], sets[MOST_SETS:]
    notes = [head.say("overlap_note")]
    if rest:
        others = sum(number for _, number in rest)
        notes.append(head.say("overlap_rest", sets=head.number(len(rest)), n=head.number(others)))
    each = "; ".join(head.counted(" + ".join(names), number) for names, number in shown)
    totals = "; ".join(map(head.counted, found.found, found.found.values()))
    text = ChartText(
        name="source-overlap",
        title=Words(head.language, "tables")["overlap_title"],
        n=found.reports,
        notes=notes,
        shows=head.say("overlap_shows", sources=totals, each=each),
    )
    order = sorted(found.found, key=lambda name: (-found.found[name], name))
    return drawn(head, text, *_upset(found, order, shown, head))


def _upset(
    found: Overlap,
    order: Sequence[str],
    sets: Sequence[tuple[tuple[str, ...], int]],
    head: ChartHead,
) -> tuple[list[Shape], float]:
    room = min(NAMES, max(width(name, 8) for name in order)) + 6
    left = MARGIN + SOURCE_BARS + 30 + room
    step = min(26.0, (WIDTH - MARGIN - left) / len(sets))
    # Numbers wider than their column would run into each other, so they are turned upright.
    turned = max(width(head.number(number), SMALL) for _, number in sets) > step - 1
    base = SET_BARS + (28 if turned else 14)
    rows, bottom = _rows(order, room, base + 12)
    shapes = [*_sources(found, rows, head)]
    most = max(number for _, number in sets)
    for at, (names, number) in enumerate(sets):
        x = left + step * (at + 0.5)
        shapes += _set(names, number, (x, step), rows, head)
        tall = SET_BARS * number / most
        said = head.counted(" + ".join(names), number)
        shapes.append(
            Rectangle(x=x - step * 0.32, y=base - tall, width=step * 0.64, height=tall, said=said)
        )
        shapes.append(
            Lettering(
                x=x + (2.5 if turned else 0),
                y=base - tall - 3,
                text=head.number(number),
                size=SMALL,
                anchor="start" if turned else "middle",
                turned=turned,
            )
        )
    right = left + step * len(sets)
    shapes.append(Stroke(points=[(left, base), (right, base)]))
    return shapes, bottom + 4


def _rows(
    order: Sequence[str], room: float, top: float
) -> tuple[dict[str, tuple[float, list[str]]], float]:
    """The middle of each source's row with the lines of its name, and where the rows end."""
    rows, y = {}, top
    for name in order:
        lines = wrap(name, room - 6, 8)
        tall = max(LINE, 9.0 * len(lines) + 5)
        rows[name] = (y + tall / 2, lines)
        y += tall
    return rows, y


def _sources(
    found: Overlap,
    rows: Mapping[str, tuple[float, list[str]]],
    head: ChartHead,
) -> Iterator[Shape]:
    """Each row's source name, and to its left the source's total number of reports."""
    most = max(found.found.values())
    right = MARGIN + SOURCE_BARS + 26
    yield Lettering(
        x=right,
        y=min(y for y, _ in rows.values()) - 12,
        text=head.say("overlap_all"),
        size=SMALL,
        anchor="end",
    )
    for name, (y, lines) in rows.items():
        long = SOURCE_BARS * found.found[name] / most
        said = head.counted(name, found.found[name])
        yield Rectangle(x=right - long, y=y - 4, width=long, height=8, fill="light", said=said)
        yield Lettering(
            x=right - long - 3,
            y=y + 2.5,
            text=head.number(found.found[name]),
            size=SMALL,
            anchor="end",
        )
        for at, line in enumerate(lines):
            yield Lettering(x=right + 5, y=y + 3 - 4.5 * (len(lines) - 1) + 9 * at, text=line)


def _set(
    names: tuple[str, ...],
    number: int,
    place: tuple[float, float],
    rows: Mapping[str, tuple[float, list[str]]],
    head: ChartHead,
) -> Iterator[Shape]:
    """The column of a set: a dot for each of its sources, joined by a line."""
    x, step = place
    inside = [y for name, (y, _) in rows.items() if name in names]
    if len(inside) > 1:
        yield Stroke(points=[(x, min(inside)), (x, max(inside))], width=1.5, ink="#1f4e79")
    for name, (y, _) in rows.items():
        radius = min(4.0, step * 0.36)
        said = head.counted(" + ".join(names), number)
        if name in names:
            yield Dot(x=x, y=y, radius=radius, said=said)
        else:
            yield Dot(x=x, y=y, radius=radius * 0.55, fill="light", edge=0.25)


def yield_chart(earned: Mapping[str, Yield], head: ChartHead) -> Chart | None:
    """Each source's yield: records, those found only there, and the same for included reports.

    The last column has the records to read per include. None without any source.
    """
    if not earned:
        return None
    rows = sorted(earned.items(), key=lambda one: (-one[1].includes, -one[1].found, one[0]))
    each = " ".join(_told(name, one, head) for name, one in rows)
    text = ChartText(
        name="source-yield",
        title=head.say("yield_title"),
        n=None,
        notes=[head.say("yield_note")],
        shows=head.say("yield_shows", each=each),
    )
    return drawn(head, text, *_yields(rows, head))


def _counts(one: Yield) -> tuple[int, int, int, int]:
    return one.found, one.alone or 0, one.includes, one.includes_alone or 0


def _told(name: str, one: Yield, head: ChartHead) -> str:
    found, alone, includes, includes_alone = map(head.number, _counts(one))
    return head.say(
        "yield_row",
        name=name,
        found=found,
        alone=alone,
        includes=includes,
        includes_alone=includes_alone,
        ratio=_ratio(one, head),
    )


def _ratio(one: Yield, head: ChartHead) -> str:
    """Records to read per include, with one decimal as in the table of yields."""
    words = Words(head.language, "yields")
    if one.per_include is None:
        return words["none"]
    tenths = round(one.per_include * 10)
    return f"{head.number(tenths // 10)}{words['decimal']}{tenths % 10}"


def _yields(rows: Sequence[tuple[str, Yield]], head: ChartHead) -> tuple[list[Shape], float]:
    room = min(NAMES, max(width(name, 8) for name, _ in rows)) + 6
    left, last = MARGIN + room, WIDTH - MARGIN - 48
    step = (last - left) / 4
    headings = Words(head.language, "charts").each("yield_columns")
    broken = [wrap(one, (step if at < 4 else 48) - 6, SMALL) for at, one in enumerate(headings)]
    top = 9.0 * max(map(len, broken)) + 6
    shapes: list[Shape] = []
    for at, lines in enumerate(broken):
        x = left + step * at if at < 4 else WIDTH - MARGIN
        shapes += [
            Lettering(
                x=x,
                y=top - 6 - 9 * (len(lines) - 1 - place),
                text=line,
                size=SMALL,
                anchor="start" if at < 4 else "end",
            )
            for place, line in enumerate(lines)
        ]
    # One scale for records and one for includes, so bars of one kind can be compared.
    records = max(1, *(one.found for _, one in rows))
    includes = max(1, *(one.includes for _, one in rows))
    y = top
    for name, one in rows:
        lines = wrap(name, room - 6, 8)
        tall = max(16.0, 9.5 * len(lines) + 5)
        shapes.append(Stroke(points=[(MARGIN, y), (WIDTH - MARGIN, y)], width=0.25, ink="#555"))
        shapes += [
            Lettering(x=MARGIN, y=y + tall / 2 + 3 - 4.75 * (len(lines) - 1) + 9.5 * at, text=line)
            for at, line in enumerate(lines)
        ]
        most = (records, records, includes, includes)
        for at, (heading, value, of) in enumerate(zip(headings, _counts(one), most, strict=False)):
            bar = NamedBar(name=f"{name}, {heading}", number=value, group=str(at))
            shapes += _cell(bar, (left + step * at, y + tall / 2), (step - 34) / of, head)
        shapes.append(
            Lettering(x=WIDTH - MARGIN, y=y + tall / 2 + 3, text=_ratio(one, head), anchor="end")
        )
        y += tall
    shapes.append(Stroke(points=[(MARGIN, y), (WIDTH - MARGIN, y)]))
    return shapes, y + 4


def _cell(
    bar: NamedBar, place: tuple[float, float], scale: float, head: ChartHead
) -> Iterator[Shape]:
    x, y = place
    long = bar.number * scale
    if bar.number:
        said = head.counted(bar.name, bar.number)
        fill = "light" if bar.group in ("0", "2") else "dark"
        yield Rectangle(x=x, y=y - 4, width=long, height=8, fill=fill, said=said)  # type: ignore[arg-type]
    yield Lettering(x=x + long + 3, y=y + 2.8, text=head.number(bar.number))
