"""Figures of the work: exclusion reasons, who screened when, and what reading found."""

from collections.abc import Iterator, Mapping, Sequence

from exports.figures.bars import NamedBar, lying_bars, named_every, ticks
from exports.pictures.chart import Chart, ChartHead, ChartText, drawn
from exports.pictures.shapes import MARGIN, SMALL, WIDTH, Lettering, Rectangle, Shape, Stroke
from exports.pictures.text_width import width, wrap
from pipeline.review.reading import RoundReading
from pipeline.review.screening_weeks import ScreeningWeeks

LANE, LANE_NAMES = 44.0, 100.0
"""Height of a person's lane, and the room for the names, in points."""

PLOT = 140.0
"""Height of a round's plot, in points."""

PLOT_GAP = 34.0
"""Room below a plot for its axis, in points."""

STEPS = 300
"""Maximum number of points of a line: more cannot be distinguished at this width."""


def reasons_chart(reasons: Sequence[tuple[str, int]], head: ChartHead) -> Chart | None:
    """Reports excluded at full text by reason, in the order of the flow; None without any."""
    bars = [NamedBar(name=name, number=number) for name, number in reasons if number]
    if not bars:
        return None
    text = ChartText(
        name="exclusion-reasons",
        title=head.say("reasons_title"),
        n=sum(bar.number for bar in bars),
        notes=[],
        shows=head.say(
            "reasons_shows", each="; ".join(head.counted(bar.name, bar.number) for bar in bars)
        ),
    )
    return drawn(head, text, *lying_bars(bars, head))


def weeks_chart(found: ScreeningWeeks, head: ChartHead) -> Chart | None:
    """A lane for each person with the reports screened in each week; None if nobody screened."""
    if not found.weeks:
        return None
    each = " ".join(
        head.say(
            "weeks_row",
            name=name,
            n=head.number(sum(counts)),
            each="; ".join(
                head.counted(_week(found, at, head), count)
                for at, count in enumerate(counts)
                if count
            ),
        )
        for name, counts in found.persons.items()
    )
    screened, waiting = head.number(found.screened), head.number(found.waiting)
    text = ChartText(
        name="screening-weeks",
        title=head.say("weeks_title"),
        n=None,
        notes=[
            head.say("weeks_note", n=screened),
            *([head.say("weeks_waiting", waiting=waiting)] if found.waiting else []),
        ],
        shows=head.say("weeks_shows", each=each),
    )
    return drawn(head, text, *_lanes(found, head))


def _week(found: ScreeningWeeks, at: int, head: ChartHead) -> str:
    year, week, _ = found.weeks[at].isocalendar()
    return head.say("week", week=week, year=year)


def _lanes(found: ScreeningWeeks, head: ChartHead) -> tuple[list[Shape], float]:
    room = min(LANE_NAMES, max(width(name, 8, bold=True) for name in found.persons)) + 10
    left = MARGIN + max(room, 60)
    step = min(40.0, (WIDTH - MARGIN - left) / len(found.weeks))
    most = max(max(counts) for counts in found.persons.values())
    right = left + step * len(found.weeks)
    shapes: list[Shape] = []
    y = 0.0
    for name, counts in found.persons.items():
        shapes += _lane(name, counts, (left, y, step), most, head)
        y += LANE
        shapes.append(Stroke(points=[(left, y), (right, y)]))
    names = [_week(found, at, head) for at in range(len(found.weeks))]
    every = named_every(max(width(one, SMALL) for one in names) + 6, step)
    for at in range(0, len(names), every):
        x = left + step * at
        shapes.append(Stroke(points=[(x, y), (x, y + 3)]))
        shapes.append(Lettering(x=x, y=y + 11, text=names[at], size=SMALL))
    return shapes, y + 15


def _lane(
    name: str,
    counts: Sequence[int],
    place: tuple[float, float, float],
    most: int,
    head: ChartHead,
) -> Iterator[Shape]:
    left, top, step = place
    lines = wrap(name, left - MARGIN - 8, 8, bold=True)[:2]
    for at, line in enumerate(lines):
        yield Lettering(x=MARGIN, y=top + 22 + 9.5 * at, text=line, bold=True)
    below = top + 22 + 9.5 * len(lines)
    yield Lettering(x=MARGIN, y=below, text=head.say("titled_n", n=head.number(sum(counts))))
    shown = max(width(head.number(count), SMALL) for count in counts) < step
    for at, count in enumerate(counts):
        tall = (LANE - 14) * count / most
        x = left + step * at
        if not count:
            continue
        said = head.counted(name, count)
        yield Rectangle(
            x=x + step * 0.12,
            y=top + LANE - tall,
            width=step * 0.76,
            height=tall,
            edge=0.5 if step > 3 else 0,
            said=said,
        )
        if shown:
            yield Lettering(
                x=x + step / 2,
                y=top + LANE - tall - 2,
                text=head.number(count),
                size=SMALL,
                anchor="middle",
            )


def reading_chart(
    rounds: Sequence[RoundReading], titles: Mapping[str, str], head: ChartHead
) -> Chart | None:
    """What was found in reading order, a plot for each round; None if nothing was read.

    Passed at screening and finally included are separate lines; a dotted one shows how many of
    those passed would have been found in random order.
    """
    if not rounds:
        return None
    said = " ".join(_read(one, titles, head) for one in rounds)
    text = ChartText(
        name="found-and-read",
        title=head.say("reading_title"),
        n=None,
        notes=[said, head.say("reading_note")],
        shows=head.say("reading_shows"),
    )
    shapes: list[Shape] = []
    beside = 1 if len(rounds) == 1 else 2
    wide = (WIDTH - 2 * MARGIN - 24 * (beside - 1)) / beside
    for at, one in enumerate(rounds):
        place = MARGIN + (wide + 24) * (at % beside), (PLOT + PLOT_GAP) * (at // beside)
        shapes += _plot(one, titles[one.round], (*place, wide), head)
    shapes += _legend((PLOT + PLOT_GAP) * -(-len(rounds) // beside), head)
    return drawn(head, text, shapes, (PLOT + PLOT_GAP) * -(-len(rounds) // beside) + 34)


def _read(one: RoundReading, titles: Mapping[str, str], head: ChartHead) -> str:
    """A round in a sentence or two."""
    parts = [
        head.say(
            "reading_round",
            name=titles[one.round],
            read=head.number(one.read),
            passed=head.number(one.passed[-1]),
            included=head.number(one.included[-1]),
        )
    ]
    if one.unread:
        parts.append(head.say("reading_unread", n=head.number(one.unread)))
    if one.nearly_all_after is not None:
        parts.append(head.say("reading_95", n=head.number(one.nearly_all_after)))
    return " ".join(parts)


def _plot(
    one: RoundReading, title: str, place: tuple[float, float, float], head: ChartHead
) -> Iterator[Shape]:
    x, y, wide = place
    most = max(1, one.passed[-1])
    left, top, right = x + 24, y + 26, x + wide - 22
    bottom = top + PLOT - 26

    def at(read: float, found: float) -> tuple[float, float]:
        return left + (right - left) * read / one.read, bottom - (bottom - top) * found / most

    yield Lettering(x=x, y=y + 9, text=wrap(title, wide, 8, bold=True)[0], bold=True)
    yield Stroke(points=[(left, top), (left, bottom), (right, bottom)])
    for tick in ticks(most):
        yield Stroke(points=[(left - 3, at(0, tick)[1]), (left, at(0, tick)[1])])
        yield Lettering(
            x=left - 5, y=at(0, tick)[1] + 2.5, text=head.number(tick), size=SMALL, anchor="end"
        )
    for tick in ticks(one.read):
        yield Stroke(points=[(at(tick, 0)[0], bottom), (at(tick, 0)[0], bottom + 3)])
        yield Lettering(
            x=at(tick, 0)[0], y=bottom + 11, text=head.number(tick), size=SMALL, anchor="middle"
        )
    yield Lettering(
        x=(left + right) / 2, y=bottom + 22, text=head.say("reading_x"), size=SMALL, anchor="middle"
    )
    yield Stroke(points=[at(0, 0), at(one.read, one.passed[-1])], width=0.75, dash="1 3")
    for counts, thick, dash in ((one.passed, 1.2, "5 3"), (one.included, 2.2, "")):
        yield Stroke(points=[at(*point) for point in _thinned(counts)], width=thick, dash=dash)
        yield Lettering(
            x=right + 3, y=at(0, counts[-1])[1] + 2.5, text=head.number(counts[-1]), size=SMALL
        )


def _legend(y: float, head: ChartHead) -> Iterator[Shape]:
    lines = (("passed", 1.2, "5 3"), ("included", 2.2, ""), ("by_chance", 0.75, "1 3"))
    for at, (key, thick, dash) in enumerate(lines):
        line = y + 11 * at + 2
        yield Stroke(points=[(MARGIN, line), (MARGIN + 28, line)], width=thick, dash=dash)
        yield Lettering(x=MARGIN + 34, y=line + 2.8, text=head.say(f"reading_{key}"))


def _thinned(counts: Sequence[int]) -> list[tuple[int, int]]:
    """The corners of the line as (read, found), at most as many as can be distinguished."""
    step = max(1, len(counts) // STEPS)
    kept = {
        at
        for at, count in enumerate(counts)
        if at % step == 0 or at == len(counts) - 1 or (at and count != counts[at - 1])
    }
    before = {at - 1 for at in kept if at and counts[at] != counts[at - 1]}
    return [(at, counts[at]) for at in sorted(kept | before)]
