"""Figures of the included studies, from the numbers that the appendices print."""

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

from exports.figures.bars import NamedBar, lying_bars, standing_bars
from exports.language.catalogue import Words
from exports.pictures.chart import Chart, ChartHead, ChartText, drawn
from exports.pictures.shapes import MARGIN, WIDTH, Dot, Lettering, Shape, Stroke
from exports.pictures.text_width import wrap
from pipeline.studies.counts import CountTable

LARGEST = 12.0
"""Radius of the largest bubble, in points; areas are proportional to the numbers."""

NUMBER_INSIDE = 6.0
"""Radius from which a number is written inside its bubble."""

FIRST_COLUMN, ROW = 150.0, 27.0
"""Room for the names of outcomes, and the height of their rows, in points."""


def years_chart(years: Mapping[str, int], head: ChartHead) -> Chart | None:
    """Included studies by year of publication, with empty years between; None without any."""
    if not years:
        return None
    first, last = min(map(int, years)), max(map(int, years))
    bars = [
        NamedBar(name=str(year), number=years.get(str(year), 0)) for year in range(first, last + 1)
    ]
    text = ChartText(
        name="publication-years",
        title=head.say("years_title"),
        n=sum(years.values()),
        notes=head.so_far(),
        shows=head.say("years_shows", each=_listed(bars, head)),
    )
    return drawn(head, text, *standing_bars(bars, head))


def countries_chart(counted: CountTable, head: ChartHead) -> Chart | None:
    """Included studies by country, as appendix 4 has them; None if it has no row."""
    bars = [NamedBar(name=row.name[head.language], number=row.total) for row in counted.rows]
    if not bars:
        return None
    bars.sort(key=lambda bar: -bar.number)
    text = ChartText(
        name="countries",
        title=head.say("countries_title"),
        n=counted.sums.total,
        notes=[head.say("countries_note"), *head.so_far()],
        shows=head.say("countries_shows", each=_listed(bars, head)),
    )
    return drawn(head, text, *lying_bars(bars, head))


def outcomes_chart(counted: CountTable, head: ChartHead) -> Chart | None:
    """Outcome categories by number of studies, as appendix 5 has them; None if all are empty."""
    if not any(row.total for row in counted.rows):
        return None
    bars = [
        NamedBar(
            name=row.name[head.language],
            number=row.total,
            group=row.group[head.language] if row.group else "",
        )
        for row in counted.rows
    ]
    groups = list(dict.fromkeys(bar.group for bar in bars))
    bars.sort(key=lambda bar: (groups.index(bar.group), -bar.number))
    text = ChartText(
        name="outcomes",
        title=head.say("outcomes_title"),
        n=counted.sums.total,
        notes=[head.say("outcomes_note"), *head.so_far()],
        shows=head.say("outcomes_shows", each=_listed(bars, head)),
    )
    return drawn(head, text, *lying_bars(bars, head))


def contexts_chart(
    counted: CountTable, columns: Sequence[str], head: ChartHead, *, by: str
) -> Chart | None:
    """Outcomes by context as bubbles; `columns` are the headings of appendix 5, `by` of what.

    None if nothing is counted, or if the review distinguishes no contexts.
    """
    if len(columns) < 2 or not any(row.total for row in counted.rows):
        return None
    said = [
        head.say(
            "contexts_row",
            name=row.name[head.language],
            each="; ".join(map(head.counted, columns, row.counts)),
        )
        for row in counted.rows
    ]
    text = ChartText(
        name="outcomes-by-context",
        title=Words(head.language, "tables")("outcomes_title", by=by),
        n=counted.sums.total,
        notes=[head.say("contexts_note"), head.say("outcomes_note"), *head.so_far()],
        shows=head.say("contexts_shows", each=" ".join(said)),
    )
    return drawn(head, text, *_bubbles(counted, columns, head))


def _bubbles(
    counted: CountTable, columns: Sequence[str], head: ChartHead
) -> tuple[list[Shape], float]:
    left = MARGIN + FIRST_COLUMN
    step = (WIDTH - MARGIN - left) / len(columns)
    headings = [wrap(column, step - 6, 8, bold=True) for column in columns]
    top = 10.0 * max(map(len, headings)) + 4
    shapes: list[Shape] = [
        Lettering(
            x=left + step * (at + 0.5), y=9 + 10 * place, text=line, bold=True, anchor="middle"
        )
        for at, lines in enumerate(headings)
        for place, line in enumerate(lines)
    ]
    most = max(max(row.counts) for row in counted.rows) or 1
    y, group = top, ""
    for row in counted.rows:
        named = row.group[head.language] if row.group else ""
        if named != group:
            group = named
            y += 14
            shapes.append(Lettering(x=MARGIN, y=y - 3, text=group, bold=True))
        shapes.append(Stroke(points=[(MARGIN, y), (WIDTH - MARGIN, y)], width=0.25, ink="#555"))
        lines = wrap(row.name[head.language], FIRST_COLUMN - 6, 8)
        tall = max(ROW, 10.0 * len(lines) + 6)
        shapes += [
            Lettering(x=MARGIN, y=y + tall / 2 + 3 - 5 * (len(lines) - 1) + 10 * at, text=line)
            for at, line in enumerate(lines)
        ]
        for at, (column, number) in enumerate(zip(columns, row.counts, strict=True)):
            said = f"{row.name[head.language]}, {head.counted(column, number)}"
            place = left + step * (at + 0.5), y + tall / 2
            shapes += _bubble(
                place, number, LARGEST * sqrt(number / most), head.number(number), said
            )
        y += tall
    shapes.append(Stroke(points=[(MARGIN, y), (WIDTH - MARGIN, y)]))
    return shapes, y + 4


def _bubble(
    place: tuple[float, float], number: int, radius: float, text: str, said: str
) -> Iterator[Shape]:
    """A bubble with its number inside if there is room, else beside it; a dash for zero."""
    x, y = place
    if not number:
        yield Lettering(x=x, y=y + 3, text="–", anchor="middle", ink="#555")
        return
    yield Dot(x=x, y=y, radius=radius, said=said)
    inside = radius >= NUMBER_INSIDE
    yield Lettering(
        x=x if inside else x + radius + 3,
        y=y + 3,
        text=text,
        anchor="middle" if inside else "start",
        ink="#fff" if inside else "#000",
    )


def _listed(bars: Sequence[NamedBar], head: ChartHead) -> str:
    return "; ".join(head.counted(bar.name, bar.number) for bar in bars)
