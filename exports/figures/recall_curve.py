"""The recall curve as a figure: relevant records found against records read, with its interval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import floor, log10
from textwrap import wrap
from typing import TYPE_CHECKING

from exports.language.catalogue import Language, Words, number
from pipeline.ranking.progress import Point, Progress

if TYPE_CHECKING:
    from jinja2 import Template

WIDTH, LEFT, RIGHT = 640.0, 74.0, 604.0
"""Width of the figure, and where its axes begin and end, in SVG units."""

PLOT = 280.0
"""Height of the plot, in SVG units."""

LINE = 80
"""Letters a line of the sentence holds: 530 units at 13 units a letter's height."""

TICKS = 6
"""Most marks on an axis, besides the one at 0."""

STEPS = 400
"""Most points of a line: more can not be told apart at this width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A text at a place of an axis or of the legend."""

    at: float
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """From counts to places in the figure: `most` read and `high` found stand in the corner."""

    top: float
    most: int
    high: float

    def x(self, read: float) -> float:
        """The place of a number of records read."""
        return round(LEFT + (RIGHT - LEFT) * read / max(self.most, 1), 1)

    def y(self, found: float) -> float:
        """The place of a number of relevant records found."""
        return round(self.top + PLOT * (1 - found / max(self.high, 1)), 1)

    def line(self, points: Sequence[tuple[float, float]]) -> str:
        """Points (read, found) as an SVG polyline writes them."""
        return " ".join(f"{self.x(read)},{self.y(found)}" for read, found in points)


def recall_curve(progress: Progress, language: Language) -> str:
    """The figure as SVG, black on white: what was found, what is expected, and the interval."""
    words = Words(language, "recall_curve")
    sentence = recall_sentence(progress, language)
    lines = wrap(sentence, LINE)
    curve = progress.curve
    top = 60.0 + 17 * len(lines)
    frame = Frame(top=top, most=curve[-1].read, high=max(point.high for point in curve))
    past, future = _thinned(curve[: progress.read + 1]), _thinned(curve[progress.read :])
    legend = list(_legend(progress, words, top + PLOT + 68))
    return _template().render(
        words=words,
        sentence=sentence,
        lines=lines,
        width=WIDTH,
        height=top + PLOT + 56 + 20 * len(legend),
        left=LEFT,
        right=RIGHT,
        top=top,
        bottom=top + PLOT,
        now=frame.x(progress.read),
        found=frame.line([(point.read, point.found) for point in past]),
        expected=_expected(progress, frame, future),
        band=_band(frame, future) if progress.unread else "",
        ticks_x=[Mark(at=frame.x(at), text=number(at, language)) for at in _ticks(frame.most)],
        ticks_y=[Mark(at=frame.y(at), text=number(at, language)) for at in _ticks(frame.high)],
        legend=legend,
    )


def recall_sentence(progress: Progress, language: Language) -> str:
    """Where the reading stands, in a sentence or two."""
    words = Words(language, "recall_curve")
    told = words(
        "stands" if progress.unread else "all_read",
        found=number(progress.found, language),
        read=number(progress.read, language),
        unread=number(progress.unread, language),
    )
    if not progress.unread:
        return told
    if not progress.found:
        return f"{told} {words['none']}"
    recall = words(
        "recall",
        low=_per_cent(progress.recall_low),
        high=_per_cent(progress.recall_high),
        confidence=_per_cent(progress.confidence),
    )
    return f"{told} {recall}"


def _per_cent(share: float) -> str:
    """A share in whole per cent, rounded down, so that nothing short of all reads as 100."""
    return str(floor(share * 100 + 1e-9))


def _expected(progress: Progress, frame: Frame, future: Sequence[Point]) -> str:
    """The line of what is expected; none without probabilities or with nothing left to read."""
    if not progress.unread or progress.left is None:
        return ""
    return frame.line([(point.read, point.found) for point in future])


def _band(frame: Frame, future: Sequence[Point]) -> str:
    """The outline of the interval: the lower bounds, and back along the upper ones."""
    low = [(point.read, point.low) for point in future]
    return frame.line([*low, *[(point.read, point.high) for point in reversed(future)]])


def _legend(progress: Progress, words: Words, at: float) -> Iterator[Mark]:
    """The legend, a line for each thing drawn."""
    yield Mark(at=at, text=words["so_far"], kind="found")
    if progress.unread and progress.left is not None:
        yield Mark(at=at + 20, text=words["expected"], kind="expected")
        at += 20
    if progress.unread:
        interval = words("interval", confidence=_per_cent(progress.confidence))
        yield Mark(at=at + 20, text=interval, kind="band")


def _thinned(points: Sequence[Point]) -> list[Point]:
    """At most so many points as can be told apart, the first and the last among them."""
    step = max(1, len(points) // STEPS)
    return [*points[:-1:step], points[-1]]


def _ticks(most: float) -> list[int]:
    """Round numbers from 0 up to `most`, 1, 2 or 5 times a power of ten apart.

    >>> _ticks(1154), _ticks(3)
    ([0, 200, 400, 600, 800, 1000], [0, 1, 2, 3])
    """
    rough = max(most / TICKS, 1)
    power = 10 ** floor(log10(rough))
    step = next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power >= rough)
    return list(range(0, floor(most) + 1, step))


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    """The figure's template; whatever goes into it is escaped."""
    text = (files("exports.figures") / "templates" / "recall_curve.svg.jinja").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(text)
