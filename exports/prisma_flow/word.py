"""The flow in Word, as a table that can be edited: boxes and arrows are its cells."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell

from exports.language.catalogue import Words, number, unbroken
from exports.office_files import printable
from exports.prisma_flow.boxes import Cell, Column, FlowRow
from exports.prisma_flow.figure import flow_rows, headline
from exports.prisma_flow.layout import ORDER, WIDTHS
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.pending import side_rows
from exports.prisma_flow.shapes import ASIDE
from exports.stamp import Stamp
from exports.tables.word import document_bytes, new_document
from exports.tables.word_caption import CaptionNumbers
from exports.tables.word_template import WordTemplate
from pipeline.prisma.flow import Flow

BAR_WIDTH = 22.0
ARROW_WIDTH = 16.0
LETTER = 6.0
"""Points that a bold letter of a rotated name takes up."""


def flow_docx(flow: Flow, head: FlowHead, template: WordTemplate | None = None) -> bytes:
    """The flow as a Word table in which every cell can be edited, with the side table below it.

    The page is landscape if more than the two columns of a new review are drawn; page and styles
    are those of a template, if there is one. The same flow, head and template give the same bytes.
    Raises Refused for a flow that does not balance.
    """
    rows = flow_rows(flow, head)
    stamp = _stamp(head)
    document = new_document(head.language, stamp, landscape=lies_down(rows), template=template)
    add_flow(document, flow, head, CaptionNumbers())
    return document_bytes(document, stamp)


def lies_down(rows: list[FlowRow]) -> bool:
    """Whether a flow needs a landscape page: it has more than the two columns of a new review."""
    return len(_columns(rows)) > 2


def add_flow(document: Any, flow: Flow, head: FlowHead, numbers: CaptionNumbers) -> None:
    """Add caption, flow, side table and note at the end of a document."""
    rows = flow_rows(flow, head)
    kind, title = head.plain_words()["title"], headline(flow, head)
    caption = document.add_paragraph(style="Caption")
    numbers.add(caption, numbers.next_figure(f"{kind}. {title}" if title else kind, head.language))
    FlowTable(document, head, _columns(rows)).write(rows)
    _side_table(document, flow, head)
    if head.note:
        document.add_paragraph(printable(head.note), style="TableNote")


def _columns(rows: list[FlowRow]) -> list[Column]:
    return [column for column in ORDER if any(column in row.cells for row in rows)]


def _stamp(head: FlowHead) -> Stamp:
    """The stamp of the head, or an empty one with its title."""
    return head.stamp or Stamp(review=head.title, version="", criteria_hash="", evidence="")


class FlowTable:
    """A grid of cells, bordered for boxes and without borders for arrows."""

    def __init__(self, document: Any, head: FlowHead, columns: list[Column]) -> None:
        self.head = head
        self.places: dict[Column, int] = {}
        widths = [BAR_WIDTH]
        for column in columns:
            if column != columns[0]:
                widths.append(ARROW_WIDTH)
            self.places[column] = len(widths)
            widths.append(WIDTHS[column])
        section = document.sections[-1]
        room = section.page_width - section.left_margin - section.right_margin
        self.widths = [int(width / sum(widths) * room) for width in widths]
        self.table = document.add_table(rows=0, cols=len(widths))
        self.table.autofit = False
        for column, width in zip(self.table.columns, self.widths, strict=True):
            column.width = width

    def write(self, rows: list[FlowRow]) -> None:
        """Write all rows, with a row of arrows between each two, and the phases on the left."""
        spans: dict[str, tuple[int, int]] = {}
        for place, row in enumerate(rows):
            number = self._row(row)
            if row.phase != "heading":
                first, _ = spans.get(row.phase, (number, number))
                spans[row.phase] = (first, number)
                self._arrows(rows[place + 1 :])
        for phase, (first, last) in spans.items():
            self._phase(Words(self.head.language, "flow")[phase], first, last)

    def _add_row(self) -> Any:
        row = self.table.add_row()
        for place, (cell, width) in enumerate(zip(row.cells, self.widths, strict=True)):
            cell.width = width
            say(cell, [])
            if place not in self.places.values():
                tighten(cell)
        return row

    def _row(self, row: FlowRow) -> int:
        """Write one row of boxes, and the arrows to what is beside them; returns its place."""
        line = self._add_row()
        for column, cell in row.cells.items():
            place = self.places[column]
            box = line.cells[place]
            partner = ASIDE.get(column)
            if cell.kind == "heading" and partner in self.places:
                box = box.merge(line.cells[self.places[partner]])
            elif partner in row.cells:
                say(line.cells[place + 1], ["→"], centred=True)
            _frame(box, cell)
        return len(self.table.rows) - 1

    def _arrows(self, below: list[FlowRow]) -> None:
        """Write a row of arrows down, in the columns in which a box follows."""
        if not below:
            return
        line = self._add_row()
        for column in ASIDE:
            follows = any(column in row.cells for row in below)
            if column in self.places and follows:
                say(line.cells[self.places[column]], ["↓"], centred=True)

    def _phase(self, name: str, first: int, last: int) -> None:
        """Write the name of a phase, rotated, beside its rows."""
        cell = self.table.cell(first, 0).merge(self.table.cell(last, 0))
        say(cell, [name], centred=True, bold=True)
        turn(cell)
        if first == last:
            # A rotated word is as high as it is long, and Word breaks it if its row is lower.
            self.table.rows[first].height = Pt(LETTER * len(name))
        for row in list(self.table.rows)[first : last + 1]:
            part = _Cell(row._tr.tc_lst[0], self.table)
            shade(part, "DBE4EE")
            border(part)


def _frame(box: Any, cell: Cell) -> None:
    """Format a box with its statements: headings grey, what is pending dashed."""
    bold = cell.kind == "heading" or cell.name == "preliminary"
    say(box, [unbroken(entry.text) for entry in cell.entries], bold=bold)
    for paragraph, entry in zip(box.paragraphs, cell.entries, strict=True):
        indent(paragraph, entry.indent)
    if cell.kind == "heading":
        shade(box, "ECECEC")
    border(box, "dashed" if cell.kind == "pending" else "single")


def _side_table(document: Any, flow: Flow, head: FlowHead) -> None:
    """Add the slots that PRISMA lacks, if any is filled."""
    rows = side_rows(flow, head) if head.side_table else []
    if not rows:
        return
    document.add_paragraph(Words(head.language, "flow_side")["heading"], style="Caption")
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        cells = table.add_row().cells
        say(cells[0], [f"{row.label} ({row.unit})"])
        say(cells[1], [number(row.number, head.language)])
        for cell in cells:
            border(cell)


TABLE_SIZE = 7.5
INDENT = 9.0

CELL_PROPERTIES = (
    "tcW",
    "gridSpan",
    "vMerge",
    "tcBorders",
    "shd",
    "tcMar",
    "textDirection",
    "vAlign",
)
"""Children of a cell's properties in the order of ISO/IEC 29500-1, 17.4.70, which Word requires."""


def say(cell: Any, texts: list[str], *, centred: bool = False, bold: bool = False) -> None:
    """Puts statements into a cell, one paragraph each, replacing its content."""
    for old in cell.paragraphs[1:]:
        old._p.getparent().remove(old._p)
    for place, text in enumerate(texts or [""]):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.text = ""
        # Set by its id: python-docx searches all styles for a name, which took most of the time.
        paragraph._p.style = "TableText"
        run = paragraph.add_run(printable(text))
        run.bold = bold
        run.font.size = Pt(TABLE_SIZE)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def indent(paragraph: Any, steps: int) -> None:
    """Moves a paragraph to the right."""
    if steps:
        paragraph.paragraph_format.left_indent = Pt(INDENT * steps)


def shade(cell: Any, colour: str) -> None:
    """Gives a cell a background colour."""
    _add(cell, _element("w:shd", val="clear", color="auto", fill=colour))


def turn(cell: Any) -> None:
    """Turns a cell's text to read upwards, centred."""
    _add(cell, _element("w:textDirection", val="btLr"))
    _add(cell, _element("w:vAlign", val="center"))


def tighten(cell: Any) -> None:
    """Removes the space beside a cell's text, so that an arrow fits into a narrow column."""
    margins = _element("w:tcMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="0", type="dxa"))
    _add(cell, margins)


def border(cell: Any, kind: str = "single") -> None:
    """Draws a line around a cell: "single" or "dashed"."""
    borders = _element("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(f"w:{side}", val=kind, sz="6", space="0", color="000000"))
    _add(cell, borders)


def _add(cell: Any, element: Any) -> None:
    """Adds a property to a cell, and sorts all of them as the schema requires."""
    properties = cell._tc.get_or_add_tcPr()
    properties.append(element)
    properties[:] = sorted(
        properties, key=lambda child: CELL_PROPERTIES.index(child.tag.partition("}")[2])
    )


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
