"""A figure as a value: its name, its SVG, its caption and its texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.language.catalogue import Language, Words, number
from exports.pictures.shapes import (
    WIDTH,
    Picture,
    Shape,
    footnotes,
    heading,
    lowered,
    picture_svg,
)
from exports.stamp import Stamp
from pipeline.languages import catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A figure; `name` names its files, `alt` describes all it shows for screen readers."""

    name: str
    title: str
    caption: str
    alt: str
    svg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartHead:
    """The language of the figures, and their terms for included studies and reports.

    `included` are the studies of the flow, `extracted` those whose data the figures count.
    """

    language: Language
    unit: str = "study"
    report_unit: str = "report"
    included: int = 0
    extracted: int = 0

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue with {unit}, {units}, {report} and {reports} filled in."""
        units = catalogue(self.language)["units"]
        names = {"unit": units[self.unit]["report"], "units": units[self.unit]["reports"]}
        names |= units[self.report_unit]
        names |= {
            "Units": names["units"].capitalize(),
            "Reports": names["reports"].capitalize(),
        }
        return Words(self.language, "charts")(key, **names | values)

    def number(self, value: int) -> str:
        """A number as the language writes it."""
        return number(value, self.language)

    def counted(self, name: str, value: int) -> str:
        """A name with its number, as in a list in running text."""
        return self.say("counted", name=name, n=self.number(value))

    def so_far(self) -> list[str]:
        """A sentence if not all included studies have data yet; none if all have."""
        if self.extracted >= self.included:
            return []
        part, whole = self.number(self.extracted), self.number(self.included)
        return [self.say("so_far", n=part, all=whole)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartText:
    """The texts of a figure: its title, `n` beside it, sentences below, and what it shows."""

    name: str
    title: str
    n: int | None
    notes: Sequence[str]
    shows: str


def drawn(
    head: ChartHead,
    text: ChartText,
    shapes: Sequence[Shape],
    height: float,
    *,
    width: float = WIDTH,
) -> Chart:
    """The figure whose shapes begin at 0 below its title and end at `height`."""
    title = (
        text.title
        if text.n is None
        else head.say("titled", title=text.title, n=head.number(text.n))
    )
    above, top = heading(title, width=width)
    below, end = footnotes(text.notes, top + height, width)
    moved = [lowered(shape, top) for shape in shapes]
    alt = " ".join((text.shows, *text.notes))
    picture = Picture(
        title=title,
        alt=alt,
        language=head.language,
        height=end,
        shapes=[*above, *moved, *below],
        width=width,
    )
    return Chart(
        name=text.name,
        title=title,
        caption=" ".join((f"{title}.", *text.notes)),
        alt=f"{title}. {alt}",
        svg=picture_svg(picture),
    )


def caption_file(caption: str, alt: str, stamp: Stamp) -> str:
    """A figure's caption and alternative text, for copying into a manuscript, and the stamp."""
    words = Words(stamp.language, "charts")
    return "\n\n".join((words["caption"], caption, words["alt"], alt, stamp.line())) + "\n"
