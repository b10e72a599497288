"""Tables as one Word document: landscape, real tables, headings on each page.

Everything has a style of its own, so that an author can change all tables at once.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from exports.language.catalogue import Language, Words
from exports.office_files import printable, repack
from exports.stamp import Stamp
from exports.tables.table import Column, DrawnRow, Table, drawn_columns, drawn_lines
from exports.tables.word_caption import CaptionNumbers

LONG, SHORT, MARGIN = Mm(297), Mm(210), Mm(18)
"""A4 lying down."""

TWIPS_A_MM = 56.6929


def tables_docx(tables: Sequence[Table], stamp: Stamp) -> bytes:
    """The tables as docx: each with its title as caption, its footnotes, and the stamp as footer.

    The same tables give the same bytes.
    """
    language = tables[0].language if tables else stamp.language
    document = new_document(language, stamp)
    numbers = CaptionNumbers()
    for place, table in enumerate(tables):
        add_table(document, table, numbers, page_break=place > 0)
    if tables and not tables[-1].footnotes:
        end = document.add_paragraph()  # Word asks for a paragraph behind a table; this one is low
        end.paragraph_format.line_spacing = Pt(1)
        end.paragraph_format.space_after = Pt(0)
    return document_bytes(document, stamp)


def new_document(language: Language, stamp: Stamp, *, landscape: bool = True) -> Any:
    """An empty document on A4 with the program's styles, its language, and stamp and page below."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
    section.left_margin = section.right_margin = section.top_margin = MARGIN
    section.bottom_margin = MARGIN
    locale = Words(language, "language")["locale"]
    add_styles(document, locale)
    document.core_properties.title = printable(stamp.review)
    document.core_properties.author = f"ajour {stamp.version}"
    document.core_properties.comments = printable(stamp.line())[:255]
    document.core_properties.language = locale
    _footer(section.footer, stamp)
    return document


def document_bytes(document: Any, stamp: Stamp) -> bytes:
    """The document's bytes, with no clock in them."""
    out = BytesIO()
    document.save(out)
    return repack(out.getvalue(), evidence=stamp.evidence)


def add_table(
    document: Any, table: Table, numbers: CaptionNumbers, *, page_break: bool = False
) -> None:
    """Caption, table and footnotes at the end of a document."""
    title = document.add_paragraph(style="Caption")
    numbers.add(title, table.title)
    title.paragraph_format.page_break_before = page_break
    columns = drawn_columns(table)
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) / Mm(1)
    widths = _widths(columns, room)
    element = _element("w:tbl", _properties(), _grid(widths))
    headings = DrawnRow(texts=tuple(column.heading for column in columns), kind="body")
    element.append(_row(headings, columns, widths, "TableHeading"))
    for line in drawn_lines(table):
        element.append(_row(line, columns, widths, "TableText"))
    if table.footnotes:
        _keep_with_next(element[-1])
    title._p.addnext(element)
    for place, (mark, text) in enumerate(table.footnotes, 1):
        note = document.add_paragraph(style="TableNote")
        note.paragraph_format.keep_with_next = place < len(table.footnotes)
        if mark:
            note.add_run(f"{printable(mark)} ").bold = True
        note.add_run(printable(text))


def _widths(columns: Sequence[Column], room: float) -> list[int]:
    """Widths in twentieths of a point, which fill the room given in millimetres."""
    share = sum(one.width for one in columns) or 1
    return [int(column.width / share * room * TWIPS_A_MM) for column in columns]


def _properties() -> Any:
    """The table's style, which sets off its first row, and its width: that of the page."""
    look = _element("w:tblLook", firstRow="1", lastRow="0", firstColumn="0", noVBand="1")
    return _element(
        "w:tblPr",
        _element("w:tblStyle", val=TABLE_STYLE),
        _element("w:tblW", w="5000", type="pct"),
        _element("w:tblLayout", type="fixed"),
        look,
    )


def _grid(widths: Sequence[int]) -> Any:
    return _element("w:tblGrid", *(_element("w:gridCol", w=str(width)) for width in widths))


def _row(line: DrawnRow, columns: Sequence[Column], widths: Sequence[int], style: str) -> Any:
    """One row; that of the headings is repeated on each page, and no row is parted by a page."""
    properties = _element("w:trPr", _element("w:cantSplit"))
    if style == "TableHeading":
        properties.append(_element("w:tblHeader"))
    row = _element("w:tr", properties)
    if line.kind in {"group", "empty"}:
        row.append(_cell(line, (line.texts[0], "left"), sum(widths), len(columns)))
        return row
    for text, column, width in zip(line.texts, columns, widths, strict=True):
        row.append(_cell(line, (text, column.align), width, 1, style))
    return row


def _cell(
    line: DrawnRow, shown: tuple[str, str], width: int, span: int, style: str = "TableText"
) -> Any:
    """One cell; each line of its text is a paragraph."""
    text, align = shown
    properties = _element("w:tcPr", _element("w:tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(_element("w:gridSpan", val=str(span)))
    strong = line.kind in {"group", "total"}
    if strong:
        borders = _element("w:tcBorders", _element("w:top", val="single", sz="6", color="000000"))
        properties.append(borders)
    cell = _element("w:tc", properties)
    for part in text.split("\n"):
        cell.append(_paragraph(part, style, align, strong=strong))
    return cell


def _paragraph(text: str, style: str, align: str, *, strong: bool) -> Any:
    properties = _element("w:pPr", _element("w:pStyle", val=style))
    if align == "right":
        properties.append(_element("w:jc", val="right"))
    paragraph = _element("w:p", properties)
    if text:
        run = _element("w:r", _element("w:rPr", _element("w:b"))) if strong else _element("w:r")
        words = _element("w:t")
        words.text = printable(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph


def _keep_with_next(row: Any) -> None:
    """Keep a row on the page of the footnotes, so that they never stand alone on the next."""
    for properties in row.iter(qn("w:pPr")):
        properties.insert(1, _element("w:keepNext"))  # behind the style, as the schema has it


def _footer(footer: Any, stamp: Stamp) -> None:
    """The stamp, and below it on the right the page of all pages."""
    above = footer.paragraphs[0]
    above.style = "Footer"
    above.add_run(printable(stamp.line()))
    paragraph = footer.add_paragraph(style="Footer")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for field in ("PAGE", "NUMPAGES"):
        for kind, instruction in (("begin", ""), ("", field), ("end", "")):
            run = paragraph.add_run()
            if kind:
                run._r.append(_element("w:fldChar", fldCharType=kind))
            else:
                words = _element("w:instrText")
                words.text = instruction
                run._r.append(words)
        if field == "PAGE":
            paragraph.add_run(" / ")


def _element(name: str, *children: Any, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    element.extend(children)
    return element


TABLE_STYLE = "AjourTable"
TYPE = "Calibri"
INK = RGBColor(0x1B, 0x36, 0x4A)

STYLE = """
<w:style {ns} w:type="table" w:customStyle="1" w:styleId="{name}">
  <w:name w:val="Ajour Table"/><w:basedOn w:val="TableNormal"/>
  <w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="12" w:color="1B364A"/>
      <w:bottom w:val="single" w:sz="8" w:color="1B364A"/>
      <w:insideH w:val="single" w:sz="4" w:color="BFC8CE"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="1B364A"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="E4EAF0"/>
      <w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""


def add_styles(document: Any, language: str) -> None:
    """Give a new document the program's type, captions, notes and table; proofing in `language`."""
    styles = document.styles
    _type(styles["Normal"], 10.5, after=6)
    _language(styles, language)
    for name, size in (("Title", 20.0), ("Heading 1", 16.0), ("Heading 2", 13.0)):
        _type(styles[name], size, after=6, bold=True)
    _type(styles["Caption"], 12, after=5, before=10, bold=True)
    styles["Caption"].paragraph_format.keep_with_next = True
    _outlined(styles["Caption"])
    _type(styles["Footer"], 8)
    for stop in list(styles["Footer"].paragraph_format.tab_stops):
        stop._tab.getparent().remove(stop._tab)
    for name, size in (("TableHeading", 9.0), ("TableText", 9.0), ("TableNote", 8.5)):
        style = styles.add_style(name, 1)
        style.base_style = styles["Normal"]
        _type(style, size, after=2 if name == "TableNote" else 0, bold=name == "TableHeading")
    styles["TableNote"].paragraph_format.space_before = Pt(3)
    styles.element.append(parse_xml(STYLE.format(ns=nsdecls("w"), name=TABLE_STYLE)))


def _outlined(style: Any) -> None:
    """Have paragraphs of a style stand in Word's navigation pane, below the headings."""
    level = _element("w:outlineLvl", val="2")
    style.element.get_or_add_pPr().append(level)


def _type(style: Any, size: float, *, after: float = 0, before: float = 0, **look: bool) -> None:
    """Size, weight and space of a style; black or dark blue, never the template's own colours."""
    style.font.name = TYPE
    style.font.size = Pt(size)
    style.font.bold = look.get("bold", False)
    style.font.italic = False
    style.font.color.rgb = INK if look.get("bold") else RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if "heme" in key:
            del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(key), TYPE)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.line_spacing = 1.05


def _language(styles: Any, language: str) -> None:
    """The language of all text, for spelling and for screen readers."""
    for element in styles.element.iter(qn("w:lang")):
        for key in ("w:val", "w:eastAsia", "w:bidi"):
            element.set(qn(key), language)
