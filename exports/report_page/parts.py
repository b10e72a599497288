"""What a report is put together from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from exports.bibliography.reference_list import Reference, Style
from exports.language.catalogue import Language
from exports.language.units import ReportUnit
from exports.stamp import Stamp
from exports.tables.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A flow as SVG, whose elements with `data-box` open the list of that name.

    `stack` are its boxes one below the other, for screens on which the picture is too small.

    `key` parts the boxes of several figures: the list of a box is "KEY/BOX", or "BOX" where a
    report has no list of that name for the figure itself.
    """

    svg: str
    title: str
    key: str = ""
    note: str = ""
    stack: Sequence["StackedBox"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedLine:
    """A statement of a box, with the name of its list ("" where none) and how far it is set in."""

    text: str
    box: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBox:
    """A box of a flow as a narrow screen shows it, below the one before; `aside` leads away."""

    lines: tuple[StackedLine, ...]
    heading: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyNumber:
    """A number at the top of the page: how much of what, and the box that it opens."""

    label: str
    value: str
    box: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLanguage:
    """The same page in another language: its code, its own name and its file."""

    code: str
    name: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChart:
    """A figure beside the flow, with its title, its caption and what it shows in words."""

    svg: str
    title: str
    caption: str
    alt: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A record, report or study in a list: its title, where it is from, and its address if any."""

    title: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxList:
    """What is behind a number: ids of members in order; label "" takes the figure's own words.

    `number` is given where it is not that of the members: an earlier review has no records here.
    """

    members: Sequence[str]
    label: str = ""
    number: int | None = None

    @property
    def count(self) -> int:
        """The number of the box."""
        return len(self.members) if self.number is None else self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportParts:
    """Everything of a report.html, as plain values.

    `boxes` goes by the names in `data-box` of the figures, `members` by the ids in the boxes.
    `charts` are the figures beside the flow. `text` is Markdown with headings and
    paragraphs, whose numbers may be marked with the box that they open.
    `preliminary` says what is pending, or is "". `numbers` and `searched` (the last day) stand
    at the top, and links to the same page in `others`.
    """

    title: str
    language: Language
    stamp: Stamp
    figures: Sequence[Figure] = ()
    boxes: Mapping[str, BoxList] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)
    tables: Sequence[Table] = ()
    criteria: Sequence[Table] = ()
    charts: Sequence[ShownChart] = ()
    references: Sequence[Reference] = ()
    style: Style = "vancouver-nlm"
    unit: ReportUnit = "report"
    text: str = ""
    preliminary: str = ""
    numbers: Sequence[KeyNumber] = ()
    searched: str = ""
    others: Sequence[OtherLanguage] = ()
    warnings: Sequence[str] = ()
