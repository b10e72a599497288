"""The parts that a report consists of."""

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

    `stack` has its boxes one below the other, for screens that are too small for the picture.

    `key` distinguishes the boxes of several figures: the list of a box is "KEY/BOX", or "BOX" if
    the report has no separate list for the figure.
    """

    svg: str
    title: str
    key: str = ""
    note: str = ""
    stack: Sequence["StackedBox"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedLine:
    """A statement of a box, with the name of its list ("" if it has none) and its indent."""

    text: str
    box: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBox:
    """A box of a flow for narrow screens, below the last one; `aside` is for what was removed."""

    lines: tuple[StackedLine, ...]
    heading: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyNumber:
    """A number at the top of the page: its value, what it counts, and the box that it opens."""

    label: str
    value: str
    box: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLanguage:
    """The same page in another language: the language's code and own name, and the file."""

    code: str
    name: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChart:
    """A figure beside the flow, with its title, its caption, and a description of its content."""

    svg: str
    title: str
    caption: str
    alt: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A record, report or study in a list: its title, its origin, and its address if any."""

    title: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxList:
    """The list behind a number: ids of members in order; with label "" the figure's words are used.

    `number` is given if it differs from the number of members: an earlier review has no records
    here.
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
    """All parts of a report.html, as plain values.

    `boxes` has the lists by the names in `data-box` of the figures, `members` the members by id.
    `charts` are the figures beside the flow. `text` is Markdown with headings and paragraphs, whose
    numbers may be marked with the box that they open. `preliminary` says what is pending, or is "".
    `numbers`, `searched` (the last day) and links to the same page in `others` are at the top.
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
