"""The styles of Word documents: the program's own, or those that an author's template lacks."""

from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from exports.tables.word_template import WordTemplate

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
    _add_table_styles(document)
    styles.element.append(parse_xml(STYLE.format(ns=nsdecls("w"), name=TABLE_STYLE)))


def add_missing_styles(document: Any, template: WordTemplate) -> None:
    """Add the styles that an author's template lacks; those that it has are unchanged."""
    names = {style.name for style in document.styles}
    for name, size in (("Heading 1", 16.0), ("Heading 2", 13.0), ("Caption", 10.5)):
        if name not in names:
            style = document.styles.add_style(name, 1, builtin=True)
            _plain(style, size, after=6, before=10, bold=True)
            style.paragraph_format.keep_with_next = True
    for name in ("Normal", "Footer"):
        if name not in names:
            document.styles.add_style(name, 1, builtin=True)
    _add_table_styles(document, own_type=False)
    if not template.table_style:
        document.styles.element.append(parse_xml(STYLE.format(ns=nsdecls("w"), name=TABLE_STYLE)))


OWN = (("TableHeading", 9.0), ("TableText", 9.0), ("TableNote", 8.5), ("Stamp", 8.0))
"""The program's paragraph styles by id, with their sizes."""


def _add_table_styles(document: Any, *, own_type: bool = True) -> None:
    """Add the styles for cells and notes below tables; in an author's template in its own type."""
    for name, size in OWN:
        if name in document.styles:
            document.styles[name].element.styleId = name
            continue
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles["Normal"]
        dress = _type if own_type else _plain
        after = 2 if name in {"TableNote", "Stamp"} else 0
        dress(style, size, after=after, bold=name == "TableHeading")
    document.styles["TableNote"].paragraph_format.space_before = Pt(3)
    document.styles["Stamp"].paragraph_format.space_before = Pt(12)


def _plain(
    style: Any, size: float, *, after: float = 0, before: float = 0, bold: bool = False
) -> None:
    """Set size, weight and space of a style, in the type and colour of the template."""
    style.font.size = Pt(size)
    style.font.bold = bold or None
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.space_before = Pt(before)


def _outlined(style: Any) -> None:
    """Make paragraphs of a style appear in Word's navigation pane, below the headings."""
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "2")
    style.element.get_or_add_pPr().append(level)


def _type(style: Any, size: float, *, after: float = 0, before: float = 0, **look: bool) -> None:
    """Set size, weight and space of a style; black or dark blue, never the template's colours."""
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
    """Set the language of all text, for spelling and for screen readers."""
    for element in styles.element.iter(qn("w:lang")):
        for key in ("w:val", "w:eastAsia", "w:bidi"):
            element.set(qn(key), language)
