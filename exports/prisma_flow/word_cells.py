"""Cells of a Word table: their text, borders and shading, in the order that Word's schema asks."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from exports.packing import printable

TABLE_SIZE = 7.5
INDENT = 9.0

ORDER = ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "tcMar", "textDirection", "vAlign")
"""Children of a cell's properties as ISO/IEC 29500-1, 17.4.70 orders them; Word is strict here."""


def say(cell: Any, texts: list[str], *, centred: bool = False, bold: bool = False) -> None:
    """Puts statements into a cell, one paragraph each, in place of what was there."""
    for old in cell.paragraphs[1:]:
        old._p.getparent().remove(old._p)
    for place, text in enumerate(texts or [""]):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.text = ""
        # By its id: python-docx looks a name up among all styles, which took most of the time.
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
    """Gives a cell a ground."""
    _add(cell, _element("w:shd", val="clear", color="auto", fill=colour))


def turn(cell: Any) -> None:
    """Turns a cell's text to read upwards, centred."""
    _add(cell, _element("w:textDirection", val="btLr"))
    _add(cell, _element("w:vAlign", val="center"))


def tighten(cell: Any) -> None:
    """Takes the room beside a cell's text away, so that an arrow fits a narrow column."""
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
    """Adds a property to a cell, and puts all of them into the schema's order."""
    properties = cell._tc.get_or_add_tcPr()
    properties.append(element)
    properties[:] = sorted(properties, key=lambda one: ORDER.index(one.tag.partition("}")[2]))


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
