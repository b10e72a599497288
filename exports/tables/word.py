"""Writes tables as one Word document: landscape, real tables, headings on each page.

Every part has its own style, so that an author can change all tables at once, or supply a template
whose styles are used instead.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from exports.language.catalogue import Language, Words
from exports.office_files import printable, repack
from exports.stamp import Stamp
from exports.tables.table import Column, DrawnRow, Table, drawn_columns, drawn_lines
from exports.tables.word_caption import CaptionNumbers
from exports.tables.word_styles import TABLE_STYLE, add_missing_styles, add_styles
from exports.tables.word_template import WordTemplate, emptied

LONG, SHORT, MARGIN = Mm(297), Mm(210), Mm(18)
"""The long and the short side of A4, and the margin."""

TWIPS_A_MM = 56.6929


SHORT_TABLE = 12
"""Most rows of a table that is kept on one page; a longer one is spread over several pages."""

KEPT_TOGETHER = 2
"""Number of rows at the end of a long table that are kept together on a page."""


def tables_docx(
    tables: Sequence[Table], stamp: Stamp, template: WordTemplate | None = None
) -> bytes:
    """The tables as docx, each with its title as caption and its footnotes; the stamp at the end.

    The same tables give the same bytes.
    """
    language = tables[0].language if tables else stamp.language
    document = new_document(language, stamp, template=template)
    numbers = CaptionNumbers()
    for table in tables:
        add_table(document, table, numbers, style=table_style(template))
    return document_bytes(document, stamp)


def new_document(
    language: Language,
    stamp: Stamp,
    *,
    landscape: bool = True,
    template: WordTemplate | None = None,
) -> Any:
    """An empty document in its language, on the page described below; A4 in the program's styles.

    With a template, the document has the template's page, margins, footer and styles; only the
    styles that the template lacks come from the program.
    """
    document = emptied(docx.Document(BytesIO(template.data))) if template else docx.Document()
    section = document.sections[0]
    if template:
        turn(section, landscape=landscape)
    else:
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
        section.left_margin = section.right_margin = section.top_margin = MARGIN
        section.bottom_margin = MARGIN
    locale = Words(language, "language")["locale"]
    if template:
        add_missing_styles(document, template)
    else:
        add_styles(document, locale)
    document.core_properties.title = printable(stamp.review)
    document.core_properties.author = f"ajour {stamp.version}"
    document.core_properties.comments = printable(stamp.line())[:255]
    document.core_properties.language = locale
    if section.footer.is_linked_to_previous:
        _footer(section.footer)
    return document


def turn(section: Any, *, landscape: bool) -> None:
    """Turn a section's page to landscape or portrait, whatever its size and margins are."""
    wide, high = sorted((section.page_width or SHORT, section.page_height or LONG))
    section.page_width, section.page_height = (high, wide) if landscape else (wide, high)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT


def document_bytes(document: Any, stamp: Stamp) -> bytes:
    """The document's bytes, with the stamp as its last paragraph and nothing from the clock."""
    document.add_paragraph(printable(stamp.line()), style="Stamp")
    out = BytesIO()
    document.save(out)
    return repack(out.getvalue(), evidence=stamp.evidence)


def table_style(template: WordTemplate | None) -> str:
    """The style id for the tables of a document."""
    return (template.table_style if template else "") or TABLE_STYLE


def add_table(
    document: Any, table: Table, numbers: CaptionNumbers, *, style: str = TABLE_STYLE
) -> None:
    """Add caption, table and footnotes at the end of a document.

    A short table is kept on one page; the last rows of a long one are kept together.
    """
    title = document.add_paragraph(style="Caption")
    title.paragraph_format.keep_with_next = True  # whatever a template's captions say
    numbers.add(title, table.title)
    columns = drawn_columns(table)
    section = document.sections[-1]
    room = (section.page_width - section.left_margin - section.right_margin) / Mm(1)
    widths = _widths(columns, room)
    element = _element("w:tbl", _properties(style), _grid(widths))
    headings = DrawnRow(texts=tuple(column.heading for column in columns), kind="body")
    rows = [_row(headings, columns, widths, "TableHeading")]
    rows += [_row(line, columns, widths, "TableText") for line in drawn_lines(table)]
    first = 0 if len(rows) <= SHORT_TABLE else max(len(rows) - 1 - KEPT_TOGETHER, 1)
    for row in [rows[0], *rows[first:-1]] if len(rows) > 1 else []:
        _keep_with_next(row)
    if table.footnotes:
        _keep_with_next(rows[-1])
    element.extend(rows)
    title._p.addnext(element)
    for place, (mark, text) in enumerate(table.footnotes, 1):
        note = document.add_paragraph(style="TableNote")
        note.paragraph_format.keep_with_next = place < len(table.footnotes)
        if mark:
            note.add_run(f"{printable(mark)} ").bold = True
        note.add_run(printable(text))


def _widths(columns: Sequence[Column], room: float) -> list[int]:
    """Widths in twentieths of a point that fill the given room in millimetres."""
    share = sum(one.width for one in columns) or 1
    return [int(column.width / share * room * TWIPS_A_MM) for column in columns]


def _properties(style: str) -> Any:
    """The table's style, which sets off its first row, and its width, which is that of the page."""
    look = _element("w:tblLook", firstRow="1", lastRow="0", firstColumn="0", noVBand="1")
    return _element(
        "w:tblPr",
        _element("w:tblStyle", val=style),
        _element("w:tblW", w="5000", type="pct"),
        _element("w:tblLayout", type="fixed"),
        look,
    )


def _grid(widths: Sequence[int]) -> Any:
    return _element("w:tblGrid", *(_element("w:gridCol", w=str(width)) for width in widths))


def _row(line: DrawnRow, columns: Sequence[Column], widths: Sequence[int], style: str) -> Any:
    """One row; headings are repeated on each page, and no row is split between pages."""
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
    """Keep a row on the page of the next one."""
    for properties in row.iter(qn("w:pPr")):
        if properties.find(qn("w:keepNext")) is None:
            properties.insert(1, _element("w:keepNext"))  # after the style, as the schema requires


def _footer(footer: Any) -> None:
    """Write the page number and the number of pages, on the right."""
    paragraph = footer.paragraphs[0]
    paragraph.style = "Footer"
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
