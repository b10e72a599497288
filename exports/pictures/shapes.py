"""The shapes of a figure, each with its place in points, written as SVG.

The look is that of the flow chart: black on white, Liberation Sans, thin lines. Categories can be
distinguished in greyscale too: by lightness and pattern, never by hue alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from exports.language.catalogue import Language
from exports.office_files import printable
from exports.pictures.text_width import exact_width, wrap

if TYPE_CHECKING:
    from jinja2 import Template

WIDTH, MARGIN = 468.0, 12.0
"""Width of every figure, that of a text column of A4, and its margin, in points."""

SIZE, SMALL, TITLE = 8.0, 7.0, 11.0
"""Type sizes, in points."""

Fill = Literal["dark", "light", "amber", "dots", "mid", "cross", "white", "lines", "gap", "none"]

SERIES: tuple[Fill, ...] = ("dark", "light", "amber", "dots", "mid", "cross", "white", "lines")
"""Fills of categories, in order: neighbours also differ in lightness."""

PLAIN: dict[str, str] = {
    "dark": "#1f4e79",
    "light": "#dbe4ee",
    "mid": "#7f9db9",
    "white": "#fff",
    "none": "none",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A fill of lines or dots: its background, and a path repeated in squares of a size."""

    ground: str
    ink: str
    path: str
    size: float = 6
    stroke: float = 1


PATTERNS: dict[str, Pattern] = {
    "amber": Pattern(
        ground="#f5c46b", ink="#5a3d00", path="M-1.5,1.5 l3,-3 M0,6 l6,-6 M4.5,7.5 l3,-3"
    ),
    "dots": Pattern(ground="#fff", ink="#1f4e79", path="M1,2 h1.6 M4,5 h1.6", stroke=1.6, size=6),
    "cross": Pattern(ground="#fff", ink="#444", path="M0,3 h6 M3,0 v6", stroke=0.7),
    "lines": Pattern(ground="#fff", ink="#1f4e79", path="M0,1 h6 M0,4 h6", stroke=0.9),
    "gap": Pattern(
        ground="#fff", ink="#c9ced3", path="M-1.5,4.5 l6,6 M0,0 l6,6 M4.5,-1.5 l3,3", stroke=0.6
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A rectangle; `said` is shown on hover, `box` names what it counts."""

    x: float
    y: float
    width: float
    height: float
    fill: Fill = "dark"
    edge: float = 0.5
    said: str = ""
    box: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: Fill = "dark"
    edge: float = 0
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line through points."""

    points: Sequence[tuple[float, float]]
    width: float = 0.5
    dash: str = ""
    ink: str = "#000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """A line of text; with `turned` it runs upward."""

    x: float
    y: float
    text: str
    size: float = SIZE
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    turned: bool = False
    ink: str = "#000"

    @property
    def length(self) -> float | None:
        """The length to draw the line at, so text in a browser's own typeface does not overlap."""
        return exact_width(self.text, self.size, bold=self.bold)


Shape = Rectangle | Dot | Stroke | Lettering


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure of shapes, with its title and a description for screen readers."""

    title: str
    alt: str
    language: Language
    height: float
    shapes: Sequence[Shape]
    width: float = WIDTH


def picture_svg(picture: Picture) -> str:
    """The figure as SVG, sized in points; its ids are "chart-" and "fill-" and a name."""
    used = {one.fill for one in picture.shapes if isinstance(one, Rectangle | Dot)}
    return _template().render(
        picture=picture,
        patterns=[(name, pattern) for name, pattern in PATTERNS.items() if name in used],
        shapes=[(type(one).__name__, one) for one in picture.shapes],
    )


def heading(
    title: str, notes: Sequence[str] = (), width: float = WIDTH
) -> tuple[list[Shape], float]:
    """The title and the lines below it, and the height at which the figure continues."""
    shapes: list[Shape] = []
    y = MARGIN
    for line in wrap(title, width - 2 * MARGIN, TITLE, bold=True):
        y += 13
        shapes.append(Lettering(x=MARGIN, y=y - 3, text=line, size=TITLE, bold=True))
    for note in notes:
        for line in wrap(note, width - 2 * MARGIN, SIZE):
            y += 11
            shapes.append(Lettering(x=MARGIN, y=y - 2, text=line))
    return shapes, y + 8


def lowered(shape: Shape, by: float) -> Shape:
    """The shape moved down by this many points."""
    if isinstance(shape, Stroke):
        return replace(shape, points=[(x, y + by) for x, y in shape.points])
    return replace(shape, y=shape.y + by)


def footnotes(notes: Sequence[str], y: float, width: float = WIDTH) -> tuple[list[Shape], float]:
    """Small lines below a figure, and the height at which they end."""
    shapes: list[Shape] = []
    for note in notes:
        for line in wrap(note, width - 2 * MARGIN, SMALL):
            y += 9
            shapes.append(Lettering(x=MARGIN, y=y, text=line, size=SMALL))
    return shapes, y + MARGIN


@cache
def _template() -> "Template":
    import jinja2

    environment = jinja2.Environment(
        autoescape=True,
        finalize=lambda value: printable(value) if isinstance(value, str) else value,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["points"] = lambda value: f"{value:.2f}".rstrip("0").rstrip(".")
    environment.filters["paint"] = lambda fill: PLAIN.get(fill) or f"url(#fill-{fill})"
    text = (files("exports.pictures") / "shapes.svg.j2").read_text(encoding="utf-8")
    return environment.from_string(text)
