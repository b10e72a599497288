"""The appendices as one Word document: headings, tables, flow charts and reference lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.section import WD_SECTION

from exports.bibliography.reference_list import Reference, Style, add_references
from exports.language.catalogue import Language
from exports.office_files import printable
from exports.prisma_flow.figure import flow_rows
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.word import add_flow, lies_down
from exports.stamp import Stamp
from exports.tables.table import Table
from exports.tables.word import add_table, document_bytes, new_document, table_style, turn
from exports.tables.word_caption import CaptionNumbers
from exports.tables.word_template import WordTemplate
from pipeline.prisma.flow import Flow


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFlow:
    """A flow with the heading above its figure."""

    flow: Flow
    head: FlowHead


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedReferences:
    """A reference list with its heading."""

    heading: str
    references: Sequence[Reference]
    style: Style


Item = Table | DrawnFlow | ListedReferences | str
"""The content of a part; text becomes a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendixPart:
    """A part of the document with its heading; parts with wide tables are landscape."""

    heading: str
    items: tuple[Item, ...]
    landscape: bool = False


def appendix_docx(
    parts: Sequence[AppendixPart],
    language: Language,
    stamp: Stamp,
    template: WordTemplate | None = None,
) -> bytes:
    """The parts in order, without those that have no items; the stamp appears once, at the end.

    The same parts give the same bytes.
    """
    parts = [part for part in parts if part.items]
    lying = bool(parts) and _lies(parts[0].items[0], parts[0])
    document = new_document(language, stamp, landscape=lying, template=template)
    paper = _Paper(document, lying=lying)
    writer = _Writer(document, CaptionNumbers(), table_style(template))
    for place, part in enumerate(parts):
        turned = paper.lay(landscape=_lies(part.items[0], part))
        heading = document.add_paragraph(printable(part.heading), style="Heading 1")
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.page_break_before = place > 0 and not turned
        for at, item in enumerate(part.items):
            turned = paper.lay(landscape=_lies(item, part))
            writer.add(item, on_new_page=at > 0 and not turned)
    return document_bytes(document, stamp)


def _lies(item: Item, part: AppendixPart) -> bool:
    """Whether an item's page is landscape: a flow by its columns, all else as the part says."""
    if isinstance(item, DrawnFlow):
        return lies_down(flow_rows(item.flow, item.head))
    return part.landscape


class _Paper:
    """The orientation of a document's pages, from its first section to its last."""

    def __init__(self, document: Any, *, lying: bool) -> None:
        self._document, self._lying = document, lying

    def lay(self, *, landscape: bool) -> bool:
        """Begin a new section if the orientation has to change; returns whether it did."""
        if landscape == self._lying:
            return False
        turn(self._document.add_section(WD_SECTION.NEW_PAGE), landscape=landscape)
        self._lying = landscape
        return True


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes items at the end of a document."""

    document: Any
    numbers: CaptionNumbers
    style: str

    def add(self, item: Item, *, on_new_page: bool) -> None:
        """Add one item; a flow is on a page by itself."""
        if isinstance(item, Table):
            add_table(self.document, item, self.numbers, style=self.style)
        elif isinstance(item, DrawnFlow):
            before = len(self.document.paragraphs)
            add_flow(self.document, item.flow, item.head, self.numbers)
            caption = self.document.paragraphs[before]
            caption.paragraph_format.page_break_before = on_new_page
        else:
            _add_text(self.document, item)


def _add_text(document: Any, item: ListedReferences | str) -> None:
    if isinstance(item, str):
        document.add_paragraph(printable(item))
        return
    document.add_paragraph(printable(item.heading), style="Heading 2")
    add_references(document, item.references, item.style)
