"""The figure: SVG from a template, and PNG and PDF of the same SVG."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from exports.language.catalogue import Words, number
from exports.language.dates import short_date
from exports.office_files import printable
from exports.pictures.text_width import wrap
from exports.prisma_flow.boxes import FlowRow, Speaker
from exports.prisma_flow.covidence import covidence_rows
from exports.prisma_flow.layout import BAR, MARGIN, SIZE, lay_out
from exports.prisma_flow.missing_glyphs import drawable
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.pending import side_rows, with_pending
from exports.prisma_flow.prisma import prisma_rows
from exports.prisma_flow.shapes import TextLine
from pipeline.prisma.balance import prove
from pipeline.prisma.flow import Flow

if TYPE_CHECKING:
    from jinja2 import Template

TITLE_SIZE = 11.0
TITLE_LEADING = 14.0
SMALL = 7.0
SMALL_LEADING = 9.5
NUMBER_COLUMN = 330.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinLine:
    """A thin horizontal line of the side table."""

    x: float
    y: float
    width: float


def flow_rows(flow: Flow, head: FlowHead) -> list[FlowRow]:
    """The rows of the figure in the style and template of its head.

    Raises Refused for a flow that does not balance.
    """
    speaker = Speaker(prove(flow), head)
    rows = prisma_rows(speaker) if head.style == "prisma" else covidence_rows(speaker)
    return with_pending(rows, flow, head)


def figure_svg(flow: Flow, head: FlowHead, *, interactive: bool = False) -> str:
    """The figure as SVG, sized in points.

    Every box is a group with id "flow-NAME" and, if it counts something, `data-box`; each of its
    lines has a `data-box` too. With `interactive`, these groups are buttons that can be reached by
    keyboard. Raises Refused for a flow that does not balance.
    """
    rows = flow_rows(flow, head)
    layout = lay_out(rows, head)
    room = layout.width
    above = list(_above(head, room, headline(flow, head)))
    top = MARGIN + (above[-1].y if above else 0)
    foot = Foot(y=top + layout.height, room=room)
    foot.side_table(flow, head)
    foot.notes(head)
    return _template().render(
        head=head,
        interactive=interactive,
        title=headline(flow, head) or head.plain_words()["title"],
        description=description(rows),
        width=room + 2 * MARGIN,
        height=foot.y + MARGIN,
        left=MARGIN,
        top=top,
        size=SIZE,
        title_size=TITLE_SIZE,
        small=SMALL,
        bar_width=BAR,
        layout=layout,
        above=above,
        below=foot.lines,
        rules=foot.rules,
    )


def headline(flow: Flow, head: FlowHead) -> str:
    """The title, with the mark of a preliminary figure; "" for a finished one without a title."""
    mark = head.plain_words()["preliminary"] if flow.preliminary else ""
    return " – ".join(part for part in (head.title, mark) if part)


def description(rows: list[FlowRow]) -> str:
    """The whole flow in sentences, for screen readers."""
    return " ".join(f"{cell.text.rstrip('.')}." for row in rows for cell in row.cells.values())


def figure_caption(flow: Flow, head: FlowHead) -> str:
    """A caption for a manuscript: what the figure is, of which review, and when it was searched."""
    kind, title = head.plain_words()["title"], headline(flow, head)
    named = f"{kind}. {title}" if title else kind
    parts = (named, searched_on(head).replace(" · ", "; "), head.note)
    return " ".join(
        part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part
    )


def searched_on(head: FlowHead) -> str:
    """When each round was searched, if known."""
    words = Words(head.language, "flow")
    return " · ".join(
        words("searched", label=label, date=short_date(day, head.language))
        for label, day in head.dates
        if day
    )


def figure_png(svg: str, *, dpi: int = 300) -> bytes:
    """The figure as PNG, at 300 dpi as required for print."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawable(svg), ppi=dpi))


def figure_pdf(svg: str) -> bytes:
    """The figure as PDF, its text as text; the same SVG gives the same bytes."""
    import vl_convert

    return ordered_pdf(bytes(vl_convert.svg_to_pdf(drawable(svg))))


@cache
def _template() -> "Template":
    import jinja2

    environment = jinja2.Environment(
        autoescape=True,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["points"] = lambda value: f"{value:.2f}".rstrip("0").rstrip(".")
    text = (files("exports.prisma_flow") / "figure.svg.j2").read_text(encoding="utf-8")
    return environment.from_string(text)


def _printable(value: object) -> object:
    """Text from records may contain what XML cannot hold."""
    return printable(value) if isinstance(value, str) else value


def _above(head: FlowHead, room: float, title: str) -> Iterator[TextLine]:
    """The title, with the mark of a preliminary figure, and the dates of the searches."""
    y = MARGIN
    for text in wrap(title, room, TITLE_SIZE, bold=True) if title else ():
        y += TITLE_LEADING
        yield TextLine(x=MARGIN, y=y - 3, text=text, size=TITLE_SIZE, bold=True)
    searched = searched_on(head)
    for text in wrap(searched, room, SIZE) if searched else ():
        y += 12
        yield TextLine(x=MARGIN, y=y - 3, text=text, size=SIZE)


class Foot:
    """The text below the flow, set line by line from its lower edge down."""

    def __init__(self, *, y: float, room: float) -> None:
        self.y = y
        self.room = room
        self.lines: list[TextLine] = []
        self.rules: list[ThinLine] = []

    def side_table(self, flow: Flow, head: FlowHead) -> None:
        """The slots that PRISMA lacks; nothing if all are at 0."""
        rows = side_rows(flow, head) if head.side_table else []
        if not rows:
            return
        self.y += MARGIN + SMALL_LEADING
        heading = Words(head.language, "flow_side")["heading"]
        self.lines.append(TextLine(x=MARGIN, y=self.y, text=heading, size=SMALL, bold=True))
        wide = min(NUMBER_COLUMN, self.room)
        for row in rows:
            self._rule(wide)
            label = f"{row.label} ({row.unit})"
            texts = wrap(label, wide - 60, SMALL)
            for text in texts:
                self.y += SMALL_LEADING
                self.lines.append(TextLine(x=MARGIN, y=self.y, text=text, size=SMALL, box=row.box))
            value = number(row.number, head.language)
            self.lines.append(
                TextLine(x=MARGIN + wide, y=self.y, text=value, size=SMALL, box=row.box, end=True)
            )
        self._rule(wide)

    def notes(self, head: FlowHead) -> None:
        """The note, and the stamp that says what the figure was made from."""
        texts = [head.note, head.stamp.line() if head.stamp else ""]
        for text in texts:
            if not text:
                continue
            self.y += 4
            for line in wrap(text, self.room, SMALL):
                self.y += SMALL_LEADING
                self.lines.append(TextLine(x=MARGIN, y=self.y, text=line, size=SMALL))

    def _rule(self, wide: float) -> None:
        self.rules.append(ThinLine(x=MARGIN, y=self.y + 2.5, width=wide))
        self.y += 1.5


PDF_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
PDF_RESOURCES = re.compile(rb"(/(?:Font|Pattern|XObject|ExtGState) <<\n)([^<>]*?)(\n *>>)")
PDF_STREAM = b"\nstream\n"
PDF_HEADER = re.compile(rb"\d+ 0 obj\n")


def ordered_pdf(data: bytes) -> bytes:
    """The same PDF with its objects numbered and written in the order in which they are met, from
    the catalogue down, and fonts and patterns in the order of their names.

    The renderer keeps them in hash tables with a new seed each time, so the same figure has them,
    and the objects they refer to, in a different order. Nothing else differs. Accepts files with
    one cross-reference table and no object streams, as the renderer writes them.
    """
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    trailer = data[data.index(b"trailer", start) : data.rindex(b"startxref")]
    objects = _objects(data, start)
    numbers = _met(trailer, objects)
    out = bytearray(data[: min(offset for offset in _offsets(data, start).values())])
    places = []
    for old in numbers:
        places.append(len(out))
        head, stream, body = objects[old].partition(PDF_STREAM)
        out += b"%d 0 obj\n" % numbers[old] + _renumbered(head, numbers) + stream + body
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n\r\n" % place for place in places)
    out += _renumbered(trailer, numbers) + b"startxref\n%d\n%%%%EOF" % table
    return bytes(out)


def _offsets(data: bytes, start: int) -> dict[int, int]:
    """The offset of each object in use, by its number."""
    lines = data[start : data.index(b"trailer", start)].splitlines()[2:]
    return {
        place: int(line.split()[0])
        for place, line in enumerate(lines)
        if line.split()[2:] == [b"n"]
    }


def _objects(data: bytes, start: int) -> dict[int, bytes]:
    """The content of each object by its number, fonts and patterns in the order of their names."""
    offsets = _offsets(data, start)
    ends = dict(zip(sorted(offsets.values()), [*sorted(offsets.values())[1:], start], strict=True))
    found = {}
    for old, offset in offsets.items():
        content = PDF_HEADER.sub(b"", data[offset : ends[offset]], count=1)
        head, stream, body = content.partition(PDF_STREAM)
        found[old] = PDF_RESOURCES.sub(_by_name, head) + stream + body
    return found


def _by_name(named: re.Match[bytes]) -> bytes:
    return named[1] + b"\n".join(sorted(named[2].split(b"\n"))) + named[3]


def _met(trailer: bytes, objects: dict[int, bytes]) -> dict[int, int]:
    """A new number for each object, in the order in which they are met from the trailer on."""
    numbers: dict[int, int] = {}
    waiting = [int(one) for one in PDF_REFERENCE.findall(trailer)]
    while waiting:
        one = waiting.pop(0)
        if one not in numbers:
            numbers[one] = len(numbers) + 1
            waiting += [
                int(found) for found in PDF_REFERENCE.findall(objects[one].partition(PDF_STREAM)[0])
            ]
    return numbers


def _renumbered(text: bytes, numbers: dict[int, int]) -> bytes:
    return PDF_REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], text)
